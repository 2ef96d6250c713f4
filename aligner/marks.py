"""What can be read off a sentence beside its meaning: numbers, months, list labels, how it begins and ends.

Each mark has the same form in both languages («2 000», "2,000" → 2000; «ноября», "November" → m11; «б)», "(b)" → 2),
so that the aligner can compare them.
"""

import re

DIGITS = re.compile(r"(?<!\d)\d{1,3}(?:[ \u00a0\u202f,.'’]\d{3}(?!\d))+|\d+(?:[.,]\d+)?")
ANY_DIGIT, ANY_CAPITAL = re.compile(r"\d"), re.compile(r"[A-Z]")  # looked for first: most sentences have no keys
GROUPS = re.compile(r"[ \u00a0\u202f,.'’](?=\d{3}(?!\d))")
LEADING_ZEROS = re.compile(r"^0+(?=\d)")
LATIN_TOKEN = re.compile(r"\b(?=[A-Za-z]*[A-Z])[A-Za-z]{2,}\b")

MONTHS = {
    "en": "january february march april may june july august september october november december".split(),
    "ru": "январ феврал март апрел ма июн июл август сентябр октябр ноябр декабр".split(),
}
MONTH = {
    "en": re.compile(r"\b(January|February|March|April|May|June|July|August|September|October|November|December)\b"),
    "ru": re.compile(
        r"\b(январ|феврал|март|апрел|ма(?=(?:[йяею]|ем)\b)|июн|июл|август|сентябр|октябр|ноябр|декабр)"
        r"(?:[ьяйеюи]|ем|ём|а|у|ом)?\b"
    ),  # of lowered text, which is faster than to ignore case
}

LABEL = re.compile(r"[\s(\[]*(\d{1,3}|[A-Za-zА-Яа-яё]|[ivxIVX]{1,5})[.)\]]+(?=\s|$)|\s*([•·▪–—-])\s")
ROMANS = "ii iii iv v vi vii viii ix x xi xii xiii xiv xv".split()
LABELS = {roman: number for number, roman in enumerate(ROMANS, 2002)} | {
    letter: number
    for alphabet in ("abcdefghijklmnopqrstuvwxyz", "абвгдежзиклмнопрст")
    for number, letter in enumerate(alphabet, 1)
}
BULLET, NO_LABEL = -2, -1

ENDS = {".": 1, "?": 2, "!": 3, ":": 4, ";": 5, "…": 1}
NO_END = 0
CLOSERS = " \t\r\n\"'»›”“’)]}\u00a0"
SPOKEN = re.compile(r"\s*[«\"“„‘'—–-]")


def number_keys(text: str, lang: str) -> frozenset[str]:
    """Numbers in digits and names of months, in one form for both languages."""
    keys = {_plain_number(match.group()) for match in DIGITS.finditer(text)} if ANY_DIGIT.search(text) else set()
    for match in MONTH[lang].finditer(text if lang == "en" else text.lower()):
        keys.add(f"m{MONTHS[lang].index(match.group(1).lower()) + 1}")
    return frozenset(keys)


def _plain_number(written: str) -> str:
    whole = GROUPS.sub("", written).replace(",", ".")
    return LEADING_ZEROS.sub("", whole)


def latin_keys(text: str) -> frozenset[str]:
    """Latin words with a capital: in a Russian sentence they stand in the English one too (APEC, Boeing)."""
    return frozenset(word.lower() for word in LATIN_TOKEN.findall(text)) if ANY_CAPITAL.search(text) else frozenset()


def list_label(text: str) -> int:
    """Number of a list label at the start, `BULLET` or `NO_LABEL`.

    Letters count from 1 («б)» and "(b)" are 2), figures from 1000, Roman numbers of several letters from 2000; a single
    Roman letter is a letter, as it is in both languages.
    """
    match = LABEL.match(text)
    if not match:
        return NO_LABEL
    label = match.group(1)
    if label is None:
        return BULLET
    if label.isdigit():
        return 1000 + int(label)
    return LABELS.get(label.lower(), NO_LABEL)


def ending(text: str) -> int:
    """Class of the final punctuation, closing quotes and brackets aside: a value of `ENDS` or `NO_END`.

    A question mark decides among several («?!», «?..»), an exclamation mark likewise («!..»).
    """
    tail = text[-12:].rstrip(CLOSERS)
    marks = tail[len(tail.rstrip("?!.…")) :]
    decides = "?" if "?" in marks else "!" if "!" in marks else tail[-1:]
    return ENDS.get(decides, NO_END)


def begins_as_speech(text: str) -> bool:
    """A quotation mark or a dash stands first."""
    return SPOKEN.match(text) is not None


def continues(text: str) -> bool:
    """The first letter is small, as in the second half of a divided sentence; after a list label it tells nothing."""
    if list_label(text) != NO_LABEL:
        return False
    first = next((character for character in text[:20] if character.isalpha()), "")
    return first.islower()
