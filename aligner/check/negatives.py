"""Negative words of a sentence: where they are, which word they deny, which place of the other side they answer to.

The tables `negation.en.tsv` and `negation.ru.tsv` hold the words by kind:

plain      not, never; не, нет          negates its clause, and has to be answered on the other side
pronoun    no, nothing, without; без    the same, but is put in another way more often
agreeing   nor; никто, ни               stands beside a negation, answers one, asks for none
neutral    not only; не позднее         looks like a negation and is none, or one that the other language may lack
lexical    fail, un-; отказ-, без-      negative in meaning, answers a negation near by
weak       but, only; лишь              negative now and then
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from aligner.check.links import CONTENT, LINKED, Side, WordLinks
from aligner.check.lists import table
from aligner.check.phrases import parses
from aligner.check.wordings import Wordings
from aligner.records import Lang, Span

KINDS = ("neutral", "plain", "pronoun", "agreeing", "lexical", "weak")  # at one place, the first one that fits
ASKING = ("plain", "pronoun")  # want an answer
PREFIX: dict[Lang, re.Pattern[str]] = {  # of words that say the contrary without it
    "en": re.compile(r"(?:un|in|im|il|ir|dis|mis|non-?)(?=\w{4})", re.IGNORECASE),
    "ru": re.compile(r"(?:не|бес|без)(?=\w{4})", re.IGNORECASE),
}
_GOVERNED = 5  # words behind a negation among which the denied one is looked for
_AGREES = 12  # words between «никто» and its «не»
_NUMBER = re.compile(r"\.?\s*\d")  # "Regulation No 5"
_LIGHT = re.compile(  # verbs that the other side says in another way: what is denied comes behind
    r"(?:име[ле]|имею|облада|располага|явля|вправе|мож|мог|смо[гж]|намерен|долж|обязан)", re.IGNORECASE
)
_CLAUSE = re.compile(r"[^,.;:!?…()«»\"\n—–]+")
_AGREEING = re.compile(
    r"\b(?:ник(?:то|ого|ому|ем|огда|уда|ак(?:ой|ая|ое|ого|ому|ую|их|им|ими))|ни разу"
    r"|ни (?:в|на|о|к|от|из|для|под|перед|у) (?:ч|к)(?:его|ему|ем|ого|ому|ом|аких|аким|акой|акую|акими))\b",
    re.I,
)
_DENYING = re.compile(r"\b(?:не|нет|без)\b|\bне\w|\bбез\w|\bнельзя|\bкак ни|\bотказ|\bзапре", re.I)
_BREAK = re.compile(r"[.;:!?…]")


@dataclass(frozen=True, slots=True)
class Negative:
    """A negative word or turn of a sentence.

    Attributes
    ----------
    start, end : offsets in the sentence
    word : its number among the words
    denied : number of the content word that it denies: the next one, else the one before; itself if lexical
    answer : where the denied word's counterpart stands on the other side, as the number of a word
    support : how surely the denied word has a counterpart (cosine)
    linked : number of the word on the other side that surely stands for the negative word itself, if any
    prefixed : it denies itself: unknown, неясно
    """

    kind: str
    start: int
    end: int
    word: int
    denied: int
    answer: int
    support: float
    linked: int | None
    prefixed: bool


def any_asking(text: str, lang: Lang) -> bool:
    """Whether a text has a negation that wants an answer, or a word with a negative prefix; quick."""
    return any(
        kind in ASKING or (kind == "lexical" and PREFIX[lang].match(text, start)) for kind, start, _ in find(text, lang)
    )


def negatives(sentence: str, lang: Lang, links: WordLinks) -> list[Negative]:
    """The negative words of one side of a linked pair of sentences, from left to right."""
    side, other = (links.en, links.ru) if lang == "en" else (links.ru, links.en)
    if not side.spans or not other.spans:
        return []
    found = [_negative(kind, start, end, sentence, lang, links) for kind, start, end in find(sentence, lang)]
    return [one for one in found if lang == "en" or one.kind != "agreeing" or not _agrees(one, found)]


def _agrees(one: Negative, found: list[Negative]) -> bool:
    """Whether it stands beside the negation that it agrees with."""
    return any(other.kind in ASKING and abs(other.word - one.word) <= _AGREES for other in found)


def find(sentence: str, lang: Lang) -> Iterator[tuple[str, int, int]]:
    """Kind, start and end of the negative words and turns; no two overlap."""
    wordings, kinds = _entries(lang)
    for number, start, end in wordings.find(sentence):
        kind, word = kinds[number], sentence[start:end].lower()
        if kind != "innocent" and not (word == "no" and _NUMBER.match(sentence, end)):
            reply = word in ("no", "нет") and _is_reply(sentence, start, end)
            yield "neutral" if reply else kind, start, end


def _is_reply(sentence: str, start: int, end: int) -> bool:
    """ "No, thanks", «Нет! Я не пойду»."""
    before = sentence[:start].rstrip()
    begins = not before or not (before[-1].isalnum() or before[-1] in ")»")
    return begins and sentence[end : end + 1] in (",", "!", ".", "")


def _negative(kind: str, start: int, end: int, sentence: str, lang: Lang, links: WordLinks) -> Negative:
    side = links.en if lang == "en" else links.ru
    word = side.number(start)
    turn_end = min(end, side.spans[word][1]) if kind == "neutral" else end  # in "not signed until", it is inside
    denied = word if kind in ("lexical", "weak") else _denied(sentence, word, turn_end, side)
    linked, cosine = links.best(lang).get(word, (None, 0.0))
    sure = linked if cosine >= LINKED else None
    prefixed = kind == "lexical" and PREFIX[lang].match(sentence, start) is not None
    answer = links.counterpart(denied, lang)
    return Negative(kind, start, end, word, denied, answer, float(side.support[denied]), sure, prefixed)


def _denied(sentence: str, word: int, end: int, side: Side) -> int:
    """The next content word of the clause, else the one before, else the negation itself."""
    for place in range(word + 1, min(word + 1 + _GOVERNED, len(side.spans))):
        if _BREAK.search(sentence, end, side.spans[place][0]):
            break
        if (
            side.weights[place] >= CONTENT
            and side.spans[place][0] >= end
            and not _LIGHT.match(sentence, *side.spans[place])
        ):
            return place
    before = (place for place in range(word - 1, -1, -1) if side.weights[place] >= CONTENT)
    return next(before, word)


def lone_pronouns(text: str) -> Iterator[tuple[str, Span]]:
    """Russian clauses with a negative pronoun and a verb, but no «не»: «Никто ответил»; where the pronoun is."""
    for clause in _CLAUSE.finditer(text):
        pronoun = _AGREEING.search(clause[0])
        if pronoun and not _DENYING.search(clause[0]) and any(map(_is_verb, re.findall(r"\w+", clause[0]))):
            yield clause[0], (clause.start() + pronoun.start(), clause.start() + pronoun.end())


def _is_verb(word: str) -> bool:
    return parses(word.lower())[0].tag.POS in ("VERB", "INFN", "PRTF", "PRTS")


@cache
def _entries(lang: Lang) -> tuple[Wordings, list[str]]:
    """The words and turns of the table with their kinds; of one kind the longer ones first."""
    entries = []
    for kind in ("neutral", "innocent", *KINDS[1:]):
        words = {word.strip() for row in table(f"negation.{lang}.tsv") if row[0] == kind for word in row[1].split(",")}
        entries += [(word, kind) for word in sorted(words - {""}, key=lambda word: (-len(word), word))]
    return Wordings([word for word, _ in entries]), [kind for _, kind in entries]
