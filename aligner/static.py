"""A static encoder: the vector of a text is the sum of its units' vectors, scaled to unit length.

Loaded without torch: int8 rows with a scale each (safetensors, memory-mapped), a subword tokenizer, a config.
Since the sum is linear, the vector of merged sentences is the sum of theirs: no span is ever encoded twice.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from aligner.errors import ModelError
from aligner.vocabulary import Vocabulary
from aligner.words import words

FORMAT = "aligner-static/1"
CHUNK = 4096  # texts encoded at a time, to bound memory


class StaticEncoder:
    """Rows of int8 with a scale each, and the vocabulary that finds them.

    Attributes
    ----------
    name : how it is shown to users
    folder : where it was loaded from, if from a folder
    dimensions : length of a vector
    """

    def __init__(
        self, vocabulary: Vocabulary, rows: np.ndarray, scales: np.ndarray, *, name: str, folder: Path | None = None
    ) -> None:
        self.name = name
        self.folder = folder
        self.dimensions: int = rows.shape[1]
        self.vocabulary = vocabulary
        self._rows = rows
        self._scales = scales
        self._known: dict[str, list[int]] = {}

    @classmethod
    def load(cls, folder: str | Path, *, name: str | None = None) -> StaticEncoder:
        """Load from a folder written by `save_static`.

        Raises
        ------
        ModelError : a file is missing or damaged
        """
        from safetensors import SafetensorError, safe_open
        from tokenizers import Tokenizer

        folder = Path(folder)
        try:
            config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
            if config.get("format") != FORMAT:
                raise ModelError(f"{folder}: format {config.get('format')!r}, expected {FORMAT!r}")
            tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            with safe_open(folder / "model.safetensors", framework="numpy") as tensors:
                rows, scales = tensors.get_tensor("rows"), tensors.get_tensor("scales")
        except (OSError, ValueError, SafetensorError) as error:
            raise ModelError(f"{folder}: not a complete static encoder: {error}") from error
        return cls(Vocabulary(tokenizer, config["ngrams"]), rows, scales, name=name or str(folder), folder=folder)

    def sums(self, texts: Sequence[str]) -> np.ndarray:
        """Sums of the units' vectors, `(n, d)` float32, not scaled; zero for a text without known units."""
        out = np.zeros((len(texts), self.dimensions), np.float32)
        for first in range(0, len(texts), CHUNK):
            chunk = [words(text) for text in texts[first : first + CHUNK]]
            numbers = {word: i for i, word in enumerate(dict.fromkeys(w for text in chunk for w in text))}
            vectors = self._word_vectors(list(numbers))
            flat = np.array([numbers[w] for text in chunk for w in text], np.int64)
            _segment_sums(vectors, flat, np.array([len(text) for text in chunk]), out[first : first + CHUNK])
        return out

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """Vectors of unit length, `(n, d)` float32; a text without known units has the zero vector."""
        return unit(self.sums(texts))

    def _word_vectors(self, distinct: list[str]) -> np.ndarray:
        """`(len(distinct), d)` float32."""
        known = self._known
        for word in distinct:
            if word not in known:
                known[word] = self.vocabulary.rows(word)
        counts = np.array([len(known[word]) for word in distinct], np.int64)
        flat = np.array([row for word in distinct for row in known[word]], np.int64)
        out = np.zeros((len(distinct), self.dimensions), np.float32)
        used, places = np.unique(flat, return_inverse=True)
        floats = self._rows[used].astype(np.float32) * self._scales[used, None].astype(np.float32)
        _segment_sums(floats, places, counts, out)
        return out


def unit(vectors: np.ndarray) -> np.ndarray:
    """Rows scaled to unit length; zero rows stay zero."""
    norms = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(np.divide(vectors, norms, out=np.zeros_like(vectors), where=norms > 0))


def save_static(folder: Path, vocabulary: Vocabulary, rows: np.ndarray) -> None:
    """Write an encoder; `rows` `(n, d)` float32 are rounded to int8 with one float16 scale a row."""
    from safetensors.numpy import save_file

    folder.mkdir(parents=True, exist_ok=True)
    scales = np.maximum(np.abs(rows).max(1) / 127, 1e-7).astype(np.float16)
    rounded = np.rint(rows / scales[:, None].astype(np.float32)).clip(-127, 127).astype(np.int8)
    save_file({"rows": rounded, "scales": scales}, folder / "model.safetensors")
    vocabulary.tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    config = {"format": FORMAT, "ngrams": vocabulary.n_ngrams, "dimensions": int(rows.shape[1])}
    (folder / "config.json").write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")


def _segment_sums(vectors: np.ndarray, members: np.ndarray, counts: np.ndarray, out: np.ndarray) -> None:
    """`out[i]` = sum of `vectors[members of segment i]`; empty segments are left at zero."""
    filled = counts > 0
    if filled.any():
        starts = (np.cumsum(counts) - counts)[filled]
        out[filled] = np.add.reduceat(vectors[members], starts, axis=0)
