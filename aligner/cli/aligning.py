"""`aligner align`, `split`, `export`, `evaluate`: from texts to alignments, from these to files and scores."""

from __future__ import annotations

import json
import shlex
from collections.abc import Mapping
from typing import TYPE_CHECKING

import click

from aligner.cli.inputs import align_files, check_output, link_files, read, read_saved
from aligner.cli.options import FILE, Model, encoder_options, output_options, text_options
from aligner.cli.terminal import print_data, print_rich, say, say_all, say_next

if TYPE_CHECKING:
    from aligner.alignment import Alignment
    from aligner.records import Lang

_ALIGN_EXAMPLES = """\b
Examples:
  aligner align statement.docx заявление.docx
  aligner align statement.docx заявление.docx -o statement.tmx --level sentence
"""
_EXPORT_EXAMPLES = """\b
Examples:
  aligner export statement.jsonl -o statement.docx
  aligner export statement.review.sqlite -o statement.tmx --level sentence
"""


@click.command(short_help="Pair two texts, sentence by sentence.", epilog=_ALIGN_EXAMPLES)
@click.argument("en", type=FILE)
@click.argument("ru", type=FILE)
@output_options
@text_options
@encoder_options
@click.option(
    "--beads",
    type=FILE,
    metavar="LADDER",
    help="Take the links from this .beads file; the texts are presegmented. No model runs.",
)
def align(
    en: str,
    ru: str,
    output: str | None,
    format: str | None,
    level: str | None,
    options: Mapping[str, str | bool],
    model: Model | None,
    presegmented: bool,
    encoding: str | None,
    beads: str | None,
) -> None:
    """Align the English file EN with the Russian file RU.

    Any mix of plain text, Markdown, HTML, DOCX, ODT, EPUB, PDF and SRT; - is standard input. `aligner formats` says
    more. Without -o and -f, prints a table of paragraph pairs, with doubtful and unpaired ones marked. Checks don't
    run: `aligner check` says what a reviser should look at.
    """
    check_output(output, format, level, options, inputs=(en, ru))
    if beads is None:
        alignment = align_files(en, ru, model, presegmented, encoding)
    else:
        alignment = link_files(en, ru, beads, encoding)
    _write(alignment, output, format, level, options)
    _doubt(alignment)
    if not (beads or model or presegmented or encoding or "-" in (en, ru)):  # the next command would want these too
        given = shlex.join((en, ru))
        say_next(f"Next: aligner check {given}, or aligner review {given} to correct in the browser")


@click.command(short_help="Cut a text into sentences.")
@click.argument("file", type=FILE)
@click.option("--lang", type=click.Choice(["en", "ru"]), required=True, help="Language of the text.")
@click.option("--encoding", metavar="NAME", help="Character encoding of the file; detected by default.")
def split(file: str, lang: Lang, encoding: str | None) -> None:
    """Print the sentences of FILE, which can be in any format that `align` reads.

    One per line, with a blank line between paragraphs: what `align --presegmented` reads.
    """
    from aligner.layout import flat

    document = read(file, lang, encoding, presegmented=False)
    paragraphs = (
        "".join(f"{flat(document.sentences[number].text)}\n" for number in paragraph.sentences)
        for paragraph in document.paragraphs
    )
    print_data("\n".join(paragraphs).encode("utf-8", "surrogatepass"))


@click.command(short_help="Write an alignment in another format.", epilog=_EXPORT_EXAMPLES)
@click.argument("alignment", type=FILE)
@output_options
def export(
    alignment: str, output: str | None, format: str | None, level: str | None, options: Mapping[str, str | bool]
) -> None:
    """Write ALIGNMENT in another format.

    ALIGNMENT is a .jsonl file that `align` made, the .review.sqlite file of a review, or holds pairs of texts: TMX,
    XLIFF, a table with two columns (TSV, CSV, XLSX, Parquet, DOCX), x.en beside x.ru. Without -o and -f, prints it as a
    table. Checks don't run; `aligner check … -o` writes a file with findings.
    """
    check_output(output, format, level, options, inputs=(alignment,))
    _write(read_saved(alignment), output, format, level, options)


@click.command(short_help="Score links of sentences against correct ones.")
@click.argument("gold", type=FILE)
@click.argument("predicted", type=FILE)
@click.option("--json", "as_json", is_flag=True, help="Print the scores as JSON.")
def evaluate(gold: str, predicted: str, as_json: bool) -> None:
    """Score PREDICTED beads against GOLD ones.

    Both are files, .beads or any that `export` reads, or folders with NAME.beads or NAME/gold.beads for each document.
    """
    from aligner.scores import evaluate

    score = evaluate(gold, predicted)
    click.echo(json.dumps(score.to_dict(), indent=2) if as_json else str(score))


def _write(
    alignment: Alignment,
    output: str | None,
    format: str | None,
    level: str | None,
    options: Mapping[str, str | bool],
) -> None:
    """To a file or standard output; without a format, standard output gets the table."""
    from aligner.write import find_format, render

    if output is not None and output != "-":
        say_all(alignment.save(output, format=format, level=level, **options))
        say(f"{output}: {alignment}")
    elif format is not None:
        rendered = render(alignment, find_format(format), level=level, **options)
        print_data(rendered.data)
        say_all(rendered.notes)
    else:
        _print_table(alignment, level or "paragraph")


def _doubt(alignment: Alignment) -> None:
    """Say so where most sentences have no counterpart."""
    from aligner.defaults import DEFAULTS

    sides = (alignment.en, alignment.ru)
    total = sum(len(document.sentences) for document in sides)
    linked = sum(len(bead.en) + len(bead.ru) for bead in (*alignment.beads, *alignment.moved) if not bead.is_null)
    if total - linked > DEFAULTS.alone * total:
        names = " and ".join(document.name for document in sides)
        say(
            f"warning: {total - linked:,} of {total:,} sentences have no counterpart; "
            f"are {names} translations of each other?"
        )


def _print_table(alignment: Alignment, level: str) -> None:
    from aligner.display import summary, terminal_table

    print_rich(terminal_table(alignment, level), summary(alignment))
