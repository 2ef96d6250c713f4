"""What findings say, in Russian: every message of every check has its line in the table."""

from pathlib import Path

import pytest
from golden_lines import lines
from strategies import alignment, beads

from aligner.check import check_pair
from aligner.check.glossary import read_glossary
from aligner.page.messages import said

SLIPS = lines("slips.txt")


@pytest.mark.parametrize(
    ("english", "russian"),
    [
        ("“18 per cent” in English, «81 процент» in Russian.", "По-английски “18 per cent”, по-русски «81 процент»."),
        ("“Slovakia” in English, «Словения» in Russian: different countries?", "По-английски “Slovakia”, по-русски "
         "«Словения»: разные страны?"),
        ("Not in the Russian: “as stated in Russian.”.", "В русском тексте нет: “as stated in Russian.”."),
        ("“vessel” is not rendered «судно» or «корабль», as the glossary asks.",
         "“vessel” переведено не так, как требует глоссарий: «судно» или «корабль»."),
        ("A message of tomorrow.", "A message of tomorrow."),
    ],
)  # fmt: skip
def test_quotations_are_taken_over(english: str, russian: str) -> None:
    assert said(english, "ru") == russian
    assert said(english, "en") == english


@pytest.mark.parametrize(("en", "ru"), list(zip(SLIPS[1::3], SLIPS[2::3], strict=True)))
def test_what_the_checks_say_of_the_golden_slips_is_known(en: str, ru: str) -> None:
    for finding in check_pair(en, ru):
        assert said(finding.message, "ru") != finding.message


# What the golden slips don't say.
OTHERS = [
    ("See www.example.org for details.", "Подробнее см. на сайте."),
    ("Write to a@example.org today.", "Пишите сегодня на b@example.org."),
    ("As adopted.[1]", "Как принято."),
    ("(a) the first point;", "в) первый пункт;"),
    ("He came (early.", "Он пришёл рано."),
    ("Is that so? Yes.", "Это так. Да."),
    ("Well… let us go.", "Что ж, пойдём."),
    ("It was a very good day.", "Это был был очень  хороший , день - да."),
    ('He said “so” and "no".', 'Он сказал «так» и "нет".'),
    ("It cost 5 000 roubles; on page 12 km.", "Это стоило 5\xa0000 руб; на 12 км."),
    ("The same text here.", "The same text here."),
    ("Они left early.", "Они ушли рано."),
    ("The cоuncil met.", "Совет собрался."),
    ("It rained on 5 May.", ""),
    ("", "Пятого мая шёл дождь."),
    ("WHO and the UN agreed.", "Стороны договорились."),
]


@pytest.mark.parametrize(("en", "ru"), OTHERS)
def test_what_the_checks_say_of_other_slips_is_known(en: str, ru: str) -> None:
    found = check_pair(en, ru)
    assert found
    for finding in found:
        assert said(finding.message, "ru") != finding.message


def test_what_is_said_of_a_whole_document_is_known() -> None:
    en = ["Print version", *["The lock master shall keep the log."] * 2, "A passage was left out here.", "The end."]
    ru = ["Начальник шлюза ведёт журнал.", "Журнал хранит смотритель шлюза.", "Конец."]
    kinds = ("1-0", "1-1", "1-1", "1-0", "1-1")
    checked = alignment([[en[0]], en[1:]], [ru], beads(*kinds)).check()
    said_of = [finding for pair in checked.pairs for finding in pair.findings]
    assert {finding.check for finding in said_of} >= {"omission", "inconsistency"}
    for finding in said_of:
        assert said(finding.message, "ru") != finding.message


def test_glossary_findings_are_known(tmp_path: Path) -> None:
    (tmp_path / "terms.tsv").write_text("vessel\tсудно|корабль\tлодка\n", encoding="utf-8")
    glossary = read_glossary(tmp_path / "terms.tsv")
    for ru in ("Лодка вошла в порт.", "Шлюпка вошла в порт."):
        al = alignment([["The vessel entered the port."]], [[ru]], beads("1-1")).check(glossary=glossary)
        (finding,) = [finding for finding in al.pairs[0].findings if finding.check == "terminology"]
        assert "“vessel”" in said(finding.message, "ru")
        assert said(finding.message, "ru") != finding.message
