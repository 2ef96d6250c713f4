"""The words of the pages: templates hold them in English, a table that a translator can edit has the Russian ones."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from aligner.page import static
from aligner.records import Lang


def translator(lang: Lang) -> Callable[..., str]:
    """A function that gives an English phrase in this language, its {fields} filled in.

    Examples
    --------
    >>> translator("ru")("pair {number}", number=3)
    'пара 3'

    Raises
    ------
    KeyError
        From the function: `phrases.ru.tsv` lacks the phrase.
    """
    table = phrases() if lang == "ru" else None

    def translate(phrase: str, **fields: object) -> str:
        return (phrase if table is None else table[phrase]).format(**fields)

    return translate


@cache
def phrases() -> dict[str, str]:
    """English phrase → Russian phrase; lines that begin with "# " are headings."""
    lines = static("phrases.ru.tsv").splitlines()
    return dict(line.split("\t") for line in lines if line and not line.startswith("# "))
