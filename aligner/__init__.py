"""Aligns English and Russian versions of a text and prepares paragraph pairs for translation review.

>>> import aligner
>>> al = aligner.align("texts/en/communique-2016.txt", "texts/ru/communique-2016.txt")  # doctest: +SKIP
>>> al.to_pandas()  # doctest: +SKIP

The names below are found when they are first used: importing the package loads nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from aligner.alignment import Alignment
    from aligner.check import check_pair
    from aligner.corpus.build import build_corpus
    from aligner.encoder import Encoder, load_encoder
    from aligner.errors import AlignerError, FormatError, InputError, ModelError
    from aligner.paired import read_alignment
    from aligner.pipeline import align, align_sentences, align_texts, align_vectors
    from aligner.read import read_document
    from aligner.records import Bead, Document, Finding, Pair, Paragraph, Sentence
    from aligner.scores import Score, evaluate
    from aligner.write.beads import read_beads

__version__ = "0.1.0"

__all__ = [
    "AlignerError",
    "Alignment",
    "Bead",
    "Document",
    "Encoder",
    "Finding",
    "FormatError",
    "InputError",
    "ModelError",
    "Pair",
    "Paragraph",
    "Score",
    "Sentence",
    "align",
    "align_sentences",
    "align_texts",
    "align_vectors",
    "build_corpus",
    "check_pair",
    "evaluate",
    "load_encoder",
    "read_alignment",
    "read_beads",
    "read_document",
]

_HOMES = {
    "aligner.alignment": ("Alignment",),
    "aligner.check": ("check_pair",),
    "aligner.corpus.build": ("build_corpus",),
    "aligner.encoder": ("Encoder", "load_encoder"),
    "aligner.errors": ("AlignerError", "FormatError", "InputError", "ModelError"),
    "aligner.pipeline": ("align", "align_sentences", "align_texts", "align_vectors"),
    "aligner.read": ("read_document",),
    "aligner.records": ("Bead", "Document", "Finding", "Pair", "Paragraph", "Sentence"),
    "aligner.scores": ("Score", "evaluate"),
    "aligner.write.beads": ("read_beads",),
    "aligner.paired": ("read_alignment",),
}
_HOME = {name: module for module, names in _HOMES.items() for name in names}
_MODULES = ("plots",)


def __getattr__(name: str) -> Any:
    if name in _MODULES:
        return import_module(f"aligner.{name}")
    if name not in _HOME:
        raise AttributeError(f"module 'aligner' has no attribute {name!r}")
    value = getattr(import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*__all__, *_MODULES, "__version__"])
