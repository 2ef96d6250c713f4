"""How an encoder is trained: every constant of the two recipes, from scratch and by adapting an existing one."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainSettings:
    """How to train; the defaults made the bundled encoder, `ADAPT` are those for adapting one.

    n_subwords, n_stems, n_ngrams, dimensions : size of the table; an encoder that is adapted keeps its own
    epochs, batch : passes over the pairs, and pairs looked at together
    learning_rate, warm_up : of AdaGrad, and the steps in which it rises from nothing; it then falls linearly to 0
    dropout : share of the units dropped at random, so that the table does not memorise
    ngram_start : length of the first rows of the character table, relative to the others
    first_scale, largest_scale : of the cosines in the loss; learned in between
    margin : of cosine, by which a translation must be nearer than any other text
    longest : words of a text that are looked at
    neighbours : texts alike put into one batch, from the second epoch on; 1: batches are random
    groups : random texts that gather those alike around them
    pull : share of its way from the starting row that a row is drawn back at every step
    held_out : pairs kept for validation, at most a tenth
    patience : epochs without gain on validation after which training stops, the best one kept; None: all are run
        and the last one kept
    keep_duplicates : a pair that is given several times counts several times
    calibrate : estimate the aligner's weights for the encoder at the end
    seed : the same seed and number of threads give the same encoder
    """

    n_subwords: int = 60_000
    n_stems: int = 65_536
    n_ngrams: int = 65_536
    dimensions: int = 256
    epochs: int = 7
    batch: int = 2048
    learning_rate: float = 0.2
    warm_up: int = 100
    dropout: float = 0.35
    ngram_start: float = 0.4
    first_scale: float = 20.0
    largest_scale: float = 60.0
    margin: float = 0.2
    longest: int = 96
    neighbours: int = 64
    groups: int = 2048
    pull: float = 0.0
    held_out: int = 1000
    patience: int | None = None
    keep_duplicates: bool = False
    calibrate: bool = True
    seed: int = 0


ADAPT = TrainSettings(
    epochs=20,
    batch=512,
    learning_rate=0.03,
    warm_up=10,
    dropout=0.2,
    first_scale=30.0,
    neighbours=1,
    pull=0.01,
    patience=5,
)
