"""The glossary: reading, required and forbidden renderings in any form, errors that say where."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import alignment, beads

from aligner.check.glossary import read_glossary
from aligner.check.terms import Glossary, Term, terminology
from aligner.check.texts import PairTexts, Texts
from aligner.errors import FormatError, InputError

GLOSSARY = Glossary(
    (
        Term("peace treaty", ("мирный договор",), ("мирное соглашение",)),
        Term("treaty", ("договор", "трактат")),
        Term("security policy", ("политика безопасности",)),
        Term("policy", ("политика", "курс")),
        Term("actor", (), ("актор",)),
        Term("NGO", ("НПО",)),
    )
)
GOOD = [
    ("The peace treaty was signed.", "Мирный договор подписан."),
    ("Peace treaties matter.", "Значение мирных договоров велико."),
    ("They await a peace treaty.", "Они ждут мирного российско-японского договора."),
    ("An old treaty.", "Старинный трактат."),
    ("Security policies differ.", "Политика в области безопасности различна."),
    ("Two NGOs came.", "Пришли две НПО."),
    ("The actors agreed.", "Участники согласились."),
    ("Nothing of the kind.", "Ничего подобного."),
]
ASKS = "is not rendered {}, as the glossary asks."
USE = "must not be rendered «Мирные соглашения»; use «мирный договор»."
BAD = [
    ("The peace treaty was signed.", "Мир подписан.", "warning", "“peace treaty” " + ASKS.format("«мирный договор»")),
    ("Peace treaties matter.", "Мирные соглашения важны.", "error", "“Peace treaties” " + USE),
    ("An old treaty.", "Старая бумага.", "warning", "“treaty” " + ASKS.format("«договор» or «трактат»")),
    ("All actors agreed.", "Согласились все акторы.", "error", "“actors” must not be rendered «акторы»."),
]


@pytest.mark.parametrize(("en", "ru"), GOOD)
def test_renderings_in_any_form_are_silent(en: str, ru: str) -> None:
    assert not [*terminology(PairTexts(en, ru), GLOSSARY)]


@pytest.mark.parametrize(("en", "ru", "severity", "message"), BAD)
def test_other_renderings_are_found(en: str, ru: str, severity: str, message: str) -> None:
    (finding,) = terminology(PairTexts(en, ru), GLOSSARY)
    assert (finding.check, finding.severity, finding.message) == ("terminology", severity, message)
    assert en[slice(*finding.en[0])] in message


def test_a_rendering_may_stand_next_to_the_pair() -> None:
    pair = PairTexts("An old treaty.", "Старый документ.", previous=Texts("", "Договор подписан."))
    assert not [*terminology(pair, GLOSSARY)]


def test_a_table_is_read(tmp_path: Path) -> None:
    path = tmp_path / "terms.tsv"
    path.write_text(
        "\ufeff# our terms\npeace treaty\tмирный договор | мир\tмирное соглашение\n\nactor\t\tактор\n", encoding="utf-8"
    )
    assert read_glossary(path).terms == (
        Term("peace treaty", ("мирный договор", "мир"), ("мирное соглашение",)),
        Term("actor", (), ("актор",)),
    )


TREATY = (Term("peace treaty", ("мирный договор", "мир")), Term("navy", ("флот",), ("армия",)))
TABLE = [["English", "Russian"], ["peace treaty", "мирный договор | мир"], ["navy", "флот", "армия"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1251"])
@pytest.mark.parametrize(("name", "mark"), [("a.tsv", "\t"), ("a.txt", "\t"), ("a.csv", ","), ("a.csv", ";")])
def test_a_table_as_excel_saves_it(tmp_path: Path, name: str, mark: str, encoding: str) -> None:
    (tmp_path / name).write_text("\n".join(map(mark.join, TABLE)), encoding=encoding)
    assert read_glossary(tmp_path / name).terms == TREATY


def test_a_workbook_is_read(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.create_sheet("terms")
    for row in [["Английский", "Русский", "нельзя"], *TABLE[1:]]:
        sheet.append(row)
    book.save(tmp_path / "terms.xlsx")
    assert read_glossary(tmp_path / "terms.xlsx").terms == TREATY


@pytest.mark.parametrize(
    "concept, section, group", [("termEntry", "langSet", "tig"), ("conceptEntry", "langSec", "termSec")]
)
def test_tbx_is_read(tmp_path: Path, concept: str, section: str, group: str) -> None:
    path = tmp_path / "terms.tbx"
    path.write_text(
        f'<?xml version="1.0"?><tbx xmlns="urn:iso:std:iso:30042:ed-2"><text><body><{concept}>'
        f'<{section} xml:lang="en-GB"><{group}><term>peace treaty</term></{group}></{section}>'
        f'<{section} xml:lang="ru"><{group}><term>мирный <hi>договор</hi></term></{group}><{group}><term>мировая</term>'
        f'<termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote></{group}></{section}>'
        f"</{concept}></body></text></tbx>",
        encoding="utf-8",
    )
    assert read_glossary(path).terms == (Term("peace treaty", ("мирный договор",), ("мировая",)),)


@pytest.mark.parametrize(
    ("name", "data", "error", "message"),
    [
        ("a.tsv", b"treaty\t\xd0\n", InputError, "a.tsv: its encoding can't be told; save the glossary as UTF-8"),
        ("a.tsv", "treaty\tдоговор\nмир\tpeace\n".encode(), FormatError, "a.tsv:2: the English term comes first"),
        ("a.csv", b"a,b\ntreaty\n", FormatError, "a.csv:2: expected English term, tab"),
        ("a.xlsx", b"treaty", InputError, "a.xlsx: "),
        ("a.tsv", b"treaty\n", FormatError, "a.tsv:1: expected English term, tab"),
        ("a.tsv", b"# nothing\n", FormatError, "a.tsv: no terms; expected"),
        ("a.tbx", b"<tbx>", FormatError, "a.tbx: not well-formed XML"),
        ("a.tbx", b"<tbx/>", FormatError, "a.tbx: no terms"),
    ],
)
def test_errors_say_where_and_what_to_do(tmp_path: Path, name: str, data: bytes, error: type, message: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(error) as raised:
        read_glossary(path)
    assert message in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_missing_file_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"terms\.tsv: No such file or directory; give the glossary"):
        read_glossary(tmp_path / "terms.tsv")


def test_checks_of_a_document() -> None:
    en = [["An old treaty came."], ["They will meet again in March."], ["They will meet again in March."]]
    ru = [["Старая бумага."], ["Они снова встретятся в марте."], ["Новая встреча будет в марте."]]
    checked = alignment(en, ru, beads("1-1", "1-1", "1-1")).check(glossary=GLOSSARY)
    assert [[finding.check for finding in pair.findings] for pair in checked.pairs] == [
        ["terminology"], [], ["inconsistency"],
    ]  # fmt: skip
    assert checked.pairs[2].findings[0].en == ((0, len(en[2][0])),)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from("peace treaty treaties policy security NGOs , .".split())).map(" ".join),
    st.text(max_size=40),
)
def test_spans_are_inside(en: str, ru: str) -> None:
    for finding in terminology(PairTexts(en, ru), GLOSSARY):
        assert all(0 <= start < end <= len(en) for start, end in finding.en)
        assert all(0 <= start < end <= len(ru) for start, end in finding.ru)
