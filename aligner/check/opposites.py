"""A negative prefix that only one side has: "incompatible" / «совместима», "effective" / «неэффективна».

The word fits its counterpart much better without its prefix: the encoder tells by the cosines. So "unusual" may be
«редкий», which means neither "usual" nor its contrary.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from aligner.check.links import WordLinks, word_cosines
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
_ALIKE, _BETTER = 0.4, 0.05  # cosine without the prefix, and what it gains; 1 in 1,000 pairs of news reaches both


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
        if one.kind != "lexical" or one.linked is None:
            continue
        (start, end), (begin, stop) = own.spans[one.word], against.spans[one.linked]
        word, counterpart = texts[lang][start:end], texts[other][begin:stop]
        denied = _DENIED[lang].search(texts[lang][:start]) or _DENIED[other].search(texts[other][:begin])
        stated = _stated(word, lang)
        if stated and not denied and not PREFIX[other].match(counterpart):
            before, after = word_cosines((word, stated), counterpart)
            if after >= _ALIKE and after - before >= _BETTER:
                yield start, end


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
