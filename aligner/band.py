"""Where in the lattice to look: everything in a short document, a band around a coarse path in a long one.

The band comes from coarse to fine (as vecalign, after FastDTW; Salvador and Chan 2007): neighbouring sentences are
summed into passages, the passages aligned with free gaps, and the path refined with ever shorter passages inside the
band of the coarser path. Free gaps find a missing chapter at once, however long. Between two matched passages the band
holds the whole rectangle, so that nothing is decided in a gap, unless it is huge: then the English side goes first.
Matches that are lone or weak for this text are no matches: a missing chapter is full of them.
"""

from __future__ import annotations

import itertools

import numpy as np

from aligner.arrays import Array
from aligner.evidence import Side

FULL = 60_000  # nodes of a lattice that is searched whole
MOST_PASSAGES = 1500  # on the longer side, at the coarsest
FACTOR = 4  # how much shorter passages get from level to level
MARGIN = 3  # passages that the band reaches beyond the path of longer ones
NEAR = 3  # passages from a match to the next one, at most, for it to be no matter of chance
WEAK = 0.5  # share of the median match's score from which a match is trusted
REACH = 4  # nodes that it reaches beyond the path in the end
FREE = 250_000  # nodes of a gap that stay in the band
STRONG = 1.0  # a match pays from this many standard deviations above the mean

Band = tuple[Array, Array]


def find_band(en: Side, ru: Side, *, full: int | None = None) -> Band:
    """First and last column (exclusive) of the nodes of each row, `(n + 1,)` each.

    `full` is the number of nodes up to which all of them are in the band, `FULL` by default.
    """
    n, m = en.size, ru.size
    if min(n, m) == 0 or (n + 1) * (m + 1) <= (FULL if full is None else full):
        return np.zeros(n + 1, np.int64), np.full(n + 1, m + 1, np.int64)
    size = FACTOR
    while max(n, m) / size > MOST_PASSAGES:
        size *= FACTOR
    rectangles = [(0, 0, n, m)]
    while size >= FACTOR:
        rectangles = _refine(en, ru, size, rectangles)
        size //= FACTOR
    return _widen(rectangles, REACH, n, m, FREE)


def find_band_between(en: Side, ru: Side, gaps: list[tuple[range, range]]) -> Band:
    """A band that holds one of each gap, for documents of which all sentences outside the gaps are linked already."""
    n, m = en.size, ru.size
    if (n + 1) * (m + 1) <= FULL:
        return find_band(en, ru)
    low, high = np.full(n + 1, m, np.int64), np.zeros(n + 1, np.int64)
    for rows, columns in gaps:
        share = FULL * len(rows) // n
        inner_low, inner_high = find_band(en.part(rows), ru.part(columns), full=share)
        place = slice(rows.start, rows.stop + 1)
        low[place] = np.minimum(low[place], inner_low + columns.start)
        high[place] = np.maximum(high[place], inner_high + columns.start)
    low, high = _steady(low, high)
    return low, np.maximum(high, low + 1)  # rows inside a long link, through which no path leads


Rectangle = tuple[int, int, int, int]  # first row and column, last row and column, of nodes


