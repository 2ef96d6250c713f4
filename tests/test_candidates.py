"""Candidate beads against a slow computation of each, and blocks of any cut against the whole."""

import itertools

import numpy as np
import oracles
from hypothesis import given, settings
from hypothesis import strategies as st
from oracles import documents

from aligner.candidates import KINDS, NEAREST, Block, Candidates, nearest
from aligner.evidence import LONGEST
from aligner.likelihood import FEATURES


def whole_block(en, ru):
    rows, columns = slice(0, en.size), slice(0, ru.size)
    return Block(en, ru, rows, columns, *nearest(en, ru, [(rows, columns)]))


def test_no_kind_is_longer_than_a_span():
    assert max(max(kind) for kind in KINDS) <= LONGEST
    assert len(set(KINDS)) == len(KINDS) and min(min(kind) for kind in KINDS) == 1
    assert NEAREST == oracles.NEAREST


@settings(max_examples=60)
@given(documents("en", min_size=1), documents("ru", min_size=1))
def test_every_feature_of_every_bead_is_what_the_sentences_say(en, ru):
    block = whole_block(en.side(), ru.side())
    for a, b in KINDS:
        candidates = Candidates(block, (a, b))
        tables = {name: np.broadcast_to(feature(candidates), block.shape) for name, feature in FEATURES.items()}
        for i in range(len(en) - a + 1):
            for j in range(len(ru) - b + 1):
                slow = oracles.link_features(en, ru, range(i, i + a), range(j, j + b))
                fast = {name: float(table[i, j]) for name, table in tables.items()}
                np.testing.assert_allclose(
                    [fast[name] for name in FEATURES],
                    [slow[name] for name in FEATURES],
                    atol=1e-4,
                    err_msg=f"{list(FEATURES)} of {a}-{b} at {i}, {j}",
                )


def values(block, kind):
    """All features of a kind, `(features, rows, columns)`."""
    candidates = Candidates(block, kind)
    return np.array([np.broadcast_to(feature(candidates), block.shape) for feature in FEATURES.values()], np.float32)


def cuts(size):
    """Neighbouring slices that make up the whole."""
    places = st.sets(st.integers(1, size - 1)) if size > 1 else st.just(set())
    return places.map(
        lambda found: [slice(a, b) for a, b in zip([0, *sorted(found)], [*sorted(found), size], strict=True)]
    )


@settings(max_examples=25)
@given(documents("en", min_size=1), documents("ru", min_size=1), st.data())
def test_blocks_of_any_cut_have_the_values_of_the_whole(en_text, ru_text, data):
    en, ru = en_text.side(), ru_text.side()
    whole = whole_block(en, ru)
    expected = {kind: values(whole, kind) for kind in KINDS}
    row_cuts, column_cuts = data.draw(cuts(en.size)), data.draw(cuts(ru.size))
    for rows, columns in itertools.product(row_cuts, column_cuts):
        block = Block(en, ru, rows, columns, whole.en_nearest, whole.ru_nearest)
        for a, b in KINDS:
            fitting = slice(0, max(0, en.size - a + 1 - rows.start)), slice(0, max(0, ru.size - b + 1 - columns.start))
            there = expected[a, b][:, rows, columns]
            np.testing.assert_allclose(values(block, (a, b))[:, *fitting], there[:, *fitting], atol=1e-5)


@given(documents("en", max_size=9), documents("ru", max_size=9), st.data())
def test_nearest_is_the_mean_of_the_largest_cosines_inside_the_blocks(en, ru, data):
    rows_cut = data.draw(cuts(len(en))) if len(en) else []
    blocks = []
    for rows in rows_cut:
        first = data.draw(st.integers(0, len(ru)))
        blocks.append((rows, slice(first, data.draw(st.integers(first, len(ru))))))
    found_en, found_ru = nearest(en.side(), ru.side(), blocks)
    assert found_en.shape == (LONGEST, len(en)) and found_ru.shape == (LONGEST, len(ru))
    seen_en = {i: range(c.start, c.stop) for r, c in blocks for i in range(r.start, r.stop)}
    seen_ru = {j: [i for i in seen_en if j in seen_en[i]] for j in range(len(ru))}
    for size in range(1, LONGEST + 1):
        for this, other, found, seen in ((en, ru, found_en, seen_en), (ru, en, found_ru, seen_ru)):
            for i in range(len(this)):
                expected = oracles.nearest(this, range(i, i + size), other, seen[i])
                np.testing.assert_allclose(found[size - 1, i], expected, atol=1e-5)


def test_arrays_of_the_sides_are_left_alone():
    en = oracles.Text("en", ["Who met?"] * 5, [0, 0, 1, 1, 1], np.ones((LONGEST, 5, 2), np.float32)).side()
    for name in ("vectors", "lengths", "breaks", "crossed", "labels", "endings", "speech"):
        getattr(en, name).setflags(write=False)
    block = whole_block(en, en)
    for kind in KINDS:
        for feature in FEATURES.values():
            feature(Candidates(block, kind))
