"""Candidate beads: of each kind those that begin at given nodes of the lattice, and what their features look at.

Whatever compares two whole spans (cosines, shared numbers) is a product of two matrices, computed for a few rows of the
lattice at a time and picked at the nodes; all else is looked up sentence by sentence. All values are `(x,)`, one for
each node; where a bead would run over an end of the text they mean nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from itertools import accumulate

import numpy as np

from aligner.arrays import Array, Marks
from aligner.evidence import LONGEST, Side

#: Sizes (en, ru) of the linked beads that are considered.
KINDS = ((1, 1), (1, 2), (2, 1), (2, 2), (1, 3), (3, 1), (1, 4), (4, 1), (2, 3), (3, 2))
ROWS = 12  # of a product; small enough that no BLAS starts threads for it

LENGTH_SHIFT, LENGTH_SPREAD, LENGTH_NOISE = 0.02, 0.16, 1.6


@dataclass(frozen=True)
class Candidates:
    """The beads of one kind.

    Attributes
    ----------
    sizes : sentences of the spans, English and Russian
    rows, columns : `(x,)` int, the first sentence of each
    cosine : of the two spans
    weakest_part : of a merged bead, the smallest cosine of one of its sentences to the span it is linked with; else 1
    shared : numbers and Latin words that both spans hold
    """

    en: Side
    ru: Side
    sizes: tuple[int, int]
    rows: Array
    columns: Array
    cosine: Array
    weakest_part: Array
    shared: Array

    @cached_property
    def lengths(self) -> tuple[Array, Array]:
        """Characters of the spans."""
        a, b = self.sizes
        return self.en.lengths[a - 1, self.rows], self.ru.lengths[b - 1, self.columns]

    @cached_property
    def log_shorter(self) -> Array:
        """ln(1 + length of the shorter span)."""
        return np.log1p(np.minimum(*self.lengths))

    @cached_property
    def length_off(self) -> Array:
        """How many standard deviations the log length ratio is off (after Gale and Church 1993)."""
        en, ru = self.lengths
        off = np.abs(np.log((ru + 3) / (en + 3)) - np.float32(LENGTH_SHIFT))
        return np.asarray(off / (LENGTH_SPREAD + LENGTH_NOISE / np.sqrt(np.minimum(en, ru) + 5)))

    @property
    def keys_apart(self) -> tuple[Array, Array]:
        """Numbers and Latin words that only the English span holds, and only the Russian one."""
        a, b = self.sizes
        en, ru = self.en.key_counts[a - 1, self.rows], self.ru.key_counts[b - 1, self.columns]
        return en - self.shared, ru - self.shared

    @property
    def breaks_crossed(self) -> Array:
        """Paragraph breaks inside the spans."""
        a, b = self.sizes
        return np.asarray(self.en.crossed[a - 1, self.rows] + self.ru.crossed[b - 1, self.columns])

    def first(self, mark: str) -> tuple[Marks, Marks]:
        """A mark of the spans' first sentences; `mark` names an attribute of `Side`."""
        return getattr(self.en, mark)[self.rows], getattr(self.ru, mark)[self.columns]

    def last(self, mark: str) -> tuple[Marks, Marks]:
        """A mark of the spans' last sentences, as `first`."""
        a, b = self.sizes
        en, ru = getattr(self.en, mark), getattr(self.ru, mark)
        return en[np.minimum(self.rows + a - 1, len(en) - 1)], ru[np.minimum(self.columns + b - 1, len(ru) - 1)]


def candidates(en: Side, ru: Side, rows: Array, columns: Array) -> Iterator[Candidates]:
    """The beads of each kind, in the order of `KINDS`, that begin at these nodes; `rows` never decrease."""
    compared = np.empty((3, len(KINDS), len(rows)), np.float32)
    edges = np.searchsorted(rows, np.arange(int(rows[0]), int(rows[-1]) + ROWS + 1, ROWS)).tolist()
    for here in map(slice, edges[:-1], edges[1:]):
        if here.start < here.stop:
            compared[..., here] = _compared(en, ru, rows[here], columns[here])
    for sizes, values in zip(KINDS, compared.swapaxes(0, 1), strict=True):
        yield Candidates(en, ru, sizes, rows, columns, *values)


def _compared(en: Side, ru: Side, rows: Array, columns: Array) -> Array:
    """Cosine, weakest part and shared keys of each kind, `(3, kinds, x)`, picked from products of all with all."""
    top, left = int(rows[0]), int(columns.min())
    height, width = int(rows[-1]) + 1 - top, int(columns.max()) + 1 - left
    down, right = slice(top, top + height + LONGEST - 1), slice(left, left + width + LONGEST - 1)
    cosines = {(a, b): _product(en.vectors[a - 1, down], ru.vectors[b - 1, right], height, width) for a, b in KINDS}
    out = np.empty((3, len(KINDS), height, width), np.float32)
    for k, (a, b) in enumerate(KINDS):
        out[0, k] = cosines[a, b][:height, :width]
        parts = [cosines[1, b][part : part + height, :width] for part in range(a if a > 1 else 0)]
        parts += [cosines[a, 1][:height, part : part + width] for part in range(b if b > 1 else 0)]
        out[1, k] = reduce(np.minimum, parts, 1.0)  # type: ignore[arg-type]
    out[2] = _shared_keys(en.keys[down], ru.keys[right], height, width)
    places = (rows - top) * width + columns - left
    return out.reshape(3, len(KINDS), -1).take(places, axis=2)


def _product(en: Array, ru: Array, height: int, width: int) -> Array:
    """All cosines, with zeros for spans beyond the end of a text."""
    out = np.zeros((height + LONGEST - 1, width + LONGEST - 1), np.float32)
    out[: len(en), : len(ru)] = en @ ru.T
    return out


def _shared_keys(en: Sequence[frozenset[str]], ru: Sequence[frozenset[str]], height: int, width: int) -> Array | int:
    """How many keys the spans share, `(kinds, height, width)`, or 0 if there are none."""
    common = frozenset().union(*en) & frozenset().union(*ru)
    if not common:
        return 0
    order = sorted(common)
    en_spans, ru_spans = _incidence(en, order, height), _incidence(ru, order, width)
    return np.array([en_spans[a - 1] @ ru_spans[b - 1].T for a, b in KINDS])


def _incidence(sentences: Sequence[frozenset[str]], order: Sequence[str], count: int) -> Array:
    """Which keys (1 or 0) stand in each span that begins in the first `count` sentences, `(LONGEST, count, keys)`."""
    held = np.zeros((count + LONGEST - 1, len(order)), np.float32)
    for row, keys in zip(held, sentences, strict=False):
        if keys:
            row[:] = [key in keys for key in order]
    spans = [held[size : size + count] for size in range(LONGEST)]
    return np.array(list(accumulate(spans, np.maximum)))
