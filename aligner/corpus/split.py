"""Train, dev and test: whole groups of documents, so that nothing of a test document, or of one like it, is trained on.

Groups are shuffled by a hash of the seed and the id of their first document. Each in turn goes to test or dev where it
brings that closer to its share of the pairs, and else to train.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections import Counter

from aligner.corpus.settings import SPLITS, Settings

_IN_TURN = ("test", "dev")


def split_groups(db: sqlite3.Connection, settings: Settings) -> None:
    """Write the split of every document into the table `groups`."""
    shares = dict(zip(SPLITS, settings.split, strict=True))
    (total,) = db.execute("SELECT coalesce(sum(kept), 0) FROM groups").fetchone()
    wanted = {split: shares[split] / 100 * total for split in _IN_TURN}
    filled: Counter[str] = Counter()
    db.create_function("shuffled", 1, lambda id: _shuffled(settings.seed, id), deterministic=True)
    db.execute(
        "CREATE TEMP TABLE shuffle AS SELECT g.first AS first, sum(g.kept) AS kept, f.id AS id "
        "FROM groups g JOIN groups f ON f.number = g.first GROUP BY g.first ORDER BY shuffled(f.id)"
    )
    for first, kept, _ in db.execute("SELECT first, kept, id FROM shuffle ORDER BY rowid"):
        fits = (split for split in _IN_TURN if 0 < kept <= 2 * (wanted[split] - filled[split]))
        split = next(fits, "train")
        filled[split] += kept
        db.execute("UPDATE groups SET split = ? WHERE first = ?", (split, first))


def split_of(db: sqlite3.Connection, number: int) -> tuple[str, str]:
    """The split of a document, and the id of the first document of its group."""
    query = "SELECT g.split, f.id FROM groups g JOIN groups f ON f.number = g.first WHERE g.number = ?"
    split, group = db.execute(query, (number,)).fetchone()
    return str(split), str(group)


def _shuffled(seed: int, id: str) -> bytes:
    return hashlib.sha256(f"{seed}\0{id}".encode("utf-8", "surrogatepass")).digest()
