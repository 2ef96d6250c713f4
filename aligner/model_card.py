"""The README.md of a trained encoder: what it was made of and how, how good it is, how to use it.

No dates and no paths: the same training gives the same card.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from dataclasses import fields, replace
from typing import TYPE_CHECKING

import aligner
from aligner.recipe import ADAPT, TrainSettings

if TYPE_CHECKING:
    from aligner.train import Trained

#: Settings that the command line has an option for.
OPTIONS = {
    "epochs": "--epochs", "batch": "--batch", "dimensions": "--dimensions", "n_subwords": "--subwords",
    "seed": "--seed", "patience": "--patience", "keep_duplicates": "--keep-duplicates",
    "calibrate": "--no-calibrate",
}  # fmt: skip
#: Settings without meaning for an encoder that was adapted: it has those of the one it was made from.
OF_BASE = {"n_subwords", "n_stems", "n_ngrams", "dimensions", "ngram_start"}


def card(trained: Trained) -> str:
    """The model card, Markdown."""
    parallel = trained.parallel
    name = trained.folder.name
    settings = replace(trained.settings, held_out=trained.held_out)
    return "\n".join(
        [
            f"# {name}",
            "",
            "A static English–Russian sentence encoder: the vector of a text is the sum of the vectors of its "
            "subwords, stems and character n-grams.",
            f"Made by aligner {aligner.__version__}"
            + (f" from `{_last(trained.base)}`, adapted to the pairs below." if trained.base else "."),
            "",
            "## Data",
            "",
            *_table(
                ("file", "pairs", "lines left out", "duplicates dropped"),
                [(_last(source.name), source.pairs, source.flaws, source.duplicates) for source in parallel.sources]
                + [("all", len(parallel.pairs), parallel.flaws, parallel.duplicates)],
            ),
            "",
            "## How good it is",
            "",
            *_quality(trained),
            "",
            "## Settings",
            "",
            "```",
            command(trained),
            "```",
            "",
            *_table(
                ("setting", "value"),
                [
                    (field.name, getattr(settings, field.name))
                    for field in fields(TrainSettings)
                    if not (trained.base and field.name in OF_BASE)
                ],
            ),
            "",
            "## Use",
            "",
            "```",
            f"aligner align en.txt ru.txt --model {shlex.quote(name)}",
            "```",
            "",
            "```python",
            f"aligner.load_encoder({name!r}).encode([...])",
            "```",
            "",
        ]
    )


def command(trained: Trained) -> str:
    """The command that makes this encoder again, as far as the command line has options for its settings."""
    defaults = ADAPT if trained.base else TrainSettings()
    parts = [
        "aligner",
        "train",
        *(source.name.replace("\\", "/").rpartition("/")[2] for source in trained.parallel.sources),
    ]
    parts += ["-o", trained.folder.name]
    if trained.base:
        parts += ["--from", _last(trained.base)]
    for name, option in OPTIONS.items():
        value = getattr(trained.settings, name)
        if value != getattr(defaults, name):
            parts += [option] if isinstance(value, bool) else [option, str(value)]
    return shlex.join(parts)


def _last(path: str) -> str:
    """The last part of a path of either kind: cards hold no folders of the machine they were made on."""
    return path.replace("\\", "/").rstrip("/").rpartition("/")[2]


def _quality(trained: Trained) -> Iterator[str]:
    yield (
        f"Of {trained.held_out:,} pairs held out from training, the share of sentences whose nearest sentence of the "
        "other language is their translation (mean of both directions):"
    )
    yield ""
    if trained.base and trained.before is not None:
        yield f"- `{_last(trained.base)}`, before: {trained.before:.3f}"
    yield f"- this encoder: {trained.after:.3f}"
    yield ""
    yield f"{trained.epochs} epochs were run, the rows are those of epoch {trained.best}."


def _table(header: Sequence[str], rows: Sequence[Sequence[object]]) -> Iterator[str]:
    yield "| " + " | ".join(header) + " |"
    yield "|" + "---|" * len(header)
    for row in rows:
        yield "| " + " | ".join(f"{cell:,}" if type(cell) is int else str(cell) for cell in row) + " |"
