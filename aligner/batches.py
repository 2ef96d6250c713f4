"""Texts as numbers, and the order in which training sees them.

A text is a run of word numbers, a word a run of row numbers (`Vocabulary.table`): two levels of flat arrays with the
places where runs start, so that a batch is looked up without a Python loop.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from aligner.arrays import Array

if TYPE_CHECKING:
    import torch

Table = tuple[Array, Array]  # rows of all words, flat, and where each word's start


@dataclass(frozen=True, slots=True)
class Corpus:
    """Texts of one language as word numbers, flat: text i is `words[starts[i]:starts[i + 1]]`."""

    words: Array
    starts: Array


def number(texts: Sequence[list[str]], lexicon: dict[str, int]) -> Corpus:
    """Number the words of the texts; new ones are added to the lexicon."""
    starts = np.cumsum([0, *map(len, texts)])
    numbers = (lexicon.setdefault(word, len(lexicon)) for text in texts for word in text)
    return Corpus(np.fromiter(numbers, np.int32, count=int(starts[-1])), starts)


def expand(starts: Array, chosen: Array) -> tuple[Array, Array]:
    """Positions of all members of the chosen runs, one run after the other, and the runs' lengths."""
    counts = starts[chosen + 1] - starts[chosen]
    offsets = np.repeat(starts[chosen] - (np.cumsum(counts) - counts), counts)
    return offsets + np.arange(counts.sum()), counts


def units(corpus: Corpus, chosen: Array, table: Table, dropout: float, rng: np.random.Generator) -> tuple[Array, Array]:
    """Rows of the chosen texts' units, flat, some dropped at random, and how many of them each text has."""
    word_positions, word_counts = expand(corpus.starts, chosen)
    numbers = corpus.words[word_positions]
    unit_positions, unit_counts = expand(table[1], numbers)
    text_of_unit = np.repeat(np.repeat(np.arange(len(chosen)), word_counts), unit_counts)
    kept = rng.random(len(unit_positions), dtype=np.float32) >= dropout
    return table[0][unit_positions[kept]], np.bincount(text_of_unit[kept], minlength=len(chosen))


def distinct(numbers: Array, end: int) -> tuple[Array, Array]:
    """What `np.unique` gives with `return_inverse`, for numbers below `end`, without sorting."""
    present = np.zeros(end, bool)
    present[numbers] = True
    found = np.flatnonzero(present)
    places = np.empty(end, np.int64)
    places[found] = np.arange(len(found))
    return found, places[numbers]


def vectors(weight: torch.Tensor, rows: Array, sizes: Array) -> torch.Tensor:
    """Sums of the rows of each text, scaled to unit length, `(len(sizes), dimensions)`."""
    import torch

    starts = torch.from_numpy(np.cumsum(sizes) - sizes)
    sums = torch.nn.functional.embedding_bag(torch.from_numpy(rows), weight, starts, mode="sum")
    return torch.nn.functional.normalize(sums, dim=1)


def embed(weight: torch.Tensor, corpus: Corpus, chosen: Array, table: Table) -> torch.Tensor:
    """Unit vectors `(len(chosen), dimensions)` of the chosen texts, all of their units."""
    return vectors(weight, *units(corpus, chosen, table, 0.0, np.random.default_rng(0)))


def neighbours_together(
    weight: torch.Tensor,
    corpus: Corpus,
    order: Array,
    table: Table,
    rng: np.random.Generator,
    *,
    neighbours: int,
    groups: int,
) -> Array:
    """The same numbers in an order in which runs of `neighbours` texts are alike and runs follow at random.

    Texts gather around the nearest of the first `groups` ones.
    """
    import torch

    centres = embed(weight, corpus, order[:groups], table).T
    group = np.concatenate(
        [
            torch.argmax(embed(weight, corpus, order[i : i + 8192], table) @ centres, 1).numpy()
            for i in range(0, len(order), 8192)
        ]
    )
    gathered = order[np.argsort(rng.permutation(len(centres.T))[group], kind="stable")]
    whole = len(gathered) // neighbours * neighbours
    runs = rng.permutation(gathered[:whole].reshape(-1, neighbours))
    return np.concatenate([runs.ravel(), gathered[whole:]])


def text_ids(corpus: Corpus) -> Array:
    """Equal texts have equal numbers."""
    seen: dict[bytes, int] = {}
    texts = (corpus.words[a:b].tobytes() for a, b in itertools.pairwise(corpus.starts))
    return np.array([seen.setdefault(text, len(seen)) for text in texts])


def twins(ids: Array) -> Array:
    """`(n, n)` bool: different places hold the same text."""
    return np.asarray((ids[:, None] == ids[None, :]) & ~np.eye(len(ids), dtype=bool))
