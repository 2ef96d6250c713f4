"""Parallel sentences → a static encoder.

One table of vectors, a text is the sum of its units' vectors (`vocabulary.py`), trained so that a text is nearer to
its translation than to the other translations of the batch: symmetric cross-entropy over cosines with a learned
scale (InfoNCE; van den Oord 2018, as in LaBSE), a third of the units dropped at random on both sides so that the
table does not memorise. From the second epoch on a batch is made of small groups of texts alike, as the table itself
then judges, so that the negatives are hard; equal texts are never each other's negatives. Runs on the CPU in minutes;
the same seed and the same number of threads give the same model.
"""

from __future__ import annotations

import gzip
import itertools
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from aligner.errors import InputError
from aligner.static import StaticEncoder, save_static
from aligner.vocabulary import Vocabulary, train_vocabulary
from aligner.words import words

if TYPE_CHECKING:
    import torch

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainSettings:
    """How to train; the defaults made the bundled encoder."""

    n_subwords: int = 60_000
    n_ngrams: int = 65_536
    dimensions: int = 256
    epochs: int = 5
    batch: int = 2048
    learning_rate: float = 0.02
    warm_up: int = 100
    dropout: float = 0.35
    ngram_start: float = 0.4
    first_scale: float = 20.0
    largest_scale: float = 60.0
    longest: int = 96  # words of a text that are looked at
    neighbours: int = 64  # texts alike put into one batch, from the second epoch on; 1: batches are random
    groups: int = 2048  # random texts that gather those alike around them
    held_out: int = 1000  # pairs kept for validation, at most a tenth
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Corpus:
    """Texts of one language as word numbers, flat: text i is `words[starts[i]:starts[i + 1]]`."""

    words: np.ndarray
    starts: np.ndarray


def read_pairs(paths: Sequence[str | Path]) -> Iterator[tuple[str, str]]:
    """Sentence pairs of tab-separated files, `en<TAB>ru` a line, plain or .gz; further columns are ignored.

    Raises
    ------
    InputError : a file is missing, or a line has no two filled columns
    """
    for path in map(Path, paths):
        opener = gzip.open if path.suffix == ".gz" else open
        try:
            with opener(path, "rt", encoding="utf-8") as lines:
                for number, line in enumerate(lines, 1):
                    columns = line.rstrip("\n").split("\t")
                    if len(columns) < 2 or not columns[0].strip() or not columns[1].strip():
                        raise InputError(f"{path}:{number}: expected English, a tab, Russian; mend or remove the line")
                    yield columns[0], columns[1]
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(f"{path}: can't be read as UTF-8 text: {error}") from error


def train(
    paths: Sequence[str | Path],
    out: str | Path,
    *,
    settings: TrainSettings | None = None,
    progress: Progress = lambda message: None,
) -> float:
    """Train a static encoder on tab-separated pairs and save it to the folder `out`.

    Returns
    -------
    Retrieval accuracy on the held-out pairs, mean of both directions.

    Raises
    ------
    InputError : unreadable or too few pairs
    """
    settings = settings or TrainSettings()
    pairs = list(read_pairs(paths))
    if len(pairs) < 100:
        raise InputError(f"{len(pairs)} sentence pairs are too few to train on; give at least 100")
    rng = np.random.default_rng(settings.seed)
    order = rng.permutation(len(pairs))
    held_out = order[: min(settings.held_out, len(pairs) // 10)]
    kept = order[len(held_out) :]

    progress(f"{len(pairs):,} pairs; learning the subword vocabulary")
    en_words, ru_words = ([words(pair[side])[: settings.longest] for pair in pairs] for side in (0, 1))
    vocabulary = train_vocabulary(
        (text for side in (en_words, ru_words) for text in side),
        n_subwords=settings.n_subwords,
        n_ngrams=settings.n_ngrams,
    )
    lexicon: dict[str, int] = {}
    en, ru = (_corpus(side, lexicon) for side in (en_words, ru_words))
    progress(f"{vocabulary.n_subwords:,} subwords; looking up {len(lexicon):,} words")
    table = vocabulary.table(list(lexicon))
    rows = _fit(en, ru, kept, table, vocabulary, settings, progress)

    save_static(Path(out), vocabulary, rows)
    encoder = StaticEncoder.load(out)
    accuracy = retrieval_accuracy(encoder, [pairs[i] for i in held_out])
    progress(f"held-out retrieval accuracy {accuracy:.3f}")
    return accuracy


def retrieval_accuracy(encoder: StaticEncoder, pairs: Sequence[tuple[str, str]]) -> float:
    """Share of texts whose nearest text of the other language is their translation, mean of both directions."""
    cosines = encoder.encode([en for en, _ in pairs]) @ encoder.encode([ru for _, ru in pairs]).T
    numbers = np.arange(len(pairs))
    return float(((cosines.argmax(1) == numbers).mean() + (cosines.argmax(0) == numbers).mean()) / 2)


def _corpus(texts: Sequence[list[str]], lexicon: dict[str, int]) -> Corpus:
    """Number the words of the texts, adding new ones to the lexicon."""
    starts = np.cumsum([0, *map(len, texts)])
    numbers = (lexicon.setdefault(word, len(lexicon)) for text in texts for word in text)
    return Corpus(np.fromiter(numbers, np.int32, count=int(starts[-1])), starts)


def _fit(
    en: Corpus,
    ru: Corpus,
    kept: np.ndarray,
    table: tuple[np.ndarray, np.ndarray],
    vocabulary: Vocabulary,
    settings: TrainSettings,
    progress: Progress,
) -> np.ndarray:
    """The training loop; returns the rows, `(n_subwords + n_ngrams, dimensions)` float32."""
    import torch

    rng = np.random.default_rng(settings.seed + 1)
    torch.manual_seed(settings.seed)
    batch = min(settings.batch, len(kept))
    steps_per_epoch = len(kept) // batch
    steps = steps_per_epoch * settings.epochs
    weight = torch.nn.Parameter(_first_rows(vocabulary, settings))
    log_scale = torch.nn.Parameter(torch.tensor(settings.first_scale).log())
    optimizer = torch.optim.Adam([weight, log_scale], lr=settings.learning_rate, betas=(0.9, 0.98), fused=True)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / settings.warm_up, (steps - step) / max(1, steps - settings.warm_up), 1)
    )
    target = torch.arange(batch)
    en_ids, ru_ids = _text_ids(en), _text_ids(ru)
    began = time.monotonic()
    for step in range(steps):
        if step % steps_per_epoch == 0:
            order = rng.permutation(kept)
            if step and settings.neighbours > 1:
                order = _neighbours_together(weight.detach(), en, order, table, settings, rng)
        chosen = order[(step % steps_per_epoch) * batch :][:batch]
        vectors = [_embed(weight, corpus, chosen, table, settings.dropout, rng) for corpus in (en, ru)]
        scale = log_scale.exp().clamp(max=settings.largest_scale)
        logits = scale * vectors[0] @ vectors[1].T
        logits = logits.masked_fill(torch.from_numpy(_twins(en_ids[chosen]) | _twins(ru_ids[chosen])), -torch.inf)
        cross_entropy = torch.nn.functional.cross_entropy
        loss = (cross_entropy(logits, target) + cross_entropy(logits.T, target)) / 2
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        schedule.step()
        if (step + 1) % 100 == 0 or step + 1 == steps:
            minutes = (time.monotonic() - began) / 60
            progress(
                f"step {step + 1:,}/{steps:,}  loss {loss.item():.3f}  scale {scale.item():.0f}  "
                f"{minutes:.1f} min, {minutes / (step + 1) * (steps - step - 1):.1f} to go"
            )
    return np.asarray(weight.detach().numpy())


