"""Passages that stand elsewhere in the other text: links across the order of the ladder.

After the monotone pass, the sentences left alone on one side are compared with those left alone on the other. Sentences
that are each other's nearest lead to runs of nulls; two runs are aligned in a lattice of their own, and neighbouring
links of its best path make a *passage*. Whether it is a translation that was moved is the question of a small logistic
model (`benchmarks/moved.py` fits and measures it) on three quantities:

- gain: how many nats the links are worth above leaving their sentences alone, by the aligner's own model;
- margin: how many nats better each link is than the best other place for either of its sides, in the whole document.
  "Thank you." may be left alone on both sides and is still nobody's counterpart, if the text says it often;
- chances: how many pairs of sentences without counterpart there are to be taken in by, as a logarithm.

What is too short is no evidence whatever it says.

The ladder is not touched: there, the sentences stay nulls. Time grows with the number of nulls on both sides, not with
the document; without nulls on both sides there is nothing to do.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from aligner.alone import find_alone, windows
from aligner.arrays import Array
from aligner.band import find_band
from aligner.beads import score_lattice
from aligner.candidates import KINDS, candidates
from aligner.evidence import Side
from aligner.lattice import EXTEND, best_path, posteriors
from aligner.likelihood import Calibration, link_scores
from aligner.pins import Link
from aligner.records import Bead

ACCEPTED = 0.8  # confidence from which a link is said to be moved
SKIPPED = 1  # sentences without counterpart inside a passage, next to each other
SHORTEST = 25  # characters; in less, what is said is said in many texts
RIVALS = 3  # other places that are tried for a span

WEIGHTS = (-6.06, 0.35, 1.0, -0.09)  # of 1 and of `Passage.evidence`
MOST_GAIN, MOST_MARGIN = 20.0, 5.0  # nats; more proves no more


@dataclass(frozen=True, slots=True)
class Passage:
    """Neighbouring links that may have been moved, with what speaks for it (nats)."""

    beads: tuple[Bead, ...]
    gain: float
    margin: float
    chances: float

    @property
    def evidence(self) -> tuple[float, ...]:
        """What the logistic model sees."""
        gain, margin = min(self.gain, MOST_GAIN), max(-MOST_MARGIN, min(self.margin, MOST_MARGIN))
        return gain, margin, self.chances

    @property
    def confidence(self) -> float:
        """Probability that this is a translation moved from one place to another."""
        logit = sum(weight * value for weight, value in zip(WEIGHTS, (1.0, *self.evidence), strict=True))
        return float(1 / (1 + np.exp(-logit)))


def find_moved(
    en: Side, ru: Side, beads: Sequence[Bead], calibration: Calibration, *, pins: Sequence[Link] = ()
) -> tuple[Bead, ...]:
    """Links between sentences that the ladder leaves alone.

    Parameters
    ----------
    en, ru
        Evidence of both sides.
    beads
        The ladder, as `align_sides` gives it.
    pins
        Links and nulls that were given (`aligner.pins.read_pins`): a null among them stays alone.

    Returns
    -------
    Beads marked as moved, in the order of the English side; no sentence is in two. The confidence of each is that
    of its passage times its own posterior there.
    """
    taken: tuple[set[int], set[int]] = (set(), set())
    found: list[Bead] = []
    for passage in sorted(passages(en, ru, beads, calibration, pins=pins), key=lambda p: (-p.confidence, -p.gain)):
        for bead in passage.beads:
            confidence = passage.confidence * bead.confidence
            if confidence >= ACCEPTED and taken[0].isdisjoint(bead.en) and taken[1].isdisjoint(bead.ru):
                taken[0].update(bead.en)
                taken[1].update(bead.ru)
                found.append(replace(bead, confidence=confidence, moved=True))
    return tuple(sorted(found, key=lambda bead: bead.en.start))


def passages(
    en: Side, ru: Side, beads: Sequence[Bead], calibration: Calibration, *, pins: Sequence[Link] = ()
) -> Iterator[Passage]:
    """All passages worth a look, likely and unlikely; parameters as in `find_moved`."""
    alone = find_alone(beads, pins)
    if not (len(alone[0].numbers) and len(alone[1].numbers)):
        return
    chances = float(np.log(len(alone[0].numbers)) + np.log(len(alone[1].numbers)))
    for window in windows(en, ru, *alone):
        for links, gain in _linked(en, ru, window, calibration):
            if _length(en, ru, links) >= SHORTEST:
                yield Passage(links, gain, _margin(en, ru, links, calibration), chances)


def _linked(en: Side, ru: Side, window: Link, calibration: Calibration) -> Iterator[tuple[tuple[Bead, ...], float]]:
    """The passages of the best path through a window, each with its gain."""
    one, two = en.part(window[0]), ru.part(window[1])
    lattice = score_lattice(one, two, find_band(one, two), calibration)
    probabilities = posteriors(lattice)
    links: list[Bead] = []
    gains: list[float] = []
    for i, j in best_path(lattice):
        if i and j:
            place = KINDS.index((len(i), len(j))), lattice.nodes.number(i.start, j.start)
            score = float(lattice.links[place])
            nulls = lattice.null_en[i.start : i.stop, EXTEND].sum() + lattice.null_ru[j.start : j.stop, EXTEND].sum()
            gains.append(score - float(nulls))
            sure = min(1.0, float(probabilities.links(*place)))
            links.append(Bead(_shifted(i, window[0].start), _shifted(j, window[1].start), score, sure))
    edges = [0, *(k for k, (a, b) in enumerate(pairwise(links), 1) if _apart(a, b) > SKIPPED), len(links)]
    for first, stop in pairwise(edges):
        if first < stop:
            yield tuple(links[first:stop]), sum(gains[first:stop])


def _shifted(run: range, by: int) -> range:
    return range(run.start + by, run.stop + by)


def _apart(one: Bead, two: Bead) -> int:
    return max(two.en.start - one.en.stop, two.ru.start - one.ru.stop)


def _margin(en: Side, ru: Side, links: Sequence[Bead], calibration: Calibration) -> float:
    """Sum over the links: the score less that of the best rival for either side, outside the passage."""
    held_en, held_ru = (range(links[0].en.start, links[-1].en.stop), range(links[0].ru.start, links[-1].ru.stop))
    total = 0.0
    for bead in links:
        a, b = len(bead.en), len(bead.ru)
        i, j = bead.en.start, bead.ru.start
        rivals = [(i, other) for other in _nearest(ru, b, en.vectors[a - 1, i], held_ru)]
        rivals += [(other, j) for other in _nearest(en, a, ru.vectors[b - 1, j], held_en)]
        best = max((_score(en, ru, place, (a, b), calibration) for place in rivals), default=-np.inf)
        total += min(MOST_MARGIN, _score(en, ru, (i, j), (a, b), calibration) - best)
    return total


def _length(en: Side, ru: Side, links: Sequence[Bead]) -> float:
    """Characters of the shorter side."""
    held = (en.lengths[0, links[0].en.start : links[-1].en.stop], ru.lengths[0, links[0].ru.start : links[-1].ru.stop])
    return float(min(lengths.sum() for lengths in held))


def _nearest(side: Side, size: int, vector: Array, held: range) -> list[int]:
    """First sentences of the `RIVALS` spans nearest to a vector that share no sentence with the run held."""
    cosines = side.vectors[size - 1] @ vector
    cosines[max(0, held.start - size + 1) : held.stop] = -np.inf
    cosines[side.size - size + 1 :] = -np.inf
    top = np.argsort(-cosines, kind="stable")[:RIVALS]
    return [int(place) for place in top if cosines[place] > -np.inf]


def _score(en: Side, ru: Side, place: tuple[int, int], sizes: tuple[int, int], calibration: Calibration) -> float:
    """Score of one bead."""
    (found,) = (c for c in candidates(en, ru, *(np.array([at]) for at in place)) if c.sizes == sizes)
    return float(link_scores(found, calibration)[0])
