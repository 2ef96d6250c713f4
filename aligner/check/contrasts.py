"""Words that a translation must not swap: at least and at most, winter and summer, import and export.

The table `contrasts.tsv` has scales of words that exclude each other. Where a sentence has words of a scale on both
sides, but not one line of the scale in common, the translation says something else. Checks `contrast`, and `number`
for bounds, factors and halves.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from aligner.check.lists import table
from aligner.check.wordings import Wordings
from aligner.records import Finding, Lang, Span

if TYPE_CHECKING:
    from aligner.check.texts import PairTexts

_NUMERIC = ("date", "time", "money", "number", "small", "hint")
_GAP = 14  # characters between "over" and its number
_COLUMN: dict[Lang, int] = {"en": 2, "ru": 3}


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of the table in a text: its scale, the lines it stands in, where it is."""

    scale: str
    lines: frozenset[int]
    span: Span


def contrast(pair: PairTexts) -> Iterator[Finding]:
    """Words that say the contrary of the other side."""
    return swapped(pair, "contrast")


def swapped(pair: PairTexts, check: str) -> Iterator[Finding]:
    """The findings of the scales of one check."""
    en_words, ru_words = _words(pair, "en", check), _words(pair, "ru", check)
    if not en_words or not ru_words:
        return
    for en, ru in pair.units:
        here, there = _by_scale(en_words, en), _by_scale(ru_words, ru)
        for scale in here.keys() & there.keys():
            lines = [frozenset[int]().union(*(word.lines for word in words)) for words in (here[scale], there[scale])]
            if lines[0].isdisjoint(lines[1]):
                spans = here[scale][0].span, there[scale][0].span
                message = f"“{pair.en[slice(*spans[0])]}” in English, «{pair.ru[slice(*spans[1])]}» in Russian."
                yield Finding(check, "warning", message, (spans[0],), (spans[1],), "mistranslation")


def _by_scale(words: list[_Word], unit: Span) -> dict[str, list[_Word]]:
    """The words inside a part of the text, by their scale."""
    found: dict[str, list[_Word]] = {}
    for word in words:
        if unit[0] <= word.span[0] < unit[1]:
            found.setdefault(word.scale, []).append(word)
    return found


def _words(pair: PairTexts, lang: Lang, check: str) -> list[_Word]:
    """The words of the table in one text, from left to right; the longer entry wins."""
    text = pair.text(lang)
    wordings, entries = _entries(lang, check)
    found = []
    for number, start, end in wordings.find(text):
        scales, counted = entries[number]
        if not counted or _counts(pair, lang, end):
            found += [_Word(scale, lines, (start, end)) for scale, lines in scales]
    return found


def _counts(pair: PairTexts, lang: Lang, place: int) -> bool:
    """Whether a number follows."""
    return any(0 <= mention.start - place <= _GAP for mention in pair.mentions(lang, *_NUMERIC))


@cache
def _entries(lang: Lang, check: str) -> tuple[Wordings, list[tuple[list[tuple[str, frozenset[int]]], bool]]]:
    """The entries, longer ones first; its lines in each of its scales, whether a number has to follow."""
    known: dict[str, dict[str, set[int]]] = {}
    for line, row in enumerate(table("contrasts.tsv")):
        if row[1] == check:
            for entry in row[_COLUMN[lang]].split(","):
                known.setdefault(entry.strip(), {}).setdefault(row[0], set()).add(line)
    ordered = sorted(known, key=lambda entry: (-len(entry.removesuffix(" N").replace("*", "")), entry))
    meanings = [
        ([(scale, frozenset(lines)) for scale, lines in known[entry].items()], entry.endswith(" N"))
        for entry in ordered
    ]
    return Wordings([entry.removesuffix(" N") for entry in ordered]), meanings
