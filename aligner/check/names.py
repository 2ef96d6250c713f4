"""Names of people and places; check `name`: a name without a counterpart where the other side has another name.

An English name is answered by a Russian word that may render its sound (`aligner.check.sounds`, any form), or by its
entry in tables/exonyms.tsv (Munich is «Мюнхен»). A name that is only missing is no finding: it may be «он», a title,
a translated name of an institution. A finding needs both, an English name that nothing answers and a Russian name
that answers nothing, at about the same place. Patronymics are added by translators; titles, months, peoples and
the words of institutions (tables/capitals.txt) are no names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal

from aligner.check.links import LINKED, word_links
from aligner.check.lists import word_list
from aligner.check.mentions import masked
from aligner.check.phrases import Found, Phrases, alternatives, parses, rows
from aligner.check.sounds import alike
from aligner.check.texts import PairTexts
from aligner.records import Finding, Lang, Span

_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ][^\W\d_]+)*")
_BEGINS = re.compile(r"(?:^|[.!?…:;]|[\"“”«„‘'(\[•—–-])[\s\"“”«„‘'(\[]*$")
_JOINED = re.compile(r" [^\W\d_a-zа-яё][a-zа-яё]")
_OFFICE = re.compile(r"(?:щик|щиц|чик|чиц|ниц|тель)\w{0,3}$")  # «Переговорщица Розмари Гэлбрейт»
_TITLE = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Prof|Sen|Gen|Rep|Gov|Col|Lt|Capt|St|г-н|г-жа|им|св)\.\s*$")
_PATRONYMIC = re.compile(r"(?:ovich|evich|ovna|evna|inichna)(?:['’]s)?$")
_PREFIX = re.compile(r"(?:\w+о|Санкт)-")  # «Юго-Восток»
_VERBAL = re.compile(r"(?:(?<!Boe)ing|ed|ly)$")  # "Based on …"
_SHORTEST = 3
_SHORTEST_NOUN, _CLOSELY = 5, 0.12
_FARTHEST = 0.25  # difference of the places, as shares of the texts
_LONG = 1200  # characters of a text in which a share is too far
_HEADING = 0.6  # share of capitalised words that makes a text a heading
_FAMILY = ("Name", "Surn", "Geox")


@dataclass(frozen=True, slots=True)
class Name:
    """A capitalised word.

    `initial` says that it begins a sentence or a quotation, where any word is capitalised; `joined` that another
    capitalised word follows: Henrik Dahl, «Харальд Даль».
    """

    text: str
    start: int
    end: int
    initial: bool
    joined: bool = False


def name(pair: PairTexts) -> Iterator[Finding]:
    """A name in one language, a different one at its place in the other."""
    english = _unanswered_english(pair)
    russian = _unanswered_russian(pair, patronymics=any(map(_is_patronymic, english))) if english else []
    if not russian:
        return
    english, russian = _untranslated(english, russian, pair)
    for en, ru in _at_the_same_place(english, russian, pair):
        message = f"“{en.text}” in English, «{ru.text}» in Russian: different names?"
        yield Finding("name", "warning", message, ((en.start, en.end),), ((ru.start, ru.end),), "mistranslation")


def capitalised(text: str) -> list[Name]:
    """The words of a text that begin with a capital letter."""
    return [
        Name(
            match[0],
            match.start(),
            match.end(),
            _is_initial(text[max(0, match.start() - 8) : match.start()]),
            _JOINED.match(text, match.end()) is not None,
        )
        for match in _WORD.finditer(text)
        if match[0][0].isupper()
    ]


def _may_be_name(one: Name) -> bool:
    """Whether it may be more than its place that makes it a name."""
    if not one.initial:
        return True
    if one.text.lower() in word_list("beginnings.txt"):
        return False
    return one.joined or not _VERBAL.search(one.text)


def _is_patronymic(one: Name) -> bool:
    return _PATRONYMIC.search(one.text) is not None


def _is_initial(before: str) -> bool:
    """Whether a sentence or a quotation begins behind these characters; not behind "Mr." """
    return (not before or _BEGINS.search(before) is not None) and not _TITLE.search(before)


def _unanswered_english(pair: PairTexts) -> list[Name]:
    """English names that no Russian word of the pair or its neighbours may render."""
    text = masked(pair.en, pair.en_mentions)
    names = [one for one in capitalised(text) if _may_be_name(one) and _is_name(one.text)]
    if not names or _is_heading(text):
        return []
    small = {word for word in _WORD.findall(text) if word[0].islower()}
    names = [one for one in names if one.text.lower() not in small]
    known = _answered_exonyms(pair)["en"]
    names = [one for one in names if not _inside(one, known)]
    words = _russian_words(pair)
    return [one for one in names if not _answers(words, _bare(one.text), "ru")]


def _unanswered_russian(pair: PairTexts, *, patronymics: bool) -> list[Name]:
    """Russian names that render no English word, also names in Latin letters that the English does not have."""
    text = masked(pair.ru, pair.ru_mentions)
    known = _answered_exonyms(pair)["ru"]
    words = sorted((_bare(word) for word in _WORD.findall(pair.en) if len(word) > 1), key=str.islower)
    return [
        one
        for one in capitalised(text)
        if len(one.text) >= _SHORTEST
        and (_is_latin_name(one.text, pair.en) or _is_russian_name(one.text, patronymics))
        and not (one.initial and _begins_otherwise(one.text))
        and not _PREFIX.match(text, one.start, one.end + 1)
        and not _inside(one, known)
        and not _answers(words, one.text, "en")
    ]


def _begins_otherwise(word: str) -> bool:
    """Whether a word at the beginning of a sentence is rather something else: «Машины», «Тем», «Переговорщица»."""
    likeliest = parses(word.lower())[0]
    family = any(grammeme in likeliest.tag for grammeme in (*_FAMILY, "Patr"))
    return _OFFICE.search(word) is not None or (likeliest.is_known and not family)


def _is_latin_name(word: str, english: str) -> bool:
    return word.isascii() and word[1:].islower() and word.lower() not in english.lower()


def _untranslated(english: list[Name], russian: list[Name], pair: PairTexts) -> tuple[list[Name], list[Name]]:
    """Without the words that stand for something else: "Arts" is linked to «художеств», and is no name."""
    found = word_links(pair.en, pair.ru)
    places_en, places_ru = ({one.start for one in names} for names in (english, russian))
    else_en, else_ru = set(), set()
    for i, j, cosine in found.links:
        en, ru = found.en.spans[i][0], found.ru.spans[j][0]
        if cosine >= LINKED and (en in places_en) != (ru in places_ru):
            else_en.add(en)
            else_ru.add(ru)
    return (
        [one for one in english if one.start not in else_en],
        [one for one in russian if one.start not in else_ru],
    )


def _at_the_same_place(english: list[Name], russian: list[Name], pair: PairTexts) -> Iterator[tuple[Name, Name]]:
    """Each English name with the nearest Russian one left, if it is near enough."""
    left = list(russian)
    for en in english:
        place = en.start / len(pair.en)
        if not left:
            return
        nearest = min(left, key=lambda ru: abs(ru.start / len(pair.ru) - place))
        only = len(english) == len(russian) == 1
        far = abs(nearest.start / len(pair.ru) - place)
        if (only or far <= _FARTHEST) and far * len(pair.ru) <= _FARTHEST * _LONG:
            left.remove(nearest)
            yield en, nearest


def _is_name(word: str) -> bool:
    """Whether a capitalised English word inside a sentence is a name: no title, month, office, no abbreviation."""
    bare = _bare(word)
    return (
        len(bare) >= _SHORTEST
        and not bare.isupper()
        and bare.lower() not in _listed("capitals.txt")
        and bare.lower().removesuffix("s") not in _listed("capitals.txt")
        and not re.search(r"[а-яё]", bare, re.I)
    )


@lru_cache(maxsize=20_000)
def _is_russian_name(word: str, patronymics: bool = False) -> bool:
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
    words = _WORD.findall(text)
    capital: int = sum(word[0].isupper() for word in words)
    return capital > 1 and capital > (_HEADING if len(words) > 4 else 0.9) * len(words)


def _bare(word: str) -> str:
    """A name without the genitive: "Putin's"."""
    return re.sub(r"['’]s?$", "", word)


def _answers(words: Iterable[str], name: str, lang: Lang) -> bool:
    """Whether one of the words of `lang` may be the name; a common noun («парламент») has to fit it closely."""
    for word in words:
        en, ru = (word, name) if lang == "en" else (name, word)
        if word[0].isupper() and alike(en, ru) and not (lang == "ru" and _is_function_word(word.lower())):
            return True
        if word[0].islower() and len(word) >= _SHORTEST_NOUN and alike(en, ru, tolerance=_CLOSELY):
            return True
    return False


def _russian_words(pair: PairTexts) -> list[str]:
    """The words that may render a name; of the neighbours only capitalised ones."""
    near = [word for _, texts in pair.neighbours() for word in _WORD.findall(texts.ru) if word[0].isupper()]
    return sorted(dict.fromkeys([*_WORD.findall(pair.ru), *near]), key=str.islower)


@lru_cache(maxsize=20_000)
def _is_function_word(word: str) -> bool:
    """A pronoun, a preposition or a conjunction, which sounds like a name by chance («Они», John)."""
    return len(word) < _SHORTEST_NOUN and parses(word)[0].tag.POS in ("NPRO", "PREP", "CONJ")


def _inside(one: Name, spans: list[Span]) -> bool:
    return any(start <= one.start and one.end <= end for start, end in spans)


def _answered_exonyms(pair: PairTexts) -> dict[Literal["en", "ru"], list[Span]]:
    """Where both sides have an entry of the table."""
    en, ru = [*_exonyms("en").find(pair.en)], [*_exonyms("ru").find(pair.ru)]
    return {"en": _common_spans(en, ru), "ru": _common_spans(ru, en)}


def _common_spans(some: list[Found], others: list[Found]) -> list[Span]:
    values = {value for other in others for value in other.values}
    return [(one.start, one.end) for one in some if values & set(one.values)]


@cache
def _exonyms(lang: Lang) -> Phrases:
    column = 0 if lang == "en" else 1
    return Phrases(((form, row[0]) for row in rows("exonyms.tsv") for form in alternatives(row[column])), lang)


@cache
def _listed(table: str) -> frozenset[str]:
    """The words of a table, small letters."""
    text = files("aligner.check").joinpath("tables", table).read_text(encoding="utf-8")
    lines = (line.partition("#")[0] for line in text.splitlines())
    return frozenset(word for line in lines for word in line.lower().split())
