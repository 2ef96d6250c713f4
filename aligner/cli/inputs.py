"""What the commands are given: texts, saved alignments, encoders, and where the output goes."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

import click

from aligner.cli.options import Asked, Model
from aligner.cli.terminal import say, say_all, show_progress

if TYPE_CHECKING:
    from aligner.alignment import Alignment
    from aligner.check.rules import Rules
    from aligner.check.terms import Glossary
    from aligner.encoder import Encoder
    from aligner.records import Document, Lang


def read(path: str, lang: Lang, encoding: str | None, presegmented: bool) -> Document:
    """A document from a path, or from standard input for "-"; what was noted on reading is said."""
    from aligner.read import document_from_bytes, read_document

    if path == "-":
        data = sys.stdin.buffer.read()
        document = document_from_bytes(data, lang, name="standard input", encoding=encoding, presegmented=presegmented)
    else:
        document = read_document(path, lang, encoding=encoding, presegmented=presegmented)
    say_all(f"{document.name}: {note}" for note in document.notes)
    return document


def align_files(en: str, ru: str, model: Model | None, presegmented: bool, encoding: str | None) -> Alignment:
    if en == ru == "-":
        raise click.UsageError("only one of the two texts can come from standard input")
    from aligner.pipeline import align_documents

    return align_documents(
        read(en, "en", encoding, presegmented),
        read(ru, "ru", encoding, presegmented),
        encoder=encoder_of(model),
        settings={"presegmented": presegmented, "encoding": encoding},
    )


def link_files(en: str, ru: str, beads: str, encoding: str | None) -> Alignment:
    """Two files of sentences with the links of a ladder."""
    from aligner.paired import with_beads
    from aligner.write.beads import read_beads

    links = read_beads(beads)
    return with_beads(read(en, "en", encoding, True), read(ru, "ru", encoding, True), links, name=beads)


def encoder_of(model: Model | None) -> Encoder | None:
    """The encoder that was asked for; None leaves the choice to the library."""
    if model is None:
        return None
    from aligner.encoder import LinearEncoder, load_encoder

    encoder = load_encoder(model.name, device=model.device, batch_size=model.batch_size, progress=show_progress)
    if (model.device or model.batch_size) and isinstance(encoder, LinearEncoder):
        say(f"note: {encoder.name} is no transformer; --device and --batch-size change nothing")
    return encoder


def read_saved(path: str) -> Alignment:
    """An alignment, a review, or texts that are paired already, from a file or, for "-", from standard input."""
    from aligner.paired import parse, read_alignment

    if is_review(path):
        from aligner.review.serve import read_review

        return read_review(path)
    alignment = parse(sys.stdin.buffer.read(), name="standard input") if path == "-" else read_alignment(path)
    if "paired" in alignment.settings:
        say_all(f"{alignment.en.name}: {note}" for note in alignment.en.notes)
    return alignment


def is_review(path: str) -> bool:
    """The file is one in which `aligner review` keeps what was done."""
    from aligner.read.signature import SQLITE

    try:
        with Path(path).open("rb") as file:
            return file.read(len(SQLITE)) == SQLITE
    except OSError:
        return False


def load(asked: Asked) -> Alignment:
    """The alignment that is in one file, or that of two texts."""
    if len(asked.texts) == 2:
        return align_files(*asked.texts, asked.model, asked.presegmented, asked.encoding)
    if len(asked.texts) != 1:
        raise click.UsageError("give two texts, English and Russian, or one file of pairs")
    if asked.model or asked.presegmented or asked.encoding:
        raise click.UsageError("--model, --presegmented and --encoding are for two texts, not for a file of pairs")
    return read_saved(asked.texts[0])


class CheckSettings(TypedDict):
    """What the checks go by, as `Alignment.check` takes it."""

    rules: Rules | None
    glossary: Glossary | None


def check_settings(asked: Asked) -> CheckSettings:
    """The rules that were asked for or are the project's, and the glossary."""
    from aligner.check.glossary import read_glossary
    from aligner.check.rules import find_rules, read_rules

    path = asked.config or find_rules()
    return {
        "rules": read_rules(path) if path else None,
        "glossary": read_glossary(asked.glossary) if asked.glossary else None,
    }


def check_output(
    output: str | None,
    format: str | None,
    level: str | None,
    options: Mapping[str, str | bool],
    inputs: Iterable[str],
) -> None:
    """Whatever is wrong with the output is said before the work begins."""
    from aligner.write import check_format, check_target, find_format

    if output is None or output == "-":
        check_format(format, level, **options)
        return
    for ending in find_format(format, path=output).endings:
        if any(path != "-" and _same_file(path, f"{output}{ending}") for path in inputs):
            raise click.UsageError(f"{output}{ending} is an input too; name another file for the output")
    check_target(output, format=format, level=level, **options)


def _same_file(one: str, other: str) -> bool:
    return Path(one).exists() and Path(other).exists() and Path(one).samefile(other)
