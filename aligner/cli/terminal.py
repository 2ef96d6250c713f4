"""What the commands say and print: data on standard output, everything said about it on standard error."""

from __future__ import annotations

import contextlib
import io
import json
import logging
import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from rich.table import Table

_WIDTHS = (60, 200)  # columns of a table that can be read
_MANY = 512  # texts to encode, for progress to be shown


def say(message: str) -> None:
    click.echo(message, err=True)


def at_terminal() -> bool:
    return sys.stdout.isatty() and sys.stderr.isatty()


def say_next(message: str) -> None:
    """What to do now, for a person at a terminal; a pipe or a script gets nothing of it."""
    if at_terminal():
        click.echo(click.style(message, dim=True), err=True)


def say_all(messages: Iterable[str]) -> None:
    for message in messages:
        say(f"note: {message}")


def print_data(data: bytes) -> None:
    """Bytes as they are, whatever the encoding of the terminal, and all of them.

    An unbuffered standard output (PYTHONUNBUFFERED) takes as much as a pipe holds, and no more, at a time.
    """
    sys.stdout.flush()
    rest = memoryview(data)
    while rest:
        rest = rest[sys.stdout.buffer.write(rest) :]


def print_json(data: object) -> None:
    """For programs, in UTF-8; what UTF-8 can't hold becomes "?"."""
    print_data(json.dumps(data, ensure_ascii=False, indent=2).encode("utf-8", "replace") + b"\n")


def print_columns(rows: Sequence[Sequence[str]]) -> None:
    """Cells under each other, as wide as they need."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def print_rich(table: Table, last: str) -> None:
    """A table as wide as the terminal, and a line."""
    from rich.console import Console

    columns = shutil.get_terminal_size(fallback=(100, 24)).columns
    console = Console(width=max(_WIDTHS[0], min(columns, _WIDTHS[1])), highlight=False, markup=False)
    with console.capture() as captured:  # rich would exit by itself where nobody reads on
        if table.row_count:
            console.print(table)
        console.print(last, soft_wrap=True)
    print_data(captured.get().encode(sys.stdout.encoding, "replace"))


def open_page(url: str) -> None:
    """In the browser, where there is a screen for one; a browser in the terminal would only be in the way."""
    import webbrowser

    if os.name == "nt" or sys.platform == "darwin" or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        webbrowser.open(url)


def show_progress(done: int, total: int) -> None:
    """Redraws one line, for a person who waits long."""
    if sys.stderr.isatty() and total > _MANY:
        click.echo(f"\rencoding: {done:,} of {total:,} texts", err=True, nl=done == total)


@contextlib.contextmanager
def log_on_stderr() -> Iterator[None]:
    """What the library logs is said, too."""

    class Say(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            say(f"note: {record.getMessage()}")

    log, handler = logging.getLogger("aligner"), Say(logging.INFO)
    level = log.level
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    try:
        yield
    finally:
        log.removeHandler(handler)
        log.setLevel(level)


def drop_output() -> None:
    """Nobody can take the output: let the last flush of the interpreter go nowhere."""
    with contextlib.suppress(io.UnsupportedOperation):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
