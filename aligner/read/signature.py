"""Which format a file is in: by its suffix, or by what it begins with."""

import io
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path

from aligner.errors import InputError
from aligner.formats import TABLE, Format, by_suffix, having

PLAIN = "text"  # the name of the format of plain text

SQLITE = b"SQLite format 3\x00"  # how its databases begin
# What a file is that no reader takes, by its first bytes and by its suffix.
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "a ZIP archive"),
    (b"{\\rtf", "an RTF document"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Word, Excel or PowerPoint file, or one with a password"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive"),
    (b"\x7fELF", "a program"),
    (SQLITE, "an SQLite database"),
)
_NOT_READ: Mapping[str, str] = {
    ".doc": "an old Word document",
    ".rtf": "an RTF document",
    ".xls": "an old Excel workbook",
    ".fb2": "a FictionBook",
    ".djvu": "scanned pages",
    ".pptx": "a presentation",
}
_INSIDE = (  # a part of an archive → the format
    ("word/document.xml", "docx"),
    ("META-INF/container.xml", "epub"),
    ("xl/workbook.xml", "xlsx"),
    ("content.xml", "odt"),
)
_LOOKS = (  # beginning of a text → the format
    (
        re.compile(
            rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype html|html)\b", re.I | re.S
        ),
        "html",
    ),
    (re.compile(rb"(?:\xef\xbb\xbf)?\s*\d+\s*\n\s*\d\d:\d\d:\d\d[,.]\d{1,3}\s*-->"), "subtitles"),
    (re.compile(rb"(?:\xef\xbb\xbf)?WEBVTT\b"), "subtitles"),
)
_SEEN = 4096  # bytes at the beginning of a text that are looked at


def format_of(data: bytes, *, name: str) -> Format:
    """The format in which one side of a translation is read.

    Raises
    ------
    InputError
        It is known not to be the text of one language.
    """
    suffix = Path(name).suffix.lower()
    format = by_suffix(suffix, "text")
    if format is not None and format.name != PLAIN:
        return format
    looks = by_content(data)
    if format is None and suffix in _NOT_READ:
        raise InputError(f"{name}: looks like {_NOT_READ[suffix]}; save it as .docx, .odt or .txt first")
    if (format is None and by_suffix(suffix, "pairs")) or (looks and not looks.text):
        raise InputError(f"{name}: holds texts with their translations; give it alone to check, report or export")
    if looks and format:
        raise InputError(f"{name}: looks like {looks.noun}, not plain text; name it {Path(name).stem}{looks.suffix}")
    what = next((what for magic, what in _MAGIC if data.startswith(magic)), None)
    if what and not looks:
        raise InputError(f"{name}: looks like {what}, not plain text; save its text as a .txt file in UTF-8")
    return looks or format or next(format for format in having("text") if format.name == PLAIN)


def by_content(data: bytes) -> Format | None:
    """The format that shows by itself; None for plain text and all else."""
    return next((format for format in TABLE if format.name == _shows(data)), None)


def _shows(data: bytes) -> str | None:
    if data.startswith(b"%PDF"):
        return "pdf"
    if data.startswith(b"PAR1"):
        return "parquet"
    if data.startswith(b"PK\x03\x04"):
        try:
            names = set(zipfile.ZipFile(io.BytesIO(data)).namelist())
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
            return None
        return next((format for part, format in _INSIDE if part in names), None)
    return next((format for looks, format in _LOOKS if looks.match(data[:_SEEN])), None)
