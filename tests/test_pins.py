"""Pins: what they may be, and what the alignment makes of them (on made vectors, see `made`)."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made import CALIBRATION, WORDS, made_side

from aligner import band
from aligner.beads import align_sides, score_lattice
from aligner.candidates import KINDS
from aligner.errors import InputError
from aligner.lattice import best_path, posteriors
from aligner.pins import notation, read_pins


def test_links_in_document_order_and_then_nulls_one_by_one():
    pins = [([7], [5, 6]), ([3, 4], []), ((0, 1), range(2)), ([], [9])]
    assert read_pins(pins, 8, 10) == [
        (range(2), range(2)),
        (range(7, 8), range(5, 7)),
        (range(3, 4), range(0)),
        (range(4, 5), range(0)),
        (range(0), range(9, 10)),
    ]
    assert read_pins([], 0, 0) == []


def test_numbers_of_numpy_are_numbers():
    assert read_pins([(np.arange(2), np.array([0]))], 2, 1) == [(range(2), range(1))]


@pytest.mark.parametrize(
    ("pins", "message"),
    [
        ([([3, 5], [1])], r"pin \[3,5\]:\[1\]: its sentences must follow one another"),
        ([([2, 1], [1])], r"pin \[2,1\]:\[1\]: its sentences must follow one another"),
        ([([], [])], r"pin \[\]:\[\]: both sides are empty"),
        ([([1], [1]), ([2], [1])], r"pin \[2\]:\[1\]: Russian sentence 1 is in pin \[1\]:\[1\] too"),
        ([([1], []), ([1], [0])], r"pin \[1\]:\[0\]: English sentence 1 is in pin \[1\]:\[\] too"),
        ([([9, 10], [1])], r"pin \[9,10\]:\[1\]: there is no such English sentence, only 0 to 9"),
        ([([1], [-1])], r"pin \[1\]:\[-1\]: there is no such Russian sentence, only 0 to 9"),
        ([([5], [1]), ([2], [7])], r"pin \[5\]:\[1\] crosses pin \[2\]:\[7\]; pins must run in the same order"),
        ([(1, 2)], r"pin \(1, 2\): not two lists of sentence numbers"),
        ([([1.5], [2])], r"pin \(\[1.5\], \[2\]\): not two lists of sentence numbers"),
        ([([1], [2], [3])], r"not two lists of sentence numbers"),
    ],
)
def test_a_pin_that_can_not_be_kept_is_named(pins, message):
    with pytest.raises(InputError, match=message):
        read_pins(pins, 10, 10)


def test_no_sentences_at_all():
    with pytest.raises(InputError, match=r"pin \[\]:\[0\]: there is no such Russian sentence, none"):
        read_pins([([], [0])], 3, 0)


def test_notation():
    assert notation([0, 1], range(2, 3)) == "[0,1]:[2]"


sentences = st.lists(st.lists(st.integers(0, WORDS - 1), min_size=1, max_size=3), max_size=7)


@st.composite
def made_pins(draw, n, m):
    """Pins that can be kept: monotone links of any size, and nulls among the sentences left."""
    pins, left = [], ([], [])
    i = j = 0
    while i < n or j < m:
        a, b = draw(st.integers(0, min(5, n - i))), draw(st.integers(0, min(5, m - j)))
        if a and b and draw(st.booleans()):
            pins.append((range(i, i + a), [*range(j, j + b)]))
        else:
            a, b = max(a, i < n), max(b, i == n)
            left[0].extend(range(i, i + a))
            left[1].extend(range(j, j + b))
        i, j = i + a, j + b
    pins += [([i], []) for i in left[0] if draw(st.booleans())]
    pins += [([], [j]) for j in left[1] if draw(st.booleans())]
    return draw(st.permutations(pins))


def steps(beads):
    return [(bead.en, bead.ru) for bead in beads]


def check_complete(beads, n, m):
    assert [i for bead in beads for i in bead.en] == [*range(n)]
    assert [j for bead in beads for j in bead.ru] == [*range(m)]
    assert all(bead.en or bead.ru for bead in beads)
    assert all(len(bead.en) + len(bead.ru) == 1 for bead in beads if bead.is_null)
    assert all(0 <= bead.confidence <= 1 for bead in beads)


@settings(max_examples=60, deadline=None)
@given(st.data(), sentences, sentences)
def test_pins_are_kept_and_every_sentence_stands_once(data, en, ru):
    en_side, ru_side = made_side("en", en), made_side("ru", ru)
    pins = data.draw(made_pins(len(en), len(ru)))
    beads = align_sides(en_side, ru_side, CALIBRATION, pins=pins)
    check_complete(beads, len(en), len(ru))
    found = {(tuple(bead.en), tuple(bead.ru)): bead for bead in beads}
    for pinned in pins:
        bead = found[tuple(pinned[0]), tuple(pinned[1])]
        assert (bead.confidence, bead.score) == (1.0, 0.0)


@settings(max_examples=40, deadline=None)
@given(st.data(), sentences, sentences)
def test_pinning_what_was_found_changes_nothing(data, en, ru):
    en_side, ru_side = made_side("en", en), made_side("ru", ru)
    beads = align_sides(en_side, ru_side, CALIBRATION)
    pins = [(bead.en, bead.ru) for bead in beads if data.draw(st.booleans())]
    again = align_sides(en_side, ru_side, CALIBRATION, pins=pins)
    assert steps(again) == steps(beads)
    for before, after in zip(beads, again, strict=True):  # and knowing more makes nothing of the best path less sure
        pinned = (before.en, before.ru) in pins
        assert after.score == (0.0 if pinned else pytest.approx(before.score, abs=1e-4))


@settings(max_examples=40, deadline=None)
@given(st.data(), sentences, sentences)
def test_confidence_is_conditional_on_the_pins(data, en, ru):
    """Oracle: P(bead | pin) = P(bead and pin) / P(pin), by taking out of the whole lattice what misses the pin."""
    en_side, ru_side = made_side("en", en), made_side("ru", ru)
    lattice = score_lattice(en_side, ru_side, band.find_band(en_side, ru_side), CALIBRATION)
    links = [step for step in best_path(lattice) if step[0] and step[1]]
    if not links:
        return
    pin = data.draw(st.sampled_from(links))
    beads = align_sides(en_side, ru_side, CALIBRATION, pins=[pin])
    k, where = KINDS.index((len(pin[0]), len(pin[1]))), lattice.nodes.number(pin[0].start, pin[1].start)
    pinned = lattice.without(*(np.isin(np.arange(s.size), run) for s, run in zip((en_side, ru_side), pin, strict=True)))
    pinned.links[k, where] = lattice.links[k, where] + 60  # all other alignments fade away
    whole = posteriors(pinned)
    for bead in beads:
        if bead.is_null:
            p = whole.null_en[bead.en.start].sum() if bead.en else whole.null_ru[bead.ru.start].sum()
        else:
            kind = KINDS.index((len(bead.en), len(bead.ru)))
            p = whole.links(kind, lattice.nodes.number(bead.en.start, bead.ru.start))
        assert bead.confidence == pytest.approx(p, abs=1e-3)


def test_a_pinned_null_leaves_its_counterpart_alone():
    same = made_side("en", [[1, 2], [3, 4], [5]]), made_side("ru", [[1, 2], [3, 4], [5]])
    assert [bead.kind for bead in align_sides(*same, CALIBRATION)] == ["1-1", "1-1", "1-1"]
    beads = align_sides(*same, CALIBRATION, pins=[([1], [])])
    assert [bead.kind for bead in beads] == ["1-1", "1-0", "0-1", "1-1"]
    assert beads[1].confidence == 1.0


def test_a_kind_that_the_model_does_not_know():
    same = made_side("en", [[i] for i in range(8)]), made_side("ru", [[0], [1, 2, 3, 4, 5], [6], [7]])
    beads = align_sides(*same, CALIBRATION, pins=[(range(1, 6), [1])])
    assert [bead.kind for bead in beads] == ["1-1", "5-1", "1-1", "1-1"]


@settings(max_examples=25, deadline=None)
@given(st.data(), st.integers(1, 8))
def test_long_documents_have_a_band_in_each_gap(data, chapters):
    """The bounds are lowered, so that a document of some hundred sentences counts as long."""
    rng = np.random.default_rng(data.draw(st.integers(0, 99)))
    words = [[*rng.integers(0, WORDS, 3)] for _ in range(25 * chapters)]
    kept = [i for i in range(len(words)) if rng.random() < 0.95]
    en, ru = made_side("en", words), made_side("ru", [words[i] for i in kept])
    drawn = data.draw(st.sets(st.sampled_from(range(len(kept))), max_size=20))
    pins = [([kept[j]], [j]) for j in drawn]
    whole = align_sides(en, ru, CALIBRATION, pins=pins)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(band, "FULL", 100)
        patch.setattr(band, "REACH", 4)
        banded = align_sides(en, ru, CALIBRATION, pins=pins)
    check_complete(banded, en.size, ru.size)
    assert {(kept[j], j) for j in drawn} <= {(b.en.start, b.ru.start) for b in banded if b.kind == "1-1"}
    same = len(set(steps(banded)) & set(steps(whole)))
    assert same >= 0.9 * len(whole)


def test_a_long_pin_in_a_long_document():
    words = [[i % WORDS, (i * 7 + 1) % WORDS] for i in range(90)]
    en = made_side("en", words)
    ru = made_side("ru", [*words[:20], [word for run in words[20:70] for word in run], *words[70:]])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(band, "FULL", 100)
        patch.setattr(band, "REACH", 4)
        beads = align_sides(en, ru, CALIBRATION, pins=[(range(20, 70), range(20, 21))])
    check_complete(beads, 90, 41)
    assert [bead.kind for bead in beads] == ["1-1"] * 20 + ["50-1"] + ["1-1"] * 20
