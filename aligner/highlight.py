"""A text cut where marks begin and end: pieces that can be shown one after the other, however the marks overlap.

    text    The parties did not sign the agreement on 15 November.
    marks       aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
                                 bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb
    pieces  The |parties did not |sign the agreement| on 15 November|.
    labels       a                a, b                b

Whoever shows a text (a page, a Word document) asks for its segments and gives each the look of its labels. Nothing
is known here of what they mean.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Generic, NamedTuple, TypeVar

from aligner.records import Span

Label = TypeVar("Label")


@dataclass(frozen=True, slots=True)
class Segment(Generic[Label]):
    """A piece of a text, `text[start:end]`, and the labels of all marks that cover it, in the order they came in."""

    start: int
    end: int
    text: str
    labels: tuple[Label, ...] = ()


def segments(text: str, marks: Iterable[tuple[Span, Label]] = (), *, cuts: Iterable[int] = ()) -> list[Segment[Label]]:
    """The text in pieces; time is linear in the marks, but for sorting.

    Parameters
    ----------
    text
        What is cut.
    marks
        Spans of it, each with a label. They may overlap, and what reaches beyond the text is left out. A span
        without length marks a place: it gives an empty segment there.
    cuts
        Offsets where a segment ends in any case, such as the beginnings of sentences.

    Returns
    -------
    list of Segment
        In order; joined they are the text, each character once.

    Examples
    --------
    >>> [(piece.text, piece.labels) for piece in segments("one two", [((0, 3), "a"), ((2, 5), "b")])]
    [('on', ('a',)), ('e', ('a', 'b')), (' t', ('b',)), ('wo', ())]
    """
    begin: defaultdict[int, list[_Mark[Label]]] = defaultdict(list)
    edges = {0, len(text), *(cut for cut in cuts if 0 < cut < len(text))}
    for number, ((start, end), label) in enumerate(marks):
        first, last = max(start, 0), min(end, len(text))
        if first < last or start == end == first == last:
            begin[first].append(_Mark(number, last, label))
            edges |= {first, last}
    return [*_pieces(text, sorted(edges), begin)]


class _Mark(NamedTuple, Generic[Label]):
    """A mark, without where it begins."""

    number: int
    end: int
    label: Label


def _pieces(text: str, edges: list[int], begin: Mapping[int, list[_Mark[Label]]]) -> Iterator[Segment[Label]]:
    """From edge to edge, with the marks that are open there."""
    open_marks: list[_Mark[Label]] = []
    for start, end in pairwise([*edges, len(text)]):
        here = begin.get(start, [])
        if points := [mark for mark in here if mark.end == start]:
            yield Segment(start, start, "", _labels(points))
        open_marks = [mark for mark in (*open_marks, *here) if mark.end > start]
        if start < end:
            yield Segment(start, end, text[start:end], _labels(open_marks))


def _labels(marks: list[_Mark[Label]]) -> tuple[Label, ...]:
    return tuple(dict.fromkeys(mark.label for mark in sorted(marks, key=lambda mark: mark.number)))
