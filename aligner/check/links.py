"""Which word stands for which: links between the words of a pair, from the encoder's word vectors.

    the   talks   ended   on   Monday          cosine of each word with each of the other side; the best
     |      |       |      |      |            free pair is linked first, then the next one (competitive
    —  переговоры завершились в понедельник    linking, Melamed 2000), down to a cosine of `LINKED`

The bundled encoder is trained to bring translations together and sums word vectors, so a word has a vector of its
own, whose length is its weight: function words are short. Two steps more find what the context decides:

- Two words left over that are each other's best are linked from a lower cosine on (`LEFT_OVER`), and from a still
  lower one (`BESIDE`) where their neighbours are linked: "reached orbit" / «вышел на орбиту».
- A word that lost its best partner to the word beside it shares it: "Foreign Ministry" / «МИД».

`benchmarks/links.py` measures the links against some made by hand.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from weakref import WeakKeyDictionary

import numpy as np

from aligner.arrays import Array
from aligner.encoder import Encoder, load_encoder
from aligner.errors import ModelError
from aligner.records import Lang, Span
from aligner.word_vectors import WordEncoder, word_places

CONTENT = 5.0  # length of a word vector from which a word carries content; function words have 1 to 5
LINKED = 0.36  # cosine from which two words stand for each other; the words of correct pairs have 0.5 to 0.95
LEFT_OVER, BESIDE = 0.3, 0.18  # the best of unrelated sentences reach these in 3 and in 10 of 100 words
SHARED = 0.1
_NEAR = 2  # words between which neighbours support each other
_REMEMBERED = 30_000  # words
_FEWEST_ROWS = 4  # of a part; a text of over 250 words is worth the threads
_ONE_THREAD = 250_000  # multiplications from which OpenBLAS starts threads, which then wait busily for more

Link = tuple[int, int, float]
Known = dict[str, tuple[Array, float]]


@dataclass(frozen=True, eq=False)
class Side:
    """The words of one side.

    Attributes
    ----------
    spans : where each word stands
    vectors : `(n, d)` of unit length
    weights : `(n,)` lengths of the vectors
    support : `(n,)` cosine with the linked word, or the best one less `SHARED`; about 0 for a word with no counterpart
    """

    spans: tuple[Span, ...]
    vectors: Array
    weights: Array
    support: Array

    def number(self, place: int) -> int:
        """The number of the word at an offset of the text; of the one before it if there is none."""
        return max(bisect_right(self._starts, place) - 1, 0)

    @cached_property
    def _starts(self) -> list[int]:
        return [start for start, _ in self.spans]


@dataclass(frozen=True, eq=False)
class WordLinks:
    """Both sides of a pair, and which words are linked: (English word, Russian word, cosine), best first."""

    en: Side
    ru: Side
    links: tuple[Link, ...]

    def best(self, lang: Lang) -> dict[int, tuple[int, float]]:
        """For each linked word of one side: its best counterpart, and the cosine."""
        return self._best_en if lang == "en" else self._best_ru

    @cached_property
    def _best_en(self) -> dict[int, tuple[int, float]]:
        return {i: (j, cosine) for i, j, cosine in reversed(self.links)}

    @cached_property
    def _best_ru(self) -> dict[int, tuple[int, float]]:
        return {j: (i, cosine) for i, j, cosine in reversed(self.links)}

    def counterpart(self, word: int, lang: Lang) -> int:
        """Where the counterpart of a word of one side stands, or should: as far from that of its nearest neighbour."""
        own, other = (self.en, self.ru) if lang == "en" else (self.ru, self.en)
        best = self.best(lang)
        if word in best:
            return best[word][0]
        nearest = min(best, key=lambda i: abs(i - word), default=None)
        place = word * len(other.spans) // len(own.spans) if nearest is None else best[nearest][0] + word - nearest
        return min(max(place, 0), len(other.spans) - 1)


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
    return _linked(en, ru) if encoder is None else _link(en, ru, encoder)


def meet(texts: Iterable[str]) -> None:
    """Look up the words of many texts at once, in the bundled encoder: several times as fast as pair by pair."""
    _known(bundled(), dict.fromkeys(word for text in texts for _, _, word in _words(text)))


def word_cosines(words: Iterable[str], other: str) -> list[float]:
    """How near words are to another one in the bundled encoder, wherever they stand."""
    words = [*words]
    known = _known(bundled(), [*words, other])
    return [float(known[word][0] @ known[other][0]) for word in words]


@lru_cache(maxsize=64)  # several checks ask for the links of one pair
def _linked(en: str, ru: str) -> WordLinks:
    return _link(en, ru, bundled())


def _link(en: str, ru: str, encoder: Encoder) -> WordLinks:
    places = [_words(text) for text in (en, ru)]
    known = _known(encoder, dict.fromkeys(word for side in places for _, _, word in side))
    (spans_en, rows_en, weights_en), (spans_ru, rows_ru, weights_ru) = (_side(side, known) for side in places)
    if not spans_en or not spans_ru:
        none_en, none_ru = (np.zeros(len(spans), np.float32) for spans in (spans_en, spans_ru))
        return WordLinks(Side(spans_en, rows_en, weights_en, none_en), Side(spans_ru, rows_ru, weights_ru, none_ru), ())
    cosines = _products(rows_en, rows_ru)
    links = _competitive(cosines)
    links += _left_over(cosines, links, weights_en, weights_ru)
    support_en, support_ru = cosines.max(axis=1) - SHARED, cosines.max(axis=0) - SHARED
    for i, j, cosine in links:
        support_en[i] = support_ru[j] = cosine
    links += _shared(cosines, links)
    links.sort(key=lambda link: -link[2])
    return WordLinks(
        Side(spans_en, rows_en, weights_en, support_en), Side(spans_ru, rows_ru, weights_ru, support_ru), tuple(links)
    )


def _words(text: str) -> list[tuple[int, int, str]]:
    """Start, end and spelling of its words, without punctuation."""
    return [place for place in word_places(text) if place[2][0].isalnum()]


def _products(en: Array, ru: Array) -> Array:
    """`en @ ru.T`; of sentences in parts that are too small to be worth a thread."""
    rows = _ONE_THREAD // ru.size
    if rows < _FEWEST_ROWS:
        return np.asarray(en @ ru.T)
    return np.concatenate([en[first : first + rows] @ ru.T for first in range(0, len(en), rows)])


def _competitive(cosines: Array) -> list[Link]:
    """Links from `(n_en, n_ru)` cosines, the best first, each word in one at most."""
    rows, columns = np.nonzero(cosines >= LINKED)
    values = cosines[rows, columns]
    free_en, free_ru = set(rows.tolist()), set(columns.tolist())
    links = []
    for index in np.argsort(-values, kind="stable").tolist():
        i, j = int(rows[index]), int(columns[index])
        if i in free_en and j in free_ru:
            free_en.remove(i)
            free_ru.remove(j)
            links.append((i, j, float(values[index])))
    return links


def _left_over(cosines: Array, links: list[Link], weights_en: Array, weights_ru: Array) -> list[Link]:
    """Content words without a link that are each other's best among the words without one."""
    free_en, free_ru = weights_en >= CONTENT, weights_ru >= CONTENT
    free_en[[i for i, _, _ in links]] = free_ru[[j for _, j, _ in links]] = False
    rows, columns = np.flatnonzero(free_en), np.flatnonzero(free_ru)
    if not rows.size or not columns.size:
        return []
    left = cosines[np.ix_(rows, columns)]
    best_ru, best_en = left.argmax(axis=1), left.argmax(axis=0)
    mutual = [(int(rows[r]), int(columns[c]), float(left[r, c])) for r, c in enumerate(best_ru) if best_en[c] == r]
    return [link for link in mutual if link[2] >= (BESIDE if _beside(link, links) else LEFT_OVER)]


