"""PDF files with a text layer: their printed lines, which `aligner.read.print` makes paragraphs of."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from aligner.errors import InputError
from aligner.read.blocks import to_extract
from aligner.read.extract import Extract
from aligner.read.foreign import one_line
from aligner.read.print import PrintedLine, paragraphs, without_running_heads
from aligner.records import Lang

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader


def read_pdf(data: bytes, lang: Lang, *, name: str, encoding: str | None) -> Extract:
    """Read a PDF: lines and divided words joined, running heads and page numbers left out.

    Raises
    ------
    InputError
        It is no PDF, damaged, protected by a password, or has no text layer.
    """
    from pypdf import PdfReader

    with one_line(name, "PDF"):
        reader = PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not _opens(reader):
            raise InputError(f"{name}: encrypted; save it without a password first")
        pages = [_lines(page, number) for number, page in enumerate(reader.pages, 1)]
    if not any(pages):
        raise InputError(f"{name}: no text layer (scanned pages?); recognise its text (OCR) first")
    kept, left_out = without_running_heads(pages)
    notes = [f"{left_out} running heads and page numbers left out"] if left_out else []
    return to_extract(paragraphs(kept), notes)


def _opens(reader: PdfReader) -> bool:
    """Whether it can be read without a password, as those that only forbid printing can."""
    from pypdf.errors import DependencyError

    try:
        return bool(reader.decrypt(""))
    except DependencyError:
        return False


def _lines(page: PageObject, number: int) -> list[PrintedLine]:
    """The lines of a page that are not blank, in the order of the file."""
    lines: list[PrintedLine] = []
    parts: list[str] = []
    place: tuple[float, float, float] | None = None

    def end_line() -> None:
        nonlocal place
        text = "".join(parts).strip()
        if text and place is not None:
            lines.append(PrintedLine(text, *place, number))
        parts.clear()
        place = None

    def visit(text: str, cm: list[float], tm: list[float], font: Any, size: float) -> None:
        nonlocal place
        for count, piece in enumerate(text.split("\n")):
            if count:
                end_line()
            if piece.strip() and place is None:
                x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
                y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
                scale = abs(tm[3] * cm[3]) or 1.0
                place = x, y, round(size * scale, 1)
            parts.append(piece)

    page.extract_text(visitor_text=visit)
    end_line()
    return lines
