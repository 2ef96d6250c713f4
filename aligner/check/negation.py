"""A negation on one side only. Check `negation`.

A translator says "no" in many ways: "failed to agree" is «не договорились», "unclear" «не ясно», "hardly" «почти не».
So a plain negation (not, never; не, нет) makes a finding only where the sentence of the other side has no negative
word of any kind: plain, lexical (without, fail, lack, un-; без, отказ-, лишь) or a turn like "not only". The tables
`negation.en.tsv` and `negation.ru.tsv` hold the words. What this does not see: one of two negations lost.
"""

import re
from collections.abc import Iterator
from functools import cache

from aligner.check.lists import table
from aligner.check.texts import PairTexts
from aligner.records import Finding, Lang, Span

_NAMES: dict[Lang, str] = {"en": "English", "ru": "Russian"}
_SIDES: tuple[tuple[Lang, Lang], ...] = (("en", "ru"), ("ru", "en"))


def negation(pair: PairTexts) -> Iterator[Finding]:
    """Sentences denied in one language and stated in the other."""
    if not _any_plain(pair.en, "en") and not _any_plain(pair.ru, "ru"):
        return
    for en, ru in pair.units:
        for lang, other in _SIDES:
            span, against = (en, ru) if lang == "en" else (ru, en)
            text = pair.text(lang)
            found = _plain(text, span, lang)
            if found and not _negative(pair.text(other)[slice(*against)], other):
                yield _finding(text, found, lang, other)


def _finding(text: str, found: Span, lang: Lang, other: Lang) -> Finding:
    words = text[found[0] :].split()[:3]
    message = f"“{' '.join(words)}”: a negation in the {_NAMES[lang]}, none in the {_NAMES[other]}."
    en, ru = ((found,), ()) if lang == "en" else ((), (found,))
    return Finding("negation", "warning", message, en, ru, "mistranslation")


def _any_plain(text: str, lang: Lang) -> re.Match[str] | None:
    return _pattern(lang, "plain").search(text)


def _plain(text: str, span: Span, lang: Lang) -> Span | None:
    """The first plain negation of a sentence that is no neutral turn, and asks for no agreement."""
    sentence = text[slice(*span)]
    for match in _pattern(lang, "neutral").finditer(sentence):
        sentence = sentence[: match.start()] + " " * len(match[0]) + sentence[match.end() :]
    found = _pattern(lang, "plain").search(sentence)
    if found is None or _asks(sentence):
        return None
    return span[0] + found.start(), span[0] + found.end()


def _asks(sentence: str) -> bool:
    """A negative question is the same question: "Aren't you…?", «Не хотите ли…?»."""
    return sentence.rstrip("\"»”’') ").endswith("?")


def _negative(sentence: str, lang: Lang) -> bool:
    """There is a negative word of any kind."""
    if _pattern(lang, "plain").search(sentence) or _pattern(lang, "neutral").search(sentence):
        return True
    innocent = _pattern(lang, "not negative")
    return any(not innocent.fullmatch(match[0]) for match in _pattern(lang, "lexical").finditer(sentence))


@cache
def _pattern(lang: Lang, kind: str) -> re.Pattern[str]:
    """The words of one kind; longer ones first, so that a turn is not cut short."""
    rows = table(f"negation.{lang}.tsv")
    words = {word.strip() for row in rows if row[0] == kind for word in row[1].split(",")}
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return re.compile("|".join(_expression(word) for word in ordered), re.IGNORECASE)


def _expression(word: str) -> str:
    """A word of the tables as a regular expression: n't stands within a word, * for any letters."""
    if word.startswith("n'") or word.startswith("n’"):
        return re.escape(word) + r"\b"
    return r"\b" + re.escape(word).replace(r"\*", r"\w*").replace(r"\ ", r"\s+") + r"\b"
