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
from typing import TYPE_CHECKING, Literal

from aligner.check.lists import plain
from aligner.check.remembered import Remembered
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
    return [_word(match) for match in WORD.finditer(text)]


def _word(match: re.Match[str]) -> Word:
    return Word(match.start(), match.end(), *_LOOK_UP[match[0]])


class Phrases:
    """The phrases of one language, looked up by their first word; the longest one at a place is found."""

    def __init__(self, entries: Iterable[tuple[str, str]], lang: Lang) -> None:
        """Take (phrase, value) entries; the same phrase may stand for several values."""
        self._first: dict[str, list[Phrase]] = defaultdict(list)
        for text, value in dict.fromkeys(entries):
            if (phrase := _phrase(text, value, lang)).forms:
                for form in phrase.forms[0]:
                    self._first[form].append(phrase)
        for candidates in self._first.values():
            candidates.sort(key=lambda phrase: len(phrase.forms), reverse=True)
        self._begun = Remembered(lambda word: self._first.get(plain(word), ()))

    def all_values(self, text: str) -> set[str]:
        """What any phrase of the text may stand for, also one inside another: «Генеральная Ассамблея ООН»."""
        tokens = self._tokens(text)
        return {
            phrase.value
            for at, token in enumerate(tokens)
            for phrase in self._begun[token[0]]
            if _matches(phrase, tokens, at, text)
        }

    def find(self, text: str) -> Iterator[Found]:
        """Phrases from left to right, no two overlapping."""
        tokens, at = self._tokens(text), 0
        while at < len(tokens):
            length = 1
            if candidates := self._begun[tokens[at][0]]:
                matching = [phrase for phrase in candidates if _matches(phrase, tokens, at, text)]
                if matching:
                    length = len(matching[0].forms)
                    values = dict.fromkeys(phrase.value for phrase in matching if len(phrase.forms) == length)
                    yield Found(tokens[at].start(), tokens[at + length - 1].end(), tuple(values))
            at += length

    def _tokens(self, text: str) -> list[re.Match[str]]:
        """The words of a text, none if no phrase begins with any of them."""
        return [*WORD.finditer(text)] if any(map(self._begun.__getitem__, _written(text))) else []


@lru_cache(maxsize=8)  # several tables are searched for the words of one text
def _written(text: str) -> list[str]:
    return WORD.findall(text)


def _matches(phrase: Phrase, tokens: list[re.Match[str]], at: int, text: str) -> bool:
    if at + len(phrase.forms) > len(tokens):
        return False
    previous = None
    for number, (forms, case) in enumerate(zip(phrase.forms, phrase.cases, strict=True), start=at):
        word = _word(tokens[number])
        if word.form not in forms or not _fits(word, case):
            return False
        if previous and not _close(previous, word, text):
            return False
        previous = word
    return not phrase.hyphenated or text[previous.end : previous.end + 1] in _HYPHENS if previous else False


def _fits(word: Word, case: Case) -> bool:
    return case == "any" or word.case == case or (case == "capital" and word.case == "capitals" and len(word.form) > 2)


def _close(left: Word, right: Word, text: str) -> bool:
    gap = text[left.end : right.start]
    return gap in _GAPS or (gap == ". " and left.case != "any" and left.end - left.start <= 2)


def _case(word: str) -> Case:
    if word.isupper() and (len(word) > 1 or word.isascii()):
        return "capitals"
    if len(word) > 3 and word[:-2].isupper():  # «СПИДа», «СПИДом»
        return "capitals"
    return "capital" if word[0].isupper() else "any"


_LOOK_UP = Remembered(lambda word: (plain(word), _case(word)))


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
