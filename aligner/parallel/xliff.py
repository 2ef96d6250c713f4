"""XLIFF 1.2 and 2.x, unit by unit: source, target, state and notes.

Formatting codes are dropped, what they span stays, placeholders leave a space. A unit is one `trans-unit` (1.2) or one
`segment` (2.x). "Approved", "final", "reviewed" and "signed-off" are approval by a person.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from aligner.errors import InputError
from aligner.parallel.elements import XML_LANG, elements, text_of
from aligner.parallel.units import Flaw, Found, Source, Unit, language, number, review_of, with_original
from aligner.read.xml import local

if TYPE_CHECKING:
    from lxml.etree import _Element

    from aligner.records import Lang

_APPROVED = frozenset({"final", "reviewed", "signed-off"})
_OURS = frozenset({"aligner:finding", "aligner:read"})  # notes for others, which say nothing new here


def read_xliff(path: Source) -> Found:
    """The units of a file. Where the XML breaks off, what came before is kept, and the place is a flaw.

    Raises
    ------
    InputError : it declares entities, is no XLIFF, or holds other languages than English and Russian
    """
    count = 0
    for item in elements(path, root="xliff", wanted=("trans-unit", "unit")):
        if isinstance(item, Flaw):
            yield item
            continue
        for unit in _units(item, path):
            count += 1
            yield replace(unit, origin=f"unit {count}")


def _units(element: _Element, path: Source) -> Iterator[Unit]:
    line: int = element.sourceline or 0  # type: ignore[assignment]
    codes = _languages(element)
    sides = tuple(map(language, codes))
    if set(sides) != {"en", "ru"}:
        raise InputError(f"{path}:{line}: from {codes[0]!r} to {codes[1]!r}; give a file of English and Russian")
    notes = [
        (note.text or "", note)
        for note in element.iterfind("{*}note" if local(element) == "trans-unit" else "{*}notes/{*}note")
    ]
    said = [text for text, note in notes if note.get("category") not in _OURS and note.get("from") != "aligner"]
    holders = [element] if local(element) == "trans-unit" else [*element.iterchildren("{*}segment")]
    for holder in holders:
        texts = dict.fromkeys(("en", "ru"), "")
        for side, name in zip(sides, ("source", "target"), strict=True):
            found = holder.find(f"{{*}}{name}")
            if found is not None and side is not None:
                texts[side] = text_of(found)
        if not "".join(texts.values()).strip():
            continue
        state = _state(holder)
        review = review_of(said, approved=state == "approved", rejected=state == "rejected")
        unit = Unit(line, texts["en"], texts["ru"], confidence=_confidence(element), review=review)
        yield with_original(unit, **_original(element, texts, sides)) if len(holders) == 1 else unit


def _languages(element: _Element) -> tuple[str, str]:
    """Tags of the source and the target language, "" where none is given."""
    target = next(element.iter("{*}target"), None)
    for parent in element.iterancestors():
        if local(parent) == "file" and parent.get("source-language"):
            given = parent.get("target-language") or (target.get(XML_LANG) if target is not None else None)
            return parent.get("source-language") or "", given or _other(parent.get("source-language"))
        if local(parent) == "xliff" and parent.get("srcLang"):
            return parent.get("srcLang") or "", parent.get("trgLang") or _other(parent.get("srcLang"))
    return "", ""


def _other(code: str | None) -> str:
    """The language that a target without a tag must be in."""
    return {"en": "ru", "ru": "en"}.get(language(code or "") or "", "")


def _state(holder: _Element) -> str:
    target = holder.find("{*}target")
    state = (target.get("state") if target is not None else None) or holder.get("state") or ""
    rejected = (target.get("state-qualifier") if target is not None else None) or holder.get("subState") or ""
    if "rejected" in rejected:
        return "rejected"
    return "approved" if holder.get("approved") == "yes" or state in _APPROVED else ""


def _original(element: _Element, texts: Mapping[str, str], sides: Iterable[Lang | None]) -> dict[Lang, str]:
    """What `aligner` has read, by language, where it wrote corrected texts."""
    found: dict[Lang, str] = {}
    for lang, side in zip(sides, ("source", "target"), strict=True):
        node = element.find(f"{{*}}notes/{{*}}note[@category='aligner:read'][@appliesTo='{side}']")  # 2.x
        if node is None:
            node = element.find(f"{{*}}alt-trans[@alttranstype='previous-version']/{{*}}{side}")  # 1.2
        if lang is not None and node is not None and text_of(node) != texts[lang]:
            found[lang] = text_of(node)
    return found


def _confidence(element: _Element) -> float:
    """What `aligner` wrote of its links."""
    for context in element.iter("{*}context", "{*}meta"):
        if (context.get("context-type") or context.get("type") or "") in ("x-confidence", "confidence"):
            return number(context.text)
    return number(None)