def _refine(en: Side, ru: Side, size: int, rectangles: list[Rectangle]) -> list[Rectangle]:
    """The rectangles that a path of passages of `size` sentences runs through, found inside those given."""
    x, y = _passages(en, size), _passages(ru, size)
    coarse = [tuple(place // size for place in rectangle) for rectangle in rectangles]
    free = MOST_PASSAGES**2  # the coarsest level is searched whole
    low, high = _widen(coarse, MARGIN * FACTOR, len(x), len(y), free)  # type: ignore[arg-type]
    matched = _trusted(*_best_matches(x, y, low, high), len(x), len(y), FREE // size**2)
    n, m = en.size, ru.size
    corners = [(0, 0), *((min(i * size, n), min(j * size, m)) for i, j in matched), (n, m)]
    return [(a, b, min(c + size, n), min(d + size, m)) for (a, b), (c, d) in itertools.pairwise(corners)]


def _passages(side: Side, size: int) -> Array:
    """Unit vectors of runs of `size` sentences, `(ceil(n / size), d)`."""
    weighted = side.vectors[0] * np.sqrt(side.lengths[0])[:, None]
    sums = np.add.reduceat(weighted, np.arange(0, side.size, size), axis=0)
    return np.asarray(sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9))


def _best_matches(x: Array, y: Array, low: Array, high: Array) -> tuple[list[tuple[int, int]], list[float]]:
    """The monotone chain of matched passages of the largest sum; a match scores its cosine above the common ones."""
    mean, spread = _common(x, y)
    best: list[Array] = [np.zeros(high[0] - low[0])]
    scores: list[Array] = []
    for i in range(len(x)):
        columns = slice(int(low[i]), min(int(high[i]), len(y)))
        scores.append((y[columns] @ x[i] - mean) / spread - STRONG)
        before = best[i]
        row = np.full(high[i + 1] - low[i + 1], -np.inf)
        _put(row, before, int(low[i] - low[i + 1]))
        diagonal = before[: len(scores[i])] + scores[i]
        _put(row, diagonal, int(low[i] + 1 - low[i + 1]))
        best.append(np.maximum.accumulate(row))
    matched: list[tuple[int, int]] = []
    values: list[float] = []
    i, j = len(x), len(y)
    while i > 0 and j > 0:
        value = best[i][j - low[i]]
        if j - 1 >= low[i] and best[i][j - 1 - low[i]] == value:
            j -= 1
        elif low[i - 1] <= j < high[i - 1] and best[i - 1][j - low[i - 1]] == value:
            i -= 1
        else:
            i, j = i - 1, j - 1
            matched.append((i, j))
            values.append(float(scores[i][j - low[i]]))
    return matched[::-1], values[::-1]


def _trusted(matched: list[tuple[int, int]], scores: list[float], n: int, m: int, most: int) -> list[tuple[int, int]]:
    """Without those that are lone or much weaker than most: in a missing chapter, matches are chance.

    Where that would leave more than `most` pairs of passages open, all stay: a long chapter translated freely.
    """
    enough = WEAK * float(np.median(scores)) if scores else 0.0
    strong = [pair for pair, score in zip(matched, scores, strict=True) if score >= enough]
    chain = [(-1, -1), *strong, (n, m)]
    near = [max(c - a, d - b) <= NEAR for (a, b), (c, d) in itertools.pairwise(chain)]
    trusted = [pair for pair, *sides in zip(strong, near, near[1:], strict=False) if any(sides)]
    for (a, b), (c, d) in itertools.pairwise([(-1, -1), *trusted, (n, m)]):
        if (c - a) * (d - b) > most:
            trusted += [(i, j) for i, j in matched if a < i < c]
    return sorted(set(trusted))


def _put(row: Array, values: Array, offset: int) -> None:
    """Raise `row[offset:]` to `values` where they are larger; what lies outside is dropped."""
    start, stop = max(0, offset), min(len(row), offset + len(values))
    if start < stop:
        row[start:stop] = np.maximum(row[start:stop], values[start - offset : stop - offset])


def _common(x: Array, y: Array) -> tuple[float, float]:
    """Mean and standard deviation of the cosine of passages that have nothing to do with each other."""
    rng = np.random.default_rng(0)
    a, b = rng.integers(0, len(x), 4000), rng.integers(0, len(y), 4000)
    cosines = np.einsum("nd,nd->n", x[a], y[b])
    return float(cosines.mean()), float(cosines.std() + 1e-6)


def _widen(rectangles: list[Rectangle], margin: int, n: int, m: int, free: int) -> Band:
    """The band of nodes that covers the rectangles and `margin` nodes around.

    A rectangle of more than `free` nodes is crossed on its left and lower edges only.
    """
    low, high = np.full(n + 1, m, np.int64), np.zeros(n + 1, np.int64)
    for top, left, bottom, right in rectangles:
        if (bottom - top) * (right - left) <= free:
            parts = [(top, bottom, left, right)]
        else:  # down first, then to the right
            parts = [(top, bottom, left, left), (bottom, bottom, left, right)]
        for first, last, start, stop in parts:
            place = slice(max(0, first - margin), min(n, last + margin) + 1)
            low[place] = np.minimum(low[place], max(0, start - margin))
            high[place] = np.maximum(high[place], min(m, stop + margin) + 1)
    return _steady(low, high)


def _steady(low: Array, high: Array) -> Band:
    """The least band around this one that never turns back."""
    return np.minimum.accumulate(low[::-1])[::-1], np.maximum.accumulate(high)
