"""Names: each trap is a line of golden/names.tsv; renderings of sounds; what must hold for any text."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.check.capitals import capitalised
from aligner.check.names import name
from aligner.check.sounds import alike, distance
from aligner.check.texts import PairTexts, Texts

LINES = (Path(__file__).parent / "golden" / "names.tsv").read_text(encoding="utf-8").splitlines()
PAIRS = [line.split("\t") for line in LINES if not line.startswith("#")]
WORDS = "saw Orlov Orlov's Smith . «Смит» Орлова видел Кузнецов Ивановича Xi Си O'Hara – É \n".split(" ")

RENDERINGS = """
Giuliani Джулиани, Xi Си, Jinping Цзиньпином, Yoriko Ёрико, Kawaguchi Кавагути, Chirac Шираком, Schröder Шрёдера,
Bush Бушу, Watson Уотсон, Hugh Хью, Juan Хуана, Jorge Хорхе, Jean Жан, Koizumi Коидзуми, Junichiro Дзюнъитиро,
Zhang Чжан, Qin Цинь, Thatcher Тэтчер, Wright Райт, Sean Шоном, Goethe Гёте, Nietzsche Ницше, Khrushchev Хрущёва,
Gorbachev Горбачёвым, Houston Хьюстоне, Chicago Чикаго, Michelle Мишель, Deng Дэн, Xiaoping Сяопина, Zhou Чжоу,
Enlai Эньлай, Xavier Хавьер, Hernandez Эрнандеса, Tchaikovsky Чайковского, Bordeaux Бордо, Lukashenko Лукашенко
""".replace("\n", " ").split(",")


@pytest.mark.parametrize(("verdict", "en", "ru"), PAIRS)
def test_golden(verdict: str, en: str, ru: str) -> None:
    assert [finding.check for finding in name(PairTexts(en, ru))] == ["name"] * (verdict == "!")


@pytest.mark.parametrize("rendering", RENDERINGS)
def test_renderings(rendering: str) -> None:
    assert alike(*rendering.split())


@pytest.mark.parametrize("pair", ["Orlov Кузнецов", "Smith Джонсон", "Chirac Миттеран", "Abe Фукуда", "Tokyo Париж"])
def test_other_names_are_not_alike(pair: str) -> None:
    assert not alike(*pair.split())


def test_a_reading_of_the_table_is_nearer_than_a_change() -> None:
    assert distance("Iran", "Ирана", limit=9) == distance("Iran", "Иран", limit=9) < 0.1
    assert distance("Novak", "Новак", limit=9) < distance("Novak", "Новик", limit=9)
    assert distance("Giuliani", "Джулиани", limit=9) < distance("Iran", "Ирак", limit=9)


@settings(max_examples=60, deadline=None)
@given(
    st.text(alphabet="abcdefghijklmnopqrstuvwxyzé'", max_size=9),
    st.text(alphabet="абвгдежзийклмнопрстуфхцчшщыьэюя", max_size=9),
)
def test_the_limit_only_cuts_off(latin: str, russian: str) -> None:
    whole = distance(latin, russian, limit=99)
    assert 0 <= whole < 99
    assert distance(latin, russian, limit=2.0) == pytest.approx(min(whole, 2.0))


def test_initial_words_are_marked() -> None:
    found = capitalised("Asked, Orlov said: “Karl is here.” Maria's cat")
    assert [(one.text, one.initial) for one in found] == [
        ("Asked", True), ("Orlov", False), ("Karl", True), ("Maria's", True),
    ]  # fmt: skip


def test_message_and_spans() -> None:
    (finding,) = name(PairTexts("They asked Orlov.", "Они спросили Кузнецова."))
    assert finding.severity == "warning"
    assert finding.message == "“Orlov” in English, «Кузнецова» in Russian: different names?"
    assert (finding.en, finding.ru) == (((11, 16),), ((13, 22),))


def test_a_name_may_stand_in_the_next_pair() -> None:
    pair = PairTexts("They asked Orlov.", "Они спросили Кузнецова.", next=Texts("And him.", "А потом Орлова."))
    assert not [*name(pair)]


@settings(max_examples=60, deadline=None)
@given(
    st.text() | st.lists(st.sampled_from(WORDS)).map(" ".join),
    st.text() | st.lists(st.sampled_from(WORDS)).map(" ".join),
)
def test_any_text_is_survived_and_spans_are_words(en: str, ru: str) -> None:
    for finding in name(PairTexts(en, ru)):
        assert all(en[start:end] and en[start:end] in finding.message for start, end in finding.en)
        assert all(ru[start:end] and ru[start:end] in finding.message for start, end in finding.ru)
