"""What the page shows of a book: rows as plain values, filters, and the list in blocks that load when they are near.

A block is a stretch of sort keys, not of numbers: whatever is split or merged, a row belongs to one block.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from aligner.check.findings import finding_id
from aligner.page.people import place
from aligner.page.texts import Piece, ShownParagraph, shown_correction, shown_side
from aligner.pairs import corrected, is_doubtful, sentences_of
from aligner.records import Decision, Document, Finding, Lang, Pair, Review, ReviewStatus
from aligner.review.book import Book
from aligner.review.rows import Row
from aligner.table import kinds

BLOCK = 40  # rows that are loaded at a time

Key = tuple[float, int]


@dataclass(frozen=True, slots=True)
class ShownFinding:
    """A finding with its id, its number in the row (from one, 0 where it is not marked), and what was decided."""

    id: str
    number: int
    finding: Finding
    decision: Decision | None


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row as the template needs it."""

    row: Row
    before: int | None
    en: tuple[ShownParagraph, ...]
    ru: tuple[ShownParagraph, ...]
    corrected_en: tuple[Piece, ...] | None
    corrected_ru: tuple[Piece, ...] | None
    place: str
    kinds: str
    doubtful: bool
    moved: tuple[tuple[int, str], ...]
    findings: tuple[ShownFinding, ...]
    drafted: bool

    @property
    def pair(self) -> Pair:
        """The pair itself."""
        return self.row.pair

    @property
    def review(self) -> Review:
        """What was said of it; an empty review where nothing was."""
        return self.row.pair.review or Review()


@dataclass(frozen=True, slots=True)
class Filter:
    """What is to be listed, and in which order; as the form of the page sends it."""

    show: str = "all"
    check: str = ""
    below: float = 0.0
    text: str = ""
    order: str = "text"

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Filter:
        """From the fields of the form; whatever makes no sense is as if it were not there."""
        try:
            below = float(query.get("below") or 0)
        except ValueError:
            below = 0.0
        show = query.get("show", "all")
        order = "doubtful" if query.get("order") == "doubtful" else "text"
        text = query.get("text", "").strip()
        return cls(show if show in SHOWN else "all", query.get("check", ""), below, text, order)

    def key(self, row: Row) -> Key:
        """What the list is sorted by."""
        return (row.pair.confidence if self.order == "doubtful" else 0.0, row.position)


