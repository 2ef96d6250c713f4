"""Whole alignments: complete, monotone, the likeliest of all, and the same in a band as in the full lattice."""

import itertools
import math

import numpy as np
import oracles
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from oracles import alignments, documents, slow_score
from planted import mixed, planted

from aligner import align_sentences, beads
from aligner.beads import align_sides, score_lattice
from aligner.candidates import KINDS
from aligner.evidence import LONGEST, side
from aligner.lattice import Nodes, posteriors
from aligner.likelihood import FEATURES, NULL_FEATURES, Calibration

#: Cosines above a third are links, merges cost a little.
PLAIN = Calibration(
    {f"{a}-{b}": -8.0 - a - b for a, b in KINDS},
    dict.fromkeys(FEATURES, 0.0) | {"cosine": 14.0, "weakest part": 4.0},
    dict.fromkeys(NULL_FEATURES, 0.0) | {"open": -1.0, "extend": -0.2},
)


def check(found, n, m):
    """Each sentence once, in order; probabilities are probabilities."""
    assert [i for bead in found for i in bead.en] == list(range(n))
    assert [j for bead in found for j in bead.ru] == list(range(m))
    for bead in found:
        assert (len(bead.en), len(bead.ru)) in {*KINDS, (1, 0), (0, 1)}
        assert 0 <= bead.confidence <= 1
        assert math.isfinite(bead.score)


@given(documents("en", max_size=12), documents("ru", max_size=12), st.integers(0, 999))
def test_every_sentence_once_and_in_order(en, ru, seed):
    found = align_sides(en.side(), ru.side(), oracles.calibration(seed))
    check(found, len(en), len(ru))
    assert found == align_sides(en.side(), ru.side(), oracles.calibration(seed))


# --- the likeliest of all alignments, all of them written out ---


@settings(max_examples=40)
@given(documents("en", max_size=4), documents("ru", max_size=4), st.integers(0, 999))
def test_beads_are_those_of_the_likeliest_alignment_with_their_share_of_all(en, ru, seed):
    weights = oracles.calibration(seed)
    paths = list(alignments(len(en), len(ru)))
    known = {}
    for path in paths:
        for step in path:
            known.setdefault(str(step), slow_score(en, ru, step, weights))
    logs = np.array([sum(known[str(step)] for step in path) for path in paths])
    shares = np.exp(logs - logs.max())
    shares /= shares.sum()
    first, *others = sorted(logs, reverse=True)
    assume(not others or first - others[0] > 1e-3)
    best = paths[int(logs.argmax())]
    found = align_sides(en.side(), ru.side(), weights)
    assert [(bead.en, bead.ru) for bead in found] == [(rows, columns) for rows, columns, _ in best]
    for bead in found:
        share = sum(
            share
            for share, path in zip(shares, paths, strict=True)
            if any((list(rows), list(columns)) == (list(bead.en), list(bead.ru)) for rows, columns, _ in path)
        )
        assert bead.confidence == pytest.approx(share, abs=1e-3)
    for bead, step in zip(found, best, strict=True):
        if step[2] == "link":
            assert bead.score == pytest.approx(known[str(step)], abs=1e-3)


@given(documents("en", max_size=10), documents("ru", max_size=10), st.integers(0, 99))
def test_what_may_hold_a_sentence_adds_up_to_one(en, ru, seed):
    n, m = len(en), len(ru)
    nodes = Nodes.whole(n, m)
    shares = posteriors(score_lattice(en.side(), ru.side(), (nodes.low, nodes.high), oracles.calibration(seed)))
    held_en, held_ru = shares.null_en.sum(1), shares.null_ru.sum(1)
    for i, (k, (a, b)) in itertools.product(range(n), enumerate(KINDS)):
        for j in range(m):
            share = shares.links(k, nodes.number(i, j))
            held_en[i : i + a] += share
            held_ru[j : j + b] += share
    np.testing.assert_allclose(held_en, 1, atol=1e-5)
    np.testing.assert_allclose(held_ru, 1, atol=1e-5)


# --- planted alignments, whole and in a band ---


def search(monkeypatch, whole):
    found = beads.find_band
    monkeypatch.setattr(beads, "find_band", lambda en, ru: found(en, ru, full=10**9 if whole else 0))


