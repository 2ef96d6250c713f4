"""The other forms a value may take across the pair: 18 months is «полтора года», 2 p.m. is 14, the n-th part is 1/n.

They are looked at only for what has no plain counterpart, so that they cost nothing in most pairs.
"""

import re
from collections.abc import Hashable, Iterator, Mapping
from fractions import Fraction
from functools import cache, lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

from aligner.check.digits import read_digits
from aligner.check.lists import plain, sections
from aligner.check.mentions import Mention
from aligner.check.quantities import Quantity, quantities
from aligner.records import Lang

_GAP: Final = r"[\s\u00a0\u202f-]{1,2}"
_AND: Final = re.compile(r"\s*(?:,|,?\s*\b(?:and|or|и|или)\b)\s*[$€£₽]?")
_THEN: Final = re.compile(r",?\s*(?:and|и)?\s*")
_MONTH: Final = 30 * 24 * 60  # minutes: 90 days are three months
_ROUGH: Final = re.compile(r"dozen|десят|дюжин", re.IGNORECASE)
_OUT_OF: Final = re.compile(r"\s(?:(?:out of|in)(?: every)?|из(?: кажд\w+)?)\s", re.IGNORECASE)
_AGE: Final = re.compile(r"ties$|0s$")
_WEEK: Final = 7 * 24 * 60
_AMBIGUOUS: Final = re.compile(r"\d{1,3}[.,]\d{3}")


def readings(mention: Mention, text: str, lang: Lang) -> Iterator[Hashable]:
    """The plain numbers that a mention may be in another form: hour or minute, year or day, 1/n for the n-th."""
    value = mention.value
    match mention.kind, value:
        case "date", ("decade", int(decade)):
            yield from (Fraction(decade), Fraction(decade % 100))
            if decade % 100 == 0:
                yield Fraction(decade // 100 + 1)  # "the 1800s" is «XIX век»
        case "date", ("weekday", _):
            return
        case "date", tuple():
            yield from (Fraction(part) for part in value if isinstance(part, int))
        case "time", (_, int(minutes)):
            hour, minute = divmod(minutes, 60)
            yield from (Fraction(hour), Fraction(hour + 12), *([Fraction(minute)] if minute else []))
            yield from (Fraction(h) + Fraction(minute, 100) for h in (hour, hour + 12))
        case "money", (Fraction() as number, str(code)):
            yield number
            yield from {"m": [number * 10**6], "%": [number / 100]}.get(code, [])  # "5m people", half is 50 %
        case _:
            yield from _of_a_number(value, text[mention.start : mention.end], lang)


def _of_a_number(value: Hashable, written: str, lang: Lang) -> Iterator[Hashable]:
    """The number, its part, "a dozen and a half" for «полтора десятка», "2.000" read either way."""
    yield value
    if isinstance(value, Fraction) and _AGE.search(written):  # "in his thirties"
        yield from (value + 9, value + 10)
    if isinstance(value, Fraction) and value > 2:
        yield 1 / value
        if _ROUGH.search(written):
            yield from (value * 10 / 12, value * 12 / 10)
    if _AMBIGUOUS.fullmatch(written):
        yield read_digits(re.sub(r"[.,]", "", written), lang)


@lru_cache(maxsize=64)
def alternatives(text: str, lang: Lang) -> Mapping[int, frozenset[Hashable]]:
    """Place of a number → what it says together with its neighbours.

    A stretch of time is ("months", n) or ("minutes", n); "two" of "two and five million" is also two million.
    """
    found = quantities(text, lang)
    values: dict[int, set[Hashable]] = {}
    for left, right in pairwise(found):
        for place, value in _together(text, left, right):
            values.setdefault(place, set()).add(value)
    words = _duration_words(lang)
    for quantity in found:
        match = words.counted.match(text, quantity.end)
        if match and match.lastgroup and isinstance(quantity.value, Fraction):
            base, factor = words.values[match.lastgroup]
            said = values.setdefault(quantity.start, set())
            said.add((base, quantity.value * factor))
            if base == "minutes" and quantity.value * factor % _MONTH == 0:
                said.add(("months", quantity.value * factor / _MONTH))
            if factor == _WEEK:  # six weeks are «полтора месяца»
                said.add(("months", quantity.value / 4))
    for match in words.whole.finditer(text):
        if match.lastgroup:
            base, factor = words.values[match.lastgroup]
            values.setdefault(match.start(), set()).add((base, factor))
    _add_up(text, found, values, words)
    return {place: frozenset(said) for place, said in values.items()}


def _shared_scale(text: str, left: Quantity, right: Quantity) -> Fraction | None:
    """Two million for "two" of "two and five million", «2 и 1,4 миллиарда»."""
    value = left.value
    if not isinstance(value, Fraction) or left.scale > 1 or value >= 1000 or left.hint:
        return None
    shared = right.scale >= 1000 and not right.bare and _AND.fullmatch(text, left.end, right.start)
    return value * right.scale if shared else None


def _together(text: str, left: Quantity, right: Quantity) -> Iterator[tuple[int, Fraction]]:
    """What two numbers side by side say at their places: a scale that they share, a share of a whole."""
    if scaled := _shared_scale(text, left, right):
        yield left.start, scaled
    if share := _share(text, left, right):
        yield from ((left.start, share), (right.start, share))


def _share(text: str, left: Quantity, right: Quantity) -> Fraction | None:
    """Two thirds for "two out of every three", «двое из трёх»."""
    part, whole = left.value, right.value
    if isinstance(part, Fraction) and isinstance(whole, Fraction) and 0 < part < whole:
        return part / whole if _OUT_OF.fullmatch(text, left.end, right.start) else None
    return None


class _DurationWords(NamedTuple):
    counted: re.Pattern[str]  # behind a number
    whole: re.Pattern[str]  # on their own
    values: Mapping[str, tuple[str, Fraction]]  # group → base and factor


def _add_up(text: str, found: tuple[Quantity, ...], values: dict[int, set[Hashable]], words: _DurationWords) -> None:
    """Let both parts of "two hours and ten minutes" be 130 minutes, too."""
    for left, right in pairwise(found):
        match = words.counted.match(text, left.end)
        if match and _THEN.fullmatch(text, match.end(), right.start):
            for base in ("minutes", "months"):
                amounts = [
                    [said[1] for said in values.get(one.start, ()) if isinstance(said, tuple) and said[0] == base]
                    for one in (left, right)
                ]
                if all(amounts):
                    total = (base, amounts[0][0] + amounts[1][0])
                    values[left.start].add(total)
                    values[right.start].add(total)


@cache
def _duration_words(lang: Lang) -> _DurationWords:
    groups: dict[str, list[str]] = {"counted": [], "whole": []}
    values: dict[str, tuple[str, Fraction]] = {}
    for number, (section, line) in enumerate(sections("durations.txt")):
        head, _, names = line.partition(":")
        count, base = head.split()
        words = [plain(word) for word in names.split("|")[0 if lang == "en" else 1].split() if word != "—"]
        if words:
            values[f"w{number}"] = base, Fraction(count)
            forms = "|".join(
                re.escape(word).replace("_", r"\s").replace(r"\*", r"[^\W\d_]*").replace("е", "[её]") for word in words
            )
            groups[section].append(rf"(?P<w{number}>(?:{forms})\b)")
    counted, whole = ("|".join(groups[section]) for section in ("counted", "whole"))
    return _DurationWords(
        re.compile(rf"{_GAP}(?:of an? )?(?:{counted})", re.IGNORECASE),  # "three quarters of an hour"
        re.compile(rf"(?<!\w)(?:{whole})", re.IGNORECASE),
        values,
    )
