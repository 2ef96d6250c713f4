"""Marks of a sentence: a golden file that a linguist reads and edits, and what must hold for any text."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligner.marks import (
    BULLET,
    ENDS,
    NO_END,
    NO_LABEL,
    begins_as_speech,
    continues,
    ending,
    latin_keys,
    list_label,
    number_keys,
)

GOLDEN = Path(__file__).parent / "golden" / "marks.txt"
FROM_SYMBOL = {"none": NO_LABEL, "bullet": BULLET}
ANY = st.text(st.characters(), max_size=60)


def section(title):
    """The lines of a section as (language, expected, text)."""
    _, _, rest = GOLDEN.read_text(encoding="utf-8").partition(f"# {title}\n")
    lines = rest.partition("\n\n")[0].splitlines()
    return [
        (line[:2], line[4:20].strip(), line[20:].replace("_", "\u00a0").removesuffix("|"))
        for line in lines
        if not line.startswith("#")
    ]


@pytest.mark.parametrize(("lang", "expected", "text"), section("numbers") + section("months"))
def test_numbers_and_months(lang, expected, text):
    assert number_keys(text, lang) == (set() if expected == "-" else set(expected.split(",")))


@pytest.mark.parametrize(("lang", "expected", "text"), section("labels"))
def test_labels(lang, expected, text):
    assert list_label(text) == (FROM_SYMBOL[expected] if expected in FROM_SYMBOL else int(expected))


@pytest.mark.parametrize(("lang", "expected", "text"), section("endings"))
def test_endings(lang, expected, text):
    assert ending(text) == ENDS.get(expected, NO_END)


@pytest.mark.parametrize(("lang", "expected", "text"), section("speech"))
def test_speech(lang, expected, text):
    assert begins_as_speech(text) == (expected == "yes")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("АТЭС (APEC) и Boeing", {"apec", "boeing"}),
        ("the iPhone of McDonald's", {"iphone", "mcdonald"}),
        ("COVID-19", {"covid"}),
        ("США и a B", set()),
        ("lower case only", set()),
    ],
)
def test_latin_words(text, expected):
    assert latin_keys(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("and so they met.", True),
        ("а затем встретились.", True),
        ("… «и затем встретились»", True),
        ("The parties met.", False),
        ("а) стороны", False),
        ("1. the parties", False),
        ("2002", False),
        ("", False),
    ],
)
def test_what_continues_a_sentence(text, expected):
    assert continues(text) == expected


def test_every_month_in_every_case_of_the_singular():
    stems = "январ феврал апрел июн июл сентябр октябр ноябр декабр".split()
    numbers = [1, 2, 4, 6, 7, 9, 10, 11, 12]
    forms = {stem: [stem + ending for ending in ("ь", "я", "ю", "ем", "ём", "е")] for stem in stems}
    found = {word: number_keys(f"в {word}.", "ru") for stem in stems for word in forms[stem]}
    expected = {word: {f"m{n}"} for n, stem in zip(numbers, stems, strict=True) for word in forms[stem]}
    assert found == expected


@given(ANY, st.sampled_from(["en", "ru"]))
def test_any_text_has_marks(text, lang):
    assert all(number_keys(text, lang))
    assert ending(text) in {NO_END, *ENDS.values()}
    assert list_label(text) >= BULLET
    assert all(key.isascii() and key == key.lower() and len(key) > 1 for key in latin_keys(text))
    assert isinstance(begins_as_speech(text), bool) and isinstance(continues(text), bool)


@given(st.integers(0, 10**12), st.sampled_from([" ", "\u00a0", "\u202f", ",", ".", "'", "’"]))
def test_a_number_is_itself_however_its_thousands_are_marked(number, mark):
    assert number_keys(f"({number:,})".replace(",", mark), "en") == {str(number)}
    assert number_keys(str(number), "ru") == {str(number)}


@given(st.integers(0, 9999), st.integers(0, 99))
def test_a_decimal_is_the_same_with_a_point_and_a_comma(whole, part):
    assert number_keys(f"{whole}.{part:02}", "en") == number_keys(f"{whole},{part:02}", "ru") == {f"{whole}.{part:02}"}


@pytest.mark.parametrize("piece", ["1", "1 000", "1,", " ", "«", "ма", "Aa", "(", ".", "I", "»", "?"])
def test_very_long_texts(piece):
    """A hundred thousand repetitions: what is not linear would not come back."""
    text = piece * 100_000
    for lang in ("en", "ru"):
        number_keys(text, lang)
    latin_keys(text), list_label(text), ending(text), begins_as_speech(text), continues(text)
