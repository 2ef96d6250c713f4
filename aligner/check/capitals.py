"""Capitalised words, and which of them may be names.

Titles, months, peoples and the words of institutions (tables/capitals.txt) are no names; of the words that begin a
sentence only those that nothing else explains; Russian words only if the dictionary has them as names, or not at all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from aligner.check.lists import word_list
from aligner.check.phrases import parses
from aligner.records import Span

WORD = re.compile(r"[^\W\d_]+(?:['’ʼ][^\W\d_]+)*")
_BEGINS = re.compile(r"(?:^|[.!?…:;]|[\"“”«„‘'(\[•—–-])[\s\"“”«„‘'(\[]*$")
_JOINED = re.compile(r" [^\W\d_a-zа-яё][a-zа-яё]")
_OFFICE = re.compile(r"(?:щик|щиц|чик|чиц|ниц|тель)\w{0,3}$")  # «Переговорщица Розмари Гэлбрейт»
_TITLE = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Prof|Sen|Gen|Rep|Gov|Col|Lt|Capt|St|г-н|г-жа|им|св)\.\s*$")
_PATRONYMIC = re.compile(r"(?:ovich|evich|ovna|evna|inichna)(?:['’]s)?$")
_PREFIX = re.compile(r"(?:\w+о|Санкт)-")  # «Юго-Восток»
_VERBAL = re.compile(r"(?:(?<!Boe)ing|ed|ly)$")  # "Based on …"
_QUOTED = re.compile(r"«([А-ЯЁа-яё]{3,})(?: [А-ЯЁ][а-яё]+)?»")
_SHORTEST = 3
_HEADING = 0.6  # share of capitalised words that makes a text a heading
_FAMILY = ("Name", "Surn", "Geox")


@dataclass(frozen=True, slots=True)
class Name:
    """A capitalised word.

    `initial` says that it begins a sentence or a quotation, where any word is capitalised; `joined` that another
    capitalised word follows: Henrik Dahl, «Харальд Даль»; `quoted` that a Russian one stands in quotation marks alone,
    as names of firms and ships do.
    """

    text: str
    start: int
    end: int
    initial: bool
    joined: bool = False
    quoted: bool = False

    @property
    def span(self) -> Span:
        """Where it stands."""
        return self.start, self.end


def capitalised(text: str) -> list[Name]:
    """The words of a text that begin with a capital letter, or stand in Russian quotation marks alone."""
    quoted = {match.start(1) for match in _QUOTED.finditer(text)} if "«" in text else set[int]()
    return [
        Name(
            match[0],
            match.start(),
            match.end(),
            _is_initial(text[max(0, match.start() - 8) : match.start()]),
            _JOINED.match(text, match.end()) is not None,
            match.start() in quoted,
        )
        for match in WORD.finditer(text)
        if match[0][0].isupper() or match.start() in quoted
    ]


def grouped(names: list[Name], text: str) -> list[Name]:
    """Names side by side as one: Ben Nevis."""
    groups: list[Name] = []
    for one in names:
        last = groups[-1] if groups else None
        if last and text[last.end : one.start] in (" ", "-", "\u00a0"):
            groups[-1] = replace(last, text=text[last.start : one.end], end=one.end, joined=one.joined)
        else:
            groups.append(one)
    return groups


def english_names(text: str) -> list[Name]:
    """The words of an English text that may be names; none in a heading, where all words are capitalised."""
    names = [one for one in capitalised(text) if _may_be_name(one) and _is_name(bare(one.text))]
    if not names or _is_heading(text):
        return []
    small = {word for word in WORD.findall(text) if word[0].islower()}
    return [one for one in names if one.text.lower() not in small]


def is_russian_name(one: Name, text: str, english: str, *, patronymics: bool) -> bool:
    """Whether a word of a Russian text may be a name, also one in Latin letters that the English text lacks.

    Patronymics are names only where they are asked for: translators add them.
    """
    return (
        len(one.text) >= _SHORTEST
        and (_is_latin_name(one.text, english) or _is_known_name(one.text, patronymics) or is_common(one))
        and (one.quoted or not (one.initial and _begins_otherwise(one.text)))
        and not _PREFIX.match(text, one.start, one.end + 1)
    )


def is_common(one: Name) -> bool:
    """Whether a noun of the dictionary is capitalised inside a sentence, or a word is quoted: it may be a title."""
    if one.quoted:
        return True
    if one.initial or not one.text[1:].islower() or _is_known_name(one.text, True):
        return False
    likeliest = parses(one.text.lower())[0]
    noun = likeliest.is_known and likeliest.tag.POS == "NOUN"
    return bool(noun) and likeliest.normal_form not in word_list("titles.ru.txt")


def bare(word: str) -> str:
    """A name without the genitive: "Putin's"."""
    return re.sub(r"['’]s?$", "", word)


def is_patronymic(one: Name) -> bool:
    """Whether an English name is the rendering of a patronymic."""
    return _PATRONYMIC.search(one.text) is not None


def _may_be_name(one: Name) -> bool:
    """Whether it may be more than its place that makes it a name."""
    if not one.initial:
        return True
    if one.text.lower() in word_list("beginnings.txt"):
        return False
    return one.joined or not _VERBAL.search(one.text)


def _is_initial(before: str) -> bool:
    """Whether a sentence or a quotation begins behind these characters; not behind "Mr." """
    return (not before or _BEGINS.search(before) is not None) and not _TITLE.search(before)


def _is_name(word: str) -> bool:
    """Whether a capitalised English word inside a sentence is a name: no title, month, office, no abbreviation."""
    return (
        len(word) >= _SHORTEST
        and not word.isupper()
        and word.lower() not in _listed("capitals.txt")
        and word.lower().removesuffix("s") not in _listed("capitals.txt")
        and not re.search(r"[а-яё]", word, re.I)
    )


@lru_cache(maxsize=20_000)
def _is_known_name(word: str, patronymics: bool) -> bool:
    """Whether a capitalised Russian word is a first name, a family name, a place, or no word of the dictionary."""
    if not re.fullmatch(r"[А-ЯЁ][а-яё]+", word):
        return False
    found = parses(word.lower())
    if any(parse.normal_form in _listed("names.txt") for parse in found):
        return True
    if any("Patr" in parse.tag for parse in found):
        return patronymics
    adjectives = (parse for parse in found if parse.is_known and parse.tag.POS == "ADJF")
    if any("Apro" not in parse.tag for parse in adjectives):  # «Великих», «Красных», but «Том»
        return False
    unknown = any(not parse.is_known for parse in found)
    family: bool = any(grammeme in parse.tag for parse in found for grammeme in _FAMILY)
    return unknown or family


def _is_heading(text: str) -> bool:
    words = WORD.findall(text)
    capital: int = sum(word[0].isupper() for word in words)
    return capital > 1 and capital > (_HEADING if len(words) > 4 else 0.9) * len(words)


def _begins_otherwise(word: str) -> bool:
    """Whether a word at the beginning of a sentence is rather something else: «Машины», «Тем», «Переговорщица»."""
    likeliest = parses(word.lower())[0]
    family = any(grammeme in likeliest.tag for grammeme in (*_FAMILY, "Patr"))
    return _OFFICE.search(word) is not None or (likeliest.is_known and not family)


def _is_latin_name(word: str, english: str) -> bool:
    return word.isascii() and word[1:].islower() and word.lower() not in english.lower()


@cache
def _listed(name: str) -> frozenset[str]:
    """The words of a list, small letters."""
    return frozenset(map(str.lower, word_list(name)))
