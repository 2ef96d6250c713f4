"""Bytes to text: finds the encoding of an English or Russian text.

UTF-8 and UTF-16 show themselves. For the usual one-byte encodings `guess` weighs letters; charset-normalizer
errs on short texts, so it is asked only when that fails.
"""

import codecs

from aligner.errors import InputError
from aligner.read.guess import SAMPLE, codec, guess, reads_well
from aligner.records import Lang

_BOMS: tuple[tuple[bytes, str], ...] = (  # UTF-32 first: its mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


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
        raise InputError(f"{name}: binary data, not text (a zero at byte {at}); save its text as .txt in UTF-8")
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError as error:
        if is_damaged_utf8(data):
            raise InputError(
                f"{name}: damaged UTF-8 at byte {error.start}; mend it, or name its encoding with "
                "--encoding (in Python: encoding=)"
            ) from None
        candidates = guess(data, lang) or _ask_charset_normalizer(data)
        if len(candidates) != 1:
            maybe = " or ".join(candidates) or "an encoding that can't be told"
            raise InputError(
                f"{name}: not UTF-8 at byte {error.start} but {maybe}; name it: --encoding, in Python encoding="
            ) from None
        return _strictly(data, candidates[0], name), (f"read as {candidates[0]}",)


def _decode_as(data: bytes, encoding: str, name: str) -> str:
    """Decode as the user said, or say what is wrong with it."""
    try:
        "".encode(encoding)  # refuses "hex" and the like too, which codecs.lookup finds
    except (LookupError, ValueError, UnicodeError):
        raise InputError(
            f"{name}: no encoding is called {encoding!r}; give a name such as utf-8, windows-1251 or koi8-r"
        ) from None
    return _strictly(data, encoding, name).removeprefix("\ufeff")


def _strictly(data: bytes, encoding: str, name: str, *, offset: int = 0) -> str:
    """Decode or name the byte that can't be."""
    try:
        return data.decode(codec(encoding))
    except UnicodeError as error:
        at = f" at byte {offset + error.start}" if isinstance(error, UnicodeDecodeError) else ""
        raise InputError(f"{name}: not {encoding}{at}; name its encoding with --encoding (encoding=)") from None


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


def is_damaged_utf8(data: bytes) -> bool:
    """Most bytes above 127 belong to sound UTF-8 characters of two bytes and more."""
    replaced = data.decode("utf-8", "replace")
    bad = replaced.count("\ufffd")
    sound = sum(map(len, (c.encode() for c in replaced if c > "\x7f" and c != "\ufffd")))
    return sound > 4 * bad


def _ask_charset_normalizer(data: bytes) -> list[str]:
    """Ask charset-normalizer about a text in none of our encodings; believe it if the result reads well."""
    from charset_normalizer import from_bytes

    best = from_bytes(data[:SAMPLE]).best()
    if best is None or not reads_well(str(best)):
        return []
    name = best.encoding.replace("_", "-")
    return [name] if name not in ("ascii", "utf-8") else []
