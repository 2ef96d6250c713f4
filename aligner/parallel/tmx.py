"""Translation memories, TMX 1.1 to 1.4b, unit by unit.

Of each `tu` the first English and the first Russian `tuv` are taken, in any order and of any region; other languages
are passed over. Formatting codes (`bpt`, `ept`, `it`) are dropped, placeholders (`ph`, `ut`) leave a space, highlighted
text (`hi`) stays. Nothing is fetched and nothing is expanded: a memory that declares entities of its own is refused.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aligner.parallel.elements import XML_LANG, elements, text_of
from aligner.parallel.units import Flaw, Found, Source, Unit, language, number, review_of, with_original

if TYPE_CHECKING:
    from lxml.etree import _Element


def read_tmx(path: Source) -> Found:
    """The units of a memory. Where the XML breaks off, what came before is kept, and the place is a flaw.

    Raises
    ------
    InputError : it declares entities, or is no TMX
    """
    for count, tu in enumerate(elements(path, root="tmx", wanted=("tu",)), 1):
        yield tu if isinstance(tu, Flaw) else _unit(tu, f"unit {count}")


def _unit(tu: _Element, origin: str) -> Unit | Flaw:
    texts: dict[str, str] = {}
    for tuv in tu.iterchildren("{*}tuv"):
        lang = language(tuv.get(XML_LANG) or tuv.get("lang") or "")
        seg = next(tuv.iterchildren("{*}seg"), None)
        if lang is not None and seg is not None:
            texts.setdefault(lang, text_of(seg))
    line: int = tu.sourceline or 0  # type: ignore[assignment]
    if not texts:
        return Flaw(line, "neither language")
    facts = {prop.get("type"): prop.text for prop in tu.iterchildren("{*}prop")}
    notes = [note.text or "" for note in tu.iterchildren("{*}note")]
    review = review_of(notes, approved=facts.get("x-status") == "approved")
    sure = number(facts.get("x-score"))
    unit = Unit(line, texts.get("en", ""), texts.get("ru", ""), origin, confidence=sure, review=review)
    return with_original(unit, en=facts.get("x-read-en"), ru=facts.get("x-read-ru"))
