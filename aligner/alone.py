"""Sentences that the ladder leaves alone, and the runs of them where a moved passage may lie.

Sentences of both sides that are each other's nearest, and unusually near, lead to a *window*: a part of a run of nulls
on each side. Time grows with the number of nulls on both sides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from aligner.arrays import Array
from aligner.evidence import Side
from aligner.pins import Link
from aligner.records import Bead

MOST = 8000  # sentences a side, the longest ones, that may lead to a passage
UNUSUAL = 1.5  # a pair of sentences counts from this many standard deviations above the mean cosine
REACH = 16  # sentences that a passage may go on beyond those that led to it
ROWS = 1024


@dataclass(frozen=True, slots=True)
class Alone:
    """Sentences of one side without counterpart: their numbers, the run of each, and how many links stand before."""

    numbers: Array
    runs: list[range]
    places: Array


def find_alone(beads: Sequence[Bead], pins: Sequence[Link]) -> tuple[Alone, Alone]:
    """The nulls of a ladder, English and Russian, without those that are pinned."""
    found: tuple[list[int], list[int]] = ([], [])
    places: tuple[list[int], list[int]] = ([], [])
    linked = 0
    for bead in beads:
        linked += not bead.is_null
        for s, run in enumerate((bead.en, bead.ru)):
            if bead.is_null and run and not any(run.start in pin[s] for pin in pins):
                found[s].append(run.start)
                places[s].append(linked)
    return tuple(  # type: ignore[return-value]
        Alone(np.array(numbers, np.int64), _runs(numbers), np.array(at, np.int64))
        for numbers, at in zip(found, places, strict=True)
    )


def _runs(numbers: Sequence[int]) -> list[range]:
    """For each number the run of neighbouring ones that it belongs to: 2, 3, 7 → 2–3, 2–3, 7."""
    edges = [0, *(k for k, (a, b) in enumerate(pairwise(numbers), 1) if b != a + 1), len(numbers)]
    return [range(numbers[first], numbers[stop - 1] + 1) for first, stop in pairwise(edges) for _ in range(first, stop)]


def windows(en: Side, ru: Side, alone_en: Alone, alone_ru: Alone) -> list[Link]:
    """Parts of runs that may hold a passage: around the sentences that are nearest to each other."""
    hulls: dict[Link, list[int]] = {}
    for k, m in _seeds(en, ru, alone_en, alone_ru):
        i, j = int(alone_en.numbers[k]), int(alone_ru.numbers[m])
        hull = hulls.setdefault((alone_en.runs[k], alone_ru.runs[m]), [i, i, j, j])
        hull[:] = min(hull[0], i), max(hull[1], i), min(hull[2], j), max(hull[3], j)
    return [
        (
            range(max(run.start, a - REACH), min(run.stop, b + REACH + 1)),
            range(max(other.start, c - REACH), min(other.stop, d + REACH + 1)),
        )
        for (run, other), (a, b, c, d) in hulls.items()
    ]


def _seeds(en: Side, ru: Side, alone_en: Alone, alone_ru: Alone) -> list[tuple[int, int]]:
    """Sentences alone that are nearest to each other and unusually near, with a link of the ladder between them.

    As places in `alone_en` and `alone_ru`.
    """
    rows, columns = _longest(en, alone_en), _longest(ru, alone_ru)
    x, y = en.vectors[0, alone_en.numbers[rows]], ru.vectors[0, alone_ru.numbers[columns]]
    to_right, best = np.zeros(len(rows), np.int64), np.zeros(len(rows), np.float32)
    to_left, highest = np.zeros(len(columns), np.int64), np.full(len(columns), -np.inf, np.float32)
    for first in range(0, len(rows), ROWS):
        cosines = x[first : first + ROWS] @ y.T
        same_place = alone_en.places[rows[first : first + ROWS], None] == alone_ru.places[None, columns]
        cosines[same_place] = -1  # the ladder has seen this pair and left it
        to_right[first : first + ROWS], best[first : first + ROWS] = cosines.argmax(1), cosines.max(1)
        top = cosines.max(0)
        to_left = np.where(top > highest, cosines.argmax(0) + first, to_left)
        highest = np.maximum(highest, top)
    mutual = to_left[to_right] == np.arange(len(rows))
    near = np.flatnonzero(mutual & (best > _unusual(en, ru, x)))
    return [(int(rows[k]), int(columns[to_right[k]])) for k in near]


def _longest(side: Side, alone: Alone) -> Array:
    """Places of the `MOST` longest sentences."""
    return np.sort(np.argsort(-side.lengths[0, alone.numbers], kind="stable")[:MOST])


def _unusual(en: Side, ru: Side, x: Array) -> float:
    """The cosine that few pairs of sentences reach that have nothing to do with each other."""
    rng = np.random.default_rng(0)
    y = ru.vectors[0, rng.integers(0, ru.size, 2000)]
    cosines = np.einsum("nd,nd->n", x[rng.integers(0, len(x), 2000)], y)
    return float(cosines.mean() + UNUSUAL * cosines.std())
