"""Options that several commands have."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from typing import Any, TypeVar, cast

import click
from click.shell_completion import CompletionItem

from aligner.formats import BOTH, OPTIONS, having

_Command = TypeVar("_Command", bound=Callable[..., Any])


class _FileName(click.types.StringParamType):
    """A name as it was typed, whatever is there; the shell completes names of files and folders."""

    name = "file"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        return [CompletionItem(incomplete, type="file")]


FILE = _FileName()


@dataclass(frozen=True, slots=True)
class Model:
    """An encoder as it was asked for."""

    name: str | None
    device: str | None
    batch_size: int | None


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be checked: two texts, or one file that holds both; how they are read; what the checks go by."""

    texts: tuple[str, ...]
    config: str | None
    glossary: str | None
    presegmented: bool
    encoding: str | None
    model: Model | None


def checking_options(command: _Command) -> _Command:
    """The texts, with all options on how they are read, aligned and checked, which come as one `asked`."""

    @functools.wraps(command)
    def with_asked(*args: Any, **kwargs: Any) -> Any:
        asked = Asked(**{field.name: kwargs.pop(field.name) for field in fields(Asked)})
        return command(*args, asked=asked, **kwargs)

    texts = click.argument("texts", type=FILE, nargs=-1, required=True, metavar="EN RU | ALIGNMENT")
    return texts(_check_options(text_options(encoder_options(cast("_Command", with_asked)))))


def encoder_options(command: _Command) -> _Command:
    """`--model`, `--device`, `--batch-size`, which the command gets as one `model`, None if none was given."""

    @functools.wraps(command)
    def with_model(*args: Any, model: str | None, device: str | None, batch_size: int | None, **kwargs: Any) -> Any:
        asked = None if (model, device, batch_size) == (None, None, None) else Model(model, device, batch_size)
        return command(*args, model=asked, **kwargs)

    for option in (
        click.option("--batch-size", type=click.IntRange(1), help="Texts that a large encoder takes at a time."),
        click.option(
            "--device", metavar="DEVICE", help="Where a large encoder runs: cpu, cuda, mps; a GPU by default."
        ),
        click.option(
            "--model",
            type=FILE,
            metavar="NAME|PATH",
            help="Another encoder than the one that comes with it; see `aligner models`.",
        ),
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
        click.option(
            "--layout", type=_choice("layout"), help="Of a book: both texts side by side (default), or in turn."
        ),
        click.option(
            "--source",
            type=_choice("source"),
            help="The language that was translated from, for tmx and xliff; en by default.",
        ),
        click.option("--excel", is_flag=True, help="Make tsv and csv safe to open in a spreadsheet."),
        click.option(
            "--level",
            metavar="LEVEL",
            shell_complete=_starting(BOTH),
            help="paragraph or sentence: what a row or a unit is. By default paragraph, in most formats.",
        ),
        click.option(
            "-f",
            "--format",
            metavar="FORMAT",
            shell_complete=_starting(format.name for format in having("writer")),
            help=f"{', '.join(format.name for format in having('writer'))}; by default as the suffix of OUT says.",
        ),
        click.option("-o", "--output", type=FILE, metavar="OUT", help="File to write; - is standard output."),
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


def _check_options(command: _Command) -> _Command:
    """`--config`, `--glossary`: what the checks go by."""
    for option in (
        click.option(
            "--glossary",
            type=FILE,
            metavar="FILE",
            help="Your terms: a table of English and Russian (.xlsx, .csv, .tsv), or a term base (.tbx).",
        ),
        click.option(
            "--config",
            type=FILE,
            metavar="FILE",
            help="Rules of the project; by default the nearest aligner.toml.",
        ),
    ):
        command = option(command)
    return command


def lang_option(help: str) -> Callable[[_Command], _Command]:
    """`--lang`, or `--ui`: the language of a page or a list, for people; None leaves it open."""
    return click.option("--lang", "--ui", "lang", type=click.Choice(["en", "ru"]), help=help)


def _starting(
    names: Iterable[str],
) -> Callable[[click.Context, click.Parameter, str], list[str | CompletionItem]]:
    """For the shell: those of the names that begin with what was typed."""
    known = tuple(names)
    return lambda ctx, param, incomplete: [name for name in known if name.startswith(incomplete)]


def _choice(name: str) -> click.Choice[str]:
    return click.Choice([str(value) for value in OPTIONS[name]])
