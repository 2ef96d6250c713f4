"""Words of which one side says the contrary: "denied" / «подтвердил», "upstairs" / «вниз», "white" / «чёрный».

The table `antonyms.tsv` has scales of words that exclude each other. Its lists need not be complete: where a word is
linked to anything else than its contrary, it was translated after all. What is denied says the contrary of itself, so
neither word may stand behind a negation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import product
from typing import NamedTuple

from aligner.check.links import WordLinks, word_links
from aligner.check.lists import table
from aligner.check.wordings import Wordings
from aligner.records import Lang, Span

_NEAR = 1  # words between the contrary and the place where the counterpart should stand
_MOST = 12  # words of one scale in a sentence that are looked at
_BEFORE = 60  # characters in which a negation is looked for
_ELSEWHERE = 0.45  # cosine from which a word stands for another one
_DENIED: dict[Lang, re.Pattern[str]] = {  # in front of the word
    "en": re.compile(
        r"(?:\b(?:not|never|nor|neither|no|without|hardly|scarcely|barely|nothing|nobody|none|few|little|cannot|fail\w*|less"
        r"|least|refus\w+|unable|un\w+)|n['’]t)\W+(?:\w+\W+){0,3}$",
        re.IGNORECASE,
    ),
    "ru": re.compile(
        r"\b(?:не|нет|ни|нельзя|без|никогда|никто|ничего|ничто|нечего|некого|невозможно|отнюдь|вовсе|едва|мало|менее|наименее"
        r"|отказ\w+|перестал\w*|избе\w+)\W+(?:\w+\W+){0,3}$",
        re.IGNORECASE,
    ),
}


class _Word(NamedTuple):
    """A word of a scale in a text: where it is, the lines it stands in, whether it asks for a counterpart."""

    span: Span
    lines: frozenset[int]
    asks: bool


def contraries(en: str, ru: str) -> Iterator[tuple[str, Span, Span]]:
    """Words of two sentences that say the contrary of each other: their scale, the English one, the Russian one."""
    english, russian = _found(en, "en"), _found(ru, "ru")
    for scale in [scale for scale in english if scale in russian]:
        here, there = english[scale], russian[scale]
        if _lines(here).isdisjoint(_lines(there)):
            for one, other in product(_asking(here, en, "en"), _asking(there, ru, "ru")):
                if _stands_for(one.span, other.span, word_links(en, ru)):
                    yield scale, one.span, other.span


def has_contrary(span: Span, text: str, other: str, lang: Lang) -> bool:
    """Whether the other side says the contrary of a word, so that it may be denied: "not forget" / «помнить»."""
    own, against = _found(text, lang), _found(other, "ru" if lang == "en" else "en")
    return any(
        word.lines.isdisjoint(contrary.lines)
        for scale in own.keys() & against.keys()
        for word in own[scale]
        if word.span[0] < span[1] and span[0] < word.span[1]
        for contrary in against[scale]
    )


def scales(text: str, lang: Lang) -> list[str]:
    """The scales of which a text has words."""
    return [*_found(text, lang)]


def _lines(words: list[_Word]) -> frozenset[int]:
    """All lines that words stand in."""
    return frozenset[int]().union(*(word.lines for word in words))


def _asking(words: list[_Word], text: str, lang: Lang) -> list[_Word]:
    """Those that ask for a counterpart, and are not denied; the first ones, which is enough."""
    return [
        word
        for word in words[:_MOST]
        if word.asks and not _DENIED[lang].search(text, max(0, word.span[0] - _BEFORE), word.span[0])
    ]


def _stands_for(en: Span, ru: Span, links: WordLinks) -> bool:
    """Whether the two may stand for each other: neither stands for anything else, and they are in one place."""
    i, j = links.en.number(en[1] - 1), links.ru.number(ru[1] - 1)
    if any((a == i) != (b == j) and cosine >= _ELSEWHERE for a, b, cosine in links.links):
        return False
    return abs(links.counterpart(i, "en") - j) <= _NEAR


@lru_cache(maxsize=16)  # asked for each negation
def _found(text: str, lang: Lang) -> dict[str, list[_Word]]:
    """The words of the table in a text, by their scale."""
    wordings, entries = _entries(lang)
    found: dict[str, list[_Word]] = {}
    for number, start, end in wordings.find(text):
        scale, lines, asks = entries[number]
        found.setdefault(scale, []).append(_Word((start, end), lines, asks))
    return found


@cache
def _entries(lang: Lang) -> tuple[Wordings, list[tuple[str, frozenset[int], bool]]]:
    """The entries, longer ones first; their scales, their lines in it, whether they ask for a counterpart."""
    known: dict[tuple[str, str], set[int]] = {}
    for line, row in enumerate(table("antonyms.tsv")):
        for entry in row[1 if lang == "en" else 2].split(","):
            known.setdefault((entry.strip(), row[0]), set()).add(line)
    ordered = sorted(known, key=lambda key: (-len(key[0].strip("~*")), key))
    meanings = [(scale, frozenset(known[entry, scale]), not entry.startswith("~")) for entry, scale in ordered]
    return Wordings([entry.lstrip("~") for entry, _ in ordered], [scale for _, scale in ordered]), meanings
