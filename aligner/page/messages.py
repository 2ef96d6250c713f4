"""What findings say, in Russian: a table of messages with gaps, which a translator can edit.

Checks write their messages in English, and files keep them so. Here a message is recognised by its words, and what
stands in its gaps (quotations, for the most part) is put into the Russian one.

    message   “18 per cent” in English, «81 процент» in Russian.
    table     {en} in English, {ru} in Russian.    По-английски {en}, по-русски {ru}.
    Russian   По-английски “18 per cent”, по-русски «81 процент».
"""

from __future__ import annotations

import re
from functools import cache

from aligner.page import static
from aligner.records import Lang

_GAP = re.compile(r"\\\{(\w+)\\\}")
_OR = ("» or «", "» или «")  # renderings that a glossary allows


def said(message: str, lang: Lang) -> str:
    """The message of a finding in a language; in English where the table doesn't know it.

    Examples
    --------
    >>> said("“53.8” in English, «58,3» in Russian.", "ru")
    'По-английски “53.8”, по-русски «58,3».'
    """
    if lang == "ru":
        for pattern, russian in _table():
            if found := pattern.fullmatch(message):
                return russian.format(**{name: text.replace(*_OR) for name, text in found.groupdict().items()})
    return message


@cache
def _table() -> list[tuple[re.Pattern[str], str]]:
    """The first line that fits counts; lines that begin with "# " are headings."""
    rows = [line.split("\t") for line in static("messages.ru.tsv").splitlines() if line and not line.startswith("# ")]
    return [(_pattern(english), russian) for english, russian in rows]


def _pattern(message: str) -> re.Pattern[str]:
    return re.compile(_GAP.sub(r"(?P<\1>.+?)", re.escape(message)), re.DOTALL)
