"""What we write, judged by programs that are not ours: schemas, a CAT tool, an office suite, a browser, epubcheck."""

import subprocess
import zipfile
from dataclasses import replace

import pytest
from axe_playwright_python.sync_playwright import Axe
from judges import program, shipped
from lxml import etree
from reviewed import reviewed
from strategies import alignment, beads

from aligner.table import LEVELS
from aligner.write import book, save, tmx

SCHEMAS = "/usr/share/php/Symfony/Component/Translation/Resources/schemas/"
ODF = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
}
HOSTILE = alignment(
    [["R&D </seg> ]]> &amp; \x00\x1b <b>", "=1+1\u200f\ud800"], ["A-\nB."]],
    [["Ctrl\u202e \ufffe <!-- --> “x” 'y'", "@сумма"], ["А\u2028Б."]],
    beads("1-1", "1-1", "1-1"),
)


def run(*command, seconds=120, **options):
    """What a program says, both its outputs; a failure is shown with them."""
    done = subprocess.run(
        [*map(str, command)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=seconds,
        **options,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


@pytest.fixture(scope="module")
def schemas(tmp_path_factory):
    """The schemas of XLIFF, with the one of xml:lang beside them instead of on the web."""
    folder = tmp_path_factory.mktemp("schemas")
    for name in ("xliff-core-1.2-strict.xsd", "xliff-core-2.0.xsd", "xml.xsd"):
        text = shipped(SCHEMAS + name).read_text(encoding="utf-8")
        for elsewhere in ("http://www.w3.org/2001/xml.xsd", "informativeCopiesOf3rdPartySchemas/w3c/xml.xsd"):
            text = text.replace(f'schemaLocation="{elsewhere}"', 'schemaLocation="xml.xsd"')
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("al", [reviewed(), HOSTILE], ids=["reviewed", "hostile"])
@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("format, schema", [("xliff", "xliff-core-2.0.xsd"), ("xliff12", "xliff-core-1.2-strict.xsd")])
def test_xliff_is_valid(al, level, format, schema, schemas, tmp_path):
    xmllint = program("xmllint")
    save(al, tmp_path / "a.xlf", format=format, level=level)
    run(xmllint, "--noout", "--nonet", "--schema", schemas / schema, tmp_path / "a.xlf")


@pytest.mark.parametrize("al", [reviewed(), HOSTILE], ids=["reviewed", "hostile"])
@pytest.mark.parametrize("level", LEVELS)
def test_tmx_is_valid(al, level, tmp_path):
    xmllint = program("xmllint")
    with zipfile.ZipFile(shipped("/usr/share/omegat/OmegaT.jar")) as jar:
        (tmp_path / "tmx14.dtd").write_bytes(jar.read("schemas/tmx14.dtd"))
    save(al, tmp_path / "a.tmx", level=level)
    run(xmllint, "--noout", "--nonet", "--dtdvalid", tmp_path / "tmx14.dtd", tmp_path / "a.tmx")


PROJECT = """<?xml version="1.0" encoding="UTF-8"?>
<omegat><project version="1.0">
  <source_dir>__DEFAULT__</source_dir><target_dir>__DEFAULT__</target_dir><tm_dir>__DEFAULT__</tm_dir>
  <glossary_dir>__DEFAULT__</glossary_dir><glossary_file>__DEFAULT__</glossary_file>
  <dictionary_dir>__DEFAULT__</dictionary_dir>
  <source_lang>EN-US</source_lang><target_lang>RU-RU</target_lang>
  <sentence_seg>false</sentence_seg><support_default_translations>true</support_default_translations>
</project></omegat>
"""


def test_omegat_translates_with_the_memory(tmp_path):
    """What it finds in the memory it puts into the target by itself; what a reviewer rejected must not be there."""
    omegat = program("omegat")
    for folder in ("source", "target", "tm/auto", "omegat", "glossary", "dictionary", "settings"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "omegat.project").write_text(PROJECT, encoding="utf-8")
    (tmp_path / "tm/auto/memory.tmx").write_bytes(tmx.render(reviewed(), "paragraph").data)
    texts = ["Agreement", "No, they did not.", "They met.", "They signed it on 14 May. Trade grew.", "Moved."]
    (tmp_path / "source/text.txt").write_text("\n\n".join(texts), encoding="utf-8")
    said = run(omegat, tmp_path, "--mode=console-translate", f"--config-dir={tmp_path}/settings")
    assert "TMXR_INFO_READING_COMPLETE" in said
    assert "ERROR" not in said
    assert (tmp_path / "target/text.txt").read_text(encoding="utf-8").split("\n\n") == [
        "Соглашение",
        "No, they did not.",
        "Стороны встретились.",
        "Они подписали его 15 мая. Торговля росла.",
        "Ушло.",
    ]


def test_translate_toolkit_takes_xliff_there_and_back(tmp_path):
    there, back = program("xliff2po"), program("po2xliff")
    save(reviewed(), tmp_path / "a.12.xlf")
    run(there, tmp_path / "a.12.xlf", tmp_path / "a.po")
    catalogue = (tmp_path / "a.po").read_text(encoding="utf-8")
    assert '#: 1\nmsgid "Agreement"\nmsgstr "Соглашение"' in catalogue  # approved, hence not fuzzy
    assert '#, fuzzy\nmsgid "They met."\nmsgstr "Стороны встретились."' in catalogue
    run(back, tmp_path / "a.po", tmp_path / "b.xlf")
    pairs = [
        (unit.findtext("{*}source"), unit.findtext("{*}target"))
        for unit in etree.parse(tmp_path / "b.xlf").iter("{*}trans-unit")
    ]
    assert ("They met.", "Стороны встретились.") in pairs
    assert ("They signed it on 14 May. Trade grew.", "Они подписали его 15 мая. Торговля росла.") in pairs


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """The Word document and the Excel workbook as LibreOffice understands them."""
    folder = tmp_path_factory.mktemp("office")
    soffice = [program("soffice"), f"-env:UserInstallation=file://{folder}/profile", "--headless"]
    read = {}
    for name, flat in (("reviewed.docx", "fodt"), ("reviewed.xlsx", "fods")):
        save(reviewed(), folder / name)
        run(*soffice, "--convert-to", flat, "--outdir", folder, folder / name)
        read[name[-4:]] = etree.parse(folder / f"reviewed.{flat}").getroot()
    return read


def paragraphs(node):
    """The text of its paragraphs, without what stands in comments."""
    return [
        "".join(text for text in p.xpath(".//text()[not(ancestor::office:annotation)]", namespaces=ODF))
        for p in node.iterfind(".//text:p", ODF)
        if not p.xpath("ancestor::office:annotation", namespaces=ODF)
    ]


def test_libreoffice_reads_the_document(office):
    rows = [
        [paragraphs(cell) for cell in row.iterfind("table:table-cell", ODF)]
        for row in office["docx"].iterfind(".//table:table-row", ODF)
    ]
    assert rows[0] == [["№"], ["English"], ["Russian"]]
    assert rows[4] == [["4", "corrected"], ["They met."], ["Стороны встретились."]]
    assert rows[5][2] == ["Они подписали его 15 мая. Торговля росла."]
    assert office["docx"].find(".//table:table-header-rows", ODF) is not None


def test_libreoffice_reads_the_comments(office):
    comments = [
        (note.findtext("{http://purl.org/dc/elements/1.1/}creator"), "".join(note.find("text:p", ODF).itertext()))
        for note in office["docx"].iterfind(".//office:annotation", ODF)
    ]
    assert comments == [
        ("Анна", "Не то."),
        ("Анна", "before: Они встретились."),
        ("reviewer", "minor accuracy/omission: both"),
        ("aligner", "error date: 14 May in English, 15 мая (confirmed: см. оригинал)"),
    ]


def test_libreoffice_knows_the_languages(office):
    spoken = {
        style.get(f"{{{ODF['style']}}}name"): properties.get(f"{{{ODF['fo']}}}language")
        for style in office["docx"].iterfind(".//style:style", ODF)
        for properties in style.iterfind("style:text-properties", ODF)
    }
    russian = [
        span.get(f"{{{ODF['text']}}}style-name")
        for span in office["docx"].iterfind(".//text:span", ODF)
        if "Стороны" in "".join(span.itertext())
    ]
    assert {spoken[name] for name in russian} == {"ru"}


def test_libreoffice_reads_the_workbook(office):
    cells = [
        [paragraphs(cell) for cell in row.iterfind("table:table-cell", ODF)]
        for row in office["xlsx"].iterfind(".//table:table-row", ODF)
    ]
    assert cells[4][:4] == [["4"], ["They met."], ["Стороны встретились."], ["open"]]
    (note,) = office["xlsx"].iterfind(".//office:annotation", ODF)
    assert (
        "".join(note.find("text:p", ODF).itertext())
        == "error date: 14 May in English, 15 мая (confirmed: см. оригинал)"
    )
    assert paragraphs(note.getparent()) == ["Они подписали его 15 мая. Торговля росла."]


def test_epubcheck_finds_nothing(tmp_path):
    checker = shipped("/usr/share/java/epubcheck.jar")
    al = replace(HOSTILE, en=replace(HOSTILE.en, name="books/“A” & <B>.txt"))
    save(al, tmp_path / "a.epub", layout="interleaved")
    said = run(program("java"), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar", checker, tmp_path / "a.epub")
    assert "0 fatals / 0 errors / 0 warnings" in said


@pytest.mark.parametrize("layout", ["side", "interleaved"])
def test_a_browser_shows_the_book(page, layout):
    page.set_content(book.render(reviewed(), "paragraph", layout=layout).data.decode())
    en, ru = (page.locator(f"#p4 .side[lang={lang}]").bounding_box() for lang in ("en", "ru"))
    assert (en["x"] < ru["x"] and en["y"] == ru["y"]) if layout == "side" else en["y"] < ru["y"]
    page.set_viewport_size({"width": 400, "height": 800})
    en, ru = (page.locator(f"#p4 .side[lang={lang}]").bounding_box() for lang in ("en", "ru"))
    assert en["y"] < ru["y"]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert Axe().run(page).response["violations"] == []
