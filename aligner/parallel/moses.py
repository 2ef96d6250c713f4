"""Moses pairs: two files of lines, x.en and x.ru, of which line n of one translates line n of the other."""

from __future__ import annotations

from itertools import zip_longest
from pathlib import Path

from aligner.errors import InputError
from aligner.parallel.lines import numbered_lines
from aligner.parallel.units import Found, Source, Unit

HALVES = (".en", ".ru")


def read_moses(path: Source) -> Found:
    """The lines of both files; `path` is either of them, plain or .gz.

    Raises
    ------
    InputError : the other one is missing, or one of them has more lines
    """
    en, ru = (half(path, suffix) for suffix in HALVES)
    for left, right in zip_longest(numbered_lines(en), numbered_lines(ru)):
        if left is None or right is None:
            longer, shorter, line = (ru, en, right) if left is None else (en, ru, left)
            raise InputError(f"{longer}:{line[0]}: {shorter} has no such line; the two must match line for line")
        if left[1].strip() or right[1].strip():
            yield Unit(left[0], left[1], right[1], f"line {left[0]}")


def half(path: Source, suffix: str) -> Path:
    """The file of the pair that ends in `suffix`, plain or .gz, whichever is there."""
    if not isinstance(path, Path):
        raise InputError(f"{path}: one of two files; give its name")
    stem = path.with_suffix("") if path.suffix.lower() == ".gz" else path
    if stem.suffix.lower() == suffix:
        return path
    plain = stem.with_suffix(suffix)
    packed = plain.with_name(plain.name + ".gz")
    if plain.exists() or packed.exists():
        return plain if plain.exists() else packed
    raise InputError(f"{path}: its other half is missing; put {plain.name} beside it")
