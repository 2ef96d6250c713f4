"""Slips in names for benchmarks/checks.py: another country, another organisation, another name, text left in English.

What is replaced is found by lists written here, apart from the tables of the checks.
"""

import random
import re

Texts = tuple[str, str]

_STEMS_IA = (
    "Росси Япони Франци Германи Итали Испани Турци Инди Грузи Швеци Норвеги Греци Бельги Австри Болгари Чехи "
    "Словаки Серби Хорвати Румыни Дани Эстони Латви Малайзи Индонези Нигери Кени Боливи"
).split()
_ADJECTIVES = (
    "российск японск французск американск китайск немецк итальянск испанск турецк индийск британск польск украинск "
    "иранск израильск канадск австралийск мексиканск бразильск греческ шведск норвежск египетск корейск"
).split()
_EN_COUNTRIES = (
    "Russia Japan France Germany Italy Spain Turkey India China Ukraine Poland Iran Israel Canada Australia Mexico "
    "Brazil Greece Sweden Norway Egypt Kazakhstan Uzbekistan Pakistan Vietnam Belgium Austria Hungary"
).split()
_RU_ACRONYMS = "ООН НАТО ЕС МАГАТЭ ВТО ВОЗ МВФ ОБСЕ СНГ ШОС ФБР ЦРУ АСЕАН АТЭС ОДКБ ЕАЭС ЮНЕСКО НАСА БРИКС ОПЕК".split()
_EN_ACRONYMS = "UN NATO EU IAEA WTO WHO IMF OSCE CIS SCO FBI CIA ASEAN APEC CSTO EAEU UNESCO NASA BRICS OPEC".split()
_RU_NAMES = (
    "Томпсон Рамирес Козлов Мацуда Фишер Бенедетти Лундквист Ковальчук Обама Чжао Дюбуа Хопкинс Сантос Морозов Эриксен "
    "Гутьеррес Паркер Новак Шнайдер Коллинз"
).split()
_EN_NAMES = (
    "Thompson Ramirez Kozlov Matsuda Fischer Benedetti Lundqvist Kovalchuk Obama Zhao Dubois Hopkins Santos Morozov "
    "Eriksen Gutierrez Parker Novak Schneider Collins"
).split()
_FIRST_NAMES = {
    "John": "Джон", "Paul": "Пол", "Peter": "Питер", "David": "Дэвид", "Michael": "Майкл", "James": "Джеймс",
    "Robert": "Роберт", "Thomas": "Томас", "Donald": "Дональд", "Richard": "Ричард", "Maria": "Мари", "Anna": "Анн",
    "Boris": "Борис", "Ivan": "Иван", "Vladimir": "Владимир", "Sergei": "Серге", "Trump": "Трамп", "Putin": "Путин",
    "Brown": "Браун", "Smith": "Смит", "Johnson": "Джонсон", "Clinton": "Клинтон", "Bush": "Буш", "Tom": "Том",
    "Kavanaugh": "Кавано", "Ford": "Форд", "Obama": "Обам", "Merkel": "Меркел",
}  # fmt: skip


def swap_ru_country(en: str, ru: str, rng: random.Random) -> Texts | None:
    """«Японии» → «Франции»: the name of a country, or its adjective, in the same form."""
    nouns, adjectives = "|".join(_STEMS_IA), "|".join(_ADJECTIVES)
    pattern = rf"\b({nouns})(?=(?:я|и|ю|ей)\b)|\b({adjectives})(?=(?:ий|ая|ое|ие|ого|ой|их|им|ую|ом)\b)"
    places = [*re.finditer(pattern, ru)]
    if not places or not re.search(
        r"\b[A-Z]\w+(?:ia|an|ese|ish|nch|ece|ain|way|tes|many|any)\b|\bUS|\bU\.S|Turk|China|Ukr|Isr", en
    ):
        return None
    place = rng.choice(places)
    others = _STEMS_IA if place[1] else _ADJECTIVES
    same = [stem for stem in others if stem.lower()[:4] not in ru.lower()]
    if ru.lower().count(place[0].lower()[:4]) > 1:
        return None  # it is named again, with another word
    return en, ru[: place.start()] + rng.choice(same) + ru[place.end() :]


