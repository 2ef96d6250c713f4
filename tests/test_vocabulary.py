"""Rows of words, with a vocabulary learnt here; which pieces it has is left to the tokenizers library."""

import json
import zlib
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligner.vocabulary import NGRAM, START, UNKNOWN, Vocabulary, checksum, ngram_rows, train_vocabulary
from aligner.words import LONGEST_KEY, sound_keys, spellings, stem, words

N_STEMS, N_NGRAMS = 20, 64
TEXTS = [
    "The ministers of both countries signed the convention in Washington.",
    "Министры обеих стран подписали конвенцию в Вашингтоне.",
    "Mr. Safonov spoke of the fight against terrorism and signed nothing.",
    "Г-н Сафонов говорил о борьбе с терроризмом и ничего не подписал.",
    "Сафонова спросили, почему страны не подписали ещё одну конвенцию.",
]


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return train_vocabulary([words(text) for text in TEXTS * 3], n_subwords=120, n_stems=N_STEMS, n_ngrams=N_NGRAMS)


def rows_of(vocabulary: Vocabulary, word: str) -> list[int]:
    return vocabulary.table([word])[0].tolist()


def pieces(vocabulary: Vocabulary, word: str) -> list[str]:
    rows = [row for row in rows_of(vocabulary, word) if row < vocabulary.n_subwords]
    return [vocabulary.tokenizer.id_to_token(row) for row in rows]


def test_the_unknown_piece_is_the_first(vocabulary):
    assert vocabulary.tokenizer.token_to_id("<unk>") == UNKNOWN
    assert vocabulary.n_subwords == len(vocabulary.tokenizer.get_vocab()) <= 120


@pytest.mark.parametrize("word", ["convention", "конвенцию", "Сафонова", "Safonov", "signed", "of", "."])
def test_pieces_spell_the_word_and_its_stem(vocabulary, word):
    assert "".join(pieces(vocabulary, word)) == "".join(START + spelling for spelling in spellings(word))


def test_rows_are_pieces_then_the_stem_then_ngrams(vocabulary):
    known = {stem(word.lower()) for word in words(" ".join(TEXTS))}
    first = vocabulary.n_subwords + len(vocabulary.stems)
    for word in words(" ".join(TEXTS)):
        rows = rows_of(vocabulary, word)
        assert rows == sorted(rows, key=lambda row: (row >= vocabulary.n_subwords) + (row >= first))
        assert [row - first for row in rows if row >= first] == ngram_rows([word], N_NGRAMS)[0].tolist()
        assert all(row > UNKNOWN for row in rows)
        stems = [row - vocabulary.n_subwords for row in rows if vocabulary.n_subwords <= row < first]
        assert [vocabulary.stems[row] for row in stems] in ([checksum(stem(word.lower()))], [])
    assert len(vocabulary.stems) == min(N_STEMS, len(known))
    assert vocabulary.size == first + N_NGRAMS


def test_the_most_frequent_stems_are_known():
    texts = [["stories", "story", "стран"], ["страна", "a", "b"], ["b", "стране", "once"]]
    learned = train_vocabulary(texts, n_subwords=60, n_stems=9, n_ngrams=8)
    assert sorted(learned.stems) == sorted(map(checksum, ["stor", "стран", "b"]))  # the others stand once
    fewer = train_vocabulary(texts, n_subwords=60, n_stems=1, n_ngrams=8)
    assert fewer.stems.tolist() == [checksum("стран")]
    assert set(rows_of(fewer, "странами")) & set(rows_of(fewer, "стран")) >= {fewer.n_subwords}
    assert fewer.n_subwords not in rows_of(fewer, "story")


def test_a_name_has_rows_in_common_in_both_languages(vocabulary):
    ru, en = set(rows_of(vocabulary, "Сафонов")), set(rows_of(vocabulary, "Safonov"))
    assert {row for row in en if row >= vocabulary.n_subwords + len(vocabulary.stems)} <= ru
    assert {row for row in en if row < vocabulary.n_subwords} <= ru


@given(st.lists(st.text(st.characters(), min_size=1, max_size=12), max_size=8))
def test_the_table_is_the_rows_one_after_the_other(vocabulary, distinct):
    rows, starts = vocabulary.table(distinct)
    assert rows.dtype == starts.dtype == np.int64
    assert starts[0] == 0 and starts[-1] == len(rows)
    assert [rows[a:b].tolist() for a, b in pairwise(starts)] == [rows_of(vocabulary, word) for word in distinct]


def test_a_word_alone_and_a_word_after_others_are_the_same(vocabulary):
    before = rows_of(vocabulary, "convention")
    vocabulary.table(["Сафонова", "\ud800", "signed"])
    assert rows_of(vocabulary, "convention") == before


@pytest.mark.parametrize("word", ["\ud800", "кот\udfffкит", "a\0b", "😀", "日本", "\u0301", "x" * 20_000, "Щ" * 20_000])
def test_odd_words_have_rows_of_the_table(vocabulary, word):
    assert all(0 < row < vocabulary.size for row in rows_of(vocabulary, word))


def test_a_lone_surrogate_is_passed_over(vocabulary):
    assert pieces(vocabulary, "стран\udfff") == pieces(vocabulary, "стран")


def test_odd_texts_do_not_stop_the_training():
    odd = train_vocabulary(
        [["signed", "\ud800", "a\0b", "😀"], [], ["Сафонов\udfff"]], n_subwords=60, n_stems=9, n_ngrams=8
    )
    assert "".join(pieces(odd, "signed")) == START + "signed"


def test_a_saved_tokenizer_gives_the_same_rows(vocabulary, tmp_path):
    from tokenizers import Tokenizer

    path = tmp_path / "tokenizer.json"
    vocabulary.tokenizer.save(str(path))
    loaded = Vocabulary(Tokenizer.from_file(str(path)), vocabulary.stems, N_NGRAMS)
    for word in words(" ".join(TEXTS)):
        assert rows_of(loaded, word) == rows_of(vocabulary, word)


def test_order_and_scores_of_the_pieces_are_settled(vocabulary):
    scored = json.loads(vocabulary.tokenizer.to_str())["model"]["vocab"][1:]
    assert scored == sorted(scored, key=lambda piece: (-piece[1], piece[0]))
    assert all(score == round(score, 6) for _, score in scored)


# --- the character table ---


@given(st.lists(st.text(st.characters(), min_size=1, max_size=20), max_size=6), st.integers(1, 10**6))
def test_ngrams_are_hashed_one_by_one(distinct, rows):
    found, counts = ngram_rows(distinct, rows)
    slow = []
    for word, count in zip(distinct, counts, strict=True):
        key = f"<{sound_keys([word])[0]}>".encode("utf-8", "surrogatepass")
        ngrams = [key[i : i + NGRAM] for i in range(len(key) - NGRAM + 1)] if len(word) >= 3 else []
        assert len(ngrams) == count
        slow += [zlib.crc32(ngram) % rows for ngram in ngrams]
    assert found.tolist() == slow


def test_ngrams_of_a_name():
    assert ngram_rows(["Сафонов"], 10**9)[0].tolist() == ngram_rows(["safonov"], 10**9)[0].tolist()
    assert ngram_rows(["Сафонов", "of"], 1000)[1].tolist() == [6, 0]  # <saf safo afon fono onov nov>


@pytest.mark.parametrize("letter", ["a", "я", "щ", "-", "1", "😀", "\ud800", "dzh"])
def test_very_long_words_have_few_ngrams(letter):
    assert len(ngram_rows([letter * 200_000], 1000)[0]) < LONGEST_KEY * 4
