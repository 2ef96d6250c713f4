"""An encoder that looks vectors up before it computes them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

import numpy as np

from aligner.arguments import refuse_one_text
from aligner.arrays import Array, unit
from aligner.cache import VectorStore

CHUNK = 512  # texts computed before they are kept, so that an interrupted run loses little

Progress = Callable[[int, int], None]


class IdentifiedEncoder(Protocol):
    """An encoder whose `identity` changes whenever its vectors would."""

    name: str
    identity: str
    folder: Path | None

    def encode(self, texts: Sequence[str]) -> Array:
        """`(n, d)` float32, rows of unit length."""


class CachedEncoder:
    """Wraps an encoder; equal texts are computed once, and kept in `store`.

    Vectors pass through 16-bit floats whether they were kept or not, so that a second run gives what the first gave.

    Parameters
    ----------
    encoder : computes what is not known
    store : keeps vectors between runs
    progress : called with the number of texts computed and to be computed, after every `CHUNK`
    """

    def __init__(
        self, encoder: IdentifiedEncoder, store: VectorStore, *, progress: Progress = lambda done, total: None
    ) -> None:
        self.name = encoder.name
        self.folder = encoder.folder
        self.encoder = encoder
        self._store = store
        self._progress = progress

    def encode(self, texts: Sequence[str]) -> Array:
        """Vectors of unit length, `(n, d)` float32."""
        refuse_one_text(texts, "texts")
        if not texts:
            return self.encoder.encode([])
        distinct = list(dict.fromkeys(texts))
        vectors = self._store.get(self.encoder.identity, distinct)
        missing = sorted((text for text in distinct if text not in vectors), key=len, reverse=True)
        for first in range(0, len(missing), CHUNK):
            chunk = missing[first : first + CHUNK]
            new = dict(zip(chunk, self.encoder.encode(chunk).astype(np.float16), strict=True))
            self._store.put(self.encoder.identity, self.name, new)
            vectors |= new
            self._progress(first + len(chunk), len(missing))
        return unit(np.stack([vectors[text] for text in texts]).astype(np.float32))
