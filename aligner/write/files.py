"""Output files: found wanting before the work, replaced only when all is written."""

import os
import secrets
import shutil
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from aligner.errors import InputError


@dataclass(frozen=True, slots=True)
class Rendered:
    """What a format makes of an alignment: the bytes of the file, and remarks for the user.

    A format of several files has them in `parts`, in the order of their endings, and no `data`.
    """

    data: bytes
    notes: tuple[str, ...] = ()
    parts: tuple[bytes, ...] = ()


def utf8(text: str) -> tuple[bytes, list[str]]:
    """The bytes of a text, and a note where it has what they can't hold."""
    broken = sum("\ud800" <= character <= "\udfff" for character in text)
    notes = [f"{broken} broken characters (lone surrogates) were written as ?"] if broken else []
    return text.encode(errors="replace"), notes


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
    """Write a file as `write_files` does."""
    write_files({path: data})


def write_files(files: Mapping[Path, bytes]) -> None:
    """Write all or nothing: into temporary files of the same folders, renamed when all are written.

    A link is followed, the permissions of a file that is replaced are kept, and what is no ordinary
    file (a pipe, /dev/null) is written to directly.

    Raises
    ------
    InputError
        A file can't be written; those that were there are as they were.
    """
    for path in files:
        check_writable(path)
    with ExitStack() as cleaning:
        done = []
        for path, data in files.items():
            try:
                if path.exists() and not path.is_file():
                    path.write_bytes(data)
                else:
                    done.append((_written(path.resolve(), data, cleaning), path.resolve()))
            except BrokenPipeError:
                raise
            except OSError as error:
                raise InputError(f"{path}: can't be written: {error.strerror or error}") from error
        for temporary, path in done:
            temporary.replace(path)


def _written(path: Path, data: bytes, cleaning: ExitStack) -> Path:
    """A temporary file with the data, ready to take the place of another one, or to be cleaned away."""
    temporary = path.with_name(f".aligner-{secrets.token_hex(6)}.tmp")
    cleaning.callback(temporary.unlink, missing_ok=True)
    with temporary.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    if path.exists():
        shutil.copymode(path, temporary)
    return temporary
