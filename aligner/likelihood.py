"""How likely two spans are a translation: the features of a candidate bead and their weighted sum.

The score of a bead is linear in its features; the weights are fitted so that the posteriors of the whole lattice match
what is right (`calibrate.py`). Scores are log-weights of one probabilistic model, none tied to an encoder's cosine
range. A feature that is of no use to the path has no place here (`benchmarks/alignment.md` has what each is worth).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from aligner.arrays import Array
from aligner.candidates import KINDS, Candidates
from aligner.errors import ModelError
from aligner.evidence import Side
from aligner.marks import BULLET, ENDS, NO_END, NO_LABEL


def _labels_match(c: Candidates) -> Array:
    en, ru = c.first("labels")
    return np.asarray((en == ru) & (en > NO_LABEL))


def _labels_clash(c: Candidates) -> Array:
    """Both begin with a label, and the labels differ."""
    en, ru = c.first("labels")
    return np.asarray((en != ru) & (en > NO_LABEL) & (ru > NO_LABEL))


def _label_one_side(c: Candidates) -> Array:
    en, ru = c.first("labels")
    return np.asarray((en > NO_LABEL) != (ru > NO_LABEL))


def _bullet_one_side(c: Candidates) -> Array:
    en, ru = c.first("labels")
    return np.asarray((en == BULLET) != (ru == BULLET))


def _questions_match(c: Candidates) -> Array:
    en, ru = c.last("endings")
    return np.asarray((en == ENDS["?"]) & (ru == ENDS["?"]))


def _question_one_side(c: Candidates) -> Array:
    en, ru = c.last("endings")
    return np.asarray((en == ENDS["?"]) != (ru == ENDS["?"]))


def _unfinished_match(c: Candidates) -> Array:
    """Neither ends with final punctuation: headings, lines of a list."""
    en, ru = c.last("endings")
    return np.asarray((en == NO_END) & (ru == NO_END))


def _unfinished_one_side(c: Candidates) -> Array:
    en, ru = c.last("endings")
    return np.asarray((en == NO_END) != (ru == NO_END))


def _speech_match(c: Candidates) -> Array:
    en, ru = c.first("speech")
    return np.asarray(en & ru)


def _speech_one_side(c: Candidates) -> Array:
    en, ru = c.first("speech")
    return np.asarray(en != ru)


def _continues_one_side(c: Candidates) -> Array:
    """One side begins within a sentence, the other does not."""
    en, ru = c.first("continues")
    return np.asarray(en != ru)


def _break_both(c: Candidates) -> Array:
    en, ru = c.first("breaks")
    return np.asarray(en & ru)


def _break_one_side(c: Candidates) -> Array:
    en, ru = c.first("breaks")
    return np.asarray(en != ru)


FEATURES: dict[str, Callable[[Candidates], Array]] = {
    "cosine": lambda c: c.cosine,
    "cosine squared": lambda c: c.cosine**2,
    "cosine by length": lambda c: c.cosine * c.log_shorter,
    "weakest part": lambda c: c.weakest_part,
    "shorter": lambda c: c.log_shorter,
    "length off": lambda c: np.minimum(c.length_off, 5),
    "length off squared": lambda c: np.minimum(c.length_off**2, 25) / 5,
    "keys shared": lambda c: np.minimum(c.shared, 3),
    "keys only en": lambda c: np.minimum(c.keys_apart[0], 3),
    "keys only ru": lambda c: np.minimum(c.keys_apart[1], 3),
    "labels match": _labels_match,
    "labels clash": _labels_clash,
    "label one side": _label_one_side,
    "bullet one side": _bullet_one_side,
    "questions match": _questions_match,
    "question one side": _question_one_side,
    "unfinished match": _unfinished_match,
    "unfinished one side": _unfinished_one_side,
    "speech match": _speech_match,
    "speech one side": _speech_one_side,
    "continues one side": _continues_one_side,
    "breaks crossed": lambda c: c.breaks_crossed,
    "break both": _break_both,
    "break one side": _break_one_side,
}

#: Of a sentence as a null; the values are those of opening a run of nulls and of extending one, `(n, 2)` or `(n, 1)`.
NULL_FEATURES: dict[str, Callable[[Side], Array]] = {
    "open": lambda side: np.array([[1, 0]]),
    "extend": lambda side: np.array([[0, 1]]),
    "length": lambda side: np.log1p(side.lengths[0])[:, None],
    "own paragraph": lambda side: (side.breaks[:-1] & side.breaks[1:])[:, None],
    "unfinished": lambda side: (side.endings == NO_END)[:, None],
    "keys": lambda side: np.minimum(side.key_counts[0], 3)[:, None],
}


REMEDY = "train or calibrate the encoder anew"


@dataclass(frozen=True, slots=True)
class Calibration:
    """Weights of the features, fitted for one encoder.

    Attributes
    ----------
    kinds : weight of each linked kind, "1-1" …
    links : weight of each of `FEATURES`
    nulls : weight of each of `NULL_FEATURES`
    """

    kinds: Mapping[str, float]
    links: Mapping[str, float]
    nulls: Mapping[str, float]

    def __post_init__(self) -> None:
        expected = ([f"{a}-{b}" for a, b in KINDS], list(FEATURES), list(NULL_FEATURES))
        if [list(self.kinds), list(self.links), list(self.nulls)] != [*expected]:
            raise ModelError(f"calibration of another version of aligner; {REMEDY}")
        weights = [*self.kinds.values(), *self.links.values(), *self.nulls.values()]
        if not all(isinstance(weight, float | int) and np.isfinite(weight) for weight in weights):
            raise ModelError(f"calibration with weights that are not numbers; {REMEDY}")

    @classmethod
    def load(cls, path: Path) -> Calibration:
        """Read from JSON.

        Raises
        ------
        ModelError : the file is damaged or of another version
        """
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
            return cls(data["kinds"], data["links"], data["nulls"])
        except ModelError as error:
            raise ModelError(f"{path}: {error}") from error
        except KeyError as error:
            raise ModelError(f"{path}: calibration without {error}; {REMEDY}") from error
        except (OSError, ValueError, TypeError, AttributeError) as error:
            raise ModelError(f"{path}: not a calibration: {error}; {REMEDY}") from error

    def save(self, path: Path) -> None:
        """Write as JSON."""
        data = {"kinds": dict(self.kinds), "links": dict(self.links), "nulls": dict(self.nulls)}
        path.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")


def link_scores(candidates: Candidates, calibration: Calibration) -> Array:
    """Scores of the candidate beads of one kind, `(x,)` float32."""
    a, b = candidates.sizes
    total = np.full(len(candidates.rows), calibration.kinds[f"{a}-{b}"], np.float32)
    for name, feature in FEATURES.items():
        if weight := calibration.links[name]:
            total += np.float32(weight) * feature(candidates)
    return total


def null_scores(side: Side, calibration: Calibration) -> Array:
    """Scores of the sentences of one side as nulls, `(n, 2)`: opening a run, extending one."""
    total = np.zeros((side.size, 2))
    for name, feature in NULL_FEATURES.items():
        total += calibration.nulls[name] * feature(side)
    return total
