"""Options that several commands have."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar, cast

import click

from aligner.formats import OPTIONS, having

_Command = TypeVar("_Command", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Model:
    """An encoder as it was asked for."""

    name: str | None
    device: str | None
    batch_size: int | None


def encoder_options(command: _Command) -> _Command:
    """`--model`, `--device`, `--batch-size`, which the command gets as one `model`, None if none was given."""

    @functools.wraps(command)
    def with_model(*args: Any, model: str | None, device: str | None, batch_size: int | None, **kwargs: Any) -> Any:
        asked = None if (model, device, batch_size) == (None, None, None) else Model(model, device, batch_size)
        return command(*args, model=asked, **kwargs)

    for option in (
        click.option("--batch-size", type=click.IntRange(1), help="Texts that a transformer takes at a time."),
        click.option("--device", metavar="DEVICE", help="Where a transformer runs: cpu, cuda, mps; a GPU by default."),
        click.option("--model", metavar="NAME|PATH", help="Encoder to compare sentences with; see `aligner models`."),
    ):
        with_model = option(with_model)
    return cast("_Command", with_model)


def output_options(command: _Command) -> _Command:
    """`--output`, `--format`, `--level`, and those of `aligner.formats.OPTIONS`, which come as one `options`."""

    @functools.wraps(command)
    def with_options(*args: Any, **kwargs: Any) -> Any:
        options = {name: kwargs.pop(name) for name in OPTIONS}
        return command(*args, options={name: value for name, value in options.items() if value}, **kwargs)

    for option in (
        click.option("--layout", type=_choice("layout"), help="Of a book: both texts side by side, or in turn."),
        click.option("--source", type=_choice("source"), help="Which side was translated, for tmx and xliff."),
        click.option("--excel", is_flag=True, help="Make tsv and csv safe to open in a spreadsheet."),
        click.option(
            "--level",
            metavar="LEVEL",
            help="paragraph or sentence: what a row or a unit is, where the format leaves the choice.",
        ),
        click.option(
            "-f",
            "--format",
            metavar="FORMAT",
            help=f"{', '.join(format.name for format in having('writer'))}; by default as the suffix of OUT says.",
        ),
        click.option("-o", "--output", metavar="OUT", help="File to write; - is standard output."),
    ):
        with_options = option(with_options)
    return cast("_Command", with_options)


def text_options(command: _Command) -> _Command:
    """`--presegmented`, `--encoding`: how two texts are to be read."""
    for option in (
        click.option("--encoding", metavar="NAME", help="Character encoding of both files; detected by default."),
        click.option("--presegmented", is_flag=True, help="One sentence per line, a blank line between paragraphs."),
    ):
        command = option(command)
    return command


def check_options(command: _Command) -> _Command:
    """`--config`, `--glossary`: what the checks go by."""
    for option in (
        click.option(
            "--glossary", metavar="FILE", help="Terms: a .tsv (English, required | ones, forbidden | ones) or a .tbx."
        ),
        click.option("--config", metavar="FILE", help="Rules; by default the nearest aligner.toml of the project."),
    ):
        command = option(command)
    return command


def _choice(name: str) -> click.Choice[str]:
    return click.Choice([str(value) for value in OPTIONS[name]])
