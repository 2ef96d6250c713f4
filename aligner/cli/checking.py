"""`aligner check`: what a reviser should look at."""

from __future__ import annotations

import json

import click

from aligner.cli.inputs import load
from aligner.cli.options import Model, encoder_options
from aligner.cli.terminal import print_data, print_rich


@click.command()
@click.argument("texts", nargs=-1, required=True, metavar="EN RU | ALIGNMENT")
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
@click.option("--sarif", is_flag=True, help="Print them as SARIF 2.1.0, for continuous integration.")
@click.option("--fail-on", type=click.Choice(["error", "warning", "info"]), help="Exit with 1 if any is so severe.")
@click.option("--config", metavar="FILE", help="Rules; by default the nearest aligner.toml of the project.")
@click.option(
    "--glossary", metavar="FILE", help="Terms: a .tsv (English, required | ones, forbidden | ones) or a .tbx."
)
@encoder_options
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
    from aligner.check.rules import find_rules, read_rules
    from aligner.check.terms import read_glossary

    path = config or find_rules()
    rules = read_rules(path) if path else None
    terms = read_glossary(glossary) if glossary else None
    checked = load(texts, model, presegmented, encoding).check(rules=rules, glossary=terms)
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
