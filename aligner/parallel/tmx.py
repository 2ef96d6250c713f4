"""Translation memories, TMX 1.1 to 1.4b, unit by unit.

Of each `tu` the first English and the first Russian `tuv` are taken, in any order and of any region. Formatting codes
(`bpt`, `ept`, `it`) are dropped, placeholders (`ph`, `ut`) leave a space, highlighted text (`hi`) stays. Nothing is
fetched and nothing is expanded: a memory that declares entities of its own is refused.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from aligner.errors import InputError
from aligner.parallel.lines import open_binary
from aligner.parallel.units import Flaw, Found, Unit, language

if TYPE_CHECKING:
    from lxml.etree import _Element

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
PLACEHOLDERS = {"ph", "ut"}


def read_tmx(path: Path) -> Found:
    """The units of a memory. Where the XML breaks off, what came before is kept, and the place is a flaw.

    Raises
    ------
    InputError : it declares entities, or is no TMX
    """
    from lxml import etree

    with open_binary(path) as file:
        events = etree.iterparse(
            file, events=("start", "end"), resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False
        )
        seen = 0
        try:
            for event, element in events:
                if event == "start":
                    if not seen:
                        _check_root(element, path)
                    seen += 1
                elif _name(element) == "tu":
                    yield _unit(element)
                    element.clear()
                    while element.getprevious() is not None:
                        del element.getparent()[0]
        except etree.XMLSyntaxError as error:
            line = error.lineno or 1
            if not seen:
                raise InputError(f"{path}:{line}: not XML: {_short(error)}") from error
            yield Flaw(line, f"broken XML, the rest is lost: {_short(error)}")


def _check_root(root: _Element, path: Path) -> None:
    if _name(root) != "tmx":
        raise InputError(f"{path}: not a TMX file: its outermost element is <{_name(root)}>")
    declared: Any = root.getroottree().docinfo.internalDTD
    if declared is not None and declared.entities():
        raise InputError(f"{path}: declares XML entities, which no honest memory needs; remove its <!ENTITY> lines")


def _unit(tu: _Element) -> Unit | Flaw:
    texts: dict[str, str] = {}
    for tuv in tu.iterchildren("{*}tuv"):
        lang = language(tuv.get(XML_LANG) or tuv.get("lang") or "")
        seg = next(tuv.iterchildren("{*}seg"), None)
        if lang is not None and seg is not None:
            texts.setdefault(lang, _text(seg))
    line: int = tu.sourceline or 0  # type: ignore[assignment]
    if len(texts) < 2:
        return Flaw(line, "no English" if "ru" in texts else "no Russian" if "en" in texts else "neither language")
    return Unit(line, texts["en"], texts["ru"])


def _text(element: _Element) -> str:
    """The text for people in a `seg` or `hi`."""
    parts = [element.text or ""]
    for child in element:
        name = _name(child)
        parts.append(_text(child) if name == "hi" else " " if name in PLACEHOLDERS else "")
        parts.append(child.tail or "")
    return "".join(parts)


def _name(element: _Element) -> str:
    """The name without its namespace; "" for comments, processing instructions and entities."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _short(error: Exception) -> str:
    return str(error).partition(", line")[0]
