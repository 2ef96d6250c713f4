"""Reading documents: what each format holds comes out in order, with its kind and where it stood."""

import pytest
import samples
from docx import Document as WordDocument
from samples import docx, epub, odt, para, pdf, run
from test_read import check

from aligner.errors import InputError
from aligner.read import document_from_bytes, read_document
from aligner.records import Document


def read(data: bytes | str, name: str) -> Document:
    document = document_from_bytes(data.encode() if isinstance(data, str) else data, "en", name=name)
    check(document)
    return document


def shown(document: Document) -> list[tuple[str, str, str]]:
    """Kind, origin and text of each paragraph."""
    return [(p.kind, p.origin, document.text[p.start : p.end]) for p in document.paragraphs]


def texts(document: Document) -> list[str]:
    return [text for _, _, text in shown(document)]


MARKDOWN = """---
title: x
---
# Joint *statement*

The sides
met. They `agreed`.[^1]

- First point
- Second point

> Quoted.

| a | b |
|---|---|
| one | two |
"""


def test_markdown():
    document = read(MARKDOWN, "a.md")
    assert shown(document) == [
        ("heading", "", "Joint statement"),
        ("text", "", "The sides met. They agreed.[^1]"),
        ("item", "", "First point"),
        ("item", "", "Second point"),
        ("text", "", "Quoted."),
        ("text", "cell A1", "a"),
        ("text", "cell B1", "b"),
        ("text", "cell A2", "one"),
        ("text", "cell B2", "two"),
    ]
    assert document.notes == ("the front matter was left out",)
    assert len(document.sentences) == 10


FRAGMENT = """<h2>The talks</h2><p>They met in <b>Gen</b>eva.<br>They&nbsp;agreed &amp;
signed.<!-- no -->Done.</p><script>alert(1)</script><p hidden>Not this</p><ul><li>First<ul><li>Inner</li></ul></ul>
<div>Loose text<p>And a paragraph</div><pre>kept
  as it is</pre><nav>Menu</nav>"""


def test_a_fragment_of_html():
    assert shown(read(FRAGMENT, "a.html")) == [
        ("heading", "", "The talks"),
        ("text", "", "They met in Geneva.\nThey\xa0agreed & signed.Done."),
        ("item", "", "First"),
        ("item", "", "Inner"),
        ("heading", "", "Loose text"),
        ("heading", "", "And a paragraph"),
        ("text", "", "kept"),
        ("text", "", "as it is"),
    ]


def page(charset: str = "utf-8") -> str:
    paragraphs = "".join(f"<p>Paragraph {n} of the statement says what the sides agreed on.</p>" for n in range(12))
    return (
        f'<!DOCTYPE html><html><head><meta charset="{charset}"><title>Site</title></head><body>'
        "<div class='menu'><ul><li><a href='/'>Home</a></li><li><a href='/news'>News</a></li></ul></div>"
        f"<article><h1>Café statement</h1>{paragraphs}</article><footer><p>Copyright of the site</p></footer></body>"
    )


@pytest.mark.parametrize("charset", ["utf-8", "windows-1252"])
def test_a_web_page_gives_its_main_text(charset):
    document = read(page(charset).encode("cp1252" if charset == "windows-1252" else charset), "a.htm")
    found = texts(document)
    assert found[0] == "Café statement"
    assert found[1:] == [f"Paragraph {n} of the statement says what the sides agreed on." for n in range(12)]
    assert len(document.notes) == 1
    assert document.notes[0].startswith("the main text of the page; ")


HEADINGS = (
    '<w:style w:styleId="H1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:styleId="Mine"><w:name w:val="Mine"/><w:basedOn w:val="H1"/></w:style>'
    '<w:style w:styleId="L"><w:name w:val="List"/><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="character" w:styleId="Hid"><w:name w:val="Hid"/><w:rPr><w:vanish/></w:rPr></w:style>'
)


