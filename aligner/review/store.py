"""A review project on disk: one SQLite file with the pairs as they are now, the log of all operations, and drafts.

The log holds who, when, and the pairs before and after; rows are what it amounts to. Both are written in one
transaction, so that the file is whole whenever the program ends, also when it is killed. One program at a time has
the file (`locking_mode=EXCLUSIVE`): the system lets go of it when that program is gone, however it went.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from os import PathLike, fspath
from pathlib import Path
from typing import Any

from aligner.errors import AlignerError, FormatError, InputError
from aligner.write.files import check_writable

VERSION = "aligner-review/1"

_TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE rows (id INTEGER PRIMARY KEY, position INTEGER NOT NULL, version INTEGER NOT NULL, pair TEXT NOT NULL);
CREATE TABLE log (
    seq INTEGER PRIMARY KEY, time TEXT NOT NULL, reviewer TEXT NOT NULL, kind TEXT NOT NULL,
    of INTEGER, undone INTEGER NOT NULL DEFAULT 0, changes TEXT NOT NULL
);
CREATE INDEX log_of_reviewer ON log (reviewer, undone, of, seq);
CREATE TABLE touched (row INTEGER NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (row, seq)) WITHOUT ROWID;
CREATE INDEX touched_by ON touched (seq);
CREATE TABLE drafts (
    reviewer TEXT NOT NULL, row INTEGER NOT NULL, lang TEXT NOT NULL, text TEXT NOT NULL,
    PRIMARY KEY (reviewer, row)
) WITHOUT ROWID;
"""


class InUse(AlignerError):
    """Another program has the project open."""


@dataclass(frozen=True, slots=True)
class StoredRow:
    """A pair as it is now: a name that stays, its place (sentences before it), when it was last changed."""

    id: int
    position: int
    version: int
    pair: str


@dataclass(frozen=True, slots=True)
class Splice:
    """Rows that gave way to other rows: ids with pairs, as JSON."""

    before: tuple[tuple[int, str], ...]
    after: tuple[tuple[int, str], ...]

    def reversed(self) -> Splice:
        """The splice that takes this one back."""
        return Splice(self.after, self.before)

    @property
    def ids(self) -> set[int]:
        """All rows that it is about."""
        return {id for id, _ in (*self.before, *self.after)}


@dataclass(frozen=True, slots=True)
class Entry:
    """An operation in the log; `of` is the one that an undo or a redo is about."""

    seq: int
    time: str
    reviewer: str
    kind: str
    splices: tuple[Splice, ...]
    of: int | None = None
    undone: bool = False


