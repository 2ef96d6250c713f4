"""Any sentence-transformers model as an encoder. Imports torch, and only when a model is loaded."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from aligner.arrays import Array, unit
from aligner.errors import ModelError
from aligner.hub import device_for, digest_of, hub_name, load_model, revision

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

BATCH_SIZE = 32

#: What well-known families expect before a text when both sides are of one sort, by the last part of their name.
FAMILIES = (
    (re.compile(r"e5-.*instruct|Qwen3-Embedding", re.I), "Instruct: Retrieve parallel sentences.\nQuery: "),
    (re.compile(r"\be5-(?:small|base|large)|multilingual-e5|USER-base", re.I), "query: "),
    (re.compile(r"\bFRIDA\b", re.I), "paraphrase: "),
)  # fmt: skip

#: Names of a model's own prompts that may serve, the best first.
TASKS = ("BitextMining", "bitext_mining", "bitext mining", "text-matching", "paraphrase", "STS", "sts", "query")

#: Words that a model must tell apart, as long as each other.
DIFFERENT = (("peace", "river"), ("слово", "город"))
SAME = 1e-6


class TransformerEncoder:
    """Wraps a `SentenceTransformer`; its vectors are scaled to unit length.

    A text longer than the model reads is cut at a space near its middle, again and again, and the vectors of its
    pieces are averaged by their lengths: no part of a text is ignored.

    Parameters
    ----------
    model : computes the vectors
    name : how it is shown to users
    identity : tells its vectors from those of all other models
    folder : where it was loaded from, if from a folder
    batch_size : texts computed at a time
    """

    def __init__(
        self,
        model: SentenceTransformer,
        *,
        name: str,
        identity: str,
        folder: Path | None = None,
        batch_size: int = BATCH_SIZE,
    ) -> None:
        self.name = name
        self.folder = folder
        self.prompt = prompt_for(name, model.prompts, model.default_prompt_name)
        self.longest = model.max_seq_length
        self.identity = f"{identity}|{self.prompt}|{self.longest}"
        self._model = model
        self._batch_size = batch_size

    @classmethod
    def load(cls, name_or_path: str, *, device: str | None = None, batch_size: int | None = None) -> TransformerEncoder:
        """Load a model by folder or hub name; a model that is in the hub's cache needs no network.

        Parameters
        ----------
        device : "cpu", "cuda", "cuda:1", "mps" …; by default a GPU if there is one

        Raises
        ------
        ModelError : the folder holds no model, the hub has no such model or can't be reached, or no such device
        """
        place = Path(name_or_path).expanduser()
        local = place.is_dir()
        if not local and (name_or_path.startswith((".", "/", "~")) or name_or_path.count("/") > 1):
            raise ModelError(f"{name_or_path}: no such folder; see: aligner models")
        if local and not (place / "config.json").is_file() and not (place / "modules.json").is_file():
            raise ModelError(
                f"{name_or_path}: holds no model (neither modules.json nor config.json); see: aligner models"
            )
        source = str(place) if local else hub_name(name_or_path)
        model = load_model(source, name_or_path, device=device_for(device), local=local)
        if local:
            identity, folder = digest_of(place), place
        else:
            identity, folder = f"{source}@{revision(source)}", None
        encoder = cls(model, name=name_or_path, identity=identity, folder=folder, batch_size=batch_size or BATCH_SIZE)
        for words in DIFFERENT:
            one, other = encoder.encode(words)
            if np.allclose(one, other, rtol=0, atol=SAME):
                raise ModelError(
                    f"model {name_or_path!r}: {words[0]!r} and {words[1]!r} are the same to it; "
                    "its tokenizer is missing, or it was not made for this language"
                )
        return encoder

    def encode(self, texts: Sequence[str]) -> Array:
        """Vectors of unit length, `(n, d)` float32.

        Raises
        ------
        ModelError : the device has too little memory for the batch
        """
        if not texts:
            return np.zeros((0, self._model.get_embedding_dimension() or 0), np.float32)
        pieces = [self._pieces(text) for text in texts]
        vectors = self._encode([piece for text in pieces for piece in text])
        if len(vectors) == len(texts):
            return vectors
        lengths = np.array([len(piece) for text in pieces for piece in text], np.float32)
        starts = np.cumsum([0, *(len(text) for text in pieces[:-1])])
        return unit(np.add.reduceat(vectors * lengths[:, None], starts))

    def _encode(self, texts: list[str]) -> Array:
        try:
            vectors = self._model.encode(
                texts,
                prompt=self.prompt,
                batch_size=self._batch_size,
                convert_to_numpy=True,
                normalize_embeddings=True,
                show_progress_bar=False,
            )
        except RuntimeError as error:
            if "out of memory" not in str(error).lower():
                raise
            raise ModelError(
                f"{self.name}: out of memory on {self._model.device} with batches of {self._batch_size}; "
                "pass a smaller --batch-size, or --device cpu (in Python: load_encoder(name, batch_size=…, device=…))"
            ) from error
        return np.asarray(vectors, np.float32)

    def _pieces(self, text: str) -> list[str]:
        """The text, or what it has to be cut into for the model to read it all."""
        if len(text) < 2 or self._fits(text):
            return [text]
        middle = len(text) // 2
        spaces = [text.find(" ", middle), text.rfind(" ", 0, middle)]
        inner = [space for space in spaces if 0 < space < len(text) - 1]
        cut = min(inner, key=lambda space: abs(space - middle)) if inner else middle
        return [piece for half in (text[:cut], text[cut:].lstrip() or text[cut:]) for piece in self._pieces(half)]

    def _fits(self, text: str) -> bool:
        tokenizer: Any = self._model.tokenizer
        whole = self.prompt + text
        if not self.longest or not callable(tokenizer) or len(whole) * 4 + 2 < self.longest:
            return True  # a character is at most four tokens, and two mark the ends
        tokens = tokenizer(whole, truncation=False, verbose=False, return_attention_mask=False)["input_ids"]
        return len(tokens) <= self.longest


def prompt_for(name: str, own: Mapping[str, str | None], default: str | None = None) -> str:
    """What goes before every text, on both sides: the family's, the model's default, or its prompt for such a task."""
    last = re.split(r"[/\\]", name.rstrip("/\\"))[-1]
    for family, prompt in FAMILIES:
        if family.search(last):
            return prompt
    names = [default, *TASKS] if default else list(TASKS)
    return next((found for task in names if (found := own.get(task))), "")
