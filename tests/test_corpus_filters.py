"""Filters: each rejects what it should and lets its neighbour pass; what is repeated is found."""

import random

import pytest

from aligner.corpus.facts import facts, signature
from aligner.corpus.filters import FILTERS, filter_name
from aligner.corpus.judge import relatives
from aligner.corpus.languages import looks_like
from aligner.corpus.repeats import Repeats, open_tables, similarity
from aligner.corpus.settings import Settings, parse_split, read_settings
from aligner.errors import FormatError

EN = "The delegations discussed the situation on the border and agreed to meet again in the autumn."
RU = "Делегации обсудили положение на границе и договорились встретиться вновь осенью."


@pytest.fixture
def seen(tmp_path):
    db = open_tables(tmp_path / "tables.sqlite")
    yield Repeats(db)
    db.close()


def known(en=EN, ru=RU, *, alone="", confidence=0.95, checks=("untranslated",)):
    return facts(en, ru, alone=alone, confidence=confidence, checks=checks, level="sentence")


def rejected(pair, seen, **settings):
    """The names of the filters that reject a pair."""
    return [filter_name(step) for step in FILTERS if step(pair, seen, Settings(**settings))]


@pytest.mark.parametrize(
    ("pair", "names"),
    [
        ({}, []),
        ({"ru": "", "alone": "no counterpart"}, ["unpaired", "length-ratio"]),
        (
            {"en": "Les délégations ont examiné la situation à la frontière et sont convenues de se revoir."},
            ["language"],
        ),
        ({"ru": "Делегації обговорили становище на кордоні та домовилися зустрітися знову восени."}, ["language"]),
        ({"en": "1998", "ru": "1998"}, []),
        ({"ru": "Делегации обсудили."}, ["length-ratio"]),
        ({"en": "Yes.", "ru": "Да, конечно."}, []),
        ({"confidence": 0.79}, ["confidence"]),
        ({"confidence": 0.8}, []),
        ({"ru": EN}, ["language", "checks"]),
        ({"ru": RU + " The delegations discussed the situation on the border."}, ["checks"]),
    ],
)
def test_each_filter_alone(pair, names, seen):
    assert rejected(known(**pair), seen) == names


def test_boilerplate_is_what_stands_in_many_documents(seen):
    pair = known("Home page.", "Главная страница!")
    for _ in range(3):
        seen.count_sides([known("HOME PAGE", "Иное")["en_key"]] * 2)
    assert rejected(pair, seen, boilerplate=3) == ["boilerplate"]
    assert rejected(pair, seen, boilerplate=4) == []


def test_what_a_third_document_has_too_is_still_shared(seen):
    """The second and the third share two pairs, one of which the first has as well."""
    one, other = known(), known("Nobody answered the letter.", "Никто не ответил на письмо.")
    documents = [[one], [one, other], [one, other]]
    for rows in documents:
        seen.count_sides(key for row in rows for key in (row["en_key"], row["ru_key"]))
    found = [relatives(number, rows, seen, Settings()) for number, rows in enumerate(documents)]
    assert found == [{}, {0: 1}, {0: 1, 1: 2}]
    assert relatives(3, [known()], seen, Settings(boilerplate=3)) == {}


