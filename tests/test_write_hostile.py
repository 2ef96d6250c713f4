"""Whatever stands in a text or a review: each format gives bytes that another program opens with the same text.

What a format can't hold (`spared`) is left out or replaced, and then it is said.
"""

import csv
import io
import re
import zipfile
from dataclasses import replace

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree, html
from openpyxl import load_workbook
from pyarrow import parquet
from strategies import alignment, alignments, reviews

from aligner.layout import flat
from aligner.table import COLUMNS, LEVELS, rows
from aligner.write import FORMATS, render
from aligner.write.units import translations, units, written

PIECES = ["\x00", "\x1b[31m", "\x85", "\u2028", "\ud800", "\udfff", "\ufffe", "]]>", "&amp;", "<b>", "</seg>", "<!--"]
PIECES += [
    "=1+1",
    "-1",
    "@a",
    "\t",
    "'",
    '"',
    "_x0041_",
    "\u200f",
    "\u202e",
    "й",
    "🙂",
    "\n",
    "\n\n",
    "\r\n",
    " ",
    "a",
    "Я.",
]
TEXTS = st.lists(st.sampled_from(PIECES), min_size=1, max_size=5).map("".join)
ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@st.composite
def reviewed(draw):
    """An alignment of such texts, each pair with what a reviewer may have said."""
    al = draw(alignments(texts=TEXTS))
    said = reviews(text=TEXTS)
    return replace(al, pairs=tuple(replace(pair, review=draw(said)) for pair in al.pairs))


def xml(text):
    """As XML can hold it, on one line; blanks at the ends are nobody's business."""
    return " ".join(ILLEGAL.sub("", flat(text)).split())


def seen(texts):
    return [" ".join(text.split()) for text in texts]


def sides(found):
    return [xml(text) for unit in found for text in (unit.en, unit.ru)]


def in_xml(data, path):
    return seen("".join(node.itertext()) for node in etree.fromstring(data).iterfind(path))


def tmx(al, level):
    return in_xml(render(al, FORMATS["tmx"], level=level).data, "{*}body//{*}seg")


def usable_sides(al, level):
    return sides(unit for unit in translations(al, level) if not unit.is_alone and unit.status != "rejected")


def xliff(al, level):
    root = etree.fromstring(render(al, FORMATS["xliff"], level=level).data)
    return seen(
        segment.findtext(f"{{*}}{side}") or "" for segment in root.iter("{*}segment") for side in ("source", "target")
    )


def xliff12(al, level):
    root = etree.fromstring(render(al, FORMATS["xliff12"], level=level).data)
    return seen(
        unit.findtext(f"{{*}}{side}") or "" for unit in root.iter("{*}trans-unit") for side in ("source", "target")
    )


def sides_with_source(al, level):
    return sides(unit for unit in translations(al, level) if unit.en.strip())


def docx(al, level):
    table = Document(io.BytesIO(render(al, FORMATS["docx"], level=level).data)).tables[0]
    return seen(cell.text for row in table.rows[1:] for cell in row.cells[1:])


def xlsx(al, level):
    sheet = load_workbook(io.BytesIO(render(al, FORMATS["xlsx"], level=level).data)).active
    return seen(
        cell or "" for row in sheet.iter_rows(min_row=2, min_col=2, max_col=3, values_only=True) for cell in row
    )


def book(al, level):
    page = html.fromstring(render(al, FORMATS["book"], level=level).data.decode())
    return seen(" ".join(side.itertext()) for side in page.iterfind(".//section//*[@class='side']"))


def epub(al, level):
    with zipfile.ZipFile(io.BytesIO(render(al, FORMATS["epub"], level=level).data)) as archive:
        chapters = [etree.fromstring(archive.read(name)) for name in archive.namelist() if "chapter" in name]
    return seen(" ".join(side.itertext()) for chapter in chapters for side in chapter.iterfind(".//*[@class='side']"))


def all_sides(al, level):
    return sides(units(al, level))


@pytest.mark.parametrize(
    ("read", "expected"),
    [
        (tmx, usable_sides),
        (xliff, sides_with_source),
        (xliff12, sides_with_source),
        (docx, all_sides),
        (xlsx, all_sides),
        (book, all_sides),
        (epub, all_sides),
    ],
)
@settings(max_examples=20)
@given(al=reviewed(), level=st.sampled_from(LEVELS))
def test_xml_has_the_same_texts(read, expected, al, level):
    assert read(al, level) == expected(al, level)


@settings(max_examples=20)
@given(al=reviewed(), level=st.sampled_from(LEVELS))
def test_what_xml_can_not_hold_is_told(al, level):
    texts = any(ILLEGAL.search(text) for unit in units(al, level) for text in (unit.en, unit.ru))
    remarks = any(ILLEGAL.search(text) for text in written(units(al, level)))
    for name, lost in (("docx", remarks), ("xlsx", remarks), ("book", texts), ("epub", texts)):
        said = [note for note in render(al, FORMATS[name], level=level).notes if "XML can't hold" in note]
        assert bool(said) == lost


@settings(max_examples=20)
@given(al=reviewed(), level=st.sampled_from(LEVELS))
def test_tables_have_the_same_cells(al, level):
    column = [*COLUMNS[level]].index("en")
    expected = [row[column].encode(errors="replace").decode() for row in rows(al, level)]
    stored = parquet.read_table(io.BytesIO(render(al, FORMATS["parquet"], level=level).data))
    assert stored["en"].to_pylist() == expected
    plain = render(al, FORMATS["csv"], level=level).data.decode()
    assert [row["en"] for row in csv.DictReader(io.StringIO(plain, newline=""))] == expected
    safe = render(al, FORMATS["csv"], level=level, excel=True).data.decode("utf-8-sig")
    cells = [row["en"] for row in csv.DictReader(io.StringIO(safe, newline=""))]
    assert [cell.removeprefix("'") if cell[1:2] in "=+-@\t\r" else cell for cell in cells] == expected
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in cells)


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("name", [name for name, format in FORMATS.items() if format.levels != ("sentence",)])
def test_an_empty_alignment_is_a_file_too(name, level):
    if level in FORMATS[name].levels:
        rendered = render(alignment([], [], []), FORMATS[name], level=level)
        assert rendered.data or rendered.parts == (b"", b"")