def test_a_word_document():
    body = (
        para(run("Title that is long enough to be none by itself."), properties='<w:pStyle w:val="Mine"/>')
        + para(run("He "), "<w:hyperlink>" + run("came") + "</w:hyperlink>", run("."))
        + para(run("First; second"), properties='<w:pStyle w:val="L"/>')
        + para(run("Third."), properties='<w:numPr><w:numId w:val="1"/></w:numPr>')
        + para("<w:r><w:t>Text</w:t><w:br/><w:t>below</w:t><w:footnoteReference w:id='7'/></w:r>")
        + "<w:sdt><w:sdtContent>" + para(run("In a control.")) + "</w:sdtContent></w:sdt>"
    )  # fmt: skip
    note = f'<w:footnote w:id="7">{para(run(" The note."))}</w:footnote>'
    document = read(docx(body, styles=HEADINGS, footnotes=note), "a.docx")
    assert shown(document) == [
        ("heading", "", "Title that is long enough to be none by itself."),
        ("text", "", "He came."),
        ("item", "", "First; second"),
        ("item", "", "Third."),
        ("heading", "", "Text\nbelow"),
        ("text", "", "In a control."),
        ("text", "footnote 1", "The note."),
    ]
    assert document.notes == ()


def test_tracked_changes_are_accepted_and_hidden_text_is_left_out():
    deleted_mark = "<w:rPr><w:del w:id='3'/></w:rPr>"
    body = (
        para(run("The "), f"<w:ins>{run('new ')}</w:ins>", f"<w:del>{run('old ')}</w:del>", run("text."))
        + para(run("One paragraph"), properties=deleted_mark)
        + para(run(" now."))
        + para("<w:moveFrom>" + run("Moved.") + "</w:moveFrom>", run("Stays. "), run("Secret.", "<w:vanish/>"))
        + para(run("Shown.", '<w:rStyle w:val="Hid"/><w:vanish w:val="0"/>'), run("Not.", '<w:rStyle w:val="Hid"/>'))
    )  # fmt: skip
    document = read(docx(body, styles=HEADINGS), "a.docx")
    assert texts(document) == ["The new text.", "One paragraph now.", "Stays.", "Shown."]
    assert document.notes == (
        "has tracked changes; read as if all were accepted",
        "2 hidden passages left out",
    )


def test_running_heads_that_hold_words_are_left_out_aloud(tmp_path):
    body, number = para(run("He came.")), para(run("– 12 –"))
    assert read(docx(body, header=number, footer=number), "a.docx").notes == ()
    document = read(docx(body, header=number, footer=para(run("Unofficial translation"))), "a.docx")
    assert (texts(document), document.notes) == (["He came."], ("header and footer left out",))
    word = WordDocument()
    word.add_paragraph("He came.")
    word.sections[0].header.paragraphs[0].text = "Press release"
    word.save(str(tmp_path / "a.docx"))
    assert read_document(tmp_path / "a.docx", "en").notes == ("header and footer left out",)


@pytest.mark.parametrize(("head", "notes"), [("Press release", ("header and footer left out",)), ("– 12 –", ())])
def test_running_heads_of_an_odt(head, notes):
    masters = f"<style:footer-left><text:p>{head}</text:p></style:footer-left>"
    document = read(odt("<text:p>He came.</text:p>", masters=masters), "a.odt")
    assert (texts(document), document.notes) == (["He came."], notes)


def test_tables_of_word_cell_by_cell(tmp_path):
    word = WordDocument()
    word.add_heading("Report", 1)
    word.add_paragraph("Before the table.")
    table = word.add_table(rows=2, cols=3)
    for number, cell in enumerate(cell for row in table.rows for cell in row.cells):
        cell.text = f"Cell {number}."
    table.cell(0, 0).merge(table.cell(0, 1))
    word.add_paragraph("Item.", style="List Bullet")
    word.add_table(rows=1, cols=1).cell(0, 0).text = "Alone."
    word.save(str(tmp_path / "a.docx"))
    document = read_document(tmp_path / "a.docx", "en")
    check(document)
    assert shown(document) == [
        ("heading", "", "Report"),
        ("text", "", "Before the table."),
        ("text", "cell A1", "Cell 0."),
        ("text", "cell A1", "Cell 1."),
        ("text", "cell C1", "Cell 2."),
        ("text", "cell A2", "Cell 3."),
        ("text", "cell B2", "Cell 4."),
        ("text", "cell C2", "Cell 5."),
        ("item", "", "Item."),
        ("text", "table 2, cell A1", "Alone."),
    ]


