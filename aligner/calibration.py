"""Which weights go with an encoder: its own if it brings them, else estimated once and kept in the cache.

An encoder that was met before is known again by what it does: the vectors of a few *probe* sentences are kept with its
weights and compared by their cosines. A hash of rounded vectors would not do: another processor or a GPU moves a value
by 1e-6 or 1e-3, and some value always lies at the edge of rounding.
"""

from __future__ import annotations

import hashlib
import json
import logging
import re
from functools import cache
from pathlib import Path
from weakref import WeakKeyDictionary

import numpy as np

from aligner.arrays import Array, unit
from aligner.cache import cache_folder
from aligner.encoder import BUNDLED, MODELS, Encoder, encoded
from aligner.errors import AlignerError, ModelError
from aligner.likelihood import Calibration

FILE = "calibration.json"
SEGMENTS = MODELS / "calibration.tsv"
SEQUENCE = 20  # neighbouring segments of one document
FEW = 24  # documents that are enough to move the bundled weights to another encoder
PROBES = 4  # sentences of each language that an encoder is known by
ALIKE = 0.999  # cosine of every probe, for two encoders to be one

log = logging.getLogger(__name__)

_met: WeakKeyDictionary[Encoder, Calibration] = WeakKeyDictionary()


def calibration_for(encoder: Encoder) -> Calibration:
    """The weights of an encoder.

    The bundled encoder and those made by `aligner train` bring their own. For any other they are estimated from
    sentences of our own, which takes as long as encoding some 3,000 texts and is logged, and kept in the user's cache.
    """
    folder = getattr(encoder, "folder", None)
    if folder is not None and (folder / FILE).is_file():
        return _load(folder / FILE)
    try:
        if encoder in _met:
            return _met[encoder]
    except TypeError:  # no hash: looked up every time
        return _kept_or_estimated(encoder)
    return _met.setdefault(encoder, _kept_or_estimated(encoder))


def estimate(encoder: Encoder) -> Calibration:
    """Fit the weights on the bundled segments, starting from the bundled encoder's."""
    from aligner.calibrate import exercise_features, fit
    from aligner.exercises import make_exercises

    exercises = make_exercises(bundled_sequences()[:FEW])
    near = _load(MODELS / BUNDLED / FILE)
    return fit(exercise_features(exercises, encoder), near=near, weight_decay=1e-3, tolerance=1e-6)


def bundled_sequences() -> list[list[tuple[str, str]]]:
    """Translated segments written for this project, none of which an encoder of ours was trained on."""
    lines = SEGMENTS.read_text(encoding="utf-8").splitlines()
    segments = [(en, ru) for en, ru in (line.split("\t") for line in lines)]
    return [segments[first : first + SEQUENCE] for first in range(0, len(segments), SEQUENCE)]


def calibration_folder() -> Path:
    """Where estimates are kept."""
    return cache_folder() / "calibration"


def kept_calibrations(name: str | None = None) -> list[Path]:
    """Files of the estimates that are kept, of all encoders or of those called `name`."""
    files = sorted(calibration_folder().glob("*.json"))
    return files if name is None else [file for file in files if (_read(file) or {}).get("encoder") == name]


def _kept_or_estimated(encoder: Encoder) -> Calibration:
    probes = _probes(encoder)
    for file in kept_calibrations():
        kept = _read(file)
        if kept and kept.get("basis") == _basis() and _alike(probes, kept.get("probes")):
            try:
                return Calibration.load(file)
            except ModelError:  # of another version: estimated anew below
                continue
    log.info("%s: calibrating for this encoder, once", encoder.name)
    calibration = estimate(encoder)
    _keep(encoder, probes, calibration)
    return calibration


def _probes(encoder: Encoder) -> Array:
    """`(2 · PROBES, d)` float32, unit length."""
    first = bundled_sequences()[0][:PROBES]
    return unit(encoded(encoder, [text for segment in first for text in segment]))


def _alike(probes: Array, kept: object) -> bool:
    try:
        other = np.asarray(kept, np.float32)
    except (TypeError, ValueError):
        return False
    return other.shape == probes.shape and float(np.einsum("nd,nd->n", probes, other).min()) > ALIKE


@cache
def _basis() -> str:
    """What estimates start from; they are made anew when it changes."""
    digest = hashlib.sha256(SEGMENTS.read_bytes() + (MODELS / BUNDLED / FILE).read_bytes())
    return digest.hexdigest()[:16]


def _keep(encoder: Encoder, probes: Array, calibration: Calibration) -> None:
    """Write to the cache, all or nothing; where that fails it is said, and the estimate serves this run."""
    from aligner.write.files import write_file

    slug = re.sub(r"[^\w.-]+", "-", encoder.name).strip("-.")[-60:]
    mark = hashlib.sha256(probes.tobytes()).hexdigest()[:12]
    data = {
        "encoder": encoder.name,
        "basis": _basis(),
        "kinds": dict(calibration.kinds),
        "links": dict(calibration.links),
        "nulls": dict(calibration.nulls),
        "probes": [[round(float(value), 5) for value in row] for row in probes],
    }
    folder = calibration_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_file(folder / f"{slug}-{mark}.json", (json.dumps(data) + "\n").encode("utf-8"))
    except (OSError, AlignerError) as error:
        log.warning("%s: the calibration can't be kept (%s); it will be made anew next time", folder, error)


def _read(file: Path) -> dict[str, object] | None:
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return data if isinstance(data, dict) else None


@cache
def _load(path: Path) -> Calibration:
    return Calibration.load(path)
