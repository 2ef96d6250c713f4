"""`aligner formats`: what can be read and written."""

from __future__ import annotations

import json

import click

from aligner.cli.terminal import print_columns
from aligner.formats import TABLE, Format


@click.command(short_help="List what can be read and written.")
@click.option("--json", "as_json", is_flag=True, help="Print the table as JSON.")
def formats(as_json: bool) -> None:
    """List the formats: their suffixes, what is read and written.

    "text" is one side of a translation, for `align`; "pairs" are texts with their translations, for the commands that
    take an alignment, and for `train`. A format is written at the levels that are named.
    """
    if as_json:
        click.echo(json.dumps([_record(format) for format in TABLE], indent=2))
        return
    rows = [
        (
            format.name,
            " ".join(format.suffixes + format.also),
            ", ".join(_reads(format)) or "-",
            ", ".join(format.levels) or "-",
            format.what + (f"; needs {format.needs}" if format.needs else ""),
        )
        for format in TABLE
    ]
    print_columns([("format", "suffix", "reads", "writes", "what it is"), *rows])


def _reads(format: Format) -> list[str]:
    return [role for role in ("text", "pairs") if getattr(format, role)]


def _record(format: Format) -> dict[str, str | list[str]]:
    return {
        "name": format.name,
        "suffixes": [*format.suffixes],
        "read_only_suffixes": [*format.also],
        "reads": _reads(format),
        "writes": [*format.levels],
        "needs": format.needs,
        "what": format.what,
    }
