"""Reads the two sides: a path, bytes or a string becomes a `Document`.

Formats are told by suffix, in `aligner.formats`; where that tells nothing, by what the file begins with; a file of an
unknown suffix is read as plain text if it is text.
"""

import re
import stat
from pathlib import Path
from typing import Protocol

from aligner.arguments import a_language, a_path
from aligner.errors import InputError
from aligner.read.extract import Extract, to_document
from aligner.read.signature import PLAIN, format_of
from aligner.read.text import extract_lines, extract_text, read_lines
from aligner.records import Document, Lang

__all__ = ["document_from_bytes", "document_from_text", "printable", "read_bytes", "read_document", "refuse_address"]

_ADDRESS = re.compile(r"(?:https?|ftp)://?", re.IGNORECASE)  # a Path has one of the two slashes


class Reader(Protocol):
    """Turns the bytes of a file of one format into text and paragraphs."""

    def __call__(self, data: bytes, lang: Lang, *, name: str, encoding: str | None) -> Extract: ...


def read_document(path: str | Path, lang: Lang, *, encoding: str | None = None, presegmented: bool = False) -> Document:
    """Read one side of an alignment from a file.

    Parameters
    ----------
    path
        A file of a format that `aligner formats` lists as a text.
    lang
        Its language, "en" or "ru".
    encoding
        The name of its encoding, where the format leaves that open; told from the bytes if not given.
    presegmented
        It is plain text; every line is a sentence, kept as it is; a blank line is a paragraph break.

    Returns
    -------
    Document
        Named by `path` as given; `notes` say the encoding unless it is UTF-8, and what was left out.

    Raises
    ------
    InputError
        The file is missing, can't be read, is empty, has no text, is damaged, or its encoding can't be told.
    """
    name = printable(str(path))
    data = read_bytes(a_path(path, "path"))
    return document_from_bytes(data, a_language(lang, "lang"), name=name, encoding=encoding, presegmented=presegmented)


def document_from_bytes(
    data: bytes, lang: Lang, *, name: str, encoding: str | None = None, presegmented: bool = False
) -> Document:
    """Read one side from bytes (standard input); `name` is for messages, and its suffix tells the format, if any.

    Raises
    ------
    InputError
        As `read_document`.
    """
    format = format_of(data, name=name)
    if presegmented and format.name != PLAIN:
        raise InputError(
            f"{name}: {format.noun}, but --presegmented takes plain text with one sentence per line "
            "(so does presegmented=True)"
        )
    reader: Reader = read_lines if presegmented else format.function("text")
    return to_document(reader(data, lang, name=name, encoding=encoding), lang, name=name)


def document_from_text(text: str, lang: Lang, *, name: str = "text", presegmented: bool = False) -> Document:
    """Split a string into paragraphs and sentences.

    Raises
    ------
    InputError
        It is empty or blank.
    """
    return to_document(extract_lines(text) if presegmented else extract_text(text), lang, name=name)


def read_bytes(path: str | Path) -> bytes:
    """The bytes of a regular file or a pipe; InputError, in one line, where they can't be had."""
    refuse_address(path)
    name, path = printable(str(path)), Path(path)
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


def refuse_address(path: str | Path) -> None:
    """Raise InputError for an address of the web: nothing is fetched."""
    if _ADDRESS.match(str(path)):
        raise InputError(f"{printable(str(path))}: nothing is fetched from the network; download it and give the file")


def printable(name: str) -> str:
    """Return a file name that can be printed on one line in UTF-8."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape", "surrogatepass").decode("ascii") for c in name)
