"""Extractors take each character once."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from aligner.check.extraction import read_mentions
from aligner.check.mentions import BLANK, Mention, masked

TEXT = "On 14 November 2002 (A/RES/60/1) 3 ministers of the G8 gave $20 billion, see www.example.org/7."


def test_masked_keeps_the_length_and_joins_no_neighbours() -> None:
    assert masked("5 x 10", [Mention("x", 1, 2, 3)]) == f"5 {BLANK} 10"


def test_a_number_inside_something_larger_is_no_number() -> None:
    numbers = [TEXT[m.start : m.end] for m in read_mentions(TEXT, "en") if m.kind == "number"]
    assert numbers == ["3"]


def test_in_the_order_of_their_places_without_overlap() -> None:
    mentions = read_mentions(TEXT, "en")
    assert len(mentions) >= 5
    assert all(one.end <= other.start for one, other in pairwise(mentions))


@given(st.text(alphabet="0123456789.,-/ %$€годаMarch1I№«»()\n", max_size=60), st.sampled_from(["en", "ru"]))
def test_any_text(text: str, lang: str) -> None:
    mentions = read_mentions(text, lang)
    assert all(0 <= m.start < m.end <= len(text) for m in mentions)
    assert all(one.end <= other.start for one, other in pairwise(mentions))
    assert mentions == read_mentions(text, lang)
