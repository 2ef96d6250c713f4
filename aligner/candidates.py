"""Candidate beads, a block of neighbouring rows and columns of the lattice at a time.

A block holds the beads whose English span begins in `rows` and whose Russian span begins in `columns`. What all kinds
of beads share is computed once a block; `Candidates` is the view of one kind that the features of `likelihood.py` see.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from aligner.arrays import Array, Marks
from aligner.evidence import LONGEST, Side

#: Sizes (en, ru) of the linked beads that are considered.
KINDS = ((1, 1), (1, 2), (2, 1), (2, 2), (1, 3), (3, 1), (1, 4), (4, 1), (2, 3), (3, 2))
NEAREST = 4

LENGTH_SHIFT, LENGTH_SPREAD, LENGTH_NOISE = 0.02, 0.16, 1.6


@dataclass(frozen=True)
class Block:
    """Rows and columns of the lattice, with the cosines of all spans that begin there or up to three places on.

    `en_nearest` `(LONGEST, n)` and `ru_nearest` `(LONGEST, m)`: mean cosine of each span to the sentences of the other
    side that are nearest to it (see `nearest`).
    """

    en: Side
    ru: Side
    rows: slice
    columns: slice
    en_nearest: Array
    ru_nearest: Array
    _cosines: dict[tuple[int, int], Array] = field(default_factory=dict)

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.rows.stop - self.rows.start, self.columns.stop - self.columns.start

    def cosines(self, a: int, b: int) -> Array:
        """Cosines of spans of `a` English and `b` Russian sentences, float32; rows and columns run on by three."""
        if (a, b) not in self._cosines:
            en = self.en.vectors[a - 1, self.rows.start : self.rows.stop + LONGEST - 1]
            ru = self.ru.vectors[b - 1, self.columns.start : self.columns.stop + LONGEST - 1]
            self._cosines[a, b] = en @ ru.T
        return self._cosines[a, b]

    @cached_property
    def keys(self) -> tuple[list[Array], list[Array], list[Array], list[Array]]:
        """Numbers and Latin words by span size: which of those on both sides (0/1), and how many in all."""
        en, ru = _span_keys(self.en.keys, self.rows), _span_keys(self.ru.keys, self.columns)
        shared = sorted(frozenset().union(*en[-1]) & frozenset().union(*ru[-1]))
        number = {key: v for v, key in enumerate(shared)}
        tables = [[_table(spans, number) for spans in side] for side in (en, ru)]
        counts = [[np.array([len(keys) for keys in spans], np.float32) for spans in side] for side in (en, ru)]
        return tables[0], tables[1], counts[0], counts[1]


def _span_keys(keys: tuple[frozenset[str], ...], places: slice) -> list[list[frozenset[str]]]:
    """By span size: the keys of each span that begins in `places`."""
    return [
        [frozenset().union(*keys[i : i + size]) for i in range(places.start, places.stop)]
        for size in range(1, LONGEST + 1)
    ]


def _table(spans: list[frozenset[str]], number: dict[str, int]) -> Array:
    out = np.zeros((len(spans), len(number)), np.float32)
    for row, keys in enumerate(spans):
        for key in keys:
            if key in number:
                out[row, number[key]] = 1
    return out


@dataclass(frozen=True)
class Candidates:
    """The beads of one kind in a block. Values have shape `(r, c)`, `(r, 1)` or `(1, c)`."""

    block: Block
    sizes: tuple[int, int]

    @cached_property
    def cosine(self) -> Array:
        """Cosine of the two spans."""
        rows, columns = self.block.shape
        return self.block.cosines(*self.sizes)[:rows, :columns]

    @cached_property
    def weakest_part(self) -> Array:
        """Of a merged bead, the smallest cosine of one of its sentences to the span it is linked with; else 1."""
        a, b = self.sizes
        rows, columns = self.block.shape
        out = np.ones((rows, columns), np.float32)
        for part in range(a if a > 1 else 0):
            values = self.block.cosines(1, b)[part : part + rows, :columns]
            np.minimum(out[: len(values)], values, out=out[: len(values)])
        for part in range(b if b > 1 else 0):
            values = self.block.cosines(a, 1)[:rows, part : part + columns]
            np.minimum(out[:, : values.shape[1]], values, out=out[:, : values.shape[1]])
        return out

    @cached_property
    def nearest(self) -> Array:
        """How near the spans come to the other side at all: the sum of both spans' mean cosines."""
        a, b = self.sizes
        en = self.block.en_nearest[a - 1, self.block.rows, None]
        return en + self.block.ru_nearest[None, b - 1, self.block.columns]

    @cached_property
    def lengths(self) -> tuple[Array, Array]:
        """Characters of the spans, `(r, 1)` and `(1, c)`."""
        a, b = self.sizes
        block = self.block
        return block.en.lengths[a - 1, block.rows, None], block.ru.lengths[None, b - 1, block.columns]

    @cached_property
    def log_shorter(self) -> Array:
        """ln(1 + length of the shorter span)."""
        en, ru = self.lengths
        return np.minimum(np.log1p(en), np.log1p(ru))

    @cached_property
    def length_off(self) -> Array:
        """How many standard deviations the log length ratio is off (after Gale and Church 1993)."""
        en, ru = self.lengths
        off = np.abs(np.log(ru + 3) - np.log(en + 3) - LENGTH_SHIFT)
        noise = np.maximum(LENGTH_NOISE / np.sqrt(en + 5), LENGTH_NOISE / np.sqrt(ru + 5))
        return np.asarray(off / (LENGTH_SPREAD + noise))

    @cached_property
    def keys(self) -> tuple[Array, Array, Array]:
        """Numbers and Latin words: how many are shared, only in English, only in Russian."""
        a, b = self.sizes
        en, ru, en_count, ru_count = (part[size - 1] for part, size in zip(self.block.keys, (a, b, a, b), strict=True))
        shared = en @ ru.T
        return shared, en_count[:, None] - shared, ru_count[None, :] - shared

    @property
    def breaks_crossed(self) -> Array:
        """Paragraph breaks inside the spans."""
        a, b = self.sizes
        block = self.block
        crossed = block.en.crossed[a - 1, block.rows, None] + block.ru.crossed[None, b - 1, block.columns]
        return np.asarray(crossed)

    def first(self, mark: str) -> tuple[Marks, Marks]:
        """A mark of the spans' first sentences, `(r, 1)` and `(1, c)`; `mark` names an attribute of `Side`."""
        en, ru = getattr(self.block.en, mark), getattr(self.block.ru, mark)
        return en[self.block.rows, None], ru[None, self.block.columns]

    def last(self, mark: str) -> tuple[Marks, Marks]:
        """A mark of the spans' last sentences, as `first`."""
        a, b = self.sizes
        en, ru = getattr(self.block.en, mark), getattr(self.block.ru, mark)
        rows = np.arange(self.block.rows.start, self.block.rows.stop) + a - 1
        columns = np.arange(self.block.columns.start, self.block.columns.stop) + b - 1
        return en[np.minimum(rows, len(en) - 1), None], ru[None, np.minimum(columns, len(ru) - 1)]


def nearest(en: Side, ru: Side, blocks: list[tuple[slice, slice]]) -> tuple[Array, Array]:
    """Mean cosine of each span to the `NEAREST` sentences of the other side that are nearest to it in the blocks.

    Negative cosines count as 0, as do sentences that are not there.

    Returns
    -------
    `(LONGEST, n)` for English and `(LONGEST, m)` for Russian spans, float32.
    """
    tops = [np.zeros((LONGEST, side.size, NEAREST), np.float32) for side in (en, ru)]
    for rows, columns in blocks:
        for size in range(LONGEST):
            _raise(tops[0][size, rows], en.vectors[size, rows] @ ru.vectors[0, columns].T)
            _raise(tops[1][size, columns], ru.vectors[size, columns] @ en.vectors[0, rows].T)
    return tops[0].mean(2), tops[1].mean(2)


def _raise(tops: Array, values: Array) -> None:
    """Let the largest of `values` `(k, c)` take their places among `tops` `(k, NEAREST)`."""
    both = np.concatenate([tops, values], axis=1)
    tops[:] = np.partition(both, both.shape[1] - NEAREST, axis=1)[:, -NEAREST:]
