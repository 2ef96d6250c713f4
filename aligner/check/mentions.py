"""What a text mentions, as values that both languages share: dates, sums, numbers, names of organisations.

The extractors run in one order, and each sees the text with all that the earlier ones took blanked out.
So every character is consumed once: the 14 of "14 November" is part of a date and no number, the 8 of "G8"
part of a name, and one slip gives one finding.
"""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from functools import cache

from aligner.records import Lang, Span

BLANK = "\N{OBJECT REPLACEMENT CHARACTER}"


@dataclass(frozen=True, slots=True)
class Mention:
    """Something mentioned at `text[start:end]`.

    `kind` is the name of the checks' topic ("date", "number"), `value` is normalised: equal in both
    languages when both say the same.
    """

    kind: str
    value: Hashable
    start: int
    end: int


Extractor = Callable[[str, Lang], list[Mention]]


@cache
def extractors() -> tuple[Extractor, ...]:
    """The extractors in the order in which they may take characters."""
    from aligner.check.countries import countries
    from aligner.check.dates import dates
    from aligner.check.money import amounts
    from aligner.check.numbers import numbers
    from aligner.check.organisations import organisations
    from aligner.check.structure import labels, references

    return (references, dates, amounts, organisations, labels, countries, numbers)


def read_mentions(text: str, lang: Lang) -> tuple[Mention, ...]:
    """All mentions of a text, in the order of their places; no two overlap."""
    mentions: list[Mention] = []
    rest = text
    for extractor in extractors():
        found = extractor(rest, lang)
        rest = masked(rest, found)
        mentions += found
    return tuple(sorted(mentions, key=lambda mention: (mention.start, mention.end)))


def masked(text: str, mentions: Iterable[Mention]) -> str:
    """The text, of the same length, with the mentions' characters replaced by `BLANK`.

    `BLANK` is neither a letter nor a space: what stood left and right of a mention does not become neighbours.
    """
    for mention in mentions:
        text = text[: mention.start] + BLANK * (mention.end - mention.start) + text[mention.end :]
    return text


def quoted(text: str, mentions: Iterable[Mention]) -> str:
    """What is written of each mention, once, for a message: “Japan”, “Tokyo”."""
    return ", ".join(dict.fromkeys(f"“{text[mention.start : mention.end]}”" for mention in mentions))


def spans(mentions: Iterable[Mention]) -> tuple[Span, ...]:
    """Where the mentions stand, as a finding has it."""
    return tuple((mention.start, mention.end) for mention in mentions)
