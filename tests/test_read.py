"""Reading files, bytes and strings: encodings, errors, offsets."""

import codecs
import errno
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.errors import AlignerError, InputError
from aligner.read import document_from_bytes, document_from_text, read_document
from aligner.records import Document, Lang

RUSSIAN = (
    "Совместное заявление\n\nСтороны встретились в Токио. Они обсудили вопросы безопасности.\n\nПодписано в Москве."
)
ENGLISH = "Joint statement\n\n“The café is naïve,” he said – twice. It’s over…\n\nBack to Index"


def check(document: Document) -> None:
    """What holds for every document."""
    numbers = [number for paragraph in document.paragraphs for number in paragraph.sentences]
    assert numbers == list(range(len(document.sentences)))
    position = 0
    for number, paragraph in enumerate(document.paragraphs):
        assert paragraph.sentences
        assert paragraph.start == document.sentences[paragraph.sentences[0]].start
        assert paragraph.end == document.sentences[paragraph.sentences[-1]].end
        for sentence in (document.sentences[i] for i in paragraph.sentences):
            assert sentence.paragraph == number
            assert sentence.text == document.text[sentence.start : sentence.end] == sentence.text.strip() != ""
            assert not document.text[position : sentence.start].strip()
            position = sentence.end
    assert not document.text[position:].strip()


def sentences(document: Document) -> list[list[str]]:
    return [[document.sentences[i].text for i in paragraph.sentences] for paragraph in document.paragraphs]


def test_a_file(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(RUSSIAN, encoding="utf-8")
    document = read_document(path, "ru")
    check(document)
    assert document.lang == "ru"
    assert document.name == str(path)
    assert document.text == RUSSIAN
    assert document.notes == ()
    assert [paragraph.kind for paragraph in document.paragraphs] == ["heading", "text", "text"]
    assert sentences(document)[1] == ["Стороны встретились в Токио.", "Они обсудили вопросы безопасности."]
    assert read_document(str(path), "ru") == document


@pytest.mark.parametrize(
    ("text", "lang", "encoding", "note"),
    [
        (RUSSIAN, "ru", "utf-8", None),
        (RUSSIAN, "ru", "utf-8-sig", None),
        (RUSSIAN, "ru", "utf-16", "utf-16-le"),
        (RUSSIAN, "ru", "utf-16-le", "utf-16-le"),
        (RUSSIAN, "ru", "utf-16-be", "utf-16-be"),
        (RUSSIAN, "ru", "utf-32", "utf-32-le"),
        (RUSSIAN, "ru", "cp1251", "windows-1251"),
        (RUSSIAN, "ru", "koi8-r", "koi8-r"),
        (RUSSIAN, "ru", "cp866", "cp866"),
        (RUSSIAN, "ru", "iso8859-5", "iso-8859-5"),
        (RUSSIAN, "ru", "mac-cyrillic", "mac-cyrillic"),
        (RUSSIAN.upper(), "ru", "cp1251", "windows-1251"),
        (RUSSIAN.upper(), "ru", "koi8-r", "koi8-r"),
        (ENGLISH, "en", "cp1252", "windows-1252"),
        (ENGLISH, "en", "mac-roman", "mac-roman"),
        (ENGLISH, "en", "utf-16", "utf-16-le"),
        (ENGLISH, "en", "utf-16-be", "utf-16-be"),
        ("Plain ASCII.", "ru", "ascii", None),
    ],
)
def test_encodings(text: str, lang: Lang, encoding: str, note: str | None) -> None:
    document = document_from_bytes(text.encode(encoding), lang, name="a.txt")
    check(document)
    assert document.text == text
    assert document.notes == (() if note is None else (f"read as {note}",))


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r", "cp866", "iso8859-5"])
@pytest.mark.parametrize(
    "text",
    [
        "Привет, мир",
        "Подписано в Москве",
        "МОСКВА, 5 МАЯ",
        "«Да», — сказал он.",
        "Договор (1956 г.)",
        "UN и ООН в Токио",
    ],
)
def test_short_russian_texts(text: str, encoding: str) -> None:
    data = text.encode(encoding, "ignore")
    assert document_from_bytes(data, "ru", name="a").text == data.decode(encoding)


def test_curly_quotes_alone_are_windows() -> None:
    text = "“It’s done,” he said – and left…"
    document = document_from_bytes(text.encode("cp1252"), "en", name="a")
    assert document.text == text
    assert document.notes == ("read as windows-1252",)


def test_named_encoding() -> None:
    document = document_from_bytes(RUSSIAN.encode("koi8-r"), "ru", name="a.txt", encoding="KOI8-R")
    assert document.text == RUSSIAN
    assert document.notes == ()
    marked = document_from_bytes(codecs.BOM_UTF8 + b"Yes.", "en", name="a.txt", encoding="utf-8")
    assert marked.text == "Yes."


@pytest.mark.parametrize(
    ("data", "encoding", "words"),
    [
        (b"", None, ["a.txt", "no text"]),
        (b" \r\n\t \xc2\xa0", None, ["a.txt", "no text"]),
        (codecs.BOM_UTF8, None, ["a.txt", "no text"]),
        (b"some\x00thing odd", None, ["a.txt", "binary", "byte 4"]),
        (b"PK\x03\x04....", None, ["a.txt", "ZIP", ".txt"]),
        (b"%PDF-1.7", None, ["a.txt", "PDF"]),
        (b"\x89PNG\r\n", None, ["a.txt", "PNG"]),
        ("Да".encode("cp1251"), "utf-8", ["a.txt", "utf-8", "byte 0", "--encoding"]),
        (b"Tokyo \x98", "cp1251", ["a.txt", "cp1251", "byte 6", "--encoding"]),
        (b"Yes.", "no-such", ["a.txt", "no-such", "koi8-r"]),
        (b"Yes.", "hex", ["a.txt", "hex"]),
        (b"Yes.", "", ["a.txt"]),
        (b"Yes.", "a\x00b", ["a.txt"]),
        (codecs.BOM_UTF16_LE + b"abc", None, ["a.txt", "utf-16-le"]),
        (RUSSIAN.encode()[:-3] + b"\xff" + RUSSIAN.encode(), None, ["a.txt", "damaged UTF-8", "byte"]),
        (bytes(range(128, 256)), None, ["a.txt", "byte 0", "--encoding"]),
    ],
)
def test_bytes_that_cannot_be_read(data: bytes, encoding: str | None, words: list[str]) -> None:
    with pytest.raises(InputError) as caught:
        document_from_bytes(data, "ru", name="a.txt", encoding=encoding)
    message = str(caught.value)
    assert all(word in message for word in words), message
    assert "\n" not in message


def test_a_text_cut_inside_a_letter_is_damaged_at_that_byte() -> None:
    data = RUSSIAN.encode()[:-2]
    with pytest.raises(InputError, match=f"damaged UTF-8 at byte {len(data) - 1}"):
        document_from_bytes(data, "ru", name="a.txt")


def test_paths_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("A.", encoding="utf-8")
    paths: list[tuple[str | Path, str]] = [
        (tmp_path / "none.txt", "no such file"),
        (tmp_path, "folder"),
        (Path("/dev/null"), "device"),
        (tmp_path / ("x" * 300), "can't be read"),
        ("nul\x00.txt", "can't be read"),
        (tmp_path / "line\nbreak\ud800.txt", r"line\nbreak\ud800.txt"),
        (tmp_path / "a.txt" / "b.txt", "can't be read"),
    ]
    for path, words in paths:
        with pytest.raises(InputError) as caught:
            read_document(path, "en")
        assert words in str(caught.value)
        assert "\n" not in str(caught.value)
        assert str(caught.value).encode("utf-8")


def test_no_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_text("A.", encoding="utf-8")
    path.chmod(0)
    if os.geteuid() == 0:  # root may read everything

        def refuse(path: Path) -> bytes:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))

        monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(InputError, match="permission"):
        read_document(path, "en")


