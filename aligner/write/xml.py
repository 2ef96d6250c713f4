"""What XML can hold: its characters, its declaration, and the notes on what had to go."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

LANG = "{http://www.w3.org/XML/1998/namespace}lang"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"

_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def legal(text: str) -> str:
    """The text without the characters that XML can't hold."""
    return _ILLEGAL.sub("", text)


def illegal(texts: Iterable[str | None]) -> list[str]:
    """A note, if there are such characters in any of the texts."""
    found = sum(len(_ILLEGAL.findall(text)) for text in texts if text)
    return [f"{found} characters that XML can't hold were left out"] if found else []


def to_bytes(root: _Element, *, doctype: str = "") -> bytes:
    """The document, UTF-8, with its declaration."""
    from lxml import etree

    data = etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True, doctype=doctype)
    return bytes(data)
