"""What was left in the other language: each trap is a line of golden/untranslated.tsv; spans of any text."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.check.texts import PairTexts
from aligner.check.untranslated import untranslated

LINES = (Path(__file__).parent / "golden" / "untranslated.tsv").read_text(encoding="utf-8").splitlines()
PAIRS = [line.split("\t") for line in LINES if not line.startswith("#")]
WORDS = "the and is road дорога cтрана c с (the road) «the road is» a-я iPhone'ом . , \n ö é".split(" ")
TEXTS = st.text() | st.lists(st.sampled_from(WORDS)).map(" ".join)


@pytest.mark.parametrize(("expected", "en", "ru"), PAIRS)
def test_golden(expected: str, en: str, ru: str) -> None:
    assert [finding.severity for finding in untranslated(PairTexts(en, ru))] == [expected] * (expected != "=")


def test_the_clause_is_marked() -> None:
    ru = "Шёл дождь, and then the sun came out."
    (finding,) = untranslated(PairTexts("It rained, and then the sun came out.", ru))
    ((start, end),) = finding.ru
    assert ru[start:end] == "and then the sun came out"
    assert finding.message == "“and then the sun came out” was left in English."


def test_the_wrong_letters_are_named() -> None:
    (finding,) = untranslated(PairTexts("The country.", "Это cтрана."))
    assert finding.message == "“cтрана” mixes alphabets: “c” is Latin."
    assert finding.ru == ((4, 10),)


@settings(max_examples=80, deadline=None)
@given(TEXTS, TEXTS)
def test_any_text_is_survived_and_spans_are_inside(en: str, ru: str) -> None:
    for finding in untranslated(PairTexts(en, ru)):
        for text, spans in ((en, finding.en), (ru, finding.ru)):
            assert all(0 <= start < end <= len(text) for start, end in spans)


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet="абвгдежзиклмнопрстуф ,.«»()", max_size=60))
def test_russian_alone_is_never_reported(ru: str) -> None:
    assert not [*untranslated(PairTexts("Nothing in common.", ru))] or not ru.strip()
