"""Alignments to files: one module per format; which there are stands in `aligner.formats`."""

from __future__ import annotations

from collections.abc import Mapping
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING

from aligner.errors import FormatError
from aligner.formats import OPTIONS, Format, by_suffix, having
from aligner.table import check_level
from aligner.write.files import Rendered, check_writable, write_files

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
    suffix, both = (Path(path).suffix.lower(), "".join(Path(path).suffixes[-2:])) if path is not None else ("", "")
    if format := by_suffix(both, "writer") or by_suffix(suffix, "writer"):
        return format
    suffixes = ", ".join(format.suffix for format in FORMATS.values())
    raise FormatError(
        f"{path}: the suffix {suffix!r} names no format; use one of {suffixes}, or name the format"
        if suffix
        else f"{path}: no suffix to tell the format by; use one of {suffixes}, or name the format"
    )


def render(alignment: Alignment, format: Format, *, level: str | None = None, **options: str | bool) -> Rendered:
    """The bytes of the file; FormatError where the format has no such level or option."""
    _check_options(format, options)
    rendered: Rendered = format.function("writer")(alignment, _level(format, level), **options)
    return rendered


def check_format(format: str | None, level: str | None, **options: str | bool) -> None:
    """Raise FormatError for a format, level or option that is given and doesn't exist, or can't be printed."""
    if format is None:
        if level is not None:
            check_level(level)
        if options:
            raise FormatError(f"{', '.join(options)}: an option of some formats; name the format")
        return
    found = find_format(format)
    _level(found, level)
    _check_options(found, options)
    if len(found.endings) > 1:
        raise FormatError(f"{format} is {len(found.endings)} files; name them: NAME{' and NAME'.join(found.endings)}")


def check_target(
    path: str | PathLike[str], *, format: str | None = None, level: str | None = None, **options: str | bool
) -> None:
    """All that can be known to go wrong with `save`, without an alignment: for before the long work.

    Raises
    ------
    FormatError, InputError
        As `save` would.
    """
    found = find_format(format, path=path)
    _level(found, level)
    _check_options(found, options)
    for target in _targets(path, found):
        check_writable(target)


def save(
    alignment: Alignment,
    path: str | PathLike[str],
    *,
    format: str | None = None,
    level: str | None = None,
    **options: str | bool,
) -> tuple[str, ...]:
    """Write a file; see `Alignment.save`."""
    found = find_format(format, path=path)
    rendered = render(alignment, found, level=level, **options)
    write_files(dict(zip(_targets(path, found), rendered.parts or (rendered.data,), strict=True)))
    return rendered.notes


def _targets(path: str | PathLike[str], format: Format) -> list[Path]:
    """The files that are written: one, or one with each ending."""
    return [Path(f"{fspath(path)}{ending}") for ending in format.endings]


def _check_options(format: Format, options: Mapping[str, str | bool]) -> None:
    for name, value in options.items():
        if name not in format.options:
            takes = f"it takes {' and '.join(format.options)}" if format.options else "it takes none"
            raise FormatError(f"{format.name} has no option {name!r}; {takes}")
        if value not in OPTIONS[name]:
            raise FormatError(f"{name}={value!r}: choose {' or '.join(map(repr, OPTIONS[name]))}")


def _level(format: Format, level: str | None) -> str:
    if level is None:
        return format.levels[0]
    check_level(level)
    if level not in format.levels:
        raise FormatError(f"{format.name} has no {level} level, only {' and '.join(format.levels)}")
    return level
