"""Elements of large XML files one at a time, and the text for people in them: what TMX and XLIFF share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from aligner.errors import InputError
from aligner.parallel.lines import open_binary
from aligner.parallel.units import Flaw, Source
from aligner.read.foreign import short
from aligner.read.xml import SAFELY, check_entities, local

if TYPE_CHECKING:
    from lxml.etree import _Element

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

_NAMES = {"tmx": "a TMX file", "xliff": "an XLIFF file"}
_NAMES = {"tmx": "a TMX file", "xliff": "an XLIFF file"}
_SPANS = frozenset({"hi", "g", "mrk", "pc"})  # whose text is for people
_PLACEHOLDERS = frozenset({"ph", "ut", "x"})


def elements(path: Source, *, root: str, wanted: tuple[str, ...]) -> Iterator[_Element | Flaw]:
    """The elements of these names; each is gone when the next one is asked for.

    Raises
    ------
    InputError : it declares entities, is no XML, or its outermost element is another one
    """
    from lxml import etree

    with open_binary(path) as file:
        events = etree.iterparse(file, events=("start", "end"), **SAFELY)
        seen = 0
        try:
            for event, element in events:
                if event == "start":
                    if not seen:
                        _check_root(element, root, path)
                    seen += 1
                elif local(element) in wanted:
                    yield element
                    element.clear()
                    while element.getprevious() is not None:
                        del element.getparent()[0]
        except etree.XMLSyntaxError as error:
            line = error.lineno or 1
            if not seen:
                raise InputError(f"{path}:{line}: not XML: {_why(error)}") from error
            yield Flaw(line, f"broken XML, the rest is lost: {_why(error)}")


def text_of(element: _Element) -> str:
    """The text for people in a segment, or in what only marks a part of it."""
    parts = [element.text or ""]
    for child in element:
        name = local(child)
        parts.append(text_of(child) if name in _SPANS else " " if name in _PLACEHOLDERS else "")
        parts.append(child.tail or "")
    return "".join(parts)


def _check_root(element: _Element, root: str, path: Source) -> None:
    if local(element) != root:
        raise InputError(f"{path}: not {_NAMES[root]}: its outermost element is <{local(element)}>")
    check_entities(element, str(path))


def _why(error: Exception) -> str:
    return short(error).partition(", line")[0]
