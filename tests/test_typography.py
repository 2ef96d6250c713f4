"""Golden lines of the check `typography`."""

import pytest

from aligner.check.texts import PairTexts, Texts
from aligner.check.typography import typography

FOUND = [
    ("The the committee met.", "Комитет собрался.", []),  # a capital: a title may begin so
    ("It met in the the hall.", "Он собрался в зале.", ["warning: “the” stands twice in the English."]),
    ("It met in the hall.", "Он собрался в в зале.", ["warning: “в” stands twice in the Russian."]),
    ("It met , at last.", "Он собрался.", ["warning: A space before “,” in the English."]),
    ("It met.", "Он собрался .", ["warning: A space before “.” in the Russian."]),
    ("It met  there.", "Он собрался.", ["warning: Double space in the English."]),
    ("It  met  there.", "Он собрался.", ["info: Double space in the English."]),  # a habit of this text
    ("It met.  It talked.", "Он собрался.", []),  # two spaces after a full stop are a style in English
    ("Roses are flowers.", "Розы - это цветы.", ["info: A hyphen for a dash in the Russian."]),
    (
        '“One” and "two".',
        "«Раз» и «два».",
        ["info: Straight and typographic quotation marks are mixed in the English."],
    ),
    ("It is very very good.", "Это очень-очень хорошо.", []),
    ("I know that that is so.", "Я знаю, что это так.", []),
    ("A semi-official visit", "Полуофициальный визит из-за рубежа", []),
    ("The film “House”.", "Фильм «Дом „на“ воде».", []),
]


def found(pair: PairTexts) -> list[str]:
    return [f"{finding.severity}: {finding.message}" for finding in typography(pair)]


@pytest.mark.parametrize(("en", "ru", "messages"), FOUND)
def test_found(en: str, ru: str, messages: list[str]) -> None:
    assert found(PairTexts(en, ru)) == messages


def test_a_missing_non_breaking_space_counts_only_where_others_are_used() -> None:
    plain, careful = "В 2002 г. умер.", "В 2003\xa0г. родился."
    assert found(PairTexts("He died.", plain)) == []
    assert found(PairTexts("He died.", plain, next=Texts("", careful))) == [
        "info: A non-breaking space is missing in the Russian."
    ]
