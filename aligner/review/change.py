"""What an operation does to the list of pairs: a run of them gives way to another run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from aligner.errors import AlignerError
from aligner.records import Pair, Review


class CannotDo(AlignerError):
    """An operation that makes no sense here; `reason` is the key of a string of the interface."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True, slots=True)
class Change:
    """Pairs `before`, which stand from number `at` on, are replaced by `after`, which hold the same sentences."""

    at: int
    before: tuple[Pair, ...]
    after: tuple[Pair, ...]

    def reversed(self) -> Change:
        """The change that undoes this one."""
        return Change(self.at, self.after, self.before)


def apply(pairs: Sequence[Pair], change: Change) -> tuple[Pair, ...]:
    """The list with the change made."""
    end = change.at + len(change.before)
    if tuple(pairs[change.at : end]) != change.before:
        raise ValueError("the change was made for other pairs")
    return (*pairs[: change.at], *change.after, *pairs[end:])


def signed(change: Change, reviewer: str, time: str) -> Change:
    """The change with the name of who made it, and when, on each new pair."""
    after = (
        replace(pair, review=replace(pair.review or Review(), reviewer=reviewer, time=time)) for pair in change.after
    )
    return replace(change, after=tuple(after))
