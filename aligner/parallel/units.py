"""What a reader of parallel texts yields: a unit with both texts, or a flaw with the reason."""

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from aligner.records import Lang, Review


@dataclass(frozen=True, slots=True)
class Unit:
    """A text and its translation, as they stand in the file.

    Attributes
    ----------
    line
        Where it stands; counts from one.
    en, ru
        The texts; "" where one is missing.
    origin
        Where it stands, for a person: "unit 12", "row 3".
    confidence, score
        What the file says of the link; NaN where it says nothing.
    sizes
        Number of sentences of each side, of a unit that is a single bead; None where that is not known. Several
        sentences stand on a line each, or are to be split.
    group
        Units with the same group, one after the other, are one pair.
    review
        What the file says that people said.
    unread
        Names of what else the file says of it, which is not taken.
    """

    line: int
    en: str
    ru: str
    origin: str = ""
    confidence: float = math.nan
    score: float = math.nan
    sizes: tuple[int, int] | None = None
    group: str = ""
    review: Review | None = None
    unread: frozenset[str] = frozenset()

    @property
    def final(self) -> tuple[str, str]:
        """Both texts, as corrected where a person did so."""
        review = self.review or Review()
        return (self.en if review.en is None else review.en, self.ru if review.ru is None else review.ru)


@dataclass(frozen=True, slots=True)
class Flaw:
    """A place that holds no usable pair, and why."""

    line: int
    why: str


@dataclass(frozen=True, slots=True)
class Given:
    """A file that was read already (standard input)."""

    name: str
    data: bytes

    def __str__(self) -> str:
        return self.name


Source = Path | Given
Found = Iterator[Unit | Flaw]

PRIMARY: Mapping[str, Lang] = {
    **dict.fromkeys(("en", "eng", "english", "английский"), "en"),
    **dict.fromkeys(("ru", "rus", "russian", "русский"), "ru"),
}
_FINDING = re.compile(r"(?:error|warning|info) [\w-]+: ")


def language(code: str) -> Lang | None:
    """ "en" or "ru" for a tag or name, whatever its region and case ("EN-GB", "ru_RU", "Russian"); None for others."""
    return PRIMARY.get(code.strip().replace("_", "-").partition("-")[0].lower())


def unit_of(line: int, record: Mapping[str, Any], *, place: str = "line") -> Unit | Flaw:
    """A unit from a mapping whose "en" and "ru" are strings; a row of a corpus says more (`aligner.corpus.tables`)."""
    en, ru = record.get("en"), record.get("ru")
    if not isinstance(en, str) or not isinstance(ru, str):
        return Flaw(line, 'no "en" and "ru" texts')
    numbers = [record.get(f"{lang}_sentences") for lang in ("en", "ru")]
    sure = number(str(record.get("confidence")))
    taken = {"en", "ru", "score", *(["confidence"] if 0 <= sure <= 1 else [])}  # other measures are no probabilities
    sizes = [len(side) for side in numbers if isinstance(side, list)]
    return Unit(
        line,
        en,
        ru,
        f"{record['document']}:{record['row']}" if {"document", "row"} <= record.keys() else f"{place} {line}",
        confidence=sure if "confidence" in taken else math.nan,
        score=number(str(record.get("score"))),
        sizes=(sizes[0], sizes[1]) if len(sizes) == 2 else None,
        unread=frozenset(record.keys() - taken),
    )


def review_of(notes: list[str], *, approved: bool = False, rejected: bool = False) -> Review | None:
    """What people said of a unit; notes that only hold findings of the checks are passed over."""
    said = "\n".join(note.strip() for note in notes if note.strip() and not _FINDING.match(note))
    if not said and not approved and not rejected:
        return None
    return Review(status="approved" if approved else "rejected" if rejected else "open", comment=said)


def with_original(unit: Unit, *, en: str | None = None, ru: str | None = None) -> Unit:
    """The unit with the texts that were read first, where the file gives them; its own are then corrections of them."""
    if not en and not ru:
        return unit
    review = replace(unit.review or Review(), en=unit.en if en else None, ru=unit.ru if ru else None)
    return replace(unit, en=en or unit.en, ru=ru or unit.ru, review=review)


def number(text: str | None) -> float:
    """A number as it stands in a file; NaN for everything else, and for what is infinite."""
    try:
        value = float(text or "nan")
    except ValueError:
        return math.nan
    return value if math.isfinite(value) else math.nan
