"""`aligner check`, `aligner report`: what a reviser should look at, in the terminal, in a file and on a page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from aligner.cli.inputs import check_output, check_settings, load
from aligner.cli.options import FILE, Asked, checking_options, lang_option
from aligner.cli.terminal import print_data, print_json, print_rich, say, say_all
from aligner.formats import by_suffix

if TYPE_CHECKING:
    from aligner.alignment import Alignment
    from aligner.records import Lang

_CHECK_EXAMPLES = """\b
Examples:
  aligner check statement.docx заявление.docx
  aligner check statement.docx заявление.docx -o findings.docx
  aligner check memory.tmx --glossary terms.tsv
"""
_REPORT_EXAMPLES = """\b
Examples:
  aligner report statement.docx заявление.docx
  aligner report statement.docx заявление.docx -o statement.html --lang ru
"""


@click.command(short_help="List what a reviser should look at, worst first.", epilog=_CHECK_EXAMPLES)
@click.option(
    "-o",
    "--output",
    type=FILE,
    metavar="OUT",
    help="Write both texts with the findings to a file: .docx (as comments), .xlsx, .html, .jsonl, .xlf.",
)
@lang_option("Language of the list; English by default.")
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON; pairs count from 0 there.")
@click.option("--sarif", is_flag=True, help="Print them as SARIF 2.1.0, for continuous integration.")
@click.option("--fail-on", type=click.Choice(["error", "warning", "info"]), help="Exit with 1 if any is so severe.")
@checking_options
@click.pass_context
def check(
    ctx: click.Context,
    output: str | None,
    lang: Lang | None,
    as_json: bool,
    sarif: bool,
    fail_on: str | None,
    asked: Asked,
) -> None:
    """Check the translation: what a reviser should look at, worst first.

    Takes two texts, or one file with both: an alignment that `align` saved, a translation memory, a table with two
    columns; `aligner formats` lists them. Findings are made anew.
    """
    if as_json + sarif + bool(output) > 1:
        raise click.UsageError("only one of --json, --sarif and -o")
    if output == "-":
        raise click.UsageError("-o wants the name of a file; the list is printed without it")
    check_output(output, None, None, {}, inputs=asked.texts)
    from aligner.check import listing

    checked = _checked(asked)
    if output:
        say_all(checked.save(output))
        say(f"{output}: {listing.summary(checked)}")
    elif sarif:
        from aligner.check.sarif import to_sarif

        print_json(to_sarif(checked))
    elif as_json:
        print_json(listing.to_records(checked))
    else:
        print_rich(listing.terminal_table(checked, lang or "en"), listing.summary(checked))
    if fail_on and listing.reaches(checked, fail_on):
        ctx.exit(1)


@click.command(short_help="Make a page: both texts, what was found marked.", epilog=_REPORT_EXAMPLES)
@click.option(
    "-o",
    "--output",
    type=FILE,
    metavar="OUT",
    default="report.html",
    show_default=True,
    help="The page; - is standard output.",
)
@lang_option("Language of the page; English by default.")
@checking_options
def report(
    output: str,
    lang: Lang | None,
    asked: Asked,
) -> None:
    """Write a page to read and pass on: both texts side by side, with what a reviser should look at.

    Takes two texts, or one file with both, as `check` does; findings are made anew. The page is one file that needs no
    network, and can be printed.
    """
    _refuse_other(output)
    check_output(output, "html", None, {}, inputs=asked.texts)
    checked = _checked(asked)
    if output == "-":
        from aligner.report import render

        rendered = render(checked, lang=lang or "en")
        print_data(rendered.data)
        say_all(rendered.notes)
        return
    from aligner.check.listing import summary

    say_all(checked.report(output, lang=lang or "en"))
    say(f"{output}: {summary(checked)}")


def _refuse_other(output: str) -> None:
    """A page under the name of something else is one that nobody can open."""
    suffix = Path(output).suffix
    format = by_suffix(suffix, "writer")
    if output == "-" or (format and format.name == "html"):
        return
    other = f"; for {suffix}: aligner check … -o {output}" if format else ""
    raise click.UsageError(f"{output}: the report is a web page; give it a name with .html{other}")


def _checked(asked: Asked) -> Alignment:
    """What is given, checked by the rules that were asked for or are the project's."""
    settings = check_settings(asked)
    return load(asked).check(**settings)
