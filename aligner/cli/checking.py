"""`aligner check`, `aligner report`: what a reviser should look at, in the terminal and on a page."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from aligner.cli.inputs import check_output, check_settings, load
from aligner.cli.options import Model, check_options, encoder_options, text_options
from aligner.cli.terminal import print_data, print_rich, say, say_all

if TYPE_CHECKING:
    from aligner.alignment import Alignment
    from aligner.records import Lang


@click.command()
@click.argument("texts", nargs=-1, required=True, metavar="EN RU | ALIGNMENT")
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
@click.option("--sarif", is_flag=True, help="Print them as SARIF 2.1.0, for continuous integration.")
@click.option("--fail-on", type=click.Choice(["error", "warning", "info"]), help="Exit with 1 if any is so severe.")
@check_options
@encoder_options
@text_options
@click.pass_context
def check(
    ctx: click.Context,
    texts: tuple[str, ...],
    as_json: bool,
    sarif: bool,
    fail_on: str | None,
    config: str | None,
    glossary: str | None,
    model: Model | None,
    presegmented: bool,
    encoding: str | None,
) -> None:
    """Check the translation: what a reviser should look at, worst first.

    Takes two texts, or one file with both: an alignment that `align` saved, a translation memory, a table with two
    columns; `aligner formats` lists them. Findings are made anew.
    """
    if as_json and sarif:
        raise click.UsageError("--json and --sarif exclude each other")
    from aligner.check import listing

    checked = _checked(texts, model, presegmented, encoding, config, glossary)
    if sarif:
        from aligner.check.sarif import to_sarif

        print_data(json.dumps(to_sarif(checked), ensure_ascii=False, indent=2).encode("utf-8", "replace") + b"\n")
    elif as_json:
        print_data(
            json.dumps(listing.to_records(checked), ensure_ascii=False, indent=2).encode("utf-8", "replace") + b"\n"
        )
    else:
        print_rich(listing.terminal_table(checked), listing.summary(checked))
    if fail_on and listing.reaches(checked, fail_on):
        ctx.exit(1)


@click.command()
@click.argument("texts", nargs=-1, required=True, metavar="EN RU | ALIGNMENT")
@click.option("-o", "--output", metavar="OUT", required=True, help="The page, report.html; - is standard output.")
@click.option(
    "--lang", type=click.Choice(["en", "ru"]), default="en", show_default=True, help="Language of the page itself."
)
@check_options
@encoder_options
@text_options
def report(
    texts: tuple[str, ...],
    output: str,
    lang: Lang,
    config: str | None,
    glossary: str | None,
    model: Model | None,
    presegmented: bool,
    encoding: str | None,
) -> None:
    """Write a page to read and pass on: both texts side by side, with what a reviser should look at.

    Takes two texts, or one file with both, as `check` does; findings are made anew. The page is one file that needs no
    network, and can be printed.
    """
    check_output(output, "html", None, {}, inputs=texts)
    checked = _checked(texts, model, presegmented, encoding, config, glossary)
    if output == "-":
        from aligner.report import render

        rendered = render(checked, lang=lang)
        print_data(rendered.data)
        say_all(rendered.notes)
        return
    from aligner.check.listing import summary

    say_all(checked.report(output, lang=lang))
    say(f"{output}: {summary(checked)}")


def _checked(
    texts: tuple[str, ...],
    model: Model | None,
    presegmented: bool,
    encoding: str | None,
    config: str | None,
    glossary: str | None,
) -> Alignment:
    """What is given, checked by the rules that were asked for or are the project's."""
    settings = check_settings(config, glossary)
    return load(texts, model, presegmented, encoding).check(**settings)
