"""Numbers that are no part of a date, a sum or a name; and the check `number`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from aligner.check.agreement import differences
from aligner.check.contrasts import swapped
from aligner.check.findings import overlap
from aligner.check.mentions import Mention
from aligner.check.quantities import Quantity, quantities
from aligner.records import Finding, Lang

if TYPE_CHECKING:
    from aligner.check.texts import PairTexts

_ROMAN = re.compile(r"(?<![\w'’.&/-])[IVXLCХІ]+(?![\w'’&/]|\.\w)")
_ROMAN_SHAPE = re.compile(r"(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})")
_CYRILLIC_TO_LATIN = str.maketrans("ХІ", "XI")
_LETTERS = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_CENTURY = re.compile(r"\s*(?:[-–—и]\s*[IVXХ]+\s*)?(?:век|вв?\b|столети|съезд|созыв|century|centuries)")
_SMALL = 3  # words up to here often have no counterpart: "the two sides" is «стороны»


def numbers(text: str, lang: Lang) -> list[Mention]:
    """All numbers of a text.

    The kind is "number"; "small" for two and three in words, which other words may stand for; "hint" for
    one, first, both, half, thousands, which may match a number but are never missed.

    Examples
    --------
    >>> [(m.kind, int(m.value)) for m in numbers("двадцать пять из 2 000", "ru")]
    [('number', 25), ('number', 2000)]
    """
    found = [
        Mention(_kind(quantity), quantity.value, quantity.start, quantity.end) for quantity in quantities(text, lang)
    ]
    found += _roman(text)
    return sorted(found, key=lambda mention: mention.start)


def number(pair: PairTexts) -> Iterator[Finding]:
    """Numbers that differ between the two texts, or what is said of them: at least, at most."""
    said = [*swapped(pair, "number")]
    yield from said
    for finding in differences(pair):
        if finding.check == "number" and not any(overlap(finding, one) for one in said):  # one cause, one finding
            yield finding


def _kind(quantity: Quantity) -> str:
    if quantity.digits or not isinstance(quantity.value, Fraction):
        return "number"
    if quantity.hint or quantity.bare or quantity.value in (0, 1):
        return "hint"
    if quantity.value < 1:
        return "hint" if quantity.value.numerator == 1 else "number"
    if quantity.value <= _SMALL:
        return "hint" if quantity.ordinal and quantity.value < _SMALL else "small"
    return "number"


def _roman(text: str) -> Iterator[Mention]:
    """Roman numerals: numbers before "century" or «век», elsewhere (names of kings, chapters) hints."""
    for match in _ROMAN.finditer(text):
        written = match.group().translate(_CYRILLIC_TO_LATIN)
        if not _ROMAN_SHAPE.fullmatch(written):
            continue
        counted = _CENTURY.match(text, match.end()) is not None
        if counted or len(written) > 1:
            digits = [_LETTERS[letter] for letter in written]
            value = sum(-a if a < b else a for a, b in zip(digits, [*digits[1:], 0], strict=True))
            yield Mention("number" if counted else "hint", Fraction(value), match.start(), match.end())
