"""JSONL, the lossless master: a header line, then a line per pair; `aligner.saved` reads it back.

The header holds both documents: the text, the offsets of paragraphs and sentences, what was noted on
reading; and the moved links, whose sentences are nulls in the pairs. A pair holds the numbers of its
paragraphs, its beads, its findings, what reviewers said (if anything), and, for those who read no further than
a line, the sentences of both sides. Everything counts from zero.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from aligner.check.listing import to_record
from aligner.errors import FormatError
from aligner.pairs import sentences_of
from aligner.records import Bead, Document, Pair
from aligner.write.files import Rendered

if TYPE_CHECKING:
    from aligner.alignment import Alignment

SCHEMA = "aligner/1"
_SURROGATE = re.compile("[\ud800-\udfff]")

Record = dict[str, Any]


def render(alignment: Alignment, level: str) -> Rendered:
    """Header and pairs; whatever the level, each pair holds its paragraphs and its sentences."""
    pairs = (pair_record(alignment.en, alignment.ru, pair) for pair in alignment.pairs)
    return Rendered("".join(f"{to_line(record)}\n" for record in (header_record(alignment), *pairs)).encode())


def header_record(alignment: Alignment) -> Record:
    """All but the pairs, as plain data."""
    return {
        "schema": SCHEMA,
        "version": alignment.version,
        "model": alignment.encoder,
        "settings": dict(alignment.settings),
        "en": _document(alignment.en),
        "ru": _document(alignment.ru),
        "moved": [_bead(bead) for bead in alignment.moved],
    }


def pair_record(en: Document, ru: Document, pair: Pair) -> Record:
    """A pair as plain data, with what could be looked up in the header."""
    return {
        "en_paragraphs": [*pair.en_paragraphs],
        "ru_paragraphs": [*pair.ru_paragraphs],
        **kept_record(pair),
        "en": _sentences(en, sentences_of(pair, "en")),
        "ru": _sentences(ru, sentences_of(pair, "ru")),
    }


def kept_record(pair: Pair) -> Record:
    """What the documents don't say of a pair, as plain data."""
    return {
        "confidence": _number(pair.confidence),
        "beads": [_bead(bead) for bead in pair.beads],
        "findings": [to_record(finding) for finding in pair.findings],
        **({"review": asdict(pair.review)} if pair.review else {}),
    }


def _document(document: Document) -> Record:
    return {
        "name": document.name,
        "sha256": sha256(document.text),
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


def _bead(bead: Bead) -> Record:
    return {
        "en": [*bead.en],
        "ru": [*bead.ru],
        "kind": bead.kind,
        "score": _number(bead.score),
        "confidence": _number(bead.confidence),
    }


def _sentences(document: Document, numbers: range) -> list[Record]:
    sentences = ((number, document.sentences[number]) for number in numbers)
    return [{"number": n, "start": s.start, "end": s.end, "text": s.text} for n, s in sentences]


def to_line(record: Record) -> str:
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


def sha256(text: str) -> str:
    """Hexadecimal, of the text in UTF-8."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
