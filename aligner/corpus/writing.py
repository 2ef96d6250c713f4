"""The corpus on disk: every row of every document goes to its split or to the rejected ones, in the manifest's order.

All is written into a folder beside and moved into place at the end.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from aligner.corpus.facts import key
from aligner.corpus.filters import REPETITIONS
from aligner.corpus.journal import Finished, Journal
from aligner.corpus.judge import Verdicts
from aligner.corpus.records import Level, Progress
from aligner.corpus.settings import SPLITS, Settings
from aligner.corpus.shards import TEXT_SINKS, ParquetShards, Row, Sink, closing_all
from aligner.corpus.split import split_of
from aligner.corpus.tables import (
    REASONS,
    document_schema,
    manifest_columns,
    row_schema,
    unpacked,
    with_texts,
)
from aligner.defaults import DEFAULTS

SAMPLE = 5  # rows on the card
NAMED = 20  # documents of a kind that are named


class Suspect(NamedTuple):
    """A document most of whose rows, at the first level, were rejected, and not as repetitions."""

    document: str
    kept: int
    rows: int


@dataclass(slots=True)
class Written:
    """What went where.

    `rows` are counted by level and split, `documents` by split, or by state if there is none ("failed"); of the
    documents in splits `empty` is the number of those of which no row was kept. `sample` are rows to look at, chosen
    by a hash; `suspects` the first of the documents that seem to be no translations, `suspected` is their number.
    """

    rows: Counter[tuple[Level, str]] = field(default_factory=Counter)
    documents: Counter[str] = field(default_factory=Counter)
    empty: int = 0
    sample: list[tuple[int, Row]] = field(default_factory=list)
    suspects: list[Suspect] = field(default_factory=list)
    suspected: int = 0

    def add(self, level: Level, split: str, row: Row, settings: Settings) -> None:
        """Count a row that is in the corpus."""
        self.rows[level, split] += 1
        if level == settings.levels[0]:
            mark = key(str(settings.seed), row["document"], str(row["row"]))
            if len(self.sample) < SAMPLE or mark < self.sample[-1][0]:
                self.sample = sorted([*self.sample, (mark, row)], key=lambda item: item[0])[:SAMPLE]

    def add_document(self, document: Finished, counts: Counter[str], settings: Settings) -> None:
        """Look at what became of a document."""
        self.empty += not any(counts[f"{level}_kept"] for level in settings.levels)
        kept, rejected, bad = (counts[f"{settings.levels[0]}_{what}"] for what in ("kept", "rejected", "bad"))
        if bad > DEFAULTS.alone * (kept + rejected):
            self.suspected += 1
            if len(self.suspects) < NAMED:
                self.suspects.append(Suspect(document.id, kept, kept + rejected))


def write_corpus(folder: Path, journal: Journal, verdicts: Verdicts, settings: Settings, progress: Progress) -> Written:
    """Write all tables into `folder`, which is emptied first."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    columns = manifest_columns({name for document in journal.documents() for name in document.metadata})
    sinks = _Sinks(folder, settings, list(columns.values()))
    written, total = Written(), sum(journal.counts().values())
    with closing_all(sinks.all()):
        for step, document in enumerate(journal.documents(), 1):
            split, group = split_of(verdicts.db, document.number) if document.state == "done" else ("", "")
            counts = Counter[str]()
            for level in settings.levels if split else ():
                for row, reason in _rows(document, level, journal, verdicts, columns):
                    counts[f"{level}_{'rejected' if reason else 'kept'}"] += 1
                    counts[f"{level}_bad"] += reason is not None and reason[0] not in REPETITIONS
                    if reason:
                        sinks.reject(level, {**row, "filter": reason[0], "reason": reason[1]})
                    else:
                        sinks.keep(level, split, row)
                        written.add(level, split, row, settings)
            written.documents[split or document.state] += 1
            if split:
                written.add_document(document, counts, settings)
            sinks.document(_document_row(document, split, group, counts, columns))
            progress("write", step, total)
        for extra in journal.extras():
            written.documents["extra"] += 1
            sinks.document({"document": extra.name, extra.lang: extra.name, "state": "extra", "message": extra.why})
    return written


def _of_manifest(document: Finished, columns: Mapping[str, str]) -> dict[str, str | None]:
    return {column: document.metadata.get(name) for name, column in columns.items()}


def _rows(
    document: Finished, level: Level, journal: Journal, verdicts: Verdicts, columns: Mapping[str, str]
) -> Iterator[tuple[dict[str, Any], tuple[str, str] | None]]:
    more = _of_manifest(document, columns)
    rows = unpacked(journal.found(document.id, level).rows).to_pylist()
    for row, reason in zip(rows, verdicts.get(document.number, level), strict=True):
        yield {**row, **more}, reason


class _Sinks:
    """All open files."""

    def __init__(self, folder: Path, settings: Settings, more: Sequence[str]) -> None:
        self._kept: dict[tuple[Level, str], list[Sink]] = {}
        self._rejected: dict[Level, Sink] = {}
        size = settings.rows_per_file
        for level in settings.levels:
            schema = with_texts(row_schema(level), more)
            reasons = with_texts(schema, REASONS)
            self._rejected[level] = ParquetShards(folder / "rejected" / f"{level}s", reasons, size)
            for split, share in zip(SPLITS, settings.split, strict=True):
                if share:
                    texts = [TEXT_SINKS[name](folder / name / f"{level}s.{split}") for name in settings.formats]
                    self._kept[level, split] = [ParquetShards(folder / f"{level}s" / split, schema, size), *texts]
        self._documents = ParquetShards(
            folder / "documents" / "all", with_texts(document_schema(settings.levels), more), size
        )

    def all(self) -> list[Sink]:
        return [sink for kept in self._kept.values() for sink in kept] + [*self._rejected.values(), self._documents]

    def keep(self, level: Level, split: str, row: Row) -> None:
        for sink in self._kept[level, split]:
            sink.write(row)

    def reject(self, level: Level, row: Row) -> None:
        self._rejected[level].write(row)

    def document(self, row: Row) -> None:
        self._documents.write(row)


def _document_row(
    document: Finished, split: str, group: str, counts: Counter[str], columns: Mapping[str, str]
) -> dict[str, Any]:
    (en_sentences, ru_sentences), (en_sha256, ru_sha256) = document.sentences, document.sha256
    return {
        "document": document.id,
        "en": document.en,
        "ru": document.ru,
        "state": document.state,
        "message": document.message,
        "split": split,
        "group": group,
        "en_sha256": en_sha256,
        "ru_sha256": ru_sha256,
        "en_sentences": en_sentences,
        "ru_sentences": ru_sentences,
        "sentence_kept": counts["sentence_kept"],
        "sentence_rejected": counts["sentence_rejected"],
        "paragraph_kept": counts["paragraph_kept"],
        "paragraph_rejected": counts["paragraph_rejected"],
        "notes": list(document.notes),
        **_of_manifest(document, columns),
    }
