"""The tables that a linguist edits: abbreviations by what a stop after them means, and sentence starters.

The tables are text files under `aligner/tables/`; their first lines say how to write them.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from aligner.records import Lang

Kind = Literal["never", "unit", "number", "starter", "year", "unless"]

_KINDS: Mapping[str, Kind] = {
    "never final": "never",
    "never final but for a unit": "unit",
    "before a number": "number",
    "before a starter": "starter",
    "after a number, before a starter": "year",
    "final unless before": "unless",
}
_SPACE_AFTER_STOP = re.compile(r"\.\s+")


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """What a full stop after an abbreviation means; `unless` are the words before which it is not final."""

    kind: Kind
    unless: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Tables:
    """All that the splitter knows about the words of one language."""

    abbreviations: Mapping[str, Abbreviation]
    starters: frozenset[str]
    labelled: tuple[str, ...]  # beginnings of words after which a capital letter is a label, not an initial
    dotted_names: frozenset[str]

    def labels(self, word: str) -> bool:
        """Whether a capital letter after `word` is a label: "vitamin", «приложения»."""
        word = word.lower()
        return any(word.startswith(stem) and len(word) <= len(stem) + 2 for stem in self.labelled)

    def abbreviation(self, left: str) -> Abbreviation | None:
        """Look up the longest abbreviation that `left`, the text before a full stop, ends with."""
        words = _SPACE_AFTER_STOP.sub(".", left).rsplit(None, 2)
        if not words:
            return None
        last = words[-1].lstrip("«„“\"‘'([{")
        if len(words) > 1 and (found := self.abbreviations.get(f"{words[-2]} {last}")):
            return found
        while last:
            if found := self.abbreviations.get(last):
                return found
            last = last.partition(".")[2]
        return None


@cache
def tables(lang: Lang) -> Tables:
    """Read the tables of a language; once per process."""
    abbreviations: dict[str, Abbreviation] = {}
    words: dict[str, list[str]] = {"after these a letter is a label": [], "names with a stop inside": []}
    for section, line in _lines(f"abbreviations.{lang}.txt"):
        if section in words:
            words[section] += _entries(line)
            continue
        unless: frozenset[str] = frozenset()
        if section == "final unless before":
            line, _, followers = line.partition(":")
            unless = frozenset(followers.split())
        for entry in _entries(line):
            for form in _forms(entry):
                abbreviations.setdefault(form, Abbreviation(_KINDS[section], unless))
    starters = frozenset(word for _, line in _lines(f"starters.{lang}.txt") for word in line.split())
    labels, names = words.values()
    return Tables(abbreviations, starters, tuple(labels), frozenset(names))


def _lines(name: str) -> Iterator[tuple[str, str]]:
    """Yield (section, line) of a table without its comments."""
    section = ""
    table = files("aligner").joinpath("tables", name).read_text(encoding="utf-8")
    for raw in table.splitlines():
        line = raw.partition("# ")[0].strip()
        if line.startswith("["):
            section = line.strip("[]")
        elif line:
            yield section, line


def _entries(line: str) -> list[str]:
    """Return the entries of a line as they are looked up: no space after a stop, no final stop."""
    return [_SPACE_AFTER_STOP.sub(".", entry.strip()).rstrip(".") for entry in line.split(",") if entry.strip()]


def _forms(entry: str) -> tuple[str, ...]:
    """Return an entry and its capitalised form; a single letter has none, it would be an initial."""
    return (entry,) if len(entry) == 1 else (entry, entry[0].upper() + entry[1:])
