"""Dates and times of day; and the check `date`.

A date is (year, month, day) with None for what is not said; "the 1990s" is ("decade", 1990), «90-е» ("decade", 90),
Monday ("weekday", 1). "13–14 November 2002" gives two dates, its first and last day.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final

from aligner.check.agreement import differences
from aligner.check.calendar import Calendar, calendar
from aligner.check.lists import plain
from aligner.check.mentions import Mention, masked
from aligner.check.times import times
from aligner.check.years import DECADE_SIGNS, decades, decades_in_words, years
from aligner.records import Finding, Lang

if TYPE_CHECKING:
    from aligner.check.texts import PairTexts

_NUMERIC: Final = (
    re.compile(r"(?<![\w./-])(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)(?![\w/-])"),
    re.compile(r"(?<![\w./-])(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})(?![\w/-])"),
    re.compile(r"(?<![\w./-])(?P<day>\d\d)\.(?P<month>\d\d)\.(?P<year>\d\d)(?![\w/-]|\.\d)"),
    re.compile(r"(?<![\w./-])(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4})(?![\w/-])"),
)
_DIGIT: Final = re.compile(r"\d")
_SEPTEMBER_11: Final = re.compile(r"(?<![\d/])9/11(?![\d/])")
_NIGHT: Final = re.compile(r"\bночь\s(?:со?\s\w+\s)?на\s\Z", re.IGNORECASE)  # to the next day: Wednesday night
_FEAST: Final = re.compile(
    r"\b(?:(?P<new_years_eve>New Year['’]s Eve|новогодн\w+ ноч|канун\w* Нового года)"
    r"|(?P<new_year>New Year['’]s Day|Новый год)|(?P<christmas_eve>Christmas Eve|сочельник)"
    r"|(?P<christmas>Christmas Day))",
    re.IGNORECASE,
)
_FESTIVE: Final = ("Year", "Christmas", "овог", "овый год", "очельник")  # parts of their names
_FEASTS: Final = {
    "new_years_eve": (None, 12, 31),
    "new_year": (None, 1, 1),
    "christmas_eve": (None, 12, 24),
    "christmas": (None, 12, 25),
}
_MAY_BEFORE: Final = re.compile(
    r"\b(?:in|of|by|since|until|till|from|to|through|last|this|next|early|late|mid|and|between|during)[\s-]\Z", re.I
)
_NAME_LIKE: Final = {"en": ("may", "march"), "ru": ("март", "ма", "август")}


def dates(text: str, lang: Lang) -> list[Mention]:
    """All dates, years, decades, weekdays and times of a text.

    Examples
    --------
    >>> [m.value for m in dates("с 13 по 14 ноября 2002 г.", "ru")]
    [(2002, 11, 13), (2002, 11, 14)]
    """
    found: list[Mention] = []
    rest = text
    for reader in _readers(text, lang):
        mentions = _apart(reader(rest, lang))
        rest = masked(rest, mentions)
        found += mentions
    return sorted(found, key=lambda mention: mention.start)


def _readers(text: str, lang: Lang) -> Iterator[Callable[[str, Lang], Iterator[Mention]]]:
    """The kinds of dates that the text may have, in the order in which they take characters."""
    words, lowered = calendar(lang), plain(text)
    digits = _DIGIT.search(text) is not None
    months = any(start in lowered for start in words.month_starts)
    if digits:
        yield _numeric
    if months:
        yield _dated
    if digits:
        yield decades
    if any(sign in lowered for sign in DECADE_SIGNS[lang]):
        yield decades_in_words
    if months:
        yield _months
    if any(start in lowered for start in words.weekday_starts):
        yield _weekdays
    if any(word in text for word in _FESTIVE):
        yield _feasts
    yield times
    if digits:
        yield years


def date(pair: PairTexts) -> Iterator[Finding]:
    """Dates and times that differ between the two texts."""
    return (finding for finding in differences(pair) if finding.check == "date")


def _numeric(text: str, lang: Lang) -> Iterator[Mention]:
    for pattern in _NUMERIC:
        for match in pattern.finditer(text):
            year, month, day = (int(match[part]) for part in ("year", "month", "day"))
            if year < 100:
                year += 2000 if year < 50 else 1900
            if month > 12 or (lang == "en" and "/" in match.group() and day <= 12):
                month, day = day, month  # 11/14/2002
            if 0 < month <= 12 and 0 < day <= 31:
                yield Mention("date", (year, month, day), *match.span())
    for match in _SEPTEMBER_11.finditer(text):
        yield Mention("date", (None, 9, 11), *match.span())


def _dated(text: str, lang: Lang) -> Iterator[Mention]:
    """Days with their month, a month with its year."""
    words = calendar(lang)
    for pattern in words.dated:
        for match in pattern.finditer(text):
            found = match.groupdict()
            month = words.months[plain(found["month"].rstrip("."))]
            year = int(found["year"]) if found["year"] else None
            if found.get("days") is None:
                yield Mention("date", (year, month, None), *match.span())
            else:
                yield from _days(match, words, year, month)
                yield from _eve(match, lang, year, month)


def _days(match: re.Match[str], words: Calendar, year: int | None, month: int) -> Iterator[Mention]:
    """A mention for each day of "13, 14 and 15 November"; the month belongs to the day next to it."""
    start, end = match.span("days")
    places = list(words.day.finditer(match.string, start, end))
    numbers = [_day(place.group(), words) for place in places]
    if not all(0 < number <= 31 for number in numbers):
        return
    month_first = match.start("month") < start
    for place, number in zip(places, numbers, strict=True):
        left, right = place.span()
        if month_first:
            left = match.start() if place is places[0] else left
            right = match.end() if place is places[-1] else right
        elif place is places[-1]:
            right = match.end()
        yield Mention("date", (year, month, number), left, right)


def _eve(match: re.Match[str], lang: Lang, year: int | None, month: int) -> Iterator[Mention]:
    """The day before, of which one may speak: «в ночь на 4 октября» is "the night of 3 October"."""
    night = _NIGHT.search(match.string, max(0, match.start() - 40), match.start()) if lang == "ru" else None
    day = int(match["days"]) if match["days"].isdigit() else 0
    if night and day > 1:
        yield Mention("hint", (year, month, day - 1), night.start(), night.start() + len("ночь"))


def _day(written: str, words: Calendar) -> int:
    digits = re.match(r"\d+", written)
    return int(digits.group()) if digits else words.days[plain(written)]


def _months(text: str, lang: Lang) -> Iterator[Mention]:
    """Months without day and year, unless they look like a name or a verb."""
    words = calendar(lang)
    for match in words.month.finditer(text):
        name = plain(match["month"] or match["short"])
        number = words.months.get(name) or _by_stem(name, words.months)
        if number and not (name.startswith(_NAME_LIKE[lang]) and _is_name(text, match, lang)):
            yield Mention("date", (None, number, None), *match.span())


def _is_name(text: str, match: re.Match[str], lang: Lang) -> bool:
    """«Марта» with a capital is a woman, "May" without "in" a verb."""
    if lang == "en":
        return not _MAY_BEFORE.search(text, max(0, match.start() - 10), match.start())
    return match.group()[0].isupper()


def _by_stem(name: str, words: dict[str, int]) -> int | None:
    return next((number for stem, number in words.items() if stem.endswith("*") and name.startswith(stem[:-1])), None)


def _weekdays(text: str, lang: Lang) -> Iterator[Mention]:
    words = calendar(lang)
    for match in words.weekday.finditer(text):
        name = plain(match["weekday"])
        night = lang == "ru" and _NIGHT.search(text, max(0, match.start() - 40), match.start())
        number = words.weekdays.get(name) or _by_stem(name, words.weekdays)
        yield Mention("date", ("night" if night else "weekday", number), *match.span())


def _feasts(text: str, lang: Lang) -> Iterator[Mention]:
    """Days with a name, which the other side may give as a date, and need not."""
    for match in _FEAST.finditer(text):
        yield Mention("hint", _FEASTS[str(match.lastgroup)], *match.span())


def _apart(mentions: Iterator[Mention]) -> list[Mention]:
    """In the order of the text, without those that begin inside an earlier one."""
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: (m.start, -m.end)):
        if not kept or kept[-1].end <= mention.start:
            kept.append(mention)
    return kept
