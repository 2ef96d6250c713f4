"""Names that have changed places, and orders that mean nothing."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.check.swaps import swapped_names

NAMES = {"Sokolov": "Соколов", "Lindqvist": "Линдквист", "Moretti": "Моретти", "Hayashi": "Хаяси", "Brandt": "Брандт"}


def found(en: str, ru: str) -> list[tuple[list[str], list[str]]]:
    return [
        ([en[slice(*span)] for span in english], [ru[slice(*span)] for span in russian])
        for english, russian in swapped_names(en, ru)
    ]


@pytest.mark.parametrize(
    ("en", "ru"),
    [
        ("Moretti thanked Brandt for the map.", "Брандт поблагодарил Моретти за карту."),
        ("The ship sailed from Bergen to Hull.", "Судно вышло из Халла в Берген."),
        (
            "Moretti guarded the door, while Brandt searched the desk.",
            "Брандт сторожил дверь, тогда как Моретти обыскал стол.",
        ),
    ],
)
def test_changed_places(en: str, ru: str) -> None:
    assert len(found(en, ru)) == 1


@pytest.mark.parametrize(
    ("en", "ru"),
    [
        ("Sokolov thanked Lindqvist for the map.", "Линдквиста поблагодарил за карту Соколов."),  # the case tells
        ("Sokolov was thanked by Lindqvist.", "Линдквист поблагодарил Соколова."),
        ("Sokolov lost to Lindqvist.", "Линдквист победил Соколова."),
        ("Sokolov and Lindqvist agreed.", "Линдквист и Соколов согласились."),
        ("Brandt's assistant Moretti wrote the letter.", "Письмо написал Моретти, помощник Брандта."),
    ],
)
def test_another_order(en: str, ru: str) -> None:
    assert found(en, ru) == []


def test_what_is_marked() -> None:
    (en, ru), *more = found("Moretti thanked Brandt for the map.", "Брандт поблагодарил Моретти за карту.")
    assert (en, ru, more) == (["Moretti", "Brandt"], ["Брандт", "Моретти"], [])


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.sampled_from([*NAMES]), unique=True, min_size=2, max_size=4), st.sampled_from(["met", "saw", "heard"])
)
def test_names_in_their_order_are_in_place(names: list[str], verb: str) -> None:
    russian = {"met": "встретил", "saw": "увидел", "heard": "услышал"}[verb]
    en, ru = f" {verb} ".join(names), f" {russian} ".join(NAMES[name] for name in names)
    assert found(f"{en}.", f"{ru}.") == []
