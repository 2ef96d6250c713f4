"""Words with their places: the same words as the encoder sees, offsets into the text as it was read."""

import unicodedata

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from aligner.encoder import load_encoder
from aligner.errors import ModelError
from aligner.word_vectors import word_places, word_vectors
from aligner.words import PLAIN, words

#: Letters, marks that join with them, and characters that normalisation lengthens, shortens or removes.
TRICKY = st.text("aё еи\u0306\u0301\u00ad\u200b\ufeff\u00a0…№½ﬁ«»—-.,'Å가\u1100\u1161\u11a8\u0323\u0307q\U0001d400ﷺ")


def plain(text):
    return unicodedata.normalize("NFKC", text).translate(PLAIN)


@given(st.one_of(TRICKY, st.text()))
@example("е\u0301\u0323")
@example("\u1100\u1161\u11a8")
@example("\u0301а")
def test_the_words_are_those_of_the_encoder(text):
    assert [word for _, _, word in word_places(text)] == words(text)


@given(st.one_of(TRICKY, st.text()))
def test_the_places_are_in_order_and_hold_the_word(text):
    places = word_places(text)
    assert all(0 <= start < end <= len(text) for start, end, _ in places)
    assert [start for start, _, _ in places] == sorted(start for start, _, _ in places)
    assert [end for _, end, _ in places] == sorted(end for _, end, _ in places)
    assert all(word in plain(text[start:end]) for start, end, word in places)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Договор вступил", ["Договор", "вступил"]),
        ("до\u00adго\u00adвор: да", ["до\u00adго\u00adвор", ":", "да"]),
        ("за\u0301мок и замо\u0301к.", ["за\u0301мок", "и", "замо\u0301к", "."]),
        ("«Ещё…»", ["«", "Ещё", "…", "…", "…", "»"]),
        ("№ 5 ﬁnal", ["№", "5", "ﬁnal"]),
        ("и\u0306од cafe\u0301", ["и\u0306од", "cafe\u0301"]),
        ("", []),
        (" \u00a0\u00ad", []),
    ],
)
def test_places_in_the_original(text, expected):
    assert [text[start:end] for start, end, _ in word_places(text)] == expected


def test_the_sum_of_the_words_is_the_text():
    encoder = load_encoder()
    text = "«Стороны договори\u00adлись о…»\nСафонов"
    found = word_vectors(encoder, text)
    assert [record.word for record in found] == words(text)
    np.testing.assert_allclose(sum(record.vector for record in found), encoder.sums([text])[0], atol=1e-4)
    np.testing.assert_allclose([record.weight for record in found], [np.linalg.norm(r.vector) for r in found], 1e-6)
    assert word_vectors(encoder, " ") == []


def test_content_words_weigh_more_than_function_words():
    weights = {record.word: record.weight for record in word_vectors(load_encoder(), "The ministers signed a protocol")}
    assert min(weights["ministers"], weights["protocol"]) > 2 * max(weights["The"], weights["a"])


def test_other_encoders_are_refused():
    class Other:
        name = "other"

    with pytest.raises(ModelError, match="other: has no vectors of single words"):
        word_vectors(Other(), "text")
