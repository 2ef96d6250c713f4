"""Years and decades: 2002, "the season 2002/03", "'42", the 1990s, the mid-seventies, «90-е»."""

import re
from collections.abc import Iterator
from typing import Final

from aligner.check.lists import plain
from aligner.check.mentions import Mention
from aligner.check.numerals import atom
from aligner.check.units import unit_after, unit_before
from aligner.records import Lang

_DECADE: Final = {
    "en": re.compile(r"(?<![\w.,])['’]?(?P<decade>1\d\d0|20\d0|[2-9]0)['’]?s\b"),
    "ru": re.compile(r"(?<![\w.,])(?P<decade>1\d\d0|20\d0|[1-9]0)-?(?:е|х|ые|ых|ми|ыми)\b"),
}
_DECADE_WORD: Final = {  # not "in his early thirties"
    "en": re.compile(
        r"(?<!his )(?<!her )(?<!my )(?<!your )(?<!their )\b(?:the|mid|early|late|nineteen)[\s-](?:mid-|early |late )?"
        r"(?P<decade>(?:twen|thir|for|fif|six|seven|eigh|nine)ties)\b",
        re.IGNORECASE,
    ),
    "ru": re.compile(
        r"\b(?P<decade>(?:(?:двадцат|тридцат|пятидесят|шестидесят|семидесят|восьмидесят|девяност)(?:ые|ых|ым|ыми)"
        r"|сороков(?:ые|ых|ым|ыми)))(?:\s(?:годы|годов|годам|годами|годах|гг\.))?(?!\w)",
        re.IGNORECASE,
    ),
}
DECADE_SIGNS: Final = {"en": ("ties",), "ru": ("дцат", "десят", "девяност", "сороков")}
_YEAR: Final = re.compile(
    r"(?<![\w№#$€£₽.,/:'’+-])(?P<first>1[1-9]\d\d|20\d\d|\d{3,4}(?=[\s\u00a0](?:год|г\.(?!\w)|гг\.)))"
    r"(?:(?:[-–—/]|\s[-–—]\s)(?P<last>\d{4}|\d\d)(?![\d/-]))?"
    r"(?!\d|[.,:]\d|[/-]\d|[-–]?[^\W\d_]*летн)"
)
_NUMBERED: Final = re.compile(
    r"(?:№|\bNos?\.?|\bn[o°]\.?|\b(?:resolutions?|резолюци[яиюей]{1,2}|decisions?|регламент\w*|directive|regulation))"
    r"[\s\u00a0]\Z",
    re.IGNORECASE,
)
_YEAR_END_RU: Final = re.compile(r"-?(?:го|му|м|й|ого|ом)\b")
_SHORT_YEAR: Final = re.compile(r"(?<=\b(?:of|in)[\s-])['’](?P<year>\d\d)(?![\w'’])")  # "the spring of '42"


def decades(text: str, lang: Lang) -> Iterator[Mention]:
    """The 1990s, the '90s, «90-е»."""
    for match in _DECADE[lang].finditer(text):
        yield Mention("date", ("decade", int(match["decade"])), *match.span())


def decades_in_words(text: str, lang: Lang) -> Iterator[Mention]:
    """The mid-seventies, «в шестидесятых годах»."""
    for match in _DECADE_WORD[lang].finditer(text):
        known = atom(plain(match["decade"]), lang)
        if known is not None:
            yield Mention("date", ("decade", int(known.value)), match.start("decade"), match.end())


def years(text: str, lang: Lang) -> Iterator[Mention]:
    """Four digits that count nothing: no unit after them, no currency before them; "'42" behind "of" or "in"."""
    for match in _SHORT_YEAR.finditer(text) if lang == "en" else ():
        yield Mention("date", (1900 + int(match["year"]), None, None), *match.span())
    for match in _YEAR.finditer(text):
        suffix = _YEAR_END_RU.match(text, match.end()) if lang == "ru" else None
        end = suffix.end() if suffix else match.end()
        if (
            _NUMBERED.search(text, max(0, match.start() - 14), match.start())
            or text[end : end + 1].isalpha()
            or unit_after(text, end, lang)
            or unit_before(text, match.start(), lang)
        ):
            continue
        first, last = match["first"], match["last"]
        if last is None:
            yield Mention("date", (int(first), None, None), match.start(), end)
            continue
        year = int(last) if len(last) == 4 else int(first[:2] + last)
        joined = "/" in match.group()  # the season 2002/03, but not Regulation 1408/71
        if int(first) < year < 2100 and not (joined and year > int(first) + 1):
            yield Mention("date", (int(first), None, None), *match.span("first"))
            yield Mention("date", (year, None, None), match.start("last"), end)
