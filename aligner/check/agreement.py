"""Which dates, sums and numbers of a pair have no counterpart in the other language.

A value is covered when the other side says it at least once, in whatever form: repeated mentions, a year or
a currency left out, a number counted as part of a date are no slips. What is left over on both sides is put
together into one finding ("14 November in English, 15 ноября in Russian"); what is left over on one side is missing.
"""

import re
from collections.abc import Hashable, Iterator
from fractions import Fraction
from functools import lru_cache
from typing import Final

from aligner.check.mentions import Mention
from aligner.check.quantities import read_digits
from aligner.check.texts import PairTexts
from aligner.check.units import same_amount
from aligner.records import Finding, Lang, Severity

_CHECKS: Final = {"date": "date", "time": "date", "money": "money", "number": "number", "small": "number", "hint": ""}
_ORDER: Final = ("date", "time", "money", "number", "small")
_OTHER: Final[dict[Lang, Lang]] = {"en": "ru", "ru": "en"}
_NAMES: Final = {"en": "English", "ru": "Russian"}
_DIGIT: Final = re.compile(r"\d")


@lru_cache(maxsize=8)
def differences(pair: PairTexts) -> tuple[Finding, ...]:
    """The findings of the checks `date`, `money` and `number`, one for each cause."""
    if not (pair.en.strip() and pair.ru.strip()):
        return ()
    left = {lang: _uncovered(pair, lang) for lang in _OTHER}
    found: list[Finding] = []
    for en, ru in _matched(left["en"], left["ru"]):
        severity = _severity_of_two(_weight(en, pair.en), _weight(ru, pair.ru))
        left["en"].remove(en)
        left["ru"].remove(ru)
        if severity:
            quoted = f"“{pair.en[en.start : en.end]}” in English, «{pair.ru[ru.start : ru.end]}» in Russian."
            spans = ((en.start, en.end),), ((ru.start, ru.end),)
            found.append(
                Finding(_CHECKS[min(en.kind, ru.kind, key=_ORDER.index)], severity, quoted, *spans, "mistranslation")
            )
    found += (finding for lang in _OTHER for mention in left[lang] if (finding := _missing(mention, pair, lang)))
    return tuple(found)


def _uncovered(pair: PairTexts, lang: Lang) -> list[Mention]:
    """The mentions of one side without counterpart, each value once."""
    mine, others = pair.mentions(lang, *_CHECKS), pair.mentions(_OTHER[lang], *_CHECKS)
    text, other_text = pair.text(lang), pair.text(_OTHER[lang])
    stated = {(other.kind, other.value) for other in others}
    left: dict[Hashable, Mention] = {}
    loose: set[Hashable] | None = None
    for mention in mine:
        if mention.kind == "hint" or (mention.kind, mention.value) in stated or mention.value in left:
            continue
        if loose is None:
            loose = {value for other in others for value in readings(other, other_text, _OTHER[lang])}
        if not _covered(mention, text, lang, others, loose) and not _same_digits(mention, text, other_text):
            left[mention.value] = mention
    return list(left.values())


def _covered(mention: Mention, text: str, lang: Lang, others: list[Mention], loose: set[Hashable]) -> bool:
    """Whether the other side says the same in another form."""
    if mention.kind == "date":
        dates = [other.value for other in others if other.kind == "date"]
        return any(_date_says(value, mention.value, dates) for value in dates) or _as_number(
            mention.value, others, loose
        )
    if mention.kind == "money":
        sums = [other.value for other in others if other.kind == "money"]
        if any(same_amount(mention.value, value) for value in sums):  # type: ignore[arg-type]
            return True
        value, code = mention.value  # type: ignore[misc]
        plain = {x for o in others if o.kind != "money" for x in readings(o, "", lang)}
        return value in plain or (
            code == "m" and any(value * 10**6 in (v, v[0] if isinstance(v, tuple) else v) for v in loose)
        )
    return not loose.isdisjoint(readings(mention, text, lang))


