"""Numbers as they are written: digits, words or both ("2.5 million", «двадцать пять», "one hundred and five").

`quantities` reads all of them off a text, in either language, with one value for what means the same. It knows
grouped digits (2,000 / 2 000), decimals (3.5 / 3,5), scale words, halves and fractions, ordinals, compounds.
It does not know Roman numerals, dates, units: those are read elsewhere.
"""

import re
from collections.abc import Hashable
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache

from aligner.check.digits import Token, tokens_of
from aligner.records import Lang

_JOIN = re.compile(r"\.?[\s\u00a0\u202f-]{1,2}|\u2011|")  # between the words of one number
_RANGE = re.compile(r"\s*(?:[-–—‑]|\bto\b|\bor\b|\bдо\b|\bили\b|\bпо\b)\s*(?:the\s+|[$€£₽]\s*)?")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number at `text[start:end]`.

    `value` is a `Fraction`, or the written string where digits make no number ("2.6.32").
    `scale` is the scale word's value (1 without one); `bare` says that nothing multiplies it ("thousands").
    """

    value: Hashable
    start: int
    end: int
    scale: Fraction = Fraction(1)
    digits: bool = False
    ordinal: bool = False
    bare: bool = False
    hint: bool = False


@lru_cache(maxsize=16)
def quantities(text: str, lang: Lang) -> tuple[Quantity, ...]:
    """All numbers of a text in the order of their places.

    Examples
    --------
    >>> [int(q.value) for q in quantities("two or three thousand of 2,000,000", "en")]
    [2000, 3000, 2000000]
    """
    tokens = tokens_of(text, lang)
    found: list[Quantity] = []
    place = 0
    while place < len(tokens):
        reader = _Reader(text, tokens, lang)
        result = reader.number(place, None)
        if result is None:
            place += 1
            continue
        quantity, place = result
        found.append(quantity)
    return tuple(_ranges(text, found))


class _Reader:
    """Recursive descent over the tokens; each method gives what it read and the place of the next token."""

    def __init__(self, text: str, tokens: list[Token], lang: Lang) -> None:
        self.text, self.tokens, self.lang = text, tokens, lang

    def token(self, place: int) -> Token | None:
        """The token at `place` if it goes on with the number before it."""
        if place >= len(self.tokens):
            return None
        token = self.tokens[place]
        if place:
            join = _JOIN.fullmatch(self.text, self.tokens[place - 1].end, token.start)
            if not join or (join.group().startswith(".") and self.text[token.start].isupper()):  # another sentence
                return None
        return token

    def role(self, place: int) -> str:
        token = self.token(place)
        return token.atom.role if token and token.atom else ""

    def number(self, place: int, limit: Fraction | None) -> tuple[Quantity, int] | None:
        """A whole number phrase; with a limit, the rest of one: smaller than the scale before it."""
        first = self.tokens[place]
        known = first.atom
        if known is not None and known.role in ("hint", "prefix") and first.word != "пол":
            hint = known.role == "hint"
            return Quantity(known.value, first.start, first.end, ordinal=known.ordinal, hint=hint), place + 1
        simple = self.simple(place)
        if simple is None:
            return None
        value, after, ordinal = simple
        if not isinstance(value, Fraction):
            return Quantity(value, first.start, first.end, digits=True), after
        lone = known is not None and known.role in ("scale", "hundred")
        bare = lone and not self.after_article(place)
        scale = known.value if known is not None and lone else Fraction(1)
        half = self.and_a_half(after)
        if half != after and not ordinal:
            value, after = value + Fraction(1, 2) * scale, half
        while not ordinal and scale < _LARGEST and (factor := self.factor(after, of=bare)):
            value, scale, after = value * factor[0], scale * factor[0], factor[1]
        if scale > 1 and not lone:
            half = self.and_a_half(after)
            if half != after:
                value, after = value + scale / 2, half
        if limit is not None and (value >= limit or scale >= limit):
            return None
        if scale >= 1000 and not ordinal:
            whole = value
            value, after, ordinal = self.rest(value, scale, after)
            bare = bare and value == whole
        end = self.tokens[after - 1].end
        end += self.tokens[after - 1].word in _SHORT_SCALES and self.text[end : end + 1] == "."
        return Quantity(value, first.start, end, scale, first.digits is not None, ordinal, bare), after

    def after_article(self, place: int) -> bool:
        """Whether "a" or "one" stands before: "a thousand" is a number, "thousands" and "several hundred" are not."""
        before = self.tokens[place - 1] if place else None
        return before is not None and before.word in ("a", "an") and self.token(place) is not None

    def after_between(self, place: int) -> bool:
        """Whether "and" joins two numbers: "between one hundred and two thousand"."""
        return self.text[: self.tokens[place].start].rstrip().lower().endswith("between")

    def factor(self, place: int, *, of: bool) -> tuple[Fraction, int] | None:
        """A scale word here, or behind "of" ("tens of thousands"); also the adjective of «25-тысячный»."""
        place += of and self.word(place) == "of"
        token = self.token(place)
        known = token.atom if token else None
        if known is None:
            return None
        adjective = known.ordinal and known.value >= 1000 and place and self.tokens[place - 1].digits is not None
        return (known.value, place + 1) if known.role in ("scale", "hundred") or adjective else None

    def rest(self, value: Fraction, scale: Fraction, after: int) -> tuple[Fraction, int, bool]:
        """What follows a scale: "two thousand [and five]"; «тысяч пять» is five thousand."""
        skip = after + 1 if self.word(after) == "and" else after
        token = self.token(skip)
        if token is None or (token.atom is not None and token.atom.role not in _COUNTING):
            return value, after, False
        more = self.number(skip, scale) if token.atom or (token.digits is not None and skip == after) else None
        if more is None or more[0].scale >= scale or not isinstance(more[0].value, Fraction) or more[0].bare:
            return value, after, False
        if value == scale and self.tokens[after - 1].word == "тысяч":
            return value * more[0].value, more[1], False
        return value + more[0].value, more[1], more[0].ordinal

    def simple(self, place: int) -> tuple[Hashable, int, bool] | None:
        """Digits, words below a thousand, fractions, a scale word on its own."""
        token = self.tokens[place]
        if token.digits is not None:
            return token.digits, place + 1, False
        if token.atom is None:
            return None
        if token.word == "пол" and self.role(place + 1) == "scale":
            return Fraction(1, 2), place + 1, False
        if token.atom.role == "hint":
            return None
        if token.atom.role in ("fraction", "denominator"):
            return token.atom.value, self.skipped(place + 1, ("a", "an", "of")), False
        if token.atom.role == "scale":
            return token.atom.value, place + 1, token.atom.ordinal
        value, after, ordinal = self.below_thousand(place)
        part = self.tokens[after].atom if self.token(after) else None
        if part is not None and part.denominator and not ordinal and value < 20:
            return value * part.denominator, after + 1, False
        return value, after, ordinal

    def below_thousand(self, place: int) -> tuple[Fraction, int, bool]:
        token = self.tokens[place]
        assert token.atom is not None
        if token.atom.role == "hundred":
            value, after, ordinal = token.atom.value, place + 1, False
        elif token.atom.role == "hundreds":
            value, after, ordinal = token.atom.value, place + 1, token.atom.ordinal
        else:
            value, after, ordinal = self.below_hundred(place)
            if ordinal or self.role(after) != "hundred":
                return value, after, ordinal
            value, after = value * 100, after + 1
        skip = after + 1 if self.word(after) == "and" else after
        if not ordinal and self.role(skip) in ("digit", "teen", "ten"):
            more, end, last = self.below_hundred(skip)
            if self.role(end) != "hundred" and not (self.role(end) == "scale" and self.after_between(place)):
                return value + more, end, last
        return value, after, ordinal

    def below_hundred(self, place: int) -> tuple[Fraction, int, bool]:
        first = self.tokens[place].atom
        assert first is not None
        if first.role == "ten" and not first.ordinal and self.role(place + 1) == "digit":
            second = self.tokens[place + 1].atom
            assert second is not None
            return first.value + second.value, place + 2, second.ordinal
        return first.value, place + 1, first.ordinal

    def word(self, place: int) -> str:
        token = self.token(place)
        return token.word if token else ""

    def skipped(self, place: int, words: tuple[str, ...]) -> int:
        """Over "a" or "of a", if a scale word follows: "half a million", "a quarter of a million"."""
        end = place
        while self.word(end) in words:
            end += 1
        return end if self.role(end) in ("scale", "hundred") else place

    def and_a_half(self, place: int) -> int:
        """Behind "and a half" or «с половиной», if it stands here."""
        for phrase in (("and", "a", "half"), ("and", "one", "half"), ("с", "половиной")):
            if all(self.word(place + n) == word for n, word in enumerate(phrase)):
                return place + len(phrase)
        return place


_SHORT_SCALES = ("тыс", "млн", "млрд", "трлн", "mln", "bln")
_LARGEST = 10**15
_COUNTING = ("digit", "teen", "ten", "hundreds", "hundred", "scale")


def _ranges(text: str, found: list[Quantity]) -> list[Quantity]:
    """Give "2" of "2–3 million" its scale."""
    for place in range(len(found) - 2, -1, -1):
        left, right = found[place], found[place + 1]
        if right.scale > 1 and left.scale == 1 and not right.bare and _RANGE.fullmatch(text, left.end, right.start):
            low, high = left.value, right.value
            if isinstance(low, Fraction) and isinstance(high, Fraction) and low < high / right.scale and not left.hint:
                found[place] = replace(left, value=low * right.scale, scale=right.scale)
    return found


def in_range(text: str, left: Quantity, right: Quantity) -> bool:
    """Whether `right` follows `left` as the end of a range: "13–14", "13 to 14", «от 13 до 14»."""
    return _RANGE.fullmatch(text, left.end, right.start) is not None