LAYOUTS = {
    "scattered nulls and merges": mixed(400, seed=1),
    "a missing chapter and a foreword": [(0, 1)] * 60 + mixed(200, seed=2) + [(1, 0)] * 120 + mixed(150, seed=3),
    "a chapter written anew": mixed(180, seed=4) + [(1, 0)] * 60 + [(0, 1)] * 50 + mixed(180, seed=5),
}


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("noise", [0.3, 0.8])
def test_a_band_gives_what_the_full_lattice_gives(layout, noise, monkeypatch):
    en, ru, gold = planted(LAYOUTS[layout], seed=7, noise=noise, d=64)
    with monkeypatch.context() as patch:
        search(patch, whole=False)
        narrow = align_sides(en, ru, PLAIN)
        assert len(beads.find_band(en, ru)[0]) == en.size + 1
        assert np.subtract(*beads.find_band(en, ru)[::-1]).sum() < 0.7 * (en.size + 1) * (ru.size + 1)
    with monkeypatch.context() as patch:
        search(patch, whole=True)
        wide = align_sides(en, ru, PLAIN)
    check(narrow, en.size, ru.size)
    inside = {places(bead) for bead in narrow}
    lost = [bead for bead in wide if places(bead) not in inside]
    assert all(bead.confidence < 0.9 for bead in lost)
    links = {
        (*en_run, *ru_run) for en_run, ru_run in map(ends, gold) if en_run[0] < en_run[1] and ru_run[0] < ru_run[1]
    }
    right = links & {(*a, *b) for a, b in map(ends, ((bead.en, bead.ru) for bead in narrow))}
    assert len(right) > 0.9 * len(links)


def ends(pair):
    return tuple((run.start, run.stop) for run in pair)


def places(bead):
    """The sentences of a bead; of a null not where it stands on the other side."""
    return tuple(bead.en), tuple(bead.ru)


def test_a_faultless_planted_text_is_aligned_without_fault():
    sizes = [(1, 1)] * 30 + [(1, 0)] * 3 + [(2, 1), (1, 2), (1, 1), (0, 1), (1, 1), (1, 3)] * 5
    en, ru, gold = planted(sizes, seed=3, noise=0.1, d=64)
    found = align_sides(en, ru, PLAIN)
    assert [(places(bead)) for bead in found] == [(tuple(a), tuple(b)) for a, b in gold]
    assert min(bead.confidence for bead in found) > 0.5


# --- the edges ---


def few(lang, n):
    vectors = np.full((LONGEST, n, 2), 0.5**0.5, np.float32)
    return side(["They met."] * n, [0] * n, lang, vectors)


@pytest.mark.parametrize(("n", "m"), [(0, 0), (0, 1), (1, 0), (0, 7), (7, 0)])
def test_a_side_without_sentences_leaves_nulls(n, m):
    found = align_sides(few("en", n), few("ru", m), PLAIN)
    check(found, n, m)
    assert len(found) == n + m
    assert all(bead.is_null and bead.confidence == pytest.approx(1) for bead in found)


@pytest.mark.parametrize(("en", "ru"), [([], []), ([], ["Да.", "Нет."]), (["Yes."], [])])
def test_lists_of_sentences_may_be_empty(en, ru):
    found = align_sentences(en, ru)
    check(found, len(en), len(ru))
    assert all(bead.is_null for bead in found)


@pytest.mark.parametrize(("n", "m"), [(0, 500), (500, 0), (1, 500), (500, 1), (3, 400)])
def test_very_unequal_sides(n, m, monkeypatch):
    search(monkeypatch, whole=False)
    check(align_sides(few("en", n), few("ru", m), PLAIN), n, m)


def test_vectors_of_zero_are_no_reason_to_fail():
    en, ru = (side(["—"] * 40, [0] * 40, lang, np.zeros((LONGEST, 40, 3), np.float32)) for lang in ("en", "ru"))
    check(align_sides(en, ru, PLAIN), 40, 40)


def test_extreme_weights_are_no_reason_to_fail():
    steep = Calibration(
        dict.fromkeys(PLAIN.kinds, 900.0), dict(PLAIN.links) | {"cosine": -5000.0}, dict(PLAIN.nulls) | {"open": 3000.0}
    )
    en, ru, _ = planted([(1, 1)] * 20, seed=1)
    check(align_sides(en, ru, steep), 20, 20)


def test_the_sides_are_left_alone():
    en, ru, _ = planted(mixed(30, seed=1), seed=1)
    for this in (en, ru):
        for name in ("vectors", "lengths", "breaks", "crossed", "labels", "endings", "speech"):
            getattr(this, name).setflags(write=False)
    assert align_sides(en, ru, PLAIN) == align_sides(en, ru, PLAIN)
