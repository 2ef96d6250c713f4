"""Vectors kept on disk between runs, for encoders that take long.

A SQLite file in the user's cache folder (`ALIGNER_CACHE` names another), at most `ALIGNER_CACHE_SIZE` large
("2GB" by default, "0" keeps nothing); what was not used for the longest time goes first. It holds hashes of texts and
vectors of 16-bit floats, no texts. Several processes may use it at once. It is never needed: where it can't be read or
written, that is said once and the work goes on without.
"""

from __future__ import annotations

import hashlib
import logging
import os
import re
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np

from aligner.arrays import Array
from aligner.errors import InputError

FILE = "vectors-1.sqlite"  # another number when the tables change
DEFAULT_SIZE = "2GB"
PATIENCE = 10.0  # seconds to wait for another process
TOUCH = 3600  # seconds after which a use is noted again
BATCH = 500  # keys a query

UNITS = {"": 1, "B": 1, "KB": 10**3, "MB": 10**6, "GB": 10**9, "TB": 10**12}
DAMAGE = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
WAITED = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}

SCHEMA = """
CREATE TABLE IF NOT EXISTS models (id INTEGER PRIMARY KEY, name TEXT NOT NULL, identity TEXT NOT NULL UNIQUE);
CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, model INTEGER NOT NULL, used INTEGER NOT NULL,
                                    vector BLOB NOT NULL);
CREATE INDEX IF NOT EXISTS vectors_used ON vectors (used, model);
"""

log = logging.getLogger(__name__)

_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class CachedModel:
    """A line of `aligner cache`: `size` in bytes, vectors and keys."""

    name: str
    entries: int
    size: int


def cache_folder() -> Path:
    """Where vectors and calibrations are kept: `ALIGNER_CACHE`, or the user's cache folder."""
    if chosen := os.environ.get("ALIGNER_CACHE"):
        return Path(chosen)
    from platformdirs import user_cache_path

    return user_cache_path("aligner", appauthor=False)


def cache_size() -> int:
    """Bytes that the vectors may take: `ALIGNER_CACHE_SIZE`.

    Raises
    ------
    InputError : the variable is no size
    """
    given = os.environ.get("ALIGNER_CACHE_SIZE") or DEFAULT_SIZE
    found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([KMGT]?B?)", given.strip().upper())
    if not found:
        raise InputError(f"ALIGNER_CACHE_SIZE={given}: not a size; write a number of bytes, or 500MB, 2GB, 0 for none")
    number, unit = found.groups()
    return int(float(number) * UNITS[unit if unit.endswith("B") or not unit else f"{unit}B"])


