"""Which rows stay and which go, and which documents belong together: documents in order, facts alone, no texts.

Two passes: first it is counted in how many documents each side stands, then each row goes through the filters. All of
it is made anew in every run, in tables on disk, so the result depends on the documents and the settings alone.
"""

from __future__ import annotations

import json
import math
import sqlite3
from collections import Counter
from dataclasses import dataclass, field

from aligner.corpus.facts import Facts
from aligner.corpus.filters import chosen, filter_name
from aligner.corpus.journal import Finished, Journal
from aligner.corpus.records import Level, Progress
from aligner.corpus.repeats import Repeats
from aligner.corpus.settings import Settings
from aligner.corpus.tables import unpacked

SHARED = 0.2  # of the pairs of the shorter document: two documents that have more in common stay in one split

_SCHEMA = """
CREATE TABLE verdicts (number INTEGER, level TEXT, reasons TEXT, PRIMARY KEY (number, level)) WITHOUT ROWID;
CREATE TABLE groups (number INTEGER PRIMARY KEY, first INTEGER, pairs INTEGER, id TEXT, split TEXT);
CREATE INDEX by_first ON groups (first);
"""

Reasons = list[tuple[str, str] | None]  # for each row: None if it is kept, or the filter and the reason


@dataclass(slots=True)
class Tally:
    """Rows that came in, by level, and those that each filter rejected, by level and filter."""

    rows: Counter[Level] = field(default_factory=Counter)
    rejected: Counter[tuple[Level, str]] = field(default_factory=Counter)


class Verdicts:
    """What `judge` writes down, in the database of the run."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db
        db.executescript(_SCHEMA)

    def put(self, number: int, level: Level, reasons: Reasons) -> None:
        """The verdicts on the rows of a document."""
        self.db.execute("INSERT INTO verdicts VALUES (?, ?, ?)", (number, level, json.dumps(reasons)))

    def get(self, number: int, level: Level) -> Reasons:
        """As they were put."""
        query = "SELECT reasons FROM verdicts WHERE number = ? AND level = ?"
        (text,) = self.db.execute(query, (number, level)).fetchone()
        return [tuple(reason) if reason else None for reason in json.loads(text)]

    def add_document(self, document: Finished, pairs: int) -> None:
        """A group of its own, with the number of pairs it had."""
        row = (document.number, document.number, pairs, document.id)
        self.db.execute("INSERT INTO groups VALUES (?, ?, ?, ?, '')", row)

    def join(self, number: int, other: int) -> None:
        """Put two documents into one group, which is named by its first document."""
        query = "SELECT first FROM groups WHERE number IN (?, ?)"
        firsts = sorted({int(row[0]) for row in self.db.execute(query, (number, other))})
        if len(firsts) == 2:
            self.db.execute("UPDATE groups SET first = ? WHERE first = ?", firsts)

    def pairs(self, number: int) -> int:
        """Pairs that a document had before it was filtered."""
        return int(self.db.execute("SELECT pairs FROM groups WHERE number = ?", (number,)).fetchone()[0])


def judge(journal: Journal, verdicts: Verdicts, settings: Settings, progress: Progress) -> Tally:
    """Put a verdict on every row of every finished document, and documents that share much into groups."""
    seen, tally = Repeats(verdicts.db), Tally()
    total = journal.counts()["done"]
    verdicts.db.execute("BEGIN")  # one transaction: pages are written when the cache is full, not at every row
    for step, document in enumerate(journal.documents("done"), 1):
        for level in settings.levels:
            table = unpacked(journal.facts(document.id, level))
            keys = (key for side in ("en_key", "ru_key") for key in table[side].to_pylist())
            seen.count_sides(keys)
        progress("compare", step, total)
    for step, document in enumerate(journal.documents("done"), 1):
        for level in settings.levels:
            rows = unpacked(journal.facts(document.id, level)).to_pylist()
            related = relatives(document.number, rows, seen, settings) if level == settings.levels[0] else Counter()
            reasons = _reasons(document, level, rows, seen, settings)
            verdicts.put(document.number, level, reasons)
            tally.rows[level] += len(rows)
            tally.rejected.update((level, reason[0]) for reason in reasons if reason)
            if level == settings.levels[0]:
                pairs = sum(not row["alone"] for row in rows)
                verdicts.add_document(document, pairs)
                for other, shared in sorted(related.items()):
                    if shared >= SHARED * min(pairs, verdicts.pairs(other)):
                        verdicts.join(document.number, other)
        progress("filter", step, total)
    verdicts.db.execute("COMMIT")
    return tally


def _reasons(document: Finished, level: Level, rows: list[Facts], seen: Repeats, settings: Settings) -> Reasons:
    """The first filter that rejects a row has the say; what passes all of them is remembered."""
    filters = chosen(settings)
    reasons: Reasons = []
    for number, pair in enumerate(rows):
        said = ((filter_name(step), step(pair, seen, settings)) for step in filters)
        verdict = next(((name, reason) for name, reason in said if reason), None)
        if verdict is None:
            seen.keep(document.number, f"{document.id}:{number}", pair["pair_key"], pair["signature"])
        reasons.append(verdict)
    return reasons


def relatives(number: int, rows: list[Facts], seen: Repeats, settings: Settings) -> Counter[int]:
    """Earlier documents and how many of these pairs they have too: a side, or nearly the whole pair.

    What stands in many documents makes no relatives where it is rejected as boilerplate.
    """
    many = math.inf if "boilerplate" in settings.without else settings.boilerplate
    shared: Counter[int] = Counter()
    for pair in rows:
        if pair["alone"]:
            continue
        found = {
            other
            for key in (pair["en_key"], pair["ru_key"])
            if 1 < seen.documents_with(key) < many
            for other in seen.earlier_with(key, number)
        }
        near = seen.nearest(pair["signature"])
        if near and near[0] >= settings.near_duplicate:
            found.add(near[1])
        shared.update(found - {number})
    return shared
