"""Evidence of both sides → beads with posteriors.

The lattice of all monotone alignments (`lattice.py`) is scored (`likelihood.py`) inside a band (`band.py`); the best
path gives the beads, forward–backward gives each its posterior probability, the confidence. Arrays in, beads out: no
files, no models.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import zip_longest

import numpy as np

from aligner.arrays import Array
from aligner.band import Band, find_band, find_band_between
from aligner.candidates import KINDS, candidates
from aligner.evidence import Side
from aligner.lattice import NEVER, Lattice, Nodes, best_path, posteriors
from aligner.likelihood import Calibration, link_scores, null_scores
from aligner.pins import Link, Pin, read_pins
from aligner.records import Bead

CHUNK = 16_384  # nodes scored at a time
PINNED = 0.0  # score of a bead that is given: the logarithm of certainty


def align_sides(en: Side, ru: Side, calibration: Calibration, *, pins: Iterable[Pin] = ()) -> list[Bead]:
    """Align the sentences of two sides.

    Parameters
    ----------
    pins
        Links that are given, see `aligner.pins`. Each comes back as a bead of score 0 and confidence 1, however many
        sentences it holds; a null of several sentences as one bead for each. The rest is aligned as it would be
        without pins, among the alignments that agree with them: its confidences are conditional on the pins.

    Returns
    -------
    Beads in document order, each sentence of each side in exactly one of them.

    Raises
    ------
    InputError
        A pin that can't be kept.
    """
    given = read_pins(pins, en.size, ru.size)
    if not given:
        return _best_beads(score_lattice(en, ru, find_band(en, ru), calibration))
    links = [link for link in given if link[0] and link[1]]
    nulls = set(given) - set(links)
    gaps = _gaps(links, en.size, ru.size)
    lattice = score_lattice(en, ru, find_band_between(en, ru, gaps), calibration)
    lattice = lattice.without(_marked((a for a, _ in given), en.size), _marked((b for _, b in given), ru.size))
    found: list[Bead] = []
    for gap, link in zip_longest(gaps, links):
        found += [_in_place(bead, gap, nulls) for bead in _best_beads(lattice.part(*gap))]
        if link:
            found.append(Bead(link[0], link[1], PINNED, 1.0))
    return found


def align_within(en: Side, ru: Side, blocks: Sequence[Link], calibration: Calibration) -> list[list[Bead]]:
    """Align what lies inside blocks, which follow one another and hold all sentences of both sides; no bead leaves one.

    Returns
    -------
    The beads of each block, with the sentence numbers of the whole.
    """
    lattice = score_lattice(en, ru, find_band(en, ru), calibration)
    return [[_in_place(bead, block, set()) for bead in _best_beads(lattice.part(*block))] for block in blocks]


def score_lattice(en: Side, ru: Side, band: Band, calibration: Calibration) -> Lattice:
    """Score every bead in the band."""
    nodes = Nodes(*band)
    links = np.full((len(KINDS), nodes.count), NEVER, np.float32)
    begins = np.flatnonzero((nodes.rows < en.size) & (nodes.columns < ru.size))
    for first in range(0, len(begins), CHUNK):
        here = begins[first : first + CHUNK]
        for k, found in enumerate(candidates(en, ru, nodes.rows[here], nodes.columns[here])):
            links[k, here] = link_scores(found, calibration)
    return Lattice(KINDS, nodes, links, null_scores(en, calibration), null_scores(ru, calibration))


def _best_beads(lattice: Lattice) -> list[Bead]:
    path, found = best_path(lattice), posteriors(lattice)
    null_en, null_ru = found.null_en.sum(1).tolist(), found.null_ru.sum(1).tolist()
    scores_en, scores_ru = lattice.null_en.max(1).tolist(), lattice.null_ru.max(1).tolist()
    linked = [(en.start, ru.start, KINDS.index((len(en), len(ru)))) for en, ru in path if en and ru]
    rows, columns, kinds = np.array(linked, np.int64).reshape(-1, 3).T
    nodes = lattice.nodes.number(rows, columns)
    links = zip(lattice.links[kinds, nodes].tolist(), found.links(kinds, nodes).tolist(), strict=True)
    beads = []
    for en, ru in path:
        if en and ru:
            score, probability = next(links)
        elif en:
            score, probability = scores_en[en.start], null_en[en.start]
        else:
            score, probability = scores_ru[ru.start], null_ru[ru.start]
        beads.append(Bead(en, ru, score, min(1.0, probability)))
    return beads


def _gaps(links: Sequence[Link], n: int, m: int) -> list[Link]:
    """The runs before, between and after links, some of them empty."""
    ends = [(0, 0), *((a.stop, b.stop) for a, b in links)]
    starts = [*((a.start, b.start) for a, b in links), (n, m)]
    return [(range(i, stop), range(j, end)) for (i, j), (stop, end) in zip(ends, starts, strict=True)]


def _marked(runs: Iterable[range], size: int) -> Array:
    out = np.zeros(size, bool)
    for run in runs:
        out[run.start : run.stop] = True
    return out


def _in_place(bead: Bead, gap: Link, pinned_nulls: set[Link]) -> Bead:
    """A bead of a gap with the sentence numbers of the whole, sure if it is pinned."""
    en, ru = (range(run.start + at.start, run.stop + at.start) for run, at in zip((bead.en, bead.ru), gap, strict=True))
    if (en, ru) in pinned_nulls:  # empty ranges are equal wherever they stand
        return Bead(en, ru, PINNED, 1.0)
    return replace(bead, en=en, ru=ru)
