"""Files from strangers: damaged, bombs, entities. Each reader gives a document or one clear line, nothing else."""

import io
import zipfile
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from samples import docx, epub, odt, para, run, zipped
from test_read import check
from test_read_formats import SAMPLES

from aligner.defaults import DEFAULTS
from aligner.errors import AlignerError, InputError
from aligner.read import document_from_bytes


def read_or_refuse(data: bytes, name: str) -> None:
    """A sound document, or an error of one line that names the file; no warning and nothing on standard error."""
    try:
        document = document_from_bytes(data, "en", name=name)
    except AlignerError as error:
        assert str(error).startswith(name)
        assert "\n" not in str(error)
    else:
        check(document)


NAMES = st.sampled_from(sorted(SAMPLES))
EDITS = st.lists(
    st.tuples(st.floats(0, 1), st.integers(0, 3), st.binary(min_size=1, max_size=8)), min_size=1, max_size=6
)


def mutated(data: bytes, edits: list[tuple[float, int, bytes]]) -> bytes:
    """Some bytes replaced, put in, cut out, or all cut off."""
    for where, how, new in edits:
        at = int(where * len(data))
        if how == 0:
            data = data[:at] + new + data[at + len(new) :]
        elif how == 1:
            data = data[:at] + new + data[at:]
        elif how == 2:
            data = data[:at] + data[at + 3 * len(new) :]
        else:
            data = data[:at] if at > len(data) // 2 else data
    return data


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=NAMES, edits=EDITS)
def test_damaged_files(capfd, name, edits):
    read_or_refuse(mutated(SAMPLES[name], edits), name)
    assert capfd.readouterr() == ("", "")


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=NAMES, data=st.binary(max_size=300))
def test_any_bytes(capfd, name, data):
    read_or_refuse(data, name)
    assert capfd.readouterr() == ("", "")


PIECES = st.sampled_from(
    ["<table>", "</table>", "<tr>", "<td>", "</p>", "<p>", "<li>", "<pre>", "</pre>", "<br>", "&amp;", "&nbsp;",
     "<nav>", "</nav>", "<!--", "-->", "<script>", "\x00", "\ud800", "\u202e", "text.", "<h1>", "* ", "|", "```",
     "[^1]", "\n\n", " "]
)  # fmt: skip


@settings(max_examples=200)
@given(name=st.sampled_from(["a.md", "a.html"]), text=st.lists(PIECES, max_size=30).map("".join))
def test_any_markup(name, text):
    read_or_refuse(text.encode("utf-8", "surrogatepass"), name)


@settings(max_examples=60)
@given(text=st.text(max_size=60))
def test_text_inside_a_word_document(text):
    """Whatever XML can hold comes back."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    read_or_refuse(docx(para(run(escaped + "."))) if text.isprintable() else b"", "a.docx")
    if text.isprintable() and text.isascii():
        assert document_from_bytes(docx(para(run(escaped + "."))), "en", name="a.docx").text == (text + ".").strip()


LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]>"
)
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


def declaring(declared: str, place: str) -> str:
    """XML that declares entities and uses them."""
    content = "&a;&j;" if declared is LAUGHS else "&a;"
    return f"{declared}<x>{f'<p>{content}</p>' if place == 'text' else f'<p title={chr(34)}{content}{chr(34)}/>'}</x>"


PLACES = {
    "a.docx": ("word__document.xml", zipped),
    "a.odt": ("content.xml", zipped),
    "b.epub": ("OEBPS__p 0.xhtml", lambda **part: epub("", nav=False, **part)),
}


@pytest.mark.parametrize("declared", [LAUGHS, OUTSIDE], ids=["laughs", "external"])
@pytest.mark.parametrize("place", ["text", "attribute"])
@pytest.mark.parametrize("name", PLACES)
def test_entities_are_refused(declared, place, name):
    part, made = PLACES[name]
    with pytest.raises(InputError, match=r"declares XML entities"):
        document_from_bytes(made(**{part: declaring(declared, place)}), "en", name=name)


def test_a_zip_bomb_is_refused(monkeypatch):
    monkeypatch.setattr("aligner.read.archive.DEFAULTS", replace(DEFAULTS, unpacked=1_000_000))
    data = docx(para(run(" " * 2_000_000)))
    assert len(data) < 10_000
    with pytest.raises(InputError, match=r"a\.docx: unpacks to more than 1 MB, like a zip bomb"):
        document_from_bytes(data, "en", name="a.docx")


def test_a_bomb_that_lies_about_its_size():
    data = bytearray(docx(para(run("x" * 100_000))))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        size = archive.getinfo("word/document.xml").file_size.to_bytes(4, "little")
    assert data.count(size) == 2
    lying = bytes(data).replace(size, (10).to_bytes(4, "little"))
    with pytest.raises(InputError, match="damaged"):
        document_from_bytes(lying, "en", name="a.docx")


def test_marks_of_direction_and_control_characters_stay():
    text = "\u202bHe\u200f came.\x07\x1b[0m Yes."
    assert document_from_bytes(text.encode(), "en", name="a.txt").text == text
    assert document_from_bytes(docx(para(run("\u202bHe\u200f came."))), "en", name="a.docx").text == text[:10]


def test_what_is_nested_deeply():
    for name, opened, closed in (
        ("a.html", "<div>", "</div>"),
        ("a.md", "> ", ""),
        ("b.md", "*a ", ""),
        ("c.md", "[", "]"),
    ):
        data = (opened * 20_000 + "text" + closed * 20_000).encode()
        read_or_refuse(data, name)
    read_or_refuse(docx("<w:sdt><w:sdtContent>" * 5000 + para(run("x")) + "</w:sdtContent></w:sdt>" * 5000), "a.docx")
    read_or_refuse(docx("<w:sdt><w:sdtContent>" * 110 + para(run("x")) + "</w:sdtContent></w:sdt>" * 110), "a.docx")
    read_or_refuse(odt("<text:section>" * 240 + "<text:p>x</text:p>" + "</text:section>" * 240), "a.odt")
