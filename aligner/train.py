"""Parallel sentences → a static encoder in a folder, from scratch or by adapting one that exists.

One table of vectors; a text is the sum of its units' vectors (`vocabulary.py`), trained so that a text is nearest to
its translation (`contrastive.py`). Runs on the CPU: a million pairs in about half an hour, an
adaptation in a minute. The same seed and the same number of threads give the same files (from a few hundred pairs, a
vocabulary may differ).

Adapting changes only the rows of units that occur in the new pairs, gently, and draws them back to where they were:
the words of the domain move, everything else stays as it was (`benchmarks/encoder.md` has what that is worth).
"""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from aligner.batches import number
from aligner.calibration import FILE, estimate
from aligner.contrastive import Fitted, Pairs, accuracy, first_rows, fit
from aligner.encoder import BUNDLED, MODELS, load_encoder
from aligner.errors import InputError, ModelError
from aligner.likelihood import Calibration
from aligner.model_folder import check_target, new_folder
from aligner.parallel import Parallel, read_parallel
from aligner.recipe import ADAPT, TrainSettings
from aligner.static import StaticEncoder, pack
from aligner.vocabulary import Vocabulary, train_vocabulary
from aligner.words import words

FEWEST = 100  # pairs that can be trained on

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True, repr=False)
class Trained:
    """What came of a training.

    Attributes
    ----------
    folder : where the encoder is
    parallel : the pairs and what they came from
    settings : how it was trained
    base : name of the encoder that was adapted, if any
    held_out : pairs it was measured on, unseen in training
    before, after : retrieval accuracy on these, 0 to 1, of the encoder that was adapted and of the new one
    epochs, best : passes that were run, and the one whose rows were kept (0: adapting gained nothing)
    """

    folder: Path
    parallel: Parallel
    settings: TrainSettings
    base: str | None
    held_out: int
    before: float | None
    after: float
    epochs: int
    best: int

    def __repr__(self) -> str:
        return "\n".join(self.summary())

    def summary(self) -> Iterator[str]:
        """What a user wants to know at the end, line by line."""
        parallel = self.parallel
        used = f"{len(parallel.pairs):,} pairs used, {self.held_out:,} of them held out"
        yield f"{used}, {parallel.duplicates:,} duplicates dropped"
        if parallel.flaws:
            yield f"lines left out: {parallel.flaws:,}, the first of them:"
            yield from (f"  {place}" for place in parallel.places)
        was = f", was {self.before:.3f} with {self.base}" if self.before is not None else ""
        yield f"accuracy on the {self.held_out:,} held-out pairs, as stored: {self.after:.3f}{was}"
        if self.base and not self.best:
            yield "nothing was gained: the encoder is the one it was made from"
        yield f"{self.folder}: the encoder; use it with: aligner align EN RU --model {shlex.quote(str(self.folder))}"


