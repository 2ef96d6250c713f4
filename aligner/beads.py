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
from aligner.band import Band, find_band, find_band_between, row_blocks
from aligner.candidates import KINDS, Block, Candidates, nearest
from aligner.evidence import Side
from aligner.lattice import NEVER, Lattice, Posteriors, Step, best_path, posteriors
from aligner.likelihood import Calibration, link_scores, null_scores
from aligner.pins import Link, Pin, read_pins
from aligner.records import Bead

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


def score_lattice(en: Side, ru: Side, band: Band, calibration: Calibration) -> Lattice:
    """Score every bead in the band."""
    low, high = band
    blocks = row_blocks(band)
    en_nearest, ru_nearest = nearest(en, ru, blocks)
    links: list[Array] = []
    for rows, columns in blocks:
        block = Block(en, ru, rows, columns, en_nearest, ru_nearest)
        scores = np.full(
            (len(KINDS), rows.stop - rows.start, int(high[rows.start] - low[rows.start])), NEVER, np.float32
        )
        for k, (a, b) in enumerate(KINDS):
            fitting = slice(0, max(0, en.size - a + 1 - rows.start)), slice(0, max(0, ru.size - b + 1 - columns.start))
            values = link_scores(Candidates(block, (a, b)), calibration)[fitting]
            scores[k, : values.shape[0], : values.shape[1]] = values
        links.extend(scores.transpose(1, 0, 2))
    return Lattice(
        KINDS,
        low,
        high,
        links,
        null_scores(en, en_nearest, calibration),
        null_scores(ru, ru_nearest, calibration),
    )


def _best_beads(lattice: Lattice) -> list[Bead]:
    probabilities = posteriors(lattice)
    return [_bead(step, lattice, probabilities) for step in best_path(lattice)]


def _bead(step: Step, lattice: Lattice, probabilities: Posteriors) -> Bead:
    en, ru = step
    if en and ru:
        place = KINDS.index((len(en), len(ru))), ru.start - int(lattice.low[en.start])
        score, probability = lattice.links[en.start][place], probabilities.links[en.start][place]
    elif en:
        score, probability = lattice.null_en[en.start].max(), probabilities.null_en[en.start].sum()
    else:
        score, probability = lattice.null_ru[ru.start].max(), probabilities.null_ru[ru.start].sum()
    return Bead(en, ru, float(score), min(1.0, float(probability)))


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