def test_repeated_pairs(seen):
    pair = known()
    seen.keep(4, "doc:7", pair["pair_key"], pair["signature"])
    assert seen.same(pair["pair_key"]) == "as doc:7"
    assert rejected(pair, seen) == ["duplicate", "near-duplicate"]
    assert rejected(known(EN.upper(), RU.rstrip(".")), seen) == ["near-duplicate"]
    assert rejected(known(EN.replace("autumn", "winter"), RU.replace("осенью", "зимой")), seen) == ["near-duplicate"]
    assert rejected(known(EN, RU[: len(RU) // 2]), seen) == []
    assert rejected(known(EN[: len(EN) // 2], RU[: len(RU) // 2]), seen) == []


def test_levels_are_compared_with_themselves_alone():
    assert (
        similarity(signature("abcdefghij", "абвгдеёжз", "sentence"), signature("abcdefghij", "абвгдеёжз", "paragraph"))
        < 0.2
    )


def test_near_duplicates_are_found_as_often_as_promised(tmp_path):
    """Texts of 400 letters of which a stretch is replaced; the true similarity is that of the sets of 5-grams."""
    rng = random.Random(3)
    letters = "abcdefghijklmnopqrstuvwxyz"
    db = open_tables(tmp_path / "tables.sqlite")
    seen, found = Repeats(db), []
    for number in range(60):
        text = "".join(rng.choices(letters, k=400))
        place = rng.randrange(360)
        other = text[:place] + "".join(rng.choices(letters, k=20)) + text[place + 20 :]
        grams = [{t[i : i + 5] for i in range(396)} for t in (text, other)]
        true = len(grams[0] & grams[1]) / len(grams[0] | grams[1])
        seen.keep(number, f"{number}", number, signature(text, "да", "sentence"))
        nearest = seen.nearest(signature(other, "да", "sentence"))
        found.append(nearest is not None and nearest[1] == number and abs(nearest[0] - true) < 0.2)
    db.close()
    assert sum(found) >= 57


@pytest.mark.parametrize(
    ("text", "expected", "found"),
    [
        (EN, "en", "en"),
        (RU, "ru", "ru"),
        (RU, "en", "ru"),
        ("…", "en", ""),
        ("東京で会議が開かれた。", "en", "other"),
        ("OK", "ru", "en"),
        ("О Debian", "ru", "ru"),
        ("Рубанок Makita KP0810", "ru", "ru"),
        ("Шина Pirelli (Пирелли) Scorpion Winter 265/45 R20 108V", "ru", "ru"),
        ("Марио Ланг (Mario Lang) запустил проект debian-accessibility.", "ru", "ru"),
        ("Сайт конференции: http://debconf15.debconf.org", "ru", "ru"),
        ("Доставка — Royal Mail International Signed for.", "ru", "ru"),
        ("Команда git log --follow path/to/file", "ru", "ru"),
        ("Песня «All you need is love»", "ru", "ru"),
        ("http://debian.org", "ru", ""),
        ("Марио Ланг has launched a project for the blind users of the system.", "ru", "en"),
        ("Contact information", "ru", "en"),
        ("О проекте Debian", "en", "ru"),
        ("Il faut bien le faire.", "ru", "en"),
        ("Le gouvernement a annoncé de nouvelles mesures contre le chômage.", "en", "fr"),
        ("Die Bundesregierung (правительство) hat heute neue Maßnahmen beschlossen.", "en", "de"),
        ("Урядът на България (Government) обяви нови мерки срещу безработицата.", "ru", "bg"),
    ],
)
def test_languages(text, expected, found):
    assert looks_like(text, expected) == found


def test_settings_from_a_file(tmp_path):
    path = tmp_path / "aligner.toml"
    path.write_text(
        '[corpus]\nwithout = ["boilerplate"]\nmin-confidence = 1\nsplit = "90/5/5"\nlicence = "cc0-1.0"\n',
        encoding="utf-8",
    )
    settings = Settings(**read_settings(path))
    assert (settings.without, settings.min_confidence, settings.split) == (("boilerplate",), 1, (90, 5, 5))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[corpus]\nmin_confidence = 0.5", "unknown key corpus.min_confidence; choose from .*min-confidence"),
        ('[corpus]\nmin-confidence = "high"', "corpus.min-confidence must be int or float"),
        ("[corpus]\nboilerplate = true", "corpus.boilerplate must be int"),
        ("corpus = 3", "must be a table"),
    ],
)
def test_wrong_settings_are_named(tmp_path, text, message):
    (tmp_path / "aligner.toml").write_text(text, encoding="utf-8")
    with pytest.raises(FormatError, match=message):
        read_settings(tmp_path / "aligner.toml")


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"without": ("unpaired",)}, "no filter 'unpaired'; choose from language"),
        ({"checks": ("nonsense",)}, "no check 'nonsense'"),
        ({"formats": ("xls",)}, "no format 'xls'"),
        ({"levels": ()}, "no level"),
        ({"split": (90, 5, 4)}, "make 100"),
        ({"split": (0, 50, 50)}, "not 0"),
        ({"min_confidence": 80}, "from 0 to 1"),
    ],
)
def test_settings_that_mean_nothing(given, message):
    with pytest.raises(FormatError, match=message):
        Settings(**given)


def test_splits_in_words():
    assert parse_split("98/1/1") == (98, 1, 1)
    with pytest.raises(FormatError, match="such as 90/5/5"):
        parse_split("98/2")
