"""Counts how the letters of names are rendered in Russian: the shares of `aligner/check/tables/sounds.tsv`.

usage: sounds.py PAIRS…   (files `en<TAB>ru`, packed or not: single names, or sentences with names in them)

Of each English name and the Russian word that renders it, the cheapest way to read the one as the other
(`aligner.check.sounds`) is followed, and each reading on it is counted. Prints the table with the shares that were
counted; letters that occurred less than `FEW` times keep those they have.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from fitting import read_pairs

from aligner.check.capitals import WORD, bare, english_names
from aligner.check.sounds import _ENDINGS, _readings, _weights, distance, latin, russian

SURE = 0.6  # cost of a rendering that is counted
FEW = 20
LEAST = 0.3  # share of a reading that was hardly met

Reading = tuple[str, str]  # letters of the name, what they are in Russian


def moves(name: str, word: str, i: int, j: int) -> Iterator[tuple[int, int, float, Reading | None]]:
    """Where one gets from letter `i` of the name and `j` of the word, what that costs, the reading if it is one."""
    if i < len(name):
        options, letter = _readings(name)[i], _weights(name)[i]
        for size, spelling, cost in (*options.get("", ()), *options.get(word[j : j + 1] or "end", ())):
            if word.startswith(spelling, j):
                yield i + size, j + len(spelling), cost, (name[i : i + size], spelling)
        yield i + 1, j, letter, None
        if j < len(word):
            yield i + 1, j + 1, max(letter, _weights(word)[j]), None
    if j < len(word):
        yield i, j + 1, _weights(word)[j], None


def cheapest(name: str, word: str) -> list[Reading]:
    """The readings on the cheapest way from a Latin name to a Russian word, both as they are compared."""
    best: dict[tuple[int, int], tuple[float, list[Reading]]] = {(0, 0): (0.0, [])}
    for i in range(len(name) + 1):
        for j in range(len(word) + 1):
            cost, readings = best.get((i, j), (99.0, []))
            for a, b, extra, reading in moves(name, word, i, j):
                if cost + extra < best.get((a, b), (99.0, []))[0]:
                    best[a, b] = cost + extra, [*readings, *([reading] if reading else [])]
    ends = (best.get((len(name), j), (99.0, [])) for j in range(len(word) + 1) if word[j:] in _ENDINGS)
    return min(ends, key=lambda end: end[0])[1]


def renderings(en: str, ru: str) -> Iterator[tuple[str, str]]:
    """The names of an English text with the Russian words that surely render them."""
    words = [word for word in WORD.findall(ru) if word[0].isupper()]
    names = [bare(one.text) for one in english_names(en)] if " " in en else [en]
    for name in names if words else ():
        word = min(words, key=lambda word: distance(name, word, limit=SURE))
        if latin(name) and distance(name, word, limit=SURE) < SURE:
            yield latin(name), russian(word)


def counted(line: str, found: Counter[Reading], letters: Counter[str]) -> str:
    """A line of the table with the shares that were found."""
    written, _, spellings = line.partition("\t")
    total = letters[latin(written)]
    if line.startswith("#") or total < FEW:
        return line
    shares = []
    for spelling in (entry.partition(":")[0] for entry in spellings.split()):
        share = max(100 * found[latin(written), "" if spelling == "-" else russian(spelling)] / total, LEAST)
        shares.append((-share, f"{spelling}:{round(share, 1 if share < 10 else None)}"))
    return f"{written}\t{' '.join(entry for _, entry in sorted(shares, key=lambda share: share[0]))}"


def main() -> None:
    pairs = [pair for path in sys.argv[1:] for pair in read_pairs(Path(path))]
    found = Counter(reading for pair in pairs for names in renderings(*pair) for reading in cheapest(*names))
    letters: Counter[str] = Counter()
    for (written, _), number in found.items():
        letters[written] += number
    table = files("aligner.check").joinpath("tables", "sounds.tsv").read_text(encoding="utf-8")
    print("\n".join(counted(line, found, letters) for line in table.splitlines()))


if __name__ == "__main__":
    main()
