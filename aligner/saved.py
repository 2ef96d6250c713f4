"""Reads a saved alignment back, equal to the one that was saved: what `aligner.write.jsonl` writes.

Keys that this version doesn't know are passed over; all others must agree with each other, or the file is damaged.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields, replace
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING

from aligner.check.listing import from_record
from aligner.errors import FormatError, InputError
from aligner.pairs import pair_of
from aligner.records import Bead, Decision, Document, Lang, MqmError, Pair, Paragraph, Review, Sentence
from aligner.write.jsonl import SCHEMA, Record, pair_record, sha256

if TYPE_CHECKING:
    from aligner.alignment import Alignment


def read_alignment(path: str | PathLike[str]) -> Alignment:
    """Read an alignment back, equal to the one that was saved.

    Raises
    ------
    InputError
        The file can't be read.
    FormatError
        It is no such file, or it is damaged; with the line.
    """
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise InputError(f"{fspath(path)}: can't be read: {error.strerror or error}") from error
    return parse_alignment(data, name=fspath(path))


def parse_alignment(data: bytes, *, name: str) -> Alignment:
    """As `read_alignment`, from the bytes of the file; `name` stands in the messages."""
    lines = [(n, line) for n, line in enumerate(data.split(b"\n"), 1) if line.strip()] or [(1, b"{}")]
    with _damage(name, 1):
        header = _record(lines[0][1])
        alignment = read_header(header)
    pairs: list[Pair] = []
    held: dict[Lang, int] = {"en": 0, "ru": 0}
    for number, line in lines[1:]:
        with _damage(name, number):
            record = _record(line)
            _check_beads(record, held)
            pairs.append(read_pair(record, alignment.en, alignment.ru, after=pairs[-1] if pairs else None))
            _check_pair(record, alignment, pairs[-1])
    with _damage(name, lines[-1][0]):
        if held != {"en": len(alignment.en.sentences), "ru": len(alignment.ru.sentences)}:
            raise ValueError("sentences are missing; is the file cut short?")
    with _damage(name, 1):
        moved = tuple(_check_moved(read_moved(header), pairs))
    return replace(alignment, pairs=tuple(pairs), moved=moved)


def read_header(header: Record) -> Alignment:
    """The alignment of a header, still without its pairs and moved links."""
    from aligner.alignment import Alignment

    if header.get("schema") != SCHEMA:
        raise ValueError(f'no header with "schema": "{SCHEMA}"')
    en, ru = _read_document("en", header["en"]), _read_document("ru", header["ru"])
    return Alignment(en, ru, (), str(header["model"]), str(header["version"]), dict(header["settings"]))


def read_pair(record: Record, en: Document, ru: Document, *, after: Pair | None) -> Pair:
    """The pair of a record that `aligner.write.jsonl.kept_record` made; `after` as in `aligner.pairs.pair_of`."""
    return replace(
        pair_of(en, ru, [*_read_beads(record["beads"])], after=after),
        confidence=_known(record["confidence"]),
        findings=tuple(from_record(finding) for finding in record.get("findings", [])),
        review=_read_review(record["review"]) if record.get("review") else None,
    )


def _read_document(lang: Lang, record: Record) -> Document:
    text = str(record["text"])
    if sha256(text) != record["sha256"]:
        raise ValueError(f"the {lang} text is not the one that was saved (its sha256 differs)")
    paragraphs: list[Paragraph] = []
    sentences: list[Sentence] = []
    for number, paragraph in enumerate(record["paragraphs"]):
        if not paragraph["sentences"]:
            raise ValueError(f"{lang} paragraph {number} has no sentences")
        first = len(sentences)
        sentences += [Sentence(start, end, text[start:end], number) for start, end in paragraph["sentences"]]
        held = range(first, len(sentences))
        origin = str(paragraph.get("origin", ""))
        paragraphs.append(Paragraph(paragraph["start"], paragraph["end"], held, paragraph["kind"], origin))
    notes = tuple(map(str, record["notes"]))
    return Document(lang, str(record["name"]), text, tuple(paragraphs), tuple(sentences), notes)


def _check_beads(record: Record, held: dict[Lang, int]) -> None:
    """ValueError unless the beads hold the sentences of the line, the next ones; `held` counts those up to here."""
    for lang in held:
        numbers = [n for bead in record["beads"] for n in bead[lang]]
        first, held[lang] = held[lang], held[lang] + len(numbers)
        if numbers != [sentence["number"] for sentence in record[lang]]:
            raise ValueError(f'"beads" do not hold each sentence of "{lang}" once')
        if numbers != [*range(first, held[lang])]:
            raise ValueError(f'a sentence of "{lang}" is missing or stands twice before this line')


def _check_pair(record: Record, alignment: Alignment, pair: Pair) -> None:
    """ValueError where the line does not agree with the header."""
    for key, value in pair_record(alignment.en, alignment.ru, pair).items():
        if key not in ("beads", "findings", "review") and record[key] != value:
            raise ValueError(f'"{key}" does not agree with the header')


def _read_review(record: Record) -> Review:
    known = {field.name for field in fields(Review)}
    given = {key: value for key, value in record.items() if key in known}
    errors = tuple(MqmError(**error) for error in given.pop("errors", []))
    decisions = tuple(Decision(**decision) for decision in given.pop("decisions", []))
    return Review(**given, errors=errors, decisions=decisions)


def read_moved(header: Record) -> Iterator[Bead]:
    """The moved links of a header."""
    for record in header.get("moved", []):
        score, confidence = _known(record["score"]), _known(record["confidence"])
        yield Bead(_range(record["en"], 0), _range(record["ru"], 0), score, confidence, moved=True)


def _read_beads(records: list[Record]) -> Iterator[Bead]:
    en = ru = 0
    for record in records:
        bead = Bead(
            _range(record["en"], en),
            _range(record["ru"], ru),
            _known(record["score"]),
            _known(record["confidence"]),
        )
        en, ru = bead.en.stop, bead.ru.stop
        yield bead


def _check_moved(moved: Iterable[Bead], pairs: Sequence[Pair]) -> Iterator[Bead]:
    """The moved links; ValueError unless each holds sentences that are nulls and in no other."""
    nulls = [bead for pair in pairs for bead in pair.beads if bead.is_null]
    free = {("en", i) for bead in nulls for i in bead.en} | {("ru", j) for bead in nulls for j in bead.ru}
    for bead in moved:
        held = {("en", i) for i in bead.en} | {("ru", j) for j in bead.ru}
        if bead.is_null or not held <= free:
            raise ValueError(f'"moved" links sentences that are linked already: {[*bead.en]}, {[*bead.ru]}')
        free -= held
        yield bead


def _range(numbers: list[int], empty_at: int) -> range:
    if not numbers:
        return range(empty_at, empty_at)
    span = range(numbers[0], numbers[0] + len(numbers))
    if numbers != [*span]:
        raise ValueError(f"{numbers} do not follow one another")
    return span


def _record(line: bytes) -> Record:
    try:
        record = json.loads(line.decode("utf-8"))
    except json.JSONDecodeError as error:
        raise ValueError(f"no JSON from column {error.colno} on; give a .jsonl file that aligner made") from error
    if not isinstance(record, dict):
        raise ValueError("no JSON object")
    return record


@contextmanager
def _damage(name: str, line: int) -> Iterator[None]:
    """Whatever is wrong with a line becomes one message that says where."""
    try:
        yield
    except KeyError as error:
        raise FormatError(f"{name}:{line}: not an alignment, or damaged: {error} is missing") from error
    except (ValueError, TypeError, IndexError, AttributeError, RecursionError) as error:
        raise FormatError(f"{name}:{line}: not an alignment, or damaged: {error}") from error


def _known(value: float | None) -> float:
    return math.nan if value is None else float(value)
