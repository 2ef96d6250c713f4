"""Evidence of both sides → beads with posteriors.

The lattice of all monotone alignments (`lattice.py`) is scored (`likelihood.py`); the best path gives the beads,
forward–backward gives each its posterior probability, the confidence. Arrays in, beads out: no files, no models.
"""

from __future__ import annotations

import numpy as np

from aligner.arrays import Array
from aligner.evidence import Side
from aligner.lattice import NEVER, Lattice, Posteriors, Step, best_path, posteriors
from aligner.likelihood import KINDS, NEAREST, Calibration, Candidates, link_scores, null_scores
from aligner.records import Bead

BLOCK = 64  # rows that share a band position


def align_sides(en: Side, ru: Side, calibration: Calibration) -> list[Bead]:
    """Align the sentences of two sides.

    Returns
    -------
    Beads in document order, each sentence of each side in exactly one of them.
    """
    low, width = full_band(en.size, ru.size)
    lattice = score_lattice(en, ru, low, width, calibration)
    probabilities = posteriors(lattice)
    return [_bead(step, lattice, probabilities) for step in best_path(lattice)]


def full_band(n: int, m: int) -> tuple[Array, int]:
    """The band that holds every alignment."""
    return np.zeros(n + 1, np.int64), m + 1


def score_lattice(en: Side, ru: Side, low: Array, width: int, calibration: Calibration) -> Lattice:
    """Score every bead in a band whose position changes only every `BLOCK` rows."""
    cosines = band_cosines(en, ru, low, width)
    near = nearest(cosines, low, en.size, ru.size)
    for block, k, candidates in blocks(en, ru, low, width, cosines, near):
        cosines[k, block, : candidates.cosines.shape[1]] = link_scores(candidates, calibration)
    _forbid_overruns(cosines, low, ru.size)
    null_en, null_ru = (null_scores(side, tops[0], calibration) for side, tops in zip((en, ru), near, strict=True))
    return Lattice(KINDS, cosines, low, null_en, null_ru)


def band_cosines(en: Side, ru: Side, low: Array, width: int) -> Array:
    """Cosines of all candidate beads, `(len(KINDS), n, width)` float32, -1 outside."""
    out = np.full((len(KINDS), en.size, width), -1, np.float32)
    for rows in row_blocks(en.size):
        columns = _columns(low, rows, width, ru.size)
        for k, (a, b) in enumerate(KINDS):
            block = en.vectors[a - 1, rows] @ ru.vectors[b - 1, columns].T
            out[k, rows, : block.shape[1]] = block
    return out


def nearest(cosines: Array, low: Array, n: int, m: int) -> tuple[Array, Array]:
    """Mean cosine of each span to the `NEAREST` sentences of the other side that are nearest to it in the band.

    Returns
    -------
    `(LONGEST, n)` for English and `(LONGEST, m)` for Russian spans, float32.
    """
    sides = []
    for en_side in (True, False):
        tops = np.zeros((4, n if en_side else m), np.float32)
        for k, (a, b) in enumerate(KINDS):
            size, other = (a, b) if en_side else (b, a)
            if other != 1:
                continue
            if en_side:
                tops[size - 1] = _mean_top(cosines[k], axis=1)
            else:
                tops[size - 1] = _column_tops(cosines[k], low, m)
        sides.append(tops)
    return sides[0], sides[1]


def _mean_top(values: Array, *, axis: int) -> Array:
    count = min(NEAREST, values.shape[axis])
    if not count or not values.size:
        return np.zeros(values.shape[1 - axis], np.float32)
    part = np.partition(values, -count, axis=axis)
    return np.maximum(np.take(part, range(-count, 0), axis=axis), 0).mean(axis)


def _column_tops(cosines: Array, low: Array, m: int) -> Array:
    """Per column of the document: mean of the largest values that the band holds of it."""
    n, width = cosines.shape
    tops = np.full((NEAREST, m), 0, np.float32)
    for rows in row_blocks(n):
        columns = _columns(low, rows, width, m)
        held = cosines[rows, : columns.stop - columns.start]
        both = np.concatenate([tops[:, columns], held])
        tops[:, columns] = np.partition(both, -NEAREST, axis=0)[-NEAREST:]
    return tops[-min(NEAREST, max(1, n)) :].mean(0) if n >= NEAREST else tops.sum(0) / max(1, n)


def blocks(en: Side, ru: Side, low: Array, width: int, cosines: Array, near: tuple[Array, Array]):  # type: ignore[no-untyped-def]
    """Blocks of rows and the candidates of each kind in them: `(rows, k, Candidates)`."""
    for rows in row_blocks(en.size):
        columns = _columns(low, rows, width, ru.size)
        for k, (a, b) in enumerate(KINDS):
            yield (
                rows,
                k,
                Candidates(
                    en,
                    ru,
                    (a, b),
                    rows,
                    columns,
                    cosines[k, rows, : columns.stop - columns.start].copy(),
                    _weakest_part(en, ru, (a, b), rows, columns),
                    near[0][a - 1, rows],
                    near[1][b - 1, columns],
                ),
            )


def _weakest_part(en: Side, ru: Side, sizes: tuple[int, int], rows: slice, columns: slice) -> Array:
    """Of each merged bead, the smallest cosine of a sentence to the other side's span; 1 for beads of kind 1-1."""
    a, b = sizes
    out = np.ones((rows.stop - rows.start, columns.stop - columns.start), np.float32)
    if a > 1:
        cosines = en.vectors[0, rows.start : rows.stop + a - 1] @ ru.vectors[b - 1, columns].T
        for part in range(a):
            moved = cosines[part : part + len(out)]
            np.minimum(out[: len(moved)], moved, out=out[: len(moved)])
    if b > 1:
        cosines = en.vectors[a - 1, rows] @ ru.vectors[0, columns.start : columns.stop + b - 1].T
        for part in range(b):
            moved = cosines[:, part : part + out.shape[1]]
            np.minimum(out[:, : moved.shape[1]], moved, out=out[:, : moved.shape[1]])
    return out


def row_blocks(n: int) -> list[slice]:
    """Slices of at most `BLOCK` rows."""
    return [slice(first, min(first + BLOCK, n)) for first in range(0, n, BLOCK)]


def _columns(low: Array, rows: slice, width: int, m: int) -> slice:
    first = int(low[rows.start])
    return slice(first, min(first + width, m))


def _forbid_overruns(links: Array, low: Array, m: int) -> None:
    """Beads that would run over an end never happen."""
    n = links.shape[1]
    for k, (a, b) in enumerate(KINDS):
        links[k, max(0, n - a + 1) :] = NEVER
        for rows in row_blocks(n):
            links[k, rows, max(0, m - b + 1 - int(low[rows.start])) :] = NEVER


def _bead(step: Step, lattice: Lattice, probabilities: Posteriors) -> Bead:
    en, ru = step
    if not ru:
        i = en.start
        return Bead(en, ru, float(lattice.null_en[i].max()), float(min(1.0, probabilities.null_en[i].sum())))
    if not en:
        j = ru.start
        return Bead(en, ru, float(lattice.null_ru[j].max()), float(min(1.0, probabilities.null_ru[j].sum())))
    place = (KINDS.index((len(en), len(ru))), en.start, ru.start - int(lattice.low[en.start]))
    return Bead(en, ru, float(lattice.links[place]), float(min(1.0, probabilities.links[place])))
