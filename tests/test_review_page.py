"""The review page in Chromium: every operation by keyboard, both layouts, undo, conflicts, restarts, both themes."""

import json
import re
import time

import pytest
from playwright.sync_api import expect
from strategies import alignment, beads

from aligner.review.serve import open_book, serve
from aligner.review.views import BLOCK
from aligner.review.visit import Desk
from aligner.saved import parse_alignment

EN = [["We met on 14 May.", "It rained."], ["The bridge was opened."], ["Ships pass below it."], ["Nobody slept."]]
RU = [["Мы встретились 15 мая.", "Шёл дождь."], ["Мост открыли."], ["Под ним идут суда."], ["Никто не спал."]]
RUSSIAN = dict(zip("QWERTYUIOPASDFGHJKLZXCVBNM", "ЙЦУКЕНГШЩЗФЫВАПРОЛДЯЧСМИТЬ", strict=True))


def started(path, al=None, **options):
    al = al or alignment(EN, RU, beads("1-1", "1-1", "1-1", "1-1", "1-1"))
    book = open_book(path, lambda: al, "made up")
    return serve(Desk(book, "Anna", options.pop("ui", "en"), **options), port=0)


def stop(server, page) -> None:
    """The page goes first, so that it misses nothing."""
    page.goto("about:blank")
    server.stop()


@pytest.fixture
def server(tmp_path, page):
    server = started(tmp_path / "a.sqlite")
    yield server
    stop(server, page)


expect.set_options(timeout=30_000)


class Reader:
    """Somebody at the page: presses keys, with an English or a Russian layout, and waits for what comes of it."""

    def __init__(self, page, server, layout="english"):
        self.page, self.server, self.layout = page, server, layout
        page.goto(server.url)
        page.wait_for_selector(".row.current")

    def press(self, chord: str) -> None:
        *modifiers, key = chord.split("+")
        if self.layout == "english" or len(key) > 1:
            self.page.keyboard.press("+".join([{"Ctrl": "Control"}.get(m, m) for m in modifiers] + [key]))
            return
        event = {
            "code": f"Key{key.upper()}",
            "key": RUSSIAN[key.upper()].lower(),
            "bubbles": True,
            "cancelable": True,
            **{f"{name.lower()}Key": True for name in modifiers},
        }
        self.page.evaluate("e => document.activeElement.dispatchEvent(new KeyboardEvent('keydown', e))", event)

    def do(self, *chords: str) -> None:
        """Press keys; the last one changes something."""
        seq = self.server.book.seq
        for chord in chords:
            self.press(chord)
        self.until(lambda: self.server.book.seq > seq)
        self.until(lambda: self.page.evaluate("seq") == self.server.book.seq)  # which may still go on: save, approve

    def until(self, holds) -> None:
        end = time.monotonic() + 30  # a busy machine is slow
        while not holds():
            assert time.monotonic() < end, "waited in vain"
            self.page.wait_for_timeout(20)

    def wait(self, script: str) -> None:
        """Until a script says true; the page allows Playwright no waiting of its own."""
        self.until(lambda: self.page.evaluate(script))

    def opened(self, title: str) -> None:
        self.wait(f"panel.open && $('h2', panel)?.textContent.split(':')[0] === {json.dumps(title)}")

    def stands_at(self, place: str) -> None:
        """The frame is around that pair, or soon will be."""
        expect(self.page.locator(".row.current .place")).to_have_text(place)

    @property
    def links(self) -> list[str]:
        """Pairs as the project holds them: "0:0 1:1"."""
        return [
            " ".join(f"{','.join(map(str, b.en))}:{','.join(map(str, b.ru))}" for b in row.pair.beads)
            for row in self.server.book.rows
        ]

    def review(self, number: int):
        return self.server.book.rows[number].pair.review


def provoked(page, what: str) -> None:
    """The browser says on its console that a request failed, as it should here."""
    assert page.said and all(what in message for message in page.said)
    page.said.clear()


START = ["0:0 1:1", "2:2", "3:3", "4:4"]