class Store:
    """An open project."""

    def __init__(self, path: str | PathLike[str]) -> None:
        self.path = fspath(path)
        check_writable(Path(path))
        try:
            self._db = sqlite3.connect(path, timeout=0.2, isolation_level=None, check_same_thread=False)
            self._db.execute("PRAGMA locking_mode = EXCLUSIVE")
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute("PRAGMA synchronous = FULL")
            with self._transaction():  # takes the lock
                self.is_new = not self._db.execute("SELECT 1 FROM sqlite_schema").fetchone()
            if not self.is_new and self.meta("schema") != VERSION:
                raise FormatError(
                    f"{self.path}: a review project of another version of aligner ({self.meta('schema')})"
                )
        except sqlite3.DatabaseError as error:
            raise _said(self.path, error) from error

    def create(self, meta: Mapping[str, Any], pairs: Iterable[tuple[int, int, str]]) -> None:
        """Fill a new project with (id, position, pair) rows; all or nothing."""
        with self._transaction():
            for statement in _TABLES.split(";\n"):
                self._db.execute(statement)
            items = {"schema": VERSION, **meta}.items()
            self._db.executemany("INSERT INTO meta VALUES (?, ?)", [(key, json.dumps(value)) for key, value in items])
            self._db.executemany("INSERT INTO rows VALUES (?, ?, 0, ?)", pairs)
        self.is_new = False

    def close(self) -> None:
        """Give the file back."""
        self._db.close()

    def meta(self, key: str) -> Any:
        """What was kept under a key; None for an unknown one."""
        found = self._one("SELECT value FROM meta WHERE key = ?", key)
        return json.loads(found[0]) if found else None

    def rows(self) -> Iterator[StoredRow]:
        """All rows in document order."""
        return (StoredRow(*row) for row in self._db.execute("SELECT * FROM rows ORDER BY position"))

    @property
    def seq(self) -> int:
        """Number of the last operation; 0 before the first one."""
        return int(self._scalar("SELECT max(seq) FROM log"))

    @property
    def last_id(self) -> int:
        """The largest id that a row has or ever had."""
        return max(int(self._scalar("SELECT max(id) FROM rows")), int(self._scalar("SELECT max(row) FROM touched")))

    def write(self, entry: Entry, rows: Iterable[StoredRow], gone: Iterable[int]) -> None:
        """One more operation: its entry, the rows as they are now, the ids of those that are no more."""
        ids = set[int]().union(*(splice.ids for splice in entry.splices))
        changes = json.dumps([[splice.before, splice.after] for splice in entry.splices], ensure_ascii=False)
        with self._transaction():
            self._db.execute(
                "INSERT INTO log VALUES (?, ?, ?, ?, ?, 0, ?)",
                (entry.seq, entry.time, entry.reviewer, entry.kind, entry.of, changes),
            )
            if entry.of is None:  # what was undone before can't be redone any more
                self._db.execute("UPDATE log SET undone = 2 WHERE reviewer = ? AND undone = 1", (entry.reviewer,))
            else:
                self._db.execute("UPDATE log SET undone = ? WHERE seq = ?", (entry.kind == "undo", entry.of))
            self._db.executemany("INSERT INTO touched VALUES (?, ?)", [(id, entry.seq) for id in ids])
            self._db.executemany("DELETE FROM rows WHERE id = ?", [(id,) for id in gone])
            self._db.executemany(
                "INSERT OR REPLACE INTO rows VALUES (?, ?, ?, ?)",
                [(row.id, row.position, row.version, row.pair) for row in rows],
            )
            if entry.kind == "edit":
                drafts = [(entry.reviewer, id) for id in ids]
                self._db.executemany("DELETE FROM drafts WHERE reviewer = ? AND row = ?", drafts)

    def to_undo(self, reviewer: str) -> Entry | None:
        """The last operation of a reviewer that stands."""
        return self._entry("reviewer = ? AND of IS NULL AND undone = 0 ORDER BY seq DESC", reviewer)

    def to_redo(self, reviewer: str) -> Entry | None:
        """What a reviewer has undone last, unless something came after."""
        return self._entry("reviewer = ? AND of IS NULL AND undone = 1 ORDER BY seq", reviewer)

    def touched_since(self, seq: int) -> set[int]:
        """The rows that operations after `seq` were about."""
        return {row for (row,) in self._db.execute("SELECT DISTINCT row FROM touched WHERE seq > ?", (seq,))}

    def history(self, row: int) -> list[Entry]:
        """What was done to a row, the last first."""
        query = "SELECT * FROM log WHERE seq IN (SELECT seq FROM touched WHERE row = ?) ORDER BY seq DESC"
        return [_entry(found) for found in self._db.execute(query, (row,))]

    def log(self) -> list[Entry]:
        """All that was done, in order."""
        return [_entry(found) for found in self._db.execute("SELECT * FROM log ORDER BY seq")]

    def reviewers(self) -> list[str]:
        """Everyone who did something, by name."""
        return [name for (name,) in self._db.execute("SELECT DISTINCT reviewer FROM log ORDER BY reviewer")]

    def operations(self) -> int:
        """How many entries the log has."""
        return int(self._scalar("SELECT count(*) FROM log"))

    def save_draft(self, reviewer: str, row: int, lang: str, text: str | None) -> None:
        """Keep a text that is being typed; None forgets it."""
        with self._transaction():
            if text is None:
                self._db.execute("DELETE FROM drafts WHERE reviewer = ? AND row = ?", (reviewer, row))
            else:
                self._db.execute("INSERT OR REPLACE INTO drafts VALUES (?, ?, ?, ?)", (reviewer, row, lang, text))

    def drafts(self, reviewer: str) -> dict[int, tuple[str, str]]:
        """What a reviewer was typing: (language, text) by row."""
        found = self._db.execute("SELECT row, lang, text FROM drafts WHERE reviewer = ?", (reviewer,))
        return {row: (lang, text) for row, lang, text in found}

    def _entry(self, where: str, *values: Any) -> Entry | None:
        found = self._one(f"SELECT * FROM log WHERE {where} LIMIT 1", *values)
        return _entry(found) if found else None

    def _one(self, query: str, *values: Any) -> Sequence[Any] | None:
        found: Sequence[Any] | None = self._db.execute(query, values).fetchone()
        return found

    def _scalar(self, query: str, *values: Any) -> int:
        found = self._one(query, *values)
        return found[0] or 0 if found else 0

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")


def _entry(found: Sequence[Any]) -> Entry:
    seq, time, reviewer, kind, of, undone, changes = found
    splices = (Splice(*(tuple((id, pair) for id, pair in side) for side in splice)) for splice in json.loads(changes))
    return Entry(seq, time, reviewer, kind, tuple(splices), of, bool(undone))


def _said(path: str, error: sqlite3.DatabaseError) -> AlignerError:
    if "locked" in str(error):
        return InUse(f"{path}: open in another aligner; go on there, or stop it first")
    if "not a database" in str(error):
        return FormatError(f"{path}: not a review project; name another file (--project, in Python project=)")
    return InputError(f"{path}: can't be used as a review project: {error}")
