import pytest
from strategies import document

from aligner.errors import InputError
from aligner.language import check_languages, cyrillic_share

ENGLISH, RUSSIAN = "The two sides met in Geneva.", "Стороны встретились в Женеве."


def check(en, ru):
    check_languages(document("en", [[en]], "a.txt"), document("ru", [[ru]], "b.txt"))


@pytest.mark.parametrize(
    ("en", "ru"),
    [
        (ENGLISH, RUSSIAN),
        ("Art. 5 — Glasnost (гласность)", "Ст. 5 — G8, ООН, IAEA"),
        ("Communiqué № 12 / 2002", "Коммюнике № 12 / 2002"),
    ],
)
def test_right_way_round(en, ru):
    check(en, ru)


# fmt: off
WRONG = [
    (RUSSIAN, ENGLISH, "a.txt is Russian and b.txt is English; swap them: the English version comes first"),
    (ENGLISH, ENGLISH + " And left.",
     "b.txt is English by its letters, like the other text; give its Russian version"),
    (RUSSIAN, RUSSIAN + " И уехали.",
     "a.txt is Russian by its letters, like the other text; give its English version"),
    (ENGLISH, ENGLISH, "a.txt and b.txt are the same text; give the English version, then the Russian"),
    ("两国外长会晤", RUSSIAN,
     "a.txt: neither English nor Russian by its letters; aligner needs one text of each"),
    (ENGLISH, "1. 2. 3.",
     "b.txt: neither English nor Russian by its letters; aligner needs one text of each"),
]
# fmt: on


@pytest.mark.parametrize(("en", "ru", "message"), WRONG)
def test_wrong_texts_are_named_with_a_remedy(en, ru, message):
    with pytest.raises(InputError) as caught:
        check(en, ru)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("text", "share"),
    [("abcd", 0.0), ("абвг", 1.0), ("ab вг", 0.5), ("", None), ("12", None), ("a漢字", None)],
)
def test_cyrillic_share(text, share):
    assert cyrillic_share(text) == share


def test_a_long_text_is_judged_by_all_its_parts():
    assert cyrillic_share("a" * 500_000 + "б" * 500_000) == pytest.approx(0.5, abs=0.01)
