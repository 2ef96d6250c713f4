"""Moved passages on made vectors; weights of our own, so no model is needed."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made import CALIBRATION, WORDS, made_side

from aligner.beads import align_sides
from aligner.moved import ACCEPTED, Passage, find_moved, passages
from aligner.pins import read_pins

STRONG = [[3 * k % WORDS, (5 * k + 1) % WORDS, (7 * k + 2) % WORDS] * 4 for k in range(12)]


#: Merging costs nothing, and only the cosine counts.
MERGING = replace(
    CALIBRATION,
    kinds=dict.fromkeys(CALIBRATION.kinds, 0.0),
    links=dict.fromkeys(CALIBRATION.links, 0.0) | {"cosine": 30.0},
)


def moved_between(en, ru, pins=(), calibration=CALIBRATION):
    sides = made_side("en", en), made_side("ru", ru)
    given_pins = read_pins(pins, len(en), len(ru))
    beads = align_sides(*sides, calibration, pins=given_pins)
    return beads, find_moved(*sides, beads, calibration, pins=given_pins)


def spans(moved):
    return [([*bead.en], [*bead.ru]) for bead in moved]


def test_a_passage_at_another_place_is_found():
    beads, moved = moved_between(STRONG, [*STRONG[3:], *STRONG[:3]])
    assert spans(moved) == [([0], [9]), ([1], [10]), ([2], [11])]
    assert [bead.kind for bead in moved] == ["moved"] * 3
    assert all(ACCEPTED <= bead.confidence <= 1 for bead in moved)
    assert [bead.kind for bead in beads] == ["1-0"] * 3 + ["1-1"] * 9 + ["0-1"] * 3


def test_it_may_be_moved_on_either_side_and_in_either_direction():
    back = [*STRONG[:2], *STRONG[9:], *STRONG[2:9]]
    assert spans(moved_between(STRONG, back)[1]) == [([9], [2]), ([10], [3]), ([11], [4])]
    assert spans(moved_between(back, STRONG)[1]) == [([2], [9]), ([3], [10]), ([4], [11])]


def test_two_sentences_may_have_become_one_on_the_way():
    ru = [*STRONG[:5], *STRONG[7:], STRONG[5] + STRONG[6]]
    _, moved = moved_between(STRONG, ru, calibration=MERGING)
    assert spans(moved) == [([5, 6], [10])]
    assert moved[0].kind == "moved"


def test_the_same_text_is_not_moved():
    assert moved_between(STRONG, STRONG)[1] == ()
    assert moved_between(STRONG, [])[1] == ()
    assert moved_between([], [])[1] == ()


def test_what_was_lost_is_not_moved():
    rng = np.random.default_rng(4)
    other = [[*rng.integers(0, WORDS, 12)] for _ in range(3)]
    assert moved_between([*other, *STRONG], STRONG)[1] == ()
    assert moved_between([*STRONG[:4], *STRONG[7:]], [*STRONG[:9], *STRONG[11:]])[1] == ()


def test_a_sentence_that_stands_elsewhere_too_is_nobody_s_counterpart():
    """Left alone on both sides, it matches what is left alone; but also what is linked already."""
    thanks = STRONG[0]
    en = [thanks, *STRONG[1:4], thanks, *STRONG[4:]]
    ru = [*STRONG[1:4], thanks, *STRONG[4:], thanks]
    beads, moved = moved_between(en, ru)
    assert {bead.kind for bead in beads} == {"1-1", "1-0", "0-1"}
    assert moved == ()


def test_a_short_sentence_is_no_evidence():
    ru = [*STRONG[1:], [0]]
    assert moved_between([[0], *STRONG[1:]], ru)[1] == ()


def test_who_pins_a_null_means_it():
    ru = [*STRONG[3:], *STRONG[:3]]
    assert spans(moved_between(STRONG, ru, [([1], [])])[1]) == [([0], [9]), ([2], [11])]
    assert moved_between(STRONG, ru, [([0, 1, 2], [])])[1] == ()


def test_runs_in_the_same_gap_are_not_moved():
    """No link lies between them: the ladder has seen them and left them."""
    pins = [([i], [i]) for i in range(12) if i != 5] + [([5], []), ([], [5])]
    assert moved_between(STRONG, STRONG, pins)[1] == ()
    sides = made_side("en", STRONG), made_side("ru", STRONG)
    beads = align_sides(*sides, CALIBRATION, pins=pins)
    assert list(passages(*sides, beads, CALIBRATION)) == []


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10), st.integers(1, 4), st.integers(0, 11), st.booleans())
def test_the_ladder_stays_and_links_hold_only_what_it_leaves(first, size, to, swapped):
    rest = [*STRONG[:first], *STRONG[first + size :]]
    other = [*rest[:to], *STRONG[first : first + size], *rest[to:]]
    en, ru = (other, STRONG) if swapped else (STRONG, other)
    beads, moved = moved_between(en, ru)
    assert [i for bead in beads for i in bead.en] == [*range(len(en))]
    assert [j for bead in beads for j in bead.ru] == [*range(len(ru))]
    assert not any(bead.moved for bead in beads)
    nulls = [{bead.en.start for bead in beads if not bead.ru}, {bead.ru.start for bead in beads if not bead.en}]
    for side, runs in enumerate(([bead.en for bead in moved], [bead.ru for bead in moved])):
        held = [number for run in runs for number in run]
        assert len(held) == len(set(held))
        assert set(held) <= nulls[side]
    assert all(en[i] == ru[j] for bead in moved for i, j in zip(bead.en, bead.ru, strict=False))
    for bead in moved:  # it crosses a link: some link stands before it on one side and behind it on the other
        assert any(
            (link.en.start < bead.en.start) != (link.ru.start < bead.ru.start) for link in beads if not link.is_null
        )


@pytest.mark.parametrize("better", ["gain", "margin"])
def test_more_evidence_is_more_confidence(better):
    values = {"gain": 5.0, "margin": 2.0, "chances": 4.0}
    low, high = Passage((), **values), Passage((), **values | {better: values[better] + 1})
    assert 0 < low.confidence < high.confidence < 1
