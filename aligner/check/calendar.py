"""Patterns of dates and times in both languages, built from `tables/calendar.txt` and the number words."""

import re
from dataclasses import dataclass
from functools import cache

from aligner.check.lists import plain, sections
from aligner.check.numerals import lexicon
from aligner.records import Lang

_S = r"[\s\u00a0\u202f]"
_BETWEEN = {
    "en": rf"(?:{_S}*(?:[-–—]|,?{_S}and\b|\bto\b|\bor\b|\bthrough\b|\buntil\b|\btill\b|&){_S}*(?:the{_S}+)?)",
    "ru": rf"(?:{_S}*(?:[-–—]|\bи\b|\bпо\b|\bдо\b|\bили\b){_S}*)",
}
_LIST = {"en": rf"(?:,{_S}*|{_BETWEEN['en']})", "ru": rf"(?:,{_S}*|{_BETWEEN['ru']})"}
_YEAR = r"(?P<year>[1-9]\d{3})(?!\d)"
_YEAR_WORD = rf"(?:(?:-?(?:го|м|му|й|ого|ом))?(?:{_S}*(?:гг?\.|года?х?\b|году\b|годом\b|годов\b|годы\b|г\b))?)"


@dataclass(frozen=True, slots=True)
class Calendar:
    """The patterns of one language, and the numbers of the words in them."""

    months: dict[str, int]
    weekdays: dict[str, int]
    days: dict[str, int]  # ordinal words up to 31
    month_starts: tuple[str, ...]  # three letters each: a text without them has no month
    weekday_starts: tuple[str, ...]
    dated: tuple[re.Pattern[str], ...]  # groups days, month, year
    month: re.Pattern[str]
    weekday: re.Pattern[str]
    day: re.Pattern[str]


@cache
def calendar(lang: Lang) -> Calendar:
    """The calendar of a language; read once per process."""
    named: dict[str, dict[str, int]] = {}
    for section, line in sections("calendar.txt"):
        number, _, names = line.partition(":")
        words = names.split("|")[0 if lang == "en" else 1].split()
        named.setdefault(section, {}).update({plain(word): int(number) for word in words})
    full, short = named["months"], named["short months"]
    adjectives, weekdays = named["month adjectives"], named["weekdays"]
    days = _ordinal_days(lang)
    month = rf"(?P<month>(?:{_any(full, lang)})(?![\w])|(?:{_any(short, lang)})\b\.?)"
    alone = rf"\b(?P<month>(?:{_any(full | adjectives, lang)}))(?![^\W_])"
    if lang == "en":  # «нояб.» stands only beside a day, "Nov." may not
        alone = alone[: -len(r"(?![^\W_])")] + r"(?![^\W_])|\b(?P<short>Jan|Feb|Apr|Aug|Sept?|Oct|Nov|Dec)\."
    suffix = "st|nd|rd|th" if lang == "en" else "-?(?:ого|го|му|ым|ое|м|е|й)"
    day = rf"(?:\d{{1,2}}(?!\d)(?:{suffix})?|{_either_case(days)})"
    return Calendar(
        full | short | adjectives,
        weekdays,
        days,
        tuple({word[:3] for word in full | short | adjectives}),
        tuple({word[:3] for word in weekdays}),
        _dated(day, month, lang),
        re.compile(alone),
        re.compile(rf"\b(?P<weekday>{_any(weekdays, lang)})(?![^\W_])"),
        re.compile(rf"\b{day}(?![^\W_])"),
    )


def _dated(day: str, month: str, lang: Lang) -> tuple[re.Pattern[str], ...]:
    """Day and month in either order, month and year; with the year where it stands beside them."""
    start = r"(?<![\w.,:/№#$€£])"
    if lang == "ru":
        days = rf"(?P<days>{day}(?:{_LIST['ru']}{day}){{0,8}})"
        year = rf"(?:,?{_S}*{_YEAR}{_YEAR_WORD})"
        patterns = [rf"{start}{days}{_S}*{month}{year}?", rf"\b{month}{year}"]
    else:
        days = rf"(?P<days>{day}(?:{_LIST['en']}{day}){{0,8}})"
        after = rf"(?P<days>{day}(?:{_BETWEEN['en']}{day}){{0,8}})"
        year = rf"(?:,?{_S}+(?:of{_S}+)?{_YEAR})"
        patterns = [
            rf"{start}{days}{_S}*(?:of{_S}+)?{month}{year}?",
            rf"\b{month}{_S}+(?:the{_S}+)?{after}(?![\d%]|[.,:]\d|{_S}(?:million|billion|thousand|per{_S}?cent))(?!\w){year}?",
            rf"\b{month}{year}",
        ]
    return tuple(re.compile(pattern) for pattern in patterns)


def _any(words: dict[str, int], lang: Lang) -> str:
    """One of the words as a pattern: capitals as English has them, any in Russian; an asterisk is any ending."""
    forms = sorted(words, key=lambda word: -len(word))
    escaped = (re.escape(form).replace(r"\*", r"[^\W\d_]*").replace("е", "[её]") for form in forms)
    if lang == "ru":
        return "|".join(f"(?i:{form})" for form in escaped) or r"(?!)"
    return (
        "|".join(f"{form[0].upper()}{form[1:]}|{form.upper()}" if form[0].isalpha() else form for form in escaped)
        or r"(?!)"
    )


def _either_case(words: dict[str, int]) -> str:
    return "(?i:" + "|".join(sorted(map(re.escape, words), key=len, reverse=True)) + ")"


def _ordinal_days(lang: Lang) -> dict[str, int]:
    """Ordinal words of the days of a month: "fourteenth", «двадцать пятого»."""
    ones = {word: int(atom.value) for word, atom in lexicon(lang).atoms.items() if atom.ordinal and atom.value <= 31}
    if lang == "ru":
        ones = {word: number for word, number in ones.items() if word.endswith(("ого", "его", "ому", "ым", "ое", "ье"))}
    else:
        ones = {word: number for word, number in ones.items() if not word.endswith("s")}
    tens = {20: ("twenty", "двадцать"), 30: ("thirty", "тридцать")}
    joint = "-" if lang == "en" else " "
    compound = {
        f"{tens[ten][lang == 'ru']}{joint}{word}": ten + number
        for ten in tens
        for word, number in ones.items()
        if number < (10 if ten == 20 else 2)
    }
    return ones | compound
