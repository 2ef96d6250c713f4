"""The fit: its loss against all alignments written out, its gradient against differences, and what it learns."""

import math

import numpy as np
import oracles
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from oracles import alignments, documents, slow_score
from planted import mixed, planted

from aligner.beads import align_sides
from aligner.calibrate import exercise_features, features, fit, loss
from aligner.candidates import KINDS
from aligner.encoder import span_vectors
from aligner.evidence import side
from aligner.exercises import Exercise
from aligner.likelihood import FEATURES, NULL_FEATURES, Calibration


def weights_of(calibration):
    return np.array([*calibration.kinds.values(), *calibration.links.values(), *calibration.nulls.values()])


# --- loss and gradient ---


@settings(max_examples=20)
@given(documents("en", max_size=4), documents("ru", max_size=3), st.integers(0, 99), st.data())
def test_the_loss_is_minus_the_log_of_the_golds_share_of_all_alignments(en, ru, seed, data):
    weights = oracles.calibration(seed)
    paths = list(alignments(len(en), len(ru)))
    gold = data.draw(st.sampled_from(paths))
    linked = sum(how == "link" for _, _, how in gold)
    assume(linked)
    logs = {str(step): slow_score(en, ru, step, weights) for path in paths for step in path}
    sums = np.array([sum(logs[str(step)] for step in path) for path in paths])
    expected = np.logaddexp.reduce(sums) - sum(logs[str(step)] for step in gold)
    found, _ = loss(weights_of(weights), [features(en.side(), ru.side(), [(a, b) for a, b, _ in gold])])
    assert found == pytest.approx(expected / linked, abs=2e-3)


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_the_gradient_is_the_slope_of_the_loss(seed):
    exercises = [features(*planted(mixed(12, seed=seed + k, nulls=0.3), seed=seed + k, d=8)) for k in range(2)]
    weights = weights_of(oracles.calibration(seed)) / 4
    _, gradient = loss(weights, exercises)
    step = 1e-2
    for k in range(len(weights)):
        aside = np.zeros(len(weights))
        aside[k] = step
        slope = (loss(weights + aside, exercises)[0] - loss(weights - aside, exercises)[0]) / (2 * step)
        assert gradient[k] == pytest.approx(slope, abs=2e-3), k


@settings(max_examples=30)
@given(documents("en", min_size=1, max_size=5), documents("ru", min_size=1, max_size=5), st.data())
def test_the_golds_features_are_summed(en, ru, data):
    gold = data.draw(st.sampled_from(list(alignments(len(en), len(ru)))[:500]))
    found = features(en.side(), ru.side(), [(a, b) for a, b, _ in gold])
    links, nulls = np.zeros(len(FEATURES)), np.zeros(len(NULL_FEATURES))
    kinds = dict.fromkeys(KINDS, 0)
    for rows, columns, how in gold:
        if how == "link":
            links += np.array([*map(float, ordered(oracles.link_features(en, ru, rows, columns), FEATURES))])
            kinds[len(rows), len(columns)] += 1
        else:
            this, i = (en, rows[0]) if rows else (ru, columns[0])
            nulls += np.array([*map(float, ordered(oracles.null_features(this, i, how), NULL_FEATURES))])
    assert found.gold_kinds.tolist() == list(kinds.values())
    np.testing.assert_allclose(found.gold_links, links, atol=1e-3)
    np.testing.assert_allclose(found.gold_nulls, nulls, atol=1e-3)


def ordered(values, names):
    return [values[name] for name in names]


def test_the_order_of_nulls_between_links_is_of_no_matter():
    en, ru, _ = planted([(1, 1), (1, 0), (0, 1), (1, 0), (0, 1), (1, 1)], seed=0)
    one = [(range(0, 1), range(0, 1)), (range(1, 2), range(1, 1)), (range(2, 3), range(1, 1)),
           (range(3, 3), range(1, 2)), (range(3, 3), range(2, 3)), (range(3, 4), range(3, 4))]  # fmt: skip
    other = [one[k] for k in (0, 3, 1, 4, 2, 5)]
    assert (features(en, ru, one).gold_nulls == features(en, ru, other).gold_nulls).all()
    opened = dict(zip(NULL_FEATURES, features(en, ru, one).gold_nulls, strict=True))
    assert (opened["open"], opened["extend"]) == (2, 2)  # a run of English ones, then a run of Russian ones


