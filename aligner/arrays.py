"""Names for arrays, whose shapes and dtypes stand in the docstrings, and what all vectors go through."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Marks = NDArray[np.int32]


def unit(vectors: Array) -> Array:
    """Rows scaled to unit length; zero rows stay zero."""
    norms = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(np.divide(vectors, norms, out=np.zeros_like(vectors), where=norms > 0))
