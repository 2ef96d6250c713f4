"""The list of checks as a whole: a pair, an alignment, and what comes of findings."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from strategies import alignment, beads

import aligner
from aligner.check import CHECKS, check_names, check_pair, finding_id
from aligner.check.document import check_one
from aligner.check.findings import distinct, worst_first
from aligner.check.listing import from_record, snippet, to_record, to_records
from aligner.check.sarif import to_sarif
from aligner.check.texts import PairTexts, Texts
from aligner.records import Bead, Finding, Review
from aligner.saved import parse_alignment
from aligner.write.jsonl import render as render_jsonl
from aligner.write.table import render_tsv
from aligner.write.tmx import render as render_tmx


def finding(check: str, severity: str = "warning", en: tuple = (), ru: tuple = ()) -> Finding:
    return Finding(check, severity, "message", en, ru, "category")


LINKED = alignment(
    [["Menu of the page"], ["The ministers met in the hall.", "They did not sign the agreement."], ["It rained."]],
    [["Министры встретились в зале.", "Они подписали соглашение."], ["Шёл дождь."]],
    [
        Bead(range(0, 1), range(0, 0), -1.0, 0.9),
        Bead(range(1, 2), range(0, 1), -1.0, 0.9),
        Bead(range(2, 3), range(1, 2), -1.0, 0.9),
        Bead(range(3, 4), range(2, 3), -1.0, 0.9),
    ],
)
CHECKED = LINKED.check()


def test_each_check_has_a_name_of_its_own() -> None:
    assert len(set(check_names())) == len(check_names()) > len(CHECKS)
    assert aligner.check_pair is check_pair


def test_a_correct_pair_has_no_findings() -> None:
    assert check_pair("The ministers met on 14 March.", "Министры встретились 14 марта.") == []


def test_one_side_empty() -> None:
    assert [f.check for f in check_pair("It rained.", " ")] == ["omission"]
    assert [f.check for f in check_pair("", "Шёл дождь.")] == ["addition"]
    assert check_pair("", "") == []


def test_two_checks_on_one_place_make_one_finding() -> None:
    first, second = finding("date", en=((0, 5),)), finding("number", en=((3, 4),), ru=((0, 1),))
    elsewhere = finding("number", en=((5, 6),))
    assert distinct([first, second, elsewhere, first]) == [first, elsewhere]


def test_worst_first_then_by_place() -> None:
    info, late, early = finding("a", "info"), finding("b", "error", ((9, 10),)), finding("c", "error", ((1, 2),))
    assert worst_first([info, late, early]) == [early, late, info]


def test_an_id_survives_changes_elsewhere_and_none_at_the_place() -> None:
    text = "The parties did not sign the agreement on trade. "
    here = finding("negation", en=((16, 19),))
    longer = "Something quite different was put in front of the whole. " * 2
    moved = replace(here, en=((16 + len(longer), 19 + len(longer)),), severity="info", message="other")
    first = finding_id(here, Texts(longer[-60:] + text, "Да."))
    assert finding_id(here, Texts(text, "Да.")) == finding_id(here, Texts(text.replace(" not ", " not  "), "Нет."))
    shifted = replace(here, en=((76, 79),))
    assert finding_id(shifted, Texts(longer[-60:] + text, "")) == finding_id(moved, Texts(longer + text, ""))
    assert first != finding_id(shifted, Texts(longer[-60:] + text, ""))


def test_an_alignment_gets_its_findings_pair_by_pair() -> None:
    checks = [[f.check for f in pair.findings] for pair in CHECKED.pairs]
    assert checks == [["omission"], ["negation"], []]
    assert CHECKED.pairs[0].findings[0].severity == "info"  # a line at the edge: residue of a page
    assert [(item.number, item.finding.check) for item in CHECKED.findings] == [(1, "negation"), (0, "omission")]
    assert replace(CHECKED, pairs=LINKED.pairs, settings=LINKED.settings) == LINKED
    assert CHECKED.settings["checked"]
    assert CHECKED.check() == CHECKED


def test_a_null_bead_inside_a_pair_is_an_omission_at_its_sentence() -> None:
    nulls = [Bead(range(0, 1), range(0, 1), -1.0, 0.9), Bead(range(1, 2), range(1, 1), -1.0, 0.9)]
    checked = alignment([["It rained.", "It snowed all week."]], [["Шёл дождь."]], nulls).check()
    (found,) = checked.pairs[0].findings
    assert (found.check, found.severity) == ("omission", "warning")
    assert [checked.pairs[0].en[slice(*span)] for span in found.en] == ["It snowed all week."]


def test_residue_is_reported_once() -> None:
    lines = [["Home"], ["Back to top"], ["It rained."]]
    nulls = [Bead(range(n, n + 1), range(0, 0), -1.0, 0.9) for n in (0, 1)]
    checked = alignment(lines, [["Шёл дождь."]], [*nulls, Bead(range(2, 3), range(0, 1), -1.0, 0.9)]).check()
    assert [len(pair.findings) for pair in checked.pairs] == [1, 0, 0]
    assert checked.pairs[0].findings[0].message.startswith("2 short lines have no counterpart")


def test_findings_survive_jsonl() -> None:
    assert parse_alignment(render_jsonl(CHECKED, "paragraph").data, name="x") == CHECKED
    assert all(from_record(to_record(f)) == f for pair in CHECKED.pairs for f in pair.findings)


def test_findings_in_tsv_and_tmx() -> None:
    assert "warning negation: " in render_tsv(CHECKED, "paragraph").data.decode().split("\n")[2]
    assert "<note>warning negation: " in render_tmx(CHECKED, "paragraph").data.decode()
    assert "⚑ negation" in CHECKED._repr_html_()


def test_records_name_the_passages() -> None:
    first = to_records(CHECKED)[0]
    assert (first["check"], first["pair"], first["passages"]) == ("negation", 1, ["not"])


def test_sarif_points_at_lines_of_the_files() -> None:
    log = to_sarif(CHECKED)
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    assert run["tool"]["driver"]["name"] == "aligner"
    ids = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    for result in run["results"]:
        assert result["level"] in ("error", "warning", "note")
        assert ids[result["ruleIndex"]] == result["ruleId"]
        assert result["message"]["text"]
        for location in result["locations"]:
            region = location["physicalLocation"]["region"]
            assert 1 <= region["startLine"] <= region["endLine"]
    region = run["results"][0]["locations"][0]["physicalLocation"]["region"]
    line = LINKED.en.text.split("\n")[region["startLine"] - 1]
    assert line[region["startColumn"] - 1 : region["endColumn"] - 1] == "not"


def test_a_snippet_holds_the_passage_and_whole_words() -> None:
    text = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
    assert snippet(text, ((40, 44),)) == "…four five six seven eight nine ten eleven twelve thirteen…"


def test_units_are_sentences_only_where_they_match() -> None:
    assert len(PairTexts("It rained. It snowed.", "Шёл дождь. Шёл снег.").units) == 2
    assert len(PairTexts("Mr. J. Smith came. He left.", "Пришёл Смит.").units) == 1


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_two_texts(en: str, ru: str) -> None:
    found = check_pair(en, ru)
    assert found == check_pair(en, ru)
    for item in found:
        assert item.check in check_names()
        assert all(0 <= start < end <= len(en) for start, end in item.en)
        assert all(0 <= start < end <= len(ru) for start, end in item.ru)


def test_a_corrected_text_is_checked_in_place_of_the_original():
    al = alignment([["We met on 14 May.", "It rained."]], [["Мы встретились 15 мая."]], beads("1-1", "1-0")).check()
    assert [f.check for f in al.pairs[0].findings] == ["date", "omission"]
    mended = replace(al.pairs[0], review=Review(ru="Мы встретились 14 мая. Шёл дождь."))
    al = replace(al, pairs=(mended,))
    assert check_one(al, 0).findings == al.check().pairs[0].findings == ()
    wrong = replace(mended, review=Review(ru="Да, мы встретились 16 мая. Шёл дождь."))
    (finding,) = check_one(replace(al, pairs=(wrong,)), 0).findings
    assert (finding.check, finding.ru) == ("date", ((19, 25),))
