"""What one side brings to the alignment, as arrays: span vectors, lengths, marks, paragraph breaks.

A *span* is a run of 1 to `LONGEST` neighbouring sentences, known by its first sentence and its size.
Arrays over spans have shape `(LONGEST, n, …)`: `[size - 1, first]`; places where a span would run over the end
are filled but mean nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from aligner.arrays import Array, unit
from aligner.errors import InputError
from aligner.marks import begins_as_speech, continues, ending, latin_keys, list_label, number_keys
from aligner.records import Lang

LONGEST = 4


@dataclass(frozen=True, slots=True)
class Side:
    """Evidence of one language, for `n` sentences and vectors of `d` dimensions.

    Attributes
    ----------
    vectors : `(LONGEST, n, d)` float32, unit length
    lengths : `(LONGEST, n)` float32, characters
    breaks : `(n + 1,)` bool, a paragraph begins before this sentence; true at both ends
    crossed : `(LONGEST, n)` float32, paragraph breaks inside the span
    labels : `(n,)` int, list label at the start (`marks.list_label`)
    endings : `(n,)` int, class of the final punctuation (`marks.ending`)
    speech : `(n,)` bool, begins with a quotation mark or a dash
    continues : `(n,)` bool, begins with a small letter
    keys : numbers, months and capitalised Latin words of each sentence
    key_counts : `(LONGEST, n)` float32, how many different ones the span holds
    """

    vectors: Array
    lengths: Array
    breaks: Array
    crossed: Array
    labels: Array
    endings: Array
    speech: Array
    continues: Array
    keys: tuple[frozenset[str], ...]
    key_counts: Array

    @property
    def size(self) -> int:
        """Number of sentences."""
        return len(self.labels)

    def part(self, run: range) -> Side:
        """The evidence of a run of the sentences."""
        here = slice(run.start, run.stop)
        return Side(
            vectors=self.vectors[:, here],
            lengths=self.lengths[:, here],
            breaks=self.breaks[run.start : run.stop + 1],
            crossed=self.crossed[:, here],
            labels=self.labels[here],
            endings=self.endings[here],
            speech=self.speech[here],
            continues=self.continues[here],
            keys=self.keys[here],
            key_counts=self.key_counts[:, here],
        )


def side(sentences: Sequence[str], paragraphs: Sequence[int], lang: Lang, vectors: Array) -> Side:
    """Collect the evidence of one language.

    Parameters
    ----------
    sentences : texts, `n` of them
    paragraphs : paragraph number of each sentence, never decreasing
    vectors : `(LONGEST, n, d)` float32, vectors of the spans, scaled to unit length

    Raises
    ------
    InputError : there are more or fewer paragraph numbers than sentences
    """
    n = len(sentences)
    if len(paragraphs) != n:
        raise InputError(f"{lang}: {len(paragraphs)} paragraph numbers for {n} sentences")
    breaks = np.ones(n + 1, bool)
    if n:
        breaks[1:n] = np.diff(np.asarray(paragraphs)) != 0
    keys = tuple(number_keys(s, lang) | latin_keys(s) for s in sentences)
    return Side(
        vectors=vectors,
        lengths=_running(np.array([len(s) for s in sentences], np.float32)),
        breaks=breaks,
        crossed=_running(np.concatenate([[0], breaks[1:n]]).astype(np.float32)[:n], skip_first=True),
        labels=np.array([list_label(s) for s in sentences], np.int32),
        endings=np.array([ending(s) for s in sentences], np.int8),
        speech=np.array([begins_as_speech(s) for s in sentences], bool),
        continues=np.array([continues(s) for s in sentences], bool),
        keys=keys,
        key_counts=_different(keys),
    )


def span_sums(sums: Array) -> Array:
    """Span vectors of a linear encoder: sums `(n, d)` of sentences → `(LONGEST, n, d)` float32 of unit length."""
    out = np.empty((LONGEST, *sums.shape), np.float32)
    total = np.array(sums, np.float32)
    for size in range(LONGEST):
        if size:
            total[: max(0, len(sums) - size)] += sums[size:]
        out[size] = unit(total)
    return out


def spans_of(vectors: Array, sentences: Sequence[str], lang: Lang) -> Array:
    """Span vectors of vectors that somebody gives, of spans or of sentences: `(LONGEST, n, d)` float32, unit length.

    Raises
    ------
    InputError : they are not of the shape `(LONGEST, n, d)` or `(n, d)`, or not finite
    """
    given = np.asarray(vectors, np.float32)
    n = len(sentences)
    if given.shape[:-1] not in ((n,), (LONGEST, n)):
        raise InputError(f"{lang} vectors have the shape {given.shape}, not ({n}, d) or ({LONGEST}, {n}, d)")
    if not np.isfinite(given).all():
        raise InputError(f"{lang} vectors have values that are not finite numbers")
    if given.ndim == 3:
        return unit(given)
    weights = np.sqrt(np.array([len(sentence) for sentence in sentences], np.float32))
    return span_sums(unit(given) * weights[:, None])


def _running(values: Array, *, skip_first: bool = False) -> Array:
    """Sums over spans, `(LONGEST, n)`; with `skip_first` the span's first sentence does not count."""
    out = np.zeros((LONGEST, len(values)), values.dtype)
    if not skip_first:
        out[:] = values
    for size in range(1, LONGEST):
        for step in range(1, size + 1):
            out[size, : max(0, len(values) - step)] += values[step:]
    return out


def _different(keys: Sequence[frozenset[str]]) -> Array:
    """How many different keys each span holds, `(LONGEST, n)` float32."""
    counts = _running(np.array([len(own) for own in keys], np.float32))
    for size in range(2, LONGEST + 1):
        for first in np.flatnonzero(counts[size - 1] > counts[0]).tolist():
            counts[size - 1, first] = len(frozenset().union(*keys[first : first + size]))
    return counts
