"""Candidate beads against a slow computation of each, and any choice of nodes against the whole."""

import itertools

import numpy as np
import oracles
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from oracles import documents

from aligner import candidates as module
from aligner.candidates import KINDS, candidates
from aligner.evidence import LONGEST
from aligner.likelihood import FEATURES


def everywhere(en, ru):
    """Rows and columns of all nodes where a bead may begin."""
    return np.array(list(itertools.product(range(len(en)), range(len(ru))))).T


def values(found):
    """All features of the beads of a kind, `(features, nodes)`."""
    return np.array([np.broadcast_to(feature(found), len(found.rows)) for feature in FEATURES.values()], np.float32)


def test_no_kind_is_longer_than_a_span():
    assert max(max(kind) for kind in KINDS) <= LONGEST
    assert len(set(KINDS)) == len(KINDS) and min(min(kind) for kind in KINDS) == 1


@settings(max_examples=60)
@given(documents("en", min_size=1), documents("ru", min_size=1))
def test_every_feature_of_every_bead_is_what_the_sentences_say(en, ru):
    rows, columns = everywhere(en, ru)
    found = list(candidates(en.side(), ru.side(), rows, columns))
    assert [beads.sizes for beads in found] == [*KINDS]
    for beads in found:
        a, b = beads.sizes
        for i, j, fast in zip(rows, columns, values(beads).T, strict=True):
            if i + a <= len(en) and j + b <= len(ru):
                slow = oracles.link_features(en, ru, range(i, i + a), range(j, j + b))
                np.testing.assert_allclose(
                    fast,
                    [slow[name] for name in FEATURES],
                    atol=1e-4,
                    err_msg=f"{list(FEATURES)} of {a}-{b} at {i}, {j}",
                )


@settings(max_examples=25)
@given(documents("en", min_size=1), documents("ru", min_size=1), st.sampled_from([1, 2, 3, 16]), st.data())
def test_any_nodes_have_the_values_that_they_have_among_all(en, ru, height, data):
    rows, columns = everywhere(en, ru)
    chosen = sorted(data.draw(st.sets(st.integers(0, len(rows) - 1), min_size=1)))
    whole = candidates(en.side(), ru.side(), rows, columns)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "ROWS", height)
        some = list(candidates(en.side(), ru.side(), rows[chosen], columns[chosen]))
    for one, other in zip(whole, some, strict=True):
        a, b = one.sizes
        fits = (other.rows + a <= len(en)) & (other.columns + b <= len(ru))
        np.testing.assert_allclose(values(one)[:, chosen][:, fits], values(other)[:, fits], atol=1e-5)


def test_arrays_of_the_sides_are_left_alone():
    en = oracles.Text("en", ["Who met?"] * 5, [0, 0, 1, 1, 1], np.ones((LONGEST, 5, 2), np.float32)).side()
    for name in ("vectors", "lengths", "breaks", "crossed", "labels", "endings", "speech", "key_counts"):
        getattr(en, name).setflags(write=False)
    for found in candidates(en, en, np.arange(5), np.arange(5)):
        values(found)
