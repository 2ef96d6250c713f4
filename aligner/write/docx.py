"""DOCX: both texts side by side in a landscape table, for review in a word processor.

A row for each pair or bead: its number with what to know of it in words, the English text, the Russian text. Findings
are comments at the passages that they are about; so is what reviewers say, and what was read where they have corrected
it. Each text is marked with its language, for the spelling checker.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from aligner.highlight import Segment
from aligner.records import Lang, Severity
from aligner.write.archive import EPOCH, repack
from aligner.write.files import Rendered
from aligner.write.flow import paragraphs
from aligner.write.remarks import LOCALES, TOOL, Remark, corrections, marks, remarks, title
from aligner.write.units import Unit, set_aside, units, written
from aligner.write.xml import illegal, legal

if TYPE_CHECKING:
    from docx.document import Document
    from docx.parts.comments import CommentsPart
    from docx.table import Table, _Cell, _Row
    from docx.text.run import Run
    from lxml.etree import _Element

    from aligner.alignment import Alignment

_WIDTHS = (2.2, 11.75, 11.75)  # centimetres, of a page that is 29.7 wide
_NAMES: dict[Lang, str] = {"en": "English", "ru": "Russian"}
_SHADES: dict[Severity, str] = {"error": "FDE6E4", "warning": "FFEFCB", "info": "E4EEFA"}
_HEADER, _RULE, _DOUBTFUL = "F4F6F8", "B8C0CA", "FFEFCB"

_Label = tuple[int, int]  # of a passage: the place of its remark among those of the unit, and its own in the remark


def render(alignment: Alignment, level: str) -> Rendered:
    """The document."""
    from docx import Document

    document = Document()
    _set_page(document, legal(title(alignment)))
    table = _empty_table(document)
    found = units(alignment, level)
    part = document.part._comments_part
    for unit in found:
        _add_row(table, part, unit)
    file = io.BytesIO()
    document.save(file)
    notes = [*set_aside(alignment), *illegal(written(found))]
    return Rendered(repack(file.getvalue()), tuple(notes))


def _set_page(document: Document, heading: str) -> None:
    """A landscape A4 page, letters to read, and a line that says what this is."""
    from docx.enum.section import WD_ORIENT
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Cm, Pt

    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin = section.bottom_margin = Cm(1.8)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(10.5)
    normal.paragraph_format.space_before = normal.paragraph_format.space_after = Pt(2)
    document.add_paragraph().add_run(heading).bold = True
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    footer._p.append(_element("w:fldSimple", instr="PAGE"))
    properties = document.core_properties
    properties.title, properties.author, properties.comments = heading[:255], TOOL, ""
    properties.created = properties.modified = EPOCH


def _empty_table(document: Document) -> Table:
    """The table with only its header, which is repeated on each page."""
    from docx.shared import Cm

    table = document.add_table(rows=1, cols=len(_WIDTHS))
    table.autofit = False
    for column, width in zip(table.columns, _WIDTHS, strict=True):
        column.width = Cm(width)
    borders = _element("w:tblBorders")
    for edge in ("top", "bottom", "insideH", "insideV"):
        borders.append(_element(f"w:{edge}", val="single", sz="4", space="0", color=_RULE))
    table._tbl.tblPr.find(_name("w:tblW")).addnext(borders)  # Word insists on the order
    header = table.rows[0]
    header._tr.get_or_add_trPr().append(_element("w:tblHeader"))
    for cell, name in zip(header.cells, ("№", *_NAMES.values()), strict=True):
        cell.paragraphs[0].add_run(name).bold = True
        _shade(cell._tc.get_or_add_tcPr(), _HEADER)
    made: Table = table
    return made


def _add_row(table: Table, part: CommentsPart, unit: Unit) -> None:
    from docx.shared import Pt

    row: _Row = table.add_row()  # type: ignore[no-untyped-call]
    number, *sides = row.cells
    number.paragraphs[0].add_run(unit.label).bold = True
    for mark in marks(unit):
        number.add_paragraph().add_run(mark).font.size = Pt(9)
    if unit.status == "doubtful":
        _shade(number._tc.get_or_add_tcPr(), _DOUBTFUL)
    said = [*remarks(unit), *corrections(unit)]
    en, ru = (_fill(cell, unit, lang, said) for cell, lang in zip(sides, _NAMES, strict=True))
    for place, remark in enumerate(said):
        if remark.lang:
            runs = [run for run, _ in (en if remark.lang == "en" else ru)]
        else:  # the passage; in the translation, if there is one, or all of the text
            runs = next(filter(None, (_marked(side, place) for side in (ru, en))), [run for run, _ in ru])
        _comment(part, remark, runs)


def _fill(cell: _Cell, unit: Unit, lang: Lang, said: Sequence[Remark]) -> list[tuple[Run, tuple[_Label, ...]]]:
    """Put the text into the cell; its runs, with the passages that they belong to. There is always one."""
    passages = [
        (span, (place, nth))
        for place, remark in enumerate(said)
        if remark.finding
        for nth, span in enumerate(remark.finding.en if lang == "en" else remark.finding.ru)
    ]
    runs = []
    for number, pieces in enumerate(paragraphs(unit.text(lang), passages)):
        paragraph = cell.add_paragraph() if number else cell.paragraphs[0]
        for piece in pieces or [Segment(0, 0, "")]:
            run = paragraph.add_run(legal(piece.text))
            properties = run._r.get_or_add_rPr()
            if piece.labels:
                finding = said[piece.labels[0][0]].finding
                _shade(properties, _SHADES[finding.severity if finding else "info"])
            properties.append(_element("w:lang", val=LOCALES[lang]))
            runs.append((run, piece.labels))
    return runs


def _marked(runs: Sequence[tuple[Run, tuple[_Label, ...]]], place: int) -> list[Run]:
    """The runs of the first passage that a remark is about."""
    return [run for run, labels in runs if (place, 0) in labels]


def _comment(part: CommentsPart, remark: Remark, runs: Sequence[Run]) -> None:
    """As `Document.add_comment`, but with the time of the review, and without looking through all comments again."""
    from docx.text.paragraph import Paragraph

    before = next(part.element.iterchildren(reversed=True), None)  # the length of an element takes time to count
    number = 0 if before is None else int(before.get(_name("w:id"))) + 1
    author = legal(remark.author)
    element = _element("w:comment", id=f"{number}", author=author, initials=author[:1])
    if remark.time:
        element.set(_name("w:date"), f"{remark.time:%Y-%m-%dT%H:%M:%SZ}")
    part.element.append(element)
    paragraph = element.add_p()
    paragraph.get_or_add_pPr().append(_element("w:pStyle", val="CommentText"))
    Paragraph(paragraph, part).add_run(legal(remark.text))
    runs[0].mark_comment_range(runs[-1], number)


def _shade(properties: _Element, colour: str) -> None:
    """Colour the ground of a cell or a run."""
    properties.append(_element("w:shd", val="clear", color="auto", fill=colour))


def _element(name: str, **attributes: str) -> Any:
    """An element of WordprocessingML, for what python-docx has no words."""
    from docx.oxml import OxmlElement

    return OxmlElement(name, attrs={_name(f"w:{key}"): value for key, value in attributes.items()})


def _name(name: str) -> str:
    from docx.oxml.ns import qn

    return qn(name)
