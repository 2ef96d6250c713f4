"""Organisations, treaties and fixed abbreviations; check `acronym`: UN but no ООН, NATO but НАФТА.

The full name is as good as the abbreviation, in either language. What is named once in the pair or next to it may
come back as "the Organization". An abbreviation of the table that stands in Latin letters in the Russian text is
its own counterpart (G8, BRICS). Forms of the table with "~" can be a counterpart and never ask for one.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from aligner.check.lists import table
from aligner.check.mentions import Mention, quoted, spans
from aligner.check.phrases import Found, Phrases, alternatives
from aligner.records import Finding, Lang, Severity

if TYPE_CHECKING:
    from aligner.check.texts import PairTexts

_NAMES = {"en": "English", "ru": "Russian"}


def organisations(text: str, lang: Lang) -> list[Mention]:
    """Mentions of organisations: kind "organisation", value the code of the table ("IAEA", "G8").

    What never asks for a counterpart is no mention: it leaves its characters to the other extractors.
    """
    found = _phrases(lang).find(text)
    return [Mention("organisation", _value(one), one.start, one.end) for one in found if _certain(one)]


def acronym(pair: PairTexts) -> Iterator[Finding]:
    """An organisation without a counterpart, or with another one in its place."""
    if not pair.mentions("en", "organisation") and not pair.mentions("ru", "organisation"):
        return
    en, ru = _unanswered(pair, "en"), _unanswered(pair, "ru")
    if en and ru:
        both = f"{quoted(pair.en, en, 'en')} in English, {quoted(pair.ru, ru, 'ru')} in Russian"
        yield Finding("acronym", "error", f"{both}: different organisations?", spans(en), spans(ru), "mistranslation")
        return
    yield from _missing(pair, "en", en)
    yield from _missing(pair, "ru", ru)


def _missing(pair: PairTexts, lang: Lang, missing: list[Mention]) -> Iterator[Finding]:
    """One finding for each organisation that only one side names."""
    other: Lang = "ru" if lang == "en" else "en"
    for value in dict.fromkeys(mention.value for mention in missing):
        same = [mention for mention in missing if mention.value == value]
        severity: Severity = "warning" if lang == "en" else "info"
        message = f"{quoted(pair.text(lang), same, lang)} in {_NAMES[lang]}: not found in the {_NAMES[other]} text."
        marked = spans(same)
        category = "omission" if lang == "en" else "addition"
        yield Finding(
            "acronym", severity, message, marked if lang == "en" else (), () if lang == "en" else marked, category
        )


def _unanswered(pair: PairTexts, lang: Lang) -> list[Mention]:
    """Organisations of one side that the other side does not name, in whatever form, nor its neighbours."""
    mentions = pair.mentions(lang, "organisation")
    if not mentions:
        return []
    other: Lang = "ru" if lang == "en" else "en"
    there = _named(pair.text(other), other)
    missing = [mention for mention in mentions if not set(str(mention.value).split("|")) & there]
    if not missing:
        return []
    around = {code for _, near in pair.neighbours() for code in _named(near.text(other), other)}
    return [mention for mention in missing if not set(str(mention.value).split("|")) & around]


def _named(text: str, lang: Lang) -> set[str]:
    """Codes of all that a text may name; English abbreviations count in a Russian text too."""
    values = _phrases(lang).all_values(text)
    if lang == "ru" and any("A" <= letter <= "Z" for letter in text):
        values |= _phrases("en").all_values(text)
    return {value.lstrip("~") for value in values}


def _certain(found: Found) -> bool:
    return any(not value.startswith("~") for value in found.values)


def _value(found: Found) -> str:
    return "|".join(sorted({value.lstrip("~") for value in found.values}))


@cache
def _phrases(lang: Lang) -> Phrases:
    column = 1 if lang == "en" else 2
    entries = ((entry, row[0]) for row in table("organisations.tsv") for entry in alternatives(row[column]))
    return Phrases(((form.lstrip("~"), f"~{code}" if form.startswith("~") else code) for form, code in entries), lang)
