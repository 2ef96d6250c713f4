"""A bilingual book for reading, as EPUB 3: a file for each chapter, contents by headings, both layouts.

All that readers check is there: the type first and not compressed, a container, a package, a navigation document. The
book has a name that follows from its content, and no clock but that of the last review.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, uuid5

from aligner.write.archive import EPOCH, pack
from aligner.write.book import Book, add, contents, make_book, page, section, stylesheet
from aligner.write.files import Rendered
from aligner.write.remarks import review_time
from aligner.write.xml import LANG, to_bytes

if TYPE_CHECKING:
    from lxml.etree import _Element

    from aligner.alignment import Alignment

_OPF = "http://www.idpf.org/2007/opf"
_DC = "http://purl.org/dc/elements/1.1/"
_OPS = "http://www.idpf.org/2007/ops"
_CONTAINER = b"""<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
  <rootfiles>
    <rootfile full-path="book/package.opf" media-type="application/oebps-package+xml"/>
  </rootfiles>
</container>
"""


def render(alignment: Alignment, level: str, *, layout: str = "side") -> Rendered:
    """The book; `layout` is "side" (by side) or "interleaved"."""
    book = make_book(alignment, level)
    names = [f"chapter-{number}.xhtml" for number in range(1, len(book.chapters) + 1)]
    texts = {name: _chapter(book, number, layout) for number, name in enumerate(names)}
    texts["contents.xhtml"] = _navigation(book, names)
    files = {
        "mimetype": b"application/epub+zip",
        "META-INF/container.xml": _CONTAINER,
        "book/package.opf": _package(book, names, texts.values()),
        "book/book.css": stylesheet().encode(),
        **{f"book/{name}": data for name, data in texts.items()},
    }
    return Rendered(pack(files.items(), stored="mimetype"), book.notes)


def _chapter(book: Book, number: int, layout: str) -> bytes:
    root, body = _page(book.title, layout)
    body.append(section(book.chapters[number]))
    return to_bytes(root, doctype="<!DOCTYPE html>")


def _navigation(book: Book, names: list[str]) -> bytes:
    """The navigation document; a book without headings has its beginning as the only entry."""
    root, body = _page(book.title, "side")
    nav = contents(book, names)
    body.append(nav)
    nav.set(f"{{{_OPS}}}type", "toc")
    entries = nav[-1]
    if not len(entries):
        add(add(entries, "li"), "a", href=names[0]).text = book.title
    return to_bytes(root, doctype="<!DOCTYPE html>")


def _page(title: str, layout: str) -> tuple[_Element, _Element]:
    root, body = page(title, layout, epub=_OPS)
    add(root[0], "link", rel="stylesheet", href="book.css")
    return root, body


def _package(book: Book, names: list[str], texts: Iterable[bytes]) -> bytes:
    """What the book is called, which files it has, in which order they are read."""
    from lxml import etree

    prefixes: dict[Any, str] = {None: _OPF, "dc": _DC}
    package = etree.Element(
        f"{{{_OPF}}}package", {"version": "3.0", "unique-identifier": "id", LANG: "en"}, nsmap=prefixes
    )
    metadata = etree.SubElement(package, f"{{{_OPF}}}metadata")
    digest = sha256(b"".join(texts)).hexdigest()
    etree.SubElement(metadata, f"{{{_DC}}}identifier", id="id").text = uuid5(NAMESPACE_URL, digest).urn
    etree.SubElement(metadata, f"{{{_DC}}}title").text = book.title
    for lang in ("en", "ru"):
        etree.SubElement(metadata, f"{{{_DC}}}language").text = lang
    modified = f"{_modified(book):%Y-%m-%dT%H:%M:%SZ}"
    etree.SubElement(metadata, f"{{{_OPF}}}meta", property="dcterms:modified").text = modified
    manifest = etree.SubElement(package, f"{{{_OPF}}}manifest")
    xhtml = "application/xhtml+xml"
    nav = {"id": "contents", "href": "contents.xhtml", "media-type": xhtml, "properties": "nav"}
    etree.SubElement(manifest, f"{{{_OPF}}}item", nav)
    etree.SubElement(manifest, f"{{{_OPF}}}item", {"id": "css", "href": "book.css", "media-type": "text/css"})
    spine = etree.SubElement(package, f"{{{_OPF}}}spine")
    for number, name in enumerate(names, 1):
        etree.SubElement(manifest, f"{{{_OPF}}}item", {"id": f"c{number}", "href": name, "media-type": xhtml})
        etree.SubElement(spine, f"{{{_OPF}}}itemref", idref=f"c{number}")
    return to_bytes(package)


def _modified(book: Book) -> datetime:
    """When a reviewer last changed something."""
    times = (review_time(unit) for chapter in book.chapters for unit in chapter)
    return max(filter(None, times), default=EPOCH)
