"""What a reader of parallel sentences yields: a unit with both texts, or a flaw with the reason."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Unit:
    """A text and its translation, as they stand in the file; `line` counts from one."""

    line: int
    en: str
    ru: str


@dataclass(frozen=True, slots=True)
class Flaw:
    """A place that holds no usable pair, and why."""

    line: int
    why: str


Found = Iterator[Unit | Flaw]

PRIMARY = {"en": "en", "eng": "en", "english": "en", "ru": "ru", "rus": "ru", "russian": "ru"}


def language(code: str) -> str | None:
    """ "en" or "ru" for a language tag, whatever its region and case ("EN-GB", "ru_RU"); None for others."""
    return PRIMARY.get(code.strip().replace("_", "-").partition("-")[0].lower())


def unit_of(line: int, record: Mapping[str, Any]) -> Unit | Flaw:
    """A unit from a mapping whose "en" and "ru" are strings."""
    en, ru = record.get("en"), record.get("ru")
    if isinstance(en, str) and isinstance(ru, str):
        return Unit(line, en, ru)
    return Flaw(line, 'no "en" and "ru" texts')
