"""Evidence of both sides → beads with posteriors.

The lattice of all monotone alignments (`lattice.py`) is scored (`likelihood.py`) inside a band (`band.py`); the best
path gives the beads, forward–backward gives each its posterior probability, the confidence. Arrays in, beads out: no
files, no models.
"""

from __future__ import annotations

import numpy as np

from aligner.arrays import Array
from aligner.band import Band, find_band, row_blocks
from aligner.candidates import KINDS, Block, Candidates, nearest
from aligner.evidence import Side
from aligner.lattice import NEVER, Lattice, Posteriors, Step, best_path, posteriors
from aligner.likelihood import Calibration, link_scores, null_scores
from aligner.records import Bead


def align_sides(en: Side, ru: Side, calibration: Calibration) -> list[Bead]:
    """Align the sentences of two sides.

    Returns
    -------
    Beads in document order, each sentence of each side in exactly one of them.
    """
    lattice = score_lattice(en, ru, find_band(en, ru), calibration)
    probabilities = posteriors(lattice)
    return [_bead(step, lattice, probabilities) for step in best_path(lattice)]


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
