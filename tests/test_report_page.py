"""The review page in a browser: what a reader can do with it, in both themes and on paper."""

import io
from dataclasses import replace

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from pypdf import PdfReader
from strategies import MOVED, alignment, beads

from aligner.records import Bead, Review
from aligner.report import render

EN = [["The talks ended on 14 November.", "All sides agreed."], ["Unofficial translation"], ["The hospital is new."]]
RU = [["Переговоры закончились 15 ноября.", "Все стороны согласились."], ["Больница новая."]]
LADDER = [*beads("1-1", "1-1"), Bead(range(2, 3), range(2, 2), -1, 0.9), Bead(range(3, 4), range(2, 3), -1, 0.4)]
CHECKED = alignment(EN, RU, LADDER).check()
REVIEWED = replace(
    CHECKED, pairs=(replace(CHECKED.pairs[0], review=Review("approved", None, "Да.", "Good.")), *CHECKED.pairs[1:])
)


@pytest.fixture
def opened(page, tmp_path):
    """Opens the report of an alignment."""

    def open_report(al=CHECKED, **options):
        path = tmp_path / "report.html"
        path.write_bytes(render(al, **options).data)
        page.goto(path.as_uri())
        return page

    return open_report


def shown(page):
    return page.eval_on_selector_all(".pair", "pairs => pairs.filter(p => p.checkVisibility()).map(p => p.id)")


def lit(page):
    return page.eval_on_selector_all(".w.on", "words => words.map(word => word.textContent)")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("al", "lang"), [(CHECKED, "en"), (REVIEWED, "ru"), (MOVED, "en")])
def test_it_is_accessible(opened, al, lang, theme):
    page = opened(al, lang=lang)
    page.emulate_media(color_scheme=theme)
    if al is not MOVED:
        page.click("button.links")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_the_pairs_can_be_filtered(opened):
    page = opened()
    assert shown(page) == ["pair-1", "pair-2", "pair-3"]
    for name, left in (("doubtful", ["pair-3"]), ("unpaired", ["pair-2"]), ("findings", ["pair-1", "pair-2"])):
        page.check(f"input[value={name}]")
        assert shown(page) == left
    page.check("input[value=all]")
    assert len(shown(page)) == 3


def test_the_doubtful_ones_can_come_first(opened):
    page = opened()
    page.check("input[value=doubt]")
    assert shown(page) == ["pair-3", "pair-2", "pair-1"]
    page.check("input[value=text]")
    assert shown(page) == ["pair-1", "pair-2", "pair-3"]


def test_a_finding_leads_to_its_pair_even_if_that_is_filtered_out(opened):
    page = opened()
    page.check("input[value=doubtful]")
    page.click(".list a[href='#pair-1']")
    assert page.is_visible("#pair-1")
    assert page.is_checked("input[value=all]")
    assert page.evaluate("document.querySelector(':target').id") == "pair-1"


def test_a_word_that_is_pointed_at_shows_its_counterpart(opened):
    page = opened()
    page.hover("#pair-3 .s[data-s^='4'] ")
    page.locator("#pair-3 .w", has_text="hospital").hover()
    assert lit(page) == ["hospital", "Больница"]
    page.hover("h2")
    assert lit(page) == []


def test_word_links_work_without_a_mouse(opened):
    page = opened()
    page.focus("#pair-3 button.links")
    page.keyboard.press("Enter")
    expect(page.locator("#pair-3 button.links")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Tab")
    assert lit(page) == ["hospital", "Больница"]
    page.click("#pair-3 button.links")
    expect(page.locator("#pair-3 [tabindex]")).to_have_count(0)


def test_wrapped_words_leave_the_text_as_it_was(opened):
    page = opened()
    before = page.inner_text("#pair-1")
    page.click("#pair-1 button.links")
    words = page.eval_on_selector_all("#pair-1 .w", "words => words.map(word => [word.dataset.w, word.textContent])")
    joined = {}
    for link, word in words:
        joined.setdefault(link, []).append(word)
    assert ["sides", "стороны"] in joined.values()
    assert page.inner_text("#pair-1") == before


def test_a_word_may_stand_for_two(opened):
    page = opened()
    page.evaluate("document.getElementById('pair-3').dataset.links = '0 3 0 8 4 8 0 8'")
    page.hover("#pair-3 .s[data-s^='4']")
    page.locator("#pair-3 .w", has_text="Больница").hover()
    assert lit(page) == ["The", "hospital", "Больница"]
    page.locator("#pair-3 .w", has_text="hospital").hover()
    assert lit(page) == ["hospital", "Больница"]


def test_pointing_at_a_finding_outlines_its_passages(opened):
    page = opened()
    page.hover("#pair-1 li")
    assert page.eval_on_selector_all(".mark.on", "marks => marks.map(mark => mark.textContent)") == [
        "14 November",
        "15 ноября",
    ]


@pytest.mark.parametrize(("theme", "other"), [("light", "dark"), ("dark", "light")])
def test_the_other_theme_is_a_click_away(opened, theme, other):
    page = opened()
    page.emulate_media(color_scheme=theme)
    ground = "getComputedStyle(document.body).backgroundColor"
    before = page.evaluate(ground)
    page.click("#theme")
    after = page.evaluate(ground)
    page.emulate_media(color_scheme=other)
    assert page.evaluate(ground) == after != before
    page.click("#theme")
    assert page.evaluate(ground) == before


def test_on_paper_everything_is_there(opened):
    page = opened(REVIEWED)
    for summary in page.query_selector_all("summary"):
        summary.click()  # fold all
    printed = " ".join(part.extract_text() for part in PdfReader(io.BytesIO(page.pdf())).pages)
    for said in ("How sure", "The hospital", "Больница", "14 November", "Good.", "Corrected by the reviewer"):
        assert said in printed
    assert "Word links" not in printed


def test_a_text_can_not_run_a_script(page, tmp_path):
    al = alignment([["<img src=x onerror='pwned=1'><script>pwned = 1</script>"]], [["Да."]], beads("1-1"))
    path = tmp_path / "report.html"
    path.write_bytes(render(al).data)
    page.goto(path.as_uri())
    assert page.evaluate("typeof pwned") == "undefined"
    assert page.locator(".text script, .text img").count() == 0
