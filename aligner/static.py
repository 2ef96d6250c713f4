"""A static encoder: the vector of a text is the sum of its units' vectors, scaled to unit length.

Loaded without torch: rows of 4-bit integers with a scale each (safetensors), a subword tokenizer, a config. Rounding to
4 bits costs nothing measurable, since a text is the sum of many rows (`benchmarks/encoder.md`).
Since the sum is linear, the vector of merged sentences is the sum of theirs: no span is ever encoded twice.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from aligner.arguments import refuse_one_text
from aligner.arrays import Array, unit
from aligner.errors import ModelError
from aligner.vocabulary import Vocabulary
from aligner.words import words

if TYPE_CHECKING:
    from tokenizers import Tokenizer

FORMAT = "aligner-static/2"
CHUNK = 2048  # texts encoded at a time, to bound memory
KNOWN = 200_000  # words whose rows are remembered
LARGEST = 7  # of the integers, which run from -LARGEST to LARGEST
CLIPPED = 0.8  # of a row's largest value, what the largest integer stands for


class StaticEncoder:
    """Packed rows with a scale each, and the vocabulary that finds them.

    Parameters
    ----------
    vocabulary : finds the rows of a word
    packed : `(rows, d / 2)` uint8, two values a byte as `pack` has them
    scales : `(rows,)` float16

    Attributes
    ----------
    name : how it is shown to users
    folder : where it was loaded from, if from a folder
    dimensions : length of a vector
    """

    def __init__(
        self, vocabulary: Vocabulary, packed: Array, scales: Array, *, name: str, folder: Path | None = None
    ) -> None:
        self.name = name
        self.folder = folder
        self.dimensions: int = packed.shape[1] * 2
        self.vocabulary = vocabulary
        self._packed = packed
        self._scales = scales
        self._known: dict[str, Array] = {}

    def __repr__(self) -> str:
        return f"<encoder {self.name}, {self.dimensions} dimensions>"

    @classmethod
    def load(cls, folder: str | Path, *, name: str | None = None) -> StaticEncoder:
        """Load from a folder written by `save_static`.

        Raises
        ------
        ModelError : a file is missing or damaged
        """
        from safetensors import SafetensorError, safe_open

        folder = Path(folder)
        try:
            n_ngrams = _load_config(folder)
            with safe_open(folder / "model.safetensors", framework="numpy") as tensors:
                packed, scales, stems = (tensors.get_tensor(name) for name in ("rows", "scales", "stems"))
            if stems.dtype != np.uint32 or stems.ndim != 1 or (stems[1:] <= stems[:-1]).any():
                raise ValueError("model.safetensors does not hold the checksums of stems in ascending order")
            vocabulary = Vocabulary(_load_tokenizer(folder), stems, n_ngrams)
            rows = vocabulary.size
            if packed.dtype != np.uint8 or packed.shape[:-1] != (rows,) or scales.shape != (rows,):
                raise ValueError(f"model.safetensors does not hold the {rows} rows of tokenizer.json and config.json")
        except (OSError, ValueError, SafetensorError) as error:
            raise ModelError(f"{folder}: not a complete static encoder: {error}; copy it or train it anew") from error
        return cls(vocabulary, packed, scales, name=name or str(folder), folder=folder)

    def sums(self, texts: Sequence[str]) -> Array:
        """Sums of the units' vectors, `(n, d)` float32, not scaled; zero for a text without known units."""
        refuse_one_text(texts, "texts")
        out = np.zeros((len(texts), self.dimensions), np.float32)
        for first in range(0, len(texts), CHUNK):
            chunk = [words(text) for text in texts[first : first + CHUNK]]
            numbers = {word: i for i, word in enumerate(dict.fromkeys(w for text in chunk for w in text))}
            vectors = self.word_vectors(list(numbers))
            flat = np.array([numbers[w] for text in chunk for w in text], np.int64)
            _segment_sums(vectors, flat, np.array([len(text) for text in chunk]), out[first : first + CHUNK])
        return out

    def encode(self, texts: Sequence[str]) -> Array:
        """Vectors of unit length, `(n, d)` float32; a text without known units has the zero vector."""
        return unit(self.sums(texts))

    def table(self) -> Array:
        """The whole table, `(rows, d)` float32."""
        return unpack(self._packed, self._scales)

    def replaced(self, numbers: Array, rows: Array, *, name: str) -> StaticEncoder:
        """The encoder with other rows `(n, d)` float32 at `numbers` `(n,)`; all others stay as they are, to the bit."""
        packed, scales = self._packed.copy(), self._scales.copy()
        packed[numbers], scales[numbers] = pack(rows)
        return StaticEncoder(self.vocabulary, packed, scales, name=name)

    def save(self, folder: Path) -> None:
        """Write the encoder as it was loaded, bit by bit."""
        _write(folder, self.vocabulary, self._packed, self._scales)

    def word_vectors(self, distinct: Sequence[str]) -> Array:
        """Sums of the rows of single words as `words` spells them, `(len(distinct), d)` float32, not scaled."""
        rows = self.rows(distinct)
        counts = np.array([len(found) for found in rows], np.int64)
        flat = np.concatenate([*rows, np.zeros(0, np.int64)])
        out = np.zeros((len(distinct), self.dimensions), np.float32)
        used, places = np.unique(flat, return_inverse=True)
        _segment_sums(unpack(self._packed[used], self._scales[used]), places, counts, out)
        return out

    def rows(self, words: Sequence[str]) -> list[Array]:
        """Rows of each word in the table, int64; remembered, and threads may share the memory."""
        known, found = self._known, {}
        if new := [word for word in words if word not in known]:
            rows, starts = self.vocabulary.table(new)
            found = {word: rows[a:b] for word, (a, b) in zip(new, pairwise(starts.tolist()), strict=True)}
            if len(known) + len(found) > KNOWN:
                self._known = found  # not cleared: another thread may be reading
            else:
                known.update(found)
        return [found[word] if word in found else known[word] for word in words]


