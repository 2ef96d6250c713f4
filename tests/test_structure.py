"""Golden lines of the check `structure`, and of the extractors of references and labels."""

import pytest

from aligner.check.structure import labels, references, structure
from aligner.check.texts import PairTexts, Texts

FOUND = [
    ("See www.example.org/a.", "См. www.example.org/b.", "The addresses differ"),
    ("Write to press@example.org.", "Пишите.", "The e-mail address “press@example.org” is missing in Russian."),
    ("Resolution A/RES/60/1.", "Резолюция A/RES/60/2.", "The document symbols differ"),
    ("As noted.[3]", "Как отмечено.", "The footnote mark “[3]” is missing in Russian."),
    ("(c) the third", "г) четвёртое", "The list labels differ: “(c)” in English, «г)» in Russian."),
]

QUIET = [
    ("(a) the first", "а) первое"),
    ("(c) the third", "в) третье"),
    ("c) the third", "с) третье"),  # a Cyrillic letter that looks Latin
    ("iv) the fourth", "iv) четвёртое"),
    ("1. The first", "1. Первое"),
    ("See https://example.org/en/page.", "См. http://www.example.org/ru/page"),
    ("Resolution A/RES/60/1.", "Резолюция А/RES/60/1."),  # a Cyrillic А
    ("As noted.¹", "Как отмечено[1]."),
    ("An area of 5 km².", "Площадь 5 кв. км."),
]


def found(pair: PairTexts) -> list[str]:
    return [finding.message for finding in structure(pair)]


@pytest.mark.parametrize(("en", "ru", "message"), FOUND)
def test_found(en: str, ru: str, message: str) -> None:
    messages = found(PairTexts(en, ru))
    assert len(messages) == 1
    assert messages[0].startswith(message)


@pytest.mark.parametrize(("en", "ru"), QUIET)
def test_quiet(en: str, ru: str) -> None:
    assert found(PairTexts(en, ru)) == []


def test_what_moved_to_the_next_pair_is_an_info() -> None:
    pair = PairTexts("See www.example.org.", "См. ниже.", next=Texts("Bye.", "www.example.org"))
    assert [(f.severity, f.message) for f in structure(pair)] == [
        ("info", "The address “www.example.org” stands in the next pair in Russian.")
    ]


def test_extractors_take_what_the_checks_of_numbers_must_not_see() -> None:
    text = "A/RES/60/1, www.example.org/2002, x3@example.org [4]"
    assert [text[m.start : m.end] for m in sorted(references(text, "en"), key=lambda m: m.start)] == [
        "A/RES/60/1",
        "www.example.org/2002",
        "x3@example.org",
        "[4]",
    ]
    assert [m.value for m in labels("3. Third\n(iv) fourth\nIn 2002. he", "en")] == [
        frozenset({3}),
        frozenset({4}),
    ]
