"""Reads texts that are paired already, in any format that holds pairs, as an alignment: to check, review, convert."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING

import aligner
from aligner.arguments import a_path
from aligner.errors import FormatError, InputError
from aligner.formats import TABLE, by_suffix, having
from aligner.language import check_languages, cyrillic_share
from aligner.pairs import pairs
from aligner.parallel import guarded, open_pairs
from aligner.parallel.units import Flaw, Found, Given, Unit
from aligner.read import printable, read_bytes, refuse_address
from aligner.read.signature import by_content
from aligner.saved import parse_alignment
from aligner.unit_pairs import alignment_of

if TYPE_CHECKING:
    from aligner.alignment import Alignment
    from aligner.records import Bead, Document

_SAVED = re.compile(rb'\s*\{"schema"|\s*\{[^\n]*"schema":')
_ROOT = re.compile(rb"<(?:[\w.-]+:)?(tmx|xliff)\b")
_SEEN = 4096  # bytes at the beginning that are looked at
_MORE = {".gz", ".txt"}  # suffixes of pairs besides those in the table
_SUFFIXES = {suffix for format in TABLE for suffix in format.suffixes + format.also} | _MORE
_SURROGATES = re.compile("[\ud800-\udfff]")


def read_alignment(path: str | PathLike[str]) -> Alignment:
    """Read an alignment: one that was saved as JSONL, equal to what it was, or texts that are paired already.

    These are TMX, XLIFF, tables of two columns (TSV, CSV, XLSX, Parquet, DOCX), lines of JSON, Moses pairs and ladders
    of hunalign. Units become pairs; `aligner.unit_pairs` says what their beads are. Columns and languages that are the
    wrong way round are put right; the notes of the English document say that, and what was left out.

    Raises
    ------
    InputError
        The file can't be read, or holds no pair of an English and a Russian text.
    FormatError
        Its format is not known, or holds no pairs; or it is damaged, with the line.
    """
    name = fspath(a_path(path, "path"))
    refuse_address(name)
    suffix = Path(name).suffix.lower()
    if suffix != ".jsonl" and suffix in _SUFFIXES:
        _refuse_other(name, suffix)
        return _alignment(*open_pairs(Path(name)))
    return parse(read_bytes(name), name=printable(name))


def parse(data: bytes, *, name: str) -> Alignment:
    """As `read_alignment`, from the bytes of a file of which `name` is for messages; its format shows by itself."""
    if _SAVED.match(data[: 10 * _SEEN]):
        return parse_alignment(data, name=name)
    format = _format_of(data, name)
    if format is None:
        return parse_alignment(data, name=name)  # says what is wrong
    found: Found = next(f for f in having("pairs") if f.name == format).function("pairs")(Given(name, data))
    return _alignment(name, guarded(name, found))


def with_beads(en: Document, ru: Document, beads: Sequence[Bead], *, name: str) -> Alignment:
    """Two documents with a ladder that links their sentences; `name` is that of its file.

    Raises
    ------
    FormatError
        It holds other sentences than the documents, or crosses itself.
    """
    from aligner.alignment import Alignment

    check_languages(en, ru)
    single = [one for bead in beads for one in _singly(bead)]
    for document, numbers in (
        (en, [n for bead in single for n in bead.en]),
        (ru, [n for bead in single for n in bead.ru]),
    ):
        if len(numbers) != len(document.sentences):
            raise FormatError(
                f"{name}: links {len(numbers)} sentences of {document.name}, which has {len(document.sentences)}; "
                "give the files of sentences that it was made from"
            )
    try:
        found = tuple(pairs(en, ru, single))
    except ValueError as error:
        raise FormatError(f"{name}: its links cross, or are not in the order of the sentences") from error
    return Alignment(en, ru, found, "", aligner.__version__, {"presegmented": True, "beads": name})


def _singly(bead: Bead) -> Iterator[Bead]:
    """A null of several sentences is a null for each."""
    if not bead.is_null:
        yield bead
    else:
        yield from (replace(bead, en=range(i, i + 1)) for i in bead.en)
        yield from (replace(bead, ru=range(j, j + 1)) for j in bead.ru)


def _refuse_other(name: str, suffix: str) -> None:
    """Refuse formats that hold no pairs."""
    if suffix == ".beads":
        raise FormatError(
            f"{name}: holds only numbers; give its sentences, too: aligner align EN.sents RU.sents --beads {name}, "
            "in Python aligner.paired.with_beads"
        )
    if not by_suffix(suffix, "pairs") and by_suffix(suffix, "writer"):
        raise FormatError(f"{name}: {suffix} is only written; to go on with an alignment, save it as .jsonl, too")
    if not by_suffix(suffix, "pairs") and suffix not in _MORE:
        raise FormatError(f"{name}: holds no pairs of texts; give the English text and the Russian one")


def _format_of(data: bytes, name: str) -> str | None:
    """The name of a format of pairs that shows; None for none."""
    head = data[:_SEEN].replace(b"\0", b"")
    shown = by_content(data)
    if shown is not None:
        if not shown.pairs:
            raise FormatError(f"{name}: looks like {shown.noun}, which holds no pairs; give two texts")
        return shown.name
    if root := _ROOT.search(head):
        return root[1].decode()
    if head.lstrip().startswith(b"{"):
        return "jsonl"
    return "tsv" if b"\t" in head.partition(b"\n")[0] else None


def _alignment(name: str, found: Found) -> Alignment:
    units: list[Unit] = []
    flaws: list[Flaw] = []
    for item in found:
        if isinstance(item, Flaw):
            flaws.append(item)
        elif _SURROGATES.search(item.en + item.ru):
            raise InputError(f"{name}:{item.line}: not UTF-8; save the file as UTF-8")
        elif item.en.strip() or item.ru.strip():
            units.append(item)
    if not any(unit.en.strip() and unit.ru.strip() for unit in units):
        why = f"; line {flaws[0].line}: {flaws[0].why}" if flaws else ""
        raise InputError(f"{name}: no English text with its Russian one{why}")
    notes = []
    if _are_swapped(units):
        units = [_swapped(unit) for unit in units]
        notes.append("English and Russian stood the wrong way round; put right")
    if flaws:
        notes.append(f"{len(flaws)} places without texts left out, the first in line {flaws[0].line}: {flaws[0].why}")
    unread = sorted({column for unit in units for column in unit.unread})
    if "findings" in unread:
        unread.remove("findings")
        notes.append("the findings in it are left out; check it again")
    if unread:
        notes.append(f"not taken from the lines: {', '.join(unread)}")
    alignment = alignment_of(units, name=name, notes=notes)
    check_languages(alignment.en, alignment.ru)
    return alignment


def _are_swapped(units: Sequence[Unit]) -> bool:
    """Whether English is mostly in Cyrillic letters, and Russian in Latin ones."""
    both = [(cyrillic_share(unit.en), cyrillic_share(unit.ru)) for unit in units if unit.en and unit.ru]
    swapped = sum(en is not None and ru is not None and en > 0.5 > ru for en, ru in both)
    return swapped > len(both) / 2


def _swapped(unit: Unit) -> Unit:
    return replace(unit, en=unit.ru, ru=unit.en, sizes=unit.sizes and unit.sizes[::-1])
