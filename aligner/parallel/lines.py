"""Files of lines: tab-separated ones, tables with a header, and Moses pairs (one language a file).

Lines are UTF-8, or UTF-16 with a byte order mark (what spreadsheets save as "Unicode text"). Bytes that are neither
come out as lone surrogates or U+FFFD, and only their line is lost. Blank lines are passed over.
"""

from __future__ import annotations

import codecs
import csv
import gzip
import io
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path
from typing import IO, cast

from aligner.errors import InputError
from aligner.parallel.units import Flaw, Found, Unit

UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def open_binary(path: Path) -> IO[bytes]:
    """Open a plain file or a .gz one for reading."""
    return cast(IO[bytes], gzip.open(path, "rb")) if path.suffix.lower() == ".gz" else path.open("rb")


def numbered_lines(path: Path) -> Iterator[tuple[int, str]]:
    """The lines of a file without their ends, numbered from one, blank ones too."""
    with open_binary(path) as file:
        mark = file.read(2)
        file.seek(0)
        utf16 = mark in UTF16
        encoding, errors = ("utf-16", "replace") if utf16 else ("utf-8-sig", "surrogateescape")
        with io.TextIOWrapper(file, encoding=encoding, errors=errors) as lines:
            for number, line in enumerate(lines, 1):
                text = line.rstrip("\n")
                yield number, text.replace("\ufffd", "\udcff") if utf16 else text


def read_tsv(path: Path) -> Found:
    """`en<TAB>ru` a line, further columns ignored.

    When the first line names columns `en` and `ru`, as in a table that `aligner align` wrote, those are taken, and
    cells in quotation marks are unquoted.
    """
    lines = numbered_lines(path)
    first = next(((number, line) for number, line in lines if line.strip()), None)
    if first is None:
        return
    if {"en", "ru"} <= set(_cells(first[1], "\t")):
        yield from _table(first[1], lines, "\t")
        return
    yield _columns(*first)
    for number, line in lines:
        if line.strip():
            yield _columns(number, line)


def read_csv(path: Path) -> Found:
    """A table whose first line names columns `en` and `ru`; commas or semicolons between the cells.

    Raises
    ------
    InputError : no such columns
    """
    lines = numbered_lines(path)
    _, header = next(lines, (1, ""))
    for comma in ",;":
        if {"en", "ru"} <= set(_cells(header, comma)):
            yield from _table(header, lines, comma)
            return
    raise InputError(f"{path}:1: no columns named en and ru; name them in the first line")


def read_moses(en: Path, ru: Path) -> Found:
    """Two files of which line n of one translates line n of the other.

    Raises
    ------
    InputError : one of them has more lines
    """
    for left, right in zip_longest(numbered_lines(en), numbered_lines(ru)):
        if left is None or right is None:
            longer, shorter, line = (ru, en, right) if left is None else (en, ru, left)
            raise InputError(f"{longer}:{line[0]}: {shorter} has no such line; the two must match line for line")
        if left[1].strip() or right[1].strip():
            yield Unit(left[0], left[1], right[1])


def _columns(number: int, line: str) -> Unit | Flaw:
    columns = line.split("\t")
    if len(columns) < 2:
        return Flaw(number, "one column; expected English, a tab, Russian")
    return Unit(number, columns[0], columns[1])


def _table(header: str, lines: Iterator[tuple[int, str]], comma: str) -> Found:
    names = _cells(header, comma)
    en, ru = names.index("en"), names.index("ru")
    for number, line in lines:
        if line.strip():
            cells = _cells(line, comma)
            if len(cells) > max(en, ru):
                yield Unit(number, cells[en], cells[ru])
            else:
                yield Flaw(number, f"{len(cells)} columns of {len(names)}")


def _cells(line: str, comma: str) -> list[str]:
    return next(csv.reader([line], delimiter=comma), [])