def train(
    paths: Sequence[str | Path],
    out: str | Path,
    *,
    base: str | Path | None = None,
    settings: TrainSettings | None = None,
    progress: Progress = lambda message: None,
) -> Trained:
    """Train an encoder on parallel sentences and save it to the folder `out`, all of it or nothing.

    Parameters
    ----------
    paths : files that `aligner.parallel.read_parallel` reads
    out : a new or empty folder, or one that holds nothing but an encoder, which is replaced
    base : "en-ru" or the folder of an encoder to adapt; its vocabulary and dimensions are kept
    settings : by default `TrainSettings()`, or `ADAPT` with a base
    progress : is told a line now and then

    Raises
    ------
    InputError : unreadable or too few pairs, or a folder that can't be written or holds something else
    FormatError : a file of unknown format
    ModelError : no such encoder to adapt
    """
    settings = settings or (ADAPT if base else TrainSettings())
    _check(settings)
    target = check_target(Path(out))
    start = _load_base(base) if base else None
    parallel = read_parallel(paths, keep_duplicates=settings.keep_duplicates)
    if len(parallel.pairs) < FEWEST:
        raise InputError(f"{len(parallel.pairs)} sentence pairs are too few to train on; give at least {FEWEST}")
    progress(f"{len(parallel.pairs):,} pairs" + ("" if start else "; learning the subword vocabulary"))

    order = np.random.default_rng(settings.seed).permutation(len(parallel.pairs))
    size = min(settings.held_out, len(order) // 10)
    held_out, kept = order[:size], order[size:]
    en, ru = ([words(pair[side])[: settings.longest] for pair in parallel.pairs] for side in (0, 1))
    vocabulary = start.vocabulary if start else _learn_vocabulary(en, ru, settings)
    lexicon: dict[str, int] = {}
    numbered = number(en, lexicon), number(ru, lexicon)
    progress(f"{vocabulary.n_subwords:,} subwords, {len(vocabulary.stems):,} stems; looking up {len(lexicon):,} words")
    pairs = Pairs(*numbered, vocabulary.table(list(lexicon)), kept, held_out)
    if start:
        encoder, fitted = _adapted(start, pairs, settings, target.name, progress)
    else:
        encoder, fitted = _from_scratch(vocabulary, pairs, settings, target.name, progress)

    unseen = [parallel.pairs[i] for i in held_out]
    trained = Trained(
        folder=target,
        parallel=parallel,
        settings=settings,
        base=start.name if start else None,
        held_out=size,
        before=retrieval_accuracy(start, unseen) if start else None,
        after=retrieval_accuracy(encoder, unseen),
        epochs=len(fitted.accuracies) - 1,
        best=fitted.best,
    )
    with new_folder(target) as folder:
        encoder.save(folder)
        _complete(folder, trained, progress)
    return trained


def retrieval_accuracy(encoder: StaticEncoder, pairs: Sequence[tuple[str, str]]) -> float:
    """Share of texts whose nearest text of the other language is their translation, mean of both directions."""
    return accuracy(encoder.encode([en for en, _ in pairs]), encoder.encode([ru for _, ru in pairs]))


def _check(settings: TrainSettings) -> None:
    """What would go wrong at the end is found before the work."""
    if settings.dimensions % 2:
        raise InputError(f"{settings.dimensions} dimensions: the number must be even")
    if settings.calibrate:
        Calibration.load(MODELS / BUNDLED / FILE)  # where its estimate starts


def _load_base(base: str | Path) -> StaticEncoder:
    """An encoder that can be adapted; nothing is looked for on the network."""
    if base != BUNDLED and not Path(base).is_dir():
        raise ModelError(f"{base}: no such folder; give one that `aligner train` wrote, or {BUNDLED}")
    encoder = load_encoder(str(base))
    if not isinstance(encoder, StaticEncoder):
        raise ModelError(f"{base}: can't be adapted; give a folder that `aligner train` wrote, or {BUNDLED}")
    return encoder


def _learn_vocabulary(en: list[list[str]], ru: list[list[str]], settings: TrainSettings) -> Vocabulary:
    return train_vocabulary(
        [*en, *ru], n_subwords=settings.n_subwords, n_stems=settings.n_stems, n_ngrams=settings.n_ngrams
    )


def _from_scratch(
    vocabulary: Vocabulary, pairs: Pairs, settings: TrainSettings, name: str, progress: Progress
) -> tuple[StaticEncoder, Fitted]:
    """All rows, from random ones."""
    first = first_rows(vocabulary.size - vocabulary.n_ngrams, vocabulary.n_ngrams, settings)
    fitted = fit(pairs, first, settings, progress)
    return StaticEncoder(vocabulary, *pack(fitted.rows), name=name), fitted


def _adapted(
    start: StaticEncoder, pairs: Pairs, settings: TrainSettings, name: str, progress: Progress
) -> tuple[StaticEncoder, Fitted]:
    """The rows of an encoder, those changed that occur in the pairs; the others stay as they are, to the bit."""
    rows, starts = pairs.table
    used, places = np.unique(rows, return_inverse=True)
    first = start.table()[used]
    fitted = fit(replace(pairs, table=(places, starts)), first, settings, progress)
    changed = (fitted.rows != first).any(1)
    return start.replaced(used[changed], fitted.rows[changed], name=name), fitted


def _complete(folder: Path, trained: Trained, progress: Progress) -> None:
    """The model card and the aligner's weights."""
    from aligner.model_card import card

    (folder / "README.md").write_text(card(trained), encoding="utf-8")
    if trained.settings.calibrate:
        progress("estimating the aligner's weights for it")
        estimate(StaticEncoder.load(folder)).save(folder / FILE)
