"""`aligner models`, `cache`, `train`: the encoders that are here, and new ones."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import click

from aligner.cli.options import FILE
from aligner.cli.terminal import print_columns, say


@click.group(invoke_without_command=True, short_help="List the encoders that can be used.")
@click.pass_context
def models(ctx: click.Context) -> None:
    """List the encoders: which are here, what each costs."""
    if ctx.invoked_subcommand is not None:
        return
    from aligner.encoder import known_encoders

    header = ("name", "where", "size", "dimensions", "note")
    rows = [header, *(tuple(str(getattr(model, key)) for key in header) for model in known_encoders())]
    print_columns(rows)


@models.command("export")
@click.argument("model", type=FILE)
@click.argument("folder", type=FILE)
def export_model(model: str, folder: str) -> None:
    """Write MODEL as a FOLDER that sentence-transformers loads, too; the vectors are the same.

    MODEL is en-ru, the bundled encoder, or a folder that `aligner train` wrote.
    """
    from aligner.model_export import export_encoder

    say(f"{export_encoder(model, folder)}: {model} for aligner and sentence-transformers; its README.md says how")


@click.command(short_help="Show or clear what is kept of other encoders.")
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
        say(f"{store.path.parent}: {gone:,} vectors and {len(calibrations):,} calibrations removed")
        return
    fitted = f"{len(calibrations):,} calibration{'s' * (len(calibrations) != 1)}"
    say(f"{store.path.parent}: {fitted}, and these vectors, of which at most {store.limit / 1e6:,.0f} MB are kept:")
    click.echo("model\tvectors\tMB")
    for kept in store.summary():
        if model is None or kept.name == model:
            click.echo(f"{kept.name}\t{kept.entries}\t{kept.size / 1e6:.1f}")


@click.command(short_help="Make an encoder, or adapt one to your translations.")
@click.argument("pairs", type=FILE, nargs=-1, required=True)
@click.option(
    "-o",
    "--output",
    type=FILE,
    metavar="MODEL_DIR",
    required=True,
    help="Folder for the encoder; new, or one to replace.",
)
@click.option(
    "--from",
    "base",
    type=FILE,
    metavar="MODEL",
    help="Adapt this encoder to PAIRS: en-ru, or a folder `aligner train` wrote.",
)
@click.option("--epochs", type=click.IntRange(1), help="Passes over the pairs; 7, or up to 20 with --from.")
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

    PAIRS are translation memories (.tmx, .xliff), English-tab-Russian lines (.tsv, .txt), tables with columns en and
    ru (.csv, .tsv, .xlsx, .docx), JSON lines (.jsonl, also saved alignments), or two files x.en and x.ru with a
    sentence per line; those of text also .gz.

    \b
    A memory of your own (some hundred pairs or more; a minute for thousands):
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
        trained = train_encoder(pairs, output, base=base, settings=settings, progress=say)
    except KeyboardInterrupt:
        say(f"stopped; {output} is as it was before")
        raise
    for line in trained.summary():
        say(line)
