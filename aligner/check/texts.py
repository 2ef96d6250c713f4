"""What a check looks at: the two texts of a pair, what they mention, and what stands next to them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from aligner.check.extraction import read_mentions
from aligner.check.mentions import Mention
from aligner.records import Lang, Span

_SENTENCE_END = re.compile(
    r"(?<=[.!?…])(?<![ .(][A-ZА-ЯЁ]\.)(?<!^[A-ZА-ЯЁ]\.)"  # no initial
    r"[\"»”’')\]]*\s+(?=[\"«“„‘'(\[—–-]*\s*[A-ZА-ЯЁ])|\n{2,}"
)


@dataclass(frozen=True)
class Texts:
    """The two texts of a pair; "" for a side that has none."""

    en: str = ""
    ru: str = ""

    @cached_property
    def en_mentions(self) -> tuple[Mention, ...]:
        """What the English text mentions, read when first asked for."""
        return read_mentions(self.en, "en")

    @cached_property
    def ru_mentions(self) -> tuple[Mention, ...]:
        """What the Russian text mentions, read when first asked for."""
        return read_mentions(self.ru, "ru")

    def text(self, lang: Lang) -> str:
        """The text of one side."""
        return self.en if lang == "en" else self.ru

    def mentions(self, lang: Lang, *kinds: str) -> list[Mention]:
        """The mentions of one side, of these kinds only (all kinds when none is named)."""
        found = self.en_mentions if lang == "en" else self.ru_mentions
        return [mention for mention in found if not kinds or mention.kind in kinds]


@dataclass(frozen=True)
class PairTexts(Texts):
    """A pair under review, with the pairs before and after it.

    Examples
    --------
    >>> pair = PairTexts("It rained.", "Шёл дождь.", next=Texts("It snowed.", "Шёл снег."))
    >>> pair.text("ru")
    'Шёл дождь.'
    """

    previous: Texts = Texts()
    next: Texts = Texts()
    beads: tuple[tuple[Span, Span], ...] = ()

    @cached_property
    def units(self) -> tuple[tuple[Span, Span], ...]:
        """The smallest parts that belong together: English span, Russian span.

        The linked beads where they are known; else sentence by sentence, if both sides seem to have as many, of
        similar lengths; else the texts as a whole.
        """
        if self.beads:
            return self.beads
        en, ru = _sentences(self.en), _sentences(self.ru)
        if len(en) == len(ru) and all(_similar(*sides) for sides in zip(en, ru, strict=True)):
            return tuple(zip(en, ru, strict=True))
        return (((0, len(self.en)), (0, len(self.ru))),)

    def neighbours(self) -> Iterator[tuple[str, Texts]]:
        """("previous", pair before) and ("next", pair after), those that hold text."""
        for place, neighbour in (("previous", self.previous), ("next", self.next)):
            if neighbour.en or neighbour.ru:
                yield place, neighbour

    def moved(self, mention: Mention, lang: Lang) -> str | None:
        """Where the same value stands in the text of `lang` of a neighbour: "previous", "next" or None."""
        for place, neighbour in self.neighbours():
            if any((m.kind, m.value) == (mention.kind, mention.value) for m in neighbour.mentions(lang)):
                return place
        return None


def _similar(en: Span, ru: Span) -> bool:
    """Lengths that a sentence and its translation may have, one of them with a clause dropped."""
    longer, shorter = sorted((en[1] - en[0], ru[1] - ru[0]), reverse=True)
    return longer <= 2.5 * shorter + 10


def _sentences(text: str) -> list[Span]:
    """A rough cut, with the space between sentences."""
    cuts = [0, *(match.end() for match in _SENTENCE_END.finditer(text)), len(text)]
    return list(pairwise(cuts))
