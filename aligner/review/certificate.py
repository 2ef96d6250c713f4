"""A review certificate: how much was looked at, what was found and what is open, by whom, of which texts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import aligner
from aligner.check.findings import finding_id
from aligner.pairs import corrected
from aligner.review.book import Book, now
from aligner.review.export import corrected_text
from aligner.write.jsonl import sha256


@dataclass(frozen=True, slots=True)
class Text:
    """A text that was reviewed; the hash is that of its characters in UTF-8."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Certificate:
    """The state of a review at a time; `corrected_sha256` is that of the Russian text as corrected and downloaded."""

    time: str
    version: str
    encoder: str
    en: Text
    ru: Text
    corrected_sha256: str
    pairs: int
    approved: int
    rejected: int
    open: int
    corrected: int
    commented: int
    findings: int
    confirmed: int
    ignored: int
    undecided: int
    errors: Mapping[str, Mapping[str, int]]
    reviewers: tuple[str, ...]
    first: str
    last: str
    operations: int

    @property
    def complete(self) -> bool:
        """Every pair was approved or rejected, every finding confirmed or ignored."""
        return not self.open and not self.undecided

    def record(self) -> dict[str, Any]:
        """As plain data for JSON."""
        return {"schema": "aligner-certificate/1", "complete": self.complete, **asdict(self)}


def certificate(book: Book) -> Certificate:
    """The certificate of a project as it is now."""
    en, ru = book.documents
    pairs = [row.pair for row in book.rows]
    reviews = [pair.review for pair in pairs if pair.review]
    statuses = Counter(review.status for review in reviews)
    verdicts: Counter[str] = Counter()
    errors: dict[str, Counter[str]] = {}
    for pair in pairs:
        decided = {d.finding: d.verdict for d in (pair.review.decisions if pair.review else ())}
        verdicts.update(decided.get(finding_id(finding, corrected(pair)), "undecided") for finding in pair.findings)
        for error in pair.review.errors if pair.review else ():
            errors.setdefault(error.category, Counter())[error.severity] += 1
    times = sorted(review.time for review in reviews if review.time)
    return Certificate(
        time=now(),
        version=aligner.__version__,
        encoder=book.encoder,
        en=Text(en.name, sha256(en.text)),
        ru=Text(ru.name, sha256(ru.text)),
        corrected_sha256=sha256(corrected_text(book, "ru")),
        pairs=len(pairs),
        approved=statuses["approved"],
        rejected=statuses["rejected"],
        open=len(pairs) - statuses["approved"] - statuses["rejected"],
        corrected=sum(corrected(pair) is not pair for pair in pairs),
        commented=sum(bool(review.comment) for review in reviews),
        findings=verdicts.total(),
        confirmed=verdicts["confirmed"],
        ignored=verdicts["ignored"],
        undecided=verdicts["undecided"],
        errors={category: dict(counts) for category, counts in sorted(errors.items())},
        reviewers=tuple(sorted({*book.store.reviewers(), *(r.reviewer for r in reviews if r.reviewer)})),
        first=times[0] if times else "",
        last=times[-1] if times else "",
        operations=book.store.operations(),
    )
