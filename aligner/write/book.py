"""A bilingual book for reading, as one HTML file: both texts side by side or in turn, contents by headings.

What is only in one of the texts stands alone on its side. The book holds the texts as corrected, and nothing of what
was said about them; the notes say so. `aligner.write.epub` makes an EPUB of the same chapters.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aligner.layout import flat
from aligner.records import Lang
from aligner.write.files import Rendered
from aligner.write.flow import lines
from aligner.write.units import Unit, units, unsaid
from aligner.write.xml import LANG, illegal, legal

if TYPE_CHECKING:
    from lxml.etree import _Element

    from aligner.alignment import Alignment

XHTML = "http://www.w3.org/1999/xhtml"
_NAMES: dict[Any, str] = {None: XHTML}
_LANGS: tuple[Lang, ...] = ("en", "ru")
_LONGEST = 400  # units of a chapter: a longer one is slow to open in a reader, and is divided


@dataclass(frozen=True, slots=True)
class Book:
    """What there is to read: chapters of units, and what the whole is called."""

    title: str
    chapters: tuple[tuple[Unit, ...], ...]
    notes: tuple[str, ...]


def render(alignment: Alignment, level: str, *, layout: str = "side") -> Rendered:
    """The page; `layout` is "side" (by side) or "interleaved"."""
    from lxml import etree

    book = make_book(alignment, level)
    root, body = page(book.title, layout)
    root[0].append(element("style", stylesheet()))
    add(body, "header").append(element("h1", book.title))
    body.append(contents(book, [""] * len(book.chapters)))
    main = add(body, "main")
    for chapter in book.chapters:
        main.append(section(chapter))
    for node in root.iter():  # HTML knows neither namespaces nor xml:lang
        node.tag = etree.QName(node).localname
        node.attrib.pop(LANG, "")
    etree.cleanup_namespaces(root)
    text = etree.tostring(root, method="html", encoding="unicode", doctype="<!DOCTYPE html>", pretty_print=True)
    return Rendered(text.encode(), book.notes)


def make_book(alignment: Alignment, level: str) -> Book:
    """The units in chapters; a chapter begins at a heading, several headings in a row begin one."""
    found = units(alignment, level)
    chapters: list[list[Unit]] = []
    after_heading = False
    for unit in found:
        if not chapters or len(chapters[-1]) == _LONGEST or (unit.heading and not after_heading):
            chapters.append([])
        chapters[-1].append(unit)
        after_heading = unit.heading
    notes = (*illegal(side for unit in found for side in (unit.en, unit.ru)), *unsaid(alignment))
    return Book(_title(alignment, found), tuple(map(tuple, chapters or [[]])), notes)


def _title(alignment: Alignment, found: Sequence[Unit]) -> str:
    """The first heading of both texts, or the names of the files."""
    names = tuple(Path(document.name).stem for document in (alignment.en, alignment.ru))
    texts = next(((unit.en, unit.ru) for unit in found if unit.heading and not unit.is_alone), names)
    return legal(" · ".join(dict.fromkeys(flat(text) for text in texts if text))) or "…"


def page(title: str, layout: str, **prefixes: str) -> tuple[_Element, _Element]:
    """An empty page and its body; `prefixes` are those of more namespaces."""
    from lxml import etree

    root = etree.Element(f"{{{XHTML}}}html", {"lang": "en", LANG: "en"}, nsmap=_NAMES | prefixes)
    head = add(root, "head")
    add(head, "meta", charset="utf-8")
    add(head, "meta", name="viewport", content="width=device-width, initial-scale=1")
    head.append(element("title", title))
    return root, add(root, "body", **{"class": f"layout-{layout}"})


def contents(book: Book, addresses: Sequence[str]) -> _Element:
    """The headings of all chapters, as links to where they stand: `addresses` are those of the chapters."""
    nav = element("nav")
    nav.set("aria-label", "Contents")
    nav.append(element("h2", "Contents"))
    entries = add(nav, "ol")
    for address, chapter in zip(addresses, book.chapters, strict=True):
        for unit in chapter:
            if unit.heading:
                link = add(add(entries, "li"), "a", href=f"{address}#{anchor(unit)}")
                for lang in filter(unit.text, _LANGS):
                    if len(link):
                        link[-1].tail = " · "
                    link.append(spoken("span", lang, flat(unit.text(lang))))
    return nav


def section(chapter: Iterable[Unit]) -> _Element:
    """The pairs of a chapter."""
    whole = element("section")
    for unit in chapter:
        pair = add(whole, "h2" if unit.heading else "div", id=anchor(unit), **{"class": "pair"})
        for lang in _LANGS:
            side = spoken("span" if unit.heading else "div", lang)
            side.set("class", "side")
            pair.append(side)
            if unit.heading:
                side.text = legal(flat(unit.text(lang)))
            elif unit.text(lang):
                side.extend(element("p", flat(block)) for block in lines(unit.text(lang)).split("\n"))
    return whole


def anchor(unit: Unit) -> str:
    """The name of its place."""
    return f"p{unit.label}"


def stylesheet() -> str:
    """What both layouts look like, for HTML and EPUB."""
    return files(__package__).joinpath("book.css").read_text(encoding="utf-8")


def spoken(name: str, lang: Lang, text: str = "") -> _Element:
    """An element in one of the languages."""
    made = element(name, text)
    made.set("lang", lang)
    made.set(LANG, lang)
    return made


def element(name: str, text: str = "") -> _Element:
    """An element of XHTML."""
    from lxml import etree

    made = etree.Element(f"{{{XHTML}}}{name}", nsmap=_NAMES)
    made.text = legal(text) or None
    return made


def add(parent: _Element, tag: str, /, **attributes: str) -> _Element:
    """A new child."""
    from lxml import etree

    return etree.SubElement(parent, f"{{{XHTML}}}{tag}", attributes)
