"""Names that have changed places: "Paasikivi warned Tanner" / «Таннер предупредил Паасикиви».

Both names are in both texts, so no name is missing. But what stands beside the one in English stands beside the other
in Russian, where the word order is free: it tells only where a verb or a turn («но») stands between the two, and where
no case shows that the first one is the object («Таннера предупредил Паасикиви»).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple

from aligner.check.capitals import WORD, Name, bare, capitalised, english_names, grouped
from aligner.check.links import LINKED, WordLinks, word_links
from aligner.check.phrases import parses
from aligner.check.sounds import alike, beginning
from aligner.records import Span

_MOST = 40  # capitalised words; a text with more is no sentence
_BESIDE = 2  # words between a name and a neighbour that tells its place
_NEAR, _BETTER = 2, 4  # words that the places are off when changed, and how many more they are off as they stand
_TURN = re.compile(r",\s(?:но|а|однако|зато|тогда как|в то время как)\b", re.IGNORECASE)
_FROM_TO = re.compile(r"\b(?:from|out of)\s+$", re.IGNORECASE), re.compile(r"\s+(?:to|into)\s+", re.IGNORECASE)
_BY = re.compile(r"\b(?:by|from|to)\s+$", re.IGNORECASE)  # "was beaten by", "lost to": Russian turns the sentence round
_VERBS = ("VERB", "INFN", "GRND", "PRTS")
_OBLIQUE = re.compile(r"(?:[ауеюя]|ой|ом|ем|ым|им)$")
_CONSONANT = re.compile(r"[^aeiouy]$", re.IGNORECASE)


class _Rendered(NamedTuple):
    """An English name, one word or several, where its Russian counterpart stands, and the numbers of their words."""

    name: Name
    ru: Span
    en_words: range
    ru_words: range


def swapped_names(en: str, ru: str) -> Iterator[tuple[tuple[Span, Span], tuple[Span, Span]]]:
    """Two names of each text, in its order, that have changed places."""
    capitals = [word for word in WORD.findall(en) if word[0].isupper()]
    if not 2 <= len(capitals) <= _MOST or not _between_turned(capitals, ru):
        return
    names = english_names(en)
    between = _between_turned([one.text for one in names], ru, sounding=True)
    if not between or not ("from" in en or "out of" in en or any(map(_turns, between))):
        return  # most do so: links take longer
    links = word_links(en, ru)
    rendered = [*_rendered(grouped(names, en), en, ru, links)]
    places = _Places(rendered, links)
    for one, other in combinations(rendered, 2):
        turned = other.ru[1] <= one.ru[0] and other.en_words[0] - one.en_words[-1] > 1
        if turned and _tells(one, other, en, ru) and places.are_changed(one, other):
            yield (one.name.span, other.name.span), (other.ru, one.ru)


def _between_turned(names: list[str], ru: str, *, sounding: bool = False) -> list[str]:
    """What stands between the Russian counterparts of names that come in the other order, as far as a glance tells.

    `sounding` takes a closer look: words that begin alike have to sound alike as a whole.
    """
    russian = {beginning(word[0]): word for word in reversed([*WORD.finditer(ru)]) if word[0][0].isupper()}
    found = [(name, russian[start]) for name in map(bare, names) if (start := beginning(name)) in russian]
    places = [
        word.span()
        for name, word in found
        if not sounding or beginning(name, 3) == beginning(word[0], 3) or alike(name, word[0])
    ]
    return [ru[other[1] : one[0]] for one, other in combinations(places, 2) if other[0] < one[0]]


class _Places:
    """Where the neighbours of a name, which are no names, say that its counterpart should stand."""

    def __init__(self, rendered: list[_Rendered], links: WordLinks) -> None:
        en = {word for one in rendered for word in one.en_words}
        ru = {word for one in rendered for word in one.ru_words}
        self._best = {
            i: j for i, (j, cosine) in links.best("en").items() if cosine >= LINKED and i not in en and j not in ru
        }

    def are_changed(self, one: _Rendered, other: _Rendered) -> bool:
        """Whether the places fit when changed, and do not as they stand."""
        mine, others = self._of(one.en_words), self._of(other.en_words)
        if not mine or not others:
            return False
        changed = _distance(mine, other.ru_words) + _distance(others, one.ru_words)
        stay = _distance(mine, one.ru_words) + _distance(others, other.ru_words)
        return changed <= _NEAR and stay - changed >= _BETTER

    def _of(self, words: range) -> list[int]:
        left = max((word for word in self._best if word < words[0]), default=-_BESIDE - 1)
        right = min((word for word in self._best if word > words[-1]), default=words[-1] + _BESIDE + 1)
        return [
            *([self._best[left] + 1] if words[0] - left <= _BESIDE else []),
            *([self._best[right] - 1] if right - words[-1] <= _BESIDE else []),
        ]


def _distance(places: list[int], words: range) -> int:
    """Of the nearest place from the words, in words."""
    return min(max(words[0] - place, place - words[-1], 0) for place in places)


def _rendered(names: list[Name], en: str, ru: str, links: WordLinks) -> Iterator[_Rendered]:
    """The names that are said once, and have one counterpart."""
    capitals = {links.ru.number(one.start): one for one in capitalised(ru)}
    best = links.best("en")
    for name in names:
        parts = [*WORD.finditer(name.text)]
        found: list[Name] = []
        for part in parts:
            number, cosine = best.get(links.en.number(name.start + part.start()), (-1, 0.0))
            if cosine >= LINKED and number in capitals:
                found.append(capitals[number])
                continue
            alikes = [one for one in capitals.values() if alike(bare(part[0]), one.text)]
            if len(alikes) == 1:
                found += alikes
        if len(found) == len(parts) and all(en.count(bare(part[0])) == 1 for part in parts):
            start, end = min(one.start for one in found), max(one.end for one in found)
            words = range(links.ru.number(start), links.ru.number(end - 1) + 1)
            if len(words) <= len(parts) + 1:
                english = range(links.en.number(name.start), links.en.number(name.end - 1) + 1)
                yield _Rendered(name, (start, end), english, words)


def _tells(one: _Rendered, other: _Rendered, en: str, ru: str) -> bool:
    """Whether the order of the Russian names, `other` first, has a meaning of its own."""
    between = en[one.name.end : other.name.start]
    from_to = _FROM_TO[0].search(en[: one.name.start]) and _FROM_TO[1].fullmatch(between)
    is_object = _is_oblique(other, ru) and not _is_oblique(one, ru)
    return bool(from_to or (not is_object and not _BY.search(between) and _turns(ru[other.ru[1] : one.ru[0]])))


def _turns(between: str) -> bool:
    """Whether a verb or a turn stands between two names."""
    verbs = (parses(word.lower())[0].tag.POS in _VERBS for word in WORD.findall(between))
    return _TURN.search(between) is not None or any(verbs)


def _is_oblique(rendered: _Rendered, ru: str) -> bool:
    """Whether a name that ends in a consonant has an ending: «Таннера»."""
    return bool(_CONSONANT.search(bare(rendered.name.text)) and _OBLIQUE.search(ru[slice(*rendered.ru)]))
