"""Any band is one that the lattice can be searched in, and the right path lies in it."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from planted import mixed, planted, random_unit

from aligner import band
from aligner.band import find_band
from aligner.evidence import LONGEST, side, span_sums


def check(found, n, m):
    """What `Lattice` asks of a band, and that a path exists: from each row down and then to the right."""
    low, high = found
    assert low.shape == high.shape == (n + 1,)
    assert low[0] == 0 and high[n] == m + 1
    assert (low >= 0).all() and (high <= m + 1).all() and (low < high).all()
    assert (np.diff(low) >= 0).all() and (np.diff(high) >= 0).all()
    assert (low[1:] < high[:-1]).all()


def vectors_only(n, kind, seed):
    """A side of `n` sentences whose vectors are random, all the same, or zero."""
    rng = np.random.default_rng(seed)
    sums = {"random": rng.normal(size=(n, 4)), "same": np.ones((n, 4)), "zero": np.zeros((n, 4))}[kind]
    texts = ["x" * int(length) for length in rng.integers(0, 80, n)]
    return side(texts, [0] * n, "en", span_sums(sums.astype(np.float32)))


kinds = st.sampled_from(["random", "same", "zero"])
sizes = st.one_of(st.integers(0, 8), st.integers(0, 150), st.sampled_from([31, 32, 33, 64, 400]))


@settings(max_examples=150)
@given(
    sizes, sizes, kinds, kinds, st.integers(0, 999), st.sampled_from([3, 20, 1500]), st.sampled_from([0, 30, 250_000])
)
def test_any_band_can_be_searched(n, m, en_kind, ru_kind, seed, most, free):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(band, "MOST_PASSAGES", most)
        patch.setattr(band, "FREE", free)
        check(find_band(vectors_only(n, en_kind, seed), vectors_only(m, ru_kind, seed + 1), full=0), n, m)


@pytest.mark.parametrize(("n", "m"), [(5, 5000), (5000, 5), (1, 5000), (700, 700), (0, 9), (9, 0), (0, 0)])
@pytest.mark.parametrize("kind", ["random", "same", "zero"])
def test_very_unequal_sides(n, m, kind):
    en, ru = vectors_only(n, kind, 1), vectors_only(m, kind, 2)
    check(find_band(en, ru, full=0), n, m)
    check(find_band(en, ru), n, m)


def test_a_small_lattice_is_searched_whole():
    low, high = find_band(vectors_only(7, "random", 0), vectors_only(9, "random", 1))
    assert low.tolist() == [0] * 8 and high.tolist() == [10] * 8


def outside(gold, found):
    """Beads of the gold path of which an end lies outside the band."""
    low, high = found
    return [
        (en, ru)
        for en, ru in gold
        if not (low[en.start] <= ru.start < high[en.start] and low[en.stop] <= ru.stop < high[en.stop])
    ]


LAYOUTS = {
    "one to one": lambda seed: [(1, 1)] * 600,
    "scattered nulls and merges": lambda seed: mixed(600, seed=seed, nulls=0.2, merges=0.2),
    "a foreword": lambda seed: [(1, 0)] * 120 + mixed(500, seed=seed),
    "an afterword": lambda seed: mixed(500, seed=seed) + [(0, 1)] * 90,
    "a missing chapter": lambda seed: mixed(250, seed=seed) + [(1, 0)] * 300 + mixed(250, seed=seed + 1),
    "a missing and an added chapter": lambda seed: (
        mixed(200, seed=seed) + [(1, 0)] * 150 + mixed(150, seed=seed + 1) + [(0, 1)] * 200 + mixed(150, seed=seed + 2)
    ),
    "twice the sentences": lambda seed: [(1, 2)] * 300,
}


@pytest.mark.parametrize("seed", [0, 1, 2])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_right_path_lies_in_the_band(layout, seed):
    en, ru, gold = planted(LAYOUTS[layout](10 * seed), seed=seed)
    found = find_band(en, ru, full=0)
    check(found, en.size, ru.size)
    assert outside(gold, found) == []
    assert (found[1] - found[0]).sum() < 0.6 * (en.size + 1) * (ru.size + 1)


def test_a_band_is_found_from_several_levels(monkeypatch):
    monkeypatch.setattr(band, "MOST_PASSAGES", 10)
    en, ru, gold = planted(mixed(500, seed=5), seed=5)
    assert outside(gold, find_band(en, ru, full=0)) == []


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_around_a_chapter_written_anew_all_links_lie_in_the_band(seed):
    """Inside, chance matches may lead the band another way than through all English and then all Russian nulls."""
    sizes = [*mixed(250, seed=seed), *[(1, 0)] * 80, *[(0, 1)] * 100, *mixed(250, seed=seed + 1)]
    en, ru, gold = planted(sizes, seed=seed)
    assert outside([bead for bead in gold if bead[0] and bead[1]], find_band(en, ru, full=0)) == []


@pytest.mark.parametrize(("n", "most"), [(600, 160), (1200, 100), (3000, 1500)])
def test_the_coarsest_level_is_searched_whole(n, most, monkeypatch):
    """However many passages it has: here more pairs of them than `FREE` allows for a gap."""
    monkeypatch.setattr(band, "MOST_PASSAGES", most)
    monkeypatch.setattr(band, "FREE", min(band.FREE, most**2 // 4))
    en, ru, gold = planted(mixed(n, seed=4), seed=4, d=16)
    assert outside(gold, find_band(en, ru, full=0)) == []


def test_a_huge_gap_goes_english_first(monkeypatch):
    sizes = [*mixed(150, seed=1), *[(1, 0)] * 150, *[(0, 1)] * 150, *mixed(150, seed=2)]
    en, ru, gold = planted(sizes, seed=1)
    en, ru = (meaningless(this, run) for this, run in zip((en, ru), inserted(gold), strict=True))
    wide = find_band(en, ru, full=0)
    monkeypatch.setattr(band, "FREE", 5_000)
    narrow = find_band(en, ru, full=0)
    check(narrow, en.size, ru.size)
    assert outside(gold, wide) == outside(gold, narrow) == []
    assert (wide[1] - wide[0]).sum() - (narrow[1] - narrow[0]).sum() > 100 * 100


def test_a_long_chapter_translated_freely_keeps_its_weak_matches(monkeypatch):
    """More than a gap may hold: left open, it would be crossed on its edges, and all its links lost."""
    en, ru, gold = planted(mixed(700, seed=6), seed=6, noise=0.2, d=256)
    en, ru = (blurred(this, range(200, 500), seed) for seed, this in enumerate((en, ru)))
    monkeypatch.setattr(band, "FREE", 200 * 200)
    assert outside([bead for bead in gold if bead[0] and bead[1]], find_band(en, ru, full=0)) == []


def blurred(this, run, seed):
    rng = np.random.default_rng(seed)
    vectors = this.vectors.copy()
    noise = rng.normal(size=(len(run), vectors.shape[2])).astype(np.float32)
    vectors[0, run.start : run.stop] += 2 * noise / np.linalg.norm(noise, axis=1, keepdims=True)
    return replace(this, vectors=vectors)


def inserted(gold):
    """The long runs of nulls: English and Russian sentences."""
    before = next(k for k in range(len(gold)) if all(not ru for _, ru in gold[k : k + 150]))
    start = gold[before][0].start, gold[before][1].start
    return [range(first, first + 150) for first in start]


def meaningless(this, run):
    vectors = this.vectors.copy()
    vectors[:, run.start : run.stop] = 0
    return replace(this, vectors=vectors)


def test_the_sides_are_left_alone_and_the_band_is_always_the_same():
    en, ru, _ = planted(mixed(200, seed=3), seed=3)
    for this in (en, ru):
        for array in (this.vectors, this.lengths):
            array.setflags(write=False)
    first, second = find_band(en, ru, full=0), find_band(en, ru, full=0)
    assert all((a == b).all() for a, b in zip(first, second, strict=True))


def test_planted_vectors_are_what_they_say():
    en, ru, gold = planted([(1, 1), (1, 0), (2, 1)], seed=0, noise=0.0)
    assert (en.size, ru.size) == (4, 2) and gold[-1] == (range(2, 4), range(1, 2))
    assert en.vectors[0, 0] @ ru.vectors[0, 0] == pytest.approx(1)
    assert en.vectors[1, 2] @ ru.vectors[0, 1] == pytest.approx(1)
    assert np.linalg.norm(random_unit(np.random.default_rng(0), 5)) == pytest.approx(1)
    assert en.vectors.shape == (LONGEST, 4, 32)
