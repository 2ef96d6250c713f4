"""What stands where in a corpus: sides, pairs and signatures, in tables on disk, so that memory stays flat.

Nearly equal pairs are found by MinHash: signatures of 64 numbers are cut into 10 bands of 6; pairs that share a band
are compared by the share of equal numbers, an estimate of the share of 5-grams that they have in common. At a share of
0.8 a pair is found in 95 %, at 0.9 in 99.95 % of cases; a band remembers the first pair that had it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import numpy as np

from aligner.corpus.facts import PERMUTATIONS

BANDS, ROWS = 10, 6
HOLDERS = 32  # documents with a side that are remembered

_SCHEMA = """
CREATE TABLE sides (key INTEGER PRIMARY KEY, documents INTEGER);
CREATE TABLE holders (key INTEGER, number INTEGER, PRIMARY KEY (key, number)) WITHOUT ROWID;
CREATE TABLE kept (id INTEGER PRIMARY KEY, number INTEGER, place TEXT, signature BLOB);
CREATE TABLE pairs (key INTEGER PRIMARY KEY, kept INTEGER);
CREATE TABLE bands (key INTEGER PRIMARY KEY, kept INTEGER);
"""


class Repeats:
    """The tables, in a database that is made anew for every run of the filters."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        db.executescript(_SCHEMA)

    def count_sides(self, keys: Iterable[int]) -> None:
        """Count the sides of a document, each once."""
        self._db.executemany(
            "INSERT INTO sides VALUES (?, 1) ON CONFLICT (key) DO UPDATE SET documents = documents + 1",
            ((key,) for key in sorted(set(keys))),
        )

    def documents_with(self, key: int) -> int:
        """In how many documents the side stands."""
        row = self._db.execute("SELECT documents FROM sides WHERE key = ?", (key,)).fetchone()
        return int(row[0]) if row else 0

    def earlier_with(self, key: int, number: int) -> list[int]:
        """Numbers of the first documents that asked for this side; this one is remembered for those to come."""
        held = [int(row[0]) for row in self._db.execute("SELECT number FROM holders WHERE key = ?", (key,))]
        if len(held) < HOLDERS:
            self._db.execute("INSERT OR IGNORE INTO holders VALUES (?, ?)", (key, number))
        return [other for other in held if other != number]

    def same(self, key: int) -> str:
        """Where the same pair was kept, "" if nowhere."""
        row = self._db.execute("SELECT place FROM pairs JOIN kept ON kept = id WHERE key = ?", (key,)).fetchone()
        return f"as {row[0]}" if row else ""

    def alike(self, signature: bytes, threshold: float) -> str:
        """Where a pair was kept that shares `threshold` of its 5-grams, and how many it shares; "" if nowhere."""
        found = self.nearest(signature)
        return f"{found[0]:.2f} as {found[2]}" if found and found[0] >= threshold else ""

    def nearest(self, signature: bytes) -> tuple[float, int, str] | None:
        """The most similar of the kept pairs that share a band: similarity, number of its document, its place."""
        keys = band_keys(signature)
        marks = ", ".join("?" * len(keys))
        rows = self._db.execute(
            f"SELECT DISTINCT id, number, place, signature FROM bands JOIN kept ON kept = id WHERE key IN ({marks}) "
            "ORDER BY id",
            keys,
        )
        scored = [(similarity(signature, row[3]), -int(row[0]), int(row[1]), str(row[2])) for row in rows]
        best = max(scored, default=None)
        return None if best is None else (best[0], best[2], best[3])

    def keep(self, number: int, place: str, pair_key: int, signature: bytes) -> None:
        """Remember a pair that was kept."""
        values = (number, place, signature)
        kept = self._db.execute("INSERT INTO kept (number, place, signature) VALUES (?, ?, ?)", values).lastrowid
        self._db.execute("INSERT OR IGNORE INTO pairs VALUES (?, ?)", (pair_key, kept))
        self._db.executemany("INSERT OR IGNORE INTO bands VALUES (?, ?)", ((key, kept) for key in band_keys(signature)))


def open_tables(path: Path) -> sqlite3.Connection:
    """An empty database for work that is begun anew after a crash: fast, not durable."""
    path.unlink(missing_ok=True)
    db = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode = OFF", "synchronous = OFF", "locking_mode = EXCLUSIVE", "cache_size = -16384"):
        db.execute(f"PRAGMA {pragma}")
    return db


@lru_cache(maxsize=64)  # each pair is asked about, asked about again, and kept
def band_keys(signature: bytes) -> list[int]:
    """A number of 64 bits for each band of a signature."""
    numbers = np.frombuffer(signature, "<u4")[: BANDS * ROWS].reshape(BANDS, ROWS).astype(np.uint64)
    keys = np.arange(1, BANDS + 1, dtype=np.uint64)
    for column in numbers.T:  # FNV-1a, on words
        keys = (keys ^ column) * np.uint64(0x100000001B3)
    return [int(key) for key in keys.astype(np.int64)]


def similarity(one: bytes, other: bytes) -> float:
    """Share of equal numbers in two signatures."""
    equal = np.frombuffer(one, "<u4") == np.frombuffer(other, "<u4")
    return float(equal.sum()) / PERMUTATIONS
