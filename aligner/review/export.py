"""What leaves a project: the alignment as it is now, in every format that aligner writes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import PurePath

from aligner.errors import FormatError
from aligner.formats import Format
from aligner.review.book import Book
from aligner.write import FORMATS, find_format, render

COMPLETE = ("jsonl", "beads")  # formats that hold every sentence of both texts, or are damaged


@dataclass(frozen=True, slots=True)
class File:
    """A file to download."""

    name: str
    data: bytes


def formats() -> Iterator[tuple[Format, bool]]:
    """The formats, and whether they can hold the approved pairs alone."""
    return ((format, format.name not in COMPLETE) for format in FORMATS.values())


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
    name = f"{PurePath(alignment.en.name).stem}{'.approved' if approved else ''}{found.suffix}"
    return File(name, render(alignment, found, level=level or None).data)
