"""Which word stands for which: links between the content words of a pair, from the encoder's word vectors.

    the   talks   ended   on   Monday          cosine of each word with each of the other side; the best
     |      |       |      |      |            free pair is linked first, then the next one (competitive
    —  переговоры завершились в понедельник    linking, Melamed 2000), down to a cosine of `LINKED`

The bundled encoder is trained to bring translations together and sums word vectors, so a word has a vector of its
own, whose length is its weight: function words are short. A word that lost its best partner to a neighbour
("Foreign Ministry" / «МИД») is still half supported: it keeps its best cosine, less `SHARED`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from aligner.arrays import Array
from aligner.encoder import Encoder, load_encoder
from aligner.records import Span
from aligner.word_vectors import WordVector, word_vectors

CONTENT = 15.0  # length of a word vector from which a word carries content; function words have 4 to 13
LINKED = 0.33  # cosine from which two words stand for each other; the words of correct pairs have 0.4 to 0.9
SHARED = 0.1


@dataclass(frozen=True, slots=True)
class Side:
    """The words of one side.

    Attributes
    ----------
    spans : where each word stands
    weights : `(n,)` lengths of the vectors
    support : `(n,)` cosine with the linked word, or the best one less `SHARED`; about 0 for a word with no counterpart
    """

    spans: tuple[Span, ...]
    weights: Array
    support: Array


@dataclass(frozen=True, slots=True)
class WordLinks:
    """Both sides of a pair, and which words are linked: (English word, Russian word, cosine), best first."""

    en: Side
    ru: Side
    links: tuple[tuple[int, int, float], ...]


@cache
def bundled() -> Encoder:
    """The encoder that comes with the package, loaded once; ModelError where it is missing."""
    return load_encoder()


def word_links(en: str, ru: str, *, encoder: Encoder | None = None) -> WordLinks:
    """Link the words of two texts.

    Parameters
    ----------
    encoder
        One with vectors of words; the bundled one by default.

    Raises
    ------
    ModelError
        The encoder has no vectors of words.
    """
    encoder = encoder or bundled()
    words_en, words_ru = (_words(encoder, text) for text in (en, ru))
    if not words_en or not words_ru:
        return WordLinks(_side(words_en, np.zeros(len(words_en))), _side(words_ru, np.zeros(len(words_ru))), ())
    cosines = _unit(words_en) @ _unit(words_ru).T
    links = _competitive(cosines)
    support_en, support_ru = cosines.max(axis=1) - SHARED, cosines.max(axis=0) - SHARED
    for i, j, cosine in links:
        support_en[i] = support_ru[j] = cosine
    return WordLinks(_side(words_en, support_en), _side(words_ru, support_ru), tuple(links))


def _competitive(cosines: Array) -> list[tuple[int, int, float]]:
    """Links from `(n_en, n_ru)` cosines, the best first, each word in one at most."""
    rows, columns = np.nonzero(cosines >= LINKED)
    free_en, free_ru = set(rows.tolist()), set(columns.tolist())
    links = []
    for index in np.argsort(-cosines[rows, columns], kind="stable"):
        i, j = int(rows[index]), int(columns[index])
        if i in free_en and j in free_ru:
            free_en.remove(i)
            free_ru.remove(j)
            links.append((i, j, float(cosines[i, j])))
    return links


def _words(encoder: Encoder, text: str) -> list[WordVector]:
    """The words, punctuation left out."""
    return [word for word in word_vectors(encoder, text) if word.word[0].isalnum()]


def _unit(words: list[WordVector]) -> Array:
    vectors = np.stack([word.vector for word in words])
    lengths = np.array([word.weight for word in words], dtype=vectors.dtype)
    scaled: Array = vectors / np.maximum(lengths, 1e-6)[:, None]
    return scaled


def _side(words: list[WordVector], support: Array) -> Side:
    spans = tuple((word.start, word.end) for word in words)
    return Side(spans, np.array([word.weight for word in words], dtype=np.float32), support.astype(np.float32))
