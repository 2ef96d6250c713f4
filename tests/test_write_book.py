"""The book as HTML and as EPUB; a browser and epubcheck are asked in test_write_judges.py."""

import io
import zipfile
from dataclasses import replace

import pytest
from lxml import etree, html
from reviewed import reviewed
from strategies import alignment, beads

from aligner.records import Bead
from aligner.table import LEVELS
from aligner.write import book, epub
from aligner.write.book import make_book, render

X = {
    "x": "http://www.w3.org/1999/xhtml",
    "opf": "http://www.idpf.org/2007/opf",
    "dc": "http://purl.org/dc/elements/1.1/",
}


def long(paragraphs, headings):
    al = alignment(
        [[f"Text {n}."] for n in range(paragraphs)],
        [[f"Текст {n}."] for n in range(paragraphs)],
        beads(*["1-1"] * paragraphs),
    )

    def titled(document):
        kinds = ["heading" if n in headings else "text" for n in range(paragraphs)]
        spans = zip(document.paragraphs, kinds, strict=True)
        return replace(document, paragraphs=tuple(replace(p, kind=kind) for p, kind in spans))

    return replace(al, en=titled(al.en), ru=titled(al.ru))


def opened(al, **options):
    archive = zipfile.ZipFile(io.BytesIO(epub.render(al, "paragraph", **options).data))
    return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("level", LEVELS)
def test_a_page_has_both_texts_in_their_languages(level):
    page = html.fromstring(render(reviewed(), level).data.decode())
    texts = {
        lang: [e.text_content() for e in page.xpath(f"//section//*[@class='side'][@lang='{lang}']")]
        for lang in ("en", "ru")
    }
    assert [text for text in texts["en"] if text][:3] == ["Agreement", "No, they did not.", "They met."]
    assert texts["ru"][0] == "Ушло."
    assert texts["ru"][3] == "Стороны встретились."
    assert page.findtext(".//h1") == page.findtext(".//title") == "Agreement · Соглашение"
    assert [(a.get("href"), a.text_content()) for a in page.iterfind(".//nav//a")] == [
        ("#p2", "Agreement · Соглашение")
    ]
    assert page.get_element_by_id("p2").tag == "h2"


def test_what_a_book_has_no_place_for_is_told():
    expected = ("2 findings and 2 remarks of reviewers are left out",)
    assert render(reviewed(), "paragraph").notes == epub.render(reviewed(), "paragraph").notes == expected
    assert render(long(2, []), "paragraph").notes == ()


@pytest.mark.parametrize("layout", ["side", "interleaved"])
def test_the_layout_is_said_to_the_stylesheet(layout):
    assert (
        html.fromstring(render(long(2, []), "paragraph", layout=layout).data.decode()).find("body").get("class")
        == f"layout-{layout}"
    )
    chapter = etree.fromstring(opened(long(2, []), layout=layout)["book/chapter-1.xhtml"])
    assert chapter.find("x:body", X).get("class") == f"layout-{layout}"


def test_chapters_begin_at_headings():
    chapters = make_book(long(7, {0, 1, 4}), "paragraph").chapters
    assert [[unit.label for unit in chapter] for chapter in chapters] == [["1", "2", "3", "4"], ["5", "6", "7"]]


def test_a_chapter_without_end_is_divided(monkeypatch):
    monkeypatch.setattr(book, "_LONGEST", 3)
    assert [len(chapter) for chapter in make_book(long(7, {}), "paragraph").chapters] == [3, 3, 1]


def test_an_epub_has_what_readers_ask_for():
    data = epub.render(long(7, {0, 4}), "paragraph").data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type, archive.read(first)) == (
            "mimetype", zipfile.ZIP_STORED, b"application/epub+zip"
        )  # fmt: skip
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    files = opened(long(7, {0, 4}))
    package = etree.fromstring(files["book/package.opf"])
    items = {item.get("id"): item.get("href") for item in package.iterfind(".//opf:item", X)}
    assert {f"book/{name}" for name in items.values()} == {name for name in files if name.startswith("book/")} - {
        "book/package.opf"
    }
    assert [items[i.get("idref")] for i in package.iterfind(".//opf:itemref", X)] == [
        "chapter-1.xhtml",
        "chapter-2.xhtml",
    ]
    contents = etree.fromstring(files["book/contents.xhtml"])
    assert [a.get("href") for a in contents.iterfind(".//x:nav//x:a", X)] == [
        "chapter-1.xhtml#p1",
        "chapter-2.xhtml#p5",
    ]
    assert b'epub:type="toc"' in files["book/contents.xhtml"]


def test_the_name_of_an_epub_follows_from_its_content():
    def name(al):
        return etree.fromstring(opened(al)["book/package.opf"]).findtext(".//dc:identifier", namespaces=X)

    assert name(long(2, [])) == name(long(2, []))
    assert name(long(2, [])) != name(long(3, []))


def test_an_epub_is_as_old_as_its_last_review():
    package = etree.fromstring(opened(reviewed())["book/package.opf"])
    assert package.findtext(".//opf:meta", namespaces=X) == "2024-05-01T12:00:00Z"


def test_a_book_without_headings_and_one_without_text():
    assert b'href="chapter-1.xhtml">en' in opened(long(2, []))["book/contents.xhtml"]
    files = opened(alignment([], [], []))
    assert "book/chapter-1.xhtml" in files


def test_markup_in_a_text_is_text():
    al = alignment([["</style><script>alert(1)</script>&amp;]]>"]], [["Раз."]], [Bead(range(1), range(1), 0.0, 0.9)])
    page = html.fromstring(render(al, "paragraph").data.decode())
    assert page.find(".//script") is None
    assert page.findtext(".//section//p") == "</style><script>alert(1)</script>&amp;]]>"
