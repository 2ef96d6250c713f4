"""What was said of an earlier version of the texts, for the pairs that stand in the new version as they were.

A pair is as it was if both sides read the same, corrections of then made: a corrected sentence that now stands in the
text counts as approved, and needs no correction any more.
"""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import replace
from typing import TYPE_CHECKING

from aligner.layout import flat
from aligner.pairs import corrected
from aligner.records import Pair, Review

if TYPE_CHECKING:
    from aligner.alignment import Alignment


def taken_over(new: Alignment, old: Alignment) -> Alignment:
    """The new alignment with the reviews of the old one; each goes to one pair, in the order of the text."""
    said: defaultdict[tuple[str, str], deque[Review]] = defaultdict(deque)
    for pair in old.pairs:
        if pair.review:
            said[_texts(corrected(pair))].append(_of_new_text(pair.review))
    pairs = [
        replace(pair, review=reviews.popleft()) if (reviews := said.get(_texts(pair))) else pair for pair in new.pairs
    ]
    return replace(new, pairs=tuple(pairs))


def _of_new_text(review: Review) -> Review:
    """Corrections were made; with them the errors that they mended are gone."""
    was_corrected = review.en is not None or review.ru is not None
    return replace(review, en=None, ru=None, errors=() if was_corrected else review.errors)


def _texts(pair: Pair) -> tuple[str, str]:
    return flat(pair.en), flat(pair.ru)
