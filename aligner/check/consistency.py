"""Check `inconsistency`: what only the whole document shows.

The same sentence with two translations, in either direction. And, with much caution, one English term of two words
with two Russian ones: «экономическое сотрудничество» in half of its sentences, «экономическое взаимодействие» in the
others, and neither anywhere else.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from aligner.check.mentions import in_quotes, shortened
from aligner.check.phrases import parses, words
from aligner.records import Finding, Lang, Severity, Span

Unit = tuple[str, str]  # English and Russian text of a pair, or of a sentence and its translation
Bigram = tuple[str, str]

_LONG = 4  # words of a sentence that is not translated in two ways by habit ("Thank you.")
_OFTEN, _TWICE = 4, 2  # sentences with the term; sentences with each rendering
_NOT_LETTERS = re.compile(r"[\W_]+")
_ADJECTIVES = tuple(
    "ый ий ой ая яя ое ее ые ие ого его ому ему ым им ом ем ую юю ых их ыми ими ей ою ею ья ье ьи".split()
)
_NAMES: dict[Lang, str] = {"en": "English", "ru": "Russian"}
_ENGLISH_GRAMMAR = frozenset(
    "the a an of and or for to in on at by from with as is are was were be been has have had will would can could "
    "should not that this these those it its he she they we his her their our you your i which who when if but than "
    "there what all more most also between into about after before under over such other only no do does did may "
    "must one two new".split()
)


def inconsistency(units: Sequence[Unit]) -> Iterator[tuple[int, Finding]]:
    """Sentences, then terms, that are translated in more than one way.

    Parameters
    ----------
    units
        (English, Russian) texts in the order of the document; one with an empty side says nothing.

    Yields
    ------
    (int, Finding)
        The number of the unit and what is found in it; the spans count characters of its texts.
    """
    yield from _sentences(units, "en")
    yield from _sentences(units, "ru")
    yield from _terms(units)


def _sentences(units: Sequence[Unit], lang: Lang) -> Iterator[tuple[int, Finding]]:
    """The same text of `lang` with another counterpart than where it stood first."""
    other: Lang = "ru" if lang == "en" else "en"
    first: dict[str, tuple[int, str]] = {}
    for number, (en, ru) in enumerate(units):
        source, target = (en, ru) if lang == "en" else (ru, en)
        key, counterpart = _key(source), _key(target)
        if not key or not counterpart:
            continue
        where, before = first.setdefault(key, (number, counterpart))
        if before != counterpart:
            earlier = units[where][1 if lang == "en" else 0]
            quoted = in_quotes(shortened(earlier), other)
            message = f"The same {_NAMES[lang]} text has another {_NAMES[other]} one before: {quoted}."
            severity: Severity = "warning" if lang == "en" and len(key.split()) >= _LONG else "info"
            yield number, Finding("inconsistency", severity, message, ((0, len(en)),), ((0, len(ru)),), "inconsistency")


def _terms(units: Sequence[Unit]) -> Iterator[tuple[int, Finding]]:
    """English pairs of words that two Russian pairs of words with one lemma in common share between them."""
    english = [_english(en) if ru.strip() else {} for en, ru in units]
    places: dict[Bigram, list[int]] = defaultdict(list)
    for number, found in enumerate(english):
        for bigram in found:
            places[bigram].append(number)
    frequent = {bigram: numbers for bigram, numbers in places.items() if len(numbers) >= _OFTEN}
    if not frequent:
        return
    russian = [_russian(ru) for _, ru in units]
    everywhere: dict[Bigram, set[int]] = defaultdict(set)
    for number, lemmas in enumerate(russian):
        for pair in lemmas:
            everywhere[pair].add(number)
    for bigram, numbers in frequent.items():
        if rivals := _rivals(set(numbers), everywhere, russian):
            usual, rare = rivals
            for number in sorted(everywhere[rare]):
                span, rendering = english[number][bigram], russian[number][rare]
                where = min(everywhere[usual])
                other = units[where][1][slice(*russian[where][usual])]
                term = units[number][0][slice(*span)]
                message = f"“{term}” is «{units[number][1][slice(*rendering)]}» here and «{other}» elsewhere."
                yield number, Finding("inconsistency", "info", message, (span,), (rendering,), "inconsistency")


def _rivals(
    numbers: set[int], everywhere: dict[Bigram, set[int]], russian: list[dict[Bigram, Span]]
) -> tuple[Bigram, Bigram] | None:
    """The usual and the rarer Russian rendering of a term that stands in the units `numbers`, if there are just two."""
    candidates = {
        bigram
        for number in numbers
        for bigram in russian[number]
        if len(everywhere[bigram]) >= _TWICE and everywhere[bigram] <= numbers
    }
    found = [
        (one, other)
        for one, other in combinations(sorted(candidates), 2)
        if len({*one} & {*other}) == 1
        and not everywhere[one] & everywhere[other]
        and everywhere[one] | everywhere[other] == numbers
    ]
    if len(found) != 1:
        return None
    one, other = found[0]
    return (one, other) if len(everywhere[one]) >= len(everywhere[other]) else (other, one)


def _english(text: str) -> dict[Bigram, Span]:
    """Neighbouring content words of an English text, singular, and where each pair stands first."""
    found: dict[Bigram, Span] = {}
    for left, right in pairwise(words(text)):
        fit = not {left.form, right.form} & _ENGLISH_GRAMMAR and min(len(left.form), len(right.form)) > 2
        if fit and text[left.end : right.start].isspace() and (left.form + right.form).isalpha():
            singular = right.form.removesuffix("s") if len(right.form) > 4 else right.form
            found.setdefault((left.form, singular), (left.start, right.end))
    return found


def _russian(text: str) -> dict[Bigram, Span]:
    """An adjective and its noun, as lemmas, and where they stand first."""
    found: dict[Bigram, Span] = {}
    for left, right in pairwise(words(text)):
        apart = text[left.end : right.start].isspace() and left.form.isalpha() and right.form.isalpha()
        if apart and left.form.endswith(_ADJECTIVES):  # looking words up in the dictionary takes most of the time
            adjective = parses(left.form)[0]
            if adjective.tag.POS in ("ADJF", "PRTF") and (noun := parses(right.form)[0]).tag.POS == "NOUN":
                found.setdefault((adjective.normal_form, noun.normal_form), (left.start, right.end))
    return found


def _key(text: str) -> str:
    """A sentence without case, punctuation, spacing and ё."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("ё", "е")
    return " ".join(_NOT_LETTERS.sub(" ", plain).split())
