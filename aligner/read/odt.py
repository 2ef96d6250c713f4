"""OpenDocument texts: the text as it stands when all tracked changes are accepted, with its tables and notes.

In order as in `aligner.read.docx`. Deleted and hidden text, comments and running heads are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from aligner.errors import InputError
from aligner.read.archive import Archive
from aligner.read.blocks import Block, to_extract
from aligner.read.cells import cell_name
from aligner.read.docx import remarks
from aligner.read.extract import Extract
from aligner.read.xml import attribute, local
from aligner.records import Lang, ParagraphKind

if TYPE_CHECKING:
    from lxml.etree import _Element

WHAT = "an OpenDocument text (ODT)"

_WITHOUT_TEXT = frozenset({"annotation", "annotation-end", "tracked-changes", "ruby-text", "note-citation", ""})
_SHAPES = frozenset({"custom-shape", "rect", "ellipse", "circle", "path", "polygon"})
_HIDDEN = frozenset({"hidden-text", "hidden-paragraph"})
_RUNNING = tuple(f"{{*}}{head}{pages}" for head in ("header", "footer") for pages in ("", "-left", "-first"))
_MOST = 1000  # repetitions of a space or a cell that are believed


@dataclass(slots=True)
class _Odt:
    """A document while it is read."""

    hidden_styles: frozenset[str]
    hidden: int = 0
    tables: int = 0
    _boxes: list[_Element] = field(default_factory=list)
    _notes: dict[str, list[_Element]] = field(default_factory=lambda: {"footnote": [], "endnote": []})

    def blocks(self, parent: _Element, origin: str = "", kind: ParagraphKind | None = None) -> Iterator[Block]:
        """The paragraphs of a body, a section, a list, a cell, a text box or a note."""
        for child in parent:
            tag = local(child)
            if tag in _WITHOUT_TEXT:
                continue
            if self._is_hidden(child):
                self.hidden += any(text.strip() for text in child.itertext())
            elif tag in ("p", "h"):
                heading: ParagraphKind | None = "heading" if tag == "h" else kind
                yield Block(self._text(child), "text" if origin else heading, origin)
                while self._boxes:
                    yield from self.blocks(self._boxes.pop(0), origin)
            elif tag == "table":
                yield from self._table(child)
            elif tag not in ("sequence-decls", "variable-decls", "user-field-decls"):
                yield from self.blocks(child, origin, "item" if tag == "list-item" else kind)

    def notes(self) -> Iterator[Block]:
        """The notes that were met so far."""
        for kind, bodies in self._notes.items():
            for number, body in enumerate(bodies, 1):
                yield from self.blocks(body, f"{kind} {number}")

    def _table(self, table: _Element) -> Iterator[Block]:
        self.tables += 1
        which = f"table {self.tables}, " if self.tables > 1 else ""
        for number, row in enumerate(row for row in table.iter("{*}table-row") if _table_of(row) is table):
            column = 0
            for cell in row:
                yield from self.blocks(cell, f"{which}cell {cell_name(column, number)}")
                column += _times(cell, "number-columns-repeated")

    def _text(self, element: _Element) -> str:
        """The text of a paragraph or of a part of one."""
        parts = [element.text or ""]
        for child in element:
            parts += [self._part(child), child.tail or ""]
        return "".join(parts)

    def _part(self, child: _Element) -> str:
        tag = local(child)
        if tag == "s":
            return " " * _times(child, "c")
        if tag in ("tab", "line-break"):
            return "\t" if tag == "tab" else "\n"
        if tag == "note":
            body = child.find("{*}note-body")
            if body is not None:
                self._notes["endnote" if attribute(child, "note-class") == "endnote" else "footnote"].append(body)
            return ""
        if tag == "frame" or tag in _SHAPES:  # beside a text box, a frame holds pictures and what is said of them
            self._boxes += child.iterfind("{*}text-box") if tag == "frame" else [child]
            return ""
        if tag in _HIDDEN or self._is_hidden(child):
            self.hidden += 1
            return ""
        return "" if tag in _WITHOUT_TEXT else self._text(child)

    def _is_hidden(self, element: _Element) -> bool:
        named = attribute(element, "style-name") in self.hidden_styles
        return named or (local(element) == "section" and attribute(element, "display") == "none")


def read_odt(data: bytes, lang: Lang, *, name: str, encoding: str | None) -> Extract:
    """Read an OpenDocument text; its own encoding is known.

    Raises
    ------
    InputError
        It is no ODT, damaged, encrypted, or grows too large.
    """
    archive = Archive(data, name=name, what=WHAT)
    content = archive.xml("content.xml")
    text = content.find("{*}body/{*}text")
    if text is None:
        raise InputError(f"{name}: not {WHAT}, but another OpenDocument file; give a text document")
    parts = [content, *(archive.xml(part) for part in ("styles.xml",) if part in archive.names)]
    hidden = {
        attribute(style, "name")
        for part in parts
        for style in part.iter("{*}style")
        if any(attribute(p, "display") == "none" for p in style.iterfind("{*}text-properties"))
    }
    odt = _Odt(frozenset(filter(None, hidden)))
    blocks = [*odt.blocks(text), *odt.notes()]
    changes = text.find("{*}tracked-changes")
    heads = (head for part in parts for head in part.iter(*_RUNNING))
    running = any(map(str.isalpha, "".join(str(text) for head in heads for text in head.itertext())))
    said = remarks(tracked=0 if changes is None else len(changes), hidden=odt.hidden, running=running)
    return to_extract(blocks, said)


def _table_of(row: _Element) -> _Element | None:
    """The table that a row belongs to: its rows may stand in groups."""
    return next((parent for parent in row.iterancestors() if local(parent) == "table"), None)


def _times(element: _Element, name: str) -> int:
    value = attribute(element, name) or "1"
    return min(int(value), _MOST) if value.isascii() and value.isdigit() and len(value) < 9 else 1
