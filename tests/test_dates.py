"""Dates and times read off a text, against a golden table and against the calendar."""

import datetime

import pytest
from golden_lines import golden, written
from hypothesis import given
from hypothesis import strategies as st

from aligner.check.dates import date, dates
from aligner.check.texts import PairTexts

EN = "January February March April May June July August September October November December".split()
RU = "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split()
DATES = st.dates(datetime.date(1800, 1, 1), datetime.date(2099, 12, 31))


def forms(day):
    """A date as the two languages write it."""
    en, ru = EN[day.month - 1], RU[day.month - 1]
    return (
        [f"{day.day} {en} {day.year}", f"{en} {day.day}, {day.year}", f"{day.day}th of {en}, {day.year}", str(day)],
        [
            f"{day.day} {ru} {day.year} г.",
            f"{day.day}-го {ru} {day.year} года",
            f"{day.day:02}.{day.month:02}.{day.year}",
        ],
    )


@pytest.mark.parametrize(("lang", "phrase", "values"), golden("dates"))
def test_golden(lang, phrase, values):
    assert written(dates(phrase, lang)) == values


@given(DATES)
def test_every_form_of_a_date_is_the_same_date(day):
    for lang, texts in zip(("en", "ru"), forms(day), strict=True):
        for text in texts:
            assert [m.value for m in dates(text, lang)] == [(day.year, day.month, day.day)], text


@given(DATES, DATES, st.integers(0, 3), st.integers(0, 2))
def test_two_dates_agree_only_when_they_are_one(one, other, en_form, ru_form):
    pair = PairTexts(f"It met on {forms(one)[0][en_form]}.", f"Заседание: {forms(other)[1][ru_form]}")
    assert bool(list(date(pair))) == (one != other)


def test_a_date_with_slashes_may_begin_with_the_day_or_the_month():
    for ru in ("11 мая 2002 г.", "5 ноября 2002 г."):
        assert not list(date(PairTexts("Done on 05/11/2002.", f"Совершено {ru}")))
    assert list(date(PairTexts("Done on 5 November 2002.", "Совершено 11 мая 2002 г.")))


@given(st.integers(0, 23), st.integers(0, 59))
def test_clocks_of_twelve_and_of_twenty_four_hours(hour, minute):
    half = "a.m." if hour < 12 else "p.m."
    (en,) = dates(f"{hour % 12 or 12}.{minute:02} {half}", "en")
    (ru,) = dates(f"{hour:02}:{minute:02}", "ru")
    assert en.value == ru.value
