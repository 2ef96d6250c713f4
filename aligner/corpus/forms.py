"""How often each word form comes, counted in memory up to a bound and then on disk."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator

LIMIT = 50_000  # forms in memory


class Forms:
    """Counts of words. The table lies in a temporary file that goes with the object."""

    def __init__(self, limit: int = LIMIT) -> None:
        self._limit = limit
        self._recent: Counter[str] = Counter()
        self._db = sqlite3.connect("", isolation_level=None)
        self._db.execute("PRAGMA journal_mode = OFF")
        self._db.execute("CREATE TABLE forms (form TEXT PRIMARY KEY, count INTEGER) WITHOUT ROWID")

    def update(self, words: Iterable[str]) -> None:
        """Count some words."""
        self._recent.update(words)
        if len(self._recent) > self._limit:
            self._spill()

    def __len__(self) -> int:
        self._spill()
        return int(self._db.execute("SELECT count(*) FROM forms").fetchone()[0])

    def once(self) -> int:
        """Forms that come a single time."""
        self._spill()
        return int(self._db.execute("SELECT count(*) FROM forms WHERE count = 1").fetchone()[0])

    def counts(self) -> Iterator[int]:
        """How often each form comes, the commonest first."""
        self._spill()
        for (count,) in self._db.execute("SELECT count FROM forms ORDER BY count DESC"):
            yield int(count)

    def _spill(self) -> None:
        self._db.execute("BEGIN")
        self._db.executemany(
            "INSERT INTO forms VALUES (?, ?) ON CONFLICT (form) DO UPDATE SET count = count + excluded.count",
            sorted(self._recent.items()),
        )
        self._db.execute("COMMIT")
        self._recent.clear()
