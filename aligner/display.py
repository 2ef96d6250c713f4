"""An alignment for the eye: one line, a table for the terminal, a table for a notebook."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING, Any

from aligner.check.listing import counted
from aligner.notebook import PLAIN_TEXT, boxed, html_table, numbered
from aligner.page.people import share
from aligner.pairs import is_doubtful
from aligner.table import COLUMNS, kinds, rows, to_pandas

if TYPE_CHECKING:
    from pandas.io.formats.style import Styler
    from rich.table import Table

    from aligner.alignment import Alignment
    from aligner.table import Cell

_SHOWN = 600  # characters of a paragraph in the preview
_SAYS_NOTHING = ["", "[]", "open"]
_DOUBTFUL, _ALONE = "color:#704400;background:#ffefcb", "color:#1f4c7e;background:#e4eefa"


def summary(alignment: Alignment) -> str:
    """One line: pairs, beads by kind, how many to look at, how many moved (if any), the findings, the encoder."""
    pairs, beads = alignment.pairs, alignment.beads
    doubtful = sum(is_doubtful(pair) for pair in pairs)
    unpaired = sum(pair.is_unpaired for pair in pairs)
    found = f"{counted(alignment)}, " if alignment.is_checked else ""
    moved = f"{_count(len(alignment.moved), 'moved link')}, " if alignment.moved else ""
    by = f"model {alignment.encoder}" if alignment.encoder else "links as given"
    return (
        f"{_count(len(pairs), 'pair')}, {_count(len(beads), 'bead')} ({kinds(beads)}), "
        f"{doubtful} doubtful, {unpaired} unpaired, {moved}{found}{by}"
    )


def terminal_table(alignment: Alignment, level: str = "paragraph") -> Table:
    """Both sides next to each other, for rich; doubtful and unpaired rows carry the word, not just a colour.

    The first column counts from one, as people do. What was moved names the rows where its other side stands.
    """
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.HORIZONTALS, show_lines=True, expand=True, pad_edge=False)
    table.add_column("№  confidence\nbeads", no_wrap=True)
    table.add_column("English", ratio=1)
    table.add_column("Russian", ratio=1)
    for number, row in enumerate(_records(alignment, level), 1):
        lines = [f"{number}  {_confidence(row)}", *str(row["kinds"]).split(", "), *_marks(row)]
        table.add_row(
            Text("\n".join(lines), style="bold yellow" if row["doubtful"] else ""),
            Text(printable(str(row["en"]))),
            Text(printable(str(row["ru"]))),
        )
    return table


def html(alignment: Alignment) -> str:
    """The first pairs as an HTML table for a notebook; styles inline, everything escaped."""
    records = (
        (
            numbered(number),
            escape(_beginning(str(row["en"]))),
            escape(_beginning(str(row["ru"]))),
            ", ".join(f'<span style="white-space:nowrap">{kind}</span>' for kind in str(row["kinds"]).split(", ")),
            "<br>".join(map(escape, [_confidence(row), *_marks(row)])),
        )
        for number, row in enumerate(_records(alignment, "paragraph"))
    )
    heads = ("pair", "English", "Russian", "beads", "confidence")
    return boxed(
        f"<p>{escape(str(alignment))}</p>{html_table(heads, records, len(alignment), 'pair', whole='al.style()')}"
    )


def _beginning(text: str) -> str:
    """What a preview shows of a text; the whole is in the pair."""
    return text if len(text) <= _SHOWN else text[:_SHOWN].rstrip() + "…"


def styler(alignment: Alignment, level: str = "paragraph") -> Styler:
    """The table of `to_pandas` for a notebook: texts wrapped, doubtful rows yellow, unpaired ones blue.

    Pairs count from one here. Columns that say nothing of any row are left out.
    """
    table = to_pandas(alignment, level)
    alone = table["en"].eq("") | table["ru"].eq("")
    colours = [
        _DOUBTFUL if doubtful else _ALONE if single else ""
        for doubtful, single in zip(table["doubtful"], alone, strict=True)
    ]
    shapes: dict[Any, Any] = {name: "{:.2f}" if dtype == "float64" else "{}" for name, dtype in COLUMNS[level].items()}
    shapes |= {lang: f'<span lang="{lang}">{{}}</span>' for lang in ("en", "ru")}
    shapes |= {"pair": _from_one, "moved": lambda there: ", ".join(map(_from_one, json.loads(there)))}
    left = {"text-align": "left", "vertical-align": "top"}
    wide = table.columns.intersection(["en", "ru", "findings"])
    spans = table.columns[table.columns.str.endswith(("_paragraphs", "_sentences"))]
    words = [name for name, dtype in COLUMNS[level].items() if dtype == "string" and name not in ("en", "ru")]
    empty = [name for name in words if table[name].isin(_SAYS_NOTHING).all()]
    return (
        table.style.apply(lambda column: colours, axis=0)
        .format(shapes, escape="html")
        .set_table_attributes(f'class="{PLAIN_TEXT}"')
        .set_table_styles([{"selector": "th", "props": [*left.items()]}])
        .set_properties(subset=wide, **{"white-space": "normal", "min-width": "16em"})
        .set_properties(subset=table.columns, **left)
        .hide(axis="index")
        .hide(axis="columns", subset=spans.union(empty))
    )


def _from_one(number: int) -> str:
    return str(number + 1)


def printable(text: str) -> str:
    """Control characters made visible: a text must not steer the terminal."""
    return "".join("\N{REPLACEMENT CHARACTER}" if unicodedata.category(c) in ("Cc", "Cs") else c for c in text)


def _records(alignment: Alignment, level: str) -> Iterator[dict[str, Cell]]:
    """Rows by column name; `see` counts rows from one, `kind` names the beads at both levels; and `checks`."""
    elsewhere = _rows_that_share(alignment) if level == "sentence" and alignment.moved else {}
    for number, row in enumerate(rows(alignment, level)):
        record = dict(zip(COLUMNS[level], row, strict=True))
        there = json.loads(str(record["moved"])) if level == "paragraph" else elsewhere.get(number, [])
        see = ", ".join(str(other + 1) for other in there)
        found = alignment.pairs[number].findings if level == "paragraph" else ()
        checks = ", ".join(dict.fromkeys(finding.check for finding in found))
        yield record | {"kinds": record["beads" if level == "paragraph" else "kind"], "see": see, "checks": checks}


def _rows_that_share(alignment: Alignment) -> dict[int, list[int]]:
    """For each row of a moved link those of its sentences, and for theirs the one of the link."""
    held = [
        {*json.loads(str(row[1])), *(-1 - j for j in json.loads(str(row[2])))} for row in rows(alignment, "sentence")
    ]
    last: dict[int, list[int]] = {}
    for number, sentences in enumerate(held):
        for sentence in sentences:
            last.setdefault(sentence, []).append(number)
    return {
        number: sorted({other for sentence in sentences for other in last[sentence]} - {number})
        for number, sentences in enumerate(held)
    }


def _marks(row: dict[str, Cell]) -> list[str]:
    alone = not row["en"] or not row["ru"]
    moved = [f"⇄ moved: see {row['see']}"] * bool(row["see"])
    found = [f"⚑ {row['checks']}"] * bool(row["checks"])
    return ["? doubtful"] * bool(row["doubtful"]) + ["! unpaired"] * alone + moved + found


def _confidence(row: dict[str, Cell]) -> str:
    return share(float(row["confidence"]))


def _count(n: int, noun: str) -> str:
    return f"{n:,} {noun}{'' if n == 1 else 's'}"
