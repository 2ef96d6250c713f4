"""Guesses the one-byte encoding of an English or Russian text from its letters, however short it is.

Every candidate reads the same bytes; the one in which they read best wins if it leads clearly. Good are the
frequent letters and pairs of letters of Russian, capitals where words begin, no mixed alphabets.
"""

import re
from collections.abc import Mapping
from itertools import pairwise

from aligner.records import Lang

SAMPLE = 20_000  # bytes that are scored
LEAD = 3.0  # nats by which the best encoding must lead
READABLE = -5.5  # nats per character above 127; Russian has about -3, noise about -9

# How unlikely an encoding is beforehand (nats), by the names that users and iconv know.
_CYRILLIC: Mapping[str, float] = {
    "windows-1251": 0.0,
    "koi8-r": -1.0,
    "cp866": -1.5,
    "iso-8859-5": -3.0,
    "mac-cyrillic": -4.0,
}
_WESTERN: Mapping[str, float] = {"windows-1252": 0.0, "mac-roman": -2.0}
_OTHER_LANGUAGE = -3.0  # a Cyrillic encoding of an English text, or the reverse

# Natural logarithms of the frequencies of Russian letters, and the pairs that make up four fifths of all.
_LETTERS: Mapping[str, float] = {
    "о": -2.2, "е": -2.5, "а": -2.5, "и": -2.5, "н": -2.7, "т": -2.7, "с": -2.9, "р": -2.9, "в": -3.1,
    "л": -3.2, "к": -3.4, "м": -3.5, "д": -3.5, "п": -3.5, "у": -3.7, "ы": -4.0, "я": -4.0, "г": -4.1,
    "б": -4.1, "з": -4.1, "ь": -4.2, "ч": -4.3, "й": -4.4, "х": -4.7, "ж": -4.7, "ю": -5.0, "ш": -5.1,
    "ц": -5.2, "щ": -5.6, "э": -5.6, "ф": -5.6, "ъ": -7.8, "ё": -6.5,
}  # fmt: skip
_PAIRS = frozenset(
    """
    ст то ен ни но на ра ро по ко ов пр ре ан ос ер го ли ор не та ет ал от во ол ом ва ле те од ка
    он де ит ль ны ел ти ес ри ат за ть ла ск ог ин об ме ве да ло ед тр ил со до ак ем ой ми ас че
    ав тв ис ия ки ви мо ие ар нн ам ся се аз им из чт же ии ма ей ди бо ру ци ик сл вы бы пе нт си
    ьн ок ив ир ля ег ий тс ых па их эт сп ры ек ое ду сс уд оп дн ше ые чи ад ча ае са ая ож ту ич
    тн ев кр хо вл бе гр ый нс му оз вс ще кт ят ку ез га ид ут
    """.split()
)
_COMMON_PAIR, _RARE_PAIR = 0.8, -1.5
_WESTERN_LETTERS = frozenset("éèêëáàâäãåæçíìîïñóòôöõøœúùûüýÿßšžÉÈÀÁÂÄÅÆÇÍÎÑÓÔÖØŒÚÜŠŽ")
_OPENING, _CLOSING, _DASHES = frozenset("«„“‘"), frozenset("»”’…°©®™"), frozenset("–—•№§£€")
_SIGNS = _OPENING | _CLOSING | _DASHES | frozenset("±½¼¾×·′″†‡\u00a0\u00ad")
_IMPROBABLE = -9.0
_HIGH = re.compile(rb"[\x80-\xff]")
_RUN = re.compile(r"[a-zA-Z\u0080-\uffff]+")


def codec(encoding: str) -> str:
    """Return Python's name of an encoding of ours."""
    return encoding.replace("windows-", "cp")


def guess(data: bytes, lang: Lang) -> list[str]:
    """Return the encodings in which a text with bytes above 127 reads best: one if clear, none if none does.

    Encodings that read it alike do not compete.
    """
    sample = _sample(data)
    families = ((_CYRILLIC, lang == "ru"), (_WESTERN, lang == "en"))
    scores: dict[str, tuple[float, str]] = {}
    for family, expected in families:
        for encoding, prior in family.items():
            try:
                text = sample.decode(codec(encoding))
            except UnicodeDecodeError:
                continue
            entry = (_score(text) + prior + (0.0 if expected else _OTHER_LANGUAGE), encoding)
            scores[text] = max(entry, scores.get(text, entry))
    readable = READABLE * len(_HIGH.findall(sample)) + 2 * _OTHER_LANGUAGE
    ranked = sorted((entry for entry in scores.values() if entry[0] > readable), reverse=True)
    return [encoding for score, encoding in ranked if ranked[0][0] - score < LEAD]


def reads_well(text: str) -> bool:
    """Whether a decoded text looks like English or Russian."""
    high = sum(letter > "\x7f" for letter in text[:SAMPLE])
    return _score(text[:SAMPLE]) > READABLE * max(high, 1)


def _sample(data: bytes) -> bytes:
    """Return a part long enough to score that begins shortly before the first byte above 127."""
    first = _HIGH.search(data)
    start = max(0, (first.start() if first else 0) - 20)
    return data[start : start + SAMPLE]


def _score(text: str) -> float:
    """Log-probability of the characters above 127."""
    return sum(
        _character(before, letter)
        for run in _RUN.findall(text)
        for before, letter in pairwise(f" {run}")
        if letter > "\x7f"
    )


def _character(before: str, letter: str) -> float:
    """Score one character above 127 after another."""
    small = letter.lower()
    if small in _LETTERS:
        return _LETTERS[small] + _russian_after(before, letter)
    if letter in _WESTERN_LETTERS:
        mixed = before in _WESTERN_LETTERS or (before > "\x7f" and before.isalpha())
        return -5.0 - 2.0 * mixed - 4.0 * (letter.isupper() and before.islower())
    if letter in _SIGNS:
        opens = letter in _OPENING or letter in _DASHES
        misplaced = opens if before.isalpha() else (letter in _CLOSING and not before.strip())
        return -4.0 - 2.0 * misplaced
    return _IMPROBABLE


def _russian_after(before: str, letter: str) -> float:
    """Add for pairs and case of a Russian letter after a character."""
    if before.lower() in _LETTERS:
        pair = _COMMON_PAIR if (before + letter).lower() in _PAIRS else _RARE_PAIR
        return pair - (8.0 if before.islower() and letter.isupper() else 0.3 * before.isupper())
    if before.isalpha():
        return -4.0
    if letter.isupper():
        return -1.5
    return -3.0 if before in _SIGNS and before not in "«\u00a0" else 0.0
