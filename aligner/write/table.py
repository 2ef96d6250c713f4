"""TSV and CSV: the table of `to_pandas`, UTF-8, quoted where a cell needs it."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from aligner.table import COLUMNS, Cell, rows
from aligner.write.files import Rendered

if TYPE_CHECKING:
    from aligner.alignment import Alignment


def render_tsv(alignment: Alignment, level: str) -> Rendered:
    """Tabs between the cells; `pandas.read_csv(path, sep="\\t")` reads it."""
    return _render(alignment, level, "\t")


def render_csv(alignment: Alignment, level: str) -> Rendered:
    """Commas between the cells."""
    return _render(alignment, level, ",")


def _render(alignment: Alignment, level: str, delimiter: str) -> Rendered:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\n")
    writer.writerow(COLUMNS[level])
    writer.writerows([_rounded(cell) for cell in row] for row in rows(alignment, level))
    data = text.getvalue()
    return Rendered(data.encode(errors="replace"), _surrogates(data))


def _rounded(cell: Cell) -> Cell:
    """Four decimals are more than a score or a confidence is good for."""
    return round(cell, 4) if isinstance(cell, float) else cell


def _surrogates(data: str) -> tuple[str, ...]:
    broken = sum("\ud800" <= character <= "\udfff" for character in data)
    return (f"{broken} broken characters (lone surrogates) were written as ?",) if broken else ()
