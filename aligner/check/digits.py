"""The pieces of written numbers: digits with their grouping and decimals, fractions, number words."""

import re
from collections.abc import Hashable
from fractions import Fraction
from functools import cache, lru_cache, partial
from typing import NamedTuple

from aligner.check.lists import plain
from aligner.check.numerals import Atom, atom, beginnings, lexicon
from aligner.check.remembered import Remembered
from aligner.records import Lang

_SPACES = " \u00a0\u202f\u2009"
_END = r"(?!\d|[xх×]\d)"  # "16 100x185" is a size
_SPACED = rf"\d{{1,3}}(?:[{_SPACES}'’]\d{{3}})+{_END}(?:[.,]\d+)?"
_DIGITS = {
    "en": rf"\d{{1,3}}(?:,\d{{3}})+{_END}(?:\.\d+)?|{_SPACED}|\d+(?:[.,]\d+)*",
    "ru": rf"{_SPACED}|\d+(?:[.,]\d+)*",
}
_MIXED = r"(?:(?P<whole>\d+)[\s\u00a0-])?(?<!\d)(?P<top>[1-9])[/⁄](?P<bottom>[2-9]|1[06])(?![\w/⁄.,]\d|[\w/⁄])"
_TOKEN = {
    lang: re.compile(rf"(?P<word>[^\W\d_]+)|{_MIXED}|(?P<digits>{digits})(?P<vulgar>[½⅓⅔¼¾])?|(?P<lone>[½⅓⅔¼¾])")
    for lang, digits in _DIGITS.items()
}
_WORD = re.compile(r"[^\W\d_]+")
_FIGURE = re.compile(r"[\d½⅓⅔¼¾]")
_JOINERS = frozenset({"and", "a", "an", "of", "one", "half", "с", "половиной", "пол"})
_VULGAR = {"½": Fraction(1, 2), "⅓": Fraction(1, 3), "⅔": Fraction(2, 3), "¼": Fraction(1, 4), "¾": Fraction(3, 4)}


class Token(NamedTuple):
    """A word or a number in digits at `text[start:end]`."""

    start: int
    end: int
    word: str
    digits: Hashable | None
    atom: Atom | None


def tokens_of(text: str, lang: Lang) -> list[Token]:
    """Number words, digits, and the words that join them; a word in a phrase of the table has no atom."""
    lowered, atoms = plain(text), _atoms(lang)
    begun = beginnings(lang)
    perhaps = [word for word in _WORD.findall(lowered) if word[:2] in begun]
    if not _FIGURE.search(lowered) and not any(map(atoms.__getitem__, perhaps)):
        return []
    idle = _idle(lowered, lang)
    tokens = []
    for match in _TOKEN[lang].finditer(lowered):
        start, end = match.span()
        word = match["word"]
        if word:
            known = atoms[word] if word[:2] in begun else None
            if known is not None and any(a <= start < b for a, b in idle):
                known = None
            if known is not None or word in _JOINERS:
                tokens.append(Token(start, end, word, None, known))
        elif match["top"]:
            tokens += _fraction(match)
        elif match["lone"]:
            tokens.append(Token(start, end, "", _VULGAR[match["lone"]], None))
        else:
            value = read_digits(match["digits"], lang)
            if match["vulgar"] and isinstance(value, Fraction):
                value += _VULGAR[match["vulgar"]]
            tokens.append(Token(start, end, "", value, None))
    return tokens


@cache
def _atoms(lang: Lang) -> Remembered[Atom | None]:
    return Remembered(partial(atom, lang=lang))


def _fraction(match: re.Match[str]) -> list[Token]:
    """ "8 1/2" is one number, "4/3" is two: a score."""
    top, bottom = int(match["top"]), int(match["bottom"])
    if top < bottom:
        return [Token(*match.span(), "", int(match["whole"] or 0) + Fraction(top, bottom), None)]
    parts = [part for part in ("whole", "top", "bottom") if match[part]]
    return [Token(*match.span(part), "", Fraction(int(match[part])), None) for part in parts]


def read_digits(written: str, lang: Lang) -> Fraction | str:
    """The value of digits: "2,000" is 2000 in English and 2 in Russian; "2.6.32" stays as it is."""
    if written.isdigit():
        return Fraction(int(written)) if len(written) < 60 else written
    grouped = re.sub(rf"(?<=\d)[{_SPACES}'’](?=\d{{3}}(?!\d))", "", written)
    if lang == "en" and re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", grouped):
        grouped = grouped.replace(",", "")
    for mark in ",.":
        if re.fullmatch(rf"\d{{1,3}}(?:\{mark}\d{{3}}){{2,}}", grouped):
            grouped = grouped.replace(mark, "")
    parts = re.split(r"[.,]", grouped)
    if len(parts) > 2:
        return ".".join(parts)
    return Fraction(".".join(parts)) if len(grouped) < 60 else grouped


@lru_cache(maxsize=2)
def _phrases(lang: Lang) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(phrase.replace(" ", "[ -]") for phrase in lexicon(lang).phrases) + r")\b")


def _idle(lowered: str, lang: Lang) -> list[tuple[int, int]]:
    return [match.span() for match in _phrases(lang).finditer(lowered)]
