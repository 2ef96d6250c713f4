"""How likely two spans are a translation: the features of a candidate bead and their weighted sum.

The score of a bead is linear in its features; the weights are fitted so that the posteriors of the whole lattice
match what is right (`calibrate.py`): log-weights of one probabilistic model, none tied to an encoder's cosine range.
Each feature is one small function of a block of candidates of one kind; `FEATURES` and `NULL_FEATURES` list them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from aligner.arrays import Array
from aligner.evidence import Side
from aligner.marks import BULLET, ENDS, NO_END, NO_LABEL

KINDS = ((1, 1), (1, 2), (2, 1), (2, 2), (1, 3), (3, 1), (1, 4), (4, 1), (2, 3), (3, 2))
NEAREST = 4
LENGTH_SHIFT, LENGTH_SPREAD, LENGTH_NOISE = 0.02, 0.16, 1.6


@dataclass(frozen=True)
class Candidates:
    """Candidate beads of one kind: spans of `sizes` sentences beginning in `rows` × `columns`.

    `cosines` `(r, c)` float32; `weakest` `(r, c)`: of a merged bead, the smallest cosine that one of its sentences
    has to the span it is linked with; `en_nearest` `(r,)` and `ru_nearest` `(c,)`: mean cosine of each span to the
    sentences of the other side that are nearest to it.
    """

    en: Side
    ru: Side
    sizes: tuple[int, int]
    rows: slice
    columns: slice
    cosines: Array
    weakest: Array
    en_nearest: Array
    ru_nearest: Array

    @cached_property
    def lengths(self) -> tuple[Array, Array]:
        """Characters of the spans, `(r, 1)` and `(1, c)`."""
        a, b = self.sizes
        return self.en.lengths[a - 1, self.rows, None], self.ru.lengths[None, b - 1, self.columns]

    @cached_property
    def log_shorter(self) -> Array:
        """ln(1 + length of the shorter span)."""
        en, ru = self.lengths
        return np.log1p(np.minimum(en, ru))

    @cached_property
    def z(self) -> Array:
        """How many standard deviations the log length ratio is off (after Gale and Church 1993)."""
        en, ru = self.lengths
        off = np.log(ru + 3) - np.log(en + 3) - LENGTH_SHIFT
        return np.abs(off) / (LENGTH_SPREAD + LENGTH_NOISE / np.sqrt(np.minimum(en, ru) + 5))

    @cached_property
    def keys(self) -> tuple[Array, Array, Array]:
        """Numbers and Latin words shared, only in English, only in Russian; counts `(r, c)` float32."""
        return _key_counts(self)

    def first(self, values: str) -> tuple[Array, Array]:
        """An attribute of the spans' first sentences, `(r, 1)` and `(1, c)`."""
        return getattr(self.en, values)[self.rows, None], getattr(self.ru, values)[None, self.columns]

    def last(self, values: str) -> tuple[Array, Array]:
        """An attribute of the spans' last sentences, `(r, 1)` and `(1, c)`."""
        a, b = self.sizes
        en, ru = getattr(self.en, values), getattr(self.ru, values)
        rows = np.minimum(np.arange(self.rows.start, self.rows.stop) + a - 1, len(en) - 1)
        columns = np.minimum(np.arange(self.columns.start, self.columns.stop) + b - 1, len(ru) - 1)
        return en[rows, None], ru[None, columns]


def _key_counts(c: Candidates) -> tuple[Array, Array, Array]:
    a, b = c.sizes
    en = [frozenset().union(*c.en.keys[i : i + a]) for i in range(c.rows.start, c.rows.stop)]
    ru = [frozenset().union(*c.ru.keys[j : j + b]) for j in range(c.columns.start, c.columns.stop)]
    both = frozenset().union(*en) & frozenset().union(*ru)
    number = {key: v for v, key in enumerate(sorted(both))}

    def table(spans: list[frozenset[str]]) -> Array:
        out = np.zeros((len(spans), len(number)), np.float32)
        for row, keys in enumerate(spans):
            for key in keys & both:
                out[row, number[key]] = 1
        return out

    shared = table(en) @ table(ru).T
    count_en = np.array([len(keys) for keys in en], np.float32)[:, None]
    count_ru = np.array([len(keys) for keys in ru], np.float32)[None, :]
    return shared, count_en - shared, count_ru - shared


def _at_most(values: Array, largest: float) -> Array:
    return np.minimum(values, np.float32(largest))


def _label_match(c: Candidates) -> Array:
    en, ru = c.first("labels")
    return (en == ru) & (en > NO_LABEL)


def _label_clash(c: Candidates) -> Array:
    """Both begin with a label, and the labels differ."""
    en, ru = c.first("labels")
    return (en != ru) & (en > NO_LABEL) & (ru > NO_LABEL)


def _label_one_side(c: Candidates) -> Array:
    en, ru = c.first("labels")
    return (en > NO_LABEL) != (ru > NO_LABEL)