@pytest.mark.parametrize("layout", ["english", "russian"])
def test_every_operation_by_keyboard(page, server, layout):
    reader = Reader(page, server, layout)
    assert reader.links == START
    reader.do("a")
    assert reader.review(0).status == "approved"
    reader.stands_at("¶ 2 · 2")
    reader.do("r")
    assert reader.review(1).status == "rejected"
    reader.stands_at("¶ 2 · 2")
    reader.press("ArrowUp")
    reader.do("a")  # approved already: opened again
    assert reader.review(0).status == "open"
    reader.stands_at("¶ 1 · 1")

    reader.press("s")
    reader.wait("document.getElementById('said').textContent.includes('Choose a sentence')")
    reader.do("ArrowRight", "ArrowRight", "s")
    assert reader.links == ["0:0", "1:1", "2:2", "3:3", "4:4"]
    expect(page.locator(".row.current")).to_contain_text("It rained.")
    reader.do("Shift+M")
    assert reader.links == START
    reader.do("m")
    assert reader.links == ["0:0 1:1 2:2", "3:3", "4:4"]
    reader.do("Ctrl+z")
    assert reader.links == START
    reader.do("Escape", "ArrowRight", "ArrowRight", "Alt+ArrowDown")
    assert reader.links == ["0:0 :1", "1,2:2", "3:3", "4:4"]
    reader.do("ArrowRight", "Alt+ArrowDown")
    assert reader.links == [":0 :1", "0,1,2:2", "3:3", "4:4"]
    reader.do("Ctrl+z")
    reader.do("Ctrl+z")
    reader.press("ArrowDown")
    reader.do("Escape", "ArrowRight", "ArrowRight", "Alt+ArrowUp")
    assert reader.links == ["0:0 1:1,2", "2:", "3:3", "4:4"]
    reader.do("Ctrl+z")
    reader.do("Escape", "u")
    assert reader.links == ["0:0 1:1", "2:", ":2", "3:3", "4:4"]
    reader.do("l")
    assert reader.links == START

    reader.press("c")
    reader.opened("Comment")
    page.keyboard.type("See the glossary.")
    reader.do("Ctrl+Enter")
    assert reader.review(1).comment == "See the glossary."
    reader.press("q")
    reader.opened("Error of translation")
    page.select_option("select[name=category]", "style")
    reader.do("Ctrl+Enter")
    assert [(e.category, e.severity) for e in reader.review(1).errors] == [("style", "major")]

    reader.press("ArrowUp")
    reader.press("f")
    expect(page.locator(".row.current li.chosen")).to_have_count(1)
    reader.do("y")
    assert reader.review(0).decisions[0].verdict == "confirmed"
    page.click(".row.current [data-do=undecide]")
    reader.until(lambda: not reader.review(0).decisions)
    page.wait_for_selector(".row.current [data-do=ignore]")
    reader.press("i")
    reader.opened("Ignore the finding")
    page.keyboard.type("dates as agreed")
    reader.do("Ctrl+Enter")
    assert (reader.review(0).decisions[0].verdict, reader.review(0).decisions[0].reason) == (
        "ignored",
        "dates as agreed",
    )
    expect(page.locator(".row.current .mark")).to_have_count(0)
    reader.press("f")  # none is open any more, here or later
    reader.stands_at("¶ 1 · 1")
    expect(page.locator("li.chosen")).to_have_count(0)

    for key, title in (("h", "History"), ("x", "Context"), ("d", "Download")):
        reader.press(key)
        reader.opened(title)
        page.keyboard.press("Escape")
        reader.wait("!panel.open && document.activeElement.matches('.row.current')")
    reader.press("w")
    page.wait_for_selector(".row.current.linked .w[data-last]")
    page.keyboard.press("Shift+Slash")
    reader.opened("Keys")
    page.keyboard.press("Escape")
    reader.press("n")
    reader.stands_at("¶ 2 · 2")
    page.keyboard.press("Slash")
    reader.wait("document.activeElement.id === 'text'")
    page.keyboard.type("мост")
    reader.wait("$$('.row').length === 1 && [...CSS.highlights.get('found')].join() === 'Мост'")
    page.fill("#text", "")
    reader.wait("$$('.row').length === 4 && !CSS.highlights.get('found').size")
    page.keyboard.press("Escape")

    while server.book.store.to_undo("Anna"):
        reader.do("Ctrl+z")
    assert reader.links == START
    assert all(row.pair.review is None for row in server.book.rows)
    reader.wait("$('[data-do=undo]').disabled")
    while server.book.store.to_redo("Anna"):
        reader.do("Ctrl+Shift+z")
    assert reader.review(0).decisions


