"""Slips seeded into dates, sums and numbers of correct pairs: for benchmarks/checks.py.

Each takes the two texts and a generator, and gives the texts with one slip, or None where there is no place for it.
The patterns are their own, not those of the checks.
"""

import random
import re
from collections.abc import Sequence

Texts = tuple[str, str]

_MONTHS_RU = "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split()
_IN_MONTHS_RU = "январе феврале марте апреле мае июне июле августе сентябре октябре ноябре декабре".split()
_MONTHS_EN = "January February March April June July August September October November December".split()
_DAYS_RU = "понедельник вторник среду четверг пятницу субботу воскресенье".split()
_WORDS_RU = (
    "четыре пять шесть семь восемь девять десять одиннадцать двенадцать двадцать тридцать сорок пятьдесят".split()
)
_WORDS_EN = "four five six seven eight nine ten eleven twelve twenty thirty forty fifty".split()
_ORDINALS_RU = "третьего четвёртого пятого шестого седьмого восьмого девятого десятого".split()
_SCALES_RU = ("тысяч", "миллионов", "миллиардов"), ("тыс", "млн", "млрд"), ("тысячи", "миллиона", "миллиарда")
_SCALES_EN = (("thousand", "million", "billion"),)
_CURRENCIES = ("долларов", "евро", "рублей", "фунтов", "юаней"), ("$", "€", "£")
_UNITS = ("километров", "метров", "миль"), ("км", "кг", "га"), ("тонн", "литров", "гектаров")


def other_word(text: str, groups: Sequence[Sequence[str]], rng: random.Random) -> str | None:
    """Put another word of its group in the place of one."""
    places = []
    for group in groups:
        for word in group:
            edge = r"\b" if word.isalpha() else ""
            places += [(match, group) for match in re.finditer(edge + re.escape(word) + edge, text)]
    if not places:
        return None
    match, group = rng.choice(places)
    return text[: match.start()] + rng.choice([w for w in group if w != match.group()]) + text[match.end() :]


def other_digit(text: str, pattern: str, rng: random.Random) -> str | None:
    """Change one digit of a match of `pattern`."""
    places = [*re.finditer(pattern, text)]
    if not places:
        return None
    match = rng.choice(places)
    digits = [i for i in range(*match.span()) if text[i].isdigit()]
    place = rng.choice(digits)
    digit = rng.choice([d for d in "123456789" if d != text[place]])
    return text[:place] + digit + text[place + 1 :]


def ru_digit(en: str, ru: str, rng: random.Random) -> Texts | None:
    """Another digit in a Russian number of any sort."""
    changed = other_digit(ru, r"(?<![\w-])\d+(?:[,. \u00a0]\d+)*(?!\w)", rng)
    return (en, changed) if changed and re.search(r"\d", en) else None


def en_digit(en: str, ru: str, rng: random.Random) -> Texts | None:
    """Another digit in an English number of any sort."""
    changed = other_digit(en, r"(?<![\w-])\d+(?:[,.]\d+)*(?!\w)", rng)
    return (changed, ru) if changed and re.search(r"\d", ru) else None


def ru_number_lost(en: str, ru: str, rng: random.Random) -> Texts | None:
    """A Russian number in digits goes."""
    places = [*re.finditer(r"(?<![\w-])\d+(?:[,. \u00a0]\d+)*(?: %|%)? ", ru)]
    if not places or not re.search(r"\d", en):
        return None
    match = rng.choice(places)
    return en, ru[: match.start()] + ru[match.end() :]


def ru_word(en: str, ru: str, rng: random.Random) -> Texts | None:
    """Another number word in Russian."""
    changed = other_word(ru, [_WORDS_RU], rng)
    return (en, changed) if changed else None


def en_word(en: str, ru: str, rng: random.Random) -> Texts | None:
    """Another number word in English."""
    changed = other_word(en, [_WORDS_EN], rng)
    return (changed, ru) if changed else None


