"""Slips that show without knowing the other language. Check `typography`.

    the the committee     «Договор ,    "прямые" и «ёлочки»    слово - слово    5  страниц

A doubled word and a space before a comma are slips; the rest is a matter of style, worth a glance (info).
"""

import re
from collections.abc import Iterator

from aligner.check.lists import word_list
from aligner.check.texts import PairTexts
from aligner.records import Finding, Lang, Severity, Span

_DOUBLED = re.compile(r"(?<![\w’'-])([^\W\d_]+)(?:[ \t\xa0]+\1)(?![\w’'-])")
_SPACE_BEFORE = re.compile(r"(?<=[\w»”)])[ \t]+(?=[,;](?:\s|[^\W\d_]|$))|(?<=[\w»”)])[ \t]+(?=[.:](?:\s|$))")
_DOUBLE_SPACE = re.compile(r"(?<=[^\s])[ \t\xa0]{2,}(?=[^\s])")
_SUSPECT = (" ,", " ;", " .", " :", "  ", "\t", "\xa0")  # a text without them is in order
_AFTER_STOP = re.compile(r"[.!?:][\"”’)]*$")
_HYPHEN = re.compile(r"(?<=[^\W\d_] )--?(?= [^\W\d_])|(?<=[»”,] )--?(?= [^\W\d_])")
_TYPOGRAPHIC = "“”«»"
_MISSING_NBSP = {
    "ru": re.compile(r"(?<=\d)[ ](?=(?:г|гг|руб|коп|кг|км|см|мм|млн|млрд|тыс|трлн)\b)|(?<=[№§])[ ](?=\d)"),
    "en": re.compile(r"(?<=\bNo\.)[ ](?=\d)|(?<=\d)[ ](?=(?:km|kg|cm|mm)\b)|(?<=§)[ ](?=\d)"),
}

_NAMES: dict[Lang, str] = {"en": "English", "ru": "Russian"}


def typography(pair: PairTexts) -> Iterator[Finding]:
    """Doubled words, stray spaces, mixed quotation marks, hyphens for dashes, missing non-breaking spaces."""
    for lang in ("en", "ru"):
        text = pair.text(lang)
        yield from _doubled(pair, lang)
        yield from _spaces(text, lang)
        yield from _quotes(text, lang)
        if lang == "ru":  # in English a spaced hyphen is a house style
            yield from _hyphens(text, lang)
        yield from _breaking(pair, lang)


def _doubled(pair: PairTexts, lang: Lang) -> Iterator[Finding]:
    """A word twice, unless words are doubled on the other side too («очень, очень» / "very very")."""
    other = pair.text("ru" if lang == "en" else "en")
    for match in _DOUBLED.finditer(pair.text(lang)):
        word = match[1]
        if word.lower() in word_list(f"doubled.{lang}.txt") or not word.islower() or _DOUBLED.search(other):
            continue
        yield _finding("warning", f"“{word}” stands twice in the {_NAMES[lang]}.", lang, match.span())


def _spaces(text: str, lang: Lang) -> Iterator[Finding]:
    if not any(sign in text for sign in _SUSPECT):
        return
    for match in _SPACE_BEFORE.finditer(text):
        mark = text[match.end()]
        yield _finding("warning", f"A space before “{mark}” in the {_NAMES[lang]}.", lang, match.span())
    doubles = [m for m in _DOUBLE_SPACE.finditer(text) if not (lang == "en" and _AFTER_STOP.search(text[: m.start()]))]
    if doubles:  # one is a slip, more are a habit of the text
        yield _finding(
            "warning" if len(doubles) == 1 else "info",
            f"Double space in the {_NAMES[lang]}.",
            lang,
            *(m.span() for m in doubles),
        )


def _quotes(text: str, lang: Lang) -> Iterator[Finding]:
    """Straight marks next to typographic ones; «„“» is one style, its inner marks included."""
    if '"' in text and any(mark in text for mark in _TYPOGRAPHIC):
        message = f"Straight and typographic quotation marks are mixed in the {_NAMES[lang]}."
        yield _finding("info", message, lang, *(m.span() for m in re.finditer('"', text)))


def _hyphens(text: str, lang: Lang) -> Iterator[Finding]:
    places = [match.span() for match in _HYPHEN.finditer(text)]
    if places:
        yield _finding("info", f"A hyphen for a dash in the {_NAMES[lang]}.", lang, *places)


def _breaking(pair: PairTexts, lang: Lang) -> Iterator[Finding]:
    """Ordinary spaces where the text itself uses non-breaking ones: plain text without any is left in peace."""
    if "\xa0" not in pair.text(lang) and not any("\xa0" in near.text(lang) for _, near in pair.neighbours()):
        return
    places = [match.span() for match in _MISSING_NBSP[lang].finditer(pair.text(lang))]
    if places:
        yield _finding("info", f"A non-breaking space is missing in the {_NAMES[lang]}.", lang, *places)


def _finding(severity: Severity, message: str, lang: Lang, *spans: Span) -> Finding:
    en, ru = (spans, ()) if lang == "en" else ((), spans)
    return Finding("typography", severity, message, en, ru, "typography")
