"""Contraries: the table is in order, and what the links and a negation decide."""

from itertools import groupby

import pytest

from aligner.check.antonyms import contraries, has_contrary, scales
from aligner.check.lists import table

ROWS = table("antonyms.tsv")
SCALES = {scale: [*rows] for scale, rows in groupby(ROWS, key=lambda row: row[0])}


def entries(cell: str) -> set[str]:
    return {entry.strip() for entry in cell.split(",")}


def test_the_lines_of_a_scale_stand_together() -> None:
    assert sum(map(len, SCALES.values())) == len(ROWS)


@pytest.mark.parametrize("rows", SCALES.values(), ids=SCALES)
def test_the_lines_of_a_scale_exclude_each_other(rows: list[tuple[str, ...]]) -> None:
    assert len(rows) > 1
    for _, en, ru in rows:
        asking = [{entry for entry in entries(cell) if not entry.startswith("~")} for cell in (en, ru)]
        assert all(asking), "nothing asks"
    for column in (1, 2):
        shared = set.intersection(*(entries(row[column]) for row in rows))
        assert all(entry.startswith("~") for entry in shared), "an entry of all lines excludes nothing"


@pytest.mark.parametrize(
    ("en", "ru", "opposed"),
    [
        ("The oak was felled in spring.", "Весной берёзу срубили.", [("oak", "берёзу")]),
        ("The shop was not empty.", "Магазин был полон.", []),  # denied
        ("The roof is old, and the walls are new.", "Крыша новая, а стены старые.", []),  # both lines on both sides
        ("Nobody laughed.", "Никто не плакал.", []),
        ("He walked on in silence.", "Он молча шёл дальше.", []),
    ],
)
def test_contraries(en: str, ru: str, opposed: list[tuple[str, str]]) -> None:
    found = [(en[slice(*one)], ru[slice(*other)]) for _, one, other in contraries(en, ru)]
    assert found == opposed


def test_a_word_that_stands_for_something_else_is_no_contrary() -> None:
    en, ru = "The early train to the old town was late.", "Ранний поезд в старый город опоздал."
    assert {"promptness", "novelty"} <= {*scales(en, "en")} & {*scales(ru, "ru")}
    assert [*contraries(en, ru)] == []


def test_the_contrary_of_a_word_may_be_denied() -> None:
    en = "She did not forget the key."
    span = (en.index("forget"), en.index("forget") + len("forget"))
    assert has_contrary(span, en, "О ключе она помнила.", "en")
    assert not has_contrary(span, en, "О ключе она забыла.", "en")
