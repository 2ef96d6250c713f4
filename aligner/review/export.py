"""What leaves a project: the alignment as it is now, in every format that aligner writes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import PurePath

from aligner.errors import FormatError
from aligner.formats import Format
from aligner.pairs import corrected
from aligner.records import Lang
from aligner.review.book import Book
from aligner.write import FORMATS, find_format, render

COMPLETE = ("jsonl", "beads")  # formats that hold every sentence of both texts, or are damaged

#: What can be downloaded, most wanted first: headings and formats, all that there are.
GROUPS = {
    "To read and pass on": ("html", "docx", "xlsx", "book", "epub"),
    "For CAT tools": ("tmx", "xliff", "xliff12"),
    "For programs": ("jsonl", "csv", "tsv", "parquet", "beads", "moses"),
}


@dataclass(frozen=True, slots=True)
class File:
    """A file to download."""

    name: str
    data: bytes


def formats() -> Iterator[tuple[str, list[tuple[Format, bool]]]]:
    """The formats under their headings, and whether they can hold the approved pairs alone."""
    for heading, names in GROUPS.items():
        yield heading, [(FORMATS[name], name not in COMPLETE) for name in names]


def translation(book: Book, lang: Lang) -> File:
    """One of the texts with all corrections, as plain text: paragraphs with an empty line between them."""
    name = PurePath(book.documents[lang == "ru"].name)
    return File(f"{name.stem}.corrected.txt", corrected_text(book, lang).encode("utf-8", "replace"))


def corrected_text(book: Book, lang: Lang) -> str:
    """The text of one side as it is now."""
    sides = (corrected(row.pair).en if lang == "en" else corrected(row.pair).ru for row in book.rows)
    return "\n\n".join(side for side in sides if side)


def rendered(book: Book, format: str, level: str | None = None, *, approved: bool = False) -> File:
    """The alignment in a format, all of it or the approved pairs alone.

    Raises
    ------
    FormatError
        No such format or level; or the format can't do without the rest.
    """
    found = find_format(format)
    if approved and found.name in COMPLETE:
        raise FormatError(f"{found.name} holds every sentence of both texts; it can't hold the approved pairs alone")
    alignment = book.alignment
    if approved:
        kept = (pair for pair in alignment.pairs if pair.review and pair.review.status == "approved")
        alignment = replace(alignment, pairs=tuple(kept), moved=())
    name = f"{PurePath(alignment.en.name).stem}.{'approved' if approved else 'reviewed'}{found.suffix}"
    return File(name, render(alignment, found, level=level or None).data)
