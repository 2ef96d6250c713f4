"""A text of a pair as it is shown: paragraphs of running text, cut where marks begin and end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TypeVar

from aligner.highlight import Segment, segments
from aligner.layout import flat, flat_spans
from aligner.records import Span

Label = TypeVar("Label")

_BLANK_LINES = re.compile(r"\s*\n[^\S\n]*\n\s*")


def paragraphs(text: str, marks: Sequence[tuple[Span, Label]] = ()) -> Iterator[list[Segment[Label]]]:
    """The segments of each paragraph, on one line; at least one paragraph, if an empty one.

    A mark that goes over the end of a paragraph goes on in the next one.
    """
    gaps = [found.span() for found in _BLANK_LINES.finditer(text)]
    for (_, start), (end, _) in pairwise([(0, 0), *gaps, (len(text), len(text))]):
        here = [(max(a, start) - start, min(b, end) - start) for (a, b), _ in marks if a < end and start < b]
        labels = [label for (a, b), label in marks if a < end and start < b]
        places = flat_spans(text[start:end], here)
        yield segments(flat(text[start:end]), [*zip(places, labels, strict=True)])


def lines(text: str) -> str:
    """A paragraph a line, for a cell of a spreadsheet."""
    return "\n".join(flat(block) for block in _BLANK_LINES.split(text))