def _bullet_one_side(c: Candidates) -> Array:
    en, ru = c.first("labels")
    return (en == BULLET) != (ru == BULLET)


def _question_match(c: Candidates) -> Array:
    en, ru = c.last("endings")
    return (en == ENDS["?"]) & (ru == ENDS["?"])


def _question_one_side(c: Candidates) -> Array:
    en, ru = c.last("endings")
    return (en == ENDS["?"]) != (ru == ENDS["?"])


def _unfinished_match(c: Candidates) -> Array:
    """Neither ends with final punctuation: headings, lines of a list."""
    en, ru = c.last("endings")
    return (en == NO_END) & (ru == NO_END)


def _unfinished_one_side(c: Candidates) -> Array:
    en, ru = c.last("endings")
    return (en == NO_END) != (ru == NO_END)


def _speech_match(c: Candidates) -> Array:
    en, ru = c.first("speech")
    return en & ru


def _speech_one_side(c: Candidates) -> Array:
    en, ru = c.first("speech")
    return en != ru


def _crossed(c: Candidates) -> Array:
    """Paragraph breaks inside the spans."""
    a, b = c.sizes
    return c.en.crossed[a - 1, c.rows, None] + c.ru.crossed[None, b - 1, c.columns]


def _break_both(c: Candidates) -> Array:
    en, ru = c.first("breaks")
    return en & ru


def _break_one_side(c: Candidates) -> Array:
    en, ru = c.first("breaks")
    return en != ru


FEATURES: dict[str, Callable[[Candidates], Array]] = {
    "cosine": lambda c: c.cosines,
    "cosine squared": lambda c: c.cosines**2,
    "cosine by length": lambda c: c.cosines * c.log_shorter,
    "weakest part": lambda c: c.weakest,
    "nearest": lambda c: c.en_nearest[:, None] + c.ru_nearest[None, :],
    "shorter": lambda c: c.log_shorter,
    "length off": lambda c: _at_most(c.z, 5),
    "length off squared": lambda c: _at_most(c.z**2, 25) / 5,
    "keys shared": lambda c: _at_most(c.keys[0], 3),
    "keys only en": lambda c: _at_most(c.keys[1], 3),
    "keys only ru": lambda c: _at_most(c.keys[2], 3),
    "label match": _label_match,
    "label clash": _label_clash,
    "label one side": _label_one_side,
    "bullet one side": _bullet_one_side,
    "question match": _question_match,
    "question one side": _question_one_side,
    "unfinished match": _unfinished_match,
    "unfinished one side": _unfinished_one_side,
    "speech match": _speech_match,
    "speech one side": _speech_one_side,
    "break crossed": _crossed,
    "break both": _break_both,
    "break one side": _break_one_side,
}

NULL_FEATURES: dict[str, Callable[[Side, Array], Array]] = {
    "open": lambda side, nearest: np.array([[1, 0]]),
    "extend": lambda side, nearest: np.array([[0, 1]]),
    "length": lambda side, nearest: np.log1p(side.lengths[0])[:, None],
    "nearest": lambda side, nearest: nearest[:, None],
    "own paragraph": lambda side, nearest: (side.breaks[:-1] & side.breaks[1:])[:, None],
    "unfinished": lambda side, nearest: (side.endings == NO_END)[:, None],
    "keys": lambda side, nearest: np.array([[min(3, len(keys))] for keys in side.keys]),
}


@dataclass(frozen=True, slots=True)
class Calibration:
    """Weights of the features, fitted for one encoder.

    Attributes
    ----------
    kinds : weight of each linked kind, in the order of `KINDS`
    links : weight of each of `FEATURES`
    nulls : weight of each of `NULL_FEATURES`
    """

    kinds: Mapping[str, float]
    links: Mapping[str, float]
    nulls: Mapping[str, float]

    @classmethod
    def load(cls, path: Path) -> Calibration:
        """Read from JSON."""
        data = json.loads(path.read_text(encoding="utf-8"))
        return cls(data["kinds"], data["links"], data["nulls"])

    def save(self, path: Path) -> None:
        """Write as JSON."""
        data = {"kinds": dict(self.kinds), "links": dict(self.links), "nulls": dict(self.nulls)}
        path.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")


def link_scores(candidates: Candidates, calibration: Calibration) -> Array:
    """Scores of a block of candidate beads, `(r, c)` float32."""
    a, b = candidates.sizes
    total = np.full(candidates.cosines.shape, calibration.kinds[f"{a}-{b}"], np.float32)
    for name, feature in FEATURES.items():
        weight = calibration.links.get(name, 0.0)
        if weight:
            total += np.float32(weight) * feature(candidates)
    return total


def null_scores(side: Side, nearest: Array, calibration: Calibration) -> Array:
    """Scores of the sentences of one side as nulls, `(n, 2)`: opening a run, extending one."""
    total = np.zeros((side.size, 2))
    for name, feature in NULL_FEATURES.items():
        total += calibration.nulls.get(name, 0.0) * feature(side, nearest)
    return total