def test_unknown_suffix_is_read_as_text(tmp_path: Path) -> None:
    path = tmp_path / "statement.unknown"
    path.write_text("It is text.", encoding="utf-8")
    assert read_document(path, "en").text == "It is text."


def test_a_pipe() -> None:
    read_end, write_end = os.pipe()
    os.write(write_end, b"From a pipe. And so on.")
    os.close(write_end)
    try:
        assert len(read_document(f"/dev/fd/{read_end}", "en").sentences) == 2
    finally:
        os.close(read_end)


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
def test_presegmented(line_break: str) -> None:
    text = line_break.join(["One. Two.", "  three", "", "CHAPTER 1", "a\u2028b\x0cc", " ", "", "last"])
    document = document_from_text(text, "en", presegmented=True)
    check(document)
    assert sentences(document) == [["One. Two.", "three"], ["CHAPTER 1", "a\u2028b\x0cc"], ["last"]]
    assert {paragraph.kind for paragraph in document.paragraphs} == {"text"}


@pytest.mark.parametrize("presegmented", [False, True])
def test_blank_text(presegmented: bool) -> None:
    with pytest.raises(InputError, match="mine: there is no text"):
        document_from_text("\n \n", "en", name="mine", presegmented=presegmented)


def test_a_heading_is_one_sentence() -> None:
    document = document_from_text("Chapter 5. The U.S. Congress\n\nIt met. It voted.", "en")
    assert sentences(document) == [["Chapter 5. The U.S. Congress"], ["It met.", "It voted."]]


def test_an_item_keeps_its_marker_and_is_split() -> None:
    document = document_from_text("1. Both sides met. They agreed.\n2. Nothing else.", "en")
    assert sentences(document) == [["1. Both sides met.", "They agreed."], ["2. Nothing else."]]


LANGS = st.sampled_from(["en", "ru"])
LINES = st.lists(st.text(st.characters(), max_size=60) | st.sampled_from(["", "Он пришёл. Она ушла.", "1. One. Two."]))


@settings(max_examples=200, deadline=None, derandomize=True)
@given(LINES.map("\n".join), LANGS, st.booleans())
def test_any_text(text: str, lang: Lang, presegmented: bool) -> None:
    try:
        document = document_from_text(text, lang, presegmented=presegmented)
    except InputError:
        assert not text.strip()
        return
    check(document)
    assert document.text == text


CODECS = [None, "utf-8", "cp1251", "utf-16", "utf-7", "idna", "punycode", "rot13", "undefined", "mbcs"]


@settings(max_examples=200, deadline=None, derandomize=True)
@given(
    st.binary(max_size=200) | st.text(max_size=80).map(lambda s: s.encode("utf-8", "surrogatepass")),
    LANGS,
    st.sampled_from(CODECS),
)
def test_any_bytes(data: bytes, lang: Lang, encoding: str | None) -> None:
    try:
        check(document_from_bytes(data, lang, name="any", encoding=encoding))
    except AlignerError as error:
        assert str(error).startswith("any: ")
        assert "\n" not in str(error)


WORDS = st.sampled_from("договор стороны и в на Москва встреча министр безопасность мира решение год после".split())


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.lists(WORDS, min_size=4, max_size=40), st.sampled_from(["cp1251", "koi8-r", "cp866", "iso8859-5"]))
def test_russian_is_told_in_any_encoding(words: list[str], encoding: str) -> None:
    text = " ".join(["Договор", *words])
    assert document_from_bytes(text.encode(encoding), "ru", name="a").text == text
