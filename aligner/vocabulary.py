"""Words → rows of the embedding table: the subword vocabulary followed by the hashed character table.

Rows `0 … n_subwords-1` belong to the pieces of a Unigram tokenizer (`tokenizers` library), the next `n_ngrams` rows
to hashed 4-grams of sound keys (`words.py`). Unknown characters have the row of the mark that begins a word.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from aligner.arrays import Array
from aligner.words import sound_keys, spellings

if TYPE_CHECKING:
    from tokenizers import Tokenizer

UNKNOWN = 0
START = "▁"
NGRAM = 4
SHORTEST = 3  # letters of a word that is looked into
POLYNOMIAL = 0xEDB88320  # of CRC-32


class Vocabulary:
    """What finds the rows of a word.

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

    @property
    def size(self) -> int:
        """Rows of the whole table."""
        return self.n_subwords + self.n_ngrams

    def table(self, distinct: Sequence[str]) -> tuple[Array, Array]:
        """Rows of many words, flat: of each its subwords, then its 4-grams.

        Returns
        -------
        `rows (total,)` and `starts (len(distinct) + 1,)`, both int64.
        """
        streams = self._subword_rows(distinct), self._ngram_rows(distinct)
        counts = sum(count for _, count in streams)
        word_of_row = np.concatenate([np.repeat(np.arange(len(distinct)), count) for _, count in streams])
        rows = np.concatenate([rows for rows, _ in streams])
        return rows[np.argsort(word_of_row, kind="stable")], np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)

    def _subword_rows(self, distinct: Sequence[str]) -> tuple[Array, Array]:
        found = [
            [
                piece.id
                for spelling in spellings(word)
                for piece in self._model.tokenize(START + _encodable(spelling))
                if piece.id != UNKNOWN
            ]
            for word in distinct
        ]
        return _flat([row for rows in found for row in rows]), _flat([len(rows) for rows in found])

    def _ngram_rows(self, distinct: Sequence[str]) -> tuple[Array, Array]:
        rows, counts = ngram_rows(distinct, self.n_ngrams)
        return rows + self.n_subwords, counts


def ngram_rows(distinct: Sequence[str], rows: int) -> tuple[Array, Array]:
    """Rows of the character table, `0 ≤ row < rows`, for the 4-grams (of bytes) of the words' sound keys.

    Returns
    -------
    The rows, flat, and how many each word has, both int64; none for a word of less than `SHORTEST` letters
    or a key of a single one.
    """
    keys = [
        f"<{key}>".encode("utf-8", "surrogatepass") if len(word) >= SHORTEST else b""
        for word, key in zip(distinct, sound_keys(distinct), strict=True)
    ]
    lengths = _flat([len(key) for key in keys])
    counts = np.maximum(lengths - NGRAM + 1, 0)
    text = np.frombuffer(b"".join(keys), np.uint8)
    jumps = (np.cumsum(lengths) - lengths) - (np.cumsum(counts) - counts)
    places = np.repeat(jumps, counts) + np.arange(counts.sum())
    return checksums(text[places[:, None] + np.arange(NGRAM)]).astype(np.int64) % rows, counts


def checksums(texts: Array) -> Array:
    """CRC-32 of each row of `(n, size)` uint8, as `zlib.crc32` has it: `(n,)` uint32."""
    byte: Array = np.arange(256, dtype=np.uint32)
    for _ in range(8):
        byte = (byte >> 1) ^ (byte & 1) * np.uint32(POLYNOMIAL)
    codes = np.full(len(texts), 0xFFFFFFFF, np.uint32)
    for column in texts.T:
        codes = byte[(codes ^ column) & 0xFF] ^ (codes >> 8)
    return ~codes


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


def _flat(numbers: list[int]) -> Array:
    return np.array(numbers, np.int64)
