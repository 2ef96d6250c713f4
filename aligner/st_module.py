"""A static encoder as a module of sentence-transformers, for those who work with that library.

The only module of ours that imports torch at its top: nothing else imports it, sentence-transformers does, by the
name that `modules.json` of an exported folder gives. Its vectors are those of `StaticEncoder`, and its table can be
trained on with the library's own trainers; saved, it is again a folder that `load_encoder` reads without torch.
"""

from __future__ import annotations

import math
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from sentence_transformers.base.modules.input_module import InputModule

from aligner.errors import ModelError
from aligner.model_export import OPTIONAL, SAVED
from aligner.static import StaticEncoder, save_static
from aligner.words import words


class StaticModule(InputModule):
    """Text → rows of the table → their sum, scaled to unit length."""

    def __init__(self, encoder: StaticEncoder) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.encoder = encoder
        self.tokenizer = encoder.vocabulary.tokenizer
        table = torch.from_numpy(encoder.table())
        self.embedding = torch.nn.EmbeddingBag.from_pretrained(table, mode="sum", freeze=False)

    def preprocess(self, inputs: Sequence[Any], prompt: str | None = None, **kwargs: Any) -> dict[str, torch.Tensor]:
        """Row numbers of all texts, flat, and where each text begins among them."""
        nothing = np.zeros(0, np.int64)
        rows = [np.concatenate([nothing, *self.encoder.rows(words((prompt or "") + text))]) for text in inputs]
        starts = np.cumsum([0, *(len(text) for text in rows)])[:-1]
        return {
            "input_ids": torch.from_numpy(np.concatenate([nothing, *rows])),
            "offsets": torch.from_numpy(starts.astype(np.int64)),
        }

    def forward(self, features: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
        """Adds "sentence_embedding", `(n, d)` float32 of unit length; zero for a text without known units."""
        sums = self.embedding(features["input_ids"], features["offsets"])
        features["sentence_embedding"] = torch.nn.functional.normalize(sums, dim=-1)
        return features

    @property
    def max_seq_length(self) -> float:
        """There is none."""
        return math.inf

    def get_embedding_dimension(self) -> int:
        """Length of a vector."""
        return self.encoder.dimensions

    def save(self, output_path: str, *args: Any, safe_serialization: bool = True, **kwargs: Any) -> None:
        """Write the encoder's files: as they were loaded, calibration too, as long as its table is the same."""
        folder, loaded = Path(output_path), self.encoder.folder
        rows = self.embedding.weight.detach().cpu().numpy()
        if loaded is None or not np.array_equal(rows, self.encoder.table()):
            save_static(folder, self.encoder.vocabulary, rows)
            return
        for name in (*SAVED, *OPTIONAL):
            if (loaded / name).is_file():
                shutil.copyfile(loaded / name, folder / name)

    @classmethod
    def load(
        cls,
        model_name_or_path: str,
        subfolder: str = "",
        token: bool | str | None = None,
        cache_folder: str | None = None,
        revision: str | None = None,
        local_files_only: bool = False,
        init_defaults: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> StaticModule:
        """Load from a folder or the hub."""
        places = [
            cls.load_file_path(
                model_name_or_path,
                filename=name,
                subfolder=subfolder,
                token=token,
                cache_folder=cache_folder,
                revision=revision,
                local_files_only=local_files_only,
            )
            for name in (*SAVED, *OPTIONAL)
        ]
        if places[0] is None:
            raise ModelError(f"{model_name_or_path}: holds no {SAVED[0]}; export it anew")
        return cls(StaticEncoder.load(Path(places[0]).parent))
