"""What has been done, on disk: the entries of the manifest and the outcomes of documents, in one SQLite file.

A run may be killed at any moment: what was committed is there, a document is finished or not, never half. The next
run plans anew (entries may have come and gone) and aligns what is missing, has changed or had failed. Memory does not
grow with the corpus.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass
from os import fspath
from pathlib import Path
from typing import Any, cast

from aligner.corpus.records import Entry, Extra, Flaw, Found, Item, Level, Outcome, Source, clean
from aligner.errors import InputError

COMMIT = 1.0  # seconds of work that a crash may cost

_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT);
CREATE TABLE IF NOT EXISTS documents (
    id TEXT PRIMARY KEY, number INTEGER, run INTEGER, fingerprint TEXT, state TEXT, message TEXT, en TEXT, ru TEXT,
    metadata TEXT, notes TEXT, en_sentences INTEGER, ru_sentences INTEGER, en_sha256 TEXT, ru_sha256 TEXT
);
CREATE INDEX IF NOT EXISTS in_order ON documents (number);
CREATE TABLE IF NOT EXISTS found (id TEXT, level TEXT, facts BLOB, rows BLOB, PRIMARY KEY (id, level));
CREATE TABLE IF NOT EXISTS extras (run INTEGER, lang TEXT, name TEXT, why TEXT);
"""

_SHOWN = "number, id, state, message, en, ru, metadata, notes, en_sentences, ru_sentences, en_sha256, ru_sha256"


@dataclass(frozen=True, slots=True)
class Finished:
    """A document of the manifest, whatever became of it."""

    number: int
    id: str
    state: str  # "done", "failed"
    message: str
    en: str
    ru: str
    metadata: dict[str, str]
    notes: tuple[str, ...]
    sentences: tuple[int, int]
    sha256: tuple[str, str]


