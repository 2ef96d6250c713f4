"""XML from strangers: nothing is fetched, nothing is expanded, what declares entities is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aligner.errors import InputError
from aligner.read.foreign import short

if TYPE_CHECKING:
    from lxml.etree import _Element

#: For every parser of lxml that reads XML.
SAFELY: dict[str, Any] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "dtd_validation": False,
    "huge_tree": False,
}


def parse_xml(data: bytes, *, name: str) -> _Element:
    """The root of an XML document.

    Raises
    ------
    InputError
        It is broken, or it declares entities.
    """
    from lxml import etree

    try:
        root = etree.fromstring(data, etree.XMLParser(**SAFELY))
    except (etree.XMLSyntaxError, ValueError) as error:
        if b"<!ENTITY" in data[:100_000]:
            raise entities_refused(name) from error
        raise InputError(f"{name}: broken XML: {short(error)}; open and save it again, or give another") from error
    check_entities(root, name)
    return root


def check_entities(root: _Element, name: str) -> None:
    """Raise InputError for a document that declares entities."""
    declared: Any = root.getroottree().docinfo.internalDTD
    if declared is not None and declared.entities():
        raise entities_refused(name)


def entities_refused(name: str) -> InputError:
    return InputError(f"{name}: declares XML entities, which no honest file needs; remove its <!ENTITY> lines")


def local(element: _Element) -> str:
    """The name without its namespace; "" for comments, processing instructions and entities."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def attribute(element: _Element, name: str) -> str | None:
    """The value of an attribute, whatever its namespace."""
    found = element.get(name)
    if found is not None:
        return found
    return next((str(value) for key, value in element.attrib.items() if str(key).endswith("}" + name)), None)
