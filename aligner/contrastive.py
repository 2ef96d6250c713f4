"""The training loop: rows such that a text is nearer to its translation than to the others of its batch.

Symmetric cross-entropy over cosines with a learned scale (InfoNCE; van den Oord 2018), where a translation must win by
a margin (Yang and others 2019, as in LaBSE), a third of the units dropped at random on both sides. From the second
epoch on a batch is made of small groups of texts alike, as the table itself then judges, so that the negatives are
hard; equal texts are never each other's negatives.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from aligner.arrays import Array
from aligner.batches import Corpus, Table, distinct, embed, neighbours_together, text_ids, twins, units, vectors
from aligner.recipe import TrainSettings

if TYPE_CHECKING:
    import torch

Progress = Callable[[str], None]
SCALE_RATE = 0.1  # learning rate of the cosines' scale, relative to that of the rows
SILENCE = 10.0  # seconds after which something is said within an epoch


@dataclass(frozen=True, slots=True)
class Pairs:
    """The numbered texts of both languages, the rows of their words, and which are trained on."""

    en: Corpus
    ru: Corpus
    table: Table
    kept: Array
    held_out: Array


@dataclass(frozen=True, slots=True)
class Fitted:
    """The rows, `(rows, dimensions)` float32, and held-out accuracy before and after each epoch.

    `best` is the epoch whose rows these are, counted from one; 0 where no epoch was better than the start.
    """

    rows: Array
    accuracies: tuple[float, ...]
    best: int


def fit(pairs: Pairs, first: Array, settings: TrainSettings, progress: Progress) -> Fitted:
    """Train rows from `first`, `(rows, dimensions)` float32, which is left as it is."""
    loop = _Loop(pairs, first, settings, progress)
    judged = [loop.judge()]
    best, rows = 0, first
    for epoch in range(1, settings.epochs + 1):
        loss = loop.epoch(epoch)
        judged.append(loop.judge())
        progress(f"epoch {epoch}/{settings.epochs}  loss {loss:.3f}  accuracy {judged[-1][0]:.3f}  {loop.time()}")
        if settings.patience is None or judged[-1] > judged[best]:
            best, rows = epoch, loop.rows()
        elif epoch - best >= settings.patience:
            progress(f"no gain in {settings.patience} epochs; stopped early, epoch {best} is kept")
            break
    return Fitted(rows, tuple(accuracy for accuracy, _ in judged), best)


def first_rows(n_forms: int, n_ngrams: int, settings: TrainSettings) -> Array:
    """Random first rows of subwords and stems, then of the character table: shorter, since a word has many of them."""
    import torch

    random = torch.Generator().manual_seed(settings.seed)
    rows = torch.randn(n_forms + n_ngrams, settings.dimensions, generator=random)
    rows *= 0.5 / settings.dimensions**0.5
    rows[n_forms:] *= settings.ngram_start
    return np.asarray(rows.numpy())


class _Loop:
    """The state of the training: rows, scale, optimizer, random numbers, steps done.

    A row is moved by AdaGrad (Duchi 2011) with one step size for all of it, which falls with the row's own gradients:
    rare rows take large steps, frequent ones settle. Only rows that a batch has cost time.
    """

    def __init__(self, pairs: Pairs, first: Array, settings: TrainSettings, progress: Progress) -> None:
        import torch

        self.pairs, self.settings, self.progress = pairs, settings, progress
        self.rng = np.random.default_rng(settings.seed + 1)
        self.batch = min(settings.batch, len(pairs.kept))
        self.step, self.steps = 0, len(pairs.kept) // self.batch * settings.epochs
        self.began = time.monotonic()
        self.start = torch.from_numpy(first)
        self.weight = self.start.clone()
        self.squares = torch.zeros(len(first))
        self.log_scale = torch.nn.Parameter(torch.tensor(settings.first_scale).log())
        self.scale_optimizer = torch.optim.Adam([self.log_scale], betas=(0.9, 0.98))
        self.ids = text_ids(pairs.en), text_ids(pairs.ru)

    def epoch(self, number: int) -> float:
        """One pass over the pairs; returns the loss of the last batch."""
        order = self._order(number)
        said = time.monotonic()
        for first in range(0, len(order) - self.batch + 1, self.batch):
            loss = self._train_on(order[first : first + self.batch])
            self.step += 1
            if time.monotonic() - said > SILENCE:
                said = time.monotonic()
                self.progress(f"step {self.step:,}/{self.steps:,}  loss {loss:.3f}  {self.time()}")
        return loss

    def judge(self) -> tuple[float, float]:
        """Accuracy and log-likelihood of the held-out pairs: of equal accuracies the surer one is better."""
        import torch

        chosen = self.pairs.held_out
        with torch.no_grad():
            en, ru = (embed(self.weight, side, chosen, self.pairs.table) for side in (self.pairs.en, self.pairs.ru))
            loss = self._loss(en, ru, chosen)
        return accuracy(en.numpy(), ru.numpy()), -loss.item()

    def rows(self) -> Array:
        return np.array(self.weight.numpy())

    def time(self) -> str:
        """Minutes so far and to go."""
        minutes = (time.monotonic() - self.began) / 60
        return f"{minutes:.1f} min, {minutes / self.step * (self.steps - self.step):.1f} to go"

    def _order(self, epoch: int) -> Array:
        order = self.rng.permutation(self.pairs.kept)
        if epoch == 1 or self.settings.neighbours == 1:
            return order
        return neighbours_together(
            self.weight,
            self.pairs.en,
            order,
            self.pairs.table,
            self.rng,
            neighbours=self.settings.neighbours,
            groups=self.settings.groups,
        )

    def _train_on(self, chosen: Array) -> float:
        """One step; returns the loss."""
        import torch

        table, dropout = self.pairs.table, self.settings.dropout
        en_rows, en_sizes = units(self.pairs.en, chosen, table, dropout, self.rng)
        ru_rows, ru_sizes = units(self.pairs.ru, chosen, table, dropout, self.rng)
        used, places = distinct(np.concatenate([en_rows, ru_rows]), len(self.weight))
        rows = self.weight[torch.from_numpy(used)].requires_grad_()
        en, ru = places[: len(en_rows)], places[len(en_rows) :]
        loss = self._loss(vectors(rows, en, en_sizes), vectors(rows, ru, ru_sizes), chosen)
        self.log_scale.grad = None
        loss.backward()  # type: ignore[no-untyped-call]
        assert rows.grad is not None
        self._move(torch.from_numpy(used), rows.grad)
        return float(loss.item())

    def _move(self, used: torch.Tensor, gradient: torch.Tensor) -> None:
        """Move the used rows against their gradients `(len(used), dimensions)`, and the scale against its own."""
        settings = self.settings
        falling = (self.steps - self.step) / max(1, self.steps - settings.warm_up)
        rate = min((self.step + 1) / settings.warm_up, falling, 1)
        self.squares[used] += gradient.square().mean(1)
        steps = settings.learning_rate * rate / (self.squares[used].sqrt() + 1e-10)
        self.weight[used] -= steps[:, None] * gradient
        self.scale_optimizer.param_groups[0]["lr"] = SCALE_RATE * settings.learning_rate * rate
        self.scale_optimizer.step()
        if settings.pull:
            self.weight.lerp_(self.start, settings.pull)

    def _loss(self, en: torch.Tensor, ru: torch.Tensor, chosen: Array) -> torch.Tensor:
        import torch

        scale = self.log_scale.exp().clamp(max=self.settings.largest_scale)
        same = torch.from_numpy(twins(self.ids[0][chosen]) | twins(self.ids[1][chosen]))
        return translation_loss(en @ ru.T, same, scale, self.settings.margin)


def translation_loss(cosines: torch.Tensor, same: torch.Tensor, scale: torch.Tensor, margin: float) -> torch.Tensor:
    """Mean negative log-likelihood of the translations, both directions.

    Parameters
    ----------
    cosines : `(n, n)`, row i and column i are translations
    same : `(n, n)` bool, off the diagonal: pairs of equal texts, which don't count
    scale : of the cosines in the exponent
    margin : taken off the cosines of the translations
    """
    import torch

    logits = (scale * (cosines - margin * torch.eye(len(cosines)))).masked_fill(same, -torch.inf)
    target = torch.arange(len(cosines))
    cross_entropy = torch.nn.functional.cross_entropy
    return (cross_entropy(logits, target) + cross_entropy(logits.T, target)) / 2


def accuracy(en: Array, ru: Array) -> float:
    """Retrieval accuracy of unit vectors `(n, d)`, row i of one translating row i of the other; 0 to 1."""
    cosines = en @ ru.T
    numbers = np.arange(len(en))
    return float(((cosines.argmax(1) == numbers).mean() + (cosines.argmax(0) == numbers).mean()) / 2)
