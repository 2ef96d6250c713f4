"""TMX 1.4b, the translation memory that CAT tools import.

A unit (`tu`) for each pair or linked bead. What has no counterpart is left out, since a memory holds translations,
and so is what a reviewer has rejected, since it would come back as a suggestion; the notes say how much. Where a
reviewer has corrected a text, the segment is the corrected one, and what was read stands in a property. A passage that
was moved is a unit at the end: a memory has no order.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from aligner.layout import flat
from aligner.records import Lang
from aligner.table import kinds
from aligner.write.files import Rendered
from aligner.write.remarks import LOCALES, remarks, review_time
from aligner.write.units import Unit, set_aside, translations, unusable, usable, written
from aligner.write.xml import LANG, illegal, legal, to_bytes

if TYPE_CHECKING:
    from lxml.etree import _Element

    from aligner.alignment import Alignment

_LONGEST = 2000  # characters that RWS Cloud takes in a segment


def render(alignment: Alignment, level: str, *, source: Lang = "en", locales: Mapping[Lang, str] = LOCALES) -> Rendered:
    """The translation memory.

    Parameters
    ----------
    level
        "paragraph" or "sentence"; OmegaT matches 2-1 beads only with its sentence segmentation off.
    source
        The side that was translated.
    locales
        Language tags of the two sides.
    """
    from lxml import etree

    root = etree.Element("tmx", version="1.4")
    header = {
        "creationtool": "aligner",
        "creationtoolversion": alignment.version,
        "segtype": level,
        "o-tmf": "aligner",
        "adminlang": "en-US",
        "srclang": locales[source],
        "datatype": "plaintext",
    }
    etree.SubElement(root, "header", {key: legal(value) for key, value in header.items()})
    body = etree.SubElement(root, "body")
    found = translations(alignment, level)
    kept = usable(found)
    document = f"{alignment.en.name} / {alignment.ru.name}"
    order: tuple[Lang, ...] = ("en", "ru") if source == "en" else ("ru", "en")
    for number, unit in enumerate(kept, 1):
        tu = etree.SubElement(body, "tu", {"tuid": f"{number}", **_changed(unit)})
        for remark in remarks(unit):
            etree.SubElement(tu, "note").text = legal(remark.text)
        for kind, value in _properties(unit, document):
            etree.SubElement(tu, "prop", type=kind).text = legal(value)
        for lang in order:
            tuv = etree.SubElement(tu, "tuv", {LANG: locales[lang]})
            etree.SubElement(tuv, "seg").text = legal(flat(unit.text(lang)))
    notes = [*unusable(found, "TMX"), *set_aside(alignment), *illegal(written(kept)), *_long(body)]
    return Rendered(to_bytes(root, doctype='<!DOCTYPE tmx SYSTEM "tmx14.dtd">'), tuple(notes))


def _changed(unit: Unit) -> dict[str, str]:
    """When a reviewer looked at it, and who."""
    time = review_time(unit)
    who = legal(unit.review.reviewer) if unit.review else ""
    return ({"changedate": f"{time:%Y%m%dT%H%M%SZ}"} if time else {}) | ({"changeid": who} if who else {})


def _properties(unit: Unit, document: str) -> Iterator[tuple[str, str]]:
    if not math.isnan(unit.confidence):
        yield "x-score", f"{unit.confidence:.4f}"
    yield "x-bead", kinds(unit.beads)
    yield "x-status", unit.status
    yield "x-document", document
    for name, text in (("x-read-en", unit.read_en), ("x-read-ru", unit.read_ru)):
        if text is not None:
            yield name, flat(text)


def _long(body: _Element) -> Iterator[str]:
    longest = max((len(segment.text or "") for segment in body.iter("seg")), default=0)
    if longest > _LONGEST:
        yield f"the longest segment has {longest:,} characters; some tools stop at {_LONGEST:,}"
