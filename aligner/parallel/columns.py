"""Which columns of a table hold the English and the Russian texts: by their names, else by their letters."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import NamedTuple

from aligner.parallel.units import PRIMARY, Flaw, Found, Unit, language, number, review_of, with_original

SEEN = 50  # rows that are looked at

_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_LATIN = re.compile(r"[A-Za-z]")
_ROLES = re.compile(  # of a header without languages
    r"(?:source|target|original|translation|исходн|оригинал|перевод)\w*(?: \w+)?", re.IGNORECASE
)
_BEFORE = (("en_read", "english before"), ("ru_read", "russian before"))  # in what aligner wrote
_KIND = re.compile(r"(\d{1,4})-(\d{1,4})")

Row = tuple[int, Sequence[str]]  # its number, and its cells


class Columns(NamedTuple):
    """Places of the texts in a row; `names` are those of all columns, if the first row names them.

    `sure`: the columns are named, or their letters show them.
    """

    en: int
    ru: int
    names: tuple[str, ...] = ()
    sure: bool = True


def find_columns(rows: Sequence[Sequence[str]]) -> Columns | None:
    """Look at the first rows of a table; None if they hold no two columns."""
    if not rows or max(map(len, rows)) < 2:
        return None
    header = tuple(cell.strip().lower() for cell in rows[0])
    for names in ([PRIMARY.get(name) for name in header], [language(name) for name in header]):
        if "en" in names and "ru" in names:
            return Columns(names.index("en"), names.index("ru"), header)
    columns = range(max(map(len, rows)))
    cyrillic, latin = ([sum(_count(kind, row, c) for row in rows) for c in columns] for kind in (_CYRILLIC, _LATIN))
    ru = max(columns, key=lambda c: (cyrillic[c] > latin[c], cyrillic[c]))
    en = max((c for c in columns if c != ru), key=lambda c: (latin[c] > cyrillic[c], latin[c], -c))
    if cyrillic[ru] <= latin[ru] or latin[en] <= cyrillic[en]:
        return Columns(0, 1, sure=False)
    named = max(en, ru) < len(rows[0]) and all(_ROLES.fullmatch(rows[0][c].strip()) for c in (en, ru))
    return Columns(en, ru, header if named else ())


def units_of_rows(rows: Iterator[Row | Flaw], *, place: str) -> Found:
    """A unit for each row of a table; `place` is what a row is called.

    A table of beads that `aligner` wrote, and a ladder of hunalign (English, Russian, a number), are known as such.
    """
    first = [*islice(rows, SEEN)]
    cells = [row[1] for row in first if not isinstance(row, Flaw)]
    columns = find_columns(cells)
    if columns is None:
        yield from (row if isinstance(row, Flaw) else _alone(row) for row in chain(first, rows))
        return
    ladder = not columns.names and all(len(row) == 3 and math.isfinite(number(row[2])) for row in cells)
    header = bool(columns.names)
    for row in chain(first, rows):
        if isinstance(row, Flaw):
            yield row
        elif header:
            header = False
        elif len(row[1]) <= max(columns[:2]):
            yield (
                _alone(row)
                if len(row[1]) < 2
                else Flaw(row[0], f"{len(row[1])} columns of {len(columns.names) or 'more'}")
            )
        else:
            unit = _ladder_unit(*row) if ladder else _unit(*row, columns, place)
            if unit:
                yield unit


def _alone(row: Row) -> Flaw:
    return Flaw(row[0], "one column; expected English, a tab, Russian")


def _unit(line: int, cells: Sequence[str], columns: Columns, place: str) -> Unit | None:
    """None for a moved link, whose sentences stand elsewhere, too."""
    named = dict(zip(columns.names, cells, strict=False))
    kind = _KIND.fullmatch(named.get("kind", ""))
    if "pair" in named and named.get("kind") == "moved":
        return None
    status = named.get("status", "").strip().lower()
    unit = Unit(
        line,
        cells[columns.en],
        cells[columns.ru],
        f"{place} {line}",
        confidence=number(named.get("confidence")),
        score=number(named.get("score")) if kind else number(None),
        sizes=(int(kind[1]), int(kind[2])) if kind and "pair" in named else None,
        group=named.get("pair", "") if kind else "",
        review=review_of([named.get("comment", "")], approved=status == "approved", rejected=status == "rejected"),
        unread=frozenset(["findings"] if named.get("findings") else []),
    )
    before = [named.get(table) or named.get(workbook) for table, workbook in _BEFORE]
    return with_original(unit, en=before[0], ru=before[1])


def _ladder_unit(line: int, cells: Sequence[str]) -> Unit:
    """A bead of hunalign: its sentences are joined by " ~~~ ", its score is no probability."""
    en, ru = ("\n".join(map(str.strip, cell.split("~~~"))).strip() for cell in cells[:2])
    sizes = tuple(text.count("\n") + 1 if text else 0 for text in (en, ru))
    return Unit(line, en, ru, f"line {line}", score=number(cells[2]), sizes=(sizes[0], sizes[1]))


def _count(kind: re.Pattern[str], row: Sequence[str], column: int) -> int:
    return len(kind.findall(row[column])) if column < len(row) else 0
