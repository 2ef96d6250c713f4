"""Weights of encoders that bring none: estimated once, kept, and found again on any machine."""

import json
import logging

import numpy as np
import pytest

from aligner import calibration
from aligner.calibration import calibration_for, kept_calibrations
from aligner.encoder import load_encoder
from aligner.likelihood import Calibration


@pytest.fixture(autouse=True)
def few(monkeypatch):
    """Two documents in place of many: what is tested is not how good the estimate is."""
    monkeypatch.setattr(calibration, "FEW", 2)


@pytest.fixture
def estimates(monkeypatch):
    """Names of the encoders that were estimated."""
    names = []
    real = calibration.estimate
    monkeypatch.setattr(calibration, "estimate", lambda encoder: names.append(encoder.name) or real(encoder))
    return names


class Moved:
    """The bundled encoder behind a plain one, its vectors moved a little, as another processor would."""

    def __init__(self, name="moved", by=0.0):
        self.name = name
        self._by = by

    def encode(self, texts):
        vectors = load_encoder().encode(texts)
        vectors = vectors + np.random.default_rng(1).normal(size=vectors.shape).astype(np.float32) * self._by
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def test_the_bundled_encoder_brings_its_own(estimates):
    encoder = load_encoder()
    assert calibration_for(encoder) == Calibration.load(encoder.folder / "calibration.json")
    assert (estimates, kept_calibrations()) == ([], [])


def test_a_transformer_is_calibrated_once_and_it_is_said(tiny_model, estimates, caplog):
    caplog.set_level(logging.INFO, logger="aligner")
    first = calibration_for(load_encoder(str(tiny_model), device="cpu"))
    assert f"{tiny_model}: calibrating for this encoder, once" in caplog.text
    assert first != calibration_for(load_encoder())
    (kept,) = kept_calibrations()
    assert Calibration.load(kept) == first
    assert kept_calibrations(str(tiny_model)) == [kept]
    assert kept_calibrations("other") == []
    caplog.clear()
    assert calibration_for(load_encoder(str(tiny_model), device="cpu")) == first
    assert estimates == [str(tiny_model)]
    assert caplog.text == ""


def test_another_processor_makes_no_other_encoder(estimates):
    for by in (0.0, 1e-7, 1e-4, 1e-3):
        calibration_for(Moved(by=by))
    assert estimates == ["moved"]
    calibration_for(Moved("another", by=0.05))
    assert estimates == ["moved", "another"]


def test_once_in_a_process_even_if_it_can_not_be_kept(estimates, monkeypatch, tmp_path, caplog):
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("ALIGNER_CACHE", str(tmp_path / "file"))
    encoder = Moved()
    assert calibration_for(encoder) == calibration_for(encoder)
    assert estimates == ["moved"]
    assert len([record for record in caplog.records if record.levelno == logging.WARNING]) == 1
    assert "the calibration can't be kept" in caplog.text


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[: len(data) // 2],
        lambda data: "[]",
        lambda data: json.dumps({**json.loads(data), "basis": "of another version"}),
        lambda data: json.dumps({**json.loads(data), "probes": "none"}),
        lambda data: json.dumps({**json.loads(data), "links": {}}),
    ],
)
def test_damaged_or_outdated_ones_are_made_anew(estimates, damage):
    before = calibration_for(Moved())
    (kept,) = kept_calibrations()
    kept.write_text(damage(kept.read_text(encoding="utf-8")), encoding="utf-8")
    assert calibration_for(Moved()) == before
    assert estimates == ["moved", "moved"]
    assert kept_calibrations() == [kept]  # in its place, and nothing beside it
    assert Calibration.load(kept) == before


def test_encoders_without_a_hash(estimates):
    class Unhashable(Moved):
        __hash__ = None

    assert calibration_for(Unhashable()) == calibration_for(Unhashable())
    assert estimates == ["moved"]
