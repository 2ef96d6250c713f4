"""The command line: one thin function per command, and the only place that prints or exits.

Data goes to standard output, everything said about it to standard error. Exit status: 0 done, 1 findings
at or above `--fail-on`, 2 bad input or usage, 130 interrupted, 141 nobody reads the output any more.
"""

from __future__ import annotations

import contextlib
import functools
import io
import json
import logging
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

from aligner import __version__
from aligner.errors import AlignerError

if TYPE_CHECKING:
    from rich.table import Table

    from aligner.alignment import Alignment
    from aligner.encoder import Encoder
    from aligner.records import Document, Lang

_Command = TypeVar("_Command", bound=Callable[..., Any])
_WIDTHS = (60, 200)  # columns of a table that can be read
_MANY = 512  # texts to encode, for progress to be shown


class _Failure(click.ClickException):
    """A user's mistake: one line, status 2."""

    exit_code = 2

    def show(self, file: Any = None) -> None:
        click.echo(f"aligner: {self.message}", file=file, err=file is None)


class _Commands(click.Group):
    """Turns the errors of the library into exit statuses, for every command at once."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except AlignerError as error:
            raise _Failure(str(error)) from error
        except KeyboardInterrupt:
            click.echo("aligner: interrupted", err=True)
            ctx.exit(130)
        except BrokenPipeError:
            _drop_output()
            ctx.exit(141)
        except OSError as error:
            _drop_output()
            raise _Failure(f"{error.filename or 'standard output'}: {error.strerror or error}") from error
        return result


def _output_options(command: _Command) -> _Command:
    """`--output`, `--format`, `--level`."""
    for option in (
        click.option(
            "--level",
            metavar="LEVEL",
            help="paragraph or sentence: what a row or a unit is, where the format leaves the choice.",
        ),
        click.option(
            "-f",
            "--format",
            metavar="FORMAT",
            help="jsonl, tsv, csv, tmx or beads; by default as the suffix of OUT says.",
        ),
        click.option("-o", "--output", metavar="OUT", help="File to write; - is standard output."),
    ):
        command = option(command)
    return command


@dataclass(frozen=True, slots=True)
class _Model:
    """An encoder as it was asked for."""

    name: str | None
    device: str | None
    batch_size: int | None


def _encoder_options(command: _Command) -> _Command:
    """`--model`, `--device`, `--batch-size`, which the command gets as one `model`, None if none was given."""

    @functools.wraps(command)
    def with_model(*args: Any, model: str | None, device: str | None, batch_size: int | None, **kwargs: Any) -> Any:
        asked = None if (model, device, batch_size) == (None, None, None) else _Model(model, device, batch_size)
        return command(*args, model=asked, **kwargs)

    for option in (
        click.option("--batch-size", type=click.IntRange(1), help="Texts that a transformer takes at a time."),
        click.option("--device", metavar="DEVICE", help="Where a transformer runs: cpu, cuda, mps; a GPU by default."),
        click.option("--model", metavar="NAME|PATH", help="Encoder to compare sentences with; see `aligner models`."),
    ):
        with_model = option(with_model)
    return cast("_Command", with_model)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="aligner")
@click.pass_context
def cli(ctx: click.Context) -> None:
    """Align English and Russian versions of a text and prepare them for review."""
    ctx.with_resource(_log_on_stderr())


@cli.command()
@click.argument("en")
@click.argument("ru")
@_output_options
@_encoder_options
@click.option("--presegmented", is_flag=True, help="One sentence per line, a blank line between paragraphs.")
@click.option("--encoding", metavar="NAME", help="Character encoding of both files; detected by default.")
def align(
    en: str,
    ru: str,
    output: str | None,
    format: str | None,
    level: str | None,
    model: _Model | None,
    presegmented: bool,
    encoding: str | None,
) -> None:
    """Align the English file EN with the Russian file RU.

    Without -o and -f, prints a table of paragraph pairs, with doubtful and unpaired ones marked.
    """
    _check_output(output, format, level, inputs=(en, ru))
    _write(_align(en, ru, model, presegmented, encoding), output, format, level)


@cli.command()
@click.argument("file")
@click.option("--lang", type=click.Choice(["en", "ru"]), required=True, help="Language of the text.")
@click.option("--encoding", metavar="NAME", help="Character encoding of the file; detected by default.")
def split(file: str, lang: Lang, encoding: str | None) -> None:
    """Print the sentences of FILE.

    One per line, with a blank line between paragraphs: what `align --presegmented` reads.
    """
    from aligner.layout import flat

    document = _read(file, lang, encoding, presegmented=False)
    paragraphs = (
        "".join(f"{flat(document.sentences[number].text)}\n" for number in paragraph.sentences)
        for paragraph in document.paragraphs
    )
    _print_data("\n".join(paragraphs).encode("utf-8", "surrogatepass"))


@cli.command()
@click.argument("alignment")
@_output_options
def export(alignment: str, output: str | None, format: str | None, level: str | None) -> None:
    """Write ALIGNMENT in another format.

    ALIGNMENT is a .jsonl file that `align` made. Without -o and -f, prints it as a table.
    """
    _check_output(output, format, level, inputs=(alignment,))
    _write(_read_saved(alignment), output, format, level)


@cli.command()
@click.argument("texts", nargs=-1, required=True, metavar="EN RU | ALIGNMENT.jsonl")
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
@click.option("--sarif", is_flag=True, help="Print them as SARIF 2.1.0, for continuous integration.")
@click.option("--fail-on", type=click.Choice(["error", "warning", "info"]), help="Exit with 1 if any is so severe.")
@click.option("--config", metavar="FILE", help="Rules; by default the nearest aligner.toml of the project.")
@click.option(
    "--glossary", metavar="FILE", help="Terms: a .tsv (English, required | ones, forbidden | ones) or a .tbx."
)
@_encoder_options
@click.option("--presegmented", is_flag=True, help="One sentence per line, a blank line between paragraphs.")
@click.option("--encoding", metavar="NAME", help="Character encoding of both files; detected by default.")
@click.pass_context
def check(
    ctx: click.Context,
    texts: tuple[str, ...],
    as_json: bool,
    sarif: bool,
    fail_on: str | None,
    config: str | None,
    glossary: str | None,
    model: _Model | None,
    presegmented: bool,
    encoding: str | None,
) -> None:
    """Check the translation: what a reviser should look at, worst first.

    Takes two texts, or an alignment that `align` saved as .jsonl; its findings are made anew.
    """
    if as_json and sarif:
        raise click.UsageError("--json and --sarif exclude each other")
    from aligner.check import listing
    from aligner.check.rules import find_rules, read_rules
    from aligner.check.terms import read_glossary

    path = config or find_rules()
    rules = read_rules(path) if path else None
    terms = read_glossary(glossary) if glossary else None
    checked = _load(texts, model, presegmented, encoding).check(rules=rules, glossary=terms)
    if sarif:
        from aligner.check.sarif import to_sarif

        _print_data(json.dumps(to_sarif(checked), ensure_ascii=False, indent=2).encode("utf-8", "replace") + b"\n")
    elif as_json:
        _print_data(
            json.dumps(listing.to_records(checked), ensure_ascii=False, indent=2).encode("utf-8", "replace") + b"\n"
        )
    else:
        _print_rich(listing.terminal_table(checked), listing.summary(checked))
    if fail_on and listing.reaches(checked, fail_on):
        ctx.exit(1)


@cli.command()
@click.argument("gold")
@click.argument("predicted")
@click.option("--json", "as_json", is_flag=True, help="Print the scores as JSON.")
def evaluate(gold: str, predicted: str, as_json: bool) -> None:
    """Score PREDICTED beads against GOLD ones.

    Both are files, .beads or .jsonl, or folders with NAME.beads or NAME/gold.beads for each document.
    """
    from aligner.scores import evaluate

    score = evaluate(gold, predicted)
    click.echo(json.dumps(score.to_dict(), indent=2) if as_json else str(score))


@cli.group(invoke_without_command=True)
@click.pass_context
def models(ctx: click.Context) -> None:
    """List the encoders: which are here, what each costs."""
    if ctx.invoked_subcommand is not None:
        return
    from aligner.encoder import known_encoders

    header = ("name", "where", "size", "dimensions", "note")
    rows = [header, *(tuple(str(getattr(model, key)) for key in header) for model in known_encoders())]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


@models.command("export")
@click.argument("model")
@click.argument("folder")
def export_model(model: str, folder: str) -> None:
    """Write MODEL as a FOLDER that sentence-transformers loads, too; the vectors are the same.

    MODEL is en-ru, the bundled encoder, or a folder that `aligner train` wrote.
    """
    from aligner.model_export import export_encoder

    _say(f"{export_encoder(model, folder)}: {model} for aligner and sentence-transformers; its README.md says how")


@cli.command()
@click.option("--clear", is_flag=True, help="Forget what is kept.")
@click.option("--model", metavar="NAME", help="Of this encoder only.")
def cache(clear: bool, model: str | None) -> None:
    """Show what is kept on disk of encoders other than the bundled one: vectors and calibrations.

    ALIGNER_CACHE names another folder, ALIGNER_CACHE_SIZE how much it may take: 2GB by default, 0 for nothing.
    """
    from aligner.cache import vector_store
    from aligner.calibration import kept_calibrations

    store, calibrations = vector_store(), kept_calibrations(model)
    if clear:
        gone = store.clear(model)
        for file in calibrations:
            file.unlink(missing_ok=True)
        _say(f"{store.path.parent}: {gone:,} vectors and {len(calibrations):,} calibrations removed")
        return
    _say(f"{store.path.parent}: at most {store.limit / 1e6:,.0f} MB of vectors, {len(calibrations):,} calibrations")
    click.echo("model\tvectors\tMB")
    for kept in store.summary():
        if model is None or kept.name == model:
            click.echo(f"{kept.name}\t{kept.entries}\t{kept.size / 1e6:.1f}")


@cli.command()
@click.argument("pairs", nargs=-1, required=True)
@click.option(
    "-o", "--output", metavar="MODEL_DIR", required=True, help="Folder for the encoder; new, or one to replace."
)
@click.option(
    "--from", "base", metavar="MODEL", help="Adapt this encoder to PAIRS: en-ru, or a folder `aligner train` wrote."
)
@click.option("--epochs", type=click.IntRange(1), help="Passes over the pairs; 6, or up to 20 with --from.")
@click.option(
    "--batch", "batch", type=click.IntRange(2), help="Pairs looked at together; larger learns finer differences."
)
@click.option("--dimensions", type=click.IntRange(2), help="Numbers in a vector, even; 256 by default.")
@click.option(
    "--subwords", "n_subwords", type=click.IntRange(100), help="Most pieces in the vocabulary; 60,000 by default."
)
@click.option(
    "--patience", type=click.IntRange(1), help="Stop after so many epochs without gain, and keep the best one."
)
@click.option("--keep-duplicates", is_flag=True, default=None, help="A pair given several times counts several times.")
@click.option(
    "--calibrate/--no-calibrate", default=None, help="Fit the aligner to the encoder at once, or at its first use."
)
@click.option("--seed", type=click.IntRange(0), help="Another seed gives a slightly different encoder.")
def train(pairs: tuple[str, ...], output: str, base: str | None, **options: Any) -> None:
    """Make an encoder from parallel sentences, or adapt one to your own translations.

    PAIRS are translation memories (.tmx), English-tab-Russian lines (.tsv, .txt), tables with columns en and ru
    (.csv, .tsv), JSON lines (.jsonl, also saved alignments), or two files x.en and x.ru with a sentence per line;
    any of them also .gz.

    \b
    A memory of your own (some hundred pairs or more, about a minute):
      aligner train memory.tmx --from en-ru -o my-encoder
      aligner align en.txt ru.txt --model my-encoder
    """
    given = {name: value for name, value in options.items() if value is not None}
    if fixed := [f"--{name.removeprefix('n_')}" for name in ("dimensions", "n_subwords") if base and name in given]:
        raise click.UsageError(f"{' and '.join(fixed)} can't be chosen with --from: the encoder keeps its own")
    from aligner.recipe import ADAPT, TrainSettings
    from aligner.train import train as train_encoder

    settings = replace(ADAPT if base else TrainSettings(), **given)
    try:
        trained = train_encoder(pairs, output, base=base, settings=settings, progress=_say)
    except KeyboardInterrupt:
        _say(f"stopped; {output} is as it was before")
        raise
    for line in trained.summary():
        _say(line)


def main() -> None:
    """Run the command line; the entry point of the `aligner` script."""
    if isinstance(sys.stdout, io.TextIOWrapper):  # a pipe gets UTF-8, a terminal what it can show
        sys.stdout.reconfigure(encoding=None if sys.stdout.isatty() else "utf-8", errors="replace")
    cli(prog_name="aligner")


def _drop_output() -> None:
    """Nobody can take the output: let the last flush of the interpreter go nowhere."""
    with contextlib.suppress(io.UnsupportedOperation):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _read(path: str, lang: Lang, encoding: str | None, presegmented: bool) -> Document:
    """A document from a path, or from standard input for "-"; what was noted on reading is said."""
    from aligner.read import document_from_bytes, read_document

    if path == "-":
        data = sys.stdin.buffer.read()
        document = document_from_bytes(data, lang, name="standard input", encoding=encoding, presegmented=presegmented)
    else:
        document = read_document(path, lang, encoding=encoding, presegmented=presegmented)
    _say_all(f"{document.name}: {note}" for note in document.notes)
    return document


def _align(en: str, ru: str, model: _Model | None, presegmented: bool, encoding: str | None) -> Alignment:
    if en == ru == "-":
        raise click.UsageError("only one of the two texts can come from standard input")
    from aligner.pipeline import align_documents

    return align_documents(
        _read(en, "en", encoding, presegmented),
        _read(ru, "ru", encoding, presegmented),
        encoder=_encoder(model),
        settings={"presegmented": presegmented, "encoding": encoding},
    )


def _encoder(model: _Model | None) -> Encoder | None:
    """The encoder that was asked for; None leaves the choice to the library."""
    if model is None:
        return None
    from aligner.encoder import LinearEncoder, load_encoder

    encoder = load_encoder(model.name, device=model.device, batch_size=model.batch_size, progress=_show_progress)
    if (model.device or model.batch_size) and isinstance(encoder, LinearEncoder):
        _say(f"note: {encoder.name} is no transformer; --device and --batch-size change nothing")
    return encoder


def _show_progress(done: int, total: int) -> None:
    """Redraws one line, for a person who waits long."""
    if sys.stderr.isatty() and total > _MANY:
        click.echo(f"\rencoding: {done:,} of {total:,} texts", err=True, nl=done == total)


@contextlib.contextmanager
def _log_on_stderr() -> Iterator[None]:
    """What the library logs is said, too."""

    class Say(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            _say(f"note: {record.getMessage()}")

    log, handler = logging.getLogger("aligner"), Say(logging.INFO)
    level = log.level
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    try:
        yield
    finally:
        log.removeHandler(handler)
        log.setLevel(level)


def _read_saved(path: str) -> Alignment:
    """An alignment from a .jsonl file, or from standard input for "-"."""
    from aligner.write.jsonl import parse_alignment, read_alignment

    return parse_alignment(sys.stdin.buffer.read(), name="standard input") if path == "-" else read_alignment(path)


def _load(texts: tuple[str, ...], model: _Model | None, presegmented: bool, encoding: str | None) -> Alignment:
    """The alignment that is saved in one file, or that of two texts."""
    if len(texts) == 2:
        return _align(*texts, model, presegmented, encoding)
    if len(texts) != 1:
        raise click.UsageError("give two texts, English and Russian, or one saved alignment")
    if model or presegmented or encoding:
        raise click.UsageError("--model, --presegmented and --encoding are for two texts, not for a saved alignment")
    return _read_saved(texts[0])


def _check_output(output: str | None, format: str | None, level: str | None, inputs: Iterable[str]) -> None:
    """Whatever is wrong with the output is said before the work begins."""
    from aligner.write import check_format, check_target

    if output is None or output == "-":
        check_format(format, level)
        return
    if any(path != "-" and _same_file(path, output) for path in inputs):
        raise click.UsageError(f"{output} is an input too; name another file for the output")
    check_target(output, format=format, level=level)


def _same_file(one: str, other: str) -> bool:
    return Path(one).exists() and Path(other).exists() and Path(one).samefile(other)


def _write(alignment: Alignment, output: str | None, format: str | None, level: str | None) -> None:
    """To a file or standard output; without a format, standard output gets the table."""
    from aligner.write import find_format, render

    if output is not None and output != "-":
        _say_all(alignment.save(output, format=format, level=level))
        _say(f"{output}: {alignment}")
    elif format is not None:
        rendered = render(alignment, find_format(format), level=level)
        _print_data(rendered.data)
        _say_all(rendered.notes)
    else:
        _print_table(alignment, level or "paragraph")


def _print_table(alignment: Alignment, level: str) -> None:
    from aligner.display import summary, terminal_table

    _print_rich(terminal_table(alignment, level), summary(alignment))


def _print_rich(table: Table, last: str) -> None:
    """A table as wide as the terminal, and a line."""
    from rich.console import Console

    columns = shutil.get_terminal_size(fallback=(100, 24)).columns
    console = Console(width=max(_WIDTHS[0], min(columns, _WIDTHS[1])), highlight=False, markup=False)
    with console.capture() as captured:  # rich would exit by itself where nobody reads on
        if table.row_count:
            console.print(table)
        console.print(last, soft_wrap=True)
    _print_data(captured.get().encode(sys.stdout.encoding, "replace"))


def _print_data(data: bytes) -> None:
    """Bytes as they are, whatever the encoding of the terminal, and all of them.

    An unbuffered standard output (PYTHONUNBUFFERED) takes as much as a pipe holds, and no more, at a time.
    """
    sys.stdout.flush()
    rest = memoryview(data)
    while rest:
        rest = rest[sys.stdout.buffer.write(rest) :]


def _say(message: str) -> None:
    click.echo(message, err=True)


def _say_all(messages: Iterable[str]) -> None:
    for message in messages:
        _say(f"note: {message}")