class VectorStore:
    """Vectors by the identity of a model and a text.

    Parameters
    ----------
    path : the file, made when needed
    limit : bytes it may take; 0 keeps nothing
    now : the clock, seconds
    """

    def __init__(self, path: Path, *, limit: int, now: Callable[[], float] = time.time) -> None:
        self.path = path
        self.limit = limit
        self._now = now
        self._off = False

    def get(self, identity: str, texts: Sequence[str]) -> dict[str, Array]:
        """What is known of these texts: `(d,)` float16 each."""
        keys = {_key(identity, text): text for text in texts}

        def read(connection: sqlite3.Connection) -> dict[str, Array]:
            found: dict[str, Array] = {}
            now = int(self._now())
            stale: list[tuple[int, bytes]] = []
            for batch in _batches(list(keys)):
                query = f"SELECT key, used, vector FROM vectors WHERE key IN ({','.join('?' * len(batch))})"
                for key, used, vector in connection.execute(query, batch):
                    found[keys[key]] = np.frombuffer(vector, np.float16)
                    if used < now - TOUCH:
                        stale.append((now, key))
            if stale:
                with _transaction(connection):
                    connection.executemany("UPDATE vectors SET used = ? WHERE key = ?", stale)
            return found

        return self._do(read, {}) if keys and self.limit else {}

    def put(self, identity: str, name: str, vectors: Mapping[str, Array]) -> None:
        """Keep vectors, `(d,)` each, of texts of a model that is shown as `name`."""
        now = int(self._now())

        def write(connection: sqlite3.Connection) -> None:
            with _transaction(connection):
                connection.execute("INSERT OR IGNORE INTO models (name, identity) VALUES (?, ?)", (name, identity))
                (model,) = connection.execute("SELECT id FROM models WHERE identity = ?", (identity,)).fetchone()
                connection.executemany(
                    "INSERT OR IGNORE INTO vectors VALUES (?, ?, ?, ?)",
                    ((_key(identity, t), model, now, v.astype(np.float16).tobytes()) for t, v in vectors.items()),
                )
            self._shrink(connection)

        if vectors and self.limit:
            self._do(write, None)

    def summary(self) -> list[CachedModel]:
        """What is kept, by model."""

        def read(connection: sqlite3.Connection) -> list[CachedModel]:
            query = """SELECT name, COUNT(*), SUM(LENGTH(vector) + LENGTH(key))
                       FROM vectors JOIN models ON models.id = model GROUP BY name ORDER BY name"""
            return [CachedModel(*row) for row in connection.execute(query)]

        return self._do(read, []) if self.path.is_file() else []

    def clear(self, name: str | None = None) -> int:
        """Forget the vectors of the models shown as `name`, or all; returns how many there were."""

        def delete(connection: sqlite3.Connection) -> int:
            chosen = "(SELECT id FROM models WHERE ?1 IS NULL OR name = ?1)"
            with _transaction(connection):
                gone = connection.execute(f"DELETE FROM vectors WHERE model IN {chosen}", (name,)).rowcount
            connection.executescript("PRAGMA incremental_vacuum")  # execute() would free one page
            return gone

        return self._do(delete, 0) if self.path.is_file() else 0

    def _do(self, work: Callable[[sqlite3.Connection], _Result], otherwise: _Result) -> _Result:
        """Run `work` on a connection of its own, which is safe with threads and forks."""
        for _ in range(2):
            if self._off:
                break
            try:
                self.path.parent.mkdir(parents=True, exist_ok=True)
                with closing(sqlite3.connect(self.path, timeout=PATIENCE, isolation_level=None)) as connection:
                    _set_up(connection)
                    return work(connection)
            except (sqlite3.Error, OSError) as error:
                code = getattr(error, "sqlite_errorcode", 0) & 0xFF
                if code in WAITED:  # another process holds it for long: this once without
                    log.debug("%s: busy", self.path)
                    break
                if code in DAMAGE:
                    self._discard()
                else:
                    self._off = True
                    log.warning("%s: vectors can't be kept (%s); working without", self.path, error)
        return otherwise

    def _discard(self) -> None:
        log.warning("%s: damaged; starting it anew", self.path)
        for suffix in ("", "-wal", "-shm"):
            try:
                self.path.with_name(self.path.name + suffix).unlink(missing_ok=True)
            except OSError:
                self._off = True

    def _shrink(self, connection: sqlite3.Connection) -> None:
        """Drop what was used longest ago until a tenth is free."""

        def taken() -> int:
            page, pages, free = (
                connection.execute(f"PRAGMA {name}").fetchone()[0]
                for name in ("page_size", "page_count", "freelist_count")
            )
            return int(page * (pages - free))

        if taken() <= self.limit:
            return
        with _transaction(connection):
            (count,) = connection.execute("SELECT COUNT(*) FROM vectors").fetchone()
            oldest = "DELETE FROM vectors WHERE key IN (SELECT key FROM vectors ORDER BY used LIMIT ?)"
            while taken() > self.limit * 0.9 and connection.execute(oldest, (1 + count // 20,)).rowcount:
                pass
        connection.executescript("PRAGMA incremental_vacuum")  # execute() would free one page


def vector_store() -> VectorStore:
    """The store in the user's cache folder."""
    return VectorStore(cache_folder() / FILE, limit=cache_size())


def _set_up(connection: sqlite3.Connection) -> None:
    """In a new file, write-ahead logging and the tables; making these does not wait for others by itself."""
    connection.execute("PRAGMA synchronous = NORMAL")
    last = time.monotonic() + PATIENCE
    while True:
        try:
            if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'vectors_used'").fetchone():
                connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
                connection.execute("PRAGMA journal_mode = WAL").fetchone()
                connection.executescript(SCHEMA)
            return
        except sqlite3.OperationalError as error:
            if (error.sqlite_errorcode & 0xFF) not in WAITED or time.monotonic() > last:
                raise
            time.sleep(0.02)


@contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _key(identity: str, text: str) -> bytes:
    return hashlib.sha256(f"{identity}\0{text}".encode("utf-8", "surrogatepass")).digest()


def _batches(keys: list[bytes]) -> Iterator[list[bytes]]:
    for first in range(0, len(keys), BATCH):
        yield keys[first : first + BATCH]
