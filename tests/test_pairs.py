from itertools import pairwise, product

import pytest
from hypothesis import given
from strategies import MOVED, alignment, alignments, beads, cut_alignments, document

from aligner.alignment import Alignment
from aligner.defaults import DEFAULTS
from aligner.pairs import confidence, is_doubtful, moved_to, pair_of, pairs, sentence_spans
from aligner.records import Bead


def runs(al: Alignment) -> list[tuple[list[int], list[int]]]:
    return [(list(pair.en_paragraphs), list(pair.ru_paragraphs)) for pair in al.pairs]


# fmt: off
CASES = [
    pytest.param([["a", "b"], ["c"]], [["а", "б"], ["в"]], ["1-1", "1-1", "1-1"],
                 [([0], [0]), ([1], [1])], id="paragraph for paragraph"),
    pytest.param([["a", "b"]], [["а"], ["б"]], ["1-1", "1-1"],
                 [([0], [0, 1])], id="one split in two"),
    pytest.param([["a"], ["b"], ["c"]], [["а", "б"], ["в"]], ["2-1", "0-1", "1-1"],
                 [([0, 1], [0]), ([2], [1])], id="a bead across a break joins both"),
    pytest.param([["a", "b"], ["c"], ["d"]], [["а"], ["б"], ["в", "г"]], ["1-1", "1-1", "1-0", "1-2"],
                 [([0], [0, 1]), ([1], []), ([2], [2])], id="the example of the module"),
    pytest.param([["a", "b"]], [["а"], ["?"], ["б"]], ["1-1", "0-1", "1-1"],
                 [([0], [0, 1, 2])], id="a lonely paragraph inside a pair belongs to it"),
    pytest.param([["a", "b"]], [["а"]], ["1-1", "1-0"],
                 [([0], [0])], id="a null inside a linked paragraph stays"),
    pytest.param([["a"], ["x"]], [["?"], ["!"], ["а"], ["y"]], ["0-1", "0-1", "1-1", "0-1", "1-0"],
                 [([], [0]), ([], [1]), ([0], [2]), ([], [3]), ([1], [])], id="unpaired ones stand as the beads do"),
    pytest.param([["a"]], [["б"]], ["1-0", "0-1"], [([0], []), ([], [0])], id="nothing linked"),
]
# fmt: on


@pytest.mark.parametrize(("en", "ru", "sizes", "expected"), CASES)
def test_grouping(en, ru, sizes, expected):
    assert runs(alignment(en, ru, beads(*sizes))) == expected


def test_texts_are_the_paragraphs_as_they_stand():
    al = alignment([["One.", "Two."], ["Three."]], [["Раз.", "Два.", "Три."]], beads("1-1", "1-1", "1-1"))
    (pair,) = al.pairs
    assert pair.en == "One. Two.\n\nThree."
    assert pair.ru == "Раз. Два. Три."
    assert not pair.is_unpaired


@given(alignments())
def test_each_paragraph_and_each_bead_once_in_order(al):
    assert [p for pair in al.pairs for p in pair.en_paragraphs] == list(range(len(al.en.paragraphs)))
    assert [p for pair in al.pairs for p in pair.ru_paragraphs] == list(range(len(al.ru.paragraphs)))
    assert [i for bead in al.beads for i in bead.en] == list(range(len(al.en.sentences)))
    assert [j for bead in al.beads for j in bead.ru] == list(range(len(al.ru.sentences)))
    for pair in al.pairs:
        assert {al.en.sentences[i].paragraph for b in pair.beads for i in b.en} == set(pair.en_paragraphs)
        assert {al.ru.sentences[j].paragraph for b in pair.beads for j in b.ru} == set(pair.ru_paragraphs)


@given(alignments())
def test_finest_grouping_agrees_with_brute_force(al):
    """A cut (e, r) lies before paragraphs e and r, and every link is wholly before it or wholly behind it.

    The corners of the pairs must be cuts, and between two corners there must be no other cut.
    """
    links = [
        ([al.en.sentences[i].paragraph for i in b.en], [al.ru.sentences[j].paragraph for j in b.ru])
        for b in al.beads
        if not b.is_null
    ]

    def is_cut(e: int, r: int) -> bool:
        before = [[p < e for p in en] + [q < r for q in ru] for en, ru in links]
        return all(all(sides) or not any(sides) for sides in before)

    cuts = {
        (e, r) for e, r in product(range(len(al.en.paragraphs) + 1), range(len(al.ru.paragraphs) + 1)) if is_cut(e, r)
    }
    corners = [(0, 0)]
    for pair in al.pairs:
        e, r = corners[-1]
        corners.append((e + len(pair.en_paragraphs), r + len(pair.ru_paragraphs)))
    assert set(corners) <= cuts
    for (e0, r0), (e1, r1) in pairwise(corners):
        inside = {(e, r) for e, r in cuts if e0 <= e <= e1 and r0 <= r <= r1}
        assert inside == {(e0, r0), (e1, r1)}


def test_confidence_is_that_of_the_most_doubtful_bead():
    low, high = Bead(range(1), range(1), 0.0, 0.4), Bead(range(1, 2), range(1, 2), 0.0, 0.9)
    assert confidence([high, low, high]) == 0.4


def test_doubtful_below_the_threshold_only():
    at = Bead(range(1), range(1), 0.0, DEFAULTS.doubtful)
    below = Bead(range(1), range(1), 0.0, DEFAULTS.doubtful - 1e-9)
    assert not is_doubtful(at)
    assert is_doubtful(below)


@pytest.mark.parametrize("sizes", [["1-1"], ["1-1", "1-1", "1-1"], ["2-0", "0-1", "0-1"]])
def test_incomplete_beads_are_refused(sizes):
    en, ru = document("en", [["a", "b"]]), document("ru", [["а", "б"]])
    with pytest.raises(ValueError, match=r"once, in order|one sentence"):
        pairs(en, ru, beads(*sizes))


def test_crossing_beads_are_refused():
    en, ru = document("en", [["a"], ["b"]]), document("ru", [["а"], ["б"]])
    crossing = [Bead(range(1), range(1, 2), 0.0, 1.0), Bead(range(1, 2), range(1), 0.0, 1.0)]
    with pytest.raises(ValueError, match="in order"):
        pairs(en, ru, crossing)


def test_pairs_that_moved_links_connect():
    assert moved_to(MOVED.pairs, MOVED.moved) == [[2], [], [0]]
    assert moved_to(MOVED.pairs, ()) == [[], [], []]


def test_pairs_cut_inside_a_paragraph_hold_their_part_of_it():
    al = alignment([["One.", "Two."], ["Three."]], [["Раз.", "Два.", "Три."]], beads("1-1", "1-1", "1-1"))
    first = pair_of(al.en, al.ru, al.beads[:1], after=None)
    rest = pair_of(al.en, al.ru, al.beads[1:], after=first)
    assert (first.en, first.ru) == ("One.", "Раз.")
    assert (rest.en, rest.ru) == ("Two.\n\nThree.", "Два. Три.")
    assert (rest.en_paragraphs, rest.ru_paragraphs) == (range(2), range(1))


@given(cut_alignments())
def test_sentences_are_found_in_the_texts_of_their_pair(al):
    for lang, side in (("en", al.en), ("ru", al.ru)):
        found = [
            (number, getattr(pair, lang)[slice(*span)])
            for pair in al.pairs
            for number, span in sentence_spans(side, pair)
        ]
        assert found == list(enumerate(sentence.text for sentence in side.sentences))
