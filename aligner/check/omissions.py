"""Checks `omission` and `addition`: text on one side that has no counterpart on the other.

Within a pair, an omitted clause shows in three ways together: a run of content words without support from the other
side (`aligner.check.links`), a text that is too long for the other one, and a better length without the run. A small
logistic model weighs them; `benchmarks/omissions.py` fits it to one half of 6,500 translations, as they are and with a
clause of five or more words dropped, and measures it on the other half. Its score is in nats. From `PERHAPS` it finds
two of three dropped clauses (info), from `SURE` over half of them (warning), with 0.15 findings in 100 correct pairs
for each check, most of them in news, where translators do add and leave out; in official texts there are none.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from aligner.arrays import Array
from aligner.check.links import CONTENT, LINKED, Side, word_links
from aligner.check.texts import PairTexts
from aligner.records import Finding, Lang, Severity, Span

SURE = 3.5
PERHAPS = 2.0
_LENGTHS = (-0.025, 0.16)  # mean and deviation of log(English / Russian characters) of correct pairs
_HEAVIEST, _USUAL = 32.0, 25.0  # weights of words: rare ones count no more than that; an average content word
_FEWEST = 5  # words of a run
_FEWEST_CONTENT = 3
_UNLIKELY = -1.0  # deviations: a side as short as this lacks no counterpart

# bias, surplus of the run, log words, length, length without the run and its square, support elsewhere and within,
# log words elsewhere
_MODELS: Mapping[Lang, tuple[float, ...]] = {
    "en": (-6.40, 1.20, 3.07, 1.18, 0.31, 0.00, -0.60, -12.50, 0.67),
    "ru": (-3.61, 1.25, 1.90, 0.94, 0.58, -0.02, 2.15, -11.52, -0.94),
}


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one side that may have no counterpart: where they stand, and the features of the model, `(9,)`."""

    span: Span
    features: tuple[float, ...]

    def score(self, lang: Lang) -> float:
        """Log-odds that the other side lacks them."""
        return float(np.dot(self.features, _MODELS[lang]))


def omission(pair: PairTexts) -> Iterator[Finding]:
    """English text that was not translated."""
    return _lacking(pair, "en", "omission", "The English has no Russian counterpart")


def addition(pair: PairTexts) -> Iterator[Finding]:
    """Russian text that stands for nothing in the English."""
    return _lacking(pair, "ru", "addition", "The Russian has no English counterpart")


def _lacking(pair: PairTexts, lang: Lang, check: str, message: str) -> Iterator[Finding]:
    text, other = (pair.en, pair.ru) if lang == "en" else (pair.ru, pair.en)
    if not text.strip():
        return
    if not other.strip():
        yield _finding(check, "warning", f"{message}.", lang, (0, len(text)))
        return
    for en, ru in pair.units:
        run = find_run(pair.en[slice(*en)], pair.ru[slice(*ru)], lang)
        score = run.score(lang) if run else -math.inf
        if run and score >= PERHAPS:
            start = (en if lang == "en" else ru)[0]
            span = start + run.span[0], start + run.span[1]
            quoted = " ".join(text[slice(*span)].split())
            yield _finding(check, "warning" if score >= SURE else "info", f"{message}: “{quoted}”.", lang, span)


def find_run(en: str, ru: str, lang: Lang) -> Run | None:
    """The run of words of one side with the least support from the other; None where the lengths speak against it."""
    text, other = (en, ru) if lang == "en" else (ru, en)
    surplus = _deviation(len(text), len(other), lang)
    if surplus < _UNLIKELY:
        return None
    links = word_links(en, ru)
    side = links.en if lang == "en" else links.ru
    content = side.weights >= CONTENT
    lacks = np.where(content, np.minimum(side.weights, _HEAVIEST) / _USUAL * (LINKED - side.support), 0.0)
    first, stop = _heaviest(np.maximum(lacks, -0.6))
    inside = np.zeros(len(content), dtype=bool)
    inside[first:stop] = True
    if stop - first < _FEWEST or np.count_nonzero(inside & content) < _FEWEST_CONTENT or not (content & ~inside).any():
        return None  # too little to tell, or nothing else to hold it against: a free translation
    span = side.spans[first][0], side.spans[stop - 1][1]
    without = _deviation(len(text) - (span[1] - span[0]), len(other), lang)
    without = min(max(without, -5.0), 5.0)
    features = (
        1.0,
        float(lacks[first:stop].clip(-0.6).sum()),
        math.log1p(np.count_nonzero(inside & content)),
        min(surplus, 5.0),
        without,
        without**2 / 5,
        _mean_support(side, content & ~inside),
        _mean_support(side, content & inside),
        math.log1p(np.count_nonzero(content & ~inside)),
    )
    return Run(span, features)


def _deviation(length: int, other: int, lang: Lang) -> float:
    """How much longer than usual a side is for the other one, in standard deviations; lengths in characters."""
    mean, deviation = _LENGTHS
    ratio = math.log((length + 5) / (other + 5))
    return (ratio - (mean if lang == "en" else -mean)) / deviation


def _heaviest(values: Array) -> tuple[int, int]:
    """Start and stop of the run with the largest sum (Kadane)."""
    best, run, start, found = 0.0, 0.0, 0, (0, 0)
    for index, value in enumerate(values.tolist()):
        if run <= 0:
            run, start = 0.0, index
        run += value
        if run > best:
            best, found = run, (start, index + 1)
    return found


def _mean_support(side: Side, chosen: Array) -> float:
    return float(np.average(side.support[chosen], weights=side.weights[chosen])) if chosen.any() else 0.0


def _finding(check: str, severity: Severity, message: str, lang: Lang, span: Span) -> Finding:
    en, ru = ((span,), ()) if lang == "en" else ((), (span,))
    return Finding(check, severity, message, en, ru, check)
