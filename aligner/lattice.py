"""The lattice of all monotone alignments, and what can be asked of it: the best path, and posteriors.

A node (i, j) has consumed `i` English and `j` Russian sentences. A linked bead of kind (a, b) leads from (i, j) to
(i + a, j + b), a null from (i, j) to (i + 1, j) or (i, j + 1). Nulls come in runs: the first of a run is scored as
opening it, the others as extending it (affine gaps; Gotoh 1982), which takes three states a node: after a linked bead
(M), inside a run of English nulls (E), inside a run of Russian ones (R). A Russian run may follow an English one, not
the reverse, so that every alignment is exactly one path and posteriors are not shared among its twins.

Nodes lie in a band: row `i` holds the columns `low[i] ≤ j < high[i]`; the full lattice is the widest band. They are
numbered row by row, and all that is known of nodes stands in flat arrays. With rows 0 to 2 and columns 0 to 2,
`low = [0, 0, 1]`, `high = [2, 3, 3]`:

    0 1 .        node 3 is (1, 1); a 1-1 bead leads from it to node 6, which is (2, 2)
    2 3 4
    . 5 6        node 7 is nowhere: there begins or ends what begins or ends outside the band

The same pass gives the best path and the sum over all paths: with `plus` as the maximum, or as log(eˣ + eʸ). Rows are
worked off one after the other with vector operations, the runs within a row by a cumulative sum and `accumulate`: time
and memory are proportional to the nodes in the band. All scores are log-weights (nats), sums of them float64.

Not handled here: files, models, text, moved passages.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from aligner.arrays import Array

NEVER = -1e30  # a log-weight that no path can afford; finite, so that differences stay defined
M, E, R = range(3)
OPEN, EXTEND = range(2)

Step = tuple[range, range]


@dataclass(frozen=True)
class Nodes:
    """The numbers of the nodes in a band.

    Attributes
    ----------
    low, high : `(n + 1,)` int, the columns of each row's nodes; both never decrease; `low[0] == 0`, and `high[n] - 1`
        is the number of Russian sentences
    """

    low: Array
    high: Array
    _away: dict[tuple[int, int], Array] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def whole(cls, n: int, m: int) -> Nodes:
        """All nodes of `n` English and `m` Russian sentences."""
        return cls(np.zeros(n + 1, np.int64), np.full(n + 1, m + 1, np.int64))

    @cached_property
    def starts(self) -> Array:
        """`(n + 2,)` int, the first node of each row, and how many nodes there are."""
        return np.asarray(np.concatenate([[0], np.cumsum(self.high - self.low)]))

    @property
    def count(self) -> int:
        """How many there are; as a number, the node that is nowhere."""
        return int(self.starts[-1])

    @cached_property
    def rows(self) -> Array:
        """`(count,)` int, row of each node."""
        return np.repeat(np.arange(len(self.low)), self.high - self.low)

    @cached_property
    def columns(self) -> Array:
        """`(count,)` int, column of each node."""
        return np.asarray(np.arange(self.count) + (self.low - self.starts[:-1])[self.rows])

    def number(self, i: Array | int, j: Array | int) -> Array:
        """The nodes (i, j), one or many; `count` for those outside the band."""
        row = np.clip(i, 0, len(self.low) - 1)
        inside = (row == i) & (self.low[row] <= j) & (j < self.high[row])
        return np.asarray(np.where(inside, self.starts[row] + j - self.low[row], self.count))

    def away(self, a: int, b: int) -> Array:
        """`(count,)` int32, for each node the one that is `a` rows and `b` columns on; computed once."""
        if (a, b) not in self._away:
            self._away[a, b] = self.number(self.rows + a, self.columns + b).astype(np.int32)
        return self._away[a, b]


@dataclass(frozen=True)
class Lattice:
    """Scores of every bead in the band, for `n` English and `m` Russian sentences.

    Attributes
    ----------
    kinds : sizes (a, b) of the linked beads, all at least 1
    nodes : where beads begin and end
    links : `(len(kinds), nodes.count)`: `links[k, x]` scores the bead of kind k that begins at node x; it means nothing
        where that bead would end outside the band
    null_en, null_ru : `(n, 2)` and `(m, 2)`, score of a sentence as opening or extending a run of nulls
    """

    kinds: tuple[tuple[int, int], ...]
    nodes: Nodes
    links: Array
    null_en: Array
    null_ru: Array

    def __post_init__(self) -> None:
        low, high = self.nodes.low, self.nodes.high
        if low[0] != 0 or high[-1] != len(self.null_ru) + 1 or (high <= low).any():
            raise ValueError("the band does not lead from the first to the last sentence")

    @cached_property
    def sources(self) -> Array:
        """`(len(kinds), nodes.count)`, where the bead of each kind begins that ends at each node."""
        return np.array([self.nodes.away(-a, -b) for a, b in self.kinds])

    @cached_property
    def arriving(self) -> Array:
        """`links` by the node where the beads end."""
        scores = np.append(self.links, np.full((len(self.kinds), 1), NEVER, self.links.dtype), axis=1)
        return np.take_along_axis(scores, self.sources, axis=1)

    def part(self, en: range, ru: range) -> Lattice:
        """The lattice of a run of English and a run of Russian sentences; no bead may run over their ends."""
        rows = slice(en.start, en.stop + 1)
        low = np.clip(self.nodes.low[rows], ru.start, ru.stop)
        high = np.clip(self.nodes.high[rows], ru.start + 1, ru.stop + 1)
        nodes = Nodes(low - ru.start, high - ru.start)
        links = self.links[:, self.nodes.number(nodes.rows + en.start, nodes.columns + ru.start)]
        return Lattice(self.kinds, nodes, links, self.null_en[en.start : en.stop], self.null_ru[ru.start : ru.stop])

    def without(self, en: Array, ru: Array) -> Lattice:
        """The lattice without the linked beads that hold any of the sentences marked, `(n,)` and `(m,)` bool."""
        links = self.links.copy()
        for scores, (a, b) in zip(links, self.kinds, strict=True):
            scores[_holding(en, a)[self.nodes.rows] | _holding(ru, b)[self.nodes.columns]] = NEVER
        return replace(self, links=links)


@dataclass(frozen=True)
class Posteriors:
    """Probability of each bead among all alignments.

    Attributes
    ----------
    null_en, null_ru : `(n, 2)` and `(m, 2)`, of each sentence as opening or extending a run of nulls
    log_total : logarithm of the sum of all alignments' weights
    """

    null_en: Array
    null_ru: Array
    log_total: float
    _lattice: Lattice
    _before: Array  # of each node, and of the one that is nowhere: log-weight of all ways there
    _after: Array  # of each, too: log-weight of all ways on from there, after a linked bead

    def links(self, kinds: Array | int, nodes: Array) -> Array:
        """Probabilities of the beads of these kinds (numbers of `Lattice.kinds`) that begin at these nodes."""
        lattice, numbers = self._lattice, self._lattice.nodes
        sizes = np.array(lattice.kinds)[kinds]
        ends = numbers.number(numbers.rows[nodes] + sizes[..., 0], numbers.columns[nodes] + sizes[..., 1])
        through = self._before[nodes] + lattice.links[kinds, nodes] + self._after[ends]
        return np.asarray(np.exp(through - self.log_total))

    def all_links(self) -> Array:
        """Probabilities of the beads of each kind that begin at each node, shaped as `Lattice.links`."""
        lattice = self._lattice
        ends = np.array([lattice.nodes.away(a, b) for a, b in lattice.kinds])
        return np.asarray(np.exp(self._before[:-1] - self.log_total + lattice.links + self._after[ends]))


def best_path(lattice: Lattice) -> list[Step]:
    """The path of the largest sum of scores (Viterbi), as sentence ranges in document order."""
    states, totals = _forward(lattice, np.maximum)
    i, j, x = len(lattice.null_en), len(lattice.null_ru), lattice.nodes.count - 1
    if totals[x] < NEVER / 2:
        raise ValueError("no path: the band does not connect both ends")
    path: list[Step] = []
    state = int(states[:, x].argmax())
    while (i, j) != (0, 0):
        if state == M:
            begins = lattice.sources[:, x]
            k = int((totals[begins] + lattice.arriving[:, x]).argmax())
            (a, b), x = lattice.kinds[k], int(begins[k])
            state = int(states[:, x].argmax())
        elif state == E:
            (a, b), x = (1, 0), int(lattice.nodes.number(i - 1, j))
            opening, extending = states[:R, x] + lattice.null_en[i - 1]
            state = E if extending > opening else M
        else:
            (a, b), x = (0, 1), x - 1
            opening, extending = states[:R, x].max(), states[R, x]
            opening, extending = (opening, extending) + lattice.null_ru[j - 1]
            state = R if extending > opening else int(states[:R, x].argmax())
        path.append((range(i - a, i), range(j - b, j)))
        i, j = i - a, j - b
    return path[::-1]


def posteriors(lattice: Lattice) -> Posteriors:
    """Probability of each bead among all alignments, each by its weight: forward–backward (Baum 1972)."""
    nodes, null_en, null_ru = lattice.nodes, lattice.null_en, lattice.null_ru
    states, totals = _forward(lattice, np.logaddexp)
    after = _backward(lattice)
    log_total = float(totals[nodes.count - 1])
    if log_total < NEVER / 2:
        raise ValueError("no path: the band does not connect both ends")
    before = states[:, :-1] - log_total
    inner = nodes.rows < len(null_en)
    rows, below = nodes.rows[inner], nodes.away(1, 0)[inner]
    held_en = [
        np.bincount(rows, np.exp(before[state, inner] + null_en[rows, how] + after[E, below]), len(null_en))
        for how, state in ((OPEN, M), (EXTEND, E))
    ]
    inner = nodes.columns < nodes.high[nodes.rows] - 1
    columns, beside = nodes.columns[inner], np.flatnonzero(inner) + 1
    held_ru = [
        np.bincount(columns, np.exp(ways[inner] + null_ru[columns, how] + after[R, beside]), len(null_ru))
        for how, ways in ((OPEN, np.logaddexp(before[M], before[E])), (EXTEND, before[R]))
    ]
    return Posteriors(np.stack(held_en, 1), np.stack(held_ru, 1), log_total, lattice, totals, after[M])


def _forward(lattice: Lattice, plus: np.ufunc) -> tuple[Array, Array]:
    """`(3, count + 1)` and `(count + 1,)`: the sum (`plus`) over the ways to each node in each state, and in any."""
    nodes, null_en = lattice.nodes, lattice.null_en
    states = np.full((3, nodes.count + 1), NEVER)
    totals = np.full(nodes.count + 1, NEVER)
    above = nodes.away(-1, 0)
    runs, opened = _runs(lattice.null_ru)
    low, starts = nodes.low.tolist(), nodes.starts.tolist()
    for i in range(len(null_en) + 1):
        here = slice(starts[i], starts[i + 1])
        linked, skipped, run = states[:, here]
        if i == 0:
            linked[0] = 0.0
        else:
            plus.reduce(totals[lattice.sources[:, here]] + lattice.arriving[:, here], axis=0, out=linked)
            ways = states[:R].take(above[here], axis=1) + null_en[i - 1, :, None]
            plus(ways[M], ways[E], out=skipped)
        either = plus(linked, skipped)
        columns = slice(low[i], low[i] + len(run) - 1)
        plus.accumulate(either[:-1] + opened[columns], out=run[1:])
        run[1:] += runs[low[i] + 1 : low[i] + len(run)]
        plus(either, run, out=totals[here])
    return states, totals


def _backward(lattice: Lattice) -> Array:
    """`(3, count + 1)`, log-weight of all ways on from each node to the end, by the state in which they reach it."""
    nodes, null_en, null_ru = lattice.nodes, lattice.null_en, lattice.null_ru
    after = np.full((3, nodes.count + 1), NEVER)
    targets = np.array([nodes.away(a, b) for a, b in lattice.kinds])
    below = nodes.away(1, 0)
    runs, _ = _runs(null_ru)
    low, starts = nodes.low.tolist(), nodes.starts.tolist()
    for i in range(len(null_en), -1, -1):
        here = slice(starts[i], starts[i + 1])
        rest = after[:, here]
        if i == len(null_en):
            rest[:, -1] = 0.0
        else:
            linked = np.logaddexp.reduce(after[M].take(targets[:, here]) + lattice.links[:, here], axis=0)
            skipped = after[E].take(below[here])
            for state, how in ((M, OPEN), (E, EXTEND)):
                np.logaddexp(linked, skipped + null_en[i, how], out=rest[state])
            rest[R] = linked
        along = runs[low[i] : low[i] + rest.shape[1]]
        rest[R] = np.logaddexp.accumulate((rest[R] + along)[::-1])[::-1] - along
        opening = rest[R, 1:] + null_ru[low[i] : low[i] + rest.shape[1] - 1, OPEN]
        np.logaddexp(rest[:R, :-1], opening, out=rest[:R, :-1])
    return after


def _runs(nulls: Array) -> tuple[Array, Array]:
    """Score of extending a run from the first sentence to each, and of opening one at each, that taken off.

    With these a run of any length is a difference, and all runs along a row are one `accumulate`.
    """
    runs = np.concatenate([[0.0], np.cumsum(nulls[:, EXTEND])])
    return runs, nulls[:, OPEN] - runs[1:]


def _holding(marked: Array, size: int) -> Array:
    """Whether the run of `size` sentences that begins at each place holds a marked one, `(n + 1,)` bool."""
    out = np.append(marked, False)
    for step in range(1, size):
        out[: max(0, len(marked) - step)] |= marked[step:]
    return out
