"""Alignments to files: one module per format; which there are stands in `aligner.formats`."""

from __future__ import annotations

from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from aligner.errors import FormatError
from aligner.formats import Format, by_suffix, having
from aligner.table import check_level
from aligner.write.files import Rendered, check_writable, write_file

if TYPE_CHECKING:
    from aligner.alignment import Alignment

FORMATS = {format.name: format for format in having("writer")}


def find_format(name: str | None = None, *, path: str | PathLike[str] | None = None) -> Format:
    """The format of that name or, without a name, of the path's suffix.

    Raises
    ------
    FormatError
        There is none; the message lists the valid ones.
    """
    if name is not None:
        if name not in FORMATS:
            raise FormatError(f"no format {name!r}; choose one of {', '.join(FORMATS)}")
        return FORMATS[name]
    suffix = Path(path).suffix.lower() if path is not None else ""
    if format := by_suffix(suffix, "writer"):
        return format
    suffixes = ", ".join(format.suffix for format in FORMATS.values())
    raise FormatError(
        f"{path}: the suffix {suffix!r} names no format; use one of {suffixes}, or name the format"
        if suffix
        else f"{path}: no suffix to tell the format by; use one of {suffixes}, or name the format"
    )


def render(alignment: Alignment, format: Format, *, level: str | None = None) -> Rendered:
    """The bytes of the file; FormatError where the format has no such level."""
    rendered: Rendered = format.function("writer")(alignment, _level(format, level))
    return rendered


def check_format(format: str | None, level: str | None) -> None:
    """Raise FormatError for a format or level that is given and doesn't exist."""
    if format is not None:
        _level(find_format(format), level)
    elif level is not None:
        check_level(level)


def check_target(path: str | PathLike[str], *, format: str | None = None, level: str | None = None) -> None:
    """All that can be known to go wrong with `save`, without an alignment: for before the long work.

    Raises
    ------
    FormatError, InputError
        As `save` would.
    """
    _level(find_format(format, path=path), level)
    check_writable(Path(path))


def save(
    alignment: Alignment,
    path: str | PathLike[str],
    *,
    format: str | None = None,
    level: str | None = None,
) -> tuple[str, ...]:
    """Write a file; see `Alignment.save`."""
    rendered = render(alignment, find_format(format, path=path), level=level)
    write_file(Path(path), rendered.data)
    return rendered.notes


def _level(format: Format, level: str | None) -> str:
    if level is None:
        return format.levels[0]
    check_level(level)
    if level not in format.levels:
        raise FormatError(f"{format.name} has no {level} level, only {' and '.join(format.levels)}")
    return level
