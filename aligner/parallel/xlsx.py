"""Workbooks (XLSX): the first sheet that has an English and a Russian column."""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from aligner.errors import InputError
from aligner.parallel.columns import SEEN, Row, find_columns, units_of_rows
from aligner.parallel.units import Found, Source
from aligner.read.archive import Archive
from aligner.read.foreign import one_line

_COLUMNS, _ROWS = 50, 1_048_576  # that are looked at
_PROLOG = 10_000  # bytes before the first element
WHAT = "a workbook (XLSX)"


def read_xlsx(path: Source) -> Found:
    """A unit for each row; formulas count as the value that was last computed.

    Raises
    ------
    InputError : it is no workbook, damaged, grows too large, or no sheet has an English and a Russian column
    """
    for rows in sheets(path):
        columns = find_columns([cells for _, cells in rows[:SEEN]])
        if columns and columns.sure:
            yield from units_of_rows(iter(rows), place="row")
            return
    raise InputError(f"{path}: no sheet with an English and a Russian column; put the texts side by side")


def sheets(path: Source) -> list[list[Row]]:
    """The sheets of a workbook as rows with their numbers, but those that are empty.

    Raises
    ------
    InputError : it is no workbook, damaged, or grows too large
    """
    from openpyxl import load_workbook

    name = str(path)
    data = path.read_bytes() if isinstance(path, Path) else path.data
    archive = Archive(data, name=name, what=WHAT)
    for part in sorted(part for part in archive.names if part.endswith((".xml", ".rels"))):
        if b"<!DOCTYPE" in archive.read(part)[:_PROLOG].replace(b"\0", b""):  # of UTF-16, too
            raise InputError(f"{name}: {part} in it declares a document type, which no workbook does")
    with one_line(name, "workbook"):
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        found = []
        for sheet in book.worksheets:
            sheet.reset_dimensions()  # what a sheet says of its size need not be true
            found.append([*_rows(sheet.iter_rows(values_only=True, max_col=_COLUMNS))])
        book.close()
    return found


def _rows(rows: Iterator[tuple[object, ...]]) -> Iterator[Row]:
    for number, row in enumerate(islice(rows, _ROWS), 1):
        if any(row):
            yield number, ["" if value is None else str(value) for value in row]
