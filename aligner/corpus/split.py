"""Train, dev and test: whole groups of documents, so that nothing of a test document, or of one like it, is trained on.

A hash of the seed and its id gives every document a place between 0 and 1, which is in test, dev or train, in this
order, by their shares. So a document stays where it is, whatever documents come or go, and the shares are met the
better the more documents there are. A group goes where its last document belongs: one that has been in train does
not come to dev or test when further documents join its group to another.
"""

from __future__ import annotations

import hashlib
import sqlite3

from aligner.corpus.settings import Settings


def split_groups(db: sqlite3.Connection, settings: Settings) -> None:
    """Write the split of every document into the table `groups`."""
    _, dev, test = settings.split
    db.create_function("place", 1, lambda id: place(id, settings.seed), deterministic=True)
    db.execute("CREATE TEMP TABLE places AS SELECT first, max(place(id)) AS place FROM groups GROUP BY first")
    db.execute("CREATE INDEX temp.place_of ON places (first)")
    db.execute(
        "UPDATE groups SET split = (SELECT CASE WHEN place < ? THEN 'test' WHEN place < ? THEN 'dev' ELSE 'train' END "
        "FROM places WHERE places.first = groups.first)",
        (test / 100, (test + dev) / 100),
    )


def place(id: str, seed: int) -> float:
    """From 0 to 1, spread evenly over documents."""
    digest = hashlib.sha256(f"{seed}\0{id}".encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:6], "big") / 2**48


def split_of(db: sqlite3.Connection, number: int) -> tuple[str, str]:
    """The split of a document, and the id of the first document of its group."""
    query = "SELECT g.split, f.id FROM groups g JOIN groups f ON f.number = g.first WHERE g.number = ?"
    split, group = db.execute(query, (number,)).fetchone()
    return str(split), str(group)
