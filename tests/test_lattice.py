"""The lattice against a slow, obvious oracle: every monotone alignment written out."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.lattice import EXTEND, OPEN, Lattice, Nodes, best_path, posteriors

KINDS = ((1, 1), (1, 2), (2, 1), (2, 2))


def random_lattice(n: int, m: int, seed: int) -> Lattice:
    """Any score everywhere, also where a bead would run over an end."""
    rng = np.random.default_rng(seed)
    nodes = Nodes.whole(n, m)
    links = rng.normal(size=(len(KINDS), nodes.count))
    return Lattice(KINDS, nodes, links, rng.normal(-1, 1, (n, 2)), rng.normal(-1, 1, (m, 2)))


def probabilities(lattice: Lattice) -> np.ndarray:
    """Of the bead of each kind that begins at each node, `(kinds, nodes)`."""
    found = posteriors(lattice)
    every = np.array([found.links(k, np.arange(lattice.nodes.count)) for k in range(len(KINDS))])
    np.testing.assert_allclose(found.all_links(), every, atol=1e-12)
    return every


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
            total += lattice.links[KINDS.index((a, b)), lattice.nodes.number(i, j)]
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
    links = np.zeros(lattice.links.shape)
    null_en, null_ru = np.zeros((n, 2)), np.zeros((m, 2))
    for path, w in zip(paths, weights, strict=True):
        i = j = 0
        for before, (a, b) in itertools.pairwise([None, *path]):
            how = EXTEND if before == (a, b) else OPEN
            if a and b:
                links[KINDS.index((a, b)), lattice.nodes.number(i, j)] += w
            elif a:
                null_en[i, how] += w
            else:
                null_ru[j, how] += w
            i, j = i + a, j + b
    found = posteriors(lattice)
    assert found.log_total == pytest.approx(math.log(sum(weights)))
    np.testing.assert_allclose(probabilities(lattice), links / sum(weights), atol=1e-9)
    np.testing.assert_allclose(found.null_en, null_en / sum(weights), atol=1e-9)
    np.testing.assert_allclose(found.null_ru, null_ru / sum(weights), atol=1e-9)


@settings(max_examples=30, deadline=None)
@given(st.integers(5, 30), st.integers(5, 30), st.integers(0, 99))
def test_every_sentence_is_used_exactly_once(n, m, seed):
    lattice = random_lattice(n, m, seed)
    path = best_path(lattice)
    assert [i for en, _ in path for i in en] == list(range(n))
    assert [j for _, ru in path for j in ru] == list(range(m))
    used_en = posteriors(lattice).null_en.sum(1)
    for (a, _), by_node in zip(KINDS, probabilities(lattice), strict=True):
        begun = np.bincount(lattice.nodes.rows, by_node)[:n]
        for shift in range(a):
            used_en[shift:] += begun[: n - shift]
    np.testing.assert_allclose(used_en, 1, atol=1e-9)


# --- nodes and bands ---


@st.composite
def bands(draw):
    """First and last columns of a band through which a path leads."""
    n, m = draw(st.integers(1, 12)), draw(st.integers(1, 12))
    rng = np.random.default_rng(draw(st.integers(0, 999)))
    low = np.sort(rng.integers(0, m, n + 1))
    high = np.maximum(np.sort(rng.integers(1, m + 2, n + 1)), low + 1)
    low[0], high[n] = 0, m + 1
    high[:] = np.maximum.accumulate(np.maximum(high, low + 1))
    high[:-1] = np.maximum(high[:-1], low[1:] + 1)  # rows overlap, so there is a path
    return low, high


@given(bands())
def test_nodes_are_numbered_row_by_row(band):
    low, high = band
    nodes = Nodes(low, high)
    places = [(i, j) for i in range(len(low)) for j in range(low[i], high[i])]
    assert list(zip(nodes.rows.tolist(), nodes.columns.tolist(), strict=True)) == places
    assert nodes.count == len(places)
    for i, j in itertools.product(range(-2, len(low) + 2), range(-2, int(high[-1]) + 2)):
        expected = places.index((i, j)) if (i, j) in places else nodes.count
        assert nodes.number(i, j) == expected
    for a, b in [(0, 0), (1, 2), (-2, -1), (-1, 0)]:
        assert nodes.away(a, b).tolist() == nodes.number(nodes.rows + a, nodes.columns + b).tolist()


@settings(max_examples=60, deadline=None)
@given(bands(), st.integers(0, 999))
def test_a_band_is_the_full_lattice_without_what_lies_outside(band, seed):
    nodes = Nodes(*band)
    n, m = len(nodes.low) - 1, int(nodes.high[-1]) - 1
    full = random_lattice(n, m, seed)
    places = full.nodes.number(nodes.rows, nodes.columns)
    narrow = Lattice(KINDS, nodes, full.links[:, places], full.null_en, full.null_ru)
    outside = np.ones(full.nodes.count + 1, bool)
    outside[places] = False
    cut = full.links.copy()
    for scores, (a, b) in zip(cut, KINDS, strict=True):
        scores[outside[:-1] | outside[full.nodes.away(a, b)]] = -300.0
    path = best_path(narrow)
    assert all(nodes.number(en.stop, ru.stop) < nodes.count for en, ru in path)
    assert [i for en, _ in path for i in en] == list(range(n))
    assert [j for _, ru in path for j in ru] == list(range(m))
    found = probabilities(narrow)
    for (a, b), by_node in zip(KINDS, found, strict=True):
        assert not by_node[nodes.away(a, b) == nodes.count].any()
    held = posteriors(narrow).null_en.sum(1)
    for (a, _), by_node in zip(KINDS, found, strict=True):
        for shift in range(a):
            held[shift:] += np.bincount(nodes.rows, by_node, n + 1)[: n - shift]
    np.testing.assert_allclose(held, 1, atol=1e-9)


def test_a_band_that_ends_too_early_is_refused():
    full = random_lattice(3, 3, 0)
    nodes = Nodes(np.zeros(4, int), np.full(4, 3))
    with pytest.raises(ValueError, match="band"):
        Lattice(KINDS, nodes, full.links[:, : nodes.count], full.null_en, full.null_ru)


@given(bands(), st.integers(0, 99), st.data())
def test_a_part_is_the_lattice_of_its_sentences(band, seed, data):
    """Links of a part score what they score in the whole, and none leads over the part's ends."""
    nodes = Nodes(*band)
    n, m = len(nodes.low) - 1, int(nodes.high[-1]) - 1
    rng = np.random.default_rng(seed)
    whole = Lattice(KINDS, nodes, rng.normal(size=(len(KINDS), nodes.count)), np.zeros((n, 2)), np.zeros((m, 2)))
    top = data.draw(st.integers(0, n))
    left = data.draw(st.integers(int(nodes.low[top]), int(nodes.high[top]) - 1))
    part = whole.part(range(top, n), range(left, m))
    for i, j in zip(part.nodes.rows, part.nodes.columns, strict=True):
        here, there = part.nodes.number(i, j), nodes.number(i + top, j + left)
        assert there < nodes.count
        np.testing.assert_array_equal(part.links[:, here], whole.links[:, there])


@given(st.integers(1, 6), st.integers(1, 6), st.integers(0, 99))
def test_without_marked_sentences_no_link_holds_one(n, m, seed):
    whole = random_lattice(n, m, seed)
    rng = np.random.default_rng(seed)
    en, ru = rng.random(n) < 0.3, rng.random(m) < 0.3
    left = whole.without(en, ru)
    for k, (a, b) in enumerate(KINDS):
        for i, j in itertools.product(range(n - a + 1), range(m - b + 1)):
            node = whole.nodes.number(i, j)
            held = en[i : i + a].any() or ru[j : j + b].any()
            assert (left.links[k, node] < -1e20) if held else (left.links[k, node] == whole.links[k, node])
