"""A negation on one side only. Check `negation`.

A translator says "no" in many ways: "failed to agree" is «не договорились», "unclear" «не ясно», "hardly" «почти не».
So a plain negation (not, never; не, нет) makes a finding only where the sentence of the other side has no negative
word: plain, lexical (without, fail, lack, un-; без, отказ-) or a turn like "not only". The tables `negation.en.tsv`
and `negation.ru.tsv` hold the words. Where the denied word has a counterpart ("did not sign" / «подписали»), that is
a warning; where it has none, the sentence may be put in another way, and it is an info. Words that are negative now
and then (but, only; лишь) count against the first kind only if the counterpart is doubtful, always against the second.
An English "not" before a word with a sure counterpart is an info even where the Russian has some negative word.
What this does not see: one of two negations lost.
"""

import re
from collections.abc import Iterator
from functools import cache

from aligner.check.links import CONTENT, LINKED, word_links
from aligner.check.lists import table
from aligner.check.texts import PairTexts
from aligner.records import Finding, Lang, Severity, Span

SURE = 0.45  # cosine of a counterpart beyond doubt
_WH = re.compile(
    r"\W*(?:(?:and|but|а|и|но)\s+)?(?:who|what|why|how|which|when|where|кто|что|почему|как|когда|где)\b", re.I
)
_NAMES: dict[Lang, str] = {"en": "English", "ru": "Russian"}
_SIDES: tuple[tuple[Lang, Lang], ...] = (("en", "ru"), ("ru", "en"))


def negation(pair: PairTexts) -> Iterator[Finding]:
    """Sentences denied in one language and stated in the other."""
    if not _any_plain(pair.en, "en") and not _any_plain(pair.ru, "ru"):
        return
    for en, ru in pair.units:
        for lang, other in _SIDES:
            here, there = (en, ru) if lang == "en" else (ru, en)
            found = _plain(pair.text(lang), here, lang)
            against = pair.text(other)[slice(*there)]
            if found is None or _any_plain(against, lang) or _negative(against, other):
                continue
            support = _support(pair, en, ru, lang, found)
            if _finds(against, other, "lexical"):
                if support >= SURE and lang == "en":
                    yield _finding(pair.text(lang), found, lang, other, "info")
            elif support >= (SURE if _finds(against, other, "weak") else LINKED):
                yield _finding(pair.text(lang), found, lang, other, "warning")
            elif not _finds(against, other, "weak"):
                yield _finding(pair.text(lang), found, lang, other, "info")


def _support(pair: PairTexts, en: Span, ru: Span, lang: Lang, found: Span) -> float:
    """How surely the first content word behind a negation has a counterpart (cosine)."""
    links = word_links(pair.en[slice(*en)], pair.ru[slice(*ru)])
    side, start = (links.en, en[0]) if lang == "en" else (links.ru, ru[0])
    for (first, _), weight, support in zip(side.spans, side.weights, side.support, strict=True):
        if start + first >= found[1] and weight >= CONTENT:
            return float(support)
    return 0.0


def _finding(text: str, found: Span, lang: Lang, other: Lang, severity: Severity) -> Finding:
    begin = found[0]
    while begin and not text[begin - 1].isspace():
        begin -= 1
    words = " ".join(text[begin:].split()[:4])
    message = f"“{words}”: a negation in the {_NAMES[lang]}, none in the {_NAMES[other]}."
    en, ru = ((found,), ()) if lang == "en" else ((), (found,))
    return Finding("negation", severity, message, en, ru, "mistranslation")


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
    """A negative question is the same question, "Aren't you…?", «Не хотите ли…?»; but not after "why" or "who"."""
    return sentence.rstrip("\"»”’') ").endswith("?") and not _WH.match(sentence)


def _negative(sentence: str, lang: Lang) -> bool:
    """There is a plain negation, or a turn that looks like one."""
    return any(_finds(sentence, lang, kind) for kind in ("plain", "neutral"))


def _finds(sentence: str, lang: Lang, kind: str) -> bool:
    found = (match[0] for match in _pattern(lang, kind).finditer(sentence))
    if kind != "lexical":
        return any(found)
    innocent = _pattern(lang, "not negative")
    return any(not innocent.fullmatch(word) for word in found)


@cache
def _pattern(lang: Lang, kind: str) -> re.Pattern[str]:
    """The words of one kind; longer ones first, so that a turn is not cut short."""
    rows = table(f"negation.{lang}.tsv")
    words = {word.strip() for row in rows if row[0] == kind for word in row[1].split(",")}
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return re.compile("|".join(_expression(word) for word in ordered), re.IGNORECASE)


def _expression(word: str) -> str:
    """An entry of the tables as a regular expression: * for any letters, … for some words; n't ends a word."""
    begin = "" if word.startswith(("n't", "n’t")) else r"\b"
    inner = re.escape(word).replace(r"\ …\ ", r"(?:\W+\w+){1,4}\W+").replace(r"\*", r"\w*").replace(r"\ ", r"\s+")
    return rf"{begin}{inner}\b"
