"""Reads parallel sentences for training: tab-separated files, tables, TMX, Moses pairs, JSONL, all of them also .gz.

The format is told by the suffix, in `aligner.formats`; .txt is tab-separated here. A line that holds no usable pair
is counted and remembered, never fatal; a file that can't be read at all, or whose languages are the wrong way round,
is.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from aligner.errors import FormatError, InputError
from aligner.formats import by_suffix, having
from aligner.parallel.lines import read_tsv
from aligner.parallel.moses import HALVES, half
from aligner.parallel.units import Flaw, Found, Source, Unit

__all__ = ["FileCount", "PairReader", "Parallel", "open_pairs", "read_parallel"]

PLACES = 5  # flaws that are remembered with their places
SAMPLE = 1000  # pairs of a file whose languages are looked at

PairReader = Callable[[Source], Found]

_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_LATIN = re.compile(r"[A-Za-z]")


@dataclass(frozen=True, slots=True)
class FileCount:
    """A file and what came of it: pairs used, lines left out, exact duplicates of earlier pairs dropped."""

    name: str
    pairs: int
    flaws: int
    duplicates: int


@dataclass(frozen=True, slots=True)
class Parallel:
    """Sentence pairs `(en, ru)`, spaces evened out, in the order of the files; what they came from.

    `places` are the first few lines left out: "memory.tsv:17: no Russian".
    """

    pairs: tuple[tuple[str, str], ...]
    sources: tuple[FileCount, ...]
    places: tuple[str, ...]

    @property
    def flaws(self) -> int:
        """Lines left out."""
        return sum(source.flaws for source in self.sources)

    @property
    def duplicates(self) -> int:
        """Pairs dropped because the same pair came before."""
        return sum(source.duplicates for source in self.sources)


def read_parallel(paths: Sequence[str | Path], *, keep_duplicates: bool = False) -> Parallel:
    """Read several files.

    Parameters
    ----------
    paths : files; of a Moses pair (`x.en`, `x.ru`) one or both
    keep_duplicates : whether a pair that comes again is taken again

    Raises
    ------
    InputError : a file is missing or damaged, its languages are the wrong way round, or no file holds a pair
    FormatError : a suffix that tells no format
    """
    pairs: list[tuple[str, str]] = []
    seen: set[tuple[str, str]] = set()
    sources: list[FileCount] = []
    places: list[str] = []
    for name, found in dict(map(open_pairs, map(Path, paths))).items():
        before, flaws, duplicates = len(pairs), 0, 0
        for item in found:
            checked = _checked(item)
            if isinstance(checked, Flaw):
                flaws += 1
                if len(places) < PLACES:
                    places.append(f"{name}:{checked.line}: {checked.why}")
            elif checked in seen and not keep_duplicates:
                duplicates += 1
            else:
                seen.add(checked)
                pairs.append(checked)
        _check_sides(name, pairs[before : before + SAMPLE])
        sources.append(FileCount(name, len(pairs) - before, flaws, duplicates))
    if not pairs:
        why = f"; {places[0]}" if places else ""
        raise InputError(f"{', '.join(map(str, paths))}: no sentence pair that can be used{why}")
    return Parallel(tuple(pairs), tuple(sources), tuple(places))


def open_pairs(path: Path) -> tuple[str, Found]:
    """The name of a file or Moses pair, and its units; what is wrong with the file itself is one message.

    Raises
    ------
    FormatError : a suffix that tells no format
    InputError : the other half of a Moses pair is missing; while reading: the file is damaged
    """
    kind = _suffix(path)
    reader = _reader(kind)
    if kind in HALVES:
        path = half(path, HALVES[0])
    if reader is None:
        known = ", ".join(suffix for format in having("pairs") for suffix in format.suffixes + format.also)
        raise FormatError(f"{path}: can't tell the format of {kind or 'a file without suffix'}; known are {known}")
    return f"{path}", guarded(f"{path}", reader(path))


def _reader(suffix: str) -> PairReader | None:
    if suffix == ".txt":
        return read_tsv
    format = by_suffix(suffix, "pairs")
    return format.function("pairs") if format else None


def _suffix(path: Path) -> str:
    """The suffix that tells the format, in lower case, without .gz."""
    return (path.with_suffix("") if path.suffix.lower() == ".gz" else path).suffix.lower()


def guarded(name: str, found: Found) -> Found:
    """The same, but whatever goes wrong with the file itself is one message."""
    try:
        yield from found
    except OSError as error:
        raise InputError(f"{name}: can't be read: {error.strerror or error}") from error
    except (EOFError, zlib.error) as error:
        raise InputError(f"{name}: damaged or cut short: {error}") from error


def _checked(item: Unit | Flaw) -> tuple[str, str] | Flaw:
    """Both texts with their spaces evened out, or what is wrong."""
    if isinstance(item, Flaw):
        return item
    if item.review and item.review.status == "rejected":
        return Flaw(item.line, "rejected by a reviewer")
    en, ru = (" ".join(text.split()) for text in item.final)
    if not en or not ru:
        return Flaw(item.line, "no Russian" if en else "no English" if ru else "both sides are empty")
    try:
        (en + ru).encode()
    except UnicodeEncodeError:
        return Flaw(item.line, "not UTF-8; save the file as UTF-8")
    return en, ru


def _check_sides(name: str, pairs: Sequence[tuple[str, str]]) -> None:
    """English must not stand where Russian should; told by the letters, where nearly all pairs agree."""
    if len(pairs) < 10:
        return
    swapped = sum(bool(_CYRILLIC.search(en) and _LATIN.search(ru) and not _CYRILLIC.search(ru)) for en, ru in pairs)
    if swapped > len(pairs) / 2:
        raise InputError(f"{name}: Russian stands where English should, and the other way round; swap the two")