def _neighbours_together(
    weight: torch.Tensor,
    corpus: Corpus,
    order: np.ndarray,
    table: tuple[np.ndarray, np.ndarray],
    settings: TrainSettings,
    rng: np.random.Generator,
) -> np.ndarray:
    """The same numbers in an order in which runs of `neighbours` texts are alike and runs follow at random."""
    import torch

    centres = _embed(weight, corpus, order[: settings.groups], table, 0.0, rng).T
    group = np.concatenate(
        [
            torch.argmax(_embed(weight, corpus, order[i : i + 8192], table, 0.0, rng) @ centres, 1).numpy()
            for i in range(0, len(order), 8192)
        ]
    )
    gathered = order[np.argsort(rng.permutation(len(centres.T))[group], kind="stable")]
    whole = len(gathered) // settings.neighbours * settings.neighbours
    runs = rng.permutation(gathered[:whole].reshape(-1, settings.neighbours))
    return np.concatenate([runs.ravel(), gathered[whole:]])


def _text_ids(corpus: Corpus) -> np.ndarray:
    """Equal texts have equal numbers."""
    seen: dict[bytes, int] = {}
    texts = (corpus.words[a:b].tobytes() for a, b in itertools.pairwise(corpus.starts))
    return np.array([seen.setdefault(text, len(seen)) for text in texts])


def _twins(ids: np.ndarray) -> np.ndarray:
    """`(n, n)` bool: different places hold the same text."""
    return np.asarray((ids[:, None] == ids[None, :]) & ~np.eye(len(ids), dtype=bool))


def _first_rows(vocabulary: Vocabulary, settings: TrainSettings) -> torch.Tensor:
    """Random first rows; those of the character table shorter, since a word has many of them."""
    import torch

    rows = torch.randn(vocabulary.n_subwords + vocabulary.n_ngrams, settings.dimensions)
    rows *= 0.5 / settings.dimensions**0.5
    rows[vocabulary.n_subwords :] *= settings.ngram_start
    return rows


def _embed(
    weight: torch.Tensor,
    corpus: Corpus,
    chosen: np.ndarray,
    table: tuple[np.ndarray, np.ndarray],
    dropout: float,
    rng: np.random.Generator,
) -> torch.Tensor:
    """Unit vectors `(len(chosen), dimensions)` of the chosen texts, units dropped at random."""
    import torch

    word_positions, word_counts = _expand(corpus.starts, chosen)
    numbers = corpus.words[word_positions]
    unit_positions, unit_counts = _expand(table[1], numbers)
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


def _expand(starts: np.ndarray, chosen: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Positions of all members of the chosen runs, one run after the other, and the runs' lengths."""
    counts = starts[chosen + 1] - starts[chosen]
    offsets = np.repeat(starts[chosen] - (np.cumsum(counts) - counts), counts)
    return offsets + np.arange(counts.sum()), counts
