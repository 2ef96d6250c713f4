"""Names for array types."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating[Any]] | NDArray[np.integer[Any]]
