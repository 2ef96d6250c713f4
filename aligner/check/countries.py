"""Countries, their capitals, inhabitants and adjectives; check `country`: one country here, another one there.

"Tokyo", "Japanese", «японец», «российско-японский» all mention Japan: translators go from one to the other. A country
that only one side mentions is no finding ("the two countries", "domestic", and Russian texts say США more often);
a country on one side *and* another one on the other side is. Names that may mean something else ("Georgia",
"Jordan", Washington, the languages) can be the counterpart of a country and never ask for one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING

from aligner.check.lists import table
from aligner.check.mentions import Mention, quoted, spans
from aligner.check.phrases import Found, Phrases, alternatives
from aligner.records import Finding, Lang, Severity

if TYPE_CHECKING:
    from aligner.check.texts import PairTexts

MAYBE = "maybe country"
_NO_COUNTRY = "-"
_NOT_TERRITORIES = frozenset(["EU", "EZ", "UN", "XA", "XB", "ZZ", "QO", "UM", "IO", "TF"])
_BRACKETED = re.compile(r"\s*\(.*?\)")

# A language: "in Russian", "Russian-language", "Japanese lessons", «на русском языке», «русскоязычный».
_BEFORE_LANGUAGE = {
    "en": re.compile(
        r"\b(?:in|into|from|speaks?|spoke|spoken|speaking|learn(?:s|ing)?|learned|fluent|translat\w+)\s+$", re.I
    ),
    "ru": re.compile(r"(?:^|\W)(?:по-|язык\w*\s+|перев\w+\s+с\s+|говор\w+\s+на\s+)$", re.I),
}
_AFTER_LANGUAGE = {
    "en": re.compile(
        r"[\s-]+(?:languages?|speak\w*|words?|lessons?|class(?:es)?|dictionar\w+|subtitles|texts?|versions?|translations?)\b"
        r"|(?=\s*[.,;:!?)]|$|\s+(?:and|or|as|with|to|for|by)\b)",
        re.I,
    ),
    "ru": re.compile(
        r"\s+(?:язык|слов(?:о|а|ом|е|у|ам|ами|ах)?\b|текст|перевод|верси|транскрипц|озвуч|субтитр)|язычн", re.I
    ),
}

_LANGUAGE = re.compile(
    r"(?:ish|ese|ian|nch|tch|zech|lovak|lovene|zbek|azakh|yrgyz|ajik|urkmen|orean|erman|reek|bic|ebrew|indi|hai|andic)$"
)
_BRITISH = frozenset(["GB-ENG", "GB-SCT", "GB-WLS", "GB-NIR"])
_KIN = {  # translators go from one to the other
    "SU": frozenset(["RU"]),
    "RU": frozenset(["SU"]),
    "GB": _BRITISH,
    **dict.fromkeys(_BRITISH, frozenset(["GB"])),
}


def countries(text: str, lang: Lang) -> list[Mention]:
    """Mentions of countries: kind "country", or "maybe country" for what may mean something else.

    The value is the code of the country ("JP"; "KP|KR" for "Korean").
    """
    return [_mention(found, text, lang) for found in _phrases(lang).find(text)]


def country(pair: PairTexts) -> Iterator[Finding]:
    """A country in one language and a different one in the other."""
    if not pair.mentions("en", "country") or not pair.mentions("ru", "country"):
        return
    en, ru = _unanswered(pair, "en"), _unanswered(pair, "ru")
    severity: Severity = "error" if en and ru else "warning"
    en, ru = en or (ru and _more_often(pair, "en")), ru or (en and _more_often(pair, "ru"))
    if en and ru:
        both = f"{quoted(pair.en, en, 'en')} in English, {quoted(pair.ru, ru, 'ru')} in Russian"
        yield Finding("country", severity, f"{both}: different countries?", spans(en), spans(ru), "mistranslation")


def _more_often(pair: PairTexts, lang: Lang) -> list[Mention]:
    """The mentions of a country that this side names more often than the other, if that names it at all."""
    here, there = pair.mentions(lang, "country"), pair.mentions("ru" if lang == "en" else "en", "country")
    values, others = Counter(mention.value for mention in here), Counter(mention.value for mention in there)
    more = next((value for value in values if values[value] > others[value] > 0), None)
    return [mention for mention in here if mention.value == more]


def codes(mentions: Iterable[Mention]) -> frozenset[str]:
    """The codes of all countries that the mentions may mean."""
    return frozenset(code for mention in mentions for code in str(mention.value).split("|"))


def _answering(mention: Mention) -> frozenset[str]:
    """The codes of the countries that may stand for it on the other side."""
    named = codes([mention])
    return named.union(*(_KIN.get(code, ()) for code in named))


def _unanswered(pair: PairTexts, lang: Lang) -> list[Mention]:
    """Countries on the side of `lang` that the other side does not mention, nor its neighbours."""
    other: Lang = "ru" if lang == "en" else "en"
    there = codes(pair.mentions(other, "country", MAYBE))
    missing = [mention for mention in pair.mentions(lang, "country") if not _answering(mention) & there]
    if not missing:
        return []
    around = codes(m for _, neighbour in pair.neighbours() for m in neighbour.mentions(other, "country", MAYBE))
    return [mention for mention in missing if not _answering(mention) & around]


def _mention(found: Found, text: str, lang: Lang) -> Mention:
    """Every phrase that is found takes its characters; "-" and languages are not asked for."""
    certain = [value for value in found.values if not value.startswith("~")]
    value = "|".join(sorted(certain or (value.lstrip("~") for value in found.values)))
    is_country = bool(certain) and value != _NO_COUNTRY and not _is_language(found, text, lang)
    return Mention("country" if is_country else MAYBE, value, found.start, found.end)


def _is_language(found: Found, text: str, lang: Lang) -> bool:
    before, after = text[max(0, found.start - 24) : found.start], text[found.end : found.end + 24]
    if lang == "ru":
        return bool(_BEFORE_LANGUAGE["ru"].search(before) or _AFTER_LANGUAGE["ru"].match(after))
    match = _AFTER_LANGUAGE["en"].match(after)
    return bool(
        match
        and (match[0] or _BEFORE_LANGUAGE["en"].search(before))
        and _LANGUAGE.search(text[found.start : found.end])
    )


@cache
def _phrases(lang: Lang) -> Phrases:
    own = list(_own(lang))
    weak = {phrase for phrase, value in own if value.startswith("~")}
    return Phrases([*own, *(entry for entry in _cldr(lang) if entry[0] not in weak)], lang)


def _own(lang: Lang) -> Iterator[tuple[str, str]]:
    """(phrase, code) of the table; the code of what is never asked for begins with "~"."""
    for row in table("countries.tsv"):
        for entry in alternatives(row[1 if lang == "en" else 2]):
            weak = entry.startswith("~")
            phrase, value = entry.lstrip("~"), f"~{row[0]}" if weak else row[0]
            yield phrase, value
            if lang == "ru" and phrase.endswith(("ский", "цкий")) and " " not in phrase:
                yield f"{phrase[:-2]}о-", value


def _cldr(lang: Lang) -> Iterator[tuple[str, str]]:
    """The names of all territories in one language."""
    from babel import Locale

    territories: dict[str, str] = dict(Locale.parse(lang).territories)
    for code in territories:
        name = territories.get(code)
        if len(code) == 2 and code not in _NOT_TERRITORIES and name:
            yield _BRACKETED.sub("", name).replace("о-ва", "острова").replace("о-в", "остров"), code
