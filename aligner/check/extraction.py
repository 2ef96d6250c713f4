"""All that a text mentions.

The extractors run in one order, and each sees the text with all that the earlier ones took blanked out.
So every character is consumed once: the 14 of "14 November" is part of a date and no number, the 8 of "G8"
part of a name, and one slip gives one finding.
"""

from aligner.check.countries import countries
from aligner.check.dates import dates
from aligner.check.mentions import Extractor, Mention, masked
from aligner.check.money import amounts
from aligner.check.numbers import numbers
from aligner.check.organisations import organisations
from aligner.check.structure import labels, references
from aligner.records import Lang

EXTRACTORS: tuple[Extractor, ...] = (references, dates, amounts, organisations, labels, countries, numbers)


def read_mentions(text: str, lang: Lang) -> tuple[Mention, ...]:
    """All mentions of a text, in the order of their places; no two overlap."""
    mentions: list[Mention] = []
    rest = text
    for extractor in EXTRACTORS:
        found = extractor(rest, lang)
        rest = masked(rest, found)
        mentions += found
    return tuple(sorted(mentions, key=lambda mention: (mention.start, mention.end)))
