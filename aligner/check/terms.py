"""A glossary of required and forbidden renderings, and check `terminology` against it.

Terms are found in any form: plural in English, all cases in Russian; `aligner.check.glossary` reads them from a file.
The words of a required rendering may stand apart («мирный договор», «мирного российско-японского договора»); a
forbidden one is found only as written, in any form.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from aligner.check.phrases import Phrases, inflected, words
from aligner.check.texts import PairTexts
from aligner.records import Finding


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
