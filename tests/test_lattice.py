"""The lattice against a slow, obvious oracle: every monotone alignment written out."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.lattice import EXTEND, NEVER, OPEN, Lattice, best_path, posteriors

KINDS = ((1, 1), (1, 2), (2, 1), (2, 2))


def random_lattice(n: int, m: int, seed: int) -> Lattice:
    rng = np.random.default_rng(seed)
    links = rng.normal(size=(len(KINDS), n, m + 1))
    for k, (a, b) in enumerate(KINDS):
        links[k, max(0, n - a + 1) :] = NEVER
        links[k, :, max(0, m - b + 1) :] = NEVER
    return Lattice(KINDS, links, np.zeros(n + 1, int), rng.normal(-1, 1, (n, 2)), rng.normal(-1, 1, (m, 2)))


def all_paths(n, m, before=""):
    """Every alignment as a list of steps; a run of English nulls stands before a run of Russian ones."""
    if n == m == 0:
        yield []
    for a, b in KINDS:
        if a <= n and b <= m:
            for rest in all_paths(n - a, m - b, "link"):
                yield [(a, b), *rest]
    if n and before != "ru":
        for rest in all_paths(n - 1, m, "en"):
            yield [(1, 0), *rest]
    if m:
        for rest in all_paths(n, m - 1, "ru"):
            yield [(0, 1), *rest]


def weight(lattice: Lattice, path) -> float:
    total, i, j, before = 0.0, 0, 0, None
    for a, b in path:
        how = EXTEND if before == (a, b) else OPEN
        if a and b:
            total += lattice.links[KINDS.index((a, b)), i, j]
        else:
            total += lattice.null_en[i, how] if a else lattice.null_ru[j, how]
        i, j, before = i + a, j + b, (a, b)
    return float(total)


sizes = st.integers(0, 4)


@settings(max_examples=60, deadline=None)
@given(sizes, sizes, st.integers(0, 999))
def test_best_path_is_the_heaviest_of_all(n, m, seed):
    lattice = random_lattice(n, m, seed)
    path = [(len(en), len(ru)) for en, ru in best_path(lattice)]
    heaviest = max(weight(lattice, p) for p in all_paths(n, m))
    assert weight(lattice, path) == pytest.approx(heaviest)


@settings(max_examples=60, deadline=None)
@given(sizes, sizes, st.integers(0, 999))
def test_posteriors_are_the_shares_of_all_paths(n, m, seed):
    lattice = random_lattice(n, m, seed)
    paths = list(all_paths(n, m))
    weights = [math.exp(weight(lattice, p)) for p in paths]
    links = np.zeros_like(lattice.links)
    null_en, null_ru = np.zeros((n, 2)), np.zeros((m, 2))
    for path, w in zip(paths, weights, strict=True):
        i = j = 0
        for before, (a, b) in itertools.pairwise([None, *path]):
            how = EXTEND if before == (a, b) else OPEN
            if a and b:
                links[KINDS.index((a, b)), i, j] += w
            elif a:
                null_en[i, how] += w
            else:
                null_ru[j, how] += w
            i, j = i + a, j + b
    found = posteriors(lattice)
    assert found.log_total == pytest.approx(math.log(sum(weights)))
    np.testing.assert_allclose(found.links, links / sum(weights), atol=1e-9)
    np.testing.assert_allclose(found.null_en, null_en / sum(weights), atol=1e-9)
    np.testing.assert_allclose(found.null_ru, null_ru / sum(weights), atol=1e-9)


@settings(max_examples=30, deadline=None)
@given(st.integers(5, 30), st.integers(5, 30), st.integers(0, 99))
def test_every_sentence_is_used_exactly_once(n, m, seed):
    lattice = random_lattice(n, m, seed)
    path = best_path(lattice)
    assert [i for en, _ in path for i in en] == list(range(n))
    assert [j for _, ru in path for j in ru] == list(range(m))
    p = posteriors(lattice)
    used_en = p.null_en.sum(1)
    for k, (a, _) in enumerate(KINDS):
        for shift in range(a):
            used_en[shift:] += p.links[k, : n - shift].sum(1)
    np.testing.assert_allclose(used_en, 1, atol=1e-6)


@settings(max_examples=30, deadline=None)
@given(st.integers(3, 12), st.integers(3, 12), st.integers(0, 99))
def test_a_band_that_holds_everything_changes_nothing(n, m, seed):
    """The same scores laid out in a band whose rows begin at different columns."""
    full = random_lattice(n, m, seed)
    low = np.minimum(np.sort(np.random.default_rng(seed).integers(0, 3, n + 1)), m)
    low[0] = 0
    width = m + 1
    links = np.full_like(full.links, NEVER)
    cut = full.links.copy()
    for i in range(n):
        cut[:, i, : low[i]] = NEVER
        links[:, i, : width - low[i]] = cut[:, i, low[i] :]
    band = Lattice(KINDS, links, low, full.null_en, full.null_ru)
    p = posteriors(band)
    path = best_path(band)
    assert sum(len(en) for en, _ in path) == n
    assert all(ru.start >= low[en.start] for en, ru in path)
    for i in range(n):
        assert p.links[:, i].sum() <= 1 + 1e-9
    if low.max() == 0:
        np.testing.assert_allclose(p.links, posteriors(full).links, atol=1e-9)