def test_correcting_a_translation(page, server):
    reader = Reader(page, server)
    reader.press("ArrowDown")
    reader.press("e")
    reader.wait("document.activeElement.matches('textarea')")
    page.keyboard.type(" Вчера")
    page.keyboard.type("!")
    page.keyboard.press("Control+z")  # native: the text, not an operation
    reader.wait("!document.activeElement.value.endsWith('!')")
    assert server.book.seq == 0
    page.keyboard.type("ф")
    expect(page.locator("textarea")).to_have_value(re.compile("ф$"))
    page.keyboard.press("Backspace")
    reader.until(lambda: server.book.drafts("Anna").get(2, ("", ""))[1].startswith("Мост открыли."))
    page.reload()  # the draft is there again
    page.wait_for_selector(".row .badge.warning")
    reader.press("ArrowDown")
    reader.press("Enter")
    reader.wait("document.activeElement.matches('textarea')")
    page.keyboard.press("Control+a")
    page.keyboard.type("Вчера открыли мост.")
    reader.do("Ctrl+Enter")
    reader.until(lambda: server.book.seq == 2)
    assert (reader.review(1).ru, reader.review(1).status) == ("Вчера открыли мост.", "approved")
    reader.stands_at("¶ 3 · 3")
    expect(page.locator("#row-2 .corrected")).to_have_text("Вчера открыли мост.")
    expect(page.locator("#row-2 .was")).to_contain_text("Мост открыли.")
    assert server.book.drafts("Anna") == {}
    reader.press("e")
    reader.wait("document.activeElement.matches('textarea')")
    page.keyboard.type(" Always.")
    reader.do("Escape")
    assert reader.review(2).ru == "Под ним идут суда. Always."
    reader.wait("document.activeElement.matches('.row.current')")
    reader.press("e")
    page.wait_for_selector(".editor")
    page.keyboard.type(" No.")
    page.click("[data-discard]")
    page.wait_for_selector(".editor", state="detached")
    assert server.book.seq == 3


def test_from_finding_to_finding(page, tmp_path):
    al = alignment(
        [["It cost 5 roubles on 14 May."], ["It rained."], ["Ships came on 3 June."]],
        [["Стоило 6 рублей 15 мая."], ["Шёл дождь."], ["Суда пришли 4 июня."]],
        beads("1-1", "1-1", "1-1"),
    )
    server = started(tmp_path / "a.sqlite", al)
    try:
        reader = Reader(page, server)
        for at in ("¶ 1 · 1", "¶ 1 · 1", "¶ 3 · 3"):
            reader.press("f")
            reader.wait("$$('li.chosen').length === 1")
            reader.stands_at(at)
            reader.do("y")
        assert [[d.verdict for d in row.pair.review.decisions] for row in server.book.rows if row.pair.review] == [
            ["confirmed", "confirmed"],
            ["confirmed"],
        ]
    finally:
        stop(server, page)


def test_two_tabs_and_a_conflict(page, server, browser):
    context = browser.new_context()
    context.add_cookies([{"name": "reviewer", "value": "Boris", "url": server.url}])
    other = Reader(context.new_page(), server)
    reader = Reader(page, server)
    page.evaluate("for (let timer = 0; timer < 999; timer++) clearInterval(timer)")
    reader.press("e")
    reader.wait("document.activeElement.matches('textarea')")
    page.keyboard.type(" Анна")
    other.press("e")
    other.wait("document.activeElement.matches('textarea')")
    other.page.keyboard.type(" Борис")
    other.do("Escape")
    page.keyboard.press("Escape")
    reader.opened("Somebody was faster")
    provoked(page, "409")
    expect(page.locator("#panel")).to_contain_text("Boris has changed this pair")
    expect(page.locator("#panel textarea")).to_have_value(re.compile("Анна$"))
    assert reader.review(0).ru.endswith("Борис")
    seq = server.book.seq
    page.click("#panel button.main")
    reader.until(lambda: server.book.seq > seq)
    assert reader.review(0).ru.endswith("Анна")
    other.wait("document.querySelector('#row-1 .corrected').textContent.endsWith('Анна')")
    other.press("ArrowDown")
    other.press("ArrowRight")
    other.do("u")  # 2 and its new half are elsewhere in this tab until it hears of them
    page.evaluate("fetch('/changes?since=' + seq).then(r => r.text()).then(show)")
    expect(page.locator(".row")).to_have_count(5)
    context.close()


def test_restarts_filters_and_files(page, tmp_path):
    server = started(tmp_path / "a.sqlite")
    reader = Reader(page, server)
    reader.do("a")
    reader.do("a")
    port = int(server.url.rstrip("/").rpartition(":")[2])
    reader.press("e")
    reader.wait("document.activeElement.matches('textarea')")
    server.stop()
    page.keyboard.type(" Потом")
    with page.expect_event("requestfailed"):
        page.keyboard.press("Escape")
    reader.wait("document.body.classList.contains('away')")
    expect(page.locator("textarea")).to_have_value(re.compile("Потом$"))
    provoked(page, "ERR_CONNECTION_REFUSED")
    book = open_book(tmp_path / "a.sqlite", lambda: None, "made up")
    server = serve(Desk(book, "Anna", "en"), port=port)
    try:
        reader.server = server  # the page hears that it is back, and saves
        reader.until(lambda: server.book.seq == 3)
        page.wait_for_selector(".editor", state="detached")
        assert reader.review(2).ru.endswith("Потом")
        reader.do("Ctrl+z")
        reader.do("Ctrl+z")
        assert [bool(reader.review(n)) and reader.review(n).status for n in range(2)] == ["approved", False]

        page.select_option("select[name=show]", "approved")
        expect(page.locator(".row")).to_have_count(1)
        assert "show=approved" in page.url
        page.reload()
        expect(page.locator(".row")).to_have_count(1)
        page.select_option("select[name=show]", "rejected")
        page.wait_for_selector("text=No pair is like that.")
        page.click("#count a")
        page.wait_for_load_state()  # another page, whose search field listens when its scripts have run
        expect(page.locator(".row")).to_have_count(4)
        page.fill("#text", "СУДА")
        expect(page.locator(".row")).to_have_count(1)
        page.fill("#text", "")
        expect(page.locator(".row")).to_have_count(4)
        page.select_option("select[name=order]", "doubtful")
        reader.wait("location.search.includes('doubtful')")

        page.click("[data-do=export]")
        page.wait_for_selector("#panel a[href*='/export/jsonl']")
        with page.expect_download() as download:
            page.click("#panel a[href*='/export/jsonl']")
        assert parse_alignment(download.value.path().read_bytes(), name="x") == server.alignment
        page.goto(f"{server.url}certificate")
        expect(page.locator("main")).to_contain_text("review not complete yet")
    finally:
        stop(server, page)


