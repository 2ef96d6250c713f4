"""The words of the review app, out of a table that a translator can edit: `phrases.tsv`.

The names of the checks are those of the report, in the table of `aligner.page.phrases`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from aligner.page import static
from aligner.page.phrases import phrases as report_phrases
from aligner.records import Lang


def translator(lang: Lang) -> Callable[..., str]:
    """A function that gives the words for a key in a language, its {fields} filled in.

    A key in neither table stands for itself: a project may be older than its checks, or newer.

    Examples
    --------
    >>> translator("ru")("below {limit}", limit=0.9)
    'ниже 0.9'
    """
    table = (report_phrases() if lang == "ru" else {}) | phrases()[lang]
    return lambda key, **fields: table.get(key, key).format(**fields)


@cache
def phrases() -> dict[Lang, dict[str, str]]:
    """For each language the words by key; lines that begin with "# " are headings."""
    lines = static("phrases.tsv", __package__).splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("# ")]
    return {
        "en": {key: key if english == "=" else english for key, english, _ in rows},
        "ru": {key: russian for key, _, russian in rows},
    }