class Journal:
    """The open file. One run at a time: a second one is told so.

    Raises
    ------
    InputError : another run has it open, or it was begun with other settings
    """

    def __init__(self, path: Path, settings: str) -> None:
        self._db = sqlite3.connect(path, timeout=0.5)
        try:
            self._db.execute("PRAGMA locking_mode = EXCLUSIVE")
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute("PRAGMA synchronous = NORMAL")
            self._db.executescript(_SCHEMA)
        except sqlite3.OperationalError as error:
            raise InputError(f"{path.parent.parent}: another run is at work there ({error}); wait for it") from error
        except sqlite3.DatabaseError as error:
            raise InputError(f"{path}: damaged ({error}); remove it to begin anew") from error
        begun_with = self.remembered("settings")
        if begun_with not in (None, settings):
            self.close()
            raise InputError(
                f"{path.parent.parent}: begun with other settings ({begun_with}; now {settings}); "
                f"take another folder, or remove {path} to begin anew"
            )
        self.remember("settings", settings)
        self._run = int(self.remembered("run") or 0) + 1
        self.remember("run", str(self._run))
        self._committed = time.monotonic()

    def close(self) -> None:
        """Keep what was done."""
        self._db.commit()
        self._db.close()

    def remembered(self, key: str) -> str | None:
        """What was kept under a key."""
        row = self._db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return None if row is None else str(row[0])

    def remember(self, key: str, value: str) -> None:
        """Keep a word between runs."""
        self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))
        self._db.commit()

    def plan(self, entries: Iterable[Entry]) -> int:
        """Take in the manifest; the number of documents to align."""
        number = 0
        for entry in entries:
            if isinstance(entry, Extra):
                self._db.execute("INSERT INTO extras VALUES (?, ?, ?, ?)", (self._run, *astuple(entry)))
                continue
            self._enter(number, entry)
            number += 1
        for table in ("documents", "extras"):
            self._db.execute(f"DELETE FROM {table} WHERE run != ?", (self._run,))
        self._db.execute("DELETE FROM found WHERE id NOT IN (SELECT id FROM documents WHERE state = 'done')")
        self._db.commit()
        return self._count("todo")

    def _enter(self, number: int, entry: Item | Flaw) -> None:
        """A document that was done stays done if it is the same as it was; an id that comes again is a flaw."""
        known = self._db.execute("SELECT run, state, fingerprint FROM documents WHERE id = ?", (entry.id,)).fetchone()
        if known and known[0] == self._run:
            entry = Flaw(f"{entry.id} (again, entry {number + 1})", f"the id {entry.id} stands in the manifest twice")
            known = None
        mark = fingerprint(entry) if isinstance(entry, Item) else ""
        if known and known[1:] == ("done", mark):
            change = "UPDATE documents SET number = ?, run = ?, metadata = ? WHERE id = ?"
            self._db.execute(change, (number, self._run, _metadata(entry), entry.id))
            return
        state, message = ("todo", "") if isinstance(entry, Item) else ("failed", entry.why)
        names = (entry.en.name, entry.ru.name) if isinstance(entry, Item) else ("", "")
        row = (entry.id, number, self._run, mark, state, message, *names, _metadata(entry), "[]", 0, 0, "", "")
        self._db.execute(f"INSERT OR REPLACE INTO documents VALUES ({', '.join('?' * len(row))})", row)

    def to_do(self, entries: Iterable[Entry]) -> Iterator[Item]:
        """Of the same entries those that are still to be aligned, each id once."""
        number = 0
        for entry in entries:
            if isinstance(entry, Extra):
                continue
            query = "SELECT state FROM documents WHERE id = ? AND number = ?"
            row = self._db.execute(query, (entry.id, number)).fetchone()
            if isinstance(entry, Item) and row == ("todo",):
                yield entry
            number += 1

    def record(self, outcome: Outcome) -> None:
        """Write down what became of a document."""
        state, message = ("done", "") if outcome.error is None else ("failed", clean(outcome.error))
        for level, found in outcome.found.items():
            self._db.execute(
                "INSERT OR REPLACE INTO found VALUES (?, ?, ?, ?)", (outcome.id, level, found.facts, found.rows)
            )
        self._db.execute(
            "UPDATE documents SET state = ?, message = ?, notes = ?, en_sentences = ?, ru_sentences = ?, "
            "en_sha256 = ?, ru_sha256 = ? WHERE id = ?",
            (state, message, json.dumps(outcome.notes), *outcome.sentences, *outcome.sha256, outcome.id),
        )
        if time.monotonic() - self._committed > COMMIT:
            self._db.commit()
            self._committed = time.monotonic()

    def counts(self) -> dict[str, int]:
        """Entries by state: "done", "failed", "todo"."""
        return {state: self._count(state) for state in ("done", "failed", "todo")}

    def extras(self) -> Iterator[Extra]:
        """Documents without counterpart."""
        for row in self._db.execute("SELECT lang, name, why FROM extras ORDER BY rowid"):
            yield Extra(*row)

    def documents(self, state: str | None = None) -> Iterator[Finished]:
        """The entries in the order of the manifest."""
        chosen = "WHERE state = ?" if state else ""
        rows = self._db.execute(f"SELECT {_SHOWN} FROM documents {chosen} ORDER BY number", (state,) if state else ())
        for number, id, state_, message, en, ru, metadata, notes, *rest in rows:
            yield Finished(
                number=number,
                id=id,
                state=state_,
                message=message,
                en=en,
                ru=ru,
                metadata=json.loads(metadata),
                notes=tuple(json.loads(notes)),
                sentences=(rest[0], rest[1]),
                sha256=(rest[2], rest[3]),
            )

    def found(self, id: str, level: Level) -> Found:
        """What a finished document holds."""
        query = "SELECT rows, facts FROM found WHERE id = ? AND level = ?"
        return Found(*cast("tuple[bytes, bytes]", self._db.execute(query, (id, level)).fetchone()))

    def facts(self, id: str, level: Level) -> bytes:
        """The facts alone."""
        query = "SELECT facts FROM found WHERE id = ? AND level = ?"
        return cast("bytes", self._db.execute(query, (id, level)).fetchone()[0])

    def _count(self, state: str) -> int:
        return int(self._db.execute("SELECT count(*) FROM documents WHERE state = ?", (state,)).fetchone()[0])


def fingerprint(item: Item) -> str:
    """What a document was when it was aligned: where its files lie, their sizes and times; or its texts."""
    return json.dumps([_mark(side) for side in (item.en, item.ru)])


def _mark(side: Source) -> list[Any]:
    if side.path is None:
        from aligner.corpus.facts import key

        return [key(clean(side.text or ""))]
    try:
        status = Path(side.path).stat()
    except OSError:
        return [fspath(side.path)]
    return [fspath(side.path), status.st_size, status.st_mtime_ns]


def _metadata(entry: Item | Flaw) -> str:
    return json.dumps(dict(entry.metadata) if isinstance(entry, Item) else {}, ensure_ascii=False)
