"""What people said of some pairs, carried over to other pairs that hold the same sentences.

A corrected text is cut where the words stand that began the sentences. Comments, errors and decisions go to the pair
that holds the first sentence. The new pairs are open: nobody has seen them yet.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from aligner.pairs import corrected, sentence_spans, sentences_of
from aligner.records import Document, Lang, Pair, Review

if TYPE_CHECKING:
    from aligner.alignment import Alignment

_WORD = re.compile(r"\s*\S+\s*")
_END = re.compile(r"[.!?…][»”\")]*\s*$")


def carry_over(alignment: Alignment, before: Sequence[Pair], after: Sequence[Pair]) -> tuple[Pair, ...]:
    """The pairs `after` with what was said of `before`; both hold the same sentences. A pair in both stays as it is."""
    spoken = [pair for pair in before if pair.review]
    texts = {side.lang: _texts(side, before, after) for side in (alignment.en, alignment.ru)} if spoken else {}
    staying = {id(pair) for pair in before}
    carried = []
    for number, pair in enumerate(after):
        if id(pair) in staying:
            carried.append(pair)
            continue
        own = [old.review for old in spoken if old.review and _first(old) in _sentences(pair)]
        review = Review(
            en=texts["en"][number] if texts else None,
            ru=texts["ru"][number] if texts else None,
            comment="\n".join(dict.fromkeys(old.comment for old in own if old.comment)),
            errors=tuple(error for old in own for error in old.errors),
            decisions=tuple(decision for old in own for decision in old.decisions),
            reviewer=own[-1].reviewer if own else "",
            time=max((old.time for old in own), default=""),
        )
        carried.append(replace(pair, review=review if review != Review() else None))
    return tuple(carried)


def _texts(document: Document, before: Sequence[Pair], after: Sequence[Pair]) -> list[str | None]:
    """For each new pair its corrected text on one side, None where it stands as it was read."""
    lang = document.lang
    if all(_text(corrected(pair), lang) == _text(pair, lang) for pair in before):
        return [None] * len(after)
    pieces = {number: piece for pair in before for number, piece in _pieces(document, pair)}
    found = []
    for pair in after:
        numbers = sentences_of(pair, lang)
        parts = [pieces[number] + _gap(document, number, pieces[number]) for number in numbers]
        text = "".join(parts).strip()
        found.append(None if text == _text(pair, lang).strip() else text)
    return found


def _pieces(document: Document, pair: Pair) -> list[tuple[int, str]]:
    """The corrected text of each sentence of a pair."""
    original, now = _text(pair, document.lang), _text(corrected(pair), document.lang)
    numbers, starts = [], []
    for number, (start, _) in sentence_spans(document, pair):
        numbers.append(number)
        starts.append(start)
    cuts = [0, *(place(original, now, start) for start in starts[1:]), len(now)]
    return [(number, now[a:b]) for number, (a, b) in zip(numbers, pairwise(cuts), strict=bool(numbers))]


def _gap(document: Document, number: int, piece: str) -> str:
    """What stands between a sentence and the next one, where the piece does not end with it."""
    if piece[-1:].isspace() or number + 1 == len(document.sentences):
        return ""
    here, there = document.sentences[number], document.sentences[number + 1]
    return document.text[here.end : there.start] if here.paragraph == there.paragraph else "\n\n"


def place(original: str, now: str, offset: int) -> int:
    """Where a corrected text is cut that was cut before the word at an offset: between the same words as before.

    Where more than one place is between them, the end of a sentence is preferred.

    Examples
    --------
    >>> place("Раз. Два. Три.", "Раз и ещё раз. А теперь два. Три!", 5)
    15
    """
    words, others = _WORD.findall(original), _WORD.findall(now)
    index = bisect_left([*accumulate(map(len, words), initial=0)], offset)
    low, high = 0, len(others)
    matcher = SequenceMatcher(None, [*map(_plain, words)], [*map(_plain, others)], autojunk=False)
    for a, b, size in matcher.get_matching_blocks()[:-1]:
        if a < index:
            low = b + min(size, index - a)
        if index < a + size:
            high = b + max(index - a, 0)
            break
    between = range(low, high + 1)
    ends = [k for k in between if k and _END.search(others[k - 1])]
    return sum(map(len, others[: ends[0] if ends else low]))


def _plain(word: str) -> str:
    """A word without what corrections change most."""
    return word.casefold().strip('.,;:!?…»«"“”()— \n') or word


def _text(pair: Pair, lang: Lang) -> str:
    return pair.en if lang == "en" else pair.ru


def _sentences(pair: Pair) -> set[tuple[str, int]]:
    return {("en", n) for n in sentences_of(pair, "en")} | {("ru", n) for n in sentences_of(pair, "ru")}


def _first(pair: Pair) -> tuple[str, int]:
    numbers = sentences_of(pair, "en")
    return ("en", numbers[0]) if numbers else ("ru", sentences_of(pair, "ru")[0])
