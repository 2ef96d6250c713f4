"""Words → rows of the embedding table: subwords, then stems, then the hashed character table.

The first `n_subwords` rows belong to the pieces of a Unigram tokenizer (`tokenizers` library), the next to known stems,
told by their checksums, the last `n_ngrams` to hashed 4-grams of sound keys (`words.py`). Unknown stems have no row;
unknown characters have that of the mark that begins a word.
"""

from __future__ import annotations

import json
import zlib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from aligner.arrays import Array
from aligner.words import sound_keys, spellings, stem

if TYPE_CHECKING:
    from tokenizers import Tokenizer

UNKNOWN = 0
START = "▁"
NGRAM = 4
SHORTEST = 3  # letters of a word that is looked into
RAREST = 2  # occurrences of a stem that is known
POLYNOMIAL = 0xEDB88320  # of CRC-32


class Vocabulary:
    """What finds the rows of a word.

    Parameters
    ----------
    tokenizer : a Unigram tokenizer whose piece 0 is the unknown one
    stems : checksums of the known stems, `(n_stems,)` uint32, ascending
    n_ngrams : rows of the character table
    """

    def __init__(self, tokenizer: Tokenizer, stems: Array, n_ngrams: int) -> None:
        self.tokenizer = tokenizer
        self.n_subwords: int = tokenizer.get_vocab_size()
        self.stems = stems
        self.n_ngrams = n_ngrams
        self._model = tokenizer.model

    @property
    def size(self) -> int:
        """Rows of the whole table."""
        return self.n_subwords + len(self.stems) + self.n_ngrams

    def table(self, distinct: Sequence[str]) -> tuple[Array, Array]:
        """Rows of many words, flat: of each its subwords, its stem, its 4-grams.

        Returns
        -------
        `rows (total,)` and `starts (len(distinct) + 1,)`, both int64.
        """
        streams = self._subword_rows(distinct), self._stem_rows(distinct), self._ngram_rows(distinct)
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

    def _stem_rows(self, distinct: Sequence[str]) -> tuple[Array, Array]:
        codes = np.array([checksum(stem(word.lower())) for word in distinct], np.uint32)
        first = np.searchsorted(self.stems, codes)
        known = np.searchsorted(self.stems, codes, "right") > first
        return first[known] + self.n_subwords, known.astype(np.int64)

    def _ngram_rows(self, distinct: Sequence[str]) -> tuple[Array, Array]:
        rows, counts = ngram_rows(distinct, self.n_ngrams)
        return rows + self.n_subwords + len(self.stems), counts


def ngram_rows(distinct: Sequence[str], rows: int) -> tuple[Array, Array]:
    """Rows of the character table, `0 ≤ row < rows`, for the 4-grams (of bytes) of the words' sound keys.

    Returns
    -------
    The rows, flat, and how many each word has, both int64; none for a word of less than `SHORTEST` letters.
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
    of_byte, codes = _checksums_of_bytes(), np.full(len(texts), 0xFFFFFFFF, np.uint32)
    for column in texts.T:
        codes = of_byte[(codes ^ column) & 0xFF] ^ (codes >> 8)
    return ~codes


@cache
def _checksums_of_bytes() -> Array:
    """The table of CRC-32, `(256,)` uint32."""
    codes: Array = np.arange(256, dtype=np.uint32)
    for _ in range(8):
        codes = (codes >> 1) ^ (codes & 1) * np.uint32(POLYNOMIAL)
    return codes


def checksum(form: str) -> int:
    """Of 32 bits; by it a stem is known."""
    return zlib.crc32(form.encode("utf-8", "surrogatepass"))


def train_vocabulary(texts: Collection[list[str]], *, n_subwords: int, n_stems: int, n_ngrams: int) -> Vocabulary:
    """Learn a vocabulary from texts given as lists of words.

    Returns
    -------
    A vocabulary of at most `n_subwords` pieces (Unigram; Kudo 2018) and `n_stems` stems, the most frequent ones; fewer
    when the texts don't hold as many.
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
    return Vocabulary(tokenizer, _frequent_stems(texts, n_stems), n_ngrams)


def _frequent_stems(texts: Iterable[list[str]], n_stems: int) -> Array:
    """Checksums of the most frequent stems, ascending."""
    words = Counter(word for text in texts for word in text)
    stems: Counter[int] = Counter()
    for word, count in words.items():
        stems[checksum(stem(word.lower()))] += count
    frequent = sorted((-count, code) for code, count in stems.items() if count >= RAREST)
    return np.sort(np.array([code for _, code in frequent[:n_stems]], np.uint32))


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
