"""JSONL, the lossless master: a header line, then a line per pair.

The header holds both documents: the text, the offsets of paragraphs and sentences, what was noted on
reading; and the moved links, whose sentences are nulls in the pairs. A pair holds the numbers of its
paragraphs, its beads, its findings, what reviewers said (if anything), and, for those who read no further than
a line, the sentences of both sides. Everything counts from zero. Keys that this version doesn't know are passed
over on reading; all others must agree with each other, or the file is damaged.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, fields
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aligner.check.listing import from_record, to_record
from aligner.errors import FormatError, InputError
from aligner.pairs import paragraph_text
from aligner.records import Bead, Decision, Document, Lang, MqmError, Pair, Paragraph, Review, Sentence
from aligner.write.files import Rendered

if TYPE_CHECKING:
    from aligner.alignment import Alignment

SCHEMA = "aligner/1"
_SURROGATE = re.compile("[\ud800-\udfff]")

Record = dict[str, Any]


def render(alignment: Alignment, level: str) -> Rendered:
    """Header and pairs; whatever the level, each pair holds its paragraphs and its sentences."""
    records = [_header(alignment), *(_pair(alignment.en, alignment.ru, pair) for pair in alignment.pairs)]
    return Rendered("".join(f"{_line(record)}\n" for record in records).encode())


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
    from aligner.alignment import Alignment

    lines = [(n, line) for n, line in enumerate(data.split(b"\n"), 1) if line.strip()] or [(1, b"{}")]
    with _damage(name, 1):
        header = _record(lines[0][1])
        if header.get("schema") != SCHEMA:
            raise ValueError(f'no header with "schema": "{SCHEMA}"')
        en, ru = _read_document("en", header["en"]), _read_document("ru", header["ru"])
        made_by = str(header["model"]), str(header["version"]), dict(header["settings"])
    pairs: list[Pair] = []
    for number, line in lines[1:]:
        with _damage(name, number):
            pairs.append(_read_pair(_record(line), en, ru, pairs[-1] if pairs else None))
    with _damage(name, lines[-1][0]):
        last = pairs[-1] if pairs else None
        if _ends(last) != (len(en.paragraphs), len(ru.paragraphs)):
            raise ValueError("paragraphs are missing; is the file cut short?")
    with _damage(name, 1):
        moved = tuple(_read_moved(header.get("moved", []), pairs))
    return Alignment(en, ru, tuple(pairs), *made_by, moved)


def _header(alignment: Alignment) -> Record:
    return {
        "schema": SCHEMA,
        "version": alignment.version,
        "model": alignment.encoder,
        "settings": dict(alignment.settings),
        "en": _document(alignment.en),
        "ru": _document(alignment.ru),
        "moved": [_bead(bead) for bead in alignment.moved],
    }


def _document(document: Document) -> Record:
    return {
        "name": document.name,
        "sha256": _sha256(document.text),
        "notes": [*document.notes],
        "paragraphs": [
            {
                "start": paragraph.start,
                "end": paragraph.end,
                "kind": paragraph.kind,
                **({"origin": paragraph.origin} if paragraph.origin else {}),
                "sentences": [[document.sentences[i].start, document.sentences[i].end] for i in paragraph.sentences],
            }
            for paragraph in document.paragraphs
        ],
        "text": document.text,
    }


def _read_document(lang: Lang, record: Record) -> Document:
    text = str(record["text"])
    if _sha256(text) != record["sha256"]:
        raise ValueError(f"the {lang} text is not the one that was saved (its sha256 differs)")
    paragraphs: list[Paragraph] = []
    sentences: list[Sentence] = []
    for number, paragraph in enumerate(record["paragraphs"]):
        first = len(sentences)
        sentences += [Sentence(start, end, text[start:end], number) for start, end in paragraph["sentences"]]
        held = range(first, len(sentences))
        origin = str(paragraph.get("origin", ""))
        paragraphs.append(Paragraph(paragraph["start"], paragraph["end"], held, paragraph["kind"], origin))
    notes = tuple(map(str, record["notes"]))
    return Document(lang, str(record["name"]), text, tuple(paragraphs), tuple(sentences), notes)


def _pair(en: Document, ru: Document, pair: Pair) -> Record:
    return {
        "en_paragraphs": [*pair.en_paragraphs],
        "ru_paragraphs": [*pair.ru_paragraphs],
        "confidence": _number(pair.confidence),
        "beads": [_bead(bead) for bead in pair.beads],
        "en": _sentences(en, pair.en_paragraphs),
        "ru": _sentences(ru, pair.ru_paragraphs),
        "findings": [to_record(finding) for finding in pair.findings],
        **({"review": asdict(pair.review)} if pair.review else {}),
    }


def _bead(bead: Bead) -> Record:
    return {
        "en": [*bead.en],
        "ru": [*bead.ru],
        "kind": bead.kind,
        "score": _number(bead.score),
        "confidence": _number(bead.confidence),
    }


def _sentences(document: Document, paragraphs: range) -> list[Record]:
    numbers = (number for paragraph in paragraphs for number in document.paragraphs[paragraph].sentences)
    sentences = ((number, document.sentences[number]) for number in numbers)
    return [{"number": n, "start": s.start, "end": s.end, "text": s.text} for n, s in sentences]


def _read_pair(record: Record, en: Document, ru: Document, before: Pair | None) -> Pair:
    """The pair that stands behind `before`; ValueError where the line contradicts itself or the header."""
    next_en, next_ru = _ends(before)
    en_paragraphs = _range(record["en_paragraphs"], next_en)
    ru_paragraphs = _range(record["ru_paragraphs"], next_ru)
    if (en_paragraphs.start, ru_paragraphs.start) != (next_en, next_ru):
        raise ValueError("a paragraph is missing or stands twice before this line")
    pair = Pair(
        en=paragraph_text(en, en_paragraphs),
        ru=paragraph_text(ru, ru_paragraphs),
        en_paragraphs=en_paragraphs,
        ru_paragraphs=ru_paragraphs,
        beads=tuple(_read_beads(record["beads"])),
        confidence=_known(record["confidence"]),
        findings=tuple(from_record(finding) for finding in record.get("findings", [])),
        review=_read_review(record["review"]) if record.get("review") else None,
    )
    for key, value in _pair(en, ru, pair).items():
        if key not in ("beads", "findings", "review") and record[key] != value:
            raise ValueError(f'"{key}" does not agree with the header')
    for lang, sides in (("en", [bead.en for bead in pair.beads]), ("ru", [bead.ru for bead in pair.beads])):
        if [n for side in sides for n in side] != [sentence["number"] for sentence in record[lang]]:
            raise ValueError(f'"beads" do not hold each sentence of "{lang}" once')
    return pair


def _read_review(record: Record) -> Review:
    known = {field.name for field in fields(Review)}
    given = {key: value for key, value in record.items() if key in known}
    errors = tuple(MqmError(**error) for error in given.pop("errors", []))
    decisions = tuple(Decision(**decision) for decision in given.pop("decisions", []))
    return Review(**given, errors=errors, decisions=decisions)


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


def _read_moved(records: list[Record], pairs: list[Pair]) -> Iterator[Bead]:
    """The moved links; ValueError unless each holds sentences that are nulls and in no other."""
    nulls = [bead for pair in pairs for bead in pair.beads if bead.is_null]
    free = {("en", i) for bead in nulls for i in bead.en} | {("ru", j) for bead in nulls for j in bead.ru}
    for record in records:
        en, ru = _range(record["en"], 0), _range(record["ru"], 0)
        held = {("en", i) for i in en} | {("ru", j) for j in ru}
        if not en or not ru or not held <= free:
            raise ValueError(f'"moved" links sentences that are linked already: {record["en"]}, {record["ru"]}')
        free -= held
        yield Bead(en, ru, _known(record["score"]), _known(record["confidence"]), moved=True)


def _ends(pair: Pair | None) -> tuple[int, int]:
    """Numbers of the paragraphs that follow a pair; none is before the first one."""
    return (pair.en_paragraphs.stop, pair.ru_paragraphs.stop) if pair else (0, 0)


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


def _line(record: Record) -> str:
    """One line of JSON. Lone surrogates, which UTF-8 can't hold, are escaped."""
    line = json.dumps(record, ensure_ascii=False, allow_nan=False)
    if _SURROGATE.search(line):
        line = _SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", line)
        if json.loads(line) != record:  # two halves side by side would read back as one character
            raise FormatError("jsonl can't hold this text: it has broken characters (surrogate pairs) in it")
    return line


def _number(value: float) -> float | None:
    """An unknown score is null in JSON, which has no NaN."""
    return None if math.isnan(value) else value


def _known(value: float | None) -> float:
    return math.nan if value is None else float(value)


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
