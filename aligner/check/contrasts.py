"""Words that a translation must not swap: at least and at most, winter and summer, import and export.

The table `contrasts.tsv` has scales of words that exclude each other, with all that may stand for them. Where a
sentence has words of a scale on both sides, but not one line of the scale in common, the translation says something
else. Checks `contrast`, and `number` for bounds, factors and halves. What has no such complete lists is left to
`aligner.check.antonyms`, which asks the word links.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from aligner.check.antonyms import contraries
from aligner.check.lists import table
from aligner.check.mentions import shifted
from aligner.check.wordings import Wordings
from aligner.records import Finding, Lang, Span

if TYPE_CHECKING:
    from aligner.check.texts import PairTexts

_NUMERIC = ("date", "time", "money", "number", "small", "hint")
_GAP = 14  # characters between "over" and its number
_COLUMN: dict[Lang, int] = {"en": 2, "ru": 3}


Scale = tuple[str, str]  # its check and its name


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of the table in a text: its scale, the lines it stands in, where it is."""

    scale: Scale
    lines: frozenset[int]
    span: Span


def contrast(pair: PairTexts) -> Iterator[Finding]:
    """Words that say the contrary of the other side."""
    yield from swapped(pair, "contrast")
    for en, ru in pair.units:
        for _, one, other in contraries(pair.en[slice(*en)], pair.ru[slice(*ru)]):
            yield _finding("contrast", pair, *shifted((one,), en[0]), *shifted((other,), ru[0]))


def swapped(pair: PairTexts, check: str) -> Iterator[Finding]:
    """The findings of the scales of one check."""
    for finding in _swapped(pair):
        if finding.check == check:
            yield finding


@lru_cache(maxsize=8)  # two checks ask
def _swapped(pair: PairTexts) -> tuple[Finding, ...]:
    en_words, ru_words = _words(pair, "en"), _words(pair, "ru")
    if not en_words or not ru_words:
        return ()
    return tuple(finding for unit in pair.units for finding in _opposed(pair, en_words, ru_words, *unit))


def _opposed(pair: PairTexts, en_words: list[_Word], ru_words: list[_Word], en: Span, ru: Span) -> Iterator[Finding]:
    """Scales of which two parts that belong together have words, but no line in common."""
    here, there = _by_scale(en_words, en), _by_scale(ru_words, ru)
    for scale in [scale for scale in here if scale in there]:
        lines = [frozenset[int]().union(*(word.lines for word in words)) for words in (here[scale], there[scale])]
        if lines[0].isdisjoint(lines[1]):
            (check, _), spans = scale, (here[scale][0].span, there[scale][0].span)
            yield _finding(check, pair, *spans)


def _finding(check: str, pair: PairTexts, en: Span, ru: Span) -> Finding:
    message = f"“{pair.en[slice(*en)]}” in English, «{pair.ru[slice(*ru)]}» in Russian."
    return Finding(check, "warning", message, (en,), (ru,), "mistranslation")


def _by_scale(words: list[_Word], unit: Span) -> dict[Scale, list[_Word]]:
    """The words inside a part of the text, by their scale."""
    found: dict[Scale, list[_Word]] = {}
    for word in words:
        if unit[0] <= word.span[0] < unit[1]:
            found.setdefault(word.scale, []).append(word)
    return found


def _words(pair: PairTexts, lang: Lang) -> list[_Word]:
    """The words of the table in one text, from left to right; the longer entry of a check wins."""
    text = pair.text(lang)
    wordings, entries = _entries(lang)
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
def _entries(lang: Lang) -> tuple[Wordings, list[tuple[list[tuple[Scale, frozenset[int]]], bool]]]:
    """The entries, longer ones first; its lines in each of its scales, whether a number has to follow."""
    known: dict[tuple[str, str], dict[Scale, set[int]]] = {}
    for line, row in enumerate(table("contrasts.tsv")):
        name, check = row[:2]
        for entry in row[_COLUMN[lang]].split(","):
            known.setdefault((entry.strip(), check), {}).setdefault((check, name), set()).add(line)
    ordered = sorted(known, key=lambda key: (-len(key[0].removesuffix(" N").replace("*", "")), key))
    meanings = [
        ([(scale, frozenset(lines)) for scale, lines in known[key].items()], key[0].endswith(" N")) for key in ordered
    ]
    return Wordings([entry.removesuffix(" N") for entry, _ in ordered], [check for _, check in ordered]), meanings
