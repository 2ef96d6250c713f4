"""Bytes to text: finds the encoding of an English or Russian text.

UTF-8 and UTF-16 show themselves. Among the one-byte encodings the decoded letters decide: charset-normalizer errs on
short texts, so our own count of Russian letters and their case comes first, and it is asked only about the rest.
"""

import codecs
import re
from collections.abc import Mapping
from itertools import pairwise

from aligner.errors import InputError
from aligner.records import Lang

SAMPLE = 20_000  # characters that are scored
CLEAR = 0.4  # nats per letter by which the best encoding must lead

# Our names, which users and iconv know.
CYRILLIC = ("windows-1251", "koi8-r", "cp866", "iso-8859-5", "mac-cyrillic")
WESTERN = ("windows-1252", "mac-roman")
_PYTHON_NAMES: Mapping[str, str] = {"windows-1251": "cp1251", "windows-1252": "cp1252"}

_BOMS: tuple[tuple[bytes, str], ...] = (  # UTF-32 first: its mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# Natural logarithms of the frequency of Russian letters in running text.
_RUSSIAN: Mapping[str, float] = {
    "о": -2.2, "е": -2.5, "а": -2.5, "и": -2.6, "н": -2.7, "т": -2.8, "с": -2.9, "р": -3.0, "в": -3.1, "л": -3.1,
    "к": -3.4, "м": -3.4, "д": -3.5, "п": -3.6, "у": -3.6, "я": -3.9, "ы": -4.0, "ь": -4.1, "г": -4.1, "з": -4.1,
    "б": -4.1, "ч": -4.2, "й": -4.4, "х": -4.6, "ж": -4.7, "ш": -4.9, "ю": -5.0, "ц": -5.3, "щ": -5.6, "э": -5.7,
    "ф": -5.9, "ъ": -7.8, "ё": -6.5,
}  # fmt: skip
_WESTERN_LETTERS = frozenset("éèêëáàâäãåæçíìîïñóòôöõøœúùûüýÿßšžÉÈÀÁÂÄÅÆÇÍÎÑÓÔÖØŒÚÜŠŽ")
_SIGNS = frozenset("«»„“”‘’–—…№§°©®™•€£¥±½¼¾×·′″\u00a0\u00ad†‡")
_IMPROBABLE = -9.0
_HIGH = re.compile(rb"[\x80-\xff]")
_LETTERS = re.compile(r"[a-zA-Z\u0080-\uffff]+")


def decode(data: bytes, lang: Lang, *, name: str, encoding: str | None = None) -> tuple[str, tuple[str, ...]]:
    """Decode a text, without its byte order mark.

    Parameters
    ----------
    data
        The bytes of a text file.
    lang
        The language it should be in: breaks ties between Cyrillic and Western encodings.
    name
        The file, for messages.
    encoding
        The encoding, if the user named it.

    Returns
    -------
    text, notes
        `notes` says which encoding was found, unless it is UTF-8 or named by the user.

    Raises
    ------
    InputError
        The bytes are not text, not in `encoding`, or in none that can be told.
    """
    if encoding is not None:
        return _decode_as(data, encoding, name), ()
    for mark, bom_encoding in _BOMS:
        if data.startswith(mark):
            text = _strictly(data[len(mark) :], bom_encoding, name, offset=len(mark))
            return text, () if bom_encoding == "utf-8" else (f"read as {bom_encoding}",)
    if guessed := _utf16(data):
        return data.decode(guessed), (f"read as {guessed}",)
    if (at := data.find(0)) >= 0:
        raise InputError(
            f"{name}: binary data, not text (a zero at byte {at}); save its text as a .txt file in UTF-8"
        )
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError as error:
        if _is_damaged_utf8(data):
            raise InputError(
                f"{name}: damaged UTF-8 at byte {error.start}; mend it, or name another encoding with --encoding"
            ) from None
        found = _one_byte(data, lang) or _ask_charset_normalizer(data)
        if found is None:
            raise InputError(
                f"{name}: not UTF-8 at byte {error.start}, and its encoding can't be told; name it with --encoding"
            ) from None
        return _strictly(data, found, name), (f"read as {found}",)


def _decode_as(data: bytes, encoding: str, name: str) -> str:
    """Decode as the user said, or say what is wrong with it."""
    try:
        codec = codecs.lookup(encoding)
        codec.decode(b"")
        "".encode(encoding)
    except (LookupError, ValueError, UnicodeError):
        raise InputError(
            f"{name}: no encoding is called {encoding!r}; give a name such as utf-8, windows-1251 or koi8-r"
        ) from None
    return _strictly(data, encoding, name).removeprefix("\ufeff")


def _strictly(data: bytes, encoding: str, name: str, *, offset: int = 0) -> str:
    """Decode or name the byte that can't be."""
    try:
        return data.decode(_PYTHON_NAMES.get(encoding, encoding))
    except UnicodeError as error:
        at = f" at byte {offset + error.start}" if isinstance(error, UnicodeDecodeError) else ""
        raise InputError(f"{name}: not {encoding}{at}; name its encoding with --encoding") from None


def _utf16(data: bytes) -> str | None:
    """Tell UTF-16 without a byte order mark: its high bytes are nearly all 0 (Latin) or 4 (Cyrillic)."""
    if len(data) < 4 or len(data) % 2:
        return None
    sample = data[: 2 * SAMPLE]
    for encoding, high, low in (
        ("utf-16-le", sample[1::2], sample[::2]),
        ("utf-16-be", sample[::2], sample[1::2]),
    ):
        plain = high.count(0) + high.count(4) + high.count(0x20)
        if high.count(0) and plain >= 0.95 * len(high) and low.count(0) <= 0.02 * len(low):
            try:
                data.decode(encoding)
            except UnicodeDecodeError:
                continue
            return encoding
    return None


def _is_damaged_utf8(data: bytes) -> bool:
    """Most bytes above 127 belong to sound UTF-8 characters of two bytes and more."""
    replaced = data.decode("utf-8", "replace")
    bad = replaced.count("\ufffd")
    sound = sum(map(len, (c.encode() for c in replaced if c > "\x7f" and c != "\ufffd")))
    return sound > 4 * bad


def _one_byte(data: bytes, lang: Lang) -> str | None:
    """Return the one-byte encoding in which the text reads best, if one clearly does."""
    sample = _around_high_bytes(data)
    scores: dict[str, float] = {}
    texts: dict[str, str] = {}
    for encoding in (*CYRILLIC, *WESTERN) if lang == "ru" else (*WESTERN, *CYRILLIC):
        try:
            text = sample.decode(_PYTHON_NAMES.get(encoding, encoding))
        except UnicodeDecodeError:
            continue
        if text not in texts.values():
            texts[encoding] = text
            scores[encoding] = _score(text)
    ranked = sorted(scores, key=scores.__getitem__, reverse=True)
    if not ranked or scores[ranked[0]] < -6.0:
        return None
    if len(ranked) > 1 and scores[ranked[0]] - scores[ranked[1]] < CLEAR:
        return None
    return ranked[0]


def _around_high_bytes(data: bytes) -> bytes:
    """Return the part of a text, long enough to score, that begins shortly before its first byte above 127."""
    first = _HIGH.search(data)
    start = max(0, (first.start() if first else 0) - 20)
    return data[start : start + SAMPLE]


def _score(text: str) -> float:
    """Mean log-probability of the characters above 127 in an English or Russian text."""
    total = 0.0
    count = 0
    for run in _LETTERS.findall(text):
        for before, letter in pairwise(" " + run):
            if letter > "\x7f":
                total += _letter(letter, before)
                count += 1
    return total / count if count else _IMPROBABLE


def _letter(letter: str, before: str) -> float:
    """Score one character above 127 after another: frequency, case, and no mixing of alphabets."""
    if letter in _SIGNS:
        return -4.5
    if letter in _WESTERN_LETTERS:
        mixed = before.isalpha() and before > "\x7f" and before not in _WESTERN_LETTERS
        shouted = letter.isupper() and before.islower()
        return -5.0 - (2.0 if mixed or before in _WESTERN_LETTERS else 0.0) - (4.0 if shouted else 0.0)
    frequency = _RUSSIAN.get(letter.lower())
    if frequency is None:
        return _IMPROBABLE
    if before.isascii() and before.isalpha():
        frequency -= 4.0
    if letter.isupper():
        frequency -= 6.0 if before.islower() else 1.5
    elif before.isupper() and before > "\x7f":
        frequency -= 0.3
    return max(frequency, _IMPROBABLE)


def _ask_charset_normalizer(data: bytes) -> str | None:
    """Ask charset-normalizer about a text in none of our encodings; believe it if the result reads well."""
    from charset_normalizer import from_bytes

    best = from_bytes(_around_high_bytes(data)).best()
    if best is None or best.encoding in ("ascii", "utf_8"):
        return None
    return best.encoding.replace("_", "-") if _score(str(best)) > -6.0 else None
