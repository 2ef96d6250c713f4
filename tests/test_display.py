import pytest
from hypothesis import given, settings
from lxml import html as lxml_html
from rich.console import Console
from strategies import MOVED, alignment, alignments, beads

from aligner.defaults import DEFAULTS
from aligner.display import html, printable, summary, terminal_table
from aligner.records import Bead

EXAMPLE = alignment(
    [["The sides met."], ["Unofficial translation"], ["They agreed.", "Signed."]],
    [["Стороны встретились."], ["Они договорились и подписали."]],
    [
        Bead(range(1), range(1), -0.1, 0.99),
        Bead(range(1, 2), range(1, 1), -2.0, 0.9),
        Bead(range(2, 4), range(1, 2), -1.0, 0.41),
    ],
)


def lines(al, *, width, level="paragraph"):
    console = Console(width=width, color_system=None, force_terminal=False)
    with console.capture() as captured:
        console.print(terminal_table(al, level))
    return captured.get().splitlines()


def test_summary():
    assert summary(EXAMPLE) == "3 pairs, 3 beads (1-0, 1-1, 2-1), 1 doubtful, 1 unpaired, model fake"


def test_summary_of_one():
    al = alignment([["One."]], [["Раз."]], beads("1-1"))
    assert summary(al) == "1 pair, 1 bead (1-1), 0 doubtful, 0 unpaired, model fake"


@pytest.mark.parametrize("width", [60, 80, 120, 200])
def test_table_fits_the_terminal_and_marks_with_words(width):
    shown = lines(EXAMPLE, width=width)
    assert {len(line) for line in shown} == {width}
    text = "\n".join(shown)
    assert text.count("? doubtful") == 1
    assert text.count("! unpaired") == 1
    for expected in ("1  0.99", "2  0.90", "3  0.41", "The sides met.", "Стороны", "2-1"):
        assert expected in text


def test_table_of_sentences_has_a_row_per_bead():
    al = alignment([["One.", "Two."]], [["Раз.", "Два."]], beads("1-1", "1-1"))
    assert "2  0.95" in "\n".join(lines(al, width=80, level="sentence"))
    assert "2  0.95" not in "\n".join(lines(al, width=80))


def test_control_characters_can_not_steer_the_terminal():
    assert printable("a\x1b[31mb\x07\ud800") == "a\N{REPLACEMENT CHARACTER}[31mb" + "\N{REPLACEMENT CHARACTER}" * 2
    assert printable("обычный text — «да»") == "обычный text — «да»"


def test_html_is_escaped_and_carries_languages():
    al = alignment([["<script>alert(1)</script> & co."]], [["«Да» <b>"]], beads("1-1"))
    page = html(al)
    assert "<script" not in page
    tree = lxml_html.fromstring(page)
    assert tree.xpath("//td[@lang='en']/text()") == ["<script>alert(1)</script> & co."]
    assert tree.xpath("//td[@lang='ru']/text()") == ["«Да» <b>"]
    assert all("style" in cell.attrib for cell in tree.xpath("//td | //th"))


def test_html_shows_the_beginning_of_a_long_paragraph():
    page = html(alignment([["word " * 1000]], [["слово " * 10]], beads("1-1")))
    assert 500 < page.count("word") * 5 < 700
    assert "word…" in page


def test_html_names_pairs_as_people_and_as_python_do():
    first = lxml_html.fromstring(html(EXAMPLE)).xpath("//tbody/tr/td[1]/text()")
    assert first == ["1 (al[0])", "2 (al[1])", "3 (al[2])"]


def test_html_shows_the_first_pairs_and_counts_the_rest():
    shown = DEFAULTS.rows_shown
    for n, more in (
        (shown, ""),
        (shown + 1, "… and 1 more pair: al.style()<"),
        (shown + 1200, "… and 1,200 more pairs: al.style()<"),
    ):
        page = html(alignment([["a"]] * n, [["б"]] * n, beads(*["1-1"] * n)))
        assert page.count("<tr>") == shown + 1
        assert more in page
        assert ("more pair" in page) == bool(more)


def test_a_styled_table_colours_what_to_look_at():
    for level in ("paragraph", "sentence"):
        page = lxml_html.fromstring(EXAMPLE.style(level).to_html())
        assert page.xpath("//td/span[@lang='ru']/text()") == ["Стороны встретились.", "Они договорились и подписали."]
    styled = EXAMPLE.style()
    styled._compute()
    grounds = [dict(styled.ctx[row, 3]).get("background") for row in range(3)]
    assert grounds == [None, "#e4eefa", "#ffefcb"]


def test_a_styled_table_counts_pairs_from_one_and_leaves_out_what_says_nothing():
    page = lxml_html.fromstring(MOVED.style().to_html())
    heads = [head.text_content() for head in page.xpath("//thead//th")]
    assert heads == ["pair", "en", "ru", "beads", "confidence", "doubtful", "unpaired", "moved"]
    cells = [[cell.text_content() for cell in row.xpath("td")] for row in page.xpath("//tbody/tr")]
    assert [(row[0], row[-1]) for row in cells] == [("1", "3"), ("2", ""), ("3", "1")]
    found = MOVED.check().style()
    assert "findings" in found.to_html()


def test_a_styled_table_is_escaped():
    al = alignment([["<script>alert(1)</script>"]], [["<b>"]], beads("1-1"))
    assert "<script>" not in al.style().to_html()


def test_html_marks_with_words():
    assert html(EXAMPLE).count("? doubtful") == 1
    assert html(EXAMPLE).count("! unpaired") == 1


@settings(max_examples=30)
@given(alignments())
def test_any_text_can_be_shown(al):
    assert len(lines(al, width=80)) > len(al.pairs)
    lxml_html.fromstring(html(al).encode("utf-8", "replace"), parser=lxml_html.HTMLParser(encoding="utf-8"))


def test_moved_links_name_each_others_rows():
    assert summary(MOVED) == ("3 pairs, 3 beads (0-1, 1-0, 1-1), 0 doubtful, 2 unpaired, 1 moved link, model fake")
    shown = "\n".join(lines(MOVED, width=80))
    assert shown.count("⇄ moved: see 3") == 1
    assert shown.count("⇄ moved: see 1") == 1
    shown = "\n".join(lines(MOVED, width=80, level="sentence"))  # rows: null, moved link, bead, null
    assert shown.count("⇄ moved: see 2") == 2
    assert shown.count("⇄ moved: see 1, 4") == 1
    assert "⇄ moved: see 3" in html(MOVED)
