"""What the report shows, in the order it shows it: an alignment as plain values for the template.

Numbers count from one here, as people do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aligner.check.findings import SEVERITIES, finding_id
from aligner.page.texts import Piece, ShownParagraph, shown_correction, shown_side
from aligner.page.words import packed_links
from aligner.pairs import corrected, is_doubtful, moved_to
from aligner.records import Decision, Finding, Pair
from aligner.table import kinds

if TYPE_CHECKING:
    from aligner.alignment import Alignment

MOST_LINKED = 3000  # pairs up to which words are linked: some seconds, and a megabyte of the page


@dataclass(frozen=True, slots=True)
class ShownFinding:
    """A finding, the number of its pair, and what a person decided about it, if anybody did."""

    pair: int
    finding: Finding
    decision: Decision | None


@dataclass(frozen=True, slots=True)
class ShownPair:
    """A pair. `open` are findings that nobody has set aside, worst first; they are marked in the texts by number."""

    number: int
    pair: Pair
    en: tuple[ShownParagraph, ...]
    ru: tuple[ShownParagraph, ...]
    corrected_en: tuple[Piece, ...] | None
    corrected_ru: tuple[Piece, ...] | None
    kinds: str
    doubtful: bool
    moved: list[int]
    open: list[ShownFinding]
    ignored: list[ShownFinding]
    links: str


@dataclass(frozen=True, slots=True)
class Content:
    """All of it; `by_check` counts open findings: check → severity → how many."""

    alignment: Alignment
    pairs: list[ShownPair]
    findings: dict[str, list[ShownFinding]]
    by_check: dict[str, Counter[str]]
    linked: bool

    @property
    def ignored(self) -> int:
        """Findings that a person has set aside."""
        return sum(len(shown.ignored) for shown in self.pairs)

    @property
    def kinds(self) -> str:
        """The kinds of all beads."""
        return kinds(self.alignment.beads)

    @property
    def counts(self) -> dict[str, int]:
        """How many pairs each filter of the page shows."""
        return {
            "all": len(self.pairs),
            "findings": sum(bool(shown.open) for shown in self.pairs),
            "doubtful": sum(shown.doubtful for shown in self.pairs),
            "unpaired": sum(shown.pair.is_unpaired for shown in self.pairs),
        }


def gathered(alignment: Alignment) -> Content:
    """Everything that the page shows."""
    linked = len(alignment.pairs) <= MOST_LINKED
    shown = [*_pairs(alignment, linked=linked)]
    located = [finding for pair in shown for finding in pair.open]
    by_check: dict[str, Counter[str]] = {}
    for item in located:
        by_check.setdefault(item.finding.check, Counter())[item.finding.severity] += 1
    findings = {s: [item for item in located if item.finding.severity == s] for s in SEVERITIES}
    return Content(alignment, shown, findings, by_check, linked)


def _pairs(alignment: Alignment, *, linked: bool) -> Iterator[ShownPair]:
    elsewhere = moved_to(alignment.pairs, alignment.moved)
    for number, (pair, others) in enumerate(zip(alignment.pairs, elsewhere, strict=True), 1):
        decisions = {decision.finding: decision for decision in (pair.review.decisions if pair.review else ())}
        found = [ShownFinding(number, f, decisions.get(finding_id(f, corrected(pair)))) for f in pair.findings]
        ignored = [item for item in found if item.decision and item.decision.verdict == "ignored"]
        left = [item for item in found if item not in ignored]
        marked = [item.finding for item in left]
        yield ShownPair(
            number=number,
            pair=pair,
            en=shown_side(alignment.en, pair, marked),
            ru=shown_side(alignment.ru, pair, marked),
            corrected_en=shown_correction(pair, "en", marked),
            corrected_ru=shown_correction(pair, "ru", marked),
            kinds=kinds(pair.beads),
            doubtful=is_doubtful(pair),
            moved=[other + 1 for other in others],
            open=left,
            ignored=ignored,
            links=packed_links(alignment.en, alignment.ru, pair) if linked and corrected(pair) is pair else "",
        )
