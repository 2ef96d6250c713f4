"""Number words: what a single word contributes to a number, in any of its forms.

The words stand in `tables/numbers.en.txt` and `tables/numbers.ru.txt`. Cases and genders of Russian ordinals
are made by rule from stem and type of declension; compounds («одиннадцатидневной») are taken apart.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Literal

from aligner.check.lists import plain, sections
from aligner.records import Lang

# digit 1–9, teen 10–19, ten 20–90, hundreds «двести», hundred "hundred", scale from "dozen" to "trillion",
# fraction "half", denominator «трети», prefix «пятидневный», hint: may match but is never missed.
Role = Literal[
    "zero", "digit", "teen", "ten", "hundreds", "hundred", "scale", "fraction", "denominator", "prefix", "hint"
]

_ENDINGS = {
    "ый": "ый ого ому ым ом ая ой ую ою ое ые ых ыми",
    "ой": "ой ого ому ым ом ая ую ою ое ые ых ыми",
    "ий": "ий ьего ьему ьим ьем ья ьей ью ьею ье ьи ьих ьими",
}


@dataclass(frozen=True, slots=True)
class Atom:
    """What a number word says; `denominator` is 1/n where the word can be one ("fifths", «пятых»)."""

    role: Role
    value: Fraction
    ordinal: bool = False
    denominator: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The number words of one language; words are looked up in lower case, with е for ё."""

    atoms: dict[str, Atom]
    hint_stems: tuple[tuple[str, Atom], ...]
    hinting: tuple[str, ...]  # those stems alone
    prefixes: tuple[tuple[str, int], ...]  # longest first
    stems: tuple[str, ...]
    beginnings: tuple[str, ...]  # the prefixes alone
    phrases: tuple[str, ...]  # in which a number word counts nothing


@cache
def lexicon(lang: Lang) -> Lexicon:
    """Read the number words of a language; once per process."""
    atoms: dict[str, Atom] = {}
    hint_stems: list[tuple[str, Atom]] = []
    prefixes: list[tuple[str, int]] = []
    stems: list[str] = []
    phrases: list[str] = []
    for section, line in sections(f"numbers.{lang}.txt"):
        if section == "not numbers":
            phrases += [plain(phrase.strip()) for phrase in line.split(",")]
        elif section == "stems":
            stems += plain(line).split()
        else:
            head, _, tail = line.partition(":")
            value, words = Fraction(head), plain(tail).split()
            if section == "prefixes":
                prefixes += [(word, int(value)) for word in words]
            elif section == "hints":
                hint = Atom("hint", value)
                hint_stems += [(word[:-1], hint) for word in words if word.endswith("*")]
                atoms |= {word: hint for word in words if not word.endswith("*")} | atoms
            else:
                for word, atom in _entries(section, value, words):
                    atoms[word] = _merged(atoms.get(word), atom)
    prefixes.sort(key=lambda entry: -len(entry[0]))
    return Lexicon(
        atoms,
        tuple(hint_stems),
        tuple(stem for stem, _ in hint_stems),
        tuple(prefixes),
        tuple(stems),
        tuple(word for word, _ in prefixes),
        tuple(phrases),
    )


def _entries(section: str, value: Fraction, words: list[str]) -> Iterator[tuple[str, Atom]]:
    """The forms of one line of a table, each with its atom."""
    if section == "ordinals":
        part = 1 / value if value >= 3 else None
        for word in _declined(words):
            yield word, Atom(_role(value), value, True, part)
        return
    for word in words:
        match section:
            case "scales":
                role: Role = "hundred" if word.startswith("hundred") else "scale"
                yield word, Atom(role, value)
            case "fractions":
                yield word, Atom("fraction", value)
            case "denominators":
                yield word, Atom("denominator", value, False, value)
            case _:
                yield word, Atom(_role(value), value)


def _merged(old: Atom | None, new: Atom) -> Atom:
    """Of two readings of a form ("third", «трети») the first stays and learns the denominator of the second."""
    if old is None:
        return new
    return Atom(old.role, old.value, old.ordinal, old.denominator or new.denominator)


def _declined(words: list[str]) -> list[str]:
    """All forms of a Russian ordinal from its stem and type; English words are complete."""
    if len(words) == 2 and words[1] in _ENDINGS:
        return [words[0] + ending for ending in (words[1], *_ENDINGS[words[1]].split())]
    return words


def _role(value: Fraction) -> Role:
    if value < 10:
        return "digit" if value else "zero"
    if value < 20:
        return "teen"
    return "ten" if value < 100 else "hundreds"


def atom(word: str, lang: Lang) -> Atom | None:
    """What `word` (see `plain`) contributes to a number; None for most words."""
    words = lexicon(lang)
    if found := words.atoms.get(word):
        return found
    if word.startswith(words.hinting):
        return next(hint for stem, hint in words.hint_stems if word.startswith(stem))
    if lang == "en":
        fold = words.atoms.get(word.removesuffix("fold"))
        return Atom("hint", fold.value) if fold and word.endswith("fold") else None
    return _compound(word, words)


@cache
def beginnings(lang: Lang) -> frozenset[str]:
    """The first two letters of all words that contribute to a number: most words have others."""
    words = lexicon(lang)
    return frozenset(start[:2] for start in (*words.atoms, *words.hinting, *words.beginnings, "пол"))


def _compound(word: str, words: Lexicon) -> Atom | None:
    """«двадцатипятилетний» is 25, «десятитысячный» 10 000, «полмиллиона» 500 000."""
    for half in ("пол", "полу"):
        scale = words.atoms.get(word.removeprefix(half)) if word.startswith(half) else None
        if scale is not None and scale.role == "scale" and scale.value > 12:
            return Atom("prefix", scale.value / 2)
    value, rest = _peeled(word, words) if word.startswith(words.beginnings) else (None, "")
    if value is None:
        return None
    last = words.atoms.get(rest)
    if last is not None and last.ordinal and last.value < value:
        return Atom("prefix", Fraction(value + last.value), ordinal=True)
    if any(_fits(rest, stem) for stem in words.stems):
        for scale_stem, factor in (("тысячн", 10**3), ("миллионн", 10**6), ("миллиардн", 10**9)):
            value *= factor if rest.startswith(scale_stem) else 1
        return Atom("prefix", Fraction(value))
    return None


def _fits(rest: str, stem: str) -> bool:
    return rest.startswith(stem[:-1]) if stem.endswith("*") else rest == stem


def _peeled(word: str, words: Lexicon) -> tuple[int | None, str]:
    """Take prefixes off a compound, each smaller than the one before: («стопятидесятилетие») → 150, «летие»."""
    value, last = None, 1000
    while True:
        for prefix, number in words.prefixes:
            if word.startswith(prefix) and number < last and (value is None or _follows(number, last)):
                value, last, word = (value or 0) + number, number, word[len(prefix) :]
                break
        else:
            return value, word


def _follows(number: int, last: int) -> bool:
    """Whether «двадцати-пяти» makes a number: tens after hundreds, digits after tens or hundreds."""
    return number < 10 ** (len(str(last)) - 1) and last >= 20
