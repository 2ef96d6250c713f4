"""What a text mentions, as values that both languages share: dates, sums, numbers, names of organisations.

`aligner.check.extraction` finds them.
"""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass

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
