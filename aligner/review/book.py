"""A review in progress: the pairs in memory, in step with the project on disk.

Every operation becomes an entry of the log, and so does undoing one: what is undone is never lost. Each reviewer has
undo and redo of their own; what somebody has built upon can't be undone before that is.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from threading import RLock
from typing import Any

from aligner.alignment import Alignment
from aligner.pairs import corrected
from aligner.records import Bead, Document, Pair
from aligner.review.change import CannotDo, Change, signed
from aligner.review.rows import Conflict, Row, place, placed, record, size
from aligner.review.store import Entry, Splice, Store, StoredRow
from aligner.saved import read_header, read_moved, read_pair
from aligner.write.jsonl import header_record, to_line

Operation = Callable[[Alignment, int], Change]
Recheck = Callable[[Alignment, int], Pair]


class Book:
    """An open project with its pairs. All methods may be called from any thread.

    Attributes
    ----------
    rows
        The pairs in document order.
    seq
        Number of the last operation.
    """

    def __init__(self, store: Store, *, recheck: Recheck | None = None) -> None:
        self.store = store
        self._recheck = recheck
        self._lock = RLock()
        header = store.meta("header")
        self._base = replace(read_header(header), moved=tuple(read_moved(header)))
        self.seq = store.seq
        self._last_id = store.last_id
        self.rows: tuple[Row, ...] = tuple(self._read_rows())
        self._numbers: dict[int, int] = {}
        self._index()

    @property
    def alignment(self) -> Alignment:
        """The alignment as it is now; moved links stay where their sentences are still alone."""
        now = self._now()
        alone = {("en", i) for bead in now.beads if bead.is_null for i in bead.en}
        alone |= {("ru", j) for bead in now.beads if bead.is_null for j in bead.ru}
        moved = (b for b in now.moved if {("en", i) for i in b.en} | {("ru", j) for j in b.ru} <= alone)
        return replace(now, moved=tuple(moved))

    @property
    def documents(self) -> tuple[Document, Document]:
        """Both texts as they were read."""
        return self._base.en, self._base.ru

    @property
    def moved(self) -> tuple[Bead, ...]:
        """All moved links, also those that people have overruled."""
        return self._base.moved

    @property
    def encoder(self) -> str:
        """Name of the encoder that made the alignment."""
        return self._base.encoder

    def number(self, id: int) -> int:
        """Where a row stands; Conflict where it is no more."""
        try:
            return self._numbers[id]
        except KeyError:
            raise Conflict(id) from None

    def row(self, id: int) -> Row:
        """A row by its id."""
        return self.rows[self.number(id)]

    def find(self, id: int) -> Row | None:
        """A row by its id; None where it is no more."""
        number = self._numbers.get(id)
        return None if number is None else self.rows[number]

    def perform(self, kind: str, id: int, operation: Operation, *, reviewer: str, seen: Mapping[int, int]) -> Entry:
        """Do something to a row.

        Parameters
        ----------
        kind
            Name of the operation in the log.
        seen
            Versions of the row, and perhaps of its neighbours, that the reviewer looked at.

        Raises
        ------
        Conflict
            One of the rows has another version by now.
        CannotDo
            It makes no sense here.
        """
        with self._lock:
            number = self.number(id)
            if seen.get(id) != self.rows[number].version:
                raise Conflict(id)
            alignment = self._now()
            change = operation(alignment, number)
            for row in self.rows[change.at : change.at + len(change.before)]:
                if seen.get(row.id, row.version) != row.version:
                    raise Conflict(row.id)
            change = signed(change, reviewer, now())
            return self._do(kind, reviewer, [self._checked(alignment, change)])

    def perform_all(self, kind: str, changes: Sequence[Change], *, reviewer: str, seq: int) -> Entry:
        """Several changes as one operation, in document order; Conflict if something was done after `seq`."""
        if not changes:
            raise CannotDo("nothing changed")
        now = self._now()
        checked = [self._checked(now, change) for change in changes]  # may take long: others go on meanwhile
        with self._lock:
            if self.seq != seq:
                raise Conflict(self.rows[0].id)
            return self._do(kind, reviewer, checked)

    def undo(self, reviewer: str) -> Entry:
        """Take back the last operation of a reviewer; CannotDo without one, Conflict if others went on from there."""
        with self._lock:
            entry = self.store.to_undo(reviewer)
            if entry is None:
                raise CannotDo("nothing to undo")
            splices = tuple(splice.reversed() for splice in reversed(entry.splices))
            return self._replay("undo", reviewer, splices, entry.seq)

    def redo(self, reviewer: str) -> Entry:
        """Do again what a reviewer has undone last."""
        with self._lock:
            entry = self.store.to_redo(reviewer)
            if entry is None:
                raise CannotDo("nothing to redo")
            return self._replay("redo", reviewer, entry.splices, entry.seq)

    def snapshot(self) -> tuple[int, Alignment]:
        """The number of the last operation, and the alignment as it was then."""
        with self._lock:
            return self.seq, self.alignment

    def drafts(self, reviewer: str) -> dict[int, tuple[str, str]]:
        """What a reviewer was typing: (language, text) by row."""
        with self._lock:
            return self.store.drafts(reviewer)

    def save_draft(self, reviewer: str, row: int, lang: str, text: str | None) -> None:
        """Keep a text that is being typed; None forgets it."""
        with self._lock:
            self.store.save_draft(reviewer, row, lang, text)

    def touched_since(self, seq: int) -> tuple[list[Row], list[int]]:
        """Rows that were changed after operation `seq`, in document order, and the ids of those that are no more."""
        with self._lock:
            touched = self.store.touched_since(seq) if seq < self.seq else set()
            here = sorted(self._numbers[id] for id in touched if id in self._numbers)
            return [self.rows[number] for number in here], sorted(id for id in touched if id not in self._numbers)

    def pair_of(self, record: str) -> Pair:
        """A pair as it stands in the log."""
        return read_pair(json.loads(record), self._base.en, self._base.ru, after=None)

    def close(self) -> None:
        """Give the project back."""
        with self._lock:
            self.store.close()

    def _now(self) -> Alignment:
        return replace(self._base, pairs=tuple(row.pair for row in self.rows))

    def _checked(self, alignment: Alignment, change: Change) -> Change:
        """The change with findings made anew where texts or links are others than before."""
        if self._recheck is None:
            return change
        end = change.at + len(change.before)
        new = replace(alignment, pairs=(*alignment.pairs[: change.at], *change.after, *alignment.pairs[end:]))
        seen = {_looked_at(pair) for pair in change.before}
        after = (
            pair if _looked_at(pair) in seen else self._recheck(new, change.at + place)
            for place, pair in enumerate(change.after)
        )
        return replace(change, after=tuple(after))

    def _do(self, kind: str, reviewer: str, changes: Sequence[Change]) -> Entry:
        splices = []
        for change in changes:
            before = self.rows[change.at : change.at + len(change.before)]
            ids = zip(self._ids(before, change.after), change.after, strict=True)
            after = tuple((id, record(pair)) for id, pair in ids)
            splices.append(Splice(tuple((row.id, record(row.pair)) for row in before), after))
        return self._write(Entry(self.seq + 1, now(), reviewer, kind, tuple(splices)))

    def _ids(self, before: Sequence[Row], after: Sequence[Pair]) -> Iterator[int]:
        """Names for pairs: one that stays keeps its own, the others take those that get free, then new ones."""
        staying = {id(pair) for pair in after}
        own = {id(row.pair): row.id for row in before}
        free = iter([row.id for row in before if id(row.pair) not in staying])
        for pair in after:
            kept = own.get(id(pair)) or next(free, None)
            if kept is None:
                self._last_id += 1
            yield kept or self._last_id

    def _replay(self, kind: str, reviewer: str, splices: tuple[Splice, ...], of: int) -> Entry:
        return self._write(Entry(self.seq + 1, now(), reviewer, kind, splices, of))

    def _write(self, entry: Entry) -> Entry:
        """On disk, then in memory."""
        rows = list(self.rows)
        numbers = dict(self._numbers)
        for splice in entry.splices:
            first = place(rows, numbers, splice)
            position = rows[first].position
            last = rows[first - 1].pair if first else None
            made = []
            for id, kept in splice.after:
                last = read_pair(json.loads(kept), self._base.en, self._base.ru, after=last)
                made.append(Row(id, position, entry.seq, last))
                position += size(last)
            rows[first : first + len(splice.before)] = made
            if [id for id, _ in splice.before] != [id for id, _ in splice.after] or len(entry.splices) > 1:
                numbers = {row.id: number for number, row in enumerate(rows)}
        rows = [*placed(rows)] if len(entry.splices) > 1 else rows
        old = {row.id: row for row in self.rows} if len(entry.splices) > 1 else {}
        ids = set[int]().union(*(splice.ids for splice in entry.splices))
        changed = [row for row in rows if row.id in ids or (old and old[row.id].position != row.position)]
        stored = [StoredRow(row.id, row.position, row.version, record(row.pair)) for row in changed]
        self.store.write(entry, stored, ids - numbers.keys())
        self.rows, self._numbers, self.seq = tuple(rows), numbers, entry.seq
        return entry

    def _read_rows(self) -> Iterator[Row]:
        last: Pair | None = None
        for row in self.store.rows():
            last = read_pair(json.loads(row.pair), self._base.en, self._base.ru, after=last)
            yield Row(row.id, row.position, row.version, last)

    def _index(self) -> None:
        self._numbers = {row.id: number for number, row in enumerate(self.rows)}


def create(store: Store, alignment: Alignment, **meta: Any) -> None:
    """Fill a new project with an alignment."""
    rows, position = [], 0
    for id, pair in enumerate(alignment.pairs, 1):
        rows.append((id, position, record(pair)))
        position += size(pair)
    store.create({"header": json.loads(to_line(header_record(alignment))), **meta}, rows)


def now() -> str:
    """The time for the log, UTC to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _looked_at(pair: Pair) -> tuple[object, ...]:
    """What the checks look at."""
    read = corrected(pair)
    return read.en, read.ru, pair.beads
