"""EPUB books, 2 and 3: the chapters in reading order, without navigation."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import unquote

from aligner.errors import InputError
from aligner.read.archive import Archive
from aligner.read.blocks import Block, to_extract
from aligner.read.extract import Extract
from aligner.read.html import decode_html
from aligner.read.markup import html_blocks, parse_html
from aligner.read.xml import SAFELY, check_entities, entities_refused, local
from aligner.records import Lang

if TYPE_CHECKING:
    from lxml.etree import _Element

WHAT = "an EPUB book"

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_PAGES = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml")
_FONTS = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")


def read_epub(data: bytes, lang: Lang, *, name: str, encoding: str | None) -> Extract:
    """Read a book: each file of its spine that holds text is a chapter.

    Raises
    ------
    InputError
        It is no EPUB, damaged, protected, or grows too large.
    """
    archive = Archive(data, name=name, what=WHAT)
    _check_open(archive)
    blocks: list[Block] = []
    chapter = 0
    for part in _spine(archive):
        found = [*html_blocks(_page(archive, part, lang), origin=f"chapter {chapter + 1}")]
        chapter += any(block.text for block in found)
        blocks += found
    return to_extract(blocks)


def _check_open(archive: Archive) -> None:
    """Refuse a book whose text is encrypted; fonts may be."""
    if _ENCRYPTION in archive.names:
        methods = archive.xml(_ENCRYPTION).iter("{*}EncryptionMethod")
        if any((method.get("Algorithm") or "") not in _FONTS for method in methods):
            raise InputError(f"{archive.name}: protected against copying (DRM); give a book that is not")


def _spine(archive: Archive) -> Iterator[str]:
    """The names of the pages in reading order, but for navigation."""
    root = next(archive.xml(_CONTAINER).iter("{*}rootfile"), None)
    package = root.get("full-path") if root is not None else None
    if not package:
        raise InputError(f"{archive.name}: not {WHAT}: its container names no package")
    opf = archive.xml(package)
    folder = posixpath.dirname(package)
    contents = {_path(folder, r.get("href")) for r in opf.iter("{*}reference") if r.get("type") == "toc"}
    manifest = {item.get("id"): item for item in opf.iter("{*}item")}
    for reference in opf.iter("{*}itemref"):
        item = manifest.get(reference.get("idref"))
        if item is None or "nav" in (item.get("properties") or "").split():
            continue
        part = _path(folder, item.get("href"))
        if item.get("media-type") in _PAGES and part not in contents and part in archive.names:
            yield part


def _path(folder: str, href: str | None) -> str:
    """The name of a part that is referred to from a folder."""
    return posixpath.normpath(posixpath.join(folder, unquote((href or "").partition("#")[0])))


def _page(archive: Archive, part: str, lang: Lang) -> _Element:
    """The tree of a page: XHTML, or, where that is broken, whatever HTML can be made of it."""
    from lxml import etree

    data, name = archive.read(part), f"{archive.name} ({part})"
    try:
        root = etree.fromstring(data, etree.XMLParser(**SAFELY))
        check_entities(root, name)
        if next(root.iter(etree.Entity), None) is not None:
            raise ValueError("entities of HTML")
        body = next((element for element in root.iter() if local(element) == "body"), root)
        return body
    except (etree.XMLSyntaxError, ValueError) as error:
        if b"<!ENTITY" in data:
            raise entities_refused(name) from error
        text, _ = decode_html(data, lang, name=name, encoding=None)
        page = parse_html(text, name=name)
        return etree.Element("body") if page is None else page
