"""Sums and measures read off a text, against a golden table; the table of units against CLDR."""

from fractions import Fraction

import pytest
from golden_lines import golden, written
from hypothesis import given
from hypothesis import strategies as st

from aligner.check.money import amounts, money
from aligner.check.texts import PairTexts
from aligner.check.units import same_amount, same_unit, units

CURRENCIES = [
    ("dollars", "долларов"),
    ("euros", "евро"),
    ("roubles", "рублей"),
    ("pounds sterling", "фунтов стерлингов"),
]


@pytest.mark.parametrize(("lang", "phrase", "values"), golden("money"))
def test_golden(lang, phrase, values):
    assert written(amounts(phrase, lang)) == values


@given(st.integers(1, 10**7), st.integers(1, 10**7), st.integers(0, 3), st.integers(0, 3))
def test_sums_agree_only_when_value_and_currency_do(one, other, en_unit, ru_unit):
    ru = f"Цена — {other:,} {CURRENCIES[ru_unit][1]}.".replace(",", "\u00a0")
    found = list(money(PairTexts(f"It costs {one:,} {CURRENCIES[en_unit][0]}.", ru)))
    assert bool(found) == ((one, en_unit) != (other, ru_unit))


@pytest.mark.parametrize("code", ["USD", "EUR", "GBP", "RUB", "JPY", "CNY", "INR", "KZT", "UAH", "CHF", "TRY", "PLN"])
def test_currencies_have_their_names_of_cldr(code):
    from babel.numbers import get_currency_name

    found = []
    for lang in ("en", "ru"):
        for form in (code, get_currency_name(code, 5, locale=lang)):
            (mention,) = amounts(f"5 {form}", lang)
            found.append(mention.value[1])
    assert all(same_unit(found[0], other) for other in found), found


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        ((5, "mile"), (8, "km"), True),
        ((5, "mile"), (5, "km"), False),
        ((80, "degree"), (27, "degree"), True),
        ((80, "degree.F"), (27, "degree.C"), True),
        ((80, "degree.C"), (27, "degree.C"), False),
        ((5, "dollar"), (5, "dollar.US"), True),
        ((5, "dollar.CA"), (5, "dollar.US"), False),
        ((5, "pound"), (5, "pound.GBP"), True),
        ((5, "dollar"), (5, "euro"), False),
        ((5, "%"), (5, "%.points"), True),
    ],
)
def test_units(one, other, agree):
    pair = [(Fraction(number), code) for number, code in (one, other)]
    assert same_amount(*pair) == same_amount(*pair[::-1]) == agree


def test_general_units_share_their_dimension_with_the_special_ones():
    assert all(unit.factor > 0 for unit in units().values())
