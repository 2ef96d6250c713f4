"""Fits the aligner's weights for an encoder: a conditional random field over whole alignments.

The weights maximise the probability of the gold alignments of made documents (`exercises.py`) in the lattice
(Lafferty 2001; gradient by forward–backward), so posteriors come out calibrated and a feature is worth what it does
for the path. An encoder with few exercises starts from the bundled weights and stays near them.

The segments must be unseen by the encoder: on sentences it was trained on, cosines are too high, and everything merges.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from aligner.arrays import Array
from aligner.candidates import KINDS, candidates
from aligner.encoder import Encoder, span_vectors
from aligner.evidence import Side, side
from aligner.exercises import Exercise, Gold
from aligner.lattice import EXTEND, OPEN, Lattice, Nodes, posteriors
from aligner.likelihood import FEATURES, NULL_FEATURES, Calibration


@dataclass(frozen=True, slots=True)
class Features:
    """Feature values of every candidate bead of one short document, and their sums over its gold path.

    Attributes
    ----------
    nodes : of the full lattice
    links : `(kinds, nodes, features)` float32, of the bead of each kind that begins at each node
    nulls_en, nulls_ru : `(n, 2, features)` and `(m, 2, features)`
    gold_kinds, gold_links, gold_nulls : the sums
    """

    nodes: Nodes
    links: Array
    nulls_en: Array
    nulls_ru: Array
    gold_kinds: Array
    gold_links: Array
    gold_nulls: Array


def exercise_features(exercises: Sequence[Exercise], encoder: Encoder) -> list[Features]:
    """Encode the exercises and compute the features of all their candidate beads."""
    return [
        features(
            side(x.en, x.en_paragraphs, "en", span_vectors(encoder, x.en)),
            side(x.ru, x.ru_paragraphs, "ru", span_vectors(encoder, x.ru)),
            x.gold,
        )
        for x in exercises
    ]


def features(en: Side, ru: Side, gold: Gold) -> Features:
    """Feature values of every candidate bead of a short document."""
    nodes = Nodes.whole(en.size, ru.size)
    links = np.zeros((len(KINDS), nodes.count, len(FEATURES)), np.float32)
    begins = np.flatnonzero((nodes.rows < en.size) & (nodes.columns < ru.size))
    for k, found in enumerate(candidates(en, ru, nodes.rows[begins], nodes.columns[begins])):
        for f, feature in enumerate(FEATURES.values()):
            links[k, begins, f] = feature(found)
    nulls = []
    for this in (en, ru):
        table = np.zeros((this.size, 2, len(NULL_FEATURES)))
        for f, null_feature in enumerate(NULL_FEATURES.values()):
            table[:, :, f] = null_feature(this)
        nulls.append(table)
    gold_kinds, gold_links = np.zeros(len(KINDS)), np.zeros(len(FEATURES))
    gold_nulls = np.zeros(len(NULL_FEATURES))
    before = ""
    for en_range, ru_range in _canonical(gold):
        if en_range and ru_range:
            k = KINDS.index((len(en_range), len(ru_range)))
            gold_kinds[k] += 1
            gold_links += links[k, nodes.number(en_range.start, ru_range.start)]
            before = ""
            continue
        lang, s, i = ("en", 0, en_range.start) if en_range else ("ru", 1, ru_range.start)
        gold_nulls += nulls[s][i, EXTEND if before == lang else OPEN]
        before = lang
    return Features(nodes, links, nulls[0], nulls[1], gold_kinds, gold_links, gold_nulls)


def _canonical(gold: Gold) -> Gold:
    """Runs of nulls with the English ones first, as the lattice has them."""
    out: Gold = []
    waiting: Gold = []
    for bead in gold:
        if bead[0] and bead[1]:
            out += [*waiting, bead]
            waiting = []
        elif bead[0]:
            out.append(bead)
        else:
            waiting.append(bead)
    return out + waiting


def fit(
    exercises: Sequence[Features],
    *,
    near: Calibration | None = None,
    start: Calibration | None = None,
    weight_decay: float = 1e-4,
    tolerance: float = 2.220446049250313e-09,
    progress: Callable[[str], None] = lambda message: None,
) -> Calibration:
    """Weights that maximise the mean log-probability of the gold alignments, less a small quadratic penalty.

    Parameters
    ----------
    near : weights to start from and to be pulled to; by default a rough guess and zero
    start : weights to start from only, to be done sooner
    weight_decay : strength of the pull, nats per linked bead and squared unit
    """
    from scipy.optimize import minimize

    centre = np.zeros(len(KINDS) + len(FEATURES) + len(NULL_FEATURES))
    first = centre.copy()
    first[[0, len(KINDS)]] = 2.0, 10.0  # 1-1 beads of large cosine: a start from which the gold can be seen
    if near is not None:
        centre = first = _vector(near)
    if start is not None:
        first = _vector(start)

    def penalised(weights: Array) -> tuple[float, Array]:
        mean, gradient = loss(weights, exercises)
        away = weights - centre
        total = mean + weight_decay * float(away @ away) / 2
        progress(f"loss {total:.4f}")
        return total, gradient + weight_decay * away

    found = minimize(penalised, first, jac=True, method="L-BFGS-B", options={"maxiter": 150, "ftol": tolerance}).x
    kinds, links, nulls = _parts(found.round(4))
    return Calibration(
        {f"{a}-{b}": float(w) for (a, b), w in zip(KINDS, kinds, strict=True)},
        dict(zip(FEATURES, map(float, links), strict=True)),
        dict(zip(NULL_FEATURES, map(float, nulls), strict=True)),
    )


def loss(weights: Array, exercises: Sequence[Features]) -> tuple[float, Array]:
    """How improbable the gold is: the mean of -ln of its probability per linked bead, in nats, and the gradient.

    `weights` are those of the kinds, the links and the nulls, one after the other, float64.
    """
    kinds, links, nulls = _parts(weights)
    total, gradient = 0.0, np.zeros_like(weights)
    for x in exercises:
        scores = x.links @ links.astype(np.float32) + kinds[:, None].astype(np.float32)
        p = posteriors(Lattice(KINDS, x.nodes, scores, x.nulls_en @ nulls, x.nulls_ru @ nulls))
        linked = p.all_links().astype(np.float32)
        total += p.log_total - kinds @ x.gold_kinds - links @ x.gold_links - nulls @ x.gold_nulls
        expected = (
            linked.sum(1) - x.gold_kinds,
            linked.reshape(-1) @ x.links.reshape(-1, len(links)) - x.gold_links,
            np.einsum("nh,nhf->f", p.null_en, x.nulls_en)
            + np.einsum("nh,nhf->f", p.null_ru, x.nulls_ru)
            - x.gold_nulls,
        )
        gradient += np.concatenate(expected)
    beads = sum(float(x.gold_kinds.sum()) for x in exercises)
    return total / beads, gradient / beads


def _vector(calibration: Calibration) -> Array:
    """The weights of kinds, links and nulls, one after the other."""
    return np.array([*calibration.kinds.values(), *calibration.links.values(), *calibration.nulls.values()])


def _parts(weights: Array) -> list[Array]:
    """The weights of kinds, links and nulls."""
    return np.split(weights, [len(KINDS), len(KINDS) + len(FEATURES)])
