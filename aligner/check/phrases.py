"""Phrases of a table found in a text, in any case and number of the Russian words.

A table word in small letters matches with or without a capital («японский», «Японский»); one with a capital
matches only so ("Turkey" is no turkey, «Чад» is no чад), or all in capitals in a heading; one in capitals only so
("WHO" is not "Who"). A Russian word with small letters stands for all its inflected forms; an abbreviation in
capitals is never inflected. A hyphen at the end asks for one in the text: «американо-» is a part of a compound.

The forms are made once, when a table is read; finding is then a look-up for each word of the text.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from aligner.check.lists import plain
from aligner.records import Lang

if TYPE_CHECKING:
    from pymorphy3 import MorphAnalyzer
    from pymorphy3.analyzer import Parse

WORD = re.compile(r"[^\W_]+")
Case = Literal["any", "capital", "capitals"]

# What may stand between two words of a phrase. A full stop and a space only after a letter: "U. S.", "St. Lucia".
_GAPS = frozenset(
    [
        " ",
        "\u00a0",
        "\u202f",
        "\n",
        "-",
        "‐",
        "‑",
        "–",
        "—",
        " — ",
        " – ",
        " «",
        " „",
        ' "',
        " “",
        "'",
        "’",
        "' ",
        "’ ",
        ".",
        " & ",
        "/",
        " / ",
        " - ",
        ", ",
    ]
)
_HYPHENS = frozenset("-‐‑–—")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: where it stands, its look-up form (small letters, ё as е), how it is capitalised."""

    start: int
    end: int
    form: str
    case: Case


