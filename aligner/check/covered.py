"""Which dates, sums and numbers of one side the other side does not say.

A value is covered when the other side says it at least once, in whatever form: repeated mentions, a year or
a currency left out, a number counted as part of a date are no slips.
"""

from __future__ import annotations

import re
from collections.abc import Hashable
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from aligner.check.mentions import Mention
from aligner.check.readings import alternatives, readings
from aligner.check.units import same_amount
from aligner.records import Lang

if TYPE_CHECKING:
    from aligner.check.texts import PairTexts

KINDS: Final = ("date", "time", "money", "number", "small", "hint")  # the last may cover and never has to be
_OTHER: Final[dict[Lang, Lang]] = {"en": "ru", "ru": "en"}


def uncovered(pair: PairTexts, lang: Lang) -> list[Mention]:
    """The mentions of one side without counterpart, each value once."""
    mine, others = pair.mentions(lang, *KINDS), pair.mentions(_OTHER[lang], *KINDS)
    stated = {(other.kind, other.value) for other in others}
    suspects = [m for m in mine if m.kind != "hint" and (m.kind, m.value) not in stated]
    if not suspects:
        return []
    text, other_text = pair.text(lang), pair.text(_OTHER[lang])
    months_first = "/" in pair.en  # 11/05/2002 is read either way
    loose = {value for other in others for value in readings(other, other_text, _OTHER[lang])}
    left: dict[Hashable, Mention] = {}
    for mention in suspects:
        if not (
            _covered(mention, text, other_text, lang, others, loose, either_order=months_first)
            or _same_digits(mention, text, other_text)
            or _said_otherwise(mention, pair, lang, loose)
        ):
            left.setdefault(mention.value, mention)
    return [mention for mention in left.values() if not _converted(mention, mine, left)]


def _parts(number: Mention, text: str) -> set[Hashable]:
    """The n-th part for a number in words: "a fifth" is 20 %."""
    in_words = not any(map(str.isdigit, text[number.start : number.end]))
    return {1 / number.value} if in_words and isinstance(number.value, Fraction) and number.value > 2 else set()


def _covered(
    mention: Mention,
    text: str,
    other_text: str,
    lang: Lang,
    others: list[Mention],
    loose: set[Hashable],
    *,
    either_order: bool,
) -> bool:
    """Whether the other side says the same, perhaps less fully."""
    if mention.kind == "date":
        dates = [other.value for other in others if other.kind in ("date", "hint")]
        if either_order:
            dates += [(d[0], d[2], d[1]) for d in dates if isinstance(d, tuple) and len(d) == 3 and d[2]]
        said = any(_date_says(value, mention.value, dates) for value in dates)
        return said or _as_number(mention.value, others, loose)
    if mention.kind == "money":
        sums = [other.value for other in others if other.kind == "money"]
        if any(same_amount(mention.value, value) for value in sums):  # type: ignore[arg-type]
            return True
        numbers = [other for other in others if other.kind in ("number", "small", "hint")]
        bare = {other.value for other in numbers} | {value for other in numbers for value in _parts(other, other_text)}
        return not bare.isdisjoint(readings(mention, text, lang))
    if mention.kind == "time":
        said_in = [other for other in others if other.kind != "time"]
        return not {value for other in said_in for value in readings(other, "", lang)}.isdisjoint(
            readings(mention, text, lang)
        )
    return not loose.isdisjoint(readings(mention, text, lang))


def _said_otherwise(mention: Mention, pair: PairTexts, lang: Lang, loose: set[Hashable]) -> bool:
    """Whether a number says the same together with its neighbours: 18 months, «полтора года»."""
    mine, others = _alternatives(pair, lang), _alternatives(pair, _OTHER[lang])
    said = {value for place, values in mine.items() if mention.start <= place < mention.end for value in values}
    elsewhere = {value for values in others.values() for value in values}
    if mention.kind == "money":
        amount = mention.value[0] if isinstance(mention.value, tuple) else None
        return amount in elsewhere
    return not said.isdisjoint(elsewhere | loose) or mention.value in elsewhere


def _alternatives(pair: PairTexts, lang: Lang) -> dict[int, frozenset[Hashable]]:
    """What the numbers of a side say together with their neighbours; «2018 года» in a date is no length of time."""
    dates = pair.mentions(lang, "date")
    found = alternatives(pair.text(lang), lang)
    return {at: values for at, values in found.items() if not any(date.start <= at < date.end for date in dates)}


def _converted(mention: Mention, mine: list[Mention], left: dict[Hashable, Mention]) -> bool:
    """Whether it only repeats in another unit what stands beside it: "six metres (18 feet)"."""
    if mention.kind != "money":
        return False
    fine = [m.value for m in mine if m.kind == "money" and m.value not in left and m.value[1] != mention.value[1]]  # type: ignore[index]
    return any(same_amount(mention.value, value) for value in fine)  # type: ignore[arg-type]


def _date_says(said: Hashable, wanted: Hashable, all_said: list[Hashable]) -> bool:
    """Whether the date `said` covers `wanted`: the same but for a year that one of them leaves out."""
    match wanted, said:
        case ("decade", int(decade)), ("decade", int(other)):
            return decade == other or (min(decade, other) < 100 and decade % 100 == other % 100)
        case ("weekday", int(day)), ("night", int(next_day)):
            return day in (next_day, (next_day - 2) % 7 + 1)
        case ("night", int()), ("weekday", int()):
            return _date_says(wanted, said, all_said)
        case ("decade" | "weekday" | "night", _), _:
            return wanted == said
        case (year, None, None), (other_year, _, _):
            return year == other_year
        case (year, int(month), int() | None as day), (other_year, other_month, other_day):
            years = year is None or other_year is None or year == other_year
            days = day is None or day == other_day or _inside(month, day, all_said)
            return years and month == other_month and days
    return False


def _inside(month: int, day: int, dates: list[Hashable]) -> bool:
    """Whether the day lies between two dates of one month: 14 May in «13–15 мая»."""
    days = [d[2] for d in dates if isinstance(d, tuple) and len(d) == 3 and d[1] == month and d[2] is not None]
    return bool(days) and min(days) < day < max(days)


def _as_number(date: Hashable, others: list[Mention], loose: set[Hashable]) -> bool:
    """Whether the other side gives the year, or the day without its month («14-го числа»), as a plain number."""
    match date:
        case ("decade", int()):
            return not loose.isdisjoint(readings(Mention("date", date, 0, 0), "", "en"))
        case ("weekday" | "night", _):
            return False
        case (int(year), None, None):
            return Fraction(year) in loose
        case (_, _, int(day)):
            return any(other.kind == "number" and other.value == day for other in others)
    return False


def _same_digits(mention: Mention, text: str, other_text: str) -> bool:
    """Whether a number in digits stands on the other side as it is, inside a name or an address."""
    written = text[mention.start : mention.end]
    if mention.kind != "number" or not written.isdigit():
        return False
    return re.search(rf"(?<!\d)(?<!\d[.,\s\u00a0\u202f]){written}(?!\d|[.,\s\u00a0\u202f]\d)", other_text) is not None
