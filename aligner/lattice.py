"""The lattice of all monotone alignments, and what can be asked of it: the best path, and posteriors.

A node (i, j) has consumed `i` English and `j` Russian sentences. A linked bead of kind (a, b) leads from (i, j) to
(i + a, j + b), a null from (i, j) to (i + 1, j) or (i, j + 1). Nulls come in runs: the first of a run is scored as
opening it, the others as extending it (affine gaps; Gotoh 1982), which takes three states a node: after a linked
bead (M), inside a run of English nulls (E), inside a run of Russian ones (R). A Russian run may follow an English
one, not the reverse, so that every alignment is exactly one path and posteriors are not shared among its twins.

All scores are log-weights (nats), float64 inside. Nodes lie in a band: row `i` holds the columns
`low[i] ≤ j < low[i] + width`; a band as wide as the document is the full lattice. Rows are worked off one after
the other with vector operations, the runs within a row by a cumulative sum and `accumulate`: time and memory are
proportional to `n · width`.

Not handled here: files, models, text, moved passages.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from aligner.arrays import Array

NEVER = -1e30  # a log-weight that no path can afford; finite, so that differences stay defined
M, E, R = range(3)
OPEN, EXTEND = range(2)

Step = tuple[range, range]


@dataclass(frozen=True, slots=True)
class Lattice:
    """Scores of every bead in the band.

    Attributes
    ----------
    kinds : sizes (a, b) of the linked beads, all at least 1
    links : `(len(kinds), n, width)`, `links[k, i, c]` scores the bead of kind k that begins at (i, low[i] + c)
    low : `(n + 1,)` int, first column of each row's band, never decreasing; `low[0] == 0`
    null_en, null_ru : `(n, 2)` and `(m, 2)`, score of a sentence as opening or extending a run of nulls
    """

    kinds: tuple[tuple[int, int], ...]
    links: Array
    low: Array
    null_en: Array
    null_ru: Array

    @property
    def shape(self) -> tuple[int, int, int]:
        """Sentences on both sides and the width of the band."""
        return self.links.shape[1], len(self.null_ru), self.links.shape[2]


@dataclass(frozen=True, slots=True)
class Posteriors:
    """Probability of each bead, given the lattice: `links`, `null_en`, `null_ru` shaped as in `Lattice`."""

    links: Array
    null_en: Array
    null_ru: Array
    log_total: float


def best_path(lattice: Lattice) -> list[Step]:
    """The path of the largest sum of scores (Viterbi), as sentence ranges in document order."""
    n, m, _ = lattice.shape
    table = _forward(lattice, _largest, np.maximum.accumulate)
    if table[n, :, m - lattice.low[n]].max() < NEVER / 2:
        raise ValueError("no path: the band does not connect both ends")
    path: list[Step] = []
    i, j = n, m
    state = int(table[n, :, m - lattice.low[n]].argmax())
    while (i, j) != (0, 0):
        a, b, state = _came_from(lattice, table, i, j, state)
        path.append((range(i - a, i), range(j - b, j)))
        i, j = i - a, j - b
    return path[::-1]


def posteriors(lattice: Lattice) -> Posteriors:
    """Probability of each bead among all alignments, each by its weight: forward–backward (Baum 1972)."""
    n, m, _ = lattice.shape
    table = _forward(lattice, _log_sum, np.logaddexp.accumulate)
    log_total = float(_log_sum(table[n, :, m - lattice.low[n]]))
    if log_total < NEVER / 2:
        raise ValueError("no path: the band does not connect both ends")
    links = np.zeros_like(lattice.links)
    null_en, null_ru = np.zeros((n, 2)), np.zeros((m, 2))
    runs = np.concatenate([[0.0], np.cumsum(lattice.null_ru[:, EXTEND])])
    after: dict[int, Array] = {}  # rows i, i + 1, …: score of the rest of the path from each node, by state
    deepest = max(a for a, _ in lattice.kinds)
    for i in range(n, -1, -1):
        first, columns = _window(lattice, i)
        here = slice(first, first + columns)
        rest = np.full((3, columns), NEVER)
        if i == n:
            rest[:, -1] = 0.0
        if i < n:
            totals = _log_sum(table[i])[:columns]
            beyond = np.full((len(lattice.kinds), columns), NEVER)
            for k, (a, b) in enumerate(lattice.kinds):
                if i + a <= n:
                    there = _shifted(after[i + a][M], lattice.low[i + a], first + b, columns)
                    beyond[k] = lattice.links[k, i, :columns] + there
            links[:, i, :columns] = np.exp(totals + beyond - log_total)
            rest[:] = _log_sum(beyond)
            skipped = _shifted(after[i + 1][E], lattice.low[i + 1], first, columns)
            for state, how in ((M, OPEN), (E, EXTEND)):
                through = lattice.null_en[i, how] + skipped
                null_en[i, how] = np.exp(table[i, state, :columns] + through - log_total).sum()
                rest[state] = np.logaddexp(rest[state], through)
        rest[R] = np.logaddexp.accumulate((rest[R] + runs[here])[::-1])[::-1] - runs[here]
        if columns > 1:
            gap = slice(first, first + columns - 1)
            opened = lattice.null_ru[gap, OPEN] + rest[R, 1:]
            before = np.logaddexp(table[i, M, : columns - 1], table[i, E, : columns - 1])
            null_ru[gap, OPEN] += np.exp(before + opened - log_total)
            extended = lattice.null_ru[gap, EXTEND] + rest[R, 1:]
            null_ru[gap, EXTEND] += np.exp(table[i, R, : columns - 1] + extended - log_total)
            rest[:R, :-1] = np.logaddexp(rest[:R, :-1], opened)
        after[i] = rest
        after.pop(i + deepest, None)
    return Posteriors(links, null_en, null_ru, log_total)


def _forward(lattice: Lattice, plus: Callable[[Array], Array], accumulate: Callable[[Array], Array]) -> Array:
    """`(n + 1, 3, width)`: for each node and state the sum (`plus`) over the paths that lead there."""
    n, _, width = lattice.shape
    table = np.full((n + 1, 3, width), NEVER)
    totals = np.full((n + 1, width), NEVER)
    runs = np.concatenate([[0.0], np.cumsum(lattice.null_ru[:, EXTEND])])
    for i in range(n + 1):
        first, columns = _window(lattice, i)
        if i == 0:
            table[0, M, 0] = 0.0
        else:
            arriving = np.full((len(lattice.kinds), columns), NEVER)
            for k, (a, b) in enumerate(lattice.kinds):
                if a <= i:
                    from_there = totals[i - a] + lattice.links[k, i - a]
                    arriving[k] = _shifted(from_there, lattice.low[i - a], first - b, columns)
            table[i, M, :columns] = plus(arriving)
            nulls = np.stack(
                [table[i - 1, M] + lattice.null_en[i - 1, OPEN], table[i - 1, E] + lattice.null_en[i - 1, EXTEND]]
            )
            table[i, E, :columns] = _shifted(plus(nulls), lattice.low[i - 1], first, columns)
        if columns > 1:
            before = plus(table[i, :R, : columns - 1])
            opened = before + lattice.null_ru[first : first + columns - 1, OPEN]
            along = runs[first + 1 : first + columns]
            table[i, R, 1:columns] = accumulate(opened - along) + along
        totals[i] = plus(table[i])
    return table


def _came_from(lattice: Lattice, table: Array, i: int, j: int, state: int) -> tuple[int, int, int]:
    """The step (a, b) and the state before it by which the best path reaches a node in a state."""

    def value(row: int, column: int, state: int) -> float:
        inside = row >= 0 and 0 <= column - lattice.low[row] < table.shape[2]
        return float(table[row, state, column - lattice.low[row]]) if inside else NEVER

    if state == M:
        candidates = [
            (value(i - a, j - b, s) + float(lattice.links[k, i - a, j - b - lattice.low[i - a]]), a, b, s)
            for k, (a, b) in enumerate(lattice.kinds)
            for s in (M, E, R)
            if value(i - a, j - b, s) > NEVER / 2
        ]
    elif state == E:
        candidates = [(value(i - 1, j, s) + lattice.null_en[i - 1, h], 1, 0, s) for s, h in ((M, OPEN), (E, EXTEND))]
    else:
        how = ((M, OPEN), (E, OPEN), (R, EXTEND))
        candidates = [(value(i, j - 1, s) + lattice.null_ru[j - 1, h], 0, 1, s) for s, h in how]
    _, a, b, s = max(candidates)
    return a, b, s


def _window(lattice: Lattice, i: int) -> tuple[int, int]:
    """First column of a row's band and how many columns of it exist."""
    first = int(lattice.low[i])
    return first, min(lattice.links.shape[2], len(lattice.null_ru) + 1 - first)


def _shifted(row: Array, low: int, first: int, columns: int) -> Array:
    """The values of a row that begins at column `low` at the columns `first … first + columns - 1`."""
    start = int(first - low)
    if start >= 0 and start + columns <= len(row):
        return row[start : start + columns]
    out = np.full(columns, NEVER)
    begin, end = max(0, start), min(len(row), start + columns)
    if begin < end:
        out[begin - start : end - start] = row[begin:end]
    return out


def _log_sum(stack: Array) -> Array:
    """log Σ exp along the first axis."""
    top: Array = stack.max(0)
    return top + np.log(np.exp(stack - top).sum(0))


def _largest(stack: Array) -> Array:
    largest: Array = stack.max(0)
    return largest
