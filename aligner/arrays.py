"""Names for arrays; their shapes and dtypes stand in the docstrings."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Marks = NDArray[np.int32]
