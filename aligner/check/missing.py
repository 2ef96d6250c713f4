"""The words of one side that the other side lacks, if any: candidates, and how likely each is.

A word says by its support (`aligner.check.links`) how much likelier it is missing than translated: the log-odds of
`_CONTENT_ODDS`, about the same in both languages, from correct pairs and pairs with a clause dropped. Candidates are
the clauses between two marks of punctuation, one or two of them, and the stretch with the largest sum of log-odds.
A logistic model for each direction weighs what speaks for a candidate: those sums, how much too long the text is for
the other one with it and without it, what the text means with it and without it (a missing clause pulls its vector
away from the translation's), and whether it ends where clauses do. `benchmarks/omissions.py` fits and measures it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from aligner.arrays import Array
from aligner.check.links import CONTENT, Side, word_links
from aligner.records import Lang, Span

_LENGTHS = (-0.025, 0.16)  # mean and deviation of log(English / Russian characters) of correct pairs
_FEWEST, _FEWEST_CONTENT, _AT_LEAST = 6, 2, 4  # words of a candidate, content words; words if it has more of those
_UNLIKELY = -1.5  # deviations: a side as short as this lacks no counterpart
_LIKELY = 1.0  # log-odds of its words that make a candidate worth a look
_FAR = 6.0  # deviations, more of them say no more

# support of a word, log-odds that it is missing; read between them by straight lines
_SUPPORTS = (-0.03, 0.025, 0.1, 0.17, 0.23, 0.35, 0.5, 0.7)
_CONTENT_ODDS = (3.3, 2.2, 1.4, 0.8, 0.1, -0.9, -1.8, -2.7)
_FUNCTION_ODDS = (1.8, 1.0, 0.4, 0.1, 0.0, -0.2, -0.4, -1.0)

_MARK = re.compile(r"[,;:()—–…]|\s-|[.!?](?:\s|$)|\n")
_BEGINS = re.compile(
    r"(?:and|but|or|which|who|whom|whose|that|because|when|while|if|although|where|after|before|as|in|for|to|with|by"
    r"|и|а|но|или|котор\w+|что|чтобы|потому|когда|если|хотя|где|после|как|поскольку|в|на|для|с|по|при)\b",
    re.IGNORECASE,
)

# what the numbers of `Candidate.features` weigh
_MODELS: Mapping[Lang, tuple[float, ...]] = {
    "en": (-7.64, 0.41, 0.19, 0.88, 1.14, 0.37, 0.34, 0.09, 1.33, 0.96, 6.36, 2.20),
    "ru": (-6.27, 0.30, 0.19, 0.23, 0.91, 0.28, 0.30, -0.35, 0.79, 1.06, 8.37, 1.20),
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """Words of one side that may have no counterpart.

    Attributes
    ----------
    span : where they stand
    features : `(12,)`; 1, log-odds of the content words and of the others, log number of content words, length of the
        text and without the candidate (and its square) in deviations from what is usual, log-odds of the content
        words elsewhere on the average, log of their number, ends that are ends of a clause, gain of the cosine of
        both texts without the candidate, cosine of the candidate and the other text
    """

    span: Span
    features: tuple[float, ...]

    def score(self, lang: Lang) -> float:
        """Log-odds that the other side lacks it."""
        return math.fsum(value * weight for value, weight in zip(self.features, _MODELS[lang], strict=True))


def likeliest(en: str, ru: str, lang: Lang, *, known: Sequence[Span] = ()) -> Candidate | None:
    """The words of one side that most likely have no counterpart; None where nothing speaks for any.

    Parameters
    ----------
    known
        Where dates, numbers and the like stand, which have checks of their own: they don't speak for an omission.
    """
    return max(candidates(en, ru, lang, known=known), key=lambda candidate: candidate.score(lang), default=None)


def candidates(en: str, ru: str, lang: Lang, *, known: Sequence[Span] = ()) -> list[Candidate]:
    """All stretches of words of one side that may have no counterpart."""
    text, other = (en, ru) if lang == "en" else (ru, en)
    surplus = _deviation(len(text), len(other), lang)
    if surplus < _UNLIKELY:
        return []
    links = word_links(en, ru)
    side, against = (links.en, links.ru) if lang == "en" else (links.ru, links.en)
    if not side.spans or not against.spans:
        return []
    view = _View(text, side, against, surplus, len(other), lang, known)
    return [found for first, stop in view.stretches() if (found := view.candidate(first, stop))]


class _View:
    """One side of a pair, with sums up to each word, so that a stretch costs two look-ups."""

    def __init__(
        self, text: str, side: Side, against: Side, surplus: float, other: int, lang: Lang, known: Sequence[Span]
    ) -> None:
        self.text, self.spans, self.surplus, self.other, self.lang = text, side.spans, surplus, other, lang
        apart = np.zeros(len(side.spans), bool)
        for start, end in known:
            apart |= [start <= word < end for word, _ in side.spans]
        content = (side.weights >= CONTENT) & ~apart
        odds = np.where(
            content,
            np.interp(side.support, _SUPPORTS, _CONTENT_ODDS),
            np.interp(side.support, _SUPPORTS, _FUNCTION_ODDS),
        )
        self.odds = odds = np.where(apart, np.minimum(odds, 0.0), odds)
        self.content_odds = _sums(np.where(content, odds, 0.0))
        self.function_odds = _sums(np.where(content, 0.0, odds))
        self.content = _sums(content.astype(np.float64))
        self.side, self.against = side, against

    @cached_property
    def vectors(self) -> Array:
        """Sums of the word vectors."""
        return _sums(self.side.vectors * self.side.weights[:, None])

    @cached_property
    def meaning(self) -> Array:
        """The vector of the other side."""
        meaning: Array = (self.against.vectors * self.against.weights[:, None]).sum(axis=0)
        return meaning

    def stretches(self) -> set[tuple[int, int]]:
        """First word and the one behind the last of all candidates."""
        starts = [0, *(i for i in range(1, len(self.spans)) if self._divided(i)), len(self.spans)]
        clauses = {*pairwise(starts), *zip(starts, starts[2:], strict=False)}
        first, stop = _heaviest(np.maximum(self.odds, -1.5))
        return {(a, b) for a, b in {*clauses, (first, stop)} if self._worth(a, b)}

    def candidate(self, first: int, stop: int) -> Candidate:
        """The features of a stretch."""
        span = self.spans[first][0], self.spans[stop - 1][1]
        size, total = self._content(first, stop), self.content[-1]
        without = _deviation(len(self.text) - (span[1] - span[0]), self.other, self.lang)
        without = min(max(without, -_FAR), _FAR)
        odds = float(self.content_odds[stop] - self.content_odds[first])
        elsewhere = float(self.content_odds[-1]) - odds
        own, whole = self.vectors[stop] - self.vectors[first], self.vectors[-1]
        features = (
            1.0,
            odds,
            float(self.function_odds[stop] - self.function_odds[first]),
            math.log1p(size),
            min(self.surplus, _FAR),
            without,
            without**2 / _FAR,
            elsewhere / (total - size),
            math.log1p(total - size),
            float(self._begins(first)) + float(stop == len(self.spans) or self._divided(stop)),
            _cosine(whole - own, self.meaning) - _cosine(whole, self.meaning),
            _cosine(own, self.meaning),
        )
        return Candidate(span, features)

    def _worth(self, first: int, stop: int) -> bool:
        size = self._content(first, stop)
        odds = self.content_odds[stop] - self.content_odds[first] + self.function_odds[stop] - self.function_odds[first]
        fewest = _FEWEST if size == _FEWEST_CONTENT else _AT_LEAST
        return bool(stop - first >= fewest and _FEWEST_CONTENT <= size < self.content[-1] and odds >= _LIKELY)

    def _content(self, first: int, stop: int) -> float:
        return float(self.content[stop] - self.content[first])

    def _divided(self, word: int) -> bool:
        """Whether a mark of punctuation stands in front of a word."""
        return _MARK.search(self.text, self.spans[word - 1][1], self.spans[word][0]) is not None

    def _begins(self, word: int) -> bool:
        return word == 0 or self._divided(word) or _BEGINS.match(self.text, self.spans[word][0]) is not None


def _sums(values: Array) -> Array:
    """Sums of the first 0, 1, … n rows."""
    return np.concatenate([np.zeros((1, *values.shape[1:]), values.dtype), np.cumsum(values, axis=0)])


def _cosine(a: Array, b: Array) -> float:
    return float(a @ b / max(math.sqrt(float(a @ a) * float(b @ b)), 1e-6))


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
