"""The review page: what it holds, what it can't be made to do, both languages."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html
from strategies import MOVED, alignment, alignments, beads, cut_alignments

import aligner
from aligner.check import check_names
from aligner.check.findings import finding_id
from aligner.cli import cli
from aligner.page import visible
from aligner.page.phrases import phrases, translator
from aligner.page.texts import shown_correction, shown_side
from aligner.page.words import packed_links
from aligner.records import Decision, Finding, MqmError, Review
from aligner.report import render

EN = [["The talks ended on 14 November.", "All agreed."], ["Unofficial translation"]]
RU = [["Переговоры закончились 15 ноября.", "Все согласились."]]
CHECKED = alignment(EN, RU, beads("1-1", "1-1", "1-0")).check()
HOSTILE = "</script><script>pwned = 1</script> \"'><img src=x onerror=pwned=1> {{ 7 * 7 }} \u202e\x00\x1b & co."


def page(al, **options):
    return lxml_html.document_fromstring(render(al, **options).data.decode())


def text(node):
    return " ".join(" ".join(node.itertext()).split())


def with_review(al, review):
    return replace(al, pairs=(replace(al.pairs[0], review=review), *al.pairs[1:]))


def findings():
    span = st.tuples(st.integers(0, 30), st.integers(0, 30)).map(lambda ends: (min(ends), max(ends)))
    spans = st.lists(span, max_size=2).map(tuple)
    made = st.builds(Finding, st.just("date"), st.just("error"), st.just("?"), spans, spans, st.just("number"))
    return st.lists(made, max_size=3)


@given(cut_alignments(), findings())
def test_the_pieces_of_a_side_are_its_text(al, found):
    for pair in al.pairs:
        for document, expected in ((al.en, pair.en), (al.ru, pair.ru)):
            sentences = [s for paragraph in shown_side(document, pair, found) for s in paragraph.sentences]
            assert "".join(piece.text for s in sentences for piece in s.pieces) == visible(expected)
            numbers = [n for bead in pair.beads for n in (bead.en if document.lang == "en" else bead.ru)]
            assert [s.number - 1 for s in sentences] == numbers


def test_marks_carry_the_numbers_of_their_findings():
    (paragraph,) = shown_side(CHECKED.ru, CHECKED.pairs[0], CHECKED.pairs[0].findings)
    marked = [piece for sentence in paragraph.sentences for piece in sentence.pieces if piece.findings]
    assert [(piece.text, piece.findings, piece.ends, piece.severity) for piece in marked] == [
        ("15 ноября", (1,), (1,), "error")
    ]


def test_a_bead_is_named_at_its_first_sentence_unless_it_is_one_to_one():
    al = alignment([["a", "b", "c"]], [["а", "в"]], beads("2-1", "1-1", confidence=0.5))
    (paragraph,) = shown_side(al.en, al.pairs[0], ())
    assert [(s.number, s.bead, s.kind, s.doubtful) for s in paragraph.sentences] == [
        (1, 0, "2-1", True),
        (2, 0, "", True),
        (3, 1, "", True),
    ]


@settings(max_examples=25)
@given(alignments())
def test_every_text_stands_on_the_page_as_it_was_read(al):
    shown = page(replace(al, settings={"checked": True}))
    texts = [node.text_content() for node in shown.find_class("text")]
    expected = [visible(side) for pair in al.pairs for side in (pair.en, pair.ru)]
    assert [" ".join(each.split()) for each in texts] == [" ".join(each.split()) for each in expected]


def test_each_finding_is_listed_and_stands_at_its_pair():
    shown = page(CHECKED)
    (pair,) = shown.cssselect("#pair-1")
    listed = [text(item) for item in shown.find_class("list")[0]]
    assert listed == ["pair 1 date “14 November” in English, «15 ноября» in Russian."]
    assert [text(item) for item in pair.cssselect("li")] == [
        "1 error date “14 November” in English, «15 ноября» in Russian."
    ]
    assert [mark.text for mark in pair.find_class("mark")] == ["14 November", "15 ноября"]
    assert text(shown.find_class("figures")[0]) == "Pairs 2 Errors 1 Warnings 0 Remarks 1 Doubtful 0 Unpaired 1"


def test_a_hostile_text_stays_text():
    al = alignment([[HOSTILE]], [["Да. " + HOSTILE]], beads("1-1"))
    al = replace(al, en=replace(al.en, name=HOSTILE, notes=(HOSTILE,)), encoder=HOSTILE)
    review = Review("approved", HOSTILE, None, HOSTILE, (MqmError(HOSTILE, "minor", HOSTILE),), (), HOSTILE, HOSTILE)
    shown = page(with_review(al.check(), review))
    assert len(shown.cssselect("script")) == 1
    assert not shown.cssselect("img, [onerror]")
    assert "pwned" not in shown.cssselect("script")[0].text
    assert "7 * 7" in shown.text_content()


def test_nothing_comes_from_elsewhere():
    shown = page(CHECKED)
    assert not shown.cssselect("[src], [action], link:not([rel=icon])")
    assert {node.get("href")[0] for node in shown.cssselect("a")} == {"#"}
    assert not re.search(r"https?:|url\(|@import|fetch|import\(", render(CHECKED).data.decode())


def test_what_a_link_leads_to_is_there():
    for al in (CHECKED, MOVED):
        shown = page(al)
        ids = [node.get("id") for node in shown.cssselect("[id]")]
        assert len(ids) == len(set(ids))
        assert {node.get("href")[1:] for node in shown.cssselect("a")} <= set(ids)


def test_what_was_moved_leads_to_its_other_side():
    assert [text(node) for node in page(MOVED).cssselect("a.moved")] == ["moved: see pair 3", "moved: see pair 1"]


def test_what_a_reviewer_has_said_is_shown():
    pair = CHECKED.pairs[0]
    decision = Decision(finding_id(pair.findings[0], pair), "ignored", "a slip of the original")
    errors = (MqmError("accuracy/omission", "major", "a clause"),)
    review = Review("rejected", None, None, "Please read again.", errors, (decision,), "Anna", "2024-05-01T12:00:00Z")
    shown = page(with_review(CHECKED, review))
    notes = text(shown.find_class("notes")[0])
    for said in (
        "ignored a slip of the original",
        "major accuracy/omission : a clause",
        "Please read again.",
        "Anna, 2024",
    ):
        assert said in notes
    assert shown.cssselect(".pair .badge.rejected")
    assert "Errors 0" in text(shown.find_class("figures")[0])
    assert "Set aside by the reviewer: 1." in text(shown)
    assert not shown.cssselect(".pair mark")[1:]  # only that of the remark is left


def test_a_corrected_side_has_the_marks_in_the_correction():
    al = with_review(CHECKED, Review(ru="Переговоры закончились 16 ноября.\nВсе согласились.")).check()
    found = al.pairs[0].findings
    assert [piece.text for piece in shown_correction(al.pairs[0], "ru", found) if piece.findings] == ["16 ноября"]
    assert not any(
        p.findings for para in shown_side(al.ru, al.pairs[0], found) for s in para.sentences for p in s.pieces
    )
    assert shown_correction(al.pairs[0], "en", found) is None
    assert [mark.text for mark in page(al).cssselect(".corrected mark")] == ["16 ноября"]


def test_an_alignment_is_checked_unless_it_was():
    unchecked = alignment(EN, RU, beads("1-1", "1-1", "1-0"))
    assert not unchecked.is_checked
    assert render(unchecked) == render(CHECKED)
    clean = replace(unchecked, settings={"checked": True})
    assert "The checks found nothing to look at." in text(page(clean))


def test_words_are_linked_within_a_bead_and_counted_as_scripts_do():
    al = alignment([["\U0001f600 Hospital.", "Agreement."]], [["Больница.", "Соглашение."]], beads("1-1", "1-1"))
    numbers = [*map(int, packed_links(al.en, al.ru, al.pairs[0]).split())]
    assert numbers == [3, 8, 0, 8, 13, 9, 10, 10]


def test_a_large_page_has_no_word_links_and_says_so(monkeypatch):
    monkeypatch.setattr("aligner.report.content.MOST_LINKED", 1)
    rendered = render(CHECKED)
    assert rendered.notes == ("more than 3,000 pairs: the page has no word links",)
    assert "Words are not linked on this page" in rendered.data.decode()
    assert not linked(rendered.data)


def test_a_corrected_pair_has_no_word_links():
    assert linked(render(CHECKED).data)
    assert not linked(render(with_review(CHECKED, Review(ru="Да."))).data)


def linked(data):
    return lxml_html.document_fromstring(data.decode()).cssselect("[data-links]")


PACKAGE = Path(aligner.__file__).parent
TEMPLATES = [*PACKAGE.glob("page/*.j2"), *PACKAGE.glob("report/*.j2")]


def test_every_phrase_of_the_templates_has_its_russian():
    used = {phrase for path in TEMPLATES for phrase in re.findall(r'\bt\("([^"]+)"', path.read_text(encoding="utf-8"))}
    assert len(used) > 30
    decided = {"approved", "rejected", "confirmed", "ignored", "neutral", "minor", "major", "critical"}
    assert used | decided | {*check_names()} <= phrases().keys()


def test_a_translation_has_the_same_fields():
    fields = re.compile(r"\{\w+\}")
    for phrase, russian in phrases().items():
        assert sorted(fields.findall(phrase)) == sorted(fields.findall(russian)), phrase
        assert re.search("[а-яё]", russian), phrase


def test_a_page_in_russian():
    shown = page(CHECKED, lang="ru")
    assert shown.get("lang") == "ru"
    assert text(shown.cssselect("h1")[0]) == "Проверка перевода"
    assert "По-английски “14 November”, по-русски «15 ноября»." in text(shown.find_class("list")[0])
    with pytest.raises(KeyError):
        translator("ru")("no such phrase")


@pytest.fixture
def run(tmp_path, monkeypatch):
    (tmp_path / "en.txt").write_text("The talks ended on 14 November.\n", encoding="utf-8")
    (tmp_path / "ru.txt").write_text("Переговоры закончились 15 ноября.\n", encoding="utf-8")
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return lambda *arguments: CliRunner().invoke(cli, [*arguments])


def test_the_command_and_the_format_write_the_same_page(run, tmp_path):
    result = run("report", "en.txt", "ru.txt", "-o", "report.html")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.endswith("report.html: 1 error, 0 warnings, 0 info in 1 pairs\n")
    run("align", "en.txt", "ru.txt", "-o", "al.html")
    run("align", "en.txt", "ru.txt", "-o", "al.jsonl")
    run("export", "al.jsonl", "-o", "exported.html")
    run("report", "al.jsonl", "-o", "saved.html")
    pages = [(tmp_path / f"{name}.html").read_text(encoding="utf-8") for name in ("report", "al", "exported", "saved")]
    assert len(set(pages)) == 1
    assert run("report", "al.jsonl", "-o", "-").stdout == pages[0]


def test_rules_and_language_of_the_command(run, tmp_path):
    (tmp_path / "aligner.toml").write_text("[check]\ndisable = ['date']", encoding="utf-8")
    assert run("report", "en.txt", "ru.txt", "-o", "r.html", "--lang", "ru").exit_code == 0
    assert "Проверки ничего не нашли." in (tmp_path / "r.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "arguments", [("en.txt",), ("en.txt", "ru.txt", "-o", "en.txt"), ("en.txt", "ru.txt", "-o", "no/r.html")]
)
def test_misuse(run, arguments):
    assert run("report", *arguments).exit_code == 2
    assert run("report", "en.txt", "ru.txt", "-o", "missing/r.html").exit_code == 2
