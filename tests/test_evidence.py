"""Evidence of spans against the spans written out, one by one."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from aligner.evidence import LONGEST, side, span_sums
from aligner.marks import begins_as_speech, continues, ending, latin_keys, list_label, number_keys

SENTENCES = [
    "The parties met.",
    "Who met?",
    "(b) — 2,000 people",
    "",
    "«Да», — сказал он",
    "APEC, 11 May 2002",
    "и всё",
]
sentences = st.lists(st.sampled_from(SENTENCES), max_size=9)


@st.composite
def documents(draw):
    """Sentences and the number of each one's paragraph."""
    texts = draw(sentences)
    steps = draw(st.lists(st.integers(0, 2), min_size=len(texts), max_size=len(texts)))
    return texts, np.cumsum(steps).tolist()


def vectors_for(texts, d=3, seed=0):
    return np.random.default_rng(seed).normal(size=(LONGEST, len(texts), d)).astype(np.float32)


@given(documents(), st.sampled_from(["en", "ru"]))
def test_lengths_and_breaks_of_spans(document, lang):
    texts, paragraphs = document
    found = side(texts, paragraphs, lang, vectors_for(texts))
    n = len(texts)
    assert found.size == n
    assert found.lengths.shape == found.crossed.shape == (LONGEST, n)
    for size in range(1, LONGEST + 1):
        for first in range(n - size + 1):
            span = range(first, first + size)
            assert found.lengths[size - 1, first] == sum(len(texts[i]) for i in span)
            assert found.crossed[size - 1, first] == sum(paragraphs[i] != paragraphs[i - 1] for i in span[1:])


@given(documents(), st.sampled_from(["en", "ru"]))
def test_marks_and_breaks_of_sentences(document, lang):
    texts, paragraphs = document
    found = side(texts, paragraphs, lang, vectors_for(texts))
    assert found.breaks.tolist() == [
        i in (0, len(texts)) or paragraphs[i] != paragraphs[i - 1] for i in range(len(texts) + 1)
    ]
    assert found.labels.tolist() == [list_label(text) for text in texts]
    assert found.endings.tolist() == [ending(text) for text in texts]
    assert found.speech.tolist() == [begins_as_speech(text) for text in texts]
    assert found.continues.tolist() == [continues(text) for text in texts]
    assert list(found.keys) == [number_keys(text, lang) | latin_keys(text) for text in texts]
    for size in range(1, LONGEST + 1):
        for first in range(len(texts) - size + 1):
            assert found.key_counts[size - 1, first] == len(frozenset().union(*found.keys[first : first + size]))


@given(documents(), st.data())
def test_a_part_is_the_evidence_of_its_sentences(document, data):
    texts, paragraphs = document
    first = data.draw(st.integers(0, len(texts)))
    run = range(first, data.draw(st.integers(first, len(texts))))
    whole = side(texts, paragraphs, "en", vectors_for(texts))
    part = whole.part(run)
    alone = side(texts[first : run.stop], paragraphs[first : run.stop], "en", whole.vectors[:, first : run.stop])
    assert part.size == alone.size == len(run)
    assert part.keys == alone.keys
    for name in ("labels", "endings", "speech", "continues"):
        assert getattr(part, name).tolist() == getattr(alone, name).tolist()
    for size in range(1, LONGEST + 1):
        for i in range(len(run) - size + 1):
            for name in ("lengths", "crossed", "vectors", "key_counts"):
                np.testing.assert_array_equal(getattr(part, name)[size - 1, i], getattr(alone, name)[size - 1, i])


class LetterCounts:
    """A linear encoder: how often each of a few letters occurs."""

    name = "letters"

    def sums(self, texts):
        return np.array([[text.lower().count(c) for c in "aeisыdа2"] for text in texts], np.float32).reshape(-1, 8)

    def encode(self, texts):
        sums = self.sums(texts)
        norms = np.linalg.norm(sums, axis=1, keepdims=True)
        return np.where(norms > 0, sums / np.maximum(norms, 1e-9), 0)


@given(sentences)
def test_summed_sentences_are_the_encoded_joined_text(texts):
    encoder = LetterCounts()
    sums = encoder.sums(texts)
    before = sums.copy()
    found = span_sums(sums)
    assert found.shape == (LONGEST, len(texts), 8) and found.dtype == np.float32
    assert (sums == before).all()
    for size in range(1, LONGEST + 1):
        for first in range(len(texts) - size + 1):
            joined = " ".join(texts[first : first + size])
            np.testing.assert_allclose(found[size - 1, first], encoder.encode([joined])[0], atol=1e-6)


@given(sentences)
def test_spans_cut_short_by_the_end_are_still_of_unit_length_or_zero(texts):
    norms = np.linalg.norm(span_sums(LetterCounts().sums(texts)), axis=2)
    assert np.all((np.abs(norms - 1) < 1e-5) | (norms == 0))