def test_an_opendocument_text():
    styles = '<style:style style:name="T1"><style:text-properties text:display="none"/></style:style>'
    body = (
        "<text:tracked-changes><text:region><text:p>Deleted.</text:p></text:region></text:tracked-changes>"
        '<text:h text:outline-level="1">Long heading, with a stop.</text:h>'
        '<text:p>One<text:s text:c="2"/>two<text:note><text:note-citation>1</text:note-citation>'
        "<text:note-body><text:p>The note.</text:p></text:note-body></text:note>.<text:line-break/>"
        '<text:span text:style-name="T1">Hidden.</text:span>'
        "<office:annotation><text:p>Comment</text:p></office:annotation></text:p>"
        "<text:list><text:list-item><text:p>First.</text:p></text:list-item></text:list>"
        '<table:table><table:table-row><table:table-cell table:number-columns-repeated="2"/>'
        "<table:table-cell><text:p>Cell.</text:p></table:table-cell></table:table-row></table:table>"
        "<text:section><text:p>Last.</text:p></text:section>"
    )
    document = read(odt(body, styles), "a.odt")
    assert shown(document) == [
        ("heading", "", "Long heading, with a stop."),
        ("text", "", "One  two."),
        ("item", "", "First."),
        ("text", "cell C1", "Cell."),
        ("text", "", "Last."),
        ("text", "footnote 1", "The note."),
    ]
    assert document.notes == ("has tracked changes; read as if all were accepted", "1 hidden passage left out")


@pytest.mark.parametrize("nav", [True, False])
def test_a_book_in_the_order_of_its_spine(nav):
    pages = "<h1>One</h1><p>First&nbsp;chapter.</p>", "<img src='x'/>", "<h1>Two</h1><p>Second<br/>chapter.</p>"
    assert shown(read(epub(*pages, nav=nav), "a.epub")) == [
        ("heading", "chapter 1", "One"),
        ("text", "chapter 1", "First\xa0chapter."),
        ("heading", "chapter 2", "Two"),
        ("text", "chapter 2", "Second\nchapter."),
    ]


def test_a_protected_book():
    locked = '<encryption xmlns:e="x"><e:EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#aes128-cbc"/></encryption>'
    with pytest.raises(InputError, match=r"a\.epub: protected against copying \(DRM\)"):
        read(epub("<p>x</p>", **{"META-INF__encryption.xml": locked}), "a.epub")


SRT = """1
00:01:02,500 --> 00:01:04,000
<i>He said that</i>

2
00:01:04,100 --> 00:01:06,000 X1:10
he would come. {\\an8}

3
00:01:06,500 --> 00:01:08,000
- Really?
- Yes, of

4
00:01:08,100 --> 00:01:09,000
course.

5
01:00:00,000 --> 01:00:01,000
1984
"""


def test_subtitles():
    assert shown(read(SRT.replace("\n", "\r\n"), "a.srt")) == [
        ("text", "00:01:02", "He said that\nhe would come."),
        ("text", "00:01:06", "- Really?"),
        ("text", "00:01:06", "- Yes, of\ncourse."),
        ("text", "01:00:00", "1984"),
    ]
    web = "WEBVTT\n\n" + SRT.replace(",", ".").replace("00:01:02.500 --> 00:01:04.000", "01:02.500 --> 01:04.000")
    assert texts(read(web, "a.vtt"))[0] == "He said that\nhe would come."
    with pytest.raises(InputError, match=r"a\.srt: no subtitles"):
        read("Just text.", "a.srt")


def lines(*texts: str, top: float = 700, x: float = 57) -> list[tuple[float, float, str]]:
    return [(x, top - 12 * number, text) for number, text in enumerate(texts) if text]


FULL = "This is a line of the text that is about as long as the others are, and so it"


