"""Times of day: "2.30 p.m.", 14:30, «в половине третьего», "half past two", «в два часа дня»."""

import re
from collections.abc import Iterator
from functools import cache

from aligner.check.lists import plain
from aligner.check.mentions import Mention
from aligner.check.numerals import atom
from aligner.records import Lang

_HALF_DAY = 720  # minutes; the two languages often differ in whether they say "p.m."
_HALF = r"[ap]\.?[ \u00a0]?m\b\.?"
_CLOCK = {
    "en": re.compile(
        rf"(?<![\d.,:/])(?P<hour>[01]?\d|2[0-4])(?:(?P<mark>[:.])(?P<minute>[0-5]\d)(?::[0-5]\d)?)?(?![\d:]|[.,]\d)"
        rf"(?P<half>[\s\u00a0]?{_HALF})?",
        re.IGNORECASE,
    ),
    "ru": re.compile(
        r"(?<![\d.,:/])(?P<hour>[01]?\d|2[0-4])(?:(?P<mark>[:.]|-(?=\d\d\b))(?P<minute>[0-5]\d)(?::[0-5]\d)?)?(?![\d:]|[.,]\d)"
        r"(?P<half>[\s\u00a0](?:ч(?:\.|ас(?:а|ов)?\b))?[\s\u00a0]?(?:дня|ночи|утра|вечера)\b)?",
        re.IGNORECASE,
    ),
}
_WORDED = {
    "en": re.compile(r"(?<![\d.,:/])(?P<hour>[01]\d|2[0-3])(?P<minute>[0-5]\d)(?=[\s\u00a0](?:GMT|UTC|hrs|hours)\b)"),
    "ru": re.compile(r"(?<![\d.,:/])(?P<hour>[01]?\d|2[0-4])\s?ч\.?\s(?P<minute>[0-5]\d)\s?м(?:ин)?\b\.?"),
}
_FIRST_HOUR = re.compile(  # the 1 of "from 1 to 5 p.m."
    rf"(?<![\d.,:/$€£])(?P<hour>1[0-2]|0?[1-9])\s?(?:-|–|\bto\b|\band\b|\buntil\b)\s?(?=(?:1[0-2]|0?[1-9])(?:[.:]\d\d)?\s?{_HALF})"
)
_BEFORE_TIME = re.compile(r"\b(?:в|во|с|до|к|около|после|на)[\s\u00a0]\Z", re.IGNORECASE)
_AFTER_TIME = re.compile(r"[\s\u00a0]?(?:%|[^\W\d_]{2,}н\b|тыс|руб|процент|долл|балл|градус|м\b|км|кг|га\b)")
_DIGIT = re.compile(r"\d")
_PAST = re.compile(r"\b(?P<part>half|quarter)[\s-](?P<way>past|to)[\s-](?P<hour>\w+)\b", re.IGNORECASE)
_OF_DAY = re.compile(  # "four in the afternoon"
    r"\b(?P<hour>\w+)(?:\so['’]clock)?\s(?:in\sthe\s(?:morning|afternoon|evening)|at\snight)\b", re.IGNORECASE
)
_PAST_RU = re.compile(r"\b(?:половин[аеуы]\s+|пол-?)(?P<hour>[^\W\d_]+|\d{1,2}(?=-?го))\b(?:-го)?", re.IGNORECASE)
_IN_WORDS = {  # something that is found quickly, and what it is a part of
    "en": ((re.compile(r"in the [mae]|at night"), _OF_DAY), (re.compile(r"half|quarter", re.IGNORECASE), _PAST)),
    "ru": ((re.compile(r"[Пп]ол"), _PAST_RU),),
}


def times(text: str, lang: Lang) -> Iterator[Mention]:
    """Times of day; the value is ("time", minutes since noon or midnight)."""
    if _DIGIT.search(text):
        yield from _in_figures(text, lang)
    for sign, pattern in _IN_WORDS[lang]:
        for match in pattern.finditer(text) if sign.search(text) else ():
            hour = _hour(match["hour"], lang)
            if hour is not None:
                yield _mention(match, hour * 60 + _offset(match, lang))


def _in_figures(text: str, lang: Lang) -> Iterator[Mention]:
    for match in _CLOCK[lang].finditer(text):
        if _is_time(text, match, lang):
            yield _mention(match, int(match["hour"]) * 60 + int(match["minute"] or 0))
    for match in _WORDED[lang].finditer(text):
        yield _mention(match, int(match["hour"]) * 60 + int(match["minute"]))
    for match in _FIRST_HOUR.finditer(text) if lang == "en" else ():
        yield Mention("time", ("time", int(match["hour"]) * 60 % _HALF_DAY), *match.span("hour"))


def _is_time(text: str, match: re.Match[str], lang: Lang) -> bool:
    """A clock reading, or an hour with "p.m."; a point alone may be a decimal."""
    if match["half"]:
        return True
    if match["mark"] == ":":
        return True
    if match["mark"] == "." and lang == "ru" and len(match["hour"]) == 2:
        return bool(_BEFORE_TIME.search(text, max(0, match.start() - 8), match.start())) and not _AFTER_TIME.match(
            text, match.end()
        )
    return False


def _mention(match: re.Match[str], minutes: int) -> Mention:
    end = match.end() - (len(match.group()) - len(match.group().rstrip()))
    return Mention("time", ("time", minutes % _HALF_DAY), match.start(), end)


def _offset(match: re.Match[str], lang: Lang) -> int:
    if lang == "ru":
        return -30
    if "part" not in match.groupdict():
        return 0
    part = 30 if match["part"].lower() == "half" else 15
    return part if match["way"].lower() == "past" else -part


@cache
def _hour(word: str, lang: Lang) -> int | None:
    """The hour that a word names: a cardinal in English, an ordinal in the genitive in Russian."""
    if word.isdigit():
        return int(word) if 0 < int(word) <= 24 else None
    known = atom(plain(word), lang)
    if (
        known is None
        or not 0 < known.value <= 12
        or known.ordinal != (lang == "ru")
        or known.role in ("hint", "prefix")
    ):
        return None
    return int(known.value) if lang == "en" or plain(word).endswith(("ого", "его")) else None
