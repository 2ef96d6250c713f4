"""Countries: each trap is a line of golden/countries.tsv; here what must hold for any text."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.check.countries import countries, country
from aligner.check.texts import PairTexts, Texts

LINES = (Path(__file__).parent / "golden" / "countries.tsv").read_text(encoding="utf-8").splitlines()
PAIRS = [line.split("\t") for line in LINES if not line.startswith("#")]
WORDS = "Japan Japanese US U.S. Georgia Russian - – , . in New Китай российско японский США Того Корея » \n".split(" ")


@pytest.mark.parametrize(("verdict", "en", "ru"), PAIRS)
def test_golden(verdict: str, en: str, ru: str) -> None:
    assert [finding.check for finding in country(PairTexts(en, ru))] == ["country"] * (verdict == "!")


def test_the_table_of_lines_has_both_verdicts() -> None:
    assert {verdict for verdict, _, _ in PAIRS} == {"=", "!"}


@pytest.mark.parametrize(
    ("lang", "text", "values"),
    [
        ("en", "The Japan-Russian talks", ["JP", "RU"]),
        ("ru", "российско-японские переговоры", ["RU", "JP"]),
        ("ru", "В Соединённых Штатах Америки", ["US"]),
        ("en", "Korean", ["KP|KR"]),
        ("en", "Bosnia & Herzegovina", ["BA"]),
        ("en", "TURKEY", ["TR"]),
        ("en", "turkey, china, chile", []),
        ("en", "all of us", []),
    ],
)
def test_values(lang: str, text: str, values: list[str]) -> None:
    assert [mention.value for mention in countries(text, lang)] == values  # type: ignore[arg-type]


def test_message_and_spans() -> None:
    (finding,) = country(PairTexts("In Japan.", "Это Китай."))
    assert finding.severity == "error"
    assert finding.message == "“Japan” in English, «Китай» in Russian: different countries?"
    assert (finding.en, finding.ru) == (((3, 8),), ((4, 9),))


def test_a_country_may_have_moved_to_the_next_pair() -> None:
    assert not [*country(PairTexts("Japan agreed.", "Китай согласился.", next=Texts("China too.", "Япония тоже.")))]


@settings(max_examples=60, deadline=None)
@given(st.text() | st.lists(st.sampled_from(WORDS)).map(" ".join), st.sampled_from(["en", "ru"]))
def test_any_text_gives_mentions_in_order_inside_the_text(text: str, lang: str) -> None:
    end = 0
    for mention in countries(text, lang):  # type: ignore[arg-type]
        assert end <= mention.start < mention.end <= len(text)
        assert text[mention.start : mention.end].strip() == text[mention.start : mention.end]
        end = mention.end


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(WORDS)).map(" ".join), st.lists(st.sampled_from(WORDS)).map(" ".join))
def test_a_finding_quotes_both_sides(en: str, ru: str) -> None:
    for finding in country(PairTexts(en, ru)):
        assert finding.en and finding.ru
        assert all(en[start:end] in finding.message for start, end in finding.en)
        assert all(ru[start:end] in finding.message for start, end in finding.ru)
