"""Which dates, sums and numbers of a pair have no counterpart in the other language.

A value is covered when the other side says it at least once, in whatever form: repeated mentions, a year or
a currency left out, a number counted as part of a date are no slips. What is left over on both sides is put
together into one finding ("14 November in English, 15 ноября in Russian"); what is left over on one side is missing.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from aligner.check.mentions import Mention, quoted
from aligner.check.readings import alternatives, readings
from aligner.check.units import same_amount
from aligner.records import Finding, Lang, Severity

if TYPE_CHECKING:
    from aligner.check.texts import PairTexts

_CHECKS: Final = {"date": "date", "time": "date", "money": "money", "number": "number", "small": "number", "hint": ""}
_ORDER: Final = ("date", "time", "money", "number", "small")
_OTHER: Final[dict[Lang, Lang]] = {"en": "ru", "ru": "en"}
_NAMES: Final = {"en": "English", "ru": "Russian"}
_DIGIT: Final = re.compile(r"\d")
_SCORE: Final = re.compile(r"\s?[-–—:/&]\s?|\s(?:or|to|и|или|до)\s")
_GLUED: Final = re.compile(
    r"[^\W\d_]\d|[A-ZА-Я]-\d|\d(?!st|nd|rd|th|s\b)[^\W\d_]{2}"
)  # part of a name: "H264", "247sports"


@lru_cache(maxsize=8)
def differences(pair: PairTexts) -> tuple[Finding, ...]:
    """The findings of the checks `date`, `money` and `number`, one for each cause."""
    if not (pair.en.strip() and pair.ru.strip()):
        return ()
    left = {lang: _uncovered(pair, lang) for lang in _OTHER}
    found: list[Finding] = []
    matched = _matched(left["en"], left["ru"])
    for en, ru in matched:
        severity = _severity_of_two(_weight(en, pair.en), _weight(ru, pair.ru))
        left["en"].remove(en)
        left["ru"].remove(ru)
        if severity:
            message = f"{quoted(pair.en, [en], 'en')} in English, {quoted(pair.ru, [ru], 'ru')} in Russian."
            spans = ((en.start, en.end),), ((ru.start, ru.end),)
            found.append(
                Finding(_CHECKS[min(en.kind, ru.kind, key=_ORDER.index)], severity, message, *spans, "mistranslation")
            )
    for lang in _OTHER:
        missing = [
            mention
            for place, mention in enumerate(left[lang])
            if not _goes_on(pair.text(lang), left[lang][:place], mention)
            and not any(_same_sum(mention, one[lang == "ru"]) for one in matched)
        ]
        found += (finding for mention in missing if (finding := _missing(mention, pair, lang)))
    found += (finding for lang in _OTHER for finding in _years_left_out(pair, lang) if not found)
    return tuple(found)


def _goes_on(text: str, before: list[Mention], mention: Mention) -> bool:
    """Whether it is the second number of a score or a range that is missing as a whole: one cause, one finding."""
    return any(_SCORE.fullmatch(text, other.end, mention.start) for other in before)


def _same_sum(one: Mention, other: Mention) -> bool:
    """Whether one repeats the other in another unit: "800 kph (497 mph)"."""
    return one.kind == other.kind == "money" and same_amount(one.value, other.value)  # type: ignore[arg-type]


def _years_left_out(pair: PairTexts, lang: Lang) -> Iterator[Finding]:
    """A date with its year, of which the other side has day and month only, and the year nowhere."""
    other = _OTHER[lang]
    said = {value for m in pair.mentions(other, *_CHECKS) for value in readings(m, pair.text(other), other)}
    for mention in pair.mentions(lang, "date"):
        match mention.value:
            case (int(year), int(), _) if Fraction(year) not in said:
                message = (
                    f"{quoted(pair.text(lang), [mention], lang)} in {_NAMES[lang]}: the year is not in {_NAMES[other]}."
                )
                yield _one_sided("date", "info", message, mention, lang)
                return


def _uncovered(pair: PairTexts, lang: Lang) -> list[Mention]:
    """The mentions of one side without counterpart, each value once."""
    mine, others = pair.mentions(lang, *_CHECKS), pair.mentions(_OTHER[lang], *_CHECKS)
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
            _covered(mention, text, lang, others, loose, either_order=months_first)
            or _same_digits(mention, text, other_text)
            or _said_otherwise(mention, pair, lang, loose)
        ):
            left.setdefault(mention.value, mention)
    return [mention for mention in left.values() if not _converted(mention, mine, left)]


def _covered(
    mention: Mention, text: str, lang: Lang, others: list[Mention], loose: set[Hashable], *, either_order: bool
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
        bare = {other.value for other in others if other.kind in ("number", "small", "hint")}
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


def _matched(en: list[Mention], ru: list[Mention]) -> list[tuple[Mention, Mention]]:
    """Put left-over mentions of the two sides together: of one kind first, in the order of the texts."""
    pairs: list[tuple[Mention, Mention]] = []
    rest = {"en": list(en), "ru": list(ru)}
    for same_kind in (True, False):
        for one in list(rest["en"]):
            partner = next((o for o in rest["ru"] if _may_pair(one, o, same_kind=same_kind)), None)
            if partner is not None:
                pairs.append((one, partner))
                rest["en"].remove(one)
                rest["ru"].remove(partner)
    return pairs


def _may_pair(one: Mention, other: Mention, *, same_kind: bool) -> bool:
    """A weekday only with a weekday, a day of a month with no sum; else checks of one name, or of any."""
    weekdays = [_is_weekday(m.value) for m in (one, other)]
    checks = {_CHECKS[one.kind], _CHECKS[other.kind]}
    if checks == {"date", "money"} and any(m.kind == "date" and not _is_year(m.value) for m in (one, other)):
        return False
    return weekdays[0] == weekdays[1] and (not same_kind or len(checks) == 1)


def _is_weekday(value: Hashable) -> bool:
    return isinstance(value, tuple) and value[0] in ("weekday", "night")


def _is_year(date: Hashable) -> bool:
    return isinstance(date, tuple) and date[1:] == (None, None)


def _weight(mention: Mention, text: str) -> int:
    """How sure it is that the other side has to say it: 3 in digits, 2 in words, 1 for small numbers and weekdays."""
    if mention.kind == "small" or _is_weekday(mention.value):
        return 1
    if mention.kind == "number" and _GLUED.search(text, max(0, mention.start - 2), mention.end + 2):
        return 1
    if mention.kind == "money" and isinstance(mention.value, tuple) and mention.value[0] == 1:
        return 2  # "$1" may be «доллар»
    return 3 if _DIGIT.search(text, mention.start, mention.end) else 2


def _severity_of_two(en: int, ru: int) -> Severity | None:
    return "error" if en + ru > 3 else "warning"


def _missing(mention: Mention, pair: PairTexts, lang: Lang) -> Finding | None:
    weight = _weight(mention, pair.text(lang))
    if weight < 2:
        return None
    other = _OTHER[lang]
    severity: Severity = "warning" if weight == 3 else "info"
    said = f"{quoted(pair.text(lang), [mention], lang)} in {_NAMES[lang]}"
    message = f"{said} has no counterpart in {_NAMES[other]}."
    place = pair.moved(mention, other)
    if place:
        severity, message = "info", f"{said}: its counterpart is in the {place} pair."
    return _one_sided(_CHECKS[mention.kind], severity, message, mention, lang)


def _one_sided(check: str, severity: Severity, message: str, mention: Mention, lang: Lang) -> Finding:
    span = ((mention.start, mention.end),)
    en, ru = (span, ()) if lang == "en" else ((), span)
    return Finding(check, severity, message, en, ru, "omission" if lang == "en" else "addition")
