"""A glossary of required and forbidden renderings, and check `terminology` against it.

A glossary is a table of tabs (English term, required Russian renderings, forbidden ones; several separated by "|",
"#" begins a comment line) or a TBX file. Terms are found in any form: plural in English, all cases in Russian.
The words of a required rendering may stand apart («мирный договор», «мирного российско-японского договора»); a
forbidden one is found only as written, in any form.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from aligner.check.phrases import Phrases, alternatives, inflected, words
from aligner.check.texts import PairTexts
from aligner.errors import FormatError, InputError
from aligner.records import Finding

if TYPE_CHECKING:
    from lxml.etree import _Element

_DEPRECATED = frozenset(["deprecatedTerm-admn-sts", "deprecatedTerm", "supersededTerm-admn-sts", "supersededTerm"])


@dataclass(frozen=True, slots=True)
class Term:
    """An English term, the Russian renderings one of which must be used, and those that must not."""

    en: str
    required: tuple[str, ...]
    forbidden: tuple[str, ...] = ()


@dataclass(frozen=True)
class Glossary:
    """Terms, looked up in texts by all their forms."""

    terms: tuple[Term, ...]

    @cached_property
    def en(self) -> Phrases:
        """The English terms, singular and plural; values are their numbers."""
        return Phrases(
            ((form, str(number)) for number, term in enumerate(self.terms) for form in _english_forms(term.en)), "en"
        )

    @cached_property
    def forbidden(self) -> Phrases:
        """The forbidden Russian renderings; values are the numbers of their terms."""
        return Phrases(((text, str(number)) for number, term in enumerate(self.terms) for text in term.forbidden), "ru")


def read_glossary(path: str | PathLike[str]) -> Glossary:
    """Read a glossary, TBX by its extension, else a table of tabs in UTF-8.

    Raises
    ------
    InputError
        If there is no such file, or it is not UTF-8.
    FormatError
        If it is not well-formed, has no terms, or a line has no English term or no Russian rendering.
    """
    path = Path(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}; give the glossary as a .tsv or .tbx file") from None
    terms = tuple(_tbx(data, path) if path.suffix.lower() == ".tbx" else _tsv(data, path))
    if not terms:
        raise FormatError(f"{path}: no terms; expected English term, tab, Russian renderings separated by |")
    return Glossary(terms)


def terminology(pair: PairTexts, glossary: Glossary) -> Iterator[Finding]:
    """Terms of the English text whose Russian rendering is not the required one, or is a forbidden one."""
    for found in glossary.en.find(pair.en):
        terms = [glossary.terms[int(value)] for value in found.values]
        bad = [one for one in glossary.forbidden.find(pair.ru) if set(one.values) & set(found.values)]
        source, span = pair.en[found.start : found.end], ((found.start, found.end),)
        required = list(dict.fromkeys(rendering for term in terms for rendering in term.required))
        wanted = " or ".join(f"«{rendering}»" for rendering in required)
        if bad:
            used = ", ".join(dict.fromkeys(f"«{pair.ru[one.start : one.end]}»" for one in bad))
            message = f"“{source}” must not be rendered {used}" + (f"; use {wanted}." if wanted else ".")
            yield Finding("terminology", "error", message, span, tuple((b.start, b.end) for b in bad), "terminology")
        elif required and not any(_rendered(rendering, pair) for rendering in required):
            message = f"“{source}” is not rendered {wanted}, as the glossary asks."
            yield Finding("terminology", "warning", message, span, (), "terminology")


def _rendered(rendering: str, pair: PairTexts) -> bool:
    """Whether all words of a rendering stand in the Russian text, in any form and order, or in a neighbour's."""
    wanted = [inflected(word.form) if len(word.form) > 2 else frozenset([word.form]) for word in words(rendering)]
    for text in (pair.ru, *(texts.ru for _, texts in pair.neighbours())):
        there = {word.form for word in words(text)}
        if all(forms & there for forms in wanted):
            return True
    return False


def _english_forms(term: str) -> Iterator[str]:
    """A term as it is, with a plural or singular last word, and with its first word in either number."""
    yield term
    *before, last = term.split()
    for form in _numbers(last):
        yield " ".join([*before, form])
    if before:
        first, *rest = before
        for form in _numbers(first):
            yield " ".join([form, *rest, last])


def _numbers(word: str) -> set[str]:
    """The plural of an English noun and what would be its singular."""
    if word.isupper():
        return {word + "s"}
    if word.endswith("ies") and len(word) > 4:
        return {word[:-3] + "y"}
    if word.endswith(("ses", "xes", "ches", "shes", "zes")):
        return {word[:-2], word[:-1]}
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return {word[:-1]}
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return {word[:-1] + "ies"}
    return {word + ("es" if word.endswith(("s", "x", "ch", "sh", "z")) else "s")}


def _tsv(data: bytes, path: Path) -> Iterator[Term]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: not UTF-8 at byte {error.start}; save the glossary as UTF-8") from None
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [*(cell.strip() for cell in line.split("\t")), "", ""]
        required, forbidden = alternatives(cells[1]), alternatives(cells[2])
        if not words(cells[0]) or not (required or forbidden):
            raise FormatError(f"{path}:{number}: expected English term, tab, Russian renderings separated by |")
        yield Term(cells[0], tuple(required), tuple(forbidden))


def _tbx(data: bytes, path: Path) -> Iterator[Term]:
    """Concepts with terms of both languages; deprecated Russian terms are forbidden."""
    from lxml import etree

    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        raise FormatError(f"{path}: not well-formed XML: {error}; export the glossary as TBX") from None
    for concept in root.iter("{*}termEntry", "{*}conceptEntry"):
        en, ru = _of_language(concept, "en"), _of_language(concept, "ru")
        required = tuple(text for text, deprecated in ru if not deprecated)
        forbidden = tuple(text for text, deprecated in ru if deprecated)
        for text, deprecated in en:
            if not deprecated and ru and words(text):
                yield Term(text, required, forbidden)


def _of_language(concept: _Element, lang: str) -> list[tuple[str, bool]]:
    """(term, whether it is deprecated) of a concept in one language."""
    found = []
    for section in concept.iter("{*}langSet", "{*}langSec"):
        name = section.get("{http://www.w3.org/XML/1998/namespace}lang") or section.get("lang") or ""
        if name.lower().split("-")[0] != lang:
            continue
        for group in section.iter("{*}tig", "{*}ntig", "{*}termSec"):
            notes = {(note.text or "").strip() for note in group.iter("{*}termNote")}
            texts = (" ".join("".join(map(str, term.itertext())).split()) for term in group.iter("{*}term"))
            found += [(text, bool(notes & _DEPRECATED)) for text in texts if text]
    return found
