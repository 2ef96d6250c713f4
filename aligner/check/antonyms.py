"""Words of which one side says the contrary: "denied" / «подтвердил», "upstairs" / «вниз», "white" / «чёрный».

The table `antonyms.tsv` has scales of words that exclude each other. Its lists need not be complete: where a word is
linked to anything else than its contrary, it was translated after all. What is denied says the contrary of itself, so
neither word may stand behind a negation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from aligner.check.links import WordLinks, word_links
from aligner.check.lists import table
from aligner.check.wordings import Wordings
from aligner.records import Lang, Span

_NEAR = 1  # words between the contrary and the place where the counterpart should stand
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


def contraries(en: str, ru: str) -> Iterator[tuple[Span, Span]]:
    """Where an English word and a Russian one of two sentences stand that say the contrary of each other."""
    english, russian = _found(en, "en"), _found(ru, "ru")
    for scale in english.keys() & russian.keys():
        here, there = english[scale], russian[scale]
        lines = [frozenset[int]().union(*(lines for _, lines, _ in words)) for words in (here, there)]
        if lines[0].isdisjoint(lines[1]):
            links = word_links(en, ru)
            yield from (
                (a, b)
                for a, _, asks in here
                for b, _, answers in there
                if asks
                and answers
                and not _is_denied(en, a, "en")
                and not _is_denied(ru, b, "ru")
                and _stands_for(a, b, links)
            )


def has_contrary(span: Span, text: str, other: str, lang: Lang) -> bool:
    """Whether the other side says the contrary of a word, so that it may be denied: "not forget" / «помнить»."""
    own, against = _found(text, lang), _found(other, "ru" if lang == "en" else "en")
    return any(
        lines.isdisjoint(contrary)
        for scale in own.keys() & against.keys()
        for (start, end), lines, _ in own[scale]
        if start < span[1] and span[0] < end
        for _, contrary, _ in against[scale]
    )


def _is_denied(text: str, span: Span, lang: Lang) -> bool:
    return _DENIED[lang].search(text, max(0, span[0] - 60), span[0]) is not None


def _stands_for(en: Span, ru: Span, links: WordLinks) -> bool:
    """Whether the two may stand for each other: neither stands for anything else, and they are in one place."""
    i, j = links.en.number(en[1] - 1), links.ru.number(ru[1] - 1)
    if any((a == i) != (b == j) and cosine >= _ELSEWHERE for a, b, cosine in links.links):
        return False
    return abs(links.counterpart(i, "en") - j) <= _NEAR


@lru_cache(maxsize=16)  # asked for each negation
def _found(text: str, lang: Lang) -> dict[str, list[tuple[Span, frozenset[int], bool]]]:
    """The words of the table in a text, by their scale."""
    wordings, entries = _entries(lang)
    found: dict[str, list[tuple[Span, frozenset[int], bool]]] = {}
    for number, start, end in wordings.find(text):
        scale, lines, asks = entries[number]
        found.setdefault(scale, []).append(((start, end), lines, asks))
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
