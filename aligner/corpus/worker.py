"""One document pair to rows: a pure function that runs on any machine. What goes wrong is part of the result."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from aligner.corpus.facts import facts
from aligner.corpus.records import Found, Item, Level, Outcome, Source, Work, clean
from aligner.corpus.tables import DECIMALS, fact_schema, packed, row_schema
from aligner.errors import AlignerError
from aligner.layout import flat
from aligner.records import Bead, Document, Lang
from aligner.table import kinds, span_text

if TYPE_CHECKING:
    from aligner.alignment import Alignment
    from aligner.encoder import Encoder


def align_item(item: Item, work: Work) -> Outcome:
    """Align a document pair; an error, whatever it is, becomes its outcome.

    Raises
    ------
    ModelError : there is no such encoder; that is no fault of the document
    """
    from aligner.pipeline import align_documents

    encoder = prepared(work)
    try:
        en, ru = _document(item.id, item.en, "en", work), _document(item.id, item.ru, "ru", work)
        alignment = align_documents(en, ru, encoder=encoder)
        return Outcome(
            item.id,
            notes=tuple(f"{document.lang}: {note}" for document in (en, ru) for note in document.notes),
            sentences=(len(en.sentences), len(ru.sentences)),
            sha256=(_sha256(en.text), _sha256(ru.text)),
            found={level: _found(item.id, alignment, level, work) for level in work.levels},
        )
    except AlignerError as error:
        return Outcome(item.id, error=str(error))
    except Exception as error:  # noqa: BLE001  a broken document must not stop the others
        return Outcome(item.id, error=f"unexpected {type(error).__name__}: {error}")


@cache
def prepared(work: Work) -> Encoder:
    """The encoder, loaded once a process; numpy gets one core, since the processes share out the others."""
    from threadpoolctl import threadpool_limits

    from aligner.encoder import load_encoder

    encoder = load_encoder(work.model, device=work.device, batch_size=work.batch_size)
    encoder.encode(["one"])  # everything is imported by now
    threadpool_limits(1)
    return encoder


def _document(id: str, source: Source, lang: Lang, work: Work) -> Document:
    from aligner.read import document_from_text, read_document

    if source.path is not None:
        return read_document(source.path, lang, encoding=work.encoding, presegmented=work.presegmented)
    return document_from_text(source.text or "", lang, name=f"{id} ({lang})", presegmented=work.presegmented)


def _found(id: str, alignment: Alignment, level: Level, work: Work) -> Found:
    rows: list[dict[str, Any]] = []
    known: list[dict[str, Any]] = []
    for number, row in enumerate(_sentences(alignment) if level == "sentence" else _paragraphs(alignment)):
        alone = row.pop("alone")
        row |= {"document": id, "row": number, "confidence": round(row["confidence"], DECIMALS)}
        row |= {lang: clean(row[lang]) for lang in ("en", "ru")}
        rows.append(row)
        known.append(
            facts(row["en"], row["ru"], alone=alone, confidence=row["confidence"], checks=work.checks, level=level)
        )
    return Found(packed(rows, row_schema(level)), packed(known, fact_schema()))


def _paragraphs(alignment: Alignment) -> Iterator[dict[str, Any]]:
    for number, pair in enumerate(alignment.pairs):
        yield {
            "pair": number,
            "en_paragraphs": [*pair.en_paragraphs],
            "ru_paragraphs": [*pair.ru_paragraphs],
            "en": flat(pair.en),
            "ru": flat(pair.ru),
            "kind": kinds(pair.beads),
            "confidence": pair.confidence,
            "alone": "no counterpart" if pair.is_unpaired else "",
        }


def _sentences(alignment: Alignment) -> Iterator[dict[str, Any]]:
    """The ladder, then the moved links, whose sentences stand in the ladder without counterpart."""
    moved = {("en", i) for bead in alignment.moved for i in bead.en}
    moved |= {("ru", j) for bead in alignment.moved for j in bead.ru}
    holder = {i: number for number, pair in enumerate(alignment.pairs) for bead in pair.beads for i in bead.en}
    for number, pair in enumerate(alignment.pairs):
        for bead in pair.beads:
            elsewhere = bead.is_null and (("en", bead.en[0]) if bead.en else ("ru", bead.ru[0])) in moved
            alone = "" if not bead.is_null else "linked as moved" if elsewhere else "no counterpart"
            yield _sentence(alignment, bead, number, alone)
    for bead in alignment.moved:
        yield _sentence(alignment, bead, holder[bead.en[0]], "")


def _sentence(alignment: Alignment, bead: Bead, pair: int, alone: str) -> dict[str, Any]:
    return {
        "pair": pair,
        "en_sentences": [*bead.en],
        "ru_sentences": [*bead.ru],
        "en": span_text(alignment.en, bead.en),
        "ru": span_text(alignment.ru, bead.ru),
        "kind": bead.kind,
        "confidence": bead.confidence,
        "alone": alone,
    }


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
