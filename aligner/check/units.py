"""Units and currencies beside a number, from `tables/units.tsv`: signs, codes, words in any case."""

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Final

from aligner.check.lists import sections
from aligner.records import Lang

_GAP = r"(?:[\s\u00a0\u202f]{1,2}|[-\u2011])?"
_OF_A_COUNTRY: Final = {
    "en": r"[A-Z][a-z]+(?:an|ese|ish|i)\s",
    "ru": r"[а-яё]+[сц]к(?:их|ими|ого|ому|им|ий|ие|ой|ую|ая)\s",
}
_CONVERSION_SLACK: Final = Fraction(10, 100)  # "about 5 miles" is «около 8 километров»


@dataclass(frozen=True, slots=True)
class Unit:
    """What a value in this unit is worth: `factor` base units of its dimension."""

    code: str
    dimension: str
    factor: Fraction


@dataclass(frozen=True, slots=True)
class _Patterns:
    begins: re.Pattern[str]  # two letters of what `after` may match: most words are no units
    after: re.Pattern[str]
    before: re.Pattern[str]
    codes: dict[str, str]  # name of a group in the patterns → code
    scaled: frozenset[str]  # groups that count only after a scale word


@cache
def units() -> dict[str, Unit]:
    """All units by code."""
    rows = (line.split("\t") for _, line in sections("units.tsv"))
    return {row[0]: Unit(row[0], row[1], Fraction(row[2])) for row in rows}


def unit_after(text: str, place: int, lang: Lang, *, scaled: bool = False) -> tuple[str, int] | None:
    """The unit that begins at `place`, a space or a hyphen aside: (code, end); None without one.

    `scaled` says that a scale word stands before it.
    """
    patterns = _patterns(lang)
    match = patterns.after.match(text, place) if patterns.begins.match(text, place) else None
    if match is None or match.lastgroup is None or (match.lastgroup in patterns.scaled and not scaled):
        return None
    return patterns.codes[match.lastgroup], match.end()


def unit_before(text: str, place: int, lang: Lang) -> tuple[str, int] | None:
    """The sign that stands before `place`: (code, start)."""
    patterns = _patterns(lang)
    match = patterns.before.search(text, max(0, place - 8), place)
    return (patterns.codes[match.lastgroup], match.start()) if match and match.lastgroup else None


def same_unit(one: str, other: str) -> bool:
    """One unit, or one is the general name of the other: dollar and dollar.US."""
    return one == other or one.startswith(f"{other}.") or other.startswith(f"{one}.")


def same_amount(one: tuple[Fraction, str], other: tuple[Fraction, str]) -> bool:
    """Equal values in one unit, or about equal values in two units of one dimension."""
    if same_unit(one[1], other[1]) and one[0] == other[0]:
        return True
    a, b = units()[one[1]], units()[other[1]]
    if {a.dimension, b.dimension} <= {"celsius", "fahrenheit", "angle"}:
        return any(abs((x - 32) * 5 / 9 - y) <= 1 for x, y in _both_ways(one, other))
    x, y = one[0] * a.factor, other[0] * b.factor
    return _comparable(a, b) and abs(x - y) <= _CONVERSION_SLACK * max(abs(x), abs(y))


def _comparable(a: Unit, b: Unit) -> bool:
    return a.dimension == b.dimension and a.factor != b.factor


def _both_ways(one: tuple[Fraction, str], other: tuple[Fraction, str]) -> list[tuple[Fraction, Fraction]]:
    """Degrees as (Fahrenheit, Celsius), as far as their names allow it: 80 degrees is 27 degrees."""
    ways = ((one, other), (other, one))
    return [(f[0], c[0]) for f, c in ways if f[1] != "degree.C" and c[1] != "degree.F"]


@cache
def _patterns(lang: Lang) -> _Patterns:
    """One pattern of all the forms, the longest first; each form is a group of its own."""
    forms: list[tuple[str, str]] = []
    for _, line in sections("units.tsv"):
        row = line.split("\t")
        forms += [(form, row[0]) for form in row[3 if lang == "en" else 4].split(", ") if form != "—"]
    forms.sort(key=lambda entry: -len(entry[0]))
    codes = {f"f{number}": code for number, (_, code) in enumerate(forms)}
    scaled = frozenset(f"f{number}" for number, (form, _) in enumerate(forms) if form.startswith("+"))
    after, before, heads = [], [], set[str]()
    for number, (form, _) in enumerate(forms):
        if form.startswith("^"):
            edge = r"(?<![^\W\d_])" if form[1].isalpha() else ""
            before.append(f"(?P<f{number}>{edge}{re.escape(form[1:])})")
        else:
            after.append(f"(?P<f{number}>{_form(form.removeprefix('+'))})")
            heads.add(re.escape(form.removeprefix("+").replace("*", "")[:2]))
    return _Patterns(
        re.compile(f"{_GAP}(?:{_OF_A_COUNTRY[lang]}|(?i:{'|'.join(sorted(heads))}))"),
        re.compile(f"{_GAP}(?:{_OF_A_COUNTRY[lang]})??(?:{'|'.join(after)})"),
        re.compile(rf"(?:{'|'.join(before)})\s?\Z"),
        codes,
        scaled,
    )


def _form(form: str) -> str:
    """A form as a pattern: «доллар* США»; long words in any case of letters, short ones as they are written."""
    pattern = r"[\s\u00a0\u202f-]{1,2}".join(re.escape(word).replace(r"\*", r"[^\W\d_]*") for word in form.split())
    if form[-1].isalpha() or form.endswith("*"):
        pattern += r"(?![^\W_]|\.\w)"
        pattern += r"(?!\.)" if len(form) == 1 else ""
    return f"(?i:{pattern})" if max(len(word) for word in form.split()) > 4 else pattern
