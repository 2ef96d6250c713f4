"""The beads format: a line per bead, `[0,1]:[0]:0.9731`.

Zero-based sentence numbers of each side, then the confidence. A null has an empty side, and a line for
each sentence. Every sentence appears exactly once. vecalign and bertalign write and score the same lines.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING

from aligner.errors import FormatError, InputError
from aligner.records import Bead
from aligner.write.files import Rendered
from aligner.write.units import unsaid

if TYPE_CHECKING:
    from aligner.alignment import Alignment

_LINE = re.compile(r"\[([\d,\s]*)\]\s*:\s*\[([\d,\s]*)\]\s*(?::\s*(\S+)\s*)?")


def render(alignment: Alignment, level: str) -> Rendered:
    """The beads of the whole alignment; sentences are the only level there is."""
    notes = unsaid(alignment)
    return Rendered("".join(f"{line}\n" for line in bead_lines(alignment.beads)).encode(), tuple(notes))


def bead_lines(beads: Sequence[Bead]) -> Iterator[str]:
    """One line per bead, one per sentence for a null; the confidence is left out where it is not known."""
    for bead in beads:
        confidence = "" if math.isnan(bead.confidence) else f":{bead.confidence:.4f}"
        if bead.is_null:
            yield from (f"[{i}]:[]{confidence}" for i in bead.en)
            yield from (f"[]:[{j}]{confidence}" for j in bead.ru)
        else:
            yield f"[{_numbers(bead.en)}]:[{_numbers(bead.ru)}]{confidence}"


def read_beads(path: str | PathLike[str]) -> list[Bead]:
    """Read a file of beads.

    Returns
    -------
    list of Bead
        In the order of the file. The score is unknown (NaN), and so is the confidence of a line without one.

    Raises
    ------
    InputError
        The file can't be read.
    FormatError
        A line is no bead, or a sentence is missing or appears twice; with file and line.
    """
    name = fspath(path)
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError(f"{name}: can't be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise FormatError(f"{name}: not a file of beads: not UTF-8 at byte {error.start}") from error
    numbered = [(n, line) for n, line in enumerate(text.split("\n"), 1) if line.strip()]
    beads = [_parse(line.strip(), f"{name}:{n}") for n, line in numbered]
    if not beads:
        raise FormatError(f"{name}: no beads in it; a line is like [0,1]:[0] or [2]:[]")
    fault = find_fault(beads)
    if fault:
        index, message = fault
        raise FormatError(f"{name}:{numbered[index][0]}: {message}; every sentence must appear exactly once")
    return beads


def find_fault(beads: Sequence[Bead]) -> tuple[int, str] | None:
    """The first repeated or missing sentence: index of the bead where it shows, and what is wrong."""
    for side, spans in (("English", [b.en for b in beads]), ("Russian", [b.ru for b in beads])):
        where: dict[int, int] = {}
        for index, span in enumerate(spans):
            for number in span:
                if where.setdefault(number, index) != index:
                    return index, f"{side} sentence {number} is there twice"
        missing = next((i for i in range(len(where)) if i not in where), None)
        if missing is not None:
            index = min(where[number] for number in where if number > missing)
            return index, f"{side} sentence {missing} is missing"
    return None


def _parse(line: str, where: str) -> Bead:
    match = _LINE.fullmatch(line)
    try:
        if not match:
            raise ValueError
        en, ru = _range(match[1]), _range(match[2])
        confidence = float(match[3]) if match[3] else math.nan
    except ValueError:
        raise FormatError(f"{where}: not a bead: {line[:60]!r}; a line is like [0,1]:[0]:0.97") from None
    if not en and not ru:
        raise FormatError(f"{where}: both sides are empty")
    if not (math.isnan(confidence) or 0 <= confidence <= 1):
        raise FormatError(f"{where}: the confidence {confidence:g} is not between 0 and 1")
    return Bead(en, ru, math.nan, confidence)


def _range(text: str) -> range:
    """ "3,4" → range(3, 5); ValueError unless the numbers follow one another."""
    numbers = [int(number) for number in text.split(",")] if text.strip() else []
    if not numbers:
        return range(0)
    span = range(numbers[0], numbers[0] + len(numbers))
    if numbers != [*span]:
        raise ValueError
    return span


def _numbers(span: range) -> str:
    return ",".join(map(str, span))
