"""Records in a notebook: escaped, with languages, short."""

from dataclasses import replace

from lxml import html as lxml_html
from strategies import alignment, beads

import aligner
from aligner.defaults import DEFAULTS
from aligner.notebook import marked
from aligner.records import Decision, Finding, Review

EN, RU = "The talks ended on 14 November.", "Переговоры закончились 15 ноября."
CHECKED = alignment([[EN]], [[RU]], beads("1-1")).check()
PAIR = CHECKED.pairs[0]
HOSTILE = '<script>alert(1)</script> & "co"'


def tree(shown):
    return lxml_html.fromstring(shown._repr_html_())


def test_a_pair_shows_both_texts_marks_and_findings():
    shown = tree(PAIR)
    assert [cell.text_content() for cell in shown.xpath("//td[@lang='en'] | //td[@lang='ru']")] == [EN, RU]
    assert shown.xpath("//mark/text()") == ["14 November", "15 ноября"]
    assert shown.xpath("string(//li)").startswith("error date “14 November”")
    assert shown.xpath("string(//p)") == "beads 1-1, confidence 0.95, 1 finding"


def test_a_pair_shows_what_a_reviewer_decided():
    review = Review("rejected", decisions=(Decision("0123456789ab", "confirmed", "a <slip>"),), reviewer="Anna")
    shown = tree(replace(PAIR, review=review))
    assert shown.xpath("string(//p)").endswith("1 finding, rejected by Anna")
    assert shown.xpath("//li[2]/text()") == ["confirmed by Anna: a <slip>"]


def test_a_pair_on_a_line():
    assert repr(PAIR) == f"<Pair “{EN}” – «{RU}»: beads 1-1, confidence 0.95, 1 finding>"
    long = replace(PAIR, en="word " * 5000, findings=(), review=Review("approved"), confidence=0.1)
    assert "word…” – " in repr(long)
    assert repr(long).endswith("confidence 0.10, doubtful, approved>")


def test_a_correction_is_shown_with_its_marks():
    al = replace(CHECKED, pairs=(replace(PAIR, review=Review(ru="Переговоры закончились 16 ноября.")),)).check()
    assert tree(al.pairs[0]).xpath("//mark/text()") == ["14 November", "16 ноября"]


def test_findings_in_a_list():
    found = CHECKED.findings
    assert found == [*found]
    assert repr(found) == "pair 1 (al[0])  error date: “14 November” in English, «15 ноября» in Russian."
    assert tree(found).xpath("//td[@lang='ru']/text()") == [RU]
    many = type(found)([*found] * (DEFAULTS.rows_shown + 2))
    assert repr(many).endswith("\n… and 2 more")
    assert "… and 2 more findings: to_pandas()" in many._repr_html_()
    assert len(tree(many).xpath("//tbody/tr")) == DEFAULTS.rows_shown
    assert "and 2 more" in repr(many[:])
    assert len(tree(many[1:3]).xpath("//tbody/tr")) == 2


def test_a_finding_says_what_it_is():
    found = CHECKED.findings[0]
    said = "error date: “14 November” in English, «15 ноября» in Russian."
    assert (found.check, found.severity) == ("date", "error")
    assert repr(found) == f"<pair 1 (al[0])  {said}>"
    assert repr(found.finding) == f"<Finding {said}>"
    assert tree(found).xpath("//mark | //td[@lang='en']/text()") == [EN]


def test_findings_as_a_data_frame():
    table = CHECKED.findings.to_pandas()
    assert table[["pair", "severity", "check", "en", "ru"]].values.tolist() == [
        [0, "error", "date", "14 November", "15 ноября"]
    ]
    none = CHECKED.findings[1:].to_pandas()
    assert none.empty
    assert none.dtypes.equals(table.dtypes)


def test_what_was_not_checked_is_not_said_to_be_without_findings():
    unchecked = alignment([[EN]], [[RU]], beads("1-1"))
    for shown in (repr(unchecked.findings), tree(unchecked.findings).text_content(), repr(unchecked.findings[:5])):
        assert shown == "not checked yet: al = al.check()"
    clean = alignment([["It rained."]], [["Шёл дождь."]], beads("1-1")).check()
    assert repr(clean.findings) == tree(clean.findings).text_content() == "no findings"
    assert "1 error, 0 warnings, 0 info" in repr(CHECKED)
    assert "0 errors, 0 warnings, 0 info" in repr(clean)
    assert "error" not in repr(unchecked)


def test_money_is_no_mathematics():
    al = alignment([["It rose from $5 to $6."]], [["Рост с $5 до $7."]], beads("1-1")).check()
    pages = [shown._repr_html_() for shown in (al, al[0], al.findings, al.findings[0], al.findings[0].finding)]
    for page in (*pages, al.style().to_html(), al.style("sentence").to_html()):
        for text in lxml_html.fromstring(f"<body>{page}</body>").xpath("//text()[contains(., '$')]"):
            around = " ".join(node.get("class", "") for node in text.getparent().iterancestors())
            assert {"tex2jax_ignore", "mathjax_ignore"} <= {*around.split(), *text.getparent().get("class", "").split()}
    assert sum(page.count("$5") for page in pages) >= 5


def test_a_document_is_not_dumped():
    assert repr(CHECKED.en) == "<Document en 'en.txt': paragraphs 1, sentences 1, characters 31>"


def test_nothing_gets_through_unescaped():
    al = alignment([[HOSTILE]], [["Да. " + HOSTILE]], beads("1-1")).check()
    found = Finding("date", "error", HOSTILE, ((0, 8),), (), "date")
    al = replace(al, pairs=(replace(al.pairs[0], findings=(found,)),))
    for shown in (al, al.pairs[0], al.findings, found):
        assert "<script" not in shown._repr_html_()
        assert "<script>" in tree(shown).text_content()
    (finding, *_) = aligner.check_pair("Not 5", "6")
    assert tree(finding).text_content().startswith("error number")


def test_marks_may_overlap():
    found = [Finding("date", s, "", (), (), "") for s in ("error", "info")]
    shown = marked("one two", [((0, 5), 0), ((4, 7), 1)], found)
    assert [(m.text, "#a3180f" in m.get("style")) for m in lxml_html.fromstring(f"<p>{shown}</p>").xpath("//mark")] == [
        ("one ", True),
        ("t", True),
        ("wo", False),
    ]
