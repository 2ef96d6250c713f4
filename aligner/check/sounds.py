"""How well a Russian word renders a name in Latin letters: Giuliani and «Джулиани», Xi and «Си».

No single transliteration fits: the reading of a letter depends on the language the name comes from, which nobody
tells. So all readings of tables/sounds.tsv are tried: the distance is that of the cheapest way to read the Latin
letters as the Russian ones. Where no reading fits, a vowel costs less than a consonant. An ending of a declined
Russian form costs nothing.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache

from aligner.check.lists import table

Reading = tuple[int, str, float]  # Latin letters read, their Russian spelling, what that costs
Readings = dict[str, tuple[Reading, ...]]  # by the first Russian letter, "" for mute ones

_RU = str.maketrans({"ё": "е", "э": "е", "й": "и", "ы": "и", "ь": None, "ъ": None, "'": None, "’": None})
_DOUBLED = re.compile(r"(\w)\1+")
_LATIN_SPECIAL = str.maketrans(
    {"ø": "o", "ł": "l", "ř": "rz", "ę": "en", "ą": "on", "ß": "s", "æ": "e", "œ": "e", "đ": "d", "ð": "d", "þ": "t"}
    | {"ı": "i"}
)
_VOWELS = frozenset("aeiouyаеиоуюя")
_CONSONANTS = str.maketrans("бвгджзклмнпрстфхцчшщcgqwx", "bvhdjzklmnprstfhsjsskhkvk", "aeiouyаеиоуюя")
_PLAINLY = str.maketrans("abdefgiklmnoprstuvz", "абдефгиклмнопрстувз")  # the usual reading of single letters
_LONGEST = 4
_HEAD = 6  # letters of a name that tell how a rendering may begin
TOLERANCE = 0.25  # sounds that may differ, as a share of the shorter word
MOST = 0.85  # and in all: of names in the news 98 of 100 cost less
_VOWEL, _CONSONANT = 0.5, 1.0  # left out, put in or replaced
_UNUSUAL = 0.07  # cost of a reading, for each nat of its probability
_ADJECTIVES = frozenset(  # of places: «ялтинский», «африканская», «пензенском»
    f"{suffix}{ending}"
    for suffix in ("", "ин", "ен", "ан", "ов", "ев")
    for ending in "ски ская ское ские ского скому ским ском скои скую ских скими".split()
).union("ки кая кое кие кого кому ким ком кои кую ких кими".split())  # behind «ц»: «оломоуцкий»
_ENDEARING = frozenset(
    f"{suffix}к{ending}" for suffix in "ен он оч еч уш юш".split() for ending in "а и е у ои".split()
)
_ENDINGS = _ADJECTIVES.union(
    _ENDEARING,
    "а у е и о ю я м ом ем ои еи им ам ям ах ях ов ев ую ая ии ое ие их ого ому ими ами ями ою ею ия ию ием "
    "цев ец ца цы цу ин ина ину ином ины иных их".split(),
    [""],
)


def distance(name: str, word: str, *, limit: float) -> float:
    """Cost of reading `name` (Latin) as `word` (Russian, any form), at least `limit` when it is not below it."""
    return _distance(latin(name), russian(word), limit)


def alike(name: str, word: str, *, tolerance: float = TOLERANCE) -> bool:
    """Whether `word` may render `name`: a possible first letter, and not too many sounds that differ."""
    letters, spelled = latin(name), russian(word)
    if not letters or not spelled or len(spelled) * 2 < len(letters) or spelled[0] not in _initials(letters[:_HEAD]):
        return False
    plainly = letters.translate(_PLAINLY)
    if spelled.startswith(plainly) and spelled[len(plainly) :] in _ENDINGS:  # most names
        return True
    limit = min(tolerance * min(len(letters), len(spelled) + 1), MOST) + 0.01
    return _distance(letters, spelled, limit) < limit


def likeliest_first(name: str, words: Iterable[str]) -> list[str]:
    """Russian words, those in front that begin with about the consonants of a name; no more than an order."""
    wanted = _consonants(latin(name))
    return sorted(words, key=lambda word: not wanted.startswith(beginning(word, 3)))


@lru_cache(maxsize=50_000)
def beginning(word: str, size: int = 2) -> str:
    """The first consonants of a word in either alphabet, by which names are told apart at a glance."""
    return _consonants(latin(word) if word[0] < "\u0400" else russian(word))[:size]


def initials(name: str) -> frozenset[str]:
    """The letters that a Russian rendering of a name may begin with, as `russian` has them."""
    return _initials(latin(name)[:_HEAD])


@lru_cache(maxsize=50_000)
def _consonants(letters: str) -> str:
    """The consonants of a word in either alphabet, similar ones alike."""
    return letters.translate(_CONSONANTS)


@lru_cache(maxsize=50_000)
def latin(word: str) -> str:
    """A Latin word as it is compared: small letters without accents, one letter for a doubled one."""
    plain = unicodedata.normalize("NFD", word.lower().translate(_LATIN_SPECIAL))
    return _DOUBLED.sub(r"\1", "".join(letter for letter in plain if letter.isalpha()))


@lru_cache(maxsize=50_000)
def russian(word: str) -> str:
    """A Russian word as it is compared."""
    return _DOUBLED.sub(r"\1", word.lower().translate(_RU))


@lru_cache(maxsize=50_000)
def _distance(name: str, word: str, limit: float) -> float:
    """The cheapest way through a table: row i, column j for i letters of the name read as j letters of the word."""
    weights = _weights(word)
    costs = [[limit] * (len(word) + 1) for _ in range(len(name) + _LONGEST + 1)]
    costs[0][0] = 0.0
    for i, (options, letter) in enumerate(zip(_readings(name), _weights(name), strict=True)):
        rows = costs[i : i + 1 + _LONGEST]
        reached = _read_on(rows, options, letter, word, weights, limit)
        if not reached and min(map(min, rows[1:-1])) >= limit:
            return limit
    last = costs[len(name)]
    for j, other in enumerate(weights):
        last[j + 1] = min(last[j + 1], last[j] + other)
    return min((cost for j, cost in enumerate(last) if cost < limit and word[j:] in _ENDINGS), default=limit)


def _read_on(
    rows: list[list[float]], options: Readings, letter: float, word: str, weights: list[float], limit: float
) -> bool:
    """Lower what can be reached from the first row; whether there is anything below the limit in it.

    The minima are written out: most of the time of the check goes by here.
    """
    row, below, mute, reached = rows[0], rows[1], options.get("", ()), False
    for j, cost in enumerate(row):
        if cost >= limit:
            continue
        reached = True
        for read, spelling, extra in (*mute, *options.get(word[j : j + 1] or "end", ())):
            if word.startswith(spelling, j):
                target, place = rows[read], j + len(spelling)
                if cost + extra < target[place]:
                    target[place] = cost + extra
        if cost + letter < below[j]:
            below[j] = cost + letter
        if j < len(word):
            if cost + weights[j] < row[j + 1]:
                row[j + 1] = cost + weights[j]
            if cost + max(letter, weights[j]) < below[j + 1]:
                below[j + 1] = cost + max(letter, weights[j])
    return reached


@lru_cache(maxsize=50_000)
def _weights(word: str) -> list[float]:
    """What it costs to leave out each letter, to put it in, or to replace it."""
    return [_VOWEL if letter in _VOWELS else _CONSONANT for letter in word]


@lru_cache(maxsize=50_000)
def _readings(name: str) -> tuple[Readings, ...]:
    """At each position of a name, what its letters from there on may be in Russian."""
    known = _spellings()
    return tuple(
        _either(known[letters] for letters in _prefixes(name[at : at + _LONGEST]) if letters in known)
        for at in range(len(name))
    )


def _either(choices: Iterable[Readings]) -> Readings:
    """All readings of several letter groups."""
    one, *more = [*choices] or [{}]
    if not more:
        return one
    letters = dict.fromkeys(letter for choice in (one, *more) for letter in choice)
    return {letter: tuple(r for choice in (one, *more) for r in choice.get(letter, ())) for letter in letters}


def _prefixes(letters: str) -> list[str]:
    return [letters[:length] for length in range(1, len(letters) + 1)]


@lru_cache(maxsize=50_000)
def _initials(name: str) -> frozenset[str]:
    """The Russian letters that a name may begin with."""
    known = _spellings()
    found: set[str] = set()
    for letters in _prefixes(name[:_LONGEST]):
        found.update(letter for letter in known.get(letters, ()) if letter)
        if "" in known.get(letters, ()) and len(name) > len(letters):
            found |= _initials(name[len(letters) :])
    return frozenset(found)


@cache
def _spellings() -> dict[str, Readings]:
    """Letters → their Russian spellings and what each costs; doubled letters are one letter by now."""
    readings: dict[str, dict[str, tuple[Reading, ...]]] = {}
    for cell, spellings in table("sounds.tsv"):
        letters = latin(cell)
        known = readings.setdefault(letters, {})
        for written in spellings.split():
            spelling, _, share = written.partition(":")
            spelling = "" if spelling == "-" else russian(spelling)
            reading = len(letters), spelling, -_UNUSUAL * math.log(float(share) / 100)
            known[spelling[:1]] = (*known.get(spelling[:1], ()), reading)
    return readings
