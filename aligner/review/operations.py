"""What a reviewer says of one pair: approved, a corrected text, a comment, errors, decisions on findings.

Each function takes an alignment and the number of a pair, and gives a `Change`; nothing is altered.
`aligner.review.structure` has the operations that change which sentences belong together.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from aligner.records import Decision, Lang, MqmError, Review, ReviewStatus, Verdict
from aligner.review.change import CannotDo, Change

if TYPE_CHECKING:
    from aligner.alignment import Alignment


def set_status(alignment: Alignment, number: int, status: ReviewStatus) -> Change:
    """Approve or reject the pair, or open it again."""
    return _reviewed(alignment, number, status=status)


def edit(alignment: Alignment, number: int, lang: Lang, text: str) -> Change:
    """Put a corrected text in place of the one that was read, which is kept beside it; the pair is open again."""
    pair = alignment.pairs[number]
    original = pair.en if lang == "en" else pair.ru
    if not original and not text.strip():
        raise CannotDo("nothing changed")
    return _reviewed(alignment, number, status="open", **{lang: None if text == original else text})


def comment(alignment: Alignment, number: int, text: str) -> Change:
    """Write a comment in place of the one that is there; "" removes it."""
    return _reviewed(alignment, number, comment=text.strip())


def add_error(alignment: Alignment, number: int, error: MqmError) -> Change:
    """Mark an error of translation."""
    return _reviewed(alignment, number, errors=(*_review(alignment, number).errors, error))


def remove_error(alignment: Alignment, number: int, place: int) -> Change:
    """Take back the error at a place in the pair's list."""
    errors = _review(alignment, number).errors
    if not 0 <= place < len(errors):
        raise CannotDo("no such error")
    return _reviewed(alignment, number, errors=errors[:place] + errors[place + 1 :])


def decide(alignment: Alignment, number: int, finding: str, verdict: Verdict | None, reason: str = "") -> Change:
    """Confirm or ignore a finding, named by its id; None takes a decision back."""
    kept = tuple(decision for decision in _review(alignment, number).decisions if decision.finding != finding)
    made = (Decision(finding, verdict, reason.strip()),) if verdict else ()
    return _reviewed(alignment, number, decisions=kept + made)


def _review(alignment: Alignment, number: int) -> Review:
    return alignment.pairs[number].review or Review()


def _reviewed(alignment: Alignment, number: int, **said: Any) -> Change:
    pair, review = alignment.pairs[number], _review(alignment, number)
    new = replace(review, **said)
    if new == review:
        raise CannotDo("nothing changed")
    return Change(number, (pair,), (replace(pair, review=new),))
