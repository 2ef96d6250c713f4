"""Fits the aligner's weights for an encoder: a conditional random field over whole alignments.

From translated segments a seeded "translator at work" makes documents with exact gold: segments dropped or added,
neighbours merged, boundaries moved, whole blocks missing, items numbered, residue of web pages, paragraph breaks laid
anew. The weights maximise the probability of the gold alignments in the lattice (Lafferty 2001; gradient by
forward–backward), so posteriors come out calibrated and a feature is worth what it does for the path.

The segments must be unseen by the encoder: on sentences it was trained on, cosines are too high, and everything merges.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from aligner.arrays import Array
from aligner.beads import _forbid_overruns, band_cosines, blocks, full_band, nearest
from aligner.evidence import Side
from aligner.lattice import EXTEND, OPEN, Lattice, posteriors
from aligner.likelihood import FEATURES, KINDS, NULL_FEATURES, Calibration

Segment = tuple[str, str]
Gold = list[tuple[range, range]]


@dataclass(frozen=True, slots=True)
class Exercise:
    """A made document with its gold."""

    en: list[str]
    ru: list[str]
    en_paragraphs: list[int]
    ru_paragraphs: list[int]
    gold: Gold


@dataclass(frozen=True, slots=True)
class Features:
    """Feature values of every candidate of one exercise, and the sums over its gold path.

    `links` `(kinds, n, m + 1, features)`, `nulls_en` `(n, 2, features)`, `nulls_ru` `(m, 2, features)`;
    `gold_*` the feature sums of the gold; `mask` `(kinds, n, m + 1)` is NEVER where no bead fits.
    """

    links: Array
    mask: Array
    nulls_en: Array
    nulls_ru: Array
    gold_kinds: Array
    gold_links: Array
    gold_nulls: Array


RESIDUE = {
    "en": ["Print version", "Back to Index", "Share", "Home", "Related documents", "For immediate release", "Page 1 of 2"],
    "ru": ["Версия для печати", "К списку документов", "Поделиться", "Главная", "Неофициальный перевод", "Наверх"],
}


def make_exercise(segments: Sequence[Segment], rng: random.Random) -> Exercise:
    """Disturb a sequence of translated segments as translators and web pages do; how much is drawn anew each time."""
    drop, merge, shift = rng.uniform(0, 0.07), rng.uniform(0.02, 0.25), rng.uniform(0, 0.04)
    numbered = rng.random() < 0.15
    sides: dict[str, list[str]] = {"en": [], "ru": []}
    gold: Gold = []

    def add(en: Sequence[str], ru: Sequence[str]) -> None:
        starts = len(sides["en"]), len(sides["ru"])
        sides["en"].extend(en)
        sides["ru"].extend(ru)
        gold.append((range(starts[0], len(sides["en"])), range(starts[1], len(sides["ru"]))))

    def residue() -> None:
        for lang in ("en", "ru"):
            if rng.random() < 0.12:
                line = [rng.choice(RESIDUE[lang])]
                add(line if lang == "en" else [], line if lang == "ru" else [])

    gap = rng.randrange(len(segments)) if len(segments) > 12 and rng.random() < 0.2 else None
    residue()
    i, item = 0, 1
    while i < len(segments):
        if i == gap:
            size, lost = rng.randint(3, 8), rng.random() < 0.5
            for en, ru in segments[i : i + size]:
                add([en], []) if lost else add([], [ru])
            i, gap = i + size, None
            continue
        x = rng.random()
        size = 2 if rng.random() < 0.8 else rng.choice([3, 3, 4])
        if x < 2 * drop:
            add([segments[i][0]], []) if x < drop else add([], [segments[i][1]])
            i += 1
        elif x < 2 * drop + merge and i + size <= len(segments):
            ens, rus = zip(*segments[i : i + size], strict=True)
            add([" ".join(ens)], rus) if rng.random() < 0.5 else add(ens, [" ".join(rus)])
            i += size
        elif x < 2 * drop + merge + shift and i + 1 < len(segments) and len(segments[i + 1][1].split()) > 8:
            words = segments[i + 1][1].split()
            cut = rng.randint(3, len(words) // 2)
            moved = [segments[i][1] + " " + " ".join(words[:cut]), " ".join(words[cut:])]
            add([segments[i][0], segments[i + 1][0]], moved)
            i += 2
        else:
            en, ru = segments[i]
            if numbered:
                en, ru = f"{item}. {en}", f"{item}. {ru}"
                item += 1
            add([en], [ru])
            i += 1
    residue()
    return Exercise(sides["en"], sides["ru"], *_paragraphs(gold, rng), gold)


def _paragraphs(gold: Gold, rng: random.Random) -> tuple[list[int], list[int]]:
    """Paragraph numbers of both sides: breaks mostly together and between beads, now and then not."""
    often, together, inside = rng.choice([0.0, 0.15, 0.3, 0.3, 0.6, 1.0]), rng.uniform(0.7, 1), rng.uniform(0, 0.02)
    numbers: tuple[list[int], list[int]] = ([], [])
    current = [0, 0]
    for bead in gold:
        here = rng.random() < often
        agreed = rng.random() < together
        lone = rng.randrange(2)
        for s in (0, 1):
            current[s] += here and (agreed or s == lone)
            for k in range(len(bead[s])):
                current[s] += bool(k) and rng.random() < inside
                numbers[s].append(current[s])
    return numbers


def features(en: Side, ru: Side, gold: Gold) -> Features:
    """Feature values of every candidate bead of a short document."""
    low, width = full_band(en.size, ru.size)
    cosines = band_cosines(en, ru, low, width)
    near = nearest(cosines, low, en.size, ru.size)
    links = np.zeros((*cosines.shape, len(FEATURES)), np.float32)
    for rows, k, candidates in blocks(en, ru, low, width, cosines, near):
        for f, feature in enumerate(FEATURES.values()):
            links[k, rows, : ru.size, f] = feature(candidates)
    mask = np.zeros(cosines.shape, np.float32)
    _forbid_overruns(mask, low, ru.size)
    nulls = []
    for side, tops in ((en, near[0]), (ru, near[1])):
        table = np.zeros((side.size, 2, len(NULL_FEATURES)))
        for f, null_feature in enumerate(NULL_FEATURES.values()):
            table[:, :, f] = null_feature(side, tops[0])
        nulls.append(table)
    gold_kinds, gold_links = np.zeros(len(KINDS)), np.zeros(len(FEATURES))
    gold_nulls = np.zeros(len(NULL_FEATURES))
    before = ""
    for en_range, ru_range in _canonical(gold):
        if en_range and ru_range:
            k = KINDS.index((len(en_range), len(ru_range)))
            gold_kinds[k] += 1
            gold_links += links[k, en_range.start, ru_range.start]
            before = ""
            continue
        lang, s, i = ("en", 0, en_range.start) if en_range else ("ru", 1, ru_range.start)
        gold_nulls += nulls[s][i, EXTEND if before == lang else OPEN]
        before = lang
    return Features(links, mask, nulls[0], nulls[1], gold_kinds, gold_links, gold_nulls)


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
    weight_decay: float = 1e-3,
    progress: Callable[[str], None] = lambda message: None,
) -> Calibration:
    """Weights that maximise the mean log-probability of the gold alignments, less a small quadratic penalty."""
    from scipy.optimize import minimize

    n_kinds, n_links = len(KINDS), len(FEATURES)
    beads = sum(float(x.gold_kinds.sum()) for x in exercises)

    def loss(weights: Array) -> tuple[float, Array]:
        kinds, links, nulls = np.split(weights, [n_kinds, n_kinds + n_links])
        total, gradient = 0.0, np.zeros_like(weights)
        for x in exercises:
            scores = (x.links @ links.astype(np.float32)) + kinds[:, None, None].astype(np.float32) + x.mask
            lattice = Lattice(KINDS, scores, np.zeros(scores.shape[1] + 1, np.int64), x.nulls_en @ nulls, x.nulls_ru @ nulls)
            p = posteriors(lattice)
            total += p.log_total - kinds @ x.gold_kinds - links @ x.gold_links - nulls @ x.gold_nulls
            expected = (
                p.links.sum((1, 2)) - x.gold_kinds,
                p.links.reshape(-1).astype(np.float32) @ x.links.reshape(-1, n_links) - x.gold_links,
                np.einsum("nh,nhf->f", p.null_en, x.nulls_en)
                + np.einsum("nh,nhf->f", p.null_ru, x.nulls_ru)
                - x.gold_nulls,
            )
            gradient += np.concatenate(expected)
        total = total / beads + weight_decay * float(weights @ weights) / 2
        progress(f"loss {total:.4f}")
        return total, gradient / beads + weight_decay * weights

    first = np.zeros(n_kinds + n_links + len(NULL_FEATURES))
    first[0] = 2.0
    first[n_kinds] = 10.0
    first[n_kinds + n_links : n_kinds + n_links + 2] = 1.0
    found = minimize(loss, first, jac=True, method="L-BFGS-B", options={"maxiter": 150}).x
    kinds, links, nulls = np.split(found.round(4), [n_kinds, n_kinds + n_links])
    return Calibration(
        {f"{a}-{b}": float(w) for (a, b), w in zip(KINDS, kinds, strict=True)},
        dict(zip(FEATURES, map(float, links), strict=True)),
        dict(zip(NULL_FEATURES, map(float, nulls), strict=True)),
    )
