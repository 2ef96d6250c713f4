"""The linguistic tables of the checks, read when first used: `aligner/check/tables/`, UTF-8, # for comments."""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files


@cache
def table(name: str) -> tuple[tuple[str, ...], ...]:
    """The rows of a table: cells between tabs, empty lines and comments left out."""
    text = (files("aligner.check") / "tables" / name).read_text(encoding="utf-8")
    lines = (line.split("#", 1)[0].rstrip() for line in text.split("\n"))
    return tuple(tuple(cell.strip() for cell in line.split("\t")) for line in lines if line.strip())


@cache
def word_list(name: str) -> frozenset[str]:
    """All words of a list: any number on a line, spaces between them."""
    return frozenset(word for row in table(name) for cell in row for word in cell.split())


def sections(name: str) -> Iterator[tuple[str, str]]:
    """Yield (section, line) of a table with headings like [months]; comments are whole lines."""
    section = ""
    text = (files("aligner.check") / "tables" / name).read_text(encoding="utf-8")
    for line in map(str.strip, text.splitlines()):
        if line.startswith("[") and line.endswith("]"):
            section = line[1:-1]
        elif line and not line.startswith("#"):
            yield section, line


def plain(text: str) -> str:
    """A word, or a text, as the tables are searched for it: small letters, е for ё; of the same length."""
    lower = text.lower()
    if len(lower) != len(text):  # İ becomes two characters
        lower = "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)
    return lower.replace("ё", "е")
