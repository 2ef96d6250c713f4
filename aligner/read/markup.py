"""Blocks of HTML: what a browser would show below each other. For fragments, books, and Markdown.

Scripts, styles, menus (`nav`) and what is marked as hidden are left out. White space is evened out as browsers do; what
is preformatted is read as a plain text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from aligner.layout import paragraph_spans
from aligner.read.blocks import Block
from aligner.read.cells import cell_name
from aligner.records import ParagraphKind

if TYPE_CHECKING:
    from lxml.etree import _Element

_KINDS: dict[str, ParagraphKind] = {**dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading"), "li": "item"}
_BLOCKS = frozenset(
    """
    address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure footer
    form h1 h2 h3 h4 h5 h6 header hr html legend li main ol p pre section summary table tbody td tfoot th thead tr ul
    """.split()
)
_SILENT = frozenset(
    """
    script style noscript template head nav svg math iframe object embed audio video canvas select textarea button
    datalist map rt rp
    """.split()
)
_SPACES = re.compile(r"[ \t\r\n\f]+")
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def parse_html(text: str, *, name: str) -> _Element | None:
    """The tree of a page or a fragment; None if there is nothing in it."""
    from lxml import etree

    from aligner.read.foreign import one_line

    data = text.replace("\0", "").encode("utf-8", "replace")
    with one_line(name, "web page"):
        try:
            return etree.fromstring(data, etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True))
        except etree.ParserError:
            return None


def html_blocks(root: _Element, *, origin: str = "") -> Iterator[Block]:
    """The paragraphs below an element, in order; those in a table say in which cell, the others `origin`.

    A `p` without text is an empty line.
    """
    return _Page(origin).blocks(root)


class _Page:
    """What stands in the paragraph that is being read, and where."""

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self.parts: list[str] = []
        self.kinds: list[ParagraphKind] = []
        self.places: list[list[int]] = []  # row and column in each table around
        self.pre = 0
        self.empty = False  # nothing yet in the paragraph that was opened last

    def blocks(self, root: _Element) -> Iterator[Block]:
        from lxml import etree

        silent: _Element | None = None
        for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
            tag = _name(element)
            if event == "start" and silent is None:
                if tag in _SILENT or _is_hidden(element):
                    silent = element
                    continue
                yield from self._start(tag)
                self._say(element.text)
            elif event in ("end", "comment", "pi"):
                if silent is element:
                    silent = None
                elif silent is None and event == "end":
                    yield from self._end(tag)
                if silent is None and element is not root:
                    self._say(element.tail)
        yield from self._flush()

    def _start(self, tag: str) -> Iterator[Block]:
        if tag in _BLOCKS:
            yield from self._flush()
        self.empty = tag == "p" or (self.empty and tag not in _BLOCKS)
        if tag in _KINDS:
            self.kinds.append(_KINDS[tag])
        elif tag == "pre":
            self.pre += 1
        elif tag == "table":
            self.places.append([-1, -1])
        elif tag == "tr" and self.places:
            self.places[-1] = [self.places[-1][0] + 1, -1]
        elif tag in ("td", "th") and self.places:
            self.places[-1][1] += 1
        elif tag == "br":
            self.parts.append("\n")

    def _end(self, tag: str) -> Iterator[Block]:
        if tag in _BLOCKS:
            yield from self._flush()
        if tag == "p" and self.empty:
            yield Block("")
        if tag in _KINDS:
            self.kinds.pop()
        elif tag == "pre":
            self.pre -= 1
        elif tag == "table":
            self.places.pop()

    def _say(self, text: str | None) -> None:
        if text:
            self.parts.append(text if self.pre else _SPACES.sub(" ", text))

    def _flush(self) -> Iterator[Block]:
        text = "".join(self.parts)
        self.parts.clear()
        if not text.strip():
            return
        self.empty = False
        if self.pre:  # a plain text inside the page
            yield from (Block(text[start:end], kind, self.origin) for start, end, kind in paragraph_spans(text))
            return
        text = re.sub(r" *\n *", "\n", re.sub(" {2,}", " ", text))
        in_cell = next((place for place in reversed(self.places) if min(place) >= 0), None)
        place = f"cell {cell_name(in_cell[1], in_cell[0])}" if in_cell else ""
        kind: ParagraphKind | None = self.kinds[-1] if self.kinds else "text" if place else None
        yield Block(text, kind, ", ".join(filter(None, (self.origin, place))))


def _name(element: _Element) -> str:
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def _is_hidden(element: _Element) -> bool:
    return element.get("hidden") is not None or bool(_HIDDEN_STYLE.search(element.get("style") or ""))
