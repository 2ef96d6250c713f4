"""Files of lines: tab-separated ones, and tables with commas.

Lines are UTF-8, UTF-16 with a byte order mark (what spreadsheets save as "Unicode text"), or a Cyrillic encoding that
shows at the beginning. Bytes that are neither come out as lone surrogates or U+FFFD, and only their line is lost. Blank
lines are passed over.
"""

from __future__ import annotations

import codecs
import csv
import gzip
import io
from collections.abc import Iterator
from itertools import chain, islice
from typing import IO, cast

from aligner.errors import InputError
from aligner.parallel.columns import SEEN, Row, find_columns, units_of_rows
from aligner.parallel.units import Flaw, Found, Given, Source
from aligner.read.encoding import is_damaged_utf8
from aligner.read.guess import codec, guess

UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_SAMPLE = 20_000  # bytes in which the encoding must show


def open_binary(path: Source) -> IO[bytes]:
    """Open a plain file, a .gz one, or what was read already."""
    if isinstance(path, Given):
        return io.BytesIO(path.data)
    return cast(IO[bytes], gzip.open(path, "rb")) if path.suffix.lower() == ".gz" else path.open("rb")


def numbered_lines(path: Source) -> Iterator[tuple[int, str]]:
    """The lines of a file without their ends, numbered from one, blank ones too."""
    with open_binary(path) as file:
        encoding, errors = _encoding(file.read(_SAMPLE))
        file.seek(0)
        with io.TextIOWrapper(file, encoding=encoding, errors=errors) as lines:
            for number, line in enumerate(lines, 1):
                text = line.rstrip("\n")
                yield number, text.replace("\ufffd", "\udcff") if errors == "replace" else text


def read_tsv(path: Source) -> Found:
    """`en<TAB>ru` a line; columns in another order or with others beside them are found by their letters.

    When the first line names columns `en` and `ru`, as in a table that `aligner align` wrote, those are taken, and
    cells in quotation marks are unquoted.
    """
    lines = ((number, line) for number, line in numbered_lines(path) if line.strip())
    first = next(lines, None)
    if first is None:
        return
    names = find_columns([_cells(first[1], "\t")])
    rows: Iterator[Row | Flaw]
    if names and names.names:
        rows = _table(chain([first], lines), "\t")
    else:
        rows = ((number, line.split("\t")) for number, line in chain([first], lines))
    yield from units_of_rows(rows, place="line")


def read_csv(path: Source) -> Found:
    """A table with columns `en` and `ru`, named or to be known by their letters; commas or semicolons between them.

    Raises
    ------
    InputError : no such columns
    """
    lines = ((number, line) for number, line in numbered_lines(path) if line.strip())
    first = [*islice(lines, SEEN)]
    for comma in ",;\t":
        rows = [row[1] for row in _table(iter(first), comma) if not isinstance(row, Flaw)]
        columns = find_columns(rows)
        if columns and columns.sure:
            yield from units_of_rows(_table(chain(first, lines), comma), place="row")
            return
    raise InputError(f"{path}:1: no columns named en and ru; name them in the first line")


def _encoding(sample: bytes) -> tuple[str, str]:
    """Its encoding, and what to do with bytes that are not in it."""
    if sample[:2] in UTF16:
        return "utf-16", "replace"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)  # may end inside a letter
    except UnicodeDecodeError:
        found = [] if is_damaged_utf8(sample) else guess(sample, "ru")
        if len(found) == 1:
            return codec(found[0]), "replace"
    return "utf-8-sig", "surrogateescape"


def _table(lines: Iterator[tuple[int, str]], comma: str) -> Iterator[Row | Flaw]:
    """The rows of a table, whose cells may be in quotation marks and hold line breaks."""
    number = 0

    def read() -> Iterator[str]:
        nonlocal number
        for place, line in lines:
            number = place
            yield line + "\n"

    rows = csv.reader(read(), delimiter=comma)
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield Flaw(number, f"broken table: {error}")
        else:
            if any(row):
                yield number, row


def _cells(line: str, comma: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=comma), [])
    except csv.Error:
        return []
