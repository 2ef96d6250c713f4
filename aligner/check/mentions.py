"""What a text mentions, as values that both languages share: dates, sums, numbers, names of organisations.

`aligner.check.extraction` finds them.
"""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass

from aligner.records import Lang, Span

_QUOTED = 60  # characters of a text that a message quotes
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


def quoted(text: str, mentions: Iterable[Mention], lang: Lang) -> str:
    """What is written of each mention, once, for a message: “Japan”, “Tokyo” or «Япония»."""
    return ", ".join(dict.fromkeys(in_quotes(text[mention.start : mention.end], lang) for mention in mentions))


def in_quotes(text: str, lang: Lang) -> str:
    """A quotation on one line, in the marks of its language."""
    words = " ".join(text.split())
    return f"“{words}”" if lang == "en" else f"«{words}»"


def shortened(text: str) -> str:
    """The beginning of a text, for a message: sixty characters at most."""
    text = " ".join(text.split())
    return text if len(text) <= _QUOTED else text[: _QUOTED - 1].rstrip() + "…"


def spans(mentions: Iterable[Mention]) -> tuple[Span, ...]:
    """Where the mentions stand, as a finding has it."""
    return tuple((mention.start, mention.end) for mention in mentions)


def shifted(found: tuple[Span, ...], by: int) -> tuple[Span, ...]:
    """Spans of a part of a text as spans of the text."""
    return tuple((start + by, end + by) for start, end in found)