def pack(rows: Array) -> tuple[Array, Array]:
    """Round rows `(n, d)` float32 to 4 bits: `(n, d / 2)` uint8 and a scale for each, `(n,)` float16.

    The lower half of a byte belongs to the first half of the row. Scales fit the rounded row best (least squares).
    """
    step = np.maximum(np.abs(rows).max(1, keepdims=True) * CLIPPED / LARGEST, 1e-7)
    rounded = np.rint(rows / step).clip(-LARGEST, LARGEST)
    scales = (rows * rounded).sum(1) / np.maximum((rounded**2).sum(1), 1)
    halves = (rounded + LARGEST + 1).astype(np.uint8)
    half = rows.shape[1] // 2
    return halves[:, :half] | (halves[:, half:] << 4), scales.astype(np.float16)


def unpack(packed: Array, scales: Array) -> Array:
    """Rows as `pack` was given them, rounded: `(n, d)` float32."""
    halves = np.concatenate([packed & 15, packed >> 4], axis=1).astype(np.float32) - (LARGEST + 1)
    return np.asarray(halves * scales[:, None].astype(np.float32))


def save_static(folder: Path, vocabulary: Vocabulary, rows: Array) -> None:
    """Write an encoder of rows `(n, d)` float32, `d` even; they are rounded."""
    _write(folder, vocabulary, *pack(rows))


def _write(folder: Path, vocabulary: Vocabulary, packed: Array, scales: Array) -> None:
    from safetensors.numpy import save_file

    folder.mkdir(parents=True, exist_ok=True)
    save_file({"rows": packed, "scales": scales, "stems": vocabulary.stems}, folder / "model.safetensors")
    (folder / "model.safetensors").chmod(0o644)
    vocabulary.tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    config = {"format": FORMAT, "ngrams": vocabulary.n_ngrams, "dimensions": packed.shape[1] * 2}
    (folder / "config.json").write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")


def _load_config(folder: Path) -> int:
    """Read the number of n-grams from `config.json`; OSError or ValueError if that can't be done."""
    try:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    except ValueError as error:
        raise ValueError(f"config.json: {error}") from error
    if not isinstance(config, dict) or config.get("format") != FORMAT:
        raise ValueError(f"config.json is not of the format {FORMAT!r}")
    n_ngrams = config.get("ngrams")
    if type(n_ngrams) is not int or n_ngrams < 1:
        raise ValueError(f'config.json has {n_ngrams!r} as "ngrams", not a number of rows')
    return n_ngrams


def _load_tokenizer(folder: Path) -> Tokenizer:
    """Read `tokenizer.json`; OSError or ValueError if that can't be done."""
    from tokenizers import Tokenizer

    written = (folder / "tokenizer.json").read_text(encoding="utf-8")
    try:
        return Tokenizer.from_str(written)
    except Exception as error:  # tokenizers raises nothing narrower
        raise ValueError(f"tokenizer.json: {error}") from error


def _segment_sums(vectors: Array, members: Array, counts: Array, out: Array) -> None:
    """`out[i]` = sum of `vectors[members of segment i]`; segments of one length are summed together."""
    starts = np.cumsum(counts) - counts
    for count in np.unique(counts[counts > 0]):
        segments = np.flatnonzero(counts == count)
        out[segments] = vectors[members[starts[segments, None] + np.arange(count)]].sum(1)
