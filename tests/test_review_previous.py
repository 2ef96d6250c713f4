"""What was said of an earlier version of the texts."""

from dataclasses import replace

from strategies import alignment, beads

from aligner.records import MqmError, Review
from aligner.review.previous import taken_over

MAJOR = MqmError("accuracy/mistranslation", "major", "")
EN = [["One."], ["Two."], ["Two."], ["Three."], ["Four."]]


def made(ru, reviews=()):
    al = alignment(EN, ru, beads(*["1-1"] * 5))
    said = [*reviews, *[None] * (5 - len(reviews))]
    return replace(al, pairs=tuple(replace(pair, review=review) for pair, review in zip(al.pairs, said, strict=True)))


def test_a_review_goes_to_the_pair_that_stands_as_it_was_or_as_it_was_corrected():
    approved = Review("approved", reviewer="Anna", comment="so", errors=(MAJOR,))
    corrected = Review("approved", ru="Третий.", errors=(MAJOR,), reviewer="Anna")
    old = made([["Раз."], ["Два."], ["Два."], ["Три."], ["Четыре."]], [approved, None, approved, corrected, approved])
    new = made([["Раз."], ["Два."], ["Два."], ["Третий."], ["Четыре!"]])
    assert [pair.review for pair in taken_over(new, old).pairs] == [
        approved,
        approved,  # the first of two that read the same
        None,
        Review("approved", reviewer="Anna"),
        None,
    ]


def test_a_correction_that_was_not_made_is_not_taken_over():
    old = made([["Раз."], ["Два."], ["Два."], ["Три."], ["Четыре."]], [Review(ru="Один.", reviewer="Anna")])
    assert taken_over(old, old).pairs[0].review == old.pairs[0].review
    fresh = made([["Раз."], ["Два."], ["Два."], ["Три."], ["Четыре."]])
    assert [pair.review for pair in taken_over(fresh, old).pairs] == [None] * 5
