"""Vectors and weights of the words of a text, each with its place in the text as it was read.

A static encoder sums word vectors, so a word has one of its own, and the length of that vector is how much the word
weighs in its sentence: rare content words are long, function words short. Links between words and the search for
omissions stand on this.

The encoder sees normalised text (NFKC, one kind of quotation mark, no soft hyphens: `words.py`), which has other
offsets than the original. So the original is cut into *clusters* that normalise independently of their neighbours,
and every normalised character knows the cluster it came from.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np

from aligner.arrays import Array
from aligner.encoder import Encoder
from aligner.errors import ModelError
from aligner.words import PLAIN, WORD

_ONE_SPACE = dict.fromkeys(map(ord, "\u00a0\u2007\u2009\u202f"), " ")
_VANISHING = re.compile("[" + "".join(chr(c) for c, plain in PLAIN.items() if plain is None) + "]")


@runtime_checkable
class WordEncoder(Protocol):
    """An encoder whose text vectors are sums of word vectors."""

    def word_vectors(self, distinct: Sequence[str]) -> Array:
        """`(len(distinct), d)` float32, not scaled."""


@dataclass(frozen=True, slots=True, eq=False)
class WordVector:
    """A word or punctuation mark: `text[start:end]` of the original.

    Attributes
    ----------
    start, end : offsets in characters; three records share those of «…», which is three full stops to the encoder
    word : how the encoder spells it
    vector : `(d,)` float32, not scaled; zero for a word without known units
    weight : length of the vector
    """

    start: int
    end: int
    word: str
    vector: Array
    weight: float


def word_vectors(encoder: Encoder, text: str) -> list[WordVector]:
    """Vectors of the words of `text`, in order; scaled to unit length, their sum is the vector of the text.

    Raises
    ------
    ModelError : the encoder has no vectors of words
    """
    if not isinstance(encoder, WordEncoder):
        raise ModelError(f"{encoder.name}: has no vectors of single words; use the bundled encoder or a trained one")
    places = word_places(text)
    if not places:
        return []
    numbers = {word: i for i, word in enumerate(dict.fromkeys(word for _, _, word in places))}
    vectors = encoder.word_vectors(list(numbers))
    weights = np.linalg.norm(vectors, axis=1)
    return [
        WordVector(start, end, word, vectors[numbers[word]], float(weights[numbers[word]]))
        for start, end, word in places
    ]


def word_places(text: str) -> list[tuple[int, int, str]]:
    """Start, end and spelling of what `words.words(text)` finds, the offsets into `text` itself."""
    spaced = text if text.isascii() else text.translate(_ONE_SPACE)
    if text.isascii() or (unicodedata.is_normalized("NFKC", spaced) and not _VANISHING.search(spaced)):
        return [(found.start(), found.end(), found[0]) for found in WORD.finditer(spaced.translate(PLAIN))]
    plain: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for start, end in _clusters(text):
        cluster = unicodedata.normalize("NFKC", text[start:end]).translate(PLAIN)
        plain.append(cluster)
        starts += [start] * len(cluster)
        ends += [end] * len(cluster)
    found_words = WORD.finditer("".join(plain))
    return [(starts[found.start()], ends[found.end() - 1], found[0]) for found in found_words]


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    """Stretches that normalise independently: single characters, or a letter with the marks that follow it."""
    if unicodedata.is_normalized("NFKC", text) and not any(map(unicodedata.combining, text)):
        yield from ((i, i + 1) for i in range(len(text)))
        return
    start, normal = 0, ""
    for i, character in enumerate(text):
        alone = unicodedata.normalize("NFKC", character)
        joined = unicodedata.normalize("NFKC", text[start : i + 1])
        if i > start and joined == normal + alone and not unicodedata.combining(alone[0]):
            yield start, i
            start, normal = i, alone
        else:
            normal = joined
    if text:
        yield start, len(text)
