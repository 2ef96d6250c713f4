"""A negative prefix that only one side has: "incompatible" / «совместима», "effective" / «неэффективна».

The word fits its counterpart much better without its prefix: the encoder tells by the cosines. So "unusual" may be
«редкий», which means neither "usual" nor its contrary.

"Unless" is a word of that kind too: the Russian «если» for it wants a «не».
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from aligner.check.links import LINKED, WordLinks, word_cosines
from aligner.check.negatives import PREFIX, Negative
from aligner.check.phrases import parses
from aligner.records import Lang, Span

_DENIED: dict[Lang, re.Pattern[str]] = {  # in front of the word, of its counterpart
    "en": re.compile(
        r"(?:(?:\b(?:not|never|nor|neither|hardly|less|little|far from)|n['’]t)\W+(?:\w+\W+){0,2}"
        r"|\b(?:no|without|lack of|non|anti)\W+)$",
        re.IGNORECASE,
    ),
    "ru": re.compile(
        r"\b(?:(?:не|нет|ни|нельзя|невозможно|отнюдь|вовсе|мало|слабо|плохо|отказ\w+|отсутств\w+|лиш[её]н\w*)"
        r"\W+(?:\w+\W+){0,2}|без\W+)$",
        re.IGNORECASE,
    ),
}
_UNLESS = re.compile(r"\bunless\b[^,;:.]*", re.I)
_IF = re.compile(r"\bесли\b[^,;:.]*", re.I)
_IF_NOT = re.compile(r"\b(?:кроме|только|лишь|разве|иначе|за исключением)\b", re.I)
_DENIES: dict[Lang, re.Pattern[str]] = {
    "en": re.compile(r"\b(?:not|never|no|nor|none|nobody|nothing|neither|cannot)\b|n['’]t\b", re.I),
    "ru": re.compile(r"\b(?:не|нет|ни|нельзя|без|запре\w*|никто|ничто)\b", re.I),
}
_BESIDE = 20  # characters beside a word in which the prefix may be
_NON = re.compile(r"non-\w", re.IGNORECASE)
_ALIKE, _BETTER = 0.4, 0.05  # cosine without the prefix, and what it gains; 1 in 1,000 pairs of news reaches both
_CLEARLY = 0.5  # the former where no link says that the two stand for each other


def reversed_words(
    texts: dict[Lang, str], negative: Iterable[Negative], lang: Lang, links: WordLinks
) -> Iterator[Span]:
    """Where the words of one side stand whose negative prefix nothing on the other side answers.

    Parameters
    ----------
    negative
        The negative words of the side of `lang` that no negation answers.
    """
    other: Lang = "ru" if lang == "en" else "en"
    own, against = (links.en, links.ru) if lang == "en" else (links.ru, links.en)
    for one in negative:
        found = _counterpart(one, texts[lang], lang, links) if one.kind == "lexical" else None
        if found is None:
            continue
        start, (begin, stop) = own.spans[one.word][0], against.spans[found.number]
        denied = _DENIED[lang].search(texts[lang][:start]) or _DENIED[other].search(texts[other][:begin])
        if not denied and not _is_prefixed_near(texts[other], begin, stop, other, beside=found.beside):
            word = texts[lang][slice(*own.spans[one.word])]
            before, after = word_cosines((word, found.stated), texts[other][begin:stop])
            if after >= found.least and after - before >= _BETTER:
                yield start, found.end


class _Counterpart(NamedTuple):
    """What may stand for a word without its negative prefix: the number of a word of the other side.

    `least` is the cosine that makes it sure, `beside` are the characters left and right of it in which the prefix may
    be, `end` is where the prefixed word ends.
    """

    stated: str
    number: int
    end: int
    least: float
    beside: int


def _counterpart(one: Negative, text: str, lang: Lang, links: WordLinks) -> _Counterpart | None:
    spans = (links.en if lang == "en" else links.ru).spans
    start, end = spans[one.word]
    if _NON.match(text, start):  # non-binding: two words
        linked = links.best(lang).get(one.word + 1)
        if linked is None:
            return None
        start, end = spans[one.word + 1]
        stated = text[start:end]
        return _Counterpart(stated, linked[0], end, _ALIKE, _BESIDE) if stated.islower() else None  # no name
    stated = _stated(text[start:end], lang)
    if not stated:
        return None
    if one.linked is not None:
        return _Counterpart(stated, one.linked, end, _ALIKE, 0)
    place = links.counterpart(one.word, lang)
    taken = {j if lang == "en" else i for i, j, cosine in links.links if cosine >= LINKED}
    return None if place in taken else _Counterpart(stated, place, end, _CLEARLY, _BESIDE)


def _is_prefixed_near(text: str, start: int, end: int, lang: Lang, *, beside: int) -> bool:
    """Whether a word at a place, or as many characters beside it, has a negative prefix."""
    words = re.finditer(r"\w+", text[max(0, start - beside) : end + beside])
    return any(PREFIX[lang].match(word[0]) for word in words)


def lost_conditions(en: str, ru: str) -> Iterator[Span]:
    """Where "unless" stands for which the Russian has «если» without a «не»: "Come unless it rains" / «если дождь».

    It may say the same with the main clause turned round: "not liable unless" / «отвечает, если».
    """
    unless, condition = _UNLESS.search(en), _IF.search(ru)
    if not unless or not condition or _DENIES["ru"].search(condition[0]) or _IF_NOT.search(ru):
        return
    sides: tuple[tuple[Lang, str, re.Match[str]], ...] = (("en", en, unless), ("ru", ru, condition))
    denied = [bool(_DENIES[lang].search(f"{text[: it.start()]} {text[it.end() :]}")) for lang, text, it in sides]
    if denied[0] == denied[1]:
        yield unless.start(), unless.start() + len("unless")


def is_prefixed(word: str, denied: str, lang: Lang) -> bool:
    """Whether a word of `lang` is the contrary of another one of the other side: "insoluble", «растворяется»."""
    if not (stated := _stated(word, lang)):
        return False
    before, after = word_cosines((word, stated), denied)
    return after >= _ALIKE or after > before


def _stated(word: str, lang: Lang) -> str:
    """A word without its negative prefix; "" if it has none, or is none without it, as far as a dictionary tells."""
    prefix = PREFIX[lang].match(word)
    stated = word[prefix.end() :] if prefix else ""
    return stated if stated and (lang == "en" or parses(stated.lower())[0].is_known) else ""
