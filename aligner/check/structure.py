"""What keeps a text in shape: addresses, document symbols, footnote marks, list labels. Check `structure`.

Russian letters of a list count as ordinals, since a translation goes on with its own alphabet (b) / б),
and look-alikes count twice: «с)» is the eighteenth letter of the Russian alphabet or a Latin c.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterator
from typing import TYPE_CHECKING

from aligner.check.mentions import Mention, masked, quoted
from aligner.records import Finding, Lang, Severity

if TYPE_CHECKING:
    from aligner.check.texts import PairTexts

_URL = re.compile(r"(?:https?://|www\.)[^\s<>«»“”\"]+[^\s<>«»“”\".,;:!?)\]]", re.I)
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_SYMBOL = re.compile(
    r"\b(?:[A-ZА-Я]{1,5}(?:\.\d+)?/)+(?:[A-ZА-Я]{2,6}[./]?\d*/)*\d[\d/.]*(?:/(?:Add|Rev|Corr|L)\.\d+)*"
)
_FOOTNOTE = re.compile(r"\[\d{1,3}\]|(?<=[\w.,;:!?»”\")])(?<!m)(?<!м)[¹²³⁰⁴-⁹]+(?!\w)")
_REFERENCES = {"url": _URL, "email": _EMAIL, "symbol": _SYMBOL, "footnote": _FOOTNOTE}
_REFERRING = re.compile(r"[/@\[¹²³⁰⁴-⁹]|www", re.I)  # every one of them has one of these
_LABEL = re.compile(r"^[ \t]*(?:[•–—*-][ \t]+)?(\(?)([a-zа-яё]|[ivx]{1,5}|\d{1,2})(\)|\.(?=[ \t]))(?=[ \t]+\S)", re.M)

_RU_LETTERS = "абвгдежзиклмнопрстуфхцчшщэюя"  # as lists count: without ё, й and the letters no word begins with
_LOOK_ALIKE = dict(zip("асеорхукмвтнАВСЕНКМОРТХУ", "aceopxykmbthABCEHKMOPTXY", strict=True))
_TO_LATIN = str.maketrans(_LOOK_ALIKE)
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_LANGUAGE_PARTS = {"en", "eng", "english", "ru", "rus", "russian", "en-us", "ru-ru"}
_ROMAN = {"i": 1, "v": 5, "x": 10}
_PLURALS = {"address": "addresses", "e-mail address": "e-mail addresses"}
_NAMES = {"url": "address", "email": "e-mail address", "symbol": "document symbol", "footnote": "footnote mark"}


def references(text: str, lang: Lang) -> list[Mention]:
    """URLs, e-mail addresses, document symbols (A/RES/60/1), footnote marks."""
    mentions: list[Mention] = []
    for kind, pattern in _REFERENCES.items() if _REFERRING.search(text) else ():
        found = [Mention(kind, _value(kind, m[0]), m.start(), m.end()) for m in pattern.finditer(text)]
        text = masked(text, found)
        mentions += found
    return mentions


def labels(text: str, lang: Lang) -> list[Mention]:
    """Labels of list items at the beginning of a line: "(a)", "б)", "iv)", "3."; the value is a set of ordinals."""
    found = []
    for match in _LABEL.finditer(text):
        if match[1] and match[3] == ".":
            continue
        ordinals = _ordinals(match[2])
        if ordinals and not (match[3] == "." and match[2].isalpha() and len(match[2]) == 1 and lang == "ru"):
            found.append(Mention("label", ordinals, match.start(1) if match[1] else match.start(2), match.end(3)))
    return found


def structure(pair: PairTexts) -> Iterator[Finding]:
    """References or list labels that stand on one side only."""
    for kind, name in _NAMES.items():
        yield from _compared(pair, kind, name)
    yield from _labels_compared(pair)


def _compared(pair: PairTexts, kind: str, name: str) -> Iterator[Finding]:
    en, ru = pair.mentions("en", kind), pair.mentions("ru", kind)
    if not en and not ru:
        return
    alone_en, alone_ru = _alone(en, ru), _alone(ru, en)
    for one, other in zip(alone_en, alone_ru, strict=False):
        both = f"{quoted(pair.en, [one], 'en')} in English, {quoted(pair.ru, [other], 'ru')} in Russian"
        message = f"The {_PLURALS.get(name, name + 's')} differ: {both}."
        yield _finding("warning", message, [one], [other])
    for mention in alone_en[len(alone_ru) :]:
        where = pair.moved(mention, "ru")
        yield _finding(*_lost(name, quoted(pair.en, [mention], "en"), "Russian", where), [mention], [])
    for mention in alone_ru[len(alone_en) :]:
        where = pair.moved(mention, "en")
        yield _finding(*_lost(name, quoted(pair.ru, [mention], "ru"), "English", where), [], [mention])


def _labels_compared(pair: PairTexts) -> Iterator[Finding]:
    """Only as many labels as the other side has can be compared: a list may be run into one sentence."""
    en, ru = pair.mentions("en", "label"), pair.mentions("ru", "label")
    if len(en) != len(ru):
        return
    for one, other in zip(en, ru, strict=True):
        if not _same_label(one.value, other.value):
            both = f"{quoted(pair.en, [one], 'en')} in English, {quoted(pair.ru, [other], 'ru')} in Russian"
            yield _finding("warning", f"The list labels differ: {both}.", [one], [other])


def _same_label(one: Hashable, other: Hashable) -> bool:
    return isinstance(one, frozenset) and isinstance(other, frozenset) and bool(one & other)


def _alone(here: list[Mention], there: list[Mention]) -> list[Mention]:
    """Mentions beyond those that the other side has too, the last ones first to be surplus."""
    rest = Counter(mention.value for mention in there)
    alone = []
    for mention in here:
        if rest[mention.value]:
            rest[mention.value] -= 1
        else:
            alone.append(mention)
    return alone


def _lost(name: str, quoted: str, language: str, moved: str | None) -> tuple[Severity, str]:
    if moved:
        return "info", f"The {name} {quoted} stands in the {moved} pair in {language}."
    return "warning", f"The {name} {quoted} is missing in {language}."


def _finding(severity: Severity, message: str, en: list[Mention], ru: list[Mention]) -> Finding:
    en_spans, ru_spans = (tuple((m.start, m.end) for m in side) for side in (en, ru))
    return Finding("structure", severity, message, en_spans, ru_spans, "markup")


def _value(kind: str, text: str) -> Hashable:
    if kind == "url":
        parts = re.sub(r"^https?://|^www\.", "", text.lower()).removeprefix("www.").strip("/").split("/")
        return "/".join("*" if part in _LANGUAGE_PARTS else part for part in parts)
    if kind == "footnote":
        return text.translate(_SUPERSCRIPTS).strip("[]")
    return text.translate(_TO_LATIN).lower() if kind == "symbol" else text.lower()


def _ordinals(label: str) -> frozenset[int]:
    """What a label may count as; empty when it is no label."""
    if label.isdigit():
        return frozenset({int(label)})
    latin = label.translate(_TO_LATIN)
    ordinals = set()
    if label in _RU_LETTERS:
        ordinals.add(_RU_LETTERS.index(label) + 1)
    if len(latin) == 1 and "a" <= latin <= "z":
        ordinals.add(ord(latin) - ord("a") + 1)
    if set(latin) <= set(_ROMAN):
        ordinals.add(_roman(latin))
    return frozenset(ordinals)


def _roman(text: str) -> int:
    values = [_ROMAN[letter] for letter in text]
    return sum(-v if v < w else v for v, w in zip(values, [*values[1:], 0], strict=True))
