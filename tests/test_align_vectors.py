"""Vectors computed elsewhere: the same alignment as by the encoder itself, and clear errors."""

from dataclasses import replace

import numpy as np
import pytest

import aligner
from aligner.calibration import calibration_for
from aligner.encoder import load_encoder, span_vectors
from aligner.errors import InputError

EN = ["The treaty was signed in Geneva.", "It has twelve articles.", "Spring came late.", "Both sides were pleased."]
RU = ["Договор подписан в Женеве, в нём двенадцать статей.", "Обе стороны остались довольны."]


def spans(texts):
    return span_vectors(load_encoder(), texts)


def check_same(found, expected):
    """Vectors scaled twice differ in their last digits."""
    assert [(bead.en, bead.ru) for bead in found] == [(bead.en, bead.ru) for bead in expected]
    assert [bead.confidence for bead in found] == pytest.approx([bead.confidence for bead in expected], abs=1e-4)


def test_span_vectors_give_what_the_encoder_gives():
    found = aligner.align_vectors(EN, RU, spans(EN), spans(RU))
    check_same(found, aligner.align_sentences(EN, RU))
    assert [bead.kind for bead in found] == ["2-1", "1-0", "1-1"]


def test_their_length_is_of_no_matter_and_they_are_left_alone():
    en, ru = 7 * spans(EN), spans(RU)
    en.setflags(write=False)
    found = aligner.align_vectors(EN, RU, en, ru)
    assert [bead.kind for bead in found] == ["2-1", "1-0", "1-1"]


def test_vectors_of_sentences_are_summed():
    encoder = load_encoder()
    found = aligner.align_vectors(EN, RU, encoder.encode(EN), encoder.encode(RU).tolist())
    assert [(*bead.en, *bead.ru) for bead in found] == [(0, 1, 0), (2,), (3, 1)]


def test_paragraphs_and_pins_count():
    one = aligner.align_vectors(EN, RU, spans(EN), spans(RU))
    apart = aligner.align_vectors(EN, RU, spans(EN), spans(RU), paragraphs=([0, 0, 1, 2], [0, 1]))
    assert [(b.en, b.ru) for b in apart] == [(b.en, b.ru) for b in one]
    assert apart[0].confidence > one[0].confidence  # breaks that coincide speak for it
    pinned = aligner.align_vectors(EN, RU, spans(EN), spans(RU), pins=[([0], [0])])
    assert pinned[0].en == range(1) and pinned[0].confidence == 1


def test_the_weights_may_be_given():
    weights = calibration_for(load_encoder())
    found = aligner.align_vectors(EN, RU, spans(EN), spans(RU), calibration=weights)
    check_same(found, aligner.align_sentences(EN, RU))
    sharper = replace(weights, links={name: 2 * weight for name, weight in weights.links.items()})
    assert aligner.align_vectors(EN, RU, spans(EN), spans(RU), calibration=sharper)[0].score > found[0].score


def test_empty_sides():
    assert [b.kind for b in aligner.align_vectors([], RU, np.zeros((0, 4)), np.ones((2, 4)))] == ["0-1", "0-1"]


@pytest.mark.parametrize(
    ("vectors", "message"),
    [
        (np.ones((3, 8)), r"en vectors have the shape \(3, 8\), not \(4, d\) or \(4, 4, d\)"),
        (np.ones((3, 4, 8)), r"en vectors have the shape \(3, 4, 8\)"),
        (np.ones(4), r"en vectors have the shape \(4,\)"),
        (np.full((4, 8), np.nan), "en vectors have values that are not finite"),
    ],
)
def test_vectors_that_do_not_fit(vectors, message):
    with pytest.raises(InputError, match=message):
        aligner.align_vectors(EN, RU, vectors, np.ones((2, 8)))


def test_vectors_of_two_encoders():
    with pytest.raises(InputError, match="en vectors have 8 dimensions, ru vectors 5"):
        aligner.align_vectors(EN, RU, np.ones((4, 8)), np.ones((2, 5)))


def test_paragraphs_that_do_not_fit():
    with pytest.raises(InputError, match="en: 1 paragraph numbers for 4 sentences"):
        aligner.align_vectors(EN, RU, spans(EN), spans(RU), paragraphs=([0], [0, 0]))
