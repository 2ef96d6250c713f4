"""What there is to say of a unit, in words: by the checks, and by people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from aligner.layout import flat
from aligner.records import Finding, Lang
from aligner.write.units import Unit

if TYPE_CHECKING:
    from aligner.alignment import Alignment

TOOL = "aligner"
ANYONE = "reviewer"  # who has not given a name
LOCALES: dict[Lang, str] = {"en": "en-US", "ru": "ru-RU"}


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to say, who says it and when, and on which side if that is known; the finding if it is one."""

    author: str
    text: str
    time: datetime | None = None
    finding: Finding | None = None
    lang: Lang | None = None


def remarks(unit: Unit) -> list[Remark]:
    """Findings, then what people have said: errors that they marked, a comment."""
    found = [Remark(TOOL, finding_text(finding), finding=finding) for finding in unit.findings]
    if unit.review is None:
        return found
    said = [f"{error.severity} {error.category}{': ' * bool(error.note)}{error.note}" for error in unit.review.errors]
    said += [unit.review.comment] * bool(unit.review.comment)
    return found + [Remark(_reviewer(unit), text, review_time(unit)) for text in said]


def corrections(unit: Unit) -> list[Remark]:
    """What was read, where it was corrected."""
    read: list[tuple[Lang, str | None]] = [("en", unit.read_en), ("ru", unit.read_ru)]
    return [
        Remark(_reviewer(unit), f"before: {flat(text) or '(nothing)'}", review_time(unit), lang=lang)
        for lang, text in read
        if text is not None
    ]


def finding_text(finding: Finding) -> str:
    """ "error date: 14 November in English, 15 ноября in Russian"."""
    return f"{finding.severity} {finding.check}: {finding.message}"


def marks(unit: Unit) -> list[str]:
    """What a reader should know of the unit at a glance, worded as everywhere: "doubtful", "moved: see 7"."""
    named = [unit.status] * (unit.status != "aligned")
    alone = ["unpaired"] * (unit.is_alone and not unit.see)
    moved = [f"moved: see {', '.join(unit.see)}"] * bool(unit.see)
    return named + alone + moved + ["corrected"] * unit.is_corrected


def title(alignment: Alignment) -> str:
    """The names of both texts, for people; one, if both are called the same."""
    return flat(" – ".join(dict.fromkeys(Path(document.name).name for document in (alignment.en, alignment.ru))))


def _reviewer(unit: Unit) -> str:
    return (unit.review.reviewer if unit.review else "") or ANYONE


def review_time(unit: Unit) -> datetime | None:
    """When the review was last changed, in UTC; None where that is not known."""
    try:
        time = datetime.fromisoformat(unit.review.time if unit.review else "")
    except ValueError:
        return None
    return time.astimezone(UTC) if time.tzinfo else time.replace(tzinfo=UTC)