def ru_ordinal(en: str, ru: str, rng: random.Random) -> Texts | None:
    """Another ordinal in Russian."""
    changed = other_word(ru, [_ORDINALS_RU], rng)
    return (en, changed) if changed else None


def ru_month(en: str, ru: str, rng: random.Random) -> Texts | None:
    """Another month in Russian."""
    changed = other_word(ru, [_MONTHS_RU, _IN_MONTHS_RU], rng)
    return (en, changed) if changed else None


def en_month(en: str, ru: str, rng: random.Random) -> Texts | None:
    """Another month in English."""
    changed = other_word(en, [_MONTHS_EN], rng)
    return (changed, ru) if changed else None


def ru_day(en: str, ru: str, rng: random.Random) -> Texts | None:
    """Another day of the month in Russian."""
    changed = other_digit(ru, rf"(?<!\d)\d{{1,2}}(?=[ \u00a0](?:{'|'.join(_MONTHS_RU)}))", rng)
    return (en, changed) if changed else None


def ru_year(en: str, ru: str, rng: random.Random) -> Texts | None:
    """Another year in Russian."""
    changed = other_digit(ru, r"(?<!\d)(?:19|20)\d\d(?=[ \u00a0](?:г|год))", rng)
    return (en, changed) if changed else None


def ru_weekday(en: str, ru: str, rng: random.Random) -> Texts | None:
    """Another day of the week in Russian."""
    changed = other_word(ru, [_DAYS_RU], rng)
    return (en, changed) if changed and "day" in en else None


def ru_scale(en: str, ru: str, rng: random.Random) -> Texts | None:
    """Millions for thousands, in Russian, behind digits."""
    if not re.search(r"\d[ \u00a0](?:тыс|млн|млрд|милли|трлн)", ru):
        return None
    changed = other_word(ru, _SCALES_RU, rng)
    return (en, changed) if changed else None


def en_scale(en: str, ru: str, rng: random.Random) -> Texts | None:
    """Millions for thousands, in English, behind digits."""
    if not re.search(r"\d (?:thousand|million|billion)", en):
        return None
    changed = other_word(en, _SCALES_EN, rng)
    return (changed, ru) if changed else None


def ru_currency(en: str, ru: str, rng: random.Random) -> Texts | None:
    """Another currency in Russian, where the English has an amount."""
    changed = other_word(ru, _CURRENCIES, rng)
    return (en, changed) if changed and re.search(r"[$€£]\d|\d .*(?:rouble|ruble|euro|dollar|yuan)", en) else None


def ru_unit(en: str, ru: str, rng: random.Random) -> Texts | None:
    """Another unit in Russian."""
    if not re.search(r"\d[ \u00a0](?:км|кг|га|километров|метров|миль|тонн|литров|гектаров)\b", ru):
        return None
    changed = other_word(ru, _UNITS, rng)
    return (en, changed) if changed else None


def ru_percent(en: str, ru: str, rng: random.Random) -> Texts | None:
    """Another digit in a percentage."""
    changed = other_digit(ru, r"(?<!\d)\d+(?:,\d+)?(?=[ \u00a0]?(?:%|процент))", rng)
    return (en, changed) if changed else None


SLIPS = (
    ("date/money/number", "Russian digit changed", ru_digit),
    ("date/money/number", "English digit changed", en_digit),
    ("date/money/number", "Russian number lost", ru_number_lost),
    ("date/money/number", "Russian number word changed", ru_word),
    ("date/money/number", "English number word changed", en_word),
    ("date/number", "Russian ordinal changed", ru_ordinal),
    ("date", "Russian month changed", ru_month),
    ("date", "English month changed", en_month),
    ("date", "Russian day changed", ru_day),
    ("date", "Russian year changed", ru_year),
    ("date", "Russian weekday changed", ru_weekday),
    ("money/number", "Russian scale changed", ru_scale),
    ("money/number", "English scale changed", en_scale),
    ("money", "Russian currency changed", ru_currency),
    ("money", "Russian unit changed", ru_unit),
    ("money", "Russian percentage changed", ru_percent),
)
