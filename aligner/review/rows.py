"""Rows: pairs with a name that stays; where the rows of a splice stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from aligner.errors import AlignerError
from aligner.records import Pair
from aligner.review.store import Splice
from aligner.write.jsonl import kept_record, to_line


class Conflict(AlignerError):
    """Somebody has changed a pair since it was shown; `row` is its id."""

    def __init__(self, row: int) -> None:
        self.row = row
        super().__init__(f"row {row} has changed")


@dataclass(frozen=True, slots=True)
class Row:
    """A pair with its name and the number of the operation that changed it last."""

    id: int
    position: int
    version: int
    pair: Pair


def place(rows: Sequence[Row], numbers: Mapping[int, int], splice: Splice) -> int:
    """Where the rows of a splice stand; Conflict unless they are there, side by side, as they were."""
    places = []
    for id, before in splice.before:
        if id not in numbers or record(rows[numbers[id]].pair) != before:
            raise Conflict(id)
        places.append(numbers[id])
    for (a, b), (id, _) in zip(pairwise(places), splice.before[1:], strict=True):
        if b != a + 1:
            raise Conflict(id)
    return places[0]


def placed(rows: Sequence[Row]) -> Iterator[Row]:
    """The rows with their places counted anew."""
    position = 0
    for row in rows:
        yield row if row.position == position else replace(row, position=position)
        position += size(row.pair)


def size(pair: Pair) -> int:
    """How many sentences a pair holds."""
    return sum(len(bead.en) + len(bead.ru) for bead in pair.beads)


def record(pair: Pair) -> str:
    """A pair as the project keeps it."""
    return to_line(kept_record(pair))
