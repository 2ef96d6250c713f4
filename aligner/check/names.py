"""Names of people and places; check `name`: a name without a counterpart where the other side has another name.

An English name is answered by a Russian word that may render its sound (`aligner.check.sounds`, any form), or by its
entry in tables/exonyms.tsv (Munich is «Мюнхен»). A name that is only missing is no finding: it may be «он», a title,
a translated name of an institution. A finding needs both, an English name that nothing answers and a Russian name
that answers nothing, at about the same place; and neither may be the translation of another word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from typing import Literal

from aligner.check.capitals import (
    WORD,
    Name,
    bare,
    capitalised,
    english_names,
    grouped,
    is_common,
    is_patronymic,
    is_russian_name,
)
from aligner.check.links import LINKED, word_links
from aligner.check.lists import table
from aligner.check.mentions import masked, shifted
from aligner.check.phrases import Found, Phrases, alternatives, parses
from aligner.check.sounds import alike, initials, likeliest_first, russian
from aligner.check.swaps import swapped_names
from aligner.check.texts import PairTexts
from aligner.records import Finding, Lang, Span

_SIDE_BY_SIDE = re.compile(r"\b([^\W\d_a-z][^\W\d_]+)[ -](?=([^\W\d_a-z][^\W\d_]+))")
_INITIAL = re.compile(r"\b([А-ЯЁ])\.[\s\u00a0]?(?=[А-ЯЁ])")  # «В. Олдан» for Viktor Oldan
_SHORTEST_NOUN, _CLOSELY = 5, 0.12
_FARTHEST = 0.25  # difference of the places, as shares of the texts
_LONG = 1200  # characters of a text in which a share is too far


def name(pair: PairTexts) -> Iterator[Finding]:
    """A name in one language, a different one at its place in the other; two names that have changed places."""
    yield from _different(pair)
    for en, ru in pair.units:
        for (a, b), (y, x) in swapped_names(pair.en[slice(*en)], pair.ru[slice(*ru)]):
            english, russian = shifted((a, b), en[0]), shifted((y, x), ru[0])
            first, second = (pair.en[slice(*span)] for span in english)
            message = f"“{first}” and “{second}” in English, in Russian each at the place of the other: changed?"
            yield Finding("name", "warning", message, english, russian, "mistranslation")


def _different(pair: PairTexts) -> Iterator[Finding]:
    english = _unanswered_english(pair)
    russian = _unanswered_russian(pair, patronymics=any(map(is_patronymic, english))) if english else []
    if not russian:
        return
    english, russian = _untranslated(english, russian, pair)
    for en, ru in _at_the_same_place(grouped(english, pair.en), grouped(russian, pair.ru), pair):
        message = f"“{en.text}” in English, «{ru.text}» in Russian: different names?"
        yield Finding("name", "warning", message, (en.span,), (ru.span,), "mistranslation")


def _unanswered_english(pair: PairTexts) -> list[Name]:
    """English names that no Russian word of the pair or its neighbours may render."""
    names = english_names(masked(pair.en, pair.en_mentions))
    words = _russian_words(pair) if names else {}
    left = [one for one in names if not _is_rendered(bare(one.text), words)]
    if not left:
        return []
    known, joined = _answered_exonyms(pair)["en"], _joined(pair.en)
    letters = {russian(letter) for letter in _INITIAL.findall(pair.ru)}
    return [
        one
        for one in left
        if not _inside(one, known)
        and initials(bare(one.text)).isdisjoint(letters)
        and not any(bare(one.text) in both and _is_rendered(both, words) for both in joined)
    ]


def _unanswered_russian(pair: PairTexts, *, patronymics: bool) -> list[Name]:
    """Russian names that render no English word; the dictionary is asked last, for it takes its time."""
    known = _answered_exonyms(pair)["ru"]
    words = sorted((bare(word) for word in WORD.findall(pair.en) if len(word) > 1), key=str.islower)
    words += _joined(pair.en)
    text = masked(pair.ru, pair.ru_mentions)
    return [
        one
        for one in capitalised(text)
        if not _inside(one, known)
        and not _answers(words, one.text, "en")
        and is_russian_name(one, text, pair.en, patronymics=patronymics)
    ]


def _joined(english: str) -> list[str]:
    """Capitalised words that stand side by side, as one: Mont Blanc is «Монблан»."""
    return [f"{left}{right}" for left, right in _SIDE_BY_SIDE.findall(english)]


def _untranslated(english: list[Name], russian: list[Name], pair: PairTexts) -> tuple[list[Name], list[Name]]:
    """Without the words that stand for something else: "Arts" is linked to «художеств», and is no name.

    Nor is a first word that the dictionary lacks: "Microfinance lenders" / «Микрофинансовые организации»; nor a title:
    "Gravity" / «Гравитация».
    """
    found = word_links(pair.en, pair.ru)
    places_en, places_ru = ({one.start for one in names} for names in (english, russian))
    titles = {one.start for one in russian if is_common(one)}
    else_en, else_ru = set(), set()
    for i, j, cosine in found.links:
        en, ru = found.en.spans[i][0], found.ru.spans[j][0]
        coined = en == ru == 0 and not parses(pair.ru[slice(*found.ru.spans[j])].lower())[0].is_known
        if cosine >= LINKED and (coined or ru in titles or (en in places_en) != (ru in places_ru)):
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


def _is_rendered(name: str, words: Mapping[str, list[str]]) -> bool:
    """Whether one of the Russian words may be the name."""
    candidates = [word for initial in initials(name) for word in words.get(initial, ())]
    return _answers(likeliest_first(name, candidates), name, "ru")


def _answers(words: Iterable[str], name: str, lang: Lang) -> bool:
    """Whether one of the words of `lang` may be the name; a common noun («парламент») has to fit it closely."""
    for word in words:
        en, ru = (word, name) if lang == "en" else (name, word)
        if word[0].isupper() and alike(en, ru) and not (lang == "ru" and _is_function_word(word.lower())):
            return True
        if word[0].islower() and len(word) >= _SHORTEST_NOUN and alike(en, ru, tolerance=_CLOSELY):
            return True
    return False


def _russian_words(pair: PairTexts) -> Mapping[str, list[str]]:
    """The words that may render a name, by their first letter; of the neighbours only capitalised ones."""
    own = [word for word in WORD.findall(pair.ru) if word[0].isupper() or len(word) >= _SHORTEST_NOUN]
    near = [word for _, texts in pair.neighbours() for word in WORD.findall(texts.ru) if word[0].isupper()]
    words: dict[str, list[str]] = {}
    for word in dict.fromkeys([*own, *near]):
        words.setdefault(russian(word)[:1], []).append(word)
    return words


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
    return Phrases(((form, row[0]) for row in table("exonyms.tsv") for form in alternatives(row[column])), lang)
