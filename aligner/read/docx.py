"""Word documents: the text as it stands when all tracked changes are accepted, with its tables and notes.

Paragraphs, headings and list items in their order, tables cell by cell, text boxes after the paragraph that holds them,
footnotes and endnotes at the end in the order in which they are referred to. Deleted and hidden text, comments, field
codes, running heads and pictures are left out; the notes of the extract say what could be missed.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from aligner.read.archive import Archive
from aligner.read.blocks import Block, to_extract
from aligner.read.cells import cell_name
from aligner.read.extract import Extract
from aligner.read.xml import attribute, local
from aligner.records import Lang, ParagraphKind

if TYPE_CHECKING:
    from lxml.etree import _Element

WHAT = "a Word document (DOCX)"

_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}
_WITHOUT_TEXT = frozenset({"pPr", "rPr", "sdtPr", "instrText", "delText", "rt", "Fallback", ""})
_DELETED, _INSERTED = frozenset({"del", "moveFrom"}), frozenset({"ins", "moveTo"})
_WRAPPERS = _INSERTED | {"sdt", "sdtContent", "customXml", "smartTag"}
_NOTES = {"footnoteReference": "footnote", "endnoteReference": "endnote"}
_RUNNING = frozenset({"header", "footer"})
_RELATED = _RUNNING | {"officeDocument", "styles", "footnotes", "endnotes"}


@dataclass(frozen=True, slots=True)
class _Style:
    """What a style says of its text; `base` is the style it builds on."""

    kind: ParagraphKind | None
    hidden: bool
    base: str | None


@dataclass(slots=True)
class Word:
    """A document while it is read: its body and styles, and what was met on the way."""

    body: _Element
    styles: Mapping[str, _Style]
    parts: Mapping[str, _Element]
    running: bool
    tracked: int = 0
    hidden: int = 0
    tables: int = 0
    _boxes: list[_Element] = field(default_factory=list)
    _notes: list[tuple[str, str]] = field(default_factory=list)

    def blocks(self, parent: _Element, origin: str = "") -> Iterator[Block]:
        """The paragraphs of a body, a cell, a text box or a note."""
        carried = ""  # text before a paragraph mark that was deleted
        for child in self._inside(parent):
            if local(child) == "tbl":
                yield from self._table(child)
            elif local(child) == "p":
                text = carried + self._text(child)
                if child.find("{*}pPr/{*}rPr/{*}del") is not None:
                    self.tracked += 1
                    carried = text
                    continue
                carried = ""
                yield Block(text, "text" if origin else self._kind(child), origin)
                while self._boxes:
                    yield from self.blocks(self._boxes.pop(0), origin)
        if carried:
            yield Block(carried, None, origin)

    def notes(self) -> Iterator[Block]:
        """The notes that the text has referred to so far."""
        for kind in _NOTES.values():
            there = {attribute(note, "id"): note for note in self.parts.get(f"{kind}s", ()) if local(note) == kind}
            known = [number for where, number in dict.fromkeys(self._notes) if where == kind and number in there]
            for count, number in enumerate(known, 1):
                yield from self.blocks(there[number], f"{kind} {count}")

    def rows(self, table: _Element) -> Iterator[list[tuple[int, _Element]]]:
        """The cells of each row with their columns, from zero; what continues a cell above is left out."""
        for row in self._inside(table):
            if local(row) != "tr":
                continue
            if row.find("{*}trPr/{*}del") is not None:
                self.tracked += 1
                continue
            cells, column = [], _number(row.find("{*}trPr/{*}gridBefore"), 0)
            for cell in self._inside(row):
                if local(cell) == "tc":
                    merged = cell.find("{*}tcPr/{*}vMerge")
                    if merged is None or attribute(merged, "val") == "restart":
                        cells.append((column, cell))
                    column += _number(cell.find("{*}tcPr/{*}gridSpan"), 1)
            yield cells

    def _table(self, table: _Element) -> Iterator[Block]:
        self.tables += 1
        which = f"table {self.tables}, " if self.tables > 1 else ""
        for number, row in enumerate(self.rows(table)):
            for column, cell in row:
                yield from self.blocks(cell, f"{which}cell {cell_name(column, number)}")

    def _inside(self, parent: _Element) -> Iterator[_Element]:
        """The children, and those of what only wraps them."""
        for child in parent:
            tag = local(child)
            if tag in _WRAPPERS:
                self.tracked += tag in _INSERTED
                yield from self._inside(child)
            elif tag in _DELETED:
                self.tracked += 1
            else:
                yield child

    def _text(self, element: _Element) -> str:
        """The text of a paragraph or of a part of one."""
        parts = []
        for child in element:
            tag = local(child)
            if tag == "t":
                parts.append(child.text or "")
            elif tag in _SIGNS:
                parts.append(_SIGNS[tag])
            elif tag in _DELETED:
                self.tracked += 1
            elif tag in _NOTES:
                self._notes.append((_NOTES[tag], attribute(child, "id") or ""))
            elif tag == "txbxContent":
                self._boxes.append(child)
            elif tag == "r" and self._is_hidden(child):
                self.hidden += any(local(part) == "t" and part.text for part in child)
            elif tag not in _WITHOUT_TEXT:
                self.tracked += tag in _INSERTED
                parts.append(self._text(child))
        return "".join(parts)

    def _kind(self, paragraph: _Element) -> ParagraphKind | None:
        properties = paragraph.find("{*}pPr")
        if properties is None:
            return None
        styles = self._style(properties, "pStyle")
        return _kind_of(properties) or next((style.kind for style in styles if style.kind), None)

    def _is_hidden(self, run: _Element) -> bool:
        properties = run.find("{*}rPr")
        if properties is None:
            return False
        vanish = properties.find("{*}vanish")
        if vanish is not None:
            return _is_on(vanish)
        return any(style.hidden for style in self._style(properties, "rStyle"))

    def _style(self, properties: _Element, kind: str) -> Iterator[_Style]:
        """The style that is named there, and those it builds on."""
        named = properties.find(f"{{*}}{kind}")
        name = attribute(named, "val") if named is not None else None
        for _ in self.styles:  # a style that builds on itself ends somewhere, too
            if name is None or name not in self.styles:
                break
            yield self.styles[name]
            name = self.styles[name].base


def read_docx(data: bytes, lang: Lang, *, name: str, encoding: str | None) -> Extract:
    """Read a Word document; its own encoding is known.

    Raises
    ------
    InputError
        It is no DOCX, damaged, or grows too large.
    """
    word = open_word(data, name=name)
    blocks = [*word.blocks(word.body), *word.notes()]
    return to_extract(blocks, remarks(tracked=word.tracked, hidden=word.hidden, running=word.running))


def remarks(*, tracked: int, hidden: int, running: bool) -> list[str]:
    """What a reader of a document with changes, hidden text and running heads should know."""
    said = {
        "has tracked changes; read as if all were accepted": tracked,
        f"{hidden} hidden passage{'s' * (hidden > 1)} left out": hidden,
        "header and footer left out": running,
    }
    return [remark for remark, holds in said.items() if holds]


def _holds_words(element: _Element) -> bool:
    """A header or a footer that holds a page number alone is nothing to speak of."""
    return any(text.isalpha() for part in element.iter("{*}t") for text in part.text or "")


def open_word(data: bytes, *, name: str) -> Word:
    """Open a document; errors as in `read_docx`."""
    archive = Archive(data, name=name, what=WHAT)
    main = dict(_related(archive, "")).get("officeDocument", "word/document.xml")
    document = archive.xml(main)
    related = [(kind, archive.xml(part)) for kind, part in _related(archive, main) if part in archive.names]
    running, parts = any(kind in _RUNNING and _holds_words(part) for kind, part in related), dict(related)
    body = document.find("{*}body")
    styles = {attribute(s, "styleId") or "": _style_of(s) for s in parts.get("styles", ()) if local(s) == "style"}
    return Word(document if body is None else body, styles, parts, running)


def _related(archive: Archive, part: str) -> Iterator[tuple[str, str]]:
    """Kinds and names of related parts: the text itself, its styles, its notes, its running heads."""
    folder, name = posixpath.split(part)
    relations = posixpath.join(folder, "_rels", f"{name}.rels")
    if relations not in archive.names:
        return
    for relation in archive.xml(relations):
        kind = (relation.get("Type") or "").rpartition("/")[2]
        target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target") or "")).lstrip("/")
        if kind in _RELATED and relation.get("TargetMode") != "External":
            yield kind, target


def _style_of(style: _Element) -> _Style:
    named, base = style.find("{*}name"), style.find("{*}basedOn")
    name = (attribute(named, "val") or "").lower() if named is not None else ""
    properties, vanish = style.find("{*}pPr"), style.find("{*}rPr/{*}vanish")
    kind: ParagraphKind | None = "heading" if name.startswith("heading ") or name in ("title", "subtitle") else None
    return _Style(
        kind=kind or (_kind_of(properties) if properties is not None else None),
        hidden=vanish is not None and _is_on(vanish),
        base=attribute(base, "val") if base is not None else None,
    )


def _kind_of(properties: _Element) -> ParagraphKind | None:
    """What paragraph properties say themselves: a level of the outline, a list."""
    if _number(properties.find("{*}outlineLvl"), 9) < 9:
        return "heading"
    return "item" if _number(properties.find("{*}numPr/{*}numId"), 0) > 0 else None


def _is_on(switch: _Element) -> bool:
    return (attribute(switch, "val") or "true").lower() not in ("0", "false", "off", "none")


def _number(element: _Element | None, default: int) -> int:
    value = attribute(element, "val") if element is not None else None
    return int(value) if value is not None and value.isascii() and value.isdigit() and len(value) < 4 else default
