"""Findings as a list: one for each cause, worst first, and recognised again in the next run."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Protocol

from aligner.records import Finding, Span

SEVERITIES = ("error", "warning", "info")  # worst first
_CONTEXT = 24  # characters left and right of a span that tell it from another one with the same text


class HasTexts(Protocol):
    """A `Pair`, or anything else with both texts."""

    @property
    def en(self) -> str: ...

    @property
    def ru(self) -> str: ...


def distinct(findings: Iterable[Finding]) -> list[Finding]:
    """One finding for each cause: where two checks mark the same place, the one that comes first stays.

    But a remark makes room for an error or a warning. Findings of one check may overlap: two dates missing from one
    sentence are two findings.
    """
    kept: list[Finding] = []
    for finding in sorted(findings, key=lambda finding: finding.severity == "info"):
        same = (finding.check == other.check and finding == other for other in kept)
        shared = (finding.check != other.check and overlap(finding, other) for other in kept)
        if not any(same) and not any(shared):
            kept.append(finding)
    return kept


def worst_first(findings: Iterable[Finding]) -> list[Finding]:
    """By severity, then by place in the English text, then in the Russian one."""
    return sorted(findings, key=lambda f: (SEVERITIES.index(f.severity), _start(f.en), _start(f.ru), f.check))


def finding_id(finding: Finding, pair: HasTexts) -> str:
    """A short name of a finding that stays the same from run to run (12 hexadecimal digits).

    It depends on the check and on the words at the spans and next to them, spacing and case aside; not on
    the message, the severity, or anything elsewhere in the pair or the document.
    """
    sides = chain(
        (_around(pair.en, span) for span in finding.en or _nowhere(finding, pair.en)),
        ["|"],
        (_around(pair.ru, span) for span in finding.ru or _nowhere(finding, pair.ru)),
    )
    words = "\n".join([finding.check, *sides])
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def passages(finding: Finding, pair: HasTexts) -> list[str]:
    """The marked passages of both sides."""
    return [text[start:end] for text, spans in ((pair.en, finding.en), (pair.ru, finding.ru)) for start, end in spans]


def _nowhere(finding: Finding, text: str) -> tuple[Span, ...]:
    """The whole text, for a finding that marks no place on either side."""
    return () if finding.en or finding.ru else ((0, len(text)),)


def _around(text: str, span: Span) -> str:
    start, end = span
    before = text[:start].split()
    after = text[end:].split()
    context = [" ".join(before)[-_CONTEXT:], " ".join(text[start:end].split()), " ".join(after)[:_CONTEXT]]
    return "\t".join(context).casefold()


def overlap(one: Finding, other: Finding) -> bool:
    """Whether two findings mark the same place, in either text."""
    return _meet(one.en, other.en) or _meet(one.ru, other.ru)


def _meet(some: Sequence[Span], others: Sequence[Span]) -> bool:
    return any(a < d and c < b for a, b in some for c, d in others)


def _start(spans: Sequence[Span]) -> int:
    """Where a finding begins on a side; without spans, behind all that have some."""
    return min((start for start, _ in spans), default=1 << 60)
