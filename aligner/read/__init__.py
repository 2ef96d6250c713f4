"""Reads the two sides: a path, bytes or a string becomes a `Document`.

Formats are told by suffix, in `aligner.formats`; a file of an unknown suffix is read as plain text if it is text.
"""

import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from aligner.errors import InputError
from aligner.formats import by_suffix
from aligner.read.extract import Extract, to_document
from aligner.read.text import extract_lines, extract_text, read_text
from aligner.records import Document, Lang

__all__ = ["document_from_bytes", "document_from_text", "read_document"]


class Reader(Protocol):
    """Turns the bytes of a file of one format into text and paragraphs."""

    def __call__(self, data: bytes, lang: Lang, *, name: str, encoding: str | None, presegmented: bool) -> Extract: ...


# What a file that is not plain text looks like, by its first bytes and by its suffix.
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "a ZIP archive or an office document (DOCX, XLSX, ODT, EPUB)"),
    (b"%PDF", "a PDF"),
    (b"{\\rtf", "an RTF document"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Word, Excel or PowerPoint file"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"PAR1", "a Parquet file"),
)
_NOT_PLAIN: Mapping[str, str] = {
    ".html": "a web page",
    ".htm": "a web page",
    ".xhtml": "a web page",
    ".docx": "a Word document",
    ".doc": "an old Word document",
    ".odt": "an OpenDocument text",
    ".rtf": "an RTF document",
    ".epub": "an EPUB book",
    ".pdf": "a PDF",
    ".xlsx": "an Excel workbook",
    ".xls": "an old Excel workbook",
    ".tmx": "a TMX translation memory",
    ".xliff": "an XLIFF file",
    ".xlf": "an XLIFF file",
    ".srt": "subtitles",
}


def read_document(path: str | Path, lang: Lang, *, encoding: str | None = None, presegmented: bool = False) -> Document:
    """Read one side of an alignment from a file.

    Parameters
    ----------
    path
        A plain text file; the format is told by the suffix.
    lang
        Its language, "en" or "ru".
    encoding
        The name of its encoding; told from the bytes if not given.
    presegmented
        Every line is a sentence, kept as it is; a blank line is a paragraph break.

    Returns
    -------
    Document
        Named by `path` as given, with the encoding in `notes` unless it is UTF-8.

    Raises
    ------
    InputError
        The file is missing, can't be read, is empty, is not text, or its encoding can't be told.
    """
    path = Path(path)
    name = _printable(str(path))
    data = _bytes(path, name)
    return document_from_bytes(data, lang, name=name, encoding=encoding, presegmented=presegmented)


def document_from_bytes(
    data: bytes, lang: Lang, *, name: str, encoding: str | None = None, presegmented: bool = False
) -> Document:
    """Read one side from bytes (standard input); `name` is for messages, and its suffix tells the format.

    Raises
    ------
    InputError
        As `read_document`.
    """
    suffix = Path(name).suffix.lower()
    format = by_suffix(suffix, "text")
    reader: Reader = format.function("text") if format else read_text
    if reader is read_text:
        _refuse_binary(data, name, suffix)
    extract = reader(data, lang, name=name, encoding=encoding, presegmented=presegmented)
    return to_document(extract, lang, name=name)


def document_from_text(text: str, lang: Lang, *, name: str = "text", presegmented: bool = False) -> Document:
    """Split a string into paragraphs and sentences.

    Raises
    ------
    InputError
        It is empty or blank.
    """
    return to_document(extract_lines(text) if presegmented else extract_text(text), lang, name=name)


def _bytes(path: Path, name: str) -> bytes:
    """Read a regular file or a pipe, or say in one line why not."""
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise InputError(f"{name}: is a folder; give a file")
        if not stat.S_ISREG(mode) and not stat.S_ISFIFO(mode):
            raise InputError(f"{name}: is a device, not a file; give a file")
        return path.read_bytes()
    except FileNotFoundError:
        raise InputError(f"{name}: no such file; check the path") from None
    except PermissionError:
        raise InputError(f"{name}: no permission to read it; change its permissions or copy it") from None
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        reason = getattr(error, "strerror", None) or error
        raise InputError(f"{name}: can't be read ({reason})") from None


def _refuse_binary(data: bytes, name: str, suffix: str) -> None:
    """Refuse what is known not to be plain text, by its first bytes, then by its suffix."""
    looks = next((what for magic, what in _MAGIC if data.startswith(magic)), _NOT_PLAIN.get(suffix))
    if looks:
        raise InputError(f"{name}: looks like {looks}, not plain text; save its text as a .txt file in UTF-8")


def _printable(name: str) -> str:
    """Return a file name that can be printed on one line in UTF-8."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape", "surrogatepass").decode("ascii") for c in name)
