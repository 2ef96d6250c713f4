"""Word documents (DOCX) with English and Russian side by side: the tables that have two columns of text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from aligner.errors import InputError
from aligner.parallel.columns import SEEN, Row, find_columns, units_of_rows
from aligner.parallel.units import Found, Source
from aligner.read.docx import open_word


def read_docx_tables(path: Source) -> Found:
    """A unit for each row of each table with an English and a Russian column.

    Raises
    ------
    InputError : it is no DOCX, damaged, grows too large, or has no such table
    """
    word = open_word(path.read_bytes() if isinstance(path, Path) else path.data, name=str(path))
    tables = [table for table in word.body.iter("{*}tbl") if next(table.iterancestors("{*}tbl"), None) is None]
    number, found = 0, False
    for table in tables:
        rows: list[Row] = []
        for cells in word.rows(table):
            number += 1
            texts: list[str] = []
            for column, cell in cells:
                texts += [""] * (column - len(texts))
                texts.append("\n".join(block.text.strip() for block in word.blocks(cell) if block.text.strip()))
            rows.append((number, texts))
        columns = find_columns([texts for _, texts in rows[:SEEN]])
        if columns and columns.sure:
            found = True
            yield from units_of_rows(_filled(rows), place="row")
    if not found:
        raise InputError(
            f"{path}: no table with an English and a Russian column; give two documents, or one with both side by side"
        )


def _filled(rows: list[Row]) -> Iterator[Row]:
    return (row for row in rows if any(row[1]))
