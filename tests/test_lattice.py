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
    nulls = rng.normal(-1, 1, (n, 2)), rng.normal(-1, 1, (m, 2))
    return Lattice(KINDS, np.zeros(n + 1, int), np.full(n + 1, m + 1), list(links.transpose(1, 0, 2)), *nulls)


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
            total += lattice.links[i][KINDS.index((a, b)), j]
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
    links = np.zeros((n, len(KINDS), m + 1))
    null_en, null_ru = np.zeros((n, 2)), np.zeros((m, 2))
    for path, w in zip(paths, weights, strict=True):
        i = j = 0
        for before, (a, b) in itertools.pairwise([None, *path]):
            how = EXTEND if before == (a, b) else OPEN
            if a and b:
                links[i, KINDS.index((a, b)), j] += w
            elif a:
                null_en[i, how] += w
            else:
                null_ru[j, how] += w
            i, j = i + a, j + b
    found = posteriors(lattice)
    assert found.log_total == pytest.approx(math.log(sum(weights)))
    if n:
        np.testing.assert_allclose(found.links, links / sum(weights), atol=1e-6)
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
            used_en[shift:] += np.array(p.links)[: n - shift, k].sum(1)
    np.testing.assert_allclose(used_en, 1, atol=1e-6)


def banded(full: Lattice, low, high) -> Lattice:
    """The same scores, those that begin or end outside the band left out."""
    links = [row[:, a:b].copy() for row, a, b in zip(full.links, low, high, strict=False)]
    return Lattice(KINDS, low, high, links, full.null_en, full.null_ru)


@settings(max_examples=50, deadline=None)
@given(st.integers(3, 12), st.integers(3, 12), st.integers(0, 999))
def test_a_band_is_the_full_lattice_without_what_lies_outside(n, m, seed):
    full = random_lattice(n, m, seed)
    rng = np.random.default_rng(seed)
    low = np.sort(rng.integers(0, m, n + 1))
    high = np.maximum(np.sort(rng.integers(1, m + 2, n + 1)), low + 1)
    low[0], high[n] = 0, m + 1
    high[:] = np.maximum.accumulate(np.maximum(high, low + 1))
    high[:-1] = np.maximum(high[:-1], low[1:] + 1)  # rows overlap, so there is a path
    inside = np.arange(m + 1) >= low[:, None]
    inside &= np.arange(m + 1) < high[:, None]
    cut = [row.copy() for row in full.links]
    for i, row in enumerate(cut):
        for k, (a, b) in enumerate(KINDS):
            for j in range(m + 1):
                if not (inside[i, j] and i + a <= n and j + b <= m and inside[i + a, j + b]):
                    row[k, j] = NEVER
    band = posteriors(banded(full, low, high))
    path = best_path(banded(full, low, high))
    nodes = {(en.stop, ru.stop) for en, ru in path}
    assert all(inside[node] for node in nodes)
    for i in range(n):
        assert band.links[i].sum() <= 1 + 1e-6
        for k in range(len(KINDS)):
            forbidden = cut[i][k, low[i] : high[i]] == NEVER
            assert not band.links[i][k][forbidden].any()
    assert [i for en, _ in path for i in en] == list(range(n))
    assert [j for _, ru in path for j in ru] == list(range(m))


def test_a_band_that_ends_too_early_is_refused():
    full = random_lattice(3, 3, 0)
    with pytest.raises(ValueError, match="band"):
        banded(full, np.zeros(4, int), np.full(4, 3))
