"""TSV and CSV: the table of `to_pandas`, UTF-8, quoted where a cell needs it."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from aligner.table import COLUMNS, Cell, rows
from aligner.write.files import Rendered, utf8
from aligner.write.units import uncorrected

if TYPE_CHECKING:
    from aligner.alignment import Alignment

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_MARK = "\ufeff"


def render_tsv(alignment: Alignment, level: str, *, excel: bool = False) -> Rendered:
    """Tabs between the cells; `pandas.read_csv(path, sep="\\t")` reads it.

    `excel` is for spreadsheets: a byte order mark, by which they know UTF-8, and an apostrophe before texts that they
    would take for a formula.
    """
    return _render(alignment, level, "\t", excel)


def render_csv(alignment: Alignment, level: str, *, excel: bool = False) -> Rendered:
    """Commas between the cells; else as `render_tsv`."""
    return _render(alignment, level, ",", excel)


def _render(alignment: Alignment, level: str, delimiter: str, excel: bool) -> Rendered:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\n")
    writer.writerow(COLUMNS[level])
    guarded = 0
    for row in rows(alignment, level):
        cells = [_rounded(cell) for cell in row]
        if excel:
            risky = [isinstance(cell, str) and cell.startswith(_FORMULA) for cell in cells]
            cells = [f"'{cell}" if risk else cell for cell, risk in zip(cells, risky, strict=True)]
            guarded += sum(risky)
        writer.writerow(cells)
    data, notes = utf8(_MARK * excel + text.getvalue())
    notes += uncorrected(alignment, level)
    if guarded:
        notes.append(f"{guarded} cells begin like a formula and have an apostrophe before them")
    return Rendered(data, tuple(notes))


def _rounded(cell: Cell) -> Cell:
    """Four decimals are more than a score or a confidence is good for."""
    return round(cell, 4) if isinstance(cell, float) else cell
