"""Words → rows of the embedding table: the subword vocabulary followed by the hashed character table.

Rows `0 … n_subwords-1` belong to the pieces of a Unigram tokenizer (`tokenizers` library), the next `n_ngrams` rows
to hashed 4-grams of sound keys (`words.py`). Unknown characters have no row.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from aligner.words import ngram_rows, spellings

if TYPE_CHECKING:
    from tokenizers import Tokenizer

UNKNOWN = 0
START = "▁"


class Vocabulary:
    """A subword tokenizer and the size of the character table.

    Parameters
    ----------
    tokenizer : a Unigram tokenizer whose piece 0 is the unknown one
    n_ngrams : rows of the character table
    """

    def __init__(self, tokenizer: Tokenizer, n_ngrams: int) -> None:
        self.tokenizer = tokenizer
        self.n_subwords: int = tokenizer.get_vocab_size()
        self.n_ngrams = n_ngrams
        self._model = tokenizer.model

    def rows(self, word: str) -> list[int]:
        """Rows of one word in the whole table, subwords first."""
        pieces = [
            token.id
            for spelling in spellings(word)
            for token in self._model.tokenize(START + _encodable(spelling))
            if token.id != UNKNOWN
        ]
        return pieces + [self.n_subwords + row for row in ngram_rows(word, self.n_ngrams)]

    def table(self, words: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
        """Rows of many words, flat: `rows (total,)` int64 and `starts (len(words) + 1,)` int64."""
        rows: list[int] = []
        starts = np.zeros(len(words) + 1, np.int64)
        for i, word in enumerate(words, 1):
            rows.extend(self.rows(word))
            starts[i] = len(rows)
        return np.array(rows, np.int64), starts


def train_vocabulary(texts: Iterable[list[str]], *, n_subwords: int, n_ngrams: int) -> Vocabulary:
    """Learn a Unigram vocabulary (Kudo 2018) from texts given as lists of words.

    Returns
    -------
    A vocabulary of at most `n_subwords` pieces; fewer when the texts don't hold as many.
    """
    from tokenizers import Tokenizer, models, pre_tokenizers, trainers

    tokenizer = Tokenizer(models.Unigram())
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    trainer = trainers.UnigramTrainer(
        vocab_size=n_subwords, special_tokens=["<unk>"], unk_token="<unk>", max_piece_length=16, show_progress=False
    )
    tokenizer.train_from_iterator(_spelled(texts), trainer=trainer)
    tokenizer = _settled(tokenizer)
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()  # what a person loading the file would expect
    return Vocabulary(tokenizer, n_ngrams)


def _settled(trained: Tokenizer) -> Tokenizer:
    """The vocabulary in one order and with rounded scores.

    The trainer sums in the order of a hash table that is new each time: scores differ in their last digits, pieces of
    equal score change places. (Among a few hundred short texts it also breaks ties at random; that remains.)
    """
    from tokenizers import Tokenizer, models

    unknown, *pieces = json.loads(trained.to_str())["model"]["vocab"]
    scores = sorted((-round(score, 6), piece) for piece, score in pieces)
    return Tokenizer(models.Unigram([tuple(unknown), *((piece, -score) for score, piece in scores)], unk_id=UNKNOWN))


def _encodable(spelling: str) -> str:
    """The spelling without lone surrogates, which no piece can hold."""
    return spelling if spelling.isascii() else spelling.encode("utf-8", "ignore").decode("utf-8")


def _spelled(texts: Iterable[list[str]]) -> Iterator[str]:
    for words in texts:
        yield " ".join(START + _encodable(spelling) for word in words for spelling in spellings(word))
