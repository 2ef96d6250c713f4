"""Checks `omission` and `addition`: text on one side that has no counterpart on the other.

An empty side is an omission or an addition as a whole. Within a pair, the likeliest words to lack a counterpart are
found and weighed by `aligner.check.missing`. Translators leave out and add more freely in some texts than in others,
and in a Russian translation more is added than left out: so the thresholds (`benchmarks/checks.md` says what they find
and what they cost).
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from aligner.check.mentions import in_quotes, shortened
from aligner.check.missing import likeliest
from aligner.check.texts import PairTexts
from aligner.records import Finding, Lang, Severity, Span

SURE: dict[Lang, float] = {"en": 3.5, "ru": 4.0}  # log-odds of a warning
PERHAPS: dict[Lang, float] = {"en": 1.0, "ru": 1.5}  # of an info


def omission(pair: PairTexts) -> Iterator[Finding]:
    """English text that was not translated."""
    return _lacking(pair, "en", "omission", "Not in the Russian")


def addition(pair: PairTexts) -> Iterator[Finding]:
    """Russian text that stands for nothing in the English."""
    return _lacking(pair, "ru", "addition", "Not in the English")


def _lacking(pair: PairTexts, lang: Lang, check: str, message: str) -> Iterator[Finding]:
    text, other = (pair.en, pair.ru) if lang == "en" else (pair.ru, pair.en)
    if not text.strip():
        return
    if not other.strip():
        yield _finding(check, "warning", f"{message}: {in_quotes(shortened(text), lang)}.", lang, (0, len(text)))
        return
    for en, ru in pair.units:
        start, stop = en if lang == "en" else ru
        known = [(m.start - start, m.end - start) for m in pair.mentions(lang) if start <= m.start < stop]
        found = likeliest(pair.en[slice(*en)], pair.ru[slice(*ru)], lang, known=known)
        score = found.score(lang) if found else -math.inf
        if found and score >= PERHAPS[lang]:
            span = start + found.span[0], start + found.span[1]
            severity: Severity = "warning" if score >= SURE[lang] else "info"
            yield _finding(check, severity, f"{message}: {in_quotes(text[slice(*span)], lang)}.", lang, span)


def _finding(check: str, severity: Severity, message: str, lang: Lang, span: Span) -> Finding:
    en, ru = ((span,), ()) if lang == "en" else ((), (span,))
    return Finding(check, severity, message, en, ru, check)