def readings(mention: Mention, text: str, lang: Lang) -> Iterator[Hashable]:
    """The plain numbers that a mention may be in another form: hour or minute, year or day, 1/n for the n-th."""
    value = mention.value
    match mention.kind, value:
        case "date", ("decade", int(decade)):
            yield from (Fraction(decade), Fraction(decade % 100))
        case "date", ("weekday", _):
            return
        case "date", tuple():
            yield from (Fraction(part) for part in value if isinstance(part, int))
        case "time", (_, int(minutes)):
            hour, minute = divmod(minutes, 60)
            yield from (Fraction(hour), Fraction(hour + 12), *([Fraction(minute)] if minute else []))
            yield from (Fraction(h) + Fraction(minute, 100) for h in (hour, hour + 12))
        case "money", (Fraction() as number, str()):
            yield number
        case _:
            yield value
            if isinstance(value, Fraction) and value > 2:
                yield 1 / value
            written = text[mention.start : mention.end]
            if re.fullmatch(r"\d{1,3}[.,]\d{3}", written):
                yield read_digits(re.sub(r"[.,]", "", written), lang)


def _date_says(said: Hashable, wanted: Hashable, all_said: list[Hashable]) -> bool:
    """Whether the date `said` covers `wanted`: the same but for a year that one of them leaves out."""
    match wanted, said:
        case ("decade", int(decade)), ("decade", int(other)):
            return decade == other or (min(decade, other) < 100 and decade % 100 == other % 100)
        case ("decade" | "weekday", _), _:
            return wanted == said
        case (year, None, None), (other_year, _, _):
            return year == other_year
        case (year, month, day), (other_year, other_month, other_day):
            years = year is None or other_year is None or year == other_year
            days = day is None or day == other_day or _inside(month, day, all_said)
            swapped = day is not None and (month, day) == (other_day, other_month)
            return years and ((month == other_month and days) or swapped)
    return False


def _inside(month: int, day: int, dates: list[Hashable]) -> bool:
    """Whether the day lies between two dates of one month: 14 May in «13–15 мая»."""
    days = [d[2] for d in dates if isinstance(d, tuple) and len(d) == 3 and d[1] == month and d[2] is not None]
    return bool(days) and min(days) < day < max(days)


def _as_number(date: Hashable, others: list[Mention], loose: set[Hashable]) -> bool:
    """Whether the other side gives the year, or the day without its month («14-го числа»), as a plain number."""
    match date:
        case ("decade", int(decade)):
            return Fraction(decade) in loose or Fraction(decade % 100) in loose
        case ("weekday", _):
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
            partner = next((o for o in rest["ru"] if not same_kind or _alike(one, o)), None)
            if partner is not None:
                pairs.append((one, partner))
                rest["en"].remove(one)
                rest["ru"].remove(partner)
    return pairs


def _alike(one: Mention, other: Mention) -> bool:
    weekdays = [isinstance(m.value, tuple) and m.value[0] == "weekday" for m in (one, other)]
    return _CHECKS[one.kind] == _CHECKS[other.kind] and weekdays[0] == weekdays[1]


def _weight(mention: Mention, text: str) -> int:
    """How sure it is that the other side has to say it: 3 in digits, 2 in words, 1 for small numbers and weekdays."""
    if mention.kind == "small" or (isinstance(mention.value, tuple) and mention.value[0] == "weekday"):
        return 1
    return 3 if _DIGIT.search(text, mention.start, mention.end) else 2


def _severity_of_two(en: int, ru: int) -> Severity | None:
    return "error" if en + ru > 3 else "warning"


def _missing(mention: Mention, pair: PairTexts, lang: Lang) -> Finding | None:
    weight = _weight(mention, pair.text(lang))
    if weight < 2:
        return None
    written = pair.text(lang)[mention.start : mention.end]
    other = _OTHER[lang]
    severity: Severity = "warning" if weight == 3 else "info"
    quoted = f"“{written}”" if lang == "en" else f"«{written}»"
    message = f"{quoted} in {_NAMES[lang]} has no counterpart in {_NAMES[other]}."
    place = pair.moved(mention, other)
    if place:
        severity, message = "info", f"{quoted} in {_NAMES[lang]}: its counterpart is in the {place} pair."
    span = ((mention.start, mention.end),)
    en, ru = (span, ()) if lang == "en" else ((), span)
    return Finding(_CHECKS[mention.kind], severity, message, en, ru, "omission" if lang == "en" else "addition")