@dataclass(frozen=True, slots=True)
class Phrase:
    """An entry of a table: what it stands for, and the forms each of its words may take."""

    value: str
    forms: tuple[frozenset[str], ...]
    cases: tuple[Case, ...]
    hyphenated: bool


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase of the table at `text[start:end]` and all that it may stand for."""

    start: int
    end: int
    values: tuple[str, ...]


def words(text: str) -> list[Word]:
    """The words of a text; a hyphen and an apostrophe divide words."""
    return [Word(match.start(), match.end(), plain(match[0]), _case(match[0])) for match in WORD.finditer(text)]


class Phrases:
    """The phrases of one language, looked up by their first word; the longest one at a place is found."""

    def __init__(self, entries: Iterable[tuple[str, str]], lang: Lang) -> None:
        """Take (phrase, value) entries; the same phrase may stand for several values."""
        self._known: dict[str, list[tuple[int, Phrase]]] = defaultdict(list)  # by a word, and how many stand before it
        for text, value in dict.fromkeys(entries):
            phrase = _phrase(text, value, lang)
            number = int(len(phrase.forms) > 1 and "the" in phrase.forms[0])  # a word that tells more
            for form in phrase.forms[number] if phrase.forms else ():
                self._known[form].append((number, phrase))
        for candidates in self._known.values():
            candidates.sort(key=lambda candidate: (candidate[0], len(candidate[1].forms)), reverse=True)

    def all_values(self, text: str) -> set[str]:
        """What any phrase of the text may stand for, also one inside another: «Генеральная Ассамблея ООН»."""
        return {phrase.value for at in self._begun(text) for _, phrase in self._matching(text, at)}

    def find(self, text: str) -> Iterator[Found]:
        """Phrases from left to right, no two overlapping."""
        behind = 0
        for at in self._begun(text):
            matching = [(start, phrase) for start, phrase in self._matching(text, at) if start >= behind]
            if matching:
                start, length = matching[0][0], len(matching[0][1].forms)
                alike = [phrase for begin, phrase in matching if begin == start and len(phrase.forms) == length]
                behind = start + length
                places = _places(text)
                yield Found(
                    places[start].start(),
                    places[behind - 1].end(),
                    tuple(dict.fromkeys(phrase.value for phrase in alike)),
                )

    def _begun(self, text: str) -> list[int]:
        """The numbers of the words by which a phrase is looked up."""
        forms = _forms(text)
        if self._known.keys().isdisjoint(forms):
            return []
        return [at for at, form in enumerate(forms) if form in self._known]

    def _matching(self, text: str, at: int) -> list[tuple[int, Phrase]]:
        """The phrases that are looked up by a word and stand there, each with the number of its first word."""
        return [(at - n, phrase) for n, phrase in self._known[_forms(text)[at]] if _stands(phrase, at - n, text)]


@lru_cache(maxsize=8)  # several tables are searched for the words of one text
def _forms(text: str) -> list[str]:
    """The words of a text as the tables have them."""
    return WORD.findall(plain(text))


@lru_cache(maxsize=8)
def _places(text: str) -> list[re.Match[str]]:
    """The same words where they stand."""
    return [*WORD.finditer(text)]


def _stands(phrase: Phrase, at: int, text: str) -> bool:
    """Whether the words from number `at` on are those of the phrase, capitalised as it is, with little in between."""
    forms = _forms(text)[max(at, 0) : at + len(phrase.forms)]
    if len(forms) < len(phrase.forms) or not all(map(frozenset.__contains__, phrase.forms, forms)):
        return False
    places = _places(text)[at : at + len(forms)]
    return (
        all(case == "any" or _fits(place[0], case) for place, case in zip(places, phrase.cases, strict=True))
        and all(_close(left, right, text) for left, right in pairwise(places))
        and (not phrase.hyphenated or text[places[-1].end() : places[-1].end() + 1] in _HYPHENS)
    )


def _fits(word: str, case: Case) -> bool:
    found = _case(word)
    return found == case or (case == "capital" and found == "capitals" and len(word) > 2)


def _close(left: re.Match[str], right: re.Match[str], text: str) -> bool:
    gap = text[left.end() : right.start()]
    return gap in _GAPS or (gap == ". " and len(left[0]) <= 2 and _case(left[0]) != "any")


def _case(word: str) -> Case:
    if word.isupper() and (len(word) > 1 or word.isascii()):
        return "capitals"
    if len(word) > 3 and word[:-2].isupper():  # «СПИДа», «СПИДом»
        return "capitals"
    return "capital" if word[0].isupper() else "any"


def _phrase(text: str, value: str, lang: Lang) -> Phrase:
    forms, cases = [], []
    for match in WORD.finditer(text):
        case = _case(match[0])
        word = plain(match[0])
        inflects = lang == "ru" and case != "capitals" and len(word) > 2 and not text.endswith("-")
        forms.append(inflected(word) if inflects else _abbreviation(word) if lang == "ru" else frozenset([word]))
        cases.append(case)
    if lang == "ru" and len(cases) > 1:  # «коммунистическая партия Китая», «Совет безопасности»
        cases = ["any" if case == "capital" else case for case in cases]
    return Phrase(value, tuple(forms), tuple(cases), text.endswith("-"))


@cache
def morphology() -> MorphAnalyzer:
    """The Russian dictionary (pymorphy3), loaded when first asked for (0.2 s)."""
    from pymorphy3 import MorphAnalyzer

    return MorphAnalyzer()


@lru_cache(maxsize=20_000)
def parses(word: str) -> tuple[Parse, ...]:
    """What the dictionary knows or guesses about a Russian word, the likeliest first."""
    return tuple(morphology().parse(word))


def _abbreviation(word: str) -> frozenset[str]:
    """An abbreviation, and with endings if it can have them: «СПИД», «СПИДом»."""
    endings = ("а", "у", "ом", "е", "ы", "ов") if len(word) > 2 and word[-1] in "бвгджзклмнпрстфхцчш" else ()
    return frozenset([word, *(word + ending for ending in endings)])


def inflected(word: str) -> frozenset[str]:
    """All forms of a Russian noun or adjective, small letters, ё as е; of other words the word itself."""
    inflecting = [parse for parse in parses(word) if parse.tag.POS in ("NOUN", "ADJF", "PRTF", "NUMR")]
    nominative = [parse for parse in inflecting if "nomn" in parse.tag]
    forms = {word}
    for parse in (nominative or inflecting)[:1]:
        forms |= {form.word.replace("ё", "е") for form in parse.lexeme if form.tag.POS == parse.tag.POS}
    return frozenset(forms)


def alternatives(cell: str) -> list[str]:
    """The entries of a cell: "UN | United Nations"."""
    return [entry.strip() for entry in cell.split("|") if entry.strip()]
