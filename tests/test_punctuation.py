"""Golden lines of the check `punctuation`."""

import pytest

from aligner.check.punctuation import punctuation
from aligner.check.texts import PairTexts

FOUND = [
    ("He said “yes” to it.", "Он сказал на это «да.", "warning: “«” has no partner in the Russian."),
    ("He said yes (twice.", "Он сказал да (дважды).", "warning: “(” has no partner in the English."),
    ("It ended [early].", "Это кончилось рано].", "warning: “]” has no partner in the Russian."),
    ("Is it true?", "Это правда.", "warning: A question in the English, none in the Russian."),
    ("It is true.", "Это правда?", "warning: A question in the Russian, none in the English."),
    ("And then...", "А потом.", "info: An ellipsis in the English only."),
]

QUIET = [
    ("“Yes”, he said.", "«Да», — сказал он."),
    ("The film “House ‘on’ Water”.", "Фильм «Дом „на“ воде»."),  # nested
    ("a) the first; b) the second", "а) первое; б) второе"),  # labels close nothing
    ("He said “yes", "Он сказал «да"),  # goes on in the next pair, on both sides
    ("Is it true?", "Это правда?.."),
    ('A 14" screen.', "Экран 14 дюймов."),
    ("Well... perhaps.", "Ну… может быть."),
    ("He said (in 1999 (or 2000)) so.", "Он так сказал (в 1999 (или 2000) году)."),
]


def found(en: str, ru: str) -> list[str]:
    return [f"{finding.severity}: {finding.message}" for finding in punctuation(PairTexts(en, ru))]


@pytest.mark.parametrize(("en", "ru", "message"), FOUND)
def test_found(en: str, ru: str, message: str) -> None:
    assert found(en, ru) == [message]


@pytest.mark.parametrize(("en", "ru"), QUIET)
def test_quiet(en: str, ru: str) -> None:
    assert found(en, ru) == []
