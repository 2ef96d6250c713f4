"""Texts in pieces: every character once, under the marks that cover it."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligner.highlight import segments

SPANS = st.tuples(st.integers(-3, 15), st.integers(-3, 15)).map(lambda ends: (min(ends), max(ends)))
MARKS = st.lists(st.tuples(SPANS, st.sampled_from("abcd")), max_size=6)
CUTS = st.lists(st.integers(-3, 15), max_size=4)


def shown(text, marks=(), cuts=()):
    return [(piece.text, "".join(piece.labels)) for piece in segments(text, marks, cuts=cuts)]


@pytest.mark.parametrize(
    ("marks", "cuts", "expected"),
    [
        ([], [], [("one two", "")]),
        ([((0, 3), "a"), ((2, 5), "b")], [], [("on", "a"), ("e", "ab"), (" t", "b"), ("wo", "")]),
        ([((0, 7), "a"), ((4, 7), "b")], [], [("one ", "a"), ("two", "ab")]),
        ([((4, 7), "b"), ((4, 7), "a")], [], [("one ", ""), ("two", "ba")]),
        ([((4, 7), "a"), ((4, 5), "a")], [], [("one ", ""), ("t", "a"), ("wo", "a")]),
        ([((0, 3), "a")], [2, 4], [("on", "a"), ("e", "a"), (" ", ""), ("two", "")]),
        ([((4, 4), "a")], [], [("one ", ""), ("", "a"), ("two", "")]),
        ([((7, 7), "a"), ((4, 7), "b")], [], [("one ", ""), ("two", "b"), ("", "a")]),
        ([((-5, 1), "a"), ((6, 99), "b"), ((7, 9), "c"), ((8, 8), "d")], [], [("o", "a"), ("ne tw", ""), ("o", "b")]),
    ],
)
def test_pieces(marks, cuts, expected):
    assert shown("one two", marks, cuts) == expected


def test_an_empty_text_has_room_for_a_point_only():
    assert shown("", [((0, 3), "a")], [0]) == []
    assert shown("", [((0, 0), "a")]) == [("", "a")]


@given(st.text(max_size=12), MARKS, CUTS)
def test_joined_they_are_the_text(text, marks, cuts):
    found = segments(text, marks, cuts=cuts)
    assert "".join(piece.text for piece in found) == text
    assert all(text[piece.start : piece.end] == piece.text for piece in found)
    assert all(one.end == other.start for one, other in pairwise(found))


@given(st.text(max_size=12), MARKS, CUTS)
def test_each_character_carries_its_marks_and_no_others(text, marks, cuts):
    for piece in segments(text, marks, cuts=cuts):
        for at in range(piece.start, piece.end):
            assert piece.labels == tuple(dict.fromkeys(label for (start, end), label in marks if start <= at < end))


@given(st.text(min_size=1, max_size=12), MARKS, CUTS)
def test_no_segment_reaches_over_a_cut(text, marks, cuts):
    ends = {piece.end for piece in segments(text, marks, cuts=cuts)}
    assert {cut for cut in cuts if 0 < cut < len(text)} <= ends
