"""`aligner corpus` and `stats`: from many document pairs to a parallel corpus, and what is in one."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from aligner.cli.options import FILE, Model, encoder_options
from aligner.cli.terminal import print_json, print_rich, say, say_all

if TYPE_CHECKING:
    from aligner.corpus import Report
    from aligner.corpus.records import Engine
    from aligner.corpus.settings import Settings

_NAMED = 8  # documents or files in a note


@click.command(short_help="Make a parallel corpus of many documents.")
@click.argument("source", type=FILE)
@click.option(
    "-o", "--output", type=FILE, metavar="OUT", required=True, help="Folder of the corpus; given again, it goes on."
)
@click.option("--match", type=click.Choice(["name", "content"]), default="name", help="By names, or by what they say.")
@click.option("--engine", type=click.Choice(["local", "ray"]), default="local", help="Where the work is done.")
@click.option("--workers", type=click.IntRange(1), help="Processes; as many as there are cores by default.")
@click.option("--ray-address", metavar="ADDRESS", help="Ray cluster; RAY_ADDRESS, or this machine, by default.")
@click.option(
    "--without",
    metavar="FILTER",
    multiple=True,
    help="Leave out language, length-ratio, confidence, checks, boilerplate, duplicate or near-duplicate.",
)
@click.option("--check", "checks", metavar="CHECK", multiple=True, help="Review checks whose errors reject a pair.")
@click.option("--min-confidence", type=float, help="Links below it are rejected.  [0.8]")
@click.option("--max-length-ratio", type=float, help="Of the characters of both sides, either way.  [3]")
@click.option("--boilerplate", type=int, help="Documents in which a side must stand to be boilerplate.  [10]")
@click.option("--near-duplicate", type=float, help="Share of 5-grams that near-duplicates have in common.  [0.8]")
@click.option("--split", metavar="TRAIN/DEV/TEST", help="Per cent of the documents, about: 90/5/5.")
@click.option("--seed", type=int, help="Decides which documents go where.")
@click.option("--level", "levels", metavar="LEVEL", multiple=True, help="sentence or paragraph; both by default.")
@click.option("-f", "--format", "formats", metavar="FORMAT", multiple=True, help="tmx, moses, jsonl beside Parquet.")
@click.option("--name", help="Name of the corpus, for its card.")
@click.option("--licence", "--license", help="Licence of the corpus, for its card (cc-by-4.0).")
@click.option(
    "--config", type=FILE, metavar="FILE", help="Settings under [corpus]; by default the nearest aligner.toml."
)
@encoder_options
@click.option("--presegmented", is_flag=True, default=None, help="One sentence per line, blank lines: paragraphs.")
@click.option("--encoding", metavar="NAME", help="Character encoding of all files; detected by default.")
@click.pass_context
def corpus(
    ctx: click.Context,
    /,
    source: str,
    output: str,
    match: str,
    engine: str,
    workers: int | None,
    ray_address: str | None,
    config: str | None,
    model: Model | None,
    **given: Any,
) -> None:
    """Make a parallel corpus from SOURCE.

    SOURCE is a folder with en/ and ru/, or a manifest: a .tsv, .jsonl or .parquet with id, en, ru (paths) and any
    other columns. Exits with 1 if documents were broken; they are named, and the others are done.
    """
    from aligner.corpus import build_corpus

    settings = _settings(config, model, given)
    with _progress() as progress:
        report = build_corpus(
            source,
            output,
            settings=settings,
            match=match,
            engine=_engine(engine, workers, ray_address),
            progress=progress,
        )
    _say_report(report, settings)
    if report.failures:
        ctx.exit(1)


@click.command(short_help="Say what is in a corpus.")
@click.argument("corpus", type=FILE)
@click.option("--level", metavar="LEVEL", help="sentence or paragraph; the first that the corpus has by default.")
@click.option("--json", "as_json", is_flag=True, help="Print the numbers as JSON.")
@click.option("-o", "--output", type=FILE, metavar="OUT.html", help="A page with plots.")
def stats(corpus: str, level: str | None, as_json: bool, output: str | None) -> None:
    """Say what is in CORPUS, a folder that `aligner corpus` made: sizes, beads, lengths, confidence, vocabulary."""
    from aligner.corpus.stats import corpus_stats
    from aligner.corpus.stats_page import stats_page, stats_table
    from aligner.write.files import check_writable, write_file

    if output:
        if Path(output).suffix.lower() not in (".html", ".htm"):
            raise click.UsageError(f"{output}: a page is written; give it a name with .html, or take --json")
        check_writable(Path(output))
    found = corpus_stats(corpus, level=level)
    if output:
        write_file(Path(output), stats_page(found, title=corpus).encode())
    if as_json:
        print_json(found.to_dict())
    elif not output:
        print_rich(stats_table(found), f"{corpus}: {sum(found.pairs.values()):,} {found.level} pairs")


def _settings(config: str | None, model: Model | None, given: dict[str, Any]) -> Settings:
    """The rules file, and what was given on the command line over it."""
    from aligner.check.rules import find_rules
    from aligner.corpus.settings import Settings, parse_split, read_settings

    path = Path(config) if config else find_rules()
    settings = read_settings(path) if path else {}
    settings |= {name: value for name, value in given.items() if value not in (None, ())}
    if isinstance(settings.get("split"), str):
        settings["split"] = parse_split(settings["split"])
    if model:
        settings |= {"model": model.name, "device": model.device, "batch_size": model.batch_size}
    return Settings(**settings)


def _engine(name: str, workers: int | None, address: str | None) -> Engine:
    if name == "ray":
        from aligner.corpus.cluster import RayEngine

        return RayEngine(address=address, workers=workers)
    if address:
        raise click.UsageError("--ray-address is for --engine ray")
    from aligner.corpus.local import LocalEngine

    return LocalEngine(workers=workers or os.cpu_count() or 1)


@contextlib.contextmanager
def _progress() -> Iterator[Callable[[str, int, int], None]]:
    """A bar on standard error for each step, with the time that is left."""
    from tqdm import tqdm

    bars: dict[str, tqdm[Any]] = {}

    def show(step: str, done: int, total: int) -> None:
        bar = bars.get(step)
        if bar is None:
            bar = bars[step] = tqdm(total=total, desc=step, unit=" documents", mininterval=1.0)
        bar.update(done - bar.n)

    try:
        yield show
    finally:
        for bar in bars.values():
            bar.close()


def _say_report(report: Report, settings: Settings) -> None:
    from aligner.corpus.settings import SPLITS

    held = report.written.rows
    rows = ", ".join(
        f"{held[level, split]:,} {level} pairs ({split})"
        for level in settings.levels
        for split in SPLITS
        if held[level, split]
    )
    done = sum(report.written.documents[split] for split in SPLITS)
    say(f"{report.out}: {done:,} documents, {rows or 'no pairs'}")
    say_all(_notes(report, settings))
    for document in report.failed:
        say(f"broken: {document.id}: {document.message}")
    if report.failures > len(report.failed):
        say(f"broken: {report.failures - len(report.failed):,} more; see {report.out / 'documents'}")


def _notes(report: Report, settings: Settings) -> Iterator[str]:
    """What a person should know of a corpus."""
    from aligner.corpus.filters import FILTERS, filter_name
    from aligner.corpus.settings import SPLITS

    written = report.written
    for split, share in zip(SPLITS, settings.split, strict=True):
        if share and not written.documents[split]:
            yield f"no document went to {split}: each goes by a hash of its id; try another --seed"
    for level in settings.levels:
        steps = ((filter_name(step), report.tally.rejected[level, filter_name(step)]) for step in FILTERS)
        if rejected := ", ".join(f"{name} {count:,}" for name, count in steps if count):
            yield f"{level} rows rejected: {rejected}"
    if report.extras:
        yield f"{report.extras:,} files without counterpart; see {report.out / 'documents'}"
    if written.empty:
        yield f"nothing was kept of {written.empty:,} of the documents"
    if written.suspected:
        named = (f"{name} ({kept} of {rows} rows kept)" for name, kept, rows in written.suspects)
        yield f"seem to be no translations: {_listed(named, written.suspected)}"
    if report.removed:
        yield f"removed, since these settings don't make them: {_listed(report.removed, len(report.removed))}"


def _listed(names: Iterable[str], count: int) -> str:
    shown = [*islice(names, _NAMED)]
    return ", ".join([*shown, *([f"{count - len(shown):,} more"] if count > len(shown) else [])])
