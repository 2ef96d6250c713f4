"""Checks `omission` and `addition`: text on one side that has no counterpart on the other."""

from collections.abc import Iterator

from aligner.check.texts import PairTexts
from aligner.records import Finding


def omission(pair: PairTexts) -> Iterator[Finding]:
    """English text that was not translated."""
    if pair.en.strip() and not pair.ru.strip():
        span = (0, len(pair.en))
        yield Finding("omission", "warning", "The English text has no Russian counterpart.", (span,), (), "omission")


def addition(pair: PairTexts) -> Iterator[Finding]:
    """Russian text that stands for nothing in the English."""
    if pair.ru.strip() and not pair.en.strip():
        span = (0, len(pair.ru))
        yield Finding("addition", "warning", "The Russian text has no English counterpart.", (), (span,), "addition")
