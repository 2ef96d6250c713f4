"""The seam between sentences and vectors: what an encoder is, and where to get one.

Three sorts of encoders come through `load_encoder`: the bundled one ("en-ru", needs neither network nor torch), a
folder written by `aligner train`, and any sentence-transformers model by its hub name or folder.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from os import PathLike, fspath
from pathlib import Path
from typing import Protocol, runtime_checkable

import numpy as np

from aligner.arrays import Array
from aligner.errors import ModelError
from aligner.evidence import LONGEST, span_sums

BUNDLED = "en-ru"
_OFF = 0.01  # how far from one the length of a vector may be, which half precision rounds
MODELS = Path(__file__).parent / "models"


@runtime_checkable
class Encoder(Protocol):
    """Anything with a name that turns texts into vectors."""

    name: str

    def encode(self, texts: Sequence[str]) -> Array:
        """`(n, d)` float32, rows of unit length."""


@runtime_checkable
class LinearEncoder(Encoder, Protocol):
    """An encoder for which the vector of joined texts is the scaled sum of theirs."""

    def sums(self, texts: Sequence[str]) -> Array:
        """`(n, d)` float32, rows not scaled."""


@dataclass(frozen=True, slots=True)
class EncoderInfo:
    """A line of `aligner models`."""

    name: str
    where: str
    size: str
    dimensions: int
    note: str


#: Models that work well for English and Russian: name, download, dimensions, note.
HUB = (
    ("sentence-transformers/LaBSE", "1.9 GB", 768, "most accurate; needs a GPU for books"),
    ("intfloat/multilingual-e5-small", "470 MB", 384, "as accurate as the bundled one"),
    ("sentence-transformers/paraphrase-multilingual-MiniLM-L12-v2", "470 MB", 384, "as accurate as the bundled one"),
)


def load_encoder(
    name_or_path: str | PathLike[str] | None = None,
    *,
    device: str | None = None,
    batch_size: int | None = None,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Encoder:
    """Load an encoder.

    Parameters
    ----------
    name_or_path : None or "en-ru" for the bundled one, a folder, or the hub name of a sentence-transformers model
    device : where a sentence-transformers model runs, "cpu", "cuda", "mps"; by default a GPU if there is one
    batch_size : texts it takes at a time
    progress : called with the number of texts it has encoded and has to encode

    The last three say nothing to static encoders (the bundled one and those of `aligner train`), which run on the CPU
    in no time. The vectors of a sentence-transformers model are kept on disk (`cache.py`).

    Raises
    ------
    ModelError : there is no such encoder, it is incomplete, it is not here and the hub can't be reached, or there is
        no such device
    """
    if not isinstance(name_or_path, str | PathLike | None):
        raise ModelError(f"encoder {name_or_path!r}: expected its name or its folder")
    if name_or_path is None or name_or_path == BUNDLED:
        return _bundled()
    folder = Path(name_or_path).expanduser()
    if is_static(folder):
        from aligner.static import StaticEncoder

        return StaticEncoder.load(folder)
    if folder.is_file():
        raise ModelError(f"{folder}: a file, not an encoder; give the folder it lies in, or see: aligner models")
    from aligner.cache import vector_store
    from aligner.cached import CachedEncoder
    from aligner.transformer import TransformerEncoder

    store = vector_store()
    model = TransformerEncoder.load(fspath(name_or_path), device=device, batch_size=batch_size)
    return CachedEncoder(model, store, progress=progress)


def bundled_version() -> str:
    """The bundled encoder by name and by the first digits of the SHA-256 of its rows: "en-ru 0123abcd"."""
    rows = (MODELS / BUNDLED / "model.safetensors").read_bytes()
    return f"{BUNDLED} {hashlib.sha256(rows).hexdigest()[:8]}"


def known_encoders() -> list[EncoderInfo]:
    """The bundled encoder and hub models known to serve well, with what each costs."""
    from aligner.hub import in_hub_cache

    dimensions = json.loads((MODELS / BUNDLED / "config.json").read_text(encoding="utf-8"))["dimensions"]
    size = sum(file.stat().st_size for file in (MODELS / BUNDLED).iterdir())
    return [
        EncoderInfo(BUNDLED, "bundled", f"{size / 1e6:.0f} MB", dimensions, "default; fast, needs no network"),
        *(
            EncoderInfo(name, "downloaded" if in_hub_cache(name) else "hub", size, dimensions, note)
            for name, size, dimensions, note in HUB
        ),
    ]


def as_encoder(given: Encoder | str | PathLike[str] | None) -> Encoder:
    """The encoder that is given, or the one of that name or in that folder; the bundled one for None.

    Raises
    ------
    ModelError : there is no such encoder, or what is given is none
    """
    if given is None or isinstance(given, str | PathLike):
        return load_encoder(given)
    if isinstance(given, type):
        raise ModelError(f"encoder {given.__name__}: a class; give an object of it: {given.__name__}()")
    if not isinstance(given, Encoder) or not isinstance(given.name, str):
        raise ModelError(f"encoder {given!r}: needs a name and encode(texts), a vector of unit length for each text")
    return given


def encoded(encoder: Encoder, texts: Sequence[str]) -> Array:
    """The vectors of an encoder, which may be anybody's, `(n, d)` float32.

    Raises
    ------
    ModelError : they are not one row of finite numbers for each text, of unit length or zero
    """
    vectors = _rows(encoder, encoder.encode(texts), len(texts))
    lengths = np.linalg.norm(vectors, axis=-1)
    if ((lengths > 0) & (np.abs(lengths - 1) > _OFF)).any():
        raise ModelError(f"encoder {encoder.name!r}: rows are not of unit length; divide each by its norm")
    return vectors


def _rows(encoder: Encoder, given: object, n: int) -> Array:
    """What came of `n` texts, if it is a row of finite numbers for each."""
    try:
        vectors = np.asarray(given, np.float32)
    except (TypeError, ValueError, RuntimeError) as error:
        raise ModelError(f"encoder {encoder.name!r}: no array of numbers came back: {error}") from error
    if n and (vectors.ndim != 2 or len(vectors) != n):
        raise ModelError(f"encoder {encoder.name!r}: {n} texts gave the shape {vectors.shape}, not ({n}, d)")
    if not np.isfinite(vectors).all():
        raise ModelError(f"encoder {encoder.name!r}: a vector has values that are not finite numbers")
    return vectors


def span_vectors(encoder: Encoder, sentences: Sequence[str]) -> Array:
    """Vectors of all runs of up to `LONGEST` sentences, `(LONGEST, n, d)` float32 of unit length.

    `out[size - 1, first]`; a linear encoder sums sentences, any other encodes the joined texts. Runs over the end
    are cut short there.
    """
    if isinstance(encoder, LinearEncoder):
        return span_sums(_rows(encoder, encoder.sums(sentences), len(sentences)))
    n = len(sentences)
    spans = [" ".join(sentences[i : i + size]) for size in range(1, LONGEST + 1) for i in range(n)]
    distinct = {text: place for place, text in enumerate(dict.fromkeys(spans))}
    vectors = encoded(encoder, list(distinct))
    places = np.array([distinct[text] for text in spans], np.int64)
    return np.asarray(vectors[places].reshape(LONGEST, n, -1), np.float32)


def is_static(folder: Path) -> bool:
    """The folder holds an encoder that `aligner train` or `aligner models export` wrote."""
    try:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(config, dict) and str(config.get("format", "")).startswith("aligner-static/")


@cache
def _bundled() -> Encoder:
    from aligner.static import StaticEncoder

    return StaticEncoder.load(MODELS / BUNDLED, name=BUNDLED)