def test_pages_of_print():
    def heads(number: int, other: str) -> list[tuple[float, float, str]]:
        return [(57, 800, "The Book of Samples"), (300, 30, f"- {number} -"), (57, 780, other)]

    pages = [
        heads(11, "") + lines("A heading", "", FULL, "goes on here. And it is divided at the end of a line, exam-",
                              "ple", "", "A second paragraph that ends on the other page, where it"),
        heads(12, "") + lines("goes on to its end.", "", "1. First item that is", "2. Second item"),
        heads(13, "") + lines("The last page has a counter-", "example in it; a counter-example."),
    ]  # fmt: skip
    document = read(pdf(*pages), "a.pdf")
    assert shown(document) == [
        ("heading", "page 1", "A heading"),
        ("text", "page 1", f"{FULL} goes on here. And it is divided at the end of a line, example"),
        ("text", "page 1", "A second paragraph that ends on the other page, where it goes on to its end."),
        ("item", "page 2", "1. First item that is"),
        ("item", "page 2", "2. Second item"),
        ("text", "page 3", "The last page has a counter-example in it; a counter-example."),
    ]
    assert document.notes == ("6 running heads and page numbers left out",)


def test_a_pdf_that_cannot_be_read():
    from pypdf import PdfWriter

    with pytest.raises(InputError, match=r"a\.pdf: no text layer"):
        read(pdf([]), "a.pdf")
    writer = PdfWriter()
    writer.append(samples.io.BytesIO(pdf(lines("Secret."))))
    writer.encrypt("password", algorithm="RC4-128")
    file = samples.io.BytesIO()
    writer.write(file)
    with pytest.raises(InputError, match=r"a\.pdf: encrypted"):
        read(file.getvalue(), "a.pdf")
    with pytest.raises(InputError, match=r"a\.pdf: a damaged PDF"):
        read(b"%PDF-1.7 and no more", "a.pdf")


SAMPLES = {
    "a.md": MARKDOWN.encode(),
    "a.html": FRAGMENT.encode(),
    "page.html": page().encode(),
    "a.docx": docx(para(run("He came."))),
    "a.odt": odt("<text:p>He came.</text:p>"),
    "a.epub": epub("<p>He came.</p>"),
    "a.pdf": pdf(lines("He came.")),
    "a.srt": SRT.encode(),
}


@pytest.mark.parametrize("name", [name for name in SAMPLES if name not in ("a.md", "a.html")])
@pytest.mark.parametrize("unknown", ["standard input", "a.unknown"])
def test_formats_that_show_by_their_content(name, unknown):
    assert texts(read(SAMPLES[name], unknown)) == texts(read(SAMPLES[name], name))


@pytest.mark.parametrize(
    ("data", "name", "message"),
    [
        (SAMPLES["a.docx"], "a.txt", "looks like Word document, not plain text; name it a.docx"),
        (SAMPLES["a.pdf"], "a.sents", "not plain text"),
        (b"{\\rtf1}", "a.rtf", "an RTF document; save it as .docx"),
        (b"x\ty", "a.tsv", "holds texts with their translations; give it alone"),
        (b"no zip", "a.docx", "not a Word document (DOCX), or damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.docx", "an older format, or it has a password"),
        (SAMPLES["a.odt"], "a.docx", "not a Word document (DOCX): it has no word/document.xml"),
        (SAMPLES["a.docx"], "a.epub", "not an EPUB book: it has no META-INF/container.xml"),
        (SAMPLES["a.docx"][:-30], "a.docx", "or damaged"),
        (docx("<w:p>"), "a.docx", "a.docx (word/document.xml): broken XML"),
        (docx(para(run(" "))), "a.docx", "there is no text in it"),
        (b"<p></p>", "a.html", "there is no text in it"),
        (b"", "a.html", "there is no text in it"),
        (b"", "a.md", "there is no text in it"),
        (b"", "a.srt", "there is no text in it"),
    ],
)
def test_files_that_cannot_be_read(data, name, message):
    with pytest.raises(InputError) as caught:
        read(data, name)
    assert str(caught.value).startswith(name)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_presegmented_is_plain_text():
    with pytest.raises(InputError, match="Word document, but --presegmented takes plain text"):
        document_from_bytes(SAMPLES["a.docx"], "en", name="a.docx", presegmented=True)


@pytest.mark.parametrize("address", ["https://example.org/a.html", "HTTP://example.org"])
def test_nothing_is_fetched(address):
    with pytest.raises(InputError, match="nothing is fetched from the network; download it"):
        read_document(address, "en")
