"""Gold and predicted beads to scores, with what they were computed from.

Strict: a predicted bead equals a gold bead. Lax: it shares a link (one English with one Russian
sentence) with a gold bead. As in vecalign's scorer, precision counts every predicted bead, nulls
included, and a null is right only if gold has exactly it; recall counts the gold beads without nulls.
Since that barely sees nulls, the null score stands beside: over the set of unlinked sentences of
both sides. All counts are summed over documents (micro-average). A ratio over nothing is not defined:
None, printed as "–"; F1 is that only where precision and recall both are, and else 0 with one of them.

The calibration error is that of linked beads alone, right as in "strict": their confidences are put
into ten bins of equal width; in each, the mean confidence differs from the share that is right, and the
differences are averaged, weighed by the number of beads.

A worked example: gold `[0]:[0] [1]:[1,2] [2]:[]`, predicted `[0]:[0] [1]:[1] []:[2] [2]:[]`.
Strict: 2 of 4 predicted beads are right (the first, and the null), 1 of 2 linked gold beads is found.
Lax: 3 of 4, and 2 of 2. Nulls: gold has English 2, predicted has Russian 2 and English 2: precision 1/2,
recall 1.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from html import escape
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

import aligner
from aligner.defaults import DEFAULTS
from aligner.gold import Source, matched_beads
from aligner.records import Bead

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Rates:
    """Precision, recall and F1, 0 to 1; None where there is nothing to count.

    `interval` is the bootstrap interval of F1 over several documents.
    """

    precision: float | None
    recall: float | None
    f1: float | None
    interval: tuple[float, float] | None = None

    def __str__(self) -> str:
        p, r, f1, *bounds = map(_shown, (self.precision, self.recall, self.f1, *(self.interval or ())))
        return f"P {p}  R {r}  F1 {f1}" + (f"  [{', '.join(bounds)}]" if bounds else "")


@dataclass(frozen=True, slots=True)
class Score:
    """What `evaluate` found, with the settings that belong to the numbers.

    Attributes
    ----------
    strict, lax, null
        See the module.
    gold_links, predicted_links
        Linked beads.
    gold_nulls, predicted_nulls
        Sentences without counterpart, of both sides.
    calibration_error
        Expected calibration error of the confidence of linked beads, 0 to 1, see the module; None where no
        confidence is given.
    reading_share
        Share of the linked beads, by ascending confidence, to read until 90 % of the wrong ones are met;
        None where no confidence is given or nothing is wrong.
    """

    documents: int
    gold_links: int
    gold_nulls: int
    predicted_links: int
    predicted_nulls: int
    strict: Rates
    lax: Rates
    null: Rates
    calibration_error: float | None
    reading_share: float | None
    resamples: int
    seed: int
    version: str

    @property
    def signature(self) -> str:
        """The settings on one line, to stand beside the numbers wherever they go."""
        bootstrap = f"bootstrap:{self.resamples}|seed:{self.seed}|" if self.strict.interval else ""
        gold = f"{self.gold_links} links, {self.gold_nulls} nulls"
        predicted = f"{self.predicted_links} links, {self.predicted_nulls} nulls"
        settings = f"average:micro|{bootstrap}version:{self.version}"
        return f"documents:{self.documents}|gold:{gold}|predicted:{predicted}|{settings}"

    def to_dict(self) -> dict[str, Any]:
        """Everything, nested, for JSON."""
        return asdict(self)

    def __str__(self) -> str:
        return "\n".join([*(f"{name:<11} {value}" for name, value in self._lines()), self.signature])

    def _repr_html_(self) -> str:
        left = 'style="text-align:left"'
        cells = "".join(
            f"<tr><th {left}>{escape(name)}</th><td {left}>{escape(value)}</td></tr>" for name, value in self._lines()
        )
        return f"<table>{cells}</table><p>{escape(self.signature)}</p>"

    def _lines(self) -> list[tuple[str, str]]:
        lines = [("strict", str(self.strict)), ("lax", str(self.lax)), ("null", str(self.null))]
        if self.calibration_error is not None:
            error = f"error {self.calibration_error:.3f} (confidence of links, {DEFAULTS.bins} bins)"
            lines.append(("calibration", error))
        if self.reading_share is not None:
            reading = f"{self.reading_share:.1%} of the links, least sure first, hold 90% of the wrong ones"
            lines.append(("reading", reading))
        return lines


def evaluate(gold: Source | Sequence[Source], predicted: Source | Sequence[Source]) -> Score:
    """Score predicted beads against gold beads.

    Parameters
    ----------
    gold, predicted
        On each side a file (of beads, or an alignment in .jsonl), a folder, a list of beads or an alignment; or a
        list of these, one for each document, in the same order. A folder holds `NAME.beads` or
        `NAME/gold.beads`; the names of the gold folder are looked for in the other one.

    Raises
    ------
    InputError
        A file or a prediction is missing.
    FormatError
        A file is malformed, or the sides don't hold the same sentences.

    Examples
    --------
    >>> from aligner.records import Bead
    >>> gold = [Bead(range(0, 1), range(0, 2), 0.0, 1.0)]
    >>> evaluate(gold, gold).strict.f1
    1.0
    """
    documents = matched_beads(gold, predicted)
    counts = np.array([_count(*document) for document in documents])
    confidences, right = judged_links(documents)
    sums = _Counts(*counts.sum(axis=0).tolist())
    total = _rates(np.array(sums))
    intervals = _intervals(counts) if len(documents) > 1 else [None] * 3
    strict, lax, null = (
        Rates(_defined(p), _defined(r), _defined(f1), interval)
        for (p, r, f1), interval in zip(total.tolist(), intervals, strict=True)
    )
    return Score(
        documents=len(documents),
        gold_links=sums.gold,
        gold_nulls=sums.null_gold,
        predicted_links=sums.predicted_links,
        predicted_nulls=sums.null_predicted,
        strict=strict,
        lax=lax,
        null=null,
        calibration_error=calibration_error(confidences, right) if len(right) else None,
        reading_share=reading_share(confidences, right) if len(right) else None,
        resamples=DEFAULTS.resamples,
        seed=DEFAULTS.seed,
        version=aligner.__version__,
    )


def calibration_error(confidences: Array, right: Array) -> float:
    """Expected calibration error over equal-width bins, from `(n,)` confidences and `(n,)` zeros and ones."""
    bins = np.digitize(confidences, np.arange(1, DEFAULTS.bins) / DEFAULTS.bins)
    gaps = np.bincount(bins, confidences - right, minlength=DEFAULTS.bins)
    return float(np.abs(gaps).sum() / len(right))


def reading_share(confidences: Array, right: Array, *, of_wrong: float = 0.9) -> float | None:
    """Share of a list by ascending confidence to read for 90 % of the wrong ones; None if none is wrong."""
    wrong = 1 - right[np.argsort(confidences, kind="stable")]
    if not wrong.any():
        return None
    enough = np.cumsum(wrong) >= of_wrong * wrong.sum()
    return float((np.argmax(enough) + 1) / len(wrong))


class _Counts(NamedTuple):
    predicted: int
    predicted_links: int
    gold: int
    strict_right: int
    strict_found: int
    lax_right: int
    lax_found: int
    null_both: int
    null_predicted: int
    null_gold: int


def _count(gold: Sequence[Bead], predicted: Sequence[Bead]) -> _Counts:
    """What the scores of one document are made of."""
    gold_beads, predicted_beads = set(map(_key, gold)), set(map(_key, predicted))
    gold_links, predicted_links = _links(gold), _links(predicted)
    gold_nulls, predicted_nulls = _nulls(gold), _nulls(predicted)
    linked = [bead for bead in gold if not bead.is_null]
    return _Counts(
        predicted=len(predicted),
        predicted_links=sum(not bead.is_null for bead in predicted),
        gold=len(linked),
        strict_right=sum(_key(bead) in gold_beads for bead in predicted),
        strict_found=sum(_key(bead) in predicted_beads for bead in linked),
        lax_right=sum(_key(bead) in gold_beads or not gold_links.isdisjoint(_links([bead])) for bead in predicted),
        lax_found=sum(not predicted_links.isdisjoint(_links([bead])) for bead in linked),
        null_both=len(gold_nulls & predicted_nulls),
        null_predicted=len(predicted_nulls),
        null_gold=len(gold_nulls),
    )


def _key(bead: Bead) -> tuple[range, range]:
    return bead.en, bead.ru


def _links(beads: Sequence[Bead]) -> set[tuple[int, int]]:
    return {(i, j) for bead in beads for i in bead.en for j in bead.ru}


def _nulls(beads: Sequence[Bead]) -> set[tuple[str, int]]:
    nulls = [bead for bead in beads if bead.is_null]
    return {("en", i) for bead in nulls for i in bead.en} | {("ru", j) for bead in nulls for j in bead.ru}


def judged_links(documents: Sequence[tuple[Sequence[Bead], Sequence[Bead]]]) -> tuple[Array, Array]:
    """Confidence, `(n,)`, and whether it was right, `(n,)`, of each predicted link that has a confidence."""
    judged = [
        (bead.confidence, _key(bead) in gold_beads)
        for gold, predicted in documents
        for gold_beads in [set(map(_key, gold))]
        for bead in predicted
        if not bead.is_null and not math.isnan(bead.confidence)
    ]
    columns = np.array(judged, dtype=np.float64).reshape(-1, 2)
    return columns[:, 0], columns[:, 1]


def _rates(counts: npt.NDArray[np.int64]) -> Array:
    """Precision, recall and F1 of strict, lax and null: `(..., 10)` counts → `(3, 3, ...)`."""
    c = _Counts(*np.moveaxis(counts, -1, 0))
    return np.stack(
        [
            _precision_recall_f1(c.strict_right, c.predicted, c.strict_found, c.gold),
            _precision_recall_f1(c.lax_right, c.predicted, c.lax_found, c.gold),
            _precision_recall_f1(c.null_both, c.null_predicted, c.null_both, c.null_gold),
        ]
    )


def _precision_recall_f1(right: Any, predicted: Any, found: Any, gold: Any) -> Array:
    precision, recall = _ratio(right, predicted), _ratio(found, gold)
    p, r = np.nan_to_num(precision), np.nan_to_num(recall)
    f1 = np.where(p + r > 0, _ratio(2 * p * r, p + r), np.where(np.isnan(precision) & np.isnan(recall), np.nan, 0.0))
    return np.stack([precision, recall, f1])


def _ratio(part: Any, whole: Any) -> Array:
    ratio: Array = np.divide(part, whole, out=np.full(np.shape(whole), np.nan), where=np.asarray(whole) != 0)
    return ratio


def _intervals(counts: npt.NDArray[np.int64]) -> list[tuple[float, float] | None]:
    """Percentile bootstrap over documents of the three F1: `(documents, 10)` counts → three intervals.

    None where no draw has an F1.
    """
    n = len(counts)
    drawn = np.random.default_rng(DEFAULTS.seed).multinomial(n, np.full(n, 1 / n), size=DEFAULTS.resamples)
    tail = (1 - DEFAULTS.coverage) / 2
    return [_interval(f1[~np.isnan(f1)], tail) for f1 in _rates(drawn @ counts)[:, 2]]


def _interval(values: Array, tail: float) -> tuple[float, float] | None:
    if not len(values):
        return None
    low, high = np.quantile(values, [tail, 1 - tail])
    return float(low), float(high)


def _defined(value: float) -> float | None:
    return None if math.isnan(value) else value


def _shown(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"
