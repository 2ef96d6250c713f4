"""Any sentence-transformers model as an encoder. Imports torch, and only when a model is loaded."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from aligner.arrays import Array
from aligner.errors import ModelError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer


class TransformerEncoder:
    """Wraps a `SentenceTransformer`; its vectors are scaled to unit length."""

    def __init__(self, model: SentenceTransformer, *, name: str) -> None:
        self.name = name
        self._model = model

    @classmethod
    def load(cls, name_or_path: str) -> TransformerEncoder:
        """Load a model by folder or hub name; the hub's cache is enough when there is no network.

        Raises
        ------
        ModelError : the folder holds no model, the hub has no such model, or the hub can't be reached
        """
        if Path(name_or_path).is_dir():
            remedy = "the folder holds no complete sentence-transformers model"
        elif name_or_path.startswith((".", "/", "~")) or name_or_path.count("/") > 1:
            raise ModelError(f"{name_or_path}: no such folder; see: aligner models")
        else:
            remedy = (
                "not downloaded, and the hub has no such model or can't be reached; "
                "leave --model out to use the bundled one"
            )
        from sentence_transformers import SentenceTransformer

        try:
            model = SentenceTransformer(name_or_path)
        except (OSError, ValueError, KeyError, RuntimeError, ImportError) as error:
            reason = str(error).strip().splitlines()
            detail = reason[0][:200] if reason else type(error).__name__
            raise ModelError(f"model {name_or_path!r}: {remedy} ({detail})") from error
        return cls(model, name=name_or_path)

    def encode(self, texts: Sequence[str]) -> Array:
        """Vectors of unit length, `(n, d)` float32."""
        if not texts:
            return np.zeros((0, self._model.get_sentence_embedding_dimension() or 0), np.float32)
        vectors = self._model.encode(
            list(texts), convert_to_numpy=True, normalize_embeddings=True, show_progress_bar=False
        )
        return np.asarray(vectors, np.float32)


def in_hub_cache(name: str) -> bool:
    """The model has been downloaded before."""
    from huggingface_hub import try_to_load_from_cache

    return isinstance(try_to_load_from_cache(name, "modules.json"), str)
