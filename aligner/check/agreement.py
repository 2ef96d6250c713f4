"""Dates, sums and numbers of a pair that do not agree.

What the other side does not say (`aligner.check.covered`) on both sides is put together into one finding ("14 November
in English, 15 ноября in Russian"); what is left over on one side is missing.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from aligner.check.covered import uncovered
from aligner.check.mentions import Mention, quoted
from aligner.check.readings import alternatives, readings
from aligner.check.units import same_amount
from aligner.records import Finding, Lang, Severity, Span

if TYPE_CHECKING:
    from aligner.check.texts import PairTexts

_CHECKS: Final = {"date": "date", "time": "date", "money": "money", "number": "number", "small": "number", "hint": ""}
_ORDER: Final = ("date", "time", "money", "number", "small")
_OTHER: Final[dict[Lang, Lang]] = {"en": "ru", "ru": "en"}
_NAMES: Final = {"en": "English", "ru": "Russian"}
_NEXT_WORD: Final = re.compile(r"[\W_]{1,2}\w+")
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
    left = {lang: uncovered(pair, lang) for lang in _OTHER}
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
    found += _lengths(pair)
    return tuple(found)


def _lengths(pair: PairTexts) -> Iterator[Finding]:
    """As many weeks in one text as months in the other."""
    numbers = {lang: pair.mentions(lang, "number", "small") for lang in _OTHER}
    if {one.value for one in numbers["en"]}.isdisjoint(one.value for one in numbers["ru"]):
        return
    lengths: dict[Lang, list[tuple[Mention, set[Hashable]]]] = {}
    for lang, mentions in numbers.items():
        said = alternatives(pair.text(lang), lang)
        lengths[lang] = [(one, stretch) for one in mentions if (stretch := _stretches(said.get(one.start, ())))]
    everywhere = {lang: {value for _, stretch in found for value in stretch} for lang, found in lengths.items()}
    for en, months in lengths["en"]:
        for ru, weeks in lengths["ru"]:
            if en.value == ru.value and not months & everywhere["ru"] and not weeks & everywhere["en"]:
                here, there = _with_unit(pair.en, en), _with_unit(pair.ru, ru)
                message = f"“{pair.en[slice(*here)]}” in English, «{pair.ru[slice(*there)]}» in Russian."
                yield Finding("number", "error", message, (here,), (there,), "mistranslation")


def _stretches(said: Iterable[Hashable]) -> set[Hashable]:
    """Those of the values that are lengths of time."""
    return {value for value in said if isinstance(value, tuple)}


def _with_unit(text: str, number: Mention) -> Span:
    """A number and the word behind it."""
    word = _NEXT_WORD.match(text, number.end)
    return number.start, word.end() if word else number.end


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
