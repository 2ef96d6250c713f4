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


def embed(
    weight: torch.Tensor, corpus: Corpus, chosen: Array, table: Table, dropout: float, rng: np.random.Generator
) -> torch.Tensor:
    """Unit vectors `(len(chosen), dimensions)` of the chosen texts, units dropped at random."""
    import torch

    word_positions, word_counts = expand(corpus.starts, chosen)
    numbers = corpus.words[word_positions]
    unit_positions, unit_counts = expand(table[1], numbers)
    text_of_unit = np.repeat(np.repeat(np.arange(len(chosen)), word_counts), unit_counts)
    kept = rng.random(len(unit_positions), dtype=np.float32) >= dropout
    sizes = np.bincount(text_of_unit[kept], minlength=len(chosen))
    sums = torch.nn.functional.embedding_bag(
        torch.from_numpy(table[0][unit_positions[kept]]),
        weight,
        torch.from_numpy(np.cumsum(sizes) - sizes),
        mode="sum",
    )
    return torch.nn.functional.normalize(sums, dim=1)


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

    centres = embed(weight, corpus, order[:groups], table, 0.0, rng).T
    group = np.concatenate(
        [
            torch.argmax(embed(weight, corpus, order[i : i + 8192], table, 0.0, rng) @ centres, 1).numpy()
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
