"""The lattice of all monotone alignments, and what can be asked of it: the best path, and posteriors.

A node (i, j) has consumed `i` English and `j` Russian sentences. A linked bead of kind (a, b) leads from (i, j) to
(i + a, j + b), a null from (i, j) to (i + 1, j) or (i, j + 1). Nulls come in runs: the first of a run is scored as
opening it, the others as extending it (affine gaps; Gotoh 1982), which takes three states a node: after a linked bead
(M), inside a run of English nulls (E), inside a run of Russian ones (R). A Russian run may follow an English one, not
the reverse, so that every alignment is exactly one path and posteriors are not shared among its twins.

All scores are log-weights (nats), float64 inside. Nodes lie in a band: row `i` holds the columns `low[i] ≤ j <
high[i]`; the full lattice is the widest band. Rows are worked off one after the other with vector operations, the
runs within a row by a cumulative sum and `accumulate`: time and memory are proportional to the nodes in the band.

Not handled here: files, models, text, moved passages.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from aligner.arrays import Array

NEVER = -1e30  # a log-weight that no path can afford; finite, so that differences stay defined
M, E, R = range(3)
OPEN, EXTEND = range(2)

Step = tuple[range, range]


@dataclass(frozen=True, slots=True)
class Lattice:
    """Scores of every bead in the band, for `n` English and `m` Russian sentences.

    Attributes
    ----------
    kinds : sizes (a, b) of the linked beads, all at least 1
    low, high : `(n + 1,)` int, the columns of each row's nodes; both never decrease; `low[0] == 0`, `high[n] == m + 1`
    links : for each row i < n `(len(kinds), high[i] - low[i])`: `links[i][k, c]` scores the bead of kind k that
        begins at (i, low[i] + c); NEVER where it would run over an end
    null_en, null_ru : `(n, 2)` and `(m, 2)`, score of a sentence as opening or extending a run of nulls
    """

    kinds: tuple[tuple[int, int], ...]
    low: Array
    high: Array
    links: Sequence[Array]
    null_en: Array
    null_ru: Array

    def __post_init__(self) -> None:
        if self.low[0] != 0 or self.high[-1] != len(self.null_ru) + 1 or (self.high <= self.low).any():
            raise ValueError("the band does not lead from the first to the last sentence")

    def part(self, en: range, ru: range) -> Lattice:
        """The lattice of a run of English and a run of Russian sentences; no bead may run over their ends."""
        rows = slice(en.start, en.stop + 1)
        low = np.clip(self.low[rows], ru.start, ru.stop)
        high = np.clip(self.high[rows], ru.start + 1, ru.stop + 1)
        first, stop = (edges[:-1] - self.low[en.start : en.stop] for edges in (low, high))
        links = [self.links[i][:, a:b] for i, a, b in zip(en, first, stop, strict=True)]
        null_en, null_ru = self.null_en[en.start : en.stop], self.null_ru[ru.start : ru.stop]
        return Lattice(self.kinds, low - ru.start, high - ru.start, links, null_en, null_ru)

    def without(self, en: Array, ru: Array) -> Lattice:
        """The lattice without the linked beads that hold any of the sentences marked, `(n,)` and `(m,)` bool."""
        touched = [(_holding(en, a), _holding(ru, b)) for a, b in self.kinds]
        links = []
        for i, scores in enumerate(self.links):
            columns = slice(int(self.low[i]), int(self.high[i]))
            gone = np.array([np.append(by_column, False)[columns] | by_row[i] for by_row, by_column in touched])
            links.append(np.where(gone, scores.dtype.type(NEVER), scores))
        return replace(self, links=links)


@dataclass(frozen=True, slots=True)
class Posteriors:
    """Probability of each bead among all alignments: `links`, `null_en`, `null_ru` shaped as in `Lattice`."""

    links: list[Array]
    null_en: Array
    null_ru: Array
    log_total: float


def best_path(lattice: Lattice) -> list[Step]:
    """The path of the largest sum of scores (Viterbi), as sentence ranges in document order."""
    i, j = len(lattice.null_en), len(lattice.null_ru)
    table = _forward(lattice, _largest, np.maximum.accumulate)
    if table[i][:, -1].max() < NEVER / 2:
        raise ValueError("no path: the band does not connect both ends")
    path: list[Step] = []
    state = int(table[i][:, -1].argmax())
    while (i, j) != (0, 0):
        a, b, state = _came_from(lattice, table, i, j, state)
        path.append((range(i - a, i), range(j - b, j)))
        i, j = i - a, j - b
    return path[::-1]


def posteriors(lattice: Lattice) -> Posteriors:
    """Probability of each bead among all alignments, each by its weight: forward–backward (Baum 1972)."""
    n, m = len(lattice.null_en), len(lattice.null_ru)
    table = _forward(lattice, _log_sum, np.logaddexp.accumulate)
    log_total = float(_log_sum(table[n][:, -1]))
    if log_total < NEVER / 2:
        raise ValueError("no path: the band does not connect both ends")
    found = Posteriors([np.zeros(0)] * n, np.zeros((n, 2)), np.zeros((m, 2)), log_total)
    runs = np.concatenate([[0.0], np.cumsum(lattice.null_ru[:, EXTEND])])
    after: dict[int, Array] = {}  # of the rows below: log-weight of what follows each node, by state
    deepest = max(a for a, _ in lattice.kinds)
    for i in range(n, -1, -1):
        first, stop = int(lattice.low[i]), int(lattice.high[i])
        before = table[i] - log_total
        rest = np.full((3, stop - first), NEVER)
        if i == n:
            rest[:, -1] = 0.0
        else:
            linked = _linked_rest(lattice, after, i)
            found.links[i] = np.exp(_log_sum(before) + linked).astype(np.float32)
            rest[:] = _log_sum(linked)
            skipped = _shifted(after[i + 1][E], int(lattice.low[i + 1]), first, stop)
            for state, how in ((M, OPEN), (E, EXTEND)):
                through = lattice.null_en[i, how] + skipped
                found.null_en[i, how] = np.exp(before[state] + through).sum()
                rest[state] = np.logaddexp(rest[state], through)
        rest[R] = np.logaddexp.accumulate((rest[R] + runs[first:stop])[::-1])[::-1] - runs[first:stop]
        if stop - first > 1:
            opened, extended = (lattice.null_ru[first : stop - 1, how] + rest[R, 1:] for how in (OPEN, EXTEND))
            found.null_ru[first : stop - 1, OPEN] += np.exp(_log_sum(before[:R, :-1]) + opened)
            found.null_ru[first : stop - 1, EXTEND] += np.exp(before[R, :-1] + extended)
            rest[:R, :-1] = np.logaddexp(rest[:R, :-1], opened)
        after[i] = rest
        after.pop(i + deepest, None)
    return found


def _holding(marked: Array, size: int) -> Array:
    """Whether the run of `size` sentences that begins at each sentence holds a marked one, `(n,)` bool."""
    out = marked.copy()
    for step in range(1, size):
        out[: max(0, len(marked) - step)] |= marked[step:]
    return out


def _linked_rest(lattice: Lattice, after: dict[int, Array], i: int) -> Array:
    """`(kinds, columns)`: log-weight of going on from row i with a linked bead of each kind."""
    first, stop = int(lattice.low[i]), int(lattice.high[i])
    out = np.full((len(lattice.kinds), stop - first), NEVER)
    for k, (a, b) in enumerate(lattice.kinds):
        if i + a in after:
            out[k] = lattice.links[i][k] + _shifted(after[i + a][M], int(lattice.low[i + a]), first + b, stop + b)
    return out


def _forward(lattice: Lattice, plus: Callable[[Array], Array], accumulate: Callable[[Array], Array]) -> list[Array]:
    """For each row `(3, columns)`: for each state and node the sum (`plus`) over the paths that lead there."""
    table: list[Array] = []
    totals: list[Array] = []
    runs = np.concatenate([[0.0], np.cumsum(lattice.null_ru[:, EXTEND])])
    for i in range(len(lattice.null_en) + 1):
        first, stop = int(lattice.low[i]), int(lattice.high[i])
        here = np.full((3, stop - first), NEVER)
        if i == 0:
            here[M, 0] = 0.0
        else:
            arriving = np.full((len(lattice.kinds), stop - first), NEVER)
            for k, (a, b) in enumerate(lattice.kinds):
                if a <= i:
                    there = totals[i - a] + lattice.links[i - a][k]
                    arriving[k] = _shifted(there, int(lattice.low[i - a]), first - b, stop - b)
            here[M] = plus(arriving)
            above = plus(table[i - 1][:R] + lattice.null_en[i - 1, :, None])
            here[E] = _shifted(above, int(lattice.low[i - 1]), first, stop)
        if stop - first > 1:
            opened = plus(here[:R, :-1]) + lattice.null_ru[first : stop - 1, OPEN]
            along = runs[first + 1 : stop]
            here[R, 1:] = accumulate(opened - along) + along
        table.append(here)
        totals.append(plus(here))
    return table


def _came_from(lattice: Lattice, table: list[Array], i: int, j: int, state: int) -> tuple[int, int, int]:
    """The step (a, b) and the state before it by which the best path reaches a node in a state."""
    steps: list[tuple[float, int, int, int]] = []

    def add(a: int, b: int, states: tuple[int, ...], score: Callable[[int, int], float]) -> None:
        row, column = i - a, j - b
        if row >= 0 and lattice.low[row] <= column < lattice.high[row]:
            c = column - int(lattice.low[row])
            steps.extend((float(table[row][s, c]) + score(row, c), a, b, s) for s in states)

    if state == M:
        for k, (a, b) in enumerate(lattice.kinds):
            add(a, b, (M, E, R), lambda row, c, k=k: float(lattice.links[row][k, c]))  # type: ignore[misc]
    elif state == E:
        add(1, 0, (M,), lambda row, c: float(lattice.null_en[row, OPEN]))
        add(1, 0, (E,), lambda row, c: float(lattice.null_en[row, EXTEND]))
    else:
        add(0, 1, (M, E), lambda row, c: float(lattice.null_ru[j - 1, OPEN]))
        add(0, 1, (R,), lambda row, c: float(lattice.null_ru[j - 1, EXTEND]))
    _, a, b, before = max(steps)
    return a, b, before


def _shifted(row: Array, low: int, first: int, stop: int) -> Array:
    """The values of a row that begins at column `low`, at the columns `first … stop - 1`; NEVER outside."""
    start, end = first - low, stop - low
    if start >= 0 and end <= len(row):
        return row[start:end]
    out = np.full(end - start, NEVER)
    begin, until = max(0, start), min(len(row), end)
    if begin < until:
        out[begin - start : until - start] = row[begin:until]
    return out


def _log_sum(stack: Array) -> Array:
    """log Σ exp along the first axis."""
    top = stack.max(0)
    return np.asarray(top + np.log(np.exp(stack - top).sum(0)))


def _largest(stack: Array) -> Array:
    return np.asarray(stack.max(0))
