"""XLSX: a row for each pair or bead, to sort, filter and work through in a spreadsheet.

Status is chosen from a list, confidence is coloured from red to green, findings stand in a column and as notes at the
text that they are about. A cell is text whatever it begins with: no formula, no link. Excel takes 32,767 characters in
a cell; what is longer is cut there, and it is said how many cells were.
"""

from __future__ import annotations

import io
import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from aligner.defaults import DEFAULTS
from aligner.errors import FormatError
from aligner.table import kinds
from aligner.write.archive import EPOCH
from aligner.write.files import Rendered
from aligner.write.flow import lines
from aligner.write.remarks import TOOL, Remark, marks, remarks, title
from aligner.write.units import Unit, set_aside, units, written
from aligner.write.xml import illegal, legal

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

    from aligner.alignment import Alignment

COLUMNS = {  # widths in characters
    "№": 7,
    "English": 50,
    "Russian": 50,
    "Status": 10,
    "Confidence": 11,
    "Marks": 14,
    "Beads": 10,
    "Findings": 36,
    "Comment": 24,
    "English before": 24,
    "Russian before": 24,
}
_EN, _RU, _STATUS, _CONFIDENCE = 1, 2, 3, 4
_STATES = ("open", "approved", "rejected")
_LONGEST = 32_767  # UTF-16 units that Excel takes in a cell
_ROWS = 1_048_575  # that Excel takes below a header
_LINE, _HIGHEST = 15, 409  # points: a line of text, the highest row


def render(alignment: Alignment, level: str) -> Rendered:
    """The workbook, with one sheet; FormatError where it has more rows than Excel can hold."""
    from xlsxwriter import Workbook

    found = units(alignment, level)
    if len(found) > _ROWS:
        raise FormatError(f"xlsx holds {_ROWS:,} rows, and this has {len(found):,}; write csv or parquet")
    file = io.BytesIO()
    with Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": legal(title(alignment))[:255], "author": TOOL, "created": EPOCH})
        sheet = book.add_worksheet("English–Russian")
        _set_up(book, sheet, found)
        cut = sum(_write_row(sheet, row, unit) for row, unit in enumerate(found, 1))
    notes = [*set_aside(alignment), *illegal(written(found))]
    if cut:
        notes.append(f"{cut} cells were cut at {_LONGEST:,} characters, the most that Excel takes")
    return Rendered(file.getvalue(), tuple(notes))


def _set_up(book: Workbook, sheet: Worksheet, found: Sequence[Unit]) -> None:
    """Header, widths, filter, list of states, colours; printed on pages that are as wide as the table."""
    rows = len(found)
    unused = {
        "English before": all(unit.read_en is None for unit in found),
        "Russian before": all(unit.read_ru is None for unit in found),
    }
    header = book.add_format({"bold": True, "bg_color": "#E4EEFA", "bottom": 1, "valign": "top"})
    text = book.add_format({"text_wrap": True, "valign": "top"})
    number = book.add_format({"num_format": "0.00", "valign": "top"})
    for column, (name, width) in enumerate(COLUMNS.items()):
        hidden = {"hidden": unused.get(name, False)}
        sheet.set_column(column, column, width, number if column == _CONFIDENCE else text, hidden)
        sheet.write_string(0, column, name, header)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, rows, len(COLUMNS) - 1)
    sheet.data_validation(1, _STATUS, max(rows, 1), _STATUS, {"validate": "list", "source": [*_STATES]})
    scale: dict[str, object] = {"type": "3_color_scale"}
    for name, value, colour in (("min", 0, "#F8A9A0"), ("mid", DEFAULTS.doubtful, "#FFE699"), ("max", 1, "#C6E8CC")):
        scale |= {f"{name}_type": "num", f"{name}_value": value, f"{name}_color": colour}
    sheet.conditional_format(1, _CONFIDENCE, max(rows, 1), _CONFIDENCE, scale)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_comments_author(TOOL)


def _write_row(sheet: Worksheet, row: int, unit: Unit) -> int:
    """How many cells had to be cut."""
    said = remarks(unit)
    cells = {
        "№": unit.label,
        "English": lines(unit.en),
        "Russian": lines(unit.ru),
        "Status": unit.review.status if unit.review else "open",
        "Marks": ", ".join(marks(unit)),
        "Beads": kinds(unit.beads),
        "Findings": "\n".join(remark.text for remark in said if remark.finding),
        "Comment": "\n".join(remark.text for remark in said if not remark.finding),
        "English before": lines(unit.read_en or ""),
        "Russian before": lines(unit.read_ru or ""),
    }
    if not math.isnan(unit.confidence):
        sheet.write_number(row, _CONFIDENCE, round(unit.confidence, 4))
    sheet.set_row(row, _height(cells))
    for column, name in enumerate(COLUMNS):
        if text := legal(cells.get(name, "")):
            sheet.write_string(row, column, _cut(text))
    for column, texts in _at_cells(said).items():
        sheet.write_comment(row, column, _cut(legal("\n".join(texts))), {"x_scale": 2})
    return sum(_cut(legal(text)) != legal(text) for text in cells.values())


def _at_cells(said: Sequence[Remark]) -> dict[int, list[str]]:
    """Findings by the column of the text that they are about: the translation, unless they mark only the original."""
    found: dict[int, list[str]] = {}
    for remark in said:
        if remark.finding:
            column = _EN if remark.finding.en and not remark.finding.ru else _RU
            found.setdefault(column, []).append(remark.text)
    return found


def _height(cells: Mapping[str, str]) -> float:
    """In points. Excel would find it out by itself, LibreOffice would not."""
    lines = max(sum(1 + len(line) // COLUMNS[name] for line in text.split("\n")) for name, text in cells.items())
    return min(lines * _LINE, _HIGHEST)


def _cut(text: str) -> str:
    """As much as a cell takes; a character beyond the first 65,536 counts as two."""
    return text.encode("utf-16-le")[: 2 * _LONGEST].decode("utf-16-le", "ignore") if len(text) > _LONGEST // 2 else text
