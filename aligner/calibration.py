"""Which weights go with an encoder: its own if it brings them, else estimated once and kept in the cache."""

from __future__ import annotations

import hashlib
import os
from functools import cache
from pathlib import Path

import numpy as np

from aligner.encoder import BUNDLED, MODELS, Encoder
from aligner.likelihood import Calibration

FILE = "calibration.json"
SEGMENTS = MODELS / "calibration.tsv"
SEQUENCE = 20  # neighbouring segments of one document
FEW = 24  # documents that are enough to move the bundled weights to another encoder


def calibration_for(encoder: Encoder) -> Calibration:
    """The weights of an encoder.

    The bundled encoder and those made by `aligner train` bring their own. For any other they are estimated from
    sentences of our own, which takes as long as encoding some 3,000 texts, and kept in the user's cache.
    """
    folder = getattr(encoder, "folder", None)
    if folder is not None and (folder / FILE).is_file():
        return _load(folder / FILE)
    cached = cache_folder() / "calibration" / f"{_fingerprint(encoder)}.json"
    if not cached.is_file():
        cached.parent.mkdir(parents=True, exist_ok=True)
        estimate(encoder).save(cached)
    return _load(cached)


def estimate(encoder: Encoder) -> Calibration:
    """Fit the weights on the bundled segments, starting from the bundled encoder's."""
    from aligner.calibrate import exercise_features, fit
    from aligner.exercises import make_exercises

    exercises = make_exercises(bundled_sequences()[:FEW])
    near = _load(MODELS / BUNDLED / FILE)
    return fit(exercise_features(exercises, encoder), near=near, weight_decay=1e-3)


def bundled_sequences() -> list[list[tuple[str, str]]]:
    """Translated segments written for this project, none of which an encoder of ours was trained on."""
    lines = SEGMENTS.read_text(encoding="utf-8").splitlines()
    segments = [(en, ru) for en, ru in (line.split("\t") for line in lines)]
    return [segments[first : first + SEQUENCE] for first in range(0, len(segments), SEQUENCE)]


def cache_folder() -> Path:
    """Where estimates are kept: `ALIGNER_CACHE`, or the user's cache folder."""
    if chosen := os.environ.get("ALIGNER_CACHE"):
        return Path(chosen)
    from platformdirs import user_cache_path

    return user_cache_path("aligner", appauthor=False)


def _fingerprint(encoder: Encoder) -> str:
    """Tells encoders apart by what they do: a hash of a few vectors."""
    probes = [en for en, _ in bundled_sequences()[0][:4]]
    digest = hashlib.sha256(np.round(encoder.encode(probes), 3).astype(np.float32).tobytes())
    return digest.hexdigest()[:16]


@cache
def _load(path: Path) -> Calibration:
    return Calibration.load(path)