def swap_en_country(en: str, ru: str, rng: random.Random) -> Texts | None:
    """ "Japan" → "France"."""
    places = [*re.finditer(rf"\b(?:{'|'.join(_EN_COUNTRIES)})\b(?! Sea)", en)]
    if not places:
        return None
    place = rng.choice(places)
    if len(re.findall(place[0][:4], en)) > 1:
        return None
    other = rng.choice([name for name in _EN_COUNTRIES if name[:4] not in en])
    return en[: place.start()] + other + en[place.end() :], ru


def swap_ru_acronym(en: str, ru: str, rng: random.Random) -> Texts | None:
    """«ООН» → «МАГАТЭ»."""
    return _swapped(en, ru, rng, "ru", _RU_ACRONYMS)


def swap_en_acronym(en: str, ru: str, rng: random.Random) -> Texts | None:
    """ "UN" → "IAEA"."""
    return _swapped(en, ru, rng, "en", _EN_ACRONYMS)


def _swapped(en: str, ru: str, rng: random.Random, lang: str, forms: list[str]) -> Texts | None:
    text = en if lang == "en" else ru
    places = [*re.finditer(rf"\b(?:{'|'.join(forms)})\b", text)]
    if len({place[0] for place in places}) != 1 or len(places) != 1:
        return None
    other = rng.choice([form for form in forms if form not in text])
    changed = text[: places[0].start()] + other + text[places[0].end() :]
    return (changed, ru) if lang == "en" else (en, changed)


def swap_ru_name(en: str, ru: str, rng: random.Random) -> Texts | None:
    """A Russian name inside a sentence → a family name."""
    for latin, stem in _FIRST_NAMES.items():
        places = [*re.finditer(rf"(?<=[а-яё] ){stem}\w{{0,3}}\b", ru)]
        if len(places) == 1 and re.search(rf"(?<=[a-z] ){latin}\b", en) and ru.count(stem) == 1:
            place = places[0]
            return en, ru[: place.start()] + rng.choice(_RU_NAMES) + ru[place.end() :]
    return None


def swap_en_name(en: str, ru: str, rng: random.Random) -> Texts | None:
    """An English name inside a sentence → another one; the Russian one is that of a mid-sentence word."""
    for latin, stem in _FIRST_NAMES.items():
        places = [*re.finditer(rf"(?<=[a-z] ){latin}\b", en)]
        if len(places) == 1 and re.search(rf"(?<=[а-яё] ){stem}", ru) and en.count(latin) == 1:
            return en[: places[0].start()] + rng.choice(_EN_NAMES) + en[places[0].end() :], ru
    return None


def leave_untranslated(en: str, ru: str, rng: random.Random) -> Texts | None:
    """The whole Russian text is the English one."""
    return (en, en) if len(re.findall(r"\b[a-z]{3,}\b", en)) >= 4 else None


def leave_clause(en: str, ru: str, rng: random.Random) -> Texts | None:
    """A run of five to nine English words takes the place of as many Russian ones."""
    words, own = en.split(), ru.split()
    length = rng.randint(5, 9)
    if len(words) < length + 3 or len(own) < length + 3:
        return None
    start, place = rng.randrange(1, len(words) - length), rng.randrange(1, len(own) - length)
    run = words[start : start + length]
    if sum(word.islower() for word in run) < 4 or '"' in " ".join(run) or "“" in " ".join(run):
        return None
    return en, " ".join([*own[:place], *run, *own[place + length :]])


def mix_alphabets(en: str, ru: str, rng: random.Random) -> Texts | None:
    """One Russian letter becomes its Latin look-alike."""
    places = [*re.finditer(r"(?<=[а-я])[асеорху](?=[а-я])", ru)]
    if not places:
        return None
    place = rng.choice(places)
    return en, ru[: place.start()] + place[0].translate(str.maketrans("асеорху", "aceopxy")) + ru[place.end() :]


# check that should speak, name of the slip, how it is made
SLIPS = (
    ("country", "Russian country swapped", swap_ru_country),
    ("country", "English country swapped", swap_en_country),
    ("acronym", "Russian acronym swapped", swap_ru_acronym),
    ("acronym", "English acronym swapped", swap_en_acronym),
    ("name", "Russian name swapped", swap_ru_name),
    ("name", "English name swapped", swap_en_name),
    ("untranslated", "whole text left", leave_untranslated),
    ("untranslated", "clause left", leave_clause),
    ("untranslated", "Latin letter in a word", mix_alphabets),
)
