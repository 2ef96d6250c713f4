"""Printed lines to paragraphs: what a page layout has torn apart is joined again.

A new paragraph shows by a wider gap, an indent, another size of type, a list marker, or a line that ends early. Over
the end of a page, text goes on unless a sentence has ended. At a hyphen that ends a line, the word is looked up among
the others of the text; where that doesn't tell, the hyphen goes if the text has many such lines.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from statistics import median

from aligner.layout import begins_item
from aligner.read.blocks import Block

GAP = 1.35  # of the usual distance between lines: more ends a paragraph
SHORT = 0.7  # of the usual length of a line, with the next word: less ends a paragraph
ENDED = 0.85  # the same after a sentence
EDGE = 2  # lines at the top and the bottom of a page that may be running heads
PAGES = 3  # that a running head must stand on
HYPHENATED = 0.03  # of the lines end in a hyphen where words are divided

_ENDS = re.compile(r"""[.!?…:;]["»”’)\]]*\Z""")
_BULLET = re.compile(r"[–—•·▪◦●-]\s")  # before a small letter, too, after a colon or a semicolon
_DIVIDED = re.compile(r"([^\W\d_]+)([-\u2010\u00ad])\Z")
_GOES_ON = re.compile(r"[^\W\d_]+")
_WORD = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*")
_PAGE_NUMBER = re.compile(
    r"[\[(–—-]*\s*(?:page|p\.|стр\.|с\.|страница)?\s*(\d{1,4})\s*(?:(?:of|из|/)\s*\d{1,4})?\s*[\])–—-]*", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A line of a page: where it begins in points, from the lower left corner, and the size of its type."""

    text: str
    x: float
    y: float
    size: float
    page: int


def without_running_heads(pages: Sequence[Sequence[PrintedLine]]) -> tuple[list[PrintedLine], int]:
    """The lines of all pages but for running heads and page numbers, and how many these are.

    A running head is the same text, but for numbers, at the same height of several pages; a page number counts them.
    """
    edges = [_edges(page) for page in pages]
    heads = Counter(key for page in edges for key in {_key(line) for line in page})
    counts = Counter(count for page in edges for count in {_counted(line) for line in page})
    least = 2 if len(pages) > 1 else 1
    dropped = {
        id(line)
        for page in edges
        for line in page
        if heads[_key(line)] >= PAGES or ((count := _counted(line)) is not None and counts[count] >= least)
    }
    kept = [line for page in pages for line in page if id(line) not in dropped]
    return kept, len(dropped)


def paragraphs(lines: Sequence[PrintedLine]) -> Iterator[Block]:
    """The paragraphs, each with the page where it begins."""
    if not lines:
        return
    body = Counter(line.size for line in lines for _ in range(len(line.text))).most_common(1)[0][0]
    lengths = sorted(len(line.text) for line in lines if line.size == body)
    width = lengths[int(len(lengths) * 0.9)]
    steps = [a.y - b.y for a, b in pairwise(lines) if a.page == b.page and 0 < a.y - b.y < 4 * max(a.size, 1.0)]
    leading = median(steps) if steps else 0.0
    join = _Joiner(lines)
    unit = [lines[0]]
    for line in lines[1:]:
        if _breaks(unit, line, leading, width):
            yield _block(unit, body, join)
            unit = []
        unit.append(line)
    yield _block(unit, body, join)


def _edges(page: Sequence[PrintedLine]) -> list[PrintedLine]:
    """The lines at the top and the bottom of a page."""
    heights = sorted({round(line.y) for line in page})
    outer = {*heights[:EDGE], *heights[-EDGE:]}
    return [line for line in page if round(line.y) in outer]


def _key(line: PrintedLine) -> tuple[str, int]:
    return re.sub(r"\d+", "#", " ".join(line.text.split())), round(line.y / 3)


def _counted(line: PrintedLine) -> int | None:
    """By how much a page number differs from the page's place in the file; None if it is none."""
    found = _PAGE_NUMBER.fullmatch(line.text)
    return int(found[1]) - line.page if found else None


def _breaks(unit: Sequence[PrintedLine], line: PrintedLine, leading: float, width: int) -> bool:
    """Whether `line` begins a paragraph."""
    last = unit[-1]
    if abs(line.size - last.size) > 0.1 * max(last.size, line.size):
        return True
    ended, goes_on = _ENDS.search(last.text) is not None, line.text[0].islower()
    if (ended and _BULLET.match(line.text)) or (begins_item(line.text) and (ended or begins_item(unit[0].text))):
        return True
    if last.page != line.page or line.y > last.y + 1:  # another page or column
        return ended or (len(last.text) < SHORT * width and not goes_on)
    if last.y - line.y > GAP * leading:
        return True
    hangs = len(unit) == 1 and begins_item(last.text)
    if line.x > last.x + 0.5 * line.size and abs(last.y - line.y) > 1 and not hangs:
        return ended or not goes_on
    return not goes_on and len(last.text) + 1 + len(line.text.split()[0]) < (ENDED if ended else SHORT) * width


def _block(unit: Sequence[PrintedLine], body: float, join: _Joiner) -> Block:
    heading = unit[0].size > 1.15 * body and len(unit) < 6
    return Block(join(line.text for line in unit), "heading" if heading else None, f"page {unit[0].page}")


class _Joiner:
    """Joins the lines of a paragraph; knows the words of the text."""

    def __init__(self, lines: Sequence[PrintedLine]) -> None:
        divided = sum(_DIVIDED.search(line.text) is not None for line in lines)
        self._drops = divided > HYPHENATED * len(lines)
        self._words = Counter(chain.from_iterable(_WORD.findall(line.text.lower()) for line in lines))

    def __call__(self, lines: Iterator[str]) -> str:
        parts = [next(lines)]
        for line in lines:
            head, tail = _DIVIDED.search(parts[-1][-60:]), _GOES_ON.match(line)
            if not (head and tail and tail[0][0].islower()):
                parts.append(" ")
            elif self._is_one_word(head[1], head[2], tail[0]):
                parts[-1] = parts[-1][:-1]
            parts.append(line)
        return "".join(parts)

    def _is_one_word(self, head: str, hyphen: str, tail: str) -> bool:
        whole, parted = f"{head}{tail}".lower(), f"{head}-{tail}".lower()
        if hyphen == "\u00ad" or self._words[whole] > self._words[parted]:
            return True
        return self._drops and not self._words[parted]
