"""Sums and measures: a number with its currency, percent sign or unit; and the check `money`."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from aligner.check.agreement import differences
from aligner.check.mentions import Mention
from aligner.check.quantities import Quantity, in_range, quantities
from aligner.check.units import unit_after, unit_before, units
from aligner.records import Finding, Lang

if TYPE_CHECKING:
    from aligner.check.texts import PairTexts

_SCALE_LETTER = re.compile(r"\s?(?:(k|K)|(m|M)|(b|B)|(t|T|tr))(?![\w/])")  # "£5m"
_SPACE = re.compile(r"[\s\u00a0]{1,2}(?:(?:and|и)\s)?")
_INCHES = re.compile(r"[- ](\d{1,2})(?![\w.,]\d|[\w%])")
_SCALES = (10**3, 10**6, 10**9, 10**12)
_MONEY = frozenset({"dollar", "euro", "sterling", "rouble", "¥", "rupee"})


def amounts(text: str, lang: Lang) -> list[Mention]:
    """Numbers with a unit beside them; the value is (number, code of the unit).

    Examples
    --------
    >>> [(int(m.value[0]), m.value[1]) for m in amounts("from 10 to 20 per cent of $5bn", "en")]
    [(10, '%'), (20, '%'), (5000000000, 'dollar')]
    """
    found: list[Mention] = []
    following: tuple[Quantity, str] | None = None  # the number to the right and its unit, for ranges
    for quantity in reversed(quantities(text, lang)):
        mention = _amount(text, lang, quantity)
        if mention is None and following and in_range(text, quantity, following[0]) and _counts(quantity):
            mention = Mention("money", (quantity.value, following[1]), quantity.start, quantity.end)
        following = None
        if mention is not None:
            found.append(mention)
            following = (quantity, mention.value[1])  # type: ignore[index]
    return _joined(text, _apart(found[::-1]))


def money(pair: PairTexts) -> Iterator[Finding]:
    """Sums, percentages and measures that differ between the two texts."""
    return (finding for finding in differences(pair) if finding.check == "money")


def _counts(quantity: Quantity) -> bool:
    return isinstance(quantity.value, Fraction) and not quantity.hint


def _amount(text: str, lang: Lang, quantity: Quantity) -> Mention | None:
    value, start, end = quantity.value, quantity.start, quantity.end
    if not isinstance(value, Fraction) or quantity.hint or quantity.bare or (quantity.ordinal and not quantity.digits):
        return None
    sign = unit_before(text, start, lang)
    if sign and units()[sign[0]].dimension in _MONEY:
        letter = _SCALE_LETTER.match(text, end)
        if letter and letter.lastindex and quantity.scale == 1:
            value, end = value * _SCALES[letter.lastindex - 1], letter.end()
    word = unit_after(text, end, lang, scaled=quantity.scale > 1)
    if word is None and sign is None:
        return None
    code = word[0] if word else ""
    if sign:
        start, code = sign[1], code if code.startswith(f"{sign[0]}.") else sign[0]
    return Mention("money", (value, code), start, word[1] if word else end)


def _joined(text: str, mentions: list[Mention]) -> list[Mention]:
    """Make one measure of two: "5 feet 7 inches", «1 м 82 см», "6-foot-6"."""
    joined: list[Mention] = []
    for mention in mentions:
        last = joined[-1] if joined else None
        if last and _SPACE.fullmatch(text, last.end, mention.start) and (value := _sum(last.value, mention.value)):
            joined[-1] = Mention("money", value, last.start, mention.end)
        else:
            joined.append(mention)
    return [_with_inches(text, mention) for mention in joined]


def _sum(large: Hashable, small: Hashable) -> tuple[Fraction, str] | None:
    """The two as one value in the larger unit, if the second is a part of the first's unit."""
    match large, small:
        case (Fraction() as a, str(one)), (Fraction() as b, str(other)):
            big, little = units()[one], units()[other]
            part = b * little.factor / big.factor
            if big.dimension == little.dimension and little.factor < big.factor and part < 1:
                return a + part, one
    return None


def _with_inches(text: str, mention: Mention) -> Mention:
    match mention.value:
        case (Fraction() as feet, "foot"):
            inches = _INCHES.match(text, mention.end)
            if inches and int(inches[1]) < 12:
                return Mention("money", (feet + Fraction(int(inches[1]), 12), "foot"), mention.start, inches.end())
    return mention


def _apart(mentions: list[Mention]) -> list[Mention]:
    """Drop a mention that begins inside the one before it."""
    kept: list[Mention] = []
    for mention in mentions:
        if not kept or kept[-1].end <= mention.start:
            kept.append(mention)
    return kept
