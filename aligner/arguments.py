"""What people hand to the public functions, looked at once: what is no text, no list of texts or no path says so."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from os import PathLike
from pathlib import Path

from aligner.errors import InputError
from aligner.records import Lang

_FILES = "; to align files: aligner.align(en, ru)"
_LONGEST_PATH = 1000  # characters; a longer string is a text


def a_text(given: object, name: str) -> str:
    """The text; InputError for anything else, also for the path of a file."""
    if not isinstance(given, str):
        raise InputError(f"{name} must be a text, not {_sort(given)}{_FILES if isinstance(given, PathLike) else ''}")
    if Path(given).suffix and _is_file(given):
        raise InputError(f"{name} is the path of a file, not its text{_FILES}")
    return given


def texts(given: Iterable[str], name: str) -> list[str]:
    """The list of texts; InputError for a single text, and for what holds anything else."""
    refuse_one_text(given, name)
    try:
        found = [*given]
    except TypeError:
        raise InputError(f"{name} must be a list of texts, not {_sort(given)}") from None
    for number, text in enumerate(found):
        if not isinstance(text, str):
            raise InputError(f"{name}[{number}] must be a text, not {_sort(text)}")
    return found


def refuse_one_text(given: object, name: str) -> None:
    """InputError for a text where a list of them is expected: it would be taken letter by letter."""
    if isinstance(given, str | bytes):
        raise InputError(f"{name} is one text where a list of them is expected: [{name}]")


def a_path(given: object, name: str) -> Path:
    """The path, "~" being the home folder; InputError for anything else."""
    if not isinstance(given, str | PathLike):
        raise InputError(f"{name}: expected the path of a file, not {_sort(given)}")
    path = Path(given)
    with suppress(RuntimeError):  # no such user
        path = path.expanduser()
    return path


def a_file(given: object, name: str) -> Path:
    """The path of a file to be read, as `a_path`; InputError also for what is a text itself."""
    if isinstance(given, str) and _is_prose(given):
        raise InputError(f"{name} is a text, not the path of a file; to align texts: aligner.align_texts(en=…, ru=…)")
    return a_path(given, name)


def a_language(given: object, name: str) -> Lang:
    """The language; InputError for any but these two."""
    if given not in ("en", "ru"):
        raise InputError(f"{name} must be 'en' or 'ru', not {given!r}")
    return given


def _sort(given: object) -> str:
    """What it is, for a person: "None", "a list", "an int"."""
    if given is None:
        return "None"
    name = type(given).__name__
    return f"{'an' if name[0].lower() in 'aeiou' else 'a'} {name}"


def _is_file(text: str) -> bool:
    with suppress(OSError, ValueError):  # too long for a path, or a NUL in it
        return len(text) <= _LONGEST_PATH and Path(text).is_file()
    return False


def _is_prose(text: str) -> bool:
    """It has lines, or is longer than a path, or ends as a sentence does."""
    sentence = " " in text.strip() and text.rstrip().endswith((".", "!", "?", "…"))
    return "\n" in text or len(text) > _LONGEST_PATH or (sentence and not _is_file(text))
