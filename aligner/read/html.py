"""Web pages: of a whole page the main text, as trafilatura finds it; of a fragment all of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from aligner.read.blocks import Block, to_extract
from aligner.read.encoding import decode
from aligner.read.extract import Extract
from aligner.read.foreign import one_line
from aligner.read.guess import codec
from aligner.read.markup import html_blocks, parse_html
from aligner.records import Lang

if TYPE_CHECKING:
    from lxml.etree import _Element

_CHARSET = re.compile(
    rb"""<(?:meta|\?xml)\b[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE
)
_PAGE = re.compile(r"<(?:html|head|body)\b", re.IGNORECASE)
_SCANNED = 5000  # characters or bytes at the beginning that are looked at
_LEAST, _NEARLY_ALL = 0.1, 0.95  # of a page's text: less can't be the main text, more leaves next to nothing out
_HTML = {"head": "h2", "item": "li", "list": "ul", "row": "tr", "cell": "td", "lb": "br", "quote": "blockquote"}


def read_html(data: bytes, lang: Lang, *, name: str, encoding: str | None) -> Extract:
    """Read a web page, in the encoding that is named or that it declares.

    Raises
    ------
    InputError
        It is not text, or in no encoding that can be told.
    """
    text, notes = decode_html(data, lang, name=name, encoding=encoding)
    root = parse_html(text, name=name)
    whole = [] if root is None else [*html_blocks(root)]
    if not _PAGE.search(text[:_SCANNED]):
        return to_extract(whole, notes)
    main = _main_text(text, name)
    kept, all_of_it = _size(main), _size(whole)
    fewer = 2 * sum(bool(b.text) for b in main) < sum(bool(b.text) for b in whole)
    runs_together = kept > _NEARLY_ALL * all_of_it and fewer  # as of preformatted text
    if runs_together or kept < _LEAST * all_of_it:
        return to_extract(whole, notes)
    left_out = 1 - min(1.0, kept / max(all_of_it, 1))
    return to_extract(main, [*notes, f"the main text of the page; {left_out:.0%} left out as menus and the like"])


def decode_html(data: bytes, lang: Lang, *, name: str, encoding: str | None) -> tuple[str, tuple[str, ...]]:
    """The text of a page; the encoding that it declares is believed if it can be."""
    declared = _CHARSET.search(data[:_SCANNED])
    if encoding is None and declared and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        try:
            return data.decode(codec(declared[1].decode("ascii").lower())), ()
        except (LookupError, ValueError):
            pass  # a page may well be wrong about itself
    return decode(data, lang, name=name, encoding=encoding)


def _main_text(text: str, name: str) -> list[Block]:
    """The paragraphs of the main text."""
    from trafilatura import bare_extraction

    with one_line(name, "web page"):
        found = bare_extraction(text.replace("\0", ""), include_comments=False, include_tables=True, favor_recall=True)
        body = getattr(found, "body", None)
    return [] if body is None else [*_tei_blocks(body)]


def _tei_blocks(body: _Element) -> Iterator[Block]:
    """The paragraphs of trafilatura's tree, whose elements are those of TEI."""
    from lxml import etree

    for tei, html in _HTML.items():
        for element in body.iter(tei):
            element.tag = html
    etree.strip_elements(body, "graphic", with_tail=False)
    return html_blocks(body)


def _size(blocks: list[Block]) -> int:
    return sum(len(block.text) for block in blocks)
