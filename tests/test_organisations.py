"""Organisations: each trap is a line of golden/organisations.tsv; the table's own integrity; any text."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.check.lists import table
from aligner.check.organisations import acronym, organisations
from aligner.check.phrases import alternatives
from aligner.check.texts import PairTexts, Texts

LINES = (Path(__file__).parent / "golden" / "organisations.tsv").read_text(encoding="utf-8").splitlines()
PAIRS = [line.split("\t") for line in LINES if not line.startswith("#")]
WORDS = "UN U.N. G8 G - 8 NATO Organization ООН «восьмёрка» СНВ 2 СПИДом Совет Безопасности , . \n".split(" ")


@pytest.mark.parametrize(("verdict", "en", "ru"), PAIRS)
def test_golden(verdict: str, en: str, ru: str) -> None:
    assert [finding.check for finding in acronym(PairTexts(en, ru))] == ["acronym"] * (verdict == "!")


def test_rows_are_complete_and_unique() -> None:
    entries = table("organisations.tsv")
    assert len(entries) >= 120
    assert all(len(row) == 3 and all(row) for row in entries)
    assert len({row[0] for row in entries}) == len(entries)


@pytest.mark.parametrize("row", table("organisations.tsv"), ids=lambda row: row[0])
def test_every_form_is_found_and_every_pair_of_forms_permitted(row: tuple[str, ...]) -> None:
    for en in alternatives(row[1]):
        for ru in alternatives(row[2]):
            pair = PairTexts(f"Of {en.lstrip('~')}.", f"О {ru.lstrip('~')}.")
            assert not [*acronym(pair)], (en, ru)
            for lang, form in (("en", en), ("ru", ru)):
                if not form.startswith("~"):
                    assert row[0] in "|".join(str(m.value) for m in organisations(pair.text(lang), lang)), form


@pytest.mark.parametrize(
    ("lang", "text", "taken"),
    [
        ("en", "the G8 of 2006", "G8"),
        ("en", "START II", "START II"),
        ("ru", "СНВ-2 и 3", "СНВ-2"),
        ("en", "G-20", "G-20"),
    ],
)
def test_figures_of_a_name_are_taken_with_it(lang: str, text: str, taken: str) -> None:
    assert [text[m.start : m.end] for m in organisations(text, lang)] == [taken]  # type: ignore[arg-type]


def test_missing_and_different_and_added() -> None:
    (missing,) = acronym(PairTexts("The UN met.", "Она собралась."))
    assert (missing.severity, missing.en, missing.ru) == ("warning", ((4, 6),), ())
    assert missing.message == "“UN” in English: not found in the Russian text."
    (different,) = acronym(PairTexts("The UN met.", "НАТО собралась."))
    assert (different.severity, different.en, different.ru) == ("error", ((4, 6),), ((0, 4),))
    (added,) = acronym(PairTexts("It met.", "ООН собралась."))
    assert (added.severity, added.en, added.ru) == ("info", (), ((0, 3),))


def test_named_next_to_the_pair_is_named() -> None:
    assert not [*acronym(PairTexts("The UN met.", "Она собралась.", previous=Texts("The UN.", "Это ООН.")))]


@settings(max_examples=60, deadline=None)
@given(st.text() | st.lists(st.sampled_from(WORDS)).map(" ".join), st.sampled_from(["en", "ru"]))
def test_any_text_gives_mentions_in_order_inside_the_text(text: str, lang: str) -> None:
    end = 0
    for mention in organisations(text, lang):  # type: ignore[arg-type]
        assert end <= mention.start < mention.end <= len(text)
        end = mention.end
