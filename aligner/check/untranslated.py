"""Check `untranslated`: English left in the Russian text, Russian in the English one, letters of the wrong alphabet.

Names and titles may stay as they are ("The New York Times", Windows), so may abbreviations, codes, addresses, what
stands in brackets, and the expressions of tables/latin.txt. What gives English away is a run of words in small
letters, with words such as "the" and "is" among them, that stands in the English text too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from aligner.check.mentions import in_quotes, masked, shortened
from aligner.check.texts import PairTexts
from aligner.records import Finding, Lang, Severity, Span

_LATIN = r"[A-Za-zÀ-ɏ](?:[^\W\u0400-\u04ff]|['’.-])*"
_LATIN_RUN = re.compile(rf"{_LATIN}(?:[ \u00a0,;:–—]+{_LATIN})*")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_CYRILLIC_RUN = re.compile(r"[\u0400-\u04ff]{2,}(?:[ -]+[\u0400-\u04ff]+)*")
_MEETING = re.compile(r"[A-Za-z][\u0400-\u04ff]|[\u0400-\u04ff][A-Za-z]")
_MIXED = re.compile(rf"[^\W\d_]*(?:{_MEETING.pattern})[^\W\d_]*")
_LONE_LATIN = re.compile(r"(?<=[\u0400-\u04ff,]\s)[acoyBCOAK](?=\s[\u0400-\u04ff]{2})")
_ENCLOSED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|«[^«»]*»|„[^„“]*“|“[^“”]*”|\"[^\"]*\"")
_HYPHENS = "-‐‑"
_LOOK_ALIKE = frozenset("aceopxyABCEHKMOPTXY" + "асеорхуАВСЕНКМОРТХУ")

# Words of English sentences; in names of books and firms only those of _PARTICLES stand in small letters.
_PARTICLES = frozenset(
    "the a an of and or for to in on at by from with de la le du van von der et al as und y e di da".split()
)
_FUNCTION = _PARTICLES - frozenset("de la le du van von der et al und y e di da a".split()) | frozenset(
    "is are was were be been has have had will would can could should not that this these those it its he she they we "
    "his her their our you your who which when if but than there what all more without about after before into".split()
)
_RUSSIAN_BEFORE, _RUSSIAN_AFTER = re.compile(r"[а-яё],?\s$"), re.compile(r"\s[а-яё]{2}")
_CODE = re.compile(r"[$=_{}<>|\\]|--|\w\(\)|/\w+/")  # of a technical text
_NAMED = re.compile(  # "the word off", in front of the word
    r"\b(?:слов|термин|букв|латин|греч|англ|франц|параметр|команд|метод|функци|переменн|директив|значени|атрибут|аргумент"
    r"|файл|режим|опци|ключ|контекст|модул|утилит|пакет|библиотек|означа|называ|от|под названием)\w*\W+(?:\w+\W+)?$",
    re.IGNORECASE,
)
_GLOSSED = re.compile(r"[,:]?\s*(?:\(|[—–-]|«|\"|„|означ|значит|переводится)", re.IGNORECASE)
_KEPT_QUOTE = 6  # a quotation of fewer words is a title


def untranslated(pair: PairTexts) -> Iterator[Finding]:
    """Text in the other language, and words that mix the two alphabets."""
    yield from _mixed_scripts(pair)
    if not _CYRILLIC.search(pair.ru):
        yield from _whole(pair)
        return
    yield from _english_in_russian(pair)
    yield from _russian_in_english(pair)


def _whole(pair: PairTexts) -> Iterator[Finding]:
    """A Russian text without a Cyrillic letter: English words in small letters make it English."""
    words = _WORD.findall(_without_references(pair, "ru"))
    small = [word for word in words if word.islower() and len(word) > 2 and word not in _allowed()]
    if len(small) < 2 and not (small and len(words) < 3 and _squeezed(pair.en) == _squeezed(pair.ru)):
        return
    english = any(word.lower() in _FUNCTION for word in words) or len(words) < 3
    severity: Severity = "error" if english and len(words) > 2 else "warning" if english else "info"
    same = _squeezed(pair.en) == _squeezed(pair.ru)
    message = "The Russian text equals the English one." if same else "The Russian text is not in Russian."
    yield Finding("untranslated", severity, message, _all_of(pair.en), _all_of(pair.ru), "untranslated")


def _english_in_russian(pair: PairTexts) -> Iterator[Finding]:
    if not re.search(r"[a-z]{3}", pair.ru):
        return
    text = _without_references(pair, "ru")
    enclosed = [(match.start(), match.end(), match[0][0]) for match in _ENCLOSED.finditer(text)]
    source = frozenset(word.lower() for word in _WORD.findall(pair.en))
    for run in _LATIN_RUN.finditer(text):
        if _joined_to_cyrillic(text, run.start(), run.end()) or _is_code(run[0], text[run.start() - 1 : run.start()]):
            continue
        if _is_lone(run[0], text, run.start(), source):
            yield _finding("warning", f"“{run[0]}” was left in English.", ru=run.span())
            continue
        opening = next((mark for start, end, mark in enclosed if start <= run.start() and run.end() <= end), "")
        if severity := _severity(run[0], source, opening):
            if severity == "info" and _is_forgotten(run[0], text, run.start(), pair.en):
                severity = "warning"
            span = (run.start(), run.start() + len(run[0].rstrip(" .,;:-–—")))
            yield _finding(
                severity, f"{in_quotes(shortened(pair.ru[slice(*span)]), 'en')} was left in English.", ru=span
            )


def _severity(run: str, source: frozenset[str], opening: str) -> Severity | None:
    """How surely a run of Latin words is English that was forgotten; None: it may stay."""
    words = [word for word in _WORD.findall(run) if len(word) > 1]
    small = [word for word in words if word[0].islower()]
    content = [
        word
        for word in small
        if word.islower() and len(word) > 2 and word in source and not {word} & (_PARTICLES | _allowed())
    ]
    if not content or opening in ("(", "[") or ("." in run.rstrip(".") and " " not in run):
        return None
    sentence = len(words) >= 3 and any(word in _FUNCTION for word in small) and len(content) * 4 >= len(words)
    if opening:
        return "warning" if sentence and len(words) >= _KEPT_QUOTE and len(small) * 2 > len(words) else None
    if sentence and len(small) * 2 > len(words):
        return "error"
    return "warning" if len(content) >= 2 and len(small) * 2 > len(words) else "info"


def _is_lone(run: str, text: str, start: int, source: frozenset[str]) -> bool:
    """A single "and" or "the" among Russian words: «сержант and снова»."""
    before, after = text[:start], text[start + len(run) :]
    return run in _FUNCTION & source and bool(_RUSSIAN_BEFORE.search(before) and _RUSSIAN_AFTER.match(after))


def _is_code(run: str, before: str) -> bool:
    """A name of a variable, an option, a path: $remote_addr, --with-stream, /dev/poll."""
    return ("_" in run and " " not in run) or before in ("$", "%", "/", "_", "@", "#", "-")


def _is_forgotten(run: str, text: str, start: int, english: str) -> bool:
    """Whether a single word is no citation: «параметр off», «лат. civis, „гражданин“», "shall" in quotation marks."""
    word = run.rstrip(" .,;:-–—")
    before, after = text[max(0, start - 40) : start], text[start + len(word) : start + len(word) + 20]
    cited = _NAMED.search(before) or _GLOSSED.match(after) or re.search(rf"[\"“‘']{re.escape(word)}\b", english)
    return word.isalpha() and not cited and not _CODE.search(text)


def _russian_in_english(pair: PairTexts) -> Iterator[Finding]:
    if not _CYRILLIC.search(pair.en):
        return  # before the mentions are looked for, which takes longer than all else
    text = _without_references(pair, "en")
    enclosed = [(match.start(), match.end()) for match in _ENCLOSED.finditer(text)]
    for run in _CYRILLIC_RUN.finditer(text):
        if any(start <= run.start() and run.end() <= end for start, end in enclosed):
            continue
        if not _MIXED.fullmatch(run[0]) and not _touches_latin(text, run.start(), run.end()):
            severity: Severity = "error" if len(run[0].split()) > 1 else "warning"
            yield _finding(severity, f"{in_quotes(shortened(run[0]), 'ru')} was left in Russian.", en=run.span())


def _mixed_scripts(pair: PairTexts) -> Iterator[Finding]:
    """Words with letters of both alphabets, of which the fewer ones look like letters of the other."""
    for lang, text in (("en", pair.en), ("ru", pair.ru)):
        for word in _MIXED.finditer(text) if _MEETING.search(text) else ():
            cyrillic = [letter for letter in word[0] if _CYRILLIC.match(letter)]
            latin = [letter for letter in word[0] if not _CYRILLIC.match(letter)]
            fewer, alphabet = (cyrillic, "Cyrillic") if len(cyrillic) < len(latin) else (latin, "Latin")
            if len(cyrillic) == len(latin):
                fewer, alphabet = (latin, "Latin") if lang == "ru" else (cyrillic, "Cyrillic")
            if set(fewer) <= _LOOK_ALIKE:
                letters = "".join(dict.fromkeys(fewer))
                message = f"“{word[0]}” mixes alphabets: “{letters}” is {alphabet}."
                yield _finding("error", message, **{lang: word.span()})
    for letter in _LONE_LATIN.finditer(pair.ru):
        if letter[0].islower():
            yield _finding("warning", f"“{letter[0]}” between Russian words is a Latin letter.", ru=letter.span())


def _finding(severity: Severity, message: str, *, en: Span | None = None, ru: Span | None = None) -> Finding:
    return Finding("untranslated", severity, message, (en,) if en else (), (ru,) if ru else (), "untranslated")


def _without_references(pair: PairTexts, lang: Lang) -> str:
    """The text with addresses and document symbols blanked out."""
    return masked(pair.text(lang), pair.mentions(lang, "url", "email", "symbol"))


def _joined_to_cyrillic(text: str, start: int, end: int) -> bool:
    """Part of a compound («web-сайт», «iPhone’ом») or of a mixed word, which is reported as such."""
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    return _touches_latin(text, start, end) or bool(
        (before[-1:] in _HYPHENS and _CYRILLIC.match(before[:1]))
        or (text[end - 1] in _HYPHENS + "'’" and _CYRILLIC.match(after[:1]))
    )


def _touches_latin(text: str, start: int, end: int) -> bool:
    """A letter stands directly before or behind."""
    return text[start - 1 : start].isalpha() or text[end : end + 1].isalpha()


def _all_of(text: str) -> tuple[Span, ...]:
    return ((0, len(text)),) if text else ()


def _squeezed(text: str) -> str:
    return " ".join(text.split()).casefold()


@cache
def _allowed() -> frozenset[str]:
    table = files("aligner.check").joinpath("tables", "latin.txt").read_text(encoding="utf-8")
    return frozenset(
        word for line in table.splitlines() for word in line.partition("# ")[0].lower().split() if word != "#"
    )