def test_aligning_again(page, tmp_path):
    wrong = alignment(EN, RU, beads("1-1", "1-1", "1-0", "0-1", "1-1", "1-1"))
    server = started(tmp_path / "a.sqlite", wrong)
    try:
        reader = Reader(page, server)
        reader.do("a")
        page.click("[data-do=realign]")
        reader.until(lambda: server.book.seq == 2)
        assert reader.links == START
        assert reader.review(0).status == "approved"
        expect(page.locator(".row")).to_have_count(4)
        reader.do("Ctrl+z")
        assert len(reader.links) == 5
        expect(page.locator(".row")).to_have_count(5)
    finally:
        stop(server, page)


def test_a_long_list_loads_where_one_looks(page, tmp_path):
    many = 6 * BLOCK
    al = alignment(
        [[f"Line {n}."] for n in range(many)], [[f"Строка {n}."] for n in range(many)], beads(*["1-1"] * many)
    )
    server = started(tmp_path / "a.sqlite", al)
    try:
        reader = Reader(page, server)
        assert page.locator(".row").count() < many
        for number in range(2, BLOCK + 4):
            page.keyboard.press("ArrowDown")
            reader.stands_at(f"¶ {number} · {number}")
        page.evaluate("scrollTo(0, document.body.scrollHeight)")
        page.wait_for_selector(f"#row-{many}")
        page.click(f"#row-{many}")
        reader.do("a")
        page.evaluate("scrollTo(0, 0)")
        page.click("#row-2")
        reader.do("r")
        reader.do("Ctrl+z")
        reader.do("Ctrl+z")
        reader.wait(f"document.querySelector('.row.current').id === 'row-{many}'")
    finally:
        stop(server, page)


def test_accessible_in_both_themes_and_languages(page, server):
    from axe_playwright_python.sync_playwright import Axe

    reader = Reader(page, server)
    reader.do("r")
    reader.press("ArrowRight")
    server.book.save_draft("Anna", 3, "ru", "Черновик")
    for lang in ("en", "ru"):
        page.goto(f"{server.url}?ui={lang}")
        expect(page.locator("html")).to_have_attribute("lang", lang)
        page.wait_for_selector(".row.current")
        for theme, keys in (("light", ("", "e", "h")), ("dark", ("Shift+Slash", "d", "q"))):
            if page.get_attribute("html", "data-theme") != theme:
                page.click("[data-do=theme]")
            for key in keys if lang == "en" else keys[:1]:
                if key:
                    page.keyboard.press(key)
                    page.wait_for_selector(".editor" if key == "e" else "#panel[open] h2")
                found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
                assert found == [], [(v["id"], [n["html"] for n in v["nodes"]]) for v in found]
                page.keyboard.press("Escape")
                reader.wait("!panel.open && !document.querySelector('.editor')")
        page.goto(f"{server.url}certificate")
        assert Axe().run(page).response["violations"] == []
        expect(page.locator("html")).to_have_attribute("lang", lang)


def test_a_text_that_looks_like_a_page_is_a_text(page, tmp_path):
    evil = "<img src=x onerror=alert(1)> <script>document.title = 'taken'</script> &amp;"
    server = started(tmp_path / "a.sqlite", alignment([[evil]], [[evil]], beads("1-1")))
    try:
        reader = Reader(page, server)
        assert evil in page.inner_text(".row .text[lang], .row .side[lang=en]")
        reader.press("e")
        page.wait_for_selector("textarea")
        expect(page.locator("textarea")).to_have_value(evil)
        page.keyboard.type("!")
        reader.do("Escape")
        reader.press("h")
        reader.opened("History")
        assert "taken" not in page.title()
        assert re.search("<script>", page.inner_text(".row .corrected"))
    finally:
        stop(server, page)