SHOWN: Mapping[str, Callable[[Row, frozenset[int]], bool]] = {
    "all": lambda row, moved: True,
    "unreviewed": lambda row, moved: status(row) == "open",
    "approved": lambda row, moved: status(row) == "approved",
    "rejected": lambda row, moved: status(row) == "rejected",
    "corrected": lambda row, moved: corrected(row.pair) is not row.pair,
    "commented": lambda row, moved: bool(row.pair.review and (row.pair.review.comment or row.pair.review.errors)),
    "doubtful": lambda row, moved: is_doubtful(row.pair),
    "unpaired": lambda row, moved: row.pair.is_unpaired,
    "moved": lambda row, moved: row.id in moved,
}


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the review is. Findings count as open until somebody decided."""

    total: int = 0
    statuses: Mapping[ReviewStatus, int] = field(default_factory=dict)
    findings: int = 0

    @property
    def done(self) -> int:
        """Pairs that were approved or rejected."""
        return self.total - self.statuses.get("open", 0)


def listed(book: Book, wanted: Filter) -> list[Row]:
    """The rows that pass the filter, in its order."""
    passes, moved = SHOWN[wanted.show], frozenset(moved_rows(book)) if wanted.show == "moved" else frozenset()
    text = _plain(wanted.text)
    found = [
        row
        for row in book.rows
        if passes(row, moved)
        and (not wanted.check or any(wanted.check in ("*", finding.check) for finding, _ in open_findings(row.pair)))
        and (not wanted.below or row.pair.confidence < wanted.below)
        and (not text or _has(row.pair, text))
    ]
    return sorted(found, key=wanted.key) if wanted.order == "doubtful" else found


def blocks(rows: Sequence[Row], wanted: Filter) -> list[tuple[Key, Key]]:
    """Where each block begins and where the next one does, as sort keys."""
    starts = [wanted.key(row) for row in rows[::BLOCK]]
    return [*pairwise([*starts, (2.0, 0)])]


def in_block(rows: Sequence[Row], wanted: Filter, start: Key, stop: Key) -> Sequence[Row]:
    """The rows of a block, out of those that are listed."""
    keys = [wanted.key(row) for row in rows]
    return rows[bisect_left(keys, start) : bisect_left(keys, stop)]


def shown(book: Book, rows: Sequence[Row], *, drafts: Mapping[int, object]) -> Iterator[ShownRow]:
    """Rows for the template."""
    en, ru = book.documents
    moved = moved_rows(book) if _some_moved(book, rows) else {}
    for row in rows:
        number = book.number(row.id)
        pair, read = row.pair, corrected(row.pair)
        decisions = {decision.finding: decision for decision in (pair.review.decisions if pair.review else ())}
        found = [(finding, decisions.get(finding_id(finding, read))) for finding in pair.findings]
        marked = [finding for finding, decision in found if not decision or decision.verdict != "ignored"]
        numbers = {id(finding): k for k, finding in enumerate(marked, 1)}
        yield ShownRow(
            row=row,
            before=book.rows[number - 1].id if number else None,
            en=shown_side(en, pair, marked),
            ru=shown_side(ru, pair, marked),
            corrected_en=shown_correction(pair, "en", marked),
            corrected_ru=shown_correction(pair, "ru", marked),
            place=place(pair),
            kinds=kinds(pair.beads),
            doubtful=is_doubtful(pair),
            moved=tuple((other, place(book.row(other).pair)) for other in moved.get(row.id, ())),
            findings=tuple(ShownFinding(finding_id(f, read), numbers.get(id(f), 0), f, d) for f, d in found),
            drafted=row.id in drafts,
        )


def progress(book: Book) -> Progress:
    """Counted over all rows."""
    statuses = Counter(status(row) for row in book.rows)
    found = sum(decision is None for row in book.rows for _, decision in open_findings(row.pair))
    return Progress(len(book.rows), statuses, found)


def checks(book: Book) -> list[tuple[str, int]]:
    """The checks that found something which nobody has set aside, and how many pairs they did."""
    counted = Counter(name for row in book.rows for name in {finding.check for finding, _ in open_findings(row.pair)})
    return sorted(counted.items())


def status(row: Row) -> ReviewStatus:
    """What was said of a row."""
    return row.pair.review.status if row.pair.review else "open"


def open_findings(pair: Pair) -> list[tuple[Finding, Decision | None]]:
    """The findings that nobody has set aside, with what was decided about them."""
    if not pair.findings:
        return []
    decisions = {decision.finding: decision for decision in (pair.review.decisions if pair.review else ())}
    read = corrected(pair)
    found = [(finding, decisions.get(finding_id(finding, read)) if decisions else None) for finding in pair.findings]
    return [(finding, decision) for finding, decision in found if not decision or decision.verdict != "ignored"]


def moved_rows(book: Book) -> dict[int, list[int]]:
    """For each row with moved sentences those that hold the other side, by id."""
    links = book.moved
    if not links:
        return {}
    sentences = {("en", i) for bead in links for i in bead.en} | {("ru", j) for bead in links for j in bead.ru}
    holder = {
        (lang, n): row.id
        for row in book.rows
        for lang in _LANGS
        for n in sentences_of(row.pair, lang)
        if (lang, n) in sentences
    }
    found: dict[int, set[int]] = {}
    for bead in links:
        for here in {holder["en", i] for i in bead.en}:
            for there in {holder["ru", j] for j in bead.ru}:
                found.setdefault(here, set()).add(there)
                found.setdefault(there, set()).add(here)
    return {id: sorted(others) for id, others in found.items()}


def _some_moved(book: Book, rows: Sequence[Row]) -> bool:
    """One of the rows holds a moved sentence; to say which others are concerned takes a look at all rows."""
    sentences = {("en", i) for bead in book.moved for i in bead.en} | {
        ("ru", j) for bead in book.moved for j in bead.ru
    }
    held = ((lang, n) for row in rows for lang in _LANGS for n in sentences_of(row.pair, lang))
    return bool(sentences) and not sentences.isdisjoint(held)


def side(document: Document, pair: Pair) -> str:
    """The text of one side as it is now, corrected or not."""
    read = corrected(pair)
    return read.en if document.lang == "en" else read.ru


_LANGS: tuple[Lang, Lang] = ("en", "ru")


def _has(pair: Pair, text: str) -> bool:
    read = corrected(pair)
    return text in _plain(read.en) or text in _plain(read.ru)


def _plain(text: str) -> str:
    """As people search: capitals, «ё» and line breaks make no difference."""
    return " ".join(text.casefold().replace("ё", "е").split())
