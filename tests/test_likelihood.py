"""Scores against weighted sums of slowly computed features; calibration files, whole and damaged."""

import itertools
import json

import numpy as np
import oracles
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from oracles import documents

from aligner.candidates import KINDS, candidates
from aligner.errors import ModelError
from aligner.likelihood import FEATURES, NULL_FEATURES, Calibration, link_scores, null_scores


@settings(max_examples=40)
@given(documents("en", min_size=1, max_size=5), documents("ru", min_size=1, max_size=5), st.integers(0, 99))
def test_a_score_is_the_weighted_sum_of_the_features(en_text, ru_text, seed):
    weights = oracles.calibration(seed)
    en, ru = en_text.side(), ru_text.side()
    places = list(itertools.product(range(en.size), range(ru.size)))
    for found in candidates(en, ru, *np.array(places).T):
        a, b = found.sizes
        scores = link_scores(found, weights)
        assert scores.shape == (len(places),) and scores.dtype == np.float32
        for (i, j), score in zip(places, scores, strict=True):
            if i + a <= en.size and j + b <= ru.size:
                values = oracles.link_features(en_text, ru_text, range(i, i + a), range(j, j + b))
                expected = weights.kinds[f"{a}-{b}"] + sum(weights.links[name] * values[name] for name in FEATURES)
                assert score == pytest.approx(expected, abs=1e-3)
    for this in (en_text, ru_text):
        scores = null_scores(this.side(), weights)
        assert scores.shape == (len(this), 2)
        for i in range(len(this)):
            for column, how in enumerate(("open", "extend")):
                values = oracles.null_features(this, i, how)
                expected = sum(weights.nulls[name] * values[name] for name in NULL_FEATURES)
                assert scores[i, column] == pytest.approx(expected, abs=1e-4)


def test_no_sentence_has_no_scores():
    empty = oracles.Text("en", [], [], np.zeros((4, 0, 6), np.float32)).side()
    assert null_scores(empty, oracles.calibration(0)).shape == (0, 2)


# --- calibration ---


def test_what_is_saved_is_loaded(tmp_path):
    weights = oracles.calibration(1)
    weights.save(tmp_path / "calibration.json")
    assert Calibration.load(tmp_path / "calibration.json") == weights


def changed(**parts):
    weights = oracles.calibration(1)
    return {"kinds": dict(weights.kinds), "links": dict(weights.links), "nulls": dict(weights.nulls)} | parts


KINDS_NOW = {f"{a}-{b}": 0.0 for a, b in KINDS}


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ({"kinds": {**KINDS_NOW, "5-5": 0.0}}, "another version"),
        ({"kinds": dict(list(KINDS_NOW.items())[1:])}, "another version"),
        ({"kinds": dict(reversed(KINDS_NOW.items()))}, "another version"),
        ({"links": {}}, "another version"),
        ({"nulls": {**dict.fromkeys(NULL_FEATURES, 0.0), "colour": 1.0}}, "another version"),
        ({"kinds": {**KINDS_NOW, "1-1": "much"}}, "not numbers"),
        ({"kinds": {**KINDS_NOW, "1-1": None}}, "not numbers"),
        ({"kinds": {**KINDS_NOW, "1-1": float("nan")}}, "not numbers"),
        ({"kinds": {**KINDS_NOW, "1-1": float("inf")}}, "not numbers"),
    ],
)
def test_weights_of_another_version_are_refused(parts, message, tmp_path):
    with pytest.raises(ModelError, match=message):
        Calibration(**changed(**parts))
    path = tmp_path / "calibration.json"
    path.write_text(json.dumps(changed(**parts)), encoding="utf-8")
    with pytest.raises(ModelError, match=rf"calibration\.json: .*{message}.*; train or calibrate the encoder anew$"):
        Calibration.load(path)


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"null", b"7", b"{}", b'{"kinds": 7}', b"\xff\xfe\0", b'{"kinds": []}']
)
def test_a_damaged_file_is_one_line(content, tmp_path):
    path = tmp_path / "calibration.json"
    path.write_bytes(content)
    with pytest.raises(ModelError) as caught:
        Calibration.load(path)
    assert str(caught.value).startswith(f"{path}: ") and "\n" not in str(caught.value)
    assert str(caught.value).endswith("; train or calibrate the encoder anew")


def test_lists_for_tables_are_refused(tmp_path):
    path = tmp_path / "calibration.json"
    path.write_text(json.dumps(changed(kinds=list(KINDS_NOW))), encoding="utf-8")
    with pytest.raises(ModelError, match=r"calibration\.json"):
        Calibration.load(path)


def test_a_missing_file_is_one_line(tmp_path):
    with pytest.raises(ModelError, match=r"none\.json: not a calibration: .*; train or calibrate"):
        Calibration.load(tmp_path / "none.json")
