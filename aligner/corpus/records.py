"""What flows through a corpus run: entries of a manifest in, outcomes of documents out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

from aligner.records import Lang

Level = Literal["sentence", "paragraph"]
LEVELS: tuple[Level, ...] = ("sentence", "paragraph")

Progress = Callable[[str, int, int], None]  # the step, how much of it is done, of how much

_SURROGATE = re.compile("[\ud800-\udfff]")


def clean(text: str) -> str:
    """Text that can be written as UTF-8: lone surrogates (broken files and file names) become U+FFFD."""
    return _SURROGATE.sub("\ufffd", text)


@dataclass(frozen=True, slots=True)
class Source:
    """One side of a document pair: a file, or a text that the manifest holds.

    `name` is how the manifest names it (a path as written there, "" for a text), `path` where it lies.
    """

    name: str = ""
    path: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """A document pair to align; `metadata` are the manifest's other columns, as strings."""

    id: str
    en: Source
    ru: Source
    metadata: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Flaw:
    """An entry that names no document pair, and why: recorded like a broken document."""

    id: str
    why: str


@dataclass(frozen=True, slots=True)
class Extra:
    """A document without counterpart, and what there is to say of that."""

    lang: Lang
    name: str
    why: str = "no counterpart"


Entry = Item | Flaw | Extra


@dataclass(frozen=True, slots=True)
class Work:
    """What a worker has to know; what it makes depends on this and the document alone.

    `checks` are the review checks that are run on every pair.
    """

    model: str | None = None
    device: str | None = None
    batch_size: int | None = None
    presegmented: bool = False
    encoding: str | None = None
    levels: tuple[Level, ...] = LEVELS
    checks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """What one level of an aligned document holds, as compressed Arrow streams (`tables`): the rows to be written,
    and the facts about them that the filters look at, row by row.
    """

    rows: bytes
    facts: bytes


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a document: an error, or what was found at each level.

    `sentences` and `sha256` (of the text) are for English and Russian; `notes` say how the files were read.
    """

    id: str
    error: str | None = None
    notes: tuple[str, ...] = ()
    sentences: tuple[int, int] = (0, 0)
    sha256: tuple[str, str] = ("", "")
    found: Mapping[Level, Found] = field(default_factory=dict, hash=False)


class Engine(Protocol):
    """Aligns documents somewhere; outcomes come as they are ready, one for each item."""

    def __call__(self, items: Iterator[Item], work: Work, *, total: int) -> Iterator[Outcome]: ...