def _beside(one: Link, links: list[Link]) -> bool:
    """Whether a word next to the one is linked to a word next to the other."""
    return any(abs(one[0] - i) <= _NEAR and abs(one[1] - j) <= _NEAR for i, j, _ in links)


def _shared(cosines: Array, links: list[Link]) -> Iterator[Link]:
    """Words that stand for the other side together with the word beside them."""
    of_en, of_ru = {i: j for i, j, _ in links}, {j: i for i, j, _ in links}
    for i, j in enumerate(cosines.argmax(axis=1).tolist()):
        if i not in of_en and cosines[i, j] >= LINKED and abs(of_ru.get(j, -_NEAR) - i) == 1:
            yield i, j, float(cosines[i, j])
    for j, i in enumerate(cosines.argmax(axis=0).tolist()):
        if j not in of_ru and cosines[i, j] >= LINKED and abs(of_en.get(i, -_NEAR) - j) == 1:
            yield i, j, float(cosines[i, j])


def _side(places: list[tuple[int, int, str]], known: Known) -> tuple[tuple[Span, ...], Array, Array]:
    """The words of a text: places, vectors of unit length `(n, d)`, their lengths `(n,)`."""
    found = [known[word] for _, _, word in places]
    spans = tuple((start, end) for start, end, _ in places)
    weights = np.array([weight for _, weight in found], np.float32)
    return spans, np.array([vector for vector, _ in found], np.float32), weights


def _known(encoder: Encoder, wanted: Iterable[str]) -> Known:
    """Unit vector and length of each word; what was met before is remembered."""
    known = _MEMORY.setdefault(encoder, {})
    new = [word for word in wanted if word not in known]
    if new:
        if not isinstance(encoder, WordEncoder):
            raise ModelError(f"{encoder.name}: has no vectors of words; use the bundled encoder or a trained one")
        if len(known) + len(new) > _REMEMBERED:
            known = _MEMORY[encoder] = {word: known[word] for word in wanted if word in known}
        vectors = encoder.word_vectors(new)
        lengths = np.linalg.norm(vectors, axis=1)
        rows = vectors / np.maximum(lengths, 1e-6)[:, None]
        known.update(zip(new, zip(rows, lengths.tolist(), strict=True), strict=True))
    return known


_MEMORY: WeakKeyDictionary[Encoder, Known] = WeakKeyDictionary()
