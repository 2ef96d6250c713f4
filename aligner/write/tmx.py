"""TMX 1.4b, the translation memory exchange format (LISA/GALA, 2005).

The level decides the segments: a unit per pair of paragraphs, or a unit per linked bead. Passages that were moved
stand at the end, with "moved" for their bead: whole, or link by link. What has no
counterpart is left out, and so are characters that XML can't hold; the notes say how much.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from aligner.layout import flat
from aligner.pairs import is_doubtful
from aligner.records import Bead, Pair
from aligner.table import kinds, span_text
from aligner.write.files import Rendered

if TYPE_CHECKING:
    from aligner.alignment import Alignment

_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LONGEST = 2000  # characters that RWS Cloud takes in a segment


class _Unit(NamedTuple):
    en: str
    ru: str
    item: Pair | Bead
    beads: str


def render(
    alignment: Alignment,
    level: str,
    *,
    created: datetime | None = None,
    locales: tuple[str, str] = ("en-US", "ru-RU"),
) -> Rendered:
    """The translation memory.

    Parameters
    ----------
    level
        "paragraph" or "sentence"; OmegaT matches 2-1 beads only with its sentence segmentation off.
    created
        Creation date of the memory; now by default.
    locales
        Language tags of the two sides.
    """
    from lxml import etree

    document = f"{alignment.en.name} / {alignment.ru.name}"
    root = etree.Element("tmx", version="1.4")
    header = {
        "creationtool": "aligner",
        "creationtoolversion": alignment.version,
        "segtype": level,
        "o-tmf": "aligner",
        "adminlang": "en-US",
        "srclang": locales[0],
        "datatype": "plaintext",
        "creationdate": (created or datetime.now(UTC)).astimezone(UTC).strftime("%Y%m%dT%H%M%SZ"),
    }
    etree.SubElement(root, "header", {key: _legal(value) for key, value in header.items()})
    body = etree.SubElement(root, "body")
    units = list(_units(alignment, level))
    for number, unit in enumerate((unit for unit in units if unit.en and unit.ru), 1):
        tu = etree.SubElement(body, "tu", tuid=str(number))
        for finding in unit.item.findings if isinstance(unit.item, Pair) else ():
            note = f"{finding.severity} {finding.check}: {finding.message}"
            etree.SubElement(tu, "note").text = _legal(note)
        properties = {
            "x-score": f"{unit.item.confidence:.4f}",
            "x-bead": unit.beads,
            "x-status": "doubtful" if is_doubtful(unit.item) else "aligned",
            "x-document": document,
        }
        for kind, value in properties.items():
            etree.SubElement(tu, "prop", type=kind).text = _legal(value)
        for locale, text in zip(locales, (unit.en, unit.ru), strict=True):
            tuv = etree.SubElement(tu, "tuv", {"{http://www.w3.org/XML/1998/namespace}lang": locale})
            etree.SubElement(tuv, "seg").text = text
    data = etree.tostring(
        root,
        encoding="UTF-8",
        xml_declaration=True,
        pretty_print=True,
        doctype='<!DOCTYPE tmx SYSTEM "tmx14.dtd">',
    )
    return Rendered(data, tuple(_notes(alignment, level, units)))


def _units(alignment: Alignment, level: str) -> Iterator[_Unit]:
    """One for each pair or bead, "" for the side that is missing; then the moved links."""
    elsewhere = _sentences(alignment.moved)
    for pair in alignment.pairs:
        if level == "paragraph":
            if not (pair.is_unpaired and _sentences(pair.beads) <= elsewhere):
                yield _Unit(_legal(flat(pair.en)), _legal(flat(pair.ru)), pair, kinds(pair.beads))
            continue
        for bead in pair.beads:
            if not (bead.is_null and _sentences([bead]) <= elsewhere):
                yield _unit(alignment, bead)
    for bead in alignment.moved if level == "sentence" else _passages(alignment.moved):
        yield _unit(alignment, bead)


def _unit(alignment: Alignment, bead: Bead) -> _Unit:
    en, ru = span_text(alignment.en, bead.en), span_text(alignment.ru, bead.ru)
    return _Unit(_legal(en), _legal(ru), bead, bead.kind)


def _sentences(beads: Iterable[Bead]) -> set[tuple[str, int]]:
    return {("en", i) for bead in beads for i in bead.en} | {("ru", j) for bead in beads for j in bead.ru}


def _passages(moved: Iterable[Bead]) -> list[Bead]:
    """Moved links that follow one another on both sides, as one."""
    found: list[Bead] = []
    for bead in moved:
        last = found[-1] if found else None
        if last and (last.en.stop, last.ru.stop) == (bead.en.start, bead.ru.start):
            en, ru = range(last.en.start, bead.en.stop), range(last.ru.start, bead.ru.stop)
            sure = min(last.confidence, bead.confidence)
            found[-1] = Bead(en, ru, last.score + bead.score, sure, moved=True)
        else:
            found.append(bead)
    return found


def _notes(alignment: Alignment, level: str, units: list[_Unit]) -> Iterator[str]:
    alone = sum(not unit.en or not unit.ru for unit in units)
    if alone:
        yield f"{alone} of {len(units)} units have no counterpart and are left out: TMX holds only pairs"
    stripped = sum(len(_ILLEGAL.findall(document.text)) for document in (alignment.en, alignment.ru))
    if stripped:
        yield f"{stripped} control characters that XML can't hold were left out"
    longest = max((len(text) for unit in units if unit.en and unit.ru for text in unit[:2]), default=0)
    if longest > _LONGEST:
        yield f"the longest segment has {longest:,} characters; some tools stop at {_LONGEST:,}"


def _legal(text: str) -> str:
    return _ILLEGAL.sub("", text)
