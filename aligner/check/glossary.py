"""Reads a glossary, as translators keep it: a table in text or in Excel, or a term base.

A table has the English term, the required Russian renderings and the forbidden ones in its first three columns;
several are separated by "|". A first row of headings is passed over, and so is a line that begins with "#".
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from aligner.check.phrases import alternatives, words
from aligner.check.terms import Glossary, Term
from aligner.errors import FormatError, InputError

if TYPE_CHECKING:
    from lxml.etree import _Element

    from aligner.parallel.columns import Row

_DEPRECATED = frozenset(["deprecatedTerm-admn-sts", "deprecatedTerm", "supersededTerm-admn-sts", "supersededTerm"])
_LATIN, _CYRILLIC = re.compile("[A-Za-z]"), re.compile("[А-Яа-яЁё]")
_EXPECTED = "expected English term, tab, Russian renderings separated by |"


def read_glossary(path: str | PathLike[str]) -> Glossary:
    """Read a glossary: XLSX, CSV and TBX by their extension, else a table of tabs.

    Raises
    ------
    InputError
        If there is no such file, or its encoding can't be told.
    FormatError
        If it is not well-formed, has no terms, or a line has no English term or no Russian rendering.
    """
    path = Path(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}; give the glossary as a .tsv, .csv, .xlsx or .tbx file") from None
    suffix = path.suffix.lower()
    if suffix == ".tbx":
        terms = tuple(_tbx(data, path))
    else:
        rows = _sheet(path) if suffix in (".xlsx", ".xlsm") else _lines(_text(data, path), comma=suffix == ".csv")
        terms = tuple(_terms(rows, path))
    if not terms:
        raise FormatError(f"{path}: no terms; {_EXPECTED}")
    return Glossary(terms)


def _text(data: bytes, path: Path) -> str:
    from aligner.read.encoding import decode

    try:
        return decode(data, "ru", name=str(path))[0]
    except InputError:
        raise InputError(f"{path}: its encoding can't be told; save the glossary as UTF-8") from None


def _lines(text: str, *, comma: bool) -> Iterator[Row]:
    """Rows of a table in text; Excel separates by semicolons where decimals have a comma."""
    lines = text.splitlines()
    if not comma:
        return ((number, line.split("\t")) for number, line in enumerate(lines, 1))
    delimiter = ";" if text.count(";") > text.count(",") else ","
    return ((number, next(csv.reader([line], delimiter=delimiter), [])) for number, line in enumerate(lines, 1))


def _sheet(path: Path) -> Iterator[Row]:
    """The rows of the first sheet that has some."""
    from aligner.parallel.xlsx import sheets

    return iter(next(filter(None, sheets(path)), []))


def _terms(rows: Iterator[Row], path: Path) -> Iterator[Term]:
    first = True
    for number, row in rows:
        cells = [*(cell.strip() for cell in row), "", "", ""]
        if not any(cells) or cells[0].startswith("#"):
            continue
        heading, first = first and _is_heading(cells), False
        if heading:
            continue
        required, forbidden = alternatives(cells[1]), alternatives(cells[2])
        if not words(cells[0]) or not (required or forbidden):
            raise FormatError(f"{path}:{number}: {_EXPECTED}")
        if _CYRILLIC.search(cells[0]) and not _LATIN.search(cells[0]):
            raise FormatError(f"{path}:{number}: the English term comes first, then the Russian renderings")
        yield Term(cells[0], tuple(required), tuple(forbidden))


def _is_heading(cells: list[str]) -> bool:
    """Such as "English", "Russian" or «Английский», «Русский»: one alphabet where a term has both."""
    together = "".join(cells[:2])
    return bool(cells[0] and cells[1]) and bool(_LATIN.search(together)) != bool(_CYRILLIC.search(together))


def _tbx(data: bytes, path: Path) -> Iterator[Term]:
    """Concepts with terms of both languages; deprecated Russian terms are forbidden."""
    from lxml import etree

    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        raise FormatError(f"{path}: not well-formed XML: {error}; export the glossary as TBX") from None
    for concept in root.iter("{*}termEntry", "{*}conceptEntry"):
        en, ru = _of_language(concept, "en"), _of_language(concept, "ru")
        required = tuple(text for text, deprecated in ru if not deprecated)
        forbidden = tuple(text for text, deprecated in ru if deprecated)
        for text, deprecated in en:
            if not deprecated and ru and words(text):
                yield Term(text, required, forbidden)


def _of_language(concept: _Element, lang: str) -> list[tuple[str, bool]]:
    """(term, whether it is deprecated) of a concept in one language."""
    found = []
    for section in concept.iter("{*}langSet", "{*}langSec"):
        name = section.get("{http://www.w3.org/XML/1998/namespace}lang") or section.get("lang") or ""
        if name.lower().split("-")[0] != lang:
            continue
        for group in section.iter("{*}tig", "{*}ntig", "{*}termSec"):
            notes = {(note.text or "").strip() for note in group.iter("{*}termNote")}
            texts = (" ".join("".join(map(str, term.itertext())).split()) for term in group.iter("{*}term"))
            found += [(text, bool(notes & _DEPRECATED)) for text in texts if text]
    return found
