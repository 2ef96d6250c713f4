"""Words and turns of a table, found in a text by their first word.

An entry is a word or several; * stands for any letters, … for up to nine words, ? for one. "n't" is a word of its own.
Looking up each word of a text costs a few microseconds; one pattern of all entries would try hundreds at every place.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain

from aligner.check.lists import plain
from aligner.check.remembered import Remembered

_WORD = re.compile(r"\w+?(?=n't\b)|n't\b|\w+")
_ONE_WORD = re.compile(r"\*?\w+\*?")  # found by looking it up
_BEGUN = 2  # letters; no stem is shorter
_FIRST = re.compile(r"[^\s-]+")


class Wordings:
    """Entries to be found; where several of one group fit, the earlier one is taken."""

    def __init__(self, entries: Sequence[str], groups: Sequence[str] = ()) -> None:
        """Take entries, and the group that each is in: all in one by default."""
        self._groups = groups or [""] * len(entries)
        self._patterns = [None if _ONE_WORD.fullmatch(entry) else _pattern(entry) for entry in entries]
        self._whole: dict[str, list[int]] = defaultdict(list)
        self._stems: dict[str, list[int]] = defaultdict(list)
        self._endings: dict[str, list[int]] = defaultdict(list)
        for number, entry in enumerate(entries):
            first = _plain(_FIRST.match(entry)[0])  # type: ignore[index]
            if first.startswith("*"):
                self._endings[first.strip("*")].append(number)
            elif first.endswith("*"):
                self._stems[first.rstrip("*")].append(number)
            else:
                self._whole[first].append(number)
        self._lengths = _lengths(self._stems, lambda stem: stem[:_BEGUN])
        self._tails = _lengths(self._endings, lambda ending: ending[-1:])
        self._candidates = Remembered(self._fitting)

    def find(self, text: str) -> Iterator[tuple[int, int, int]]:
        """Number of the entry, start and end; from left to right, no two of one group overlapping."""
        behind: dict[str, int] = {}
        words, starts = _words(text)
        for start, word, candidates in zip(starts, words, map(self._candidates.__getitem__, words), strict=True):
            for number in candidates:
                if start >= behind.get(self._groups[number], 0):
                    pattern = self._patterns[number]
                    match = pattern.match(text, start) if pattern else None
                    if match or not pattern:
                        end = match.end() if match else start + len(word)
                        yield number, start, end
                        behind[self._groups[number]] = end

    def _fitting(self, word: str) -> Sequence[int]:
        """Entries whose first word it may be, in their order."""
        whole = self._whole.get(word, ())
        lengths, tails = self._lengths.get(word[:_BEGUN], ()), self._tails.get(word[-1:], ())
        if not lengths and not tails:
            return whole
        stems = [self._stems.get(word[:length], ()) for length in lengths]
        endings = [self._endings.get(word[-length:], ()) for length in tails]
        return sorted(chain(whole, *stems, *endings))


def _lengths(parts: Iterable[str], key: Callable[[str], str]) -> dict[str, list[int]]:
    """How long the parts of words are that have a beginning, or an end, in common: only those are tried."""
    found: dict[str, set[int]] = defaultdict(set)
    for part in parts:
        found[key(part)].add(len(part))
    return {common: sorted(lengths) for common, lengths in found.items()}


@lru_cache(maxsize=8)  # several tables are searched for the words of one text
def _words(text: str) -> tuple[list[str], list[int]]:
    """The words of a text as they are looked up, and where they start."""
    found = [*_WORD.finditer(_plain(text))]
    return [word[0] for word in found], [word.start() for word in found]


def _plain(word: str) -> str:
    """A word, or a text, as it is looked up."""
    return plain(word).replace("’", "'")


def _pattern(entry: str) -> re.Pattern[str]:
    pattern = re.escape(entry).replace(r"\ …\ ", r"(?:\W+\w+){1,9}?\W+").replace(r"\ \?\ ", r"\W+\w+\W+")
    pattern = pattern.replace(r"\*", r"\w*").replace(r"\ ", r"\s+")
    pattern = re.sub("[её]", "[её]", pattern)
    return re.compile(re.sub("['’]", "['’]", pattern) + r"\b", re.IGNORECASE)
