"""XLIFF 2.1 and 1.2: what CAT tools open to go on with a translation.

A unit for each pair or linked bead. Its state says how far it is: final if a reviewer has approved it, else
translated, and what wants another look says so (1.2: `needs-review-translation`; 2.1: a `subState`). The findings of
the checks and what reviewers say are notes. Where a reviewer has corrected a text, the corrected one is the segment;
what was read stands in an `alt-trans` (1.2) or in a note (2.1).

What only the source has is a unit without target. What only the translation has can't be held: it is left out, and the
notes say how much. A passage that was moved is a unit at the end.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from aligner.layout import flat
from aligner.records import Lang
from aligner.table import kinds
from aligner.write.files import Rendered
from aligner.write.remarks import ANYONE, LOCALES, Remark, remarks
from aligner.write.units import Unit, set_aside, translations, written
from aligner.write.xml import LANG, SPACE, illegal, legal, to_bytes

if TYPE_CHECKING:
    from lxml.etree import _Element

    from aligner.alignment import Alignment

_CORE_1 = "urn:oasis:names:tc:xliff:document:1.2"
_CORE_2 = "urn:oasis:names:tc:xliff:document:2.0"  # of 2.1, too
_NAMES_1: dict[Any, str] = {None: _CORE_1}
_METADATA = "urn:oasis:names:tc:xliff:metadata:2.0"
_NAMES_2: dict[Any, str] = {None: _CORE_2, "mda": _METADATA}


def render(alignment: Alignment, level: str, *, source: Lang = "en", locales: Mapping[Lang, str] = LOCALES) -> Rendered:
    """XLIFF 2.1; `source` is the side that was translated, `locales` are the language tags of both."""
    from lxml import etree

    target: Lang = "ru" if source == "en" else "en"
    units, notes = _content(alignment, level, source)
    attributes = {"version": "2.1", "srcLang": locales[source], "trgLang": locales[target]}
    root = etree.Element(f"{{{_CORE_2}}}xliff", attributes, nsmap=_NAMES_2)
    file = _add(root, "file", id="f1", original=_name(alignment, source))
    for number, unit in enumerate(units, 1):
        node = _add(file, "unit", id=f"{number}", name=unit.label)
        node.set(SPACE, "preserve")
        group = etree.SubElement(etree.SubElement(node, f"{{{_METADATA}}}metadata"), f"{{{_METADATA}}}metaGroup")
        for kind, value in _facts(unit):
            etree.SubElement(group, f"{{{_METADATA}}}meta", type=kind).text = value
        said = remarks(unit)
        if said or unit.is_corrected:
            noted = _add(node, "notes")
        for remark in said:
            _add(noted, "note", _signed(remark), category=f"aligner:{'finding' if remark.finding else 'review'}")
        for side, lang in (("source", source), ("target", target)):
            read = unit.read(lang)
            if read is not None:
                _add(noted, "note", flat(read), category="aligner:read", appliesTo=side)
        segment = _add(node, "segment", **_state_2(unit, target))
        _add(segment, "source", flat(unit.text(source)))
        if unit.text(target):
            _add(segment, "target", flat(unit.text(target)))
    return Rendered(to_bytes(root), notes)


def render_12(
    alignment: Alignment, level: str, *, source: Lang = "en", locales: Mapping[Lang, str] = LOCALES
) -> Rendered:
    """XLIFF 1.2; as `render`."""
    from lxml import etree

    target: Lang = "ru" if source == "en" else "en"
    units, notes = _content(alignment, level, source)
    root = etree.Element(f"{{{_CORE_1}}}xliff", {"version": "1.2"}, nsmap=_NAMES_1)
    languages = {"source-language": locales[source], "target-language": locales[target]}
    file = _add(root, "file", original=_name(alignment, source), datatype="plaintext", **languages)
    tool = {"tool-id": "aligner", "tool-name": "aligner", "tool-version": legal(alignment.version)}
    _add(_add(file, "header"), "tool", **tool)
    body = _add(file, "body")
    sides = (("source", source), ("target", target))
    for number, unit in enumerate(units, 1):
        approved = "yes" if unit.status == "approved" else "no"
        node = _add(body, "trans-unit", id=f"{number}", resname=unit.label, approved=approved)
        node.set(SPACE, "preserve")
        _add(node, "source", flat(unit.text(source))).set(LANG, locales[source])
        if unit.text(target):
            _add(node, "target", flat(unit.text(target)), **_state_1(unit)).set(LANG, locales[target])
        group = _add(node, "context-group", purpose="information")
        for kind, value in _facts(unit):
            _add(group, "context", value, **{"context-type": f"x-{kind}"})
        for remark in remarks(unit):
            _add(node, "note", remark.text, **{"from": legal(remark.author)})
        if unit.is_corrected:
            before = _add(node, "alt-trans", alttranstype="previous-version")
            for side, lang in sides:
                text = unit.read(lang)
                _add(before, side, flat(unit.text(lang) if text is None else text)).set(LANG, locales[lang])
    return Rendered(to_bytes(root), notes)


def _content(alignment: Alignment, level: str, source: Lang) -> tuple[list[Unit], tuple[str, ...]]:
    """The units that have a source, and the notes."""
    found = translations(alignment, level)
    kept = [unit for unit in found if unit.text(source).strip()]
    notes = [*set_aside(alignment), *illegal(written(kept))]
    if len(kept) < len(found):
        lost = len(found) - len(kept)
        notes.insert(0, f"{lost} of {len(found)} units have no source and are left out: XLIFF can't hold them")
    return kept, tuple(notes)


def _facts(unit: Unit) -> list[tuple[str, str]]:
    """What the aligner knows of a unit."""
    sure = [] if math.isnan(unit.confidence) else [("confidence", f"{unit.confidence:.4f}")]
    return [*sure, ("beads", kinds(unit.beads)), ("status", unit.status)]


def _wants_review(unit: Unit) -> bool:
    return unit.status in ("doubtful", "rejected") or bool(unit.findings)


def _state_1(unit: Unit) -> dict[str, str]:
    if unit.status == "approved":
        return {"state": "final"}
    if unit.status == "rejected":
        return {"state": "needs-review-translation", "state-qualifier": "rejected-inaccurate"}
    return {"state": "needs-review-translation" if _wants_review(unit) else "translated"}


def _state_2(unit: Unit, target: Lang) -> dict[str, str]:
    if not unit.text(target):
        return {"state": "initial"}
    if unit.status == "approved":
        return {"state": "final"}
    if unit.status == "rejected":
        return {"state": "translated", "subState": "aligner:rejected"}
    return {"state": "translated"} | ({"subState": "aligner:needs-review"} if _wants_review(unit) else {})


def _signed(remark: Remark) -> str:
    """With the name of the person: a note of 2.1 has no author."""
    return remark.text if remark.finding or remark.author == ANYONE else f"{remark.author}: {remark.text}"


def _name(alignment: Alignment, source: Lang) -> str:
    return legal((alignment.en if source == "en" else alignment.ru).name)


def _add(parent: _Element, name: str, content: str = "", /, **attributes: str) -> _Element:
    """A new child in the namespace of its parent."""
    from lxml import etree

    node = etree.SubElement(parent, parent.tag[: parent.tag.index("}") + 1] + name, attributes)
    if content:
        node.text = legal(content)
    return node