class LetterCounts:
    """An encoder of its own kind: how often each letter occurs in the joined text."""

    name = "letters"

    def encode(self, texts):
        counts = np.array([[text.lower().count(c) + 0.1 for c in "aeiouыаеио"] for text in texts], np.float32)
        return counts / np.linalg.norm(counts, axis=1, keepdims=True)


def test_exercises_are_encoded_as_texts_are():
    encoder = LetterCounts()
    exercise = Exercise(
        ["One.", "Two.", "Three."], ["Раз.", "Два, три."], [0, 0, 1], [0, 1],
        [(range(0, 1), range(0, 1)), (range(1, 3), range(1, 2))],
    )  # fmt: skip
    (found,) = exercise_features([exercise], encoder)
    en = side(exercise.en, exercise.en_paragraphs, "en", span_vectors(encoder, exercise.en))
    ru = side(exercise.ru, exercise.ru_paragraphs, "ru", span_vectors(encoder, exercise.ru))
    expected = features(en, ru, exercise.gold)
    for name in ("links", "nulls_en", "nulls_ru", "gold_kinds", "gold_links", "gold_nulls"):
        np.testing.assert_array_equal(getattr(found, name), getattr(expected, name))


# --- what it learns ---


def document(seed):
    return planted(mixed(20, seed=seed, nulls=0.2, merges=0.3), seed=seed, d=32, noise=0.6)


@pytest.fixture(scope="module")
def learnt():
    return fit([features(*document(seed)) for seed in range(6)])


def right(calibration, seeds):
    """Share of the gold's beads that are found, with their mean probability."""
    found, total = [], 0
    for seed in seeds:
        en, ru, gold = document(seed)
        linked = {(tuple(a), tuple(b)) for a, b in gold}
        total += len(linked)
        found += [
            bead.confidence for bead in align_sides(en, ru, calibration) if (tuple(bead.en), tuple(bead.ru)) in linked
        ]
    return len(found) / total, sum(found) / total


START = Calibration(
    {f"{a}-{b}": 2.0 * (a + b == 2) for a, b in KINDS},
    {name: 10.0 * (name == "cosine") for name in FEATURES},
    dict.fromkeys(NULL_FEATURES, 0.0),
)


def test_the_fit_aligns_unseen_documents_better_than_its_start(learnt):
    before, _ = right(START, range(20, 26))
    after, probability = right(learnt, range(20, 26))
    assert after > before + 0.1
    assert after > 0.85
    assert abs(probability - after) < 0.1  # nearly as sure as right


def test_the_fit_is_where_the_slope_ends(learnt):
    exercises = [features(*document(seed)) for seed in range(6)]
    weights = weights_of(learnt)
    best, gradient = loss(weights, exercises)
    assert best < 0.5 * loss(weights_of(START), exercises)[0]
    assert np.abs(gradient + 1e-4 * weights).max() < 0.02


def test_few_documents_leave_the_weights_near_those_given(learnt):
    scarce = [features(*document(50))]
    away = [
        np.linalg.norm(weights_of(fit(scarce, near=learnt, weight_decay=decay)) - weights_of(learnt))
        for decay in (1e-3, 1e-1, 1e4)
    ]
    assert away[0] > away[1] > away[2]
    assert away[2] < 1e-3
    held = fit(scarce, near=learnt, weight_decay=1e-1)
    assert right(held, range(20, 24))[0] > right(learnt, range(20, 24))[0] - 0.05


def test_progress_is_told_and_falls():
    lines = []
    fit([features(*document(0))], weight_decay=1e-2, progress=lines.append)
    losses = [float(line.removeprefix("loss ")) for line in lines]
    assert losses[-1] < losses[0] and all(math.isfinite(value) for value in losses)


def test_the_same_exercises_give_the_same_weights():
    exercises = [features(*document(seed)) for seed in range(2)]
    before = [array.copy() for array in (exercises[0].links, exercises[0].gold_links)]
    assert fit(exercises, weight_decay=1e-2) == fit(exercises, weight_decay=1e-2)
    assert (before[0] == exercises[0].links).all() and (before[1] == exercises[0].gold_links).all()
