"""Output files: found wanting before the work, replaced only when all is written."""

import os
import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path

from aligner.errors import InputError


@dataclass(frozen=True, slots=True)
class Rendered:
    """What a format makes of an alignment: the bytes of the file, and remarks for the user."""

    data: bytes
    notes: tuple[str, ...] = ()


def check_writable(path: Path) -> None:
    """Raise InputError where a file could not be written, with the reason and the remedy."""
    folder = path.parent
    if path.is_dir():
        raise InputError(f"{path}: is a folder; give the name of a file in it")
    if not folder.exists():
        raise InputError(f"{path}: there is no folder {folder}; create it first")
    if not folder.is_dir():
        raise InputError(f"{path}: {folder} is not a folder")
    replaceable = not path.exists() or path.is_file()
    if not os.access(folder if replaceable else path, os.W_OK):
        raise InputError(f"{path}: no permission to write here; choose another place")


def check_folder(path: Path) -> None:
    """Raise InputError where a folder of that name could not be made or written into."""
    existing = next(folder for folder in (path, *path.absolute().parents) if folder.exists())
    if not existing.is_dir():
        raise InputError(f"{path}: {existing} is a file; choose another folder")
    if not os.access(existing, os.W_OK):
        raise InputError(f"{path}: no permission to write here; choose another place")


def write_file(path: Path, data: bytes) -> None:
    """Write all or nothing: into a temporary file of the same folder, renamed at the end.

    A link is followed, the permissions of a file that is replaced are kept, and what is no ordinary
    file (a pipe, /dev/null) is written to directly.

    Raises
    ------
    InputError
        The file can't be written; a file that was there is as it was.
    """
    check_writable(path)
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(data)
        else:
            _replace(path.resolve(), data)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise InputError(f"{path}: can't be written: {error.strerror or error}") from error


def _replace(path: Path, data: bytes) -> None:
    temporary = path.with_name(f".aligner-{secrets.token_hex(6)}.tmp")
    try:
        with temporary.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            shutil.copymode(path, temporary)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
