"""Files that are ZIP archives of XML: DOCX, ODT, EPUB, XLSX."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING

from aligner.defaults import DEFAULTS
from aligner.errors import InputError
from aligner.read.foreign import short
from aligner.read.xml import parse_xml

if TYPE_CHECKING:
    from lxml.etree import _Element


_OLE = b"\xd0\xcf\x11\xe0"  # the container of old office formats, and of new ones under a password


class Archive:
    """The parts of an archive, each read when it is asked for; together they may not grow beyond a limit."""

    def __init__(self, data: bytes, *, name: str, what: str) -> None:
        self.name, self.what = name, what
        self._left = DEFAULTS.unpacked
        if data.startswith(_OLE):
            raise InputError(f"{name}: not {what}, but an older format, or it has a password; save it anew without")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            self.names = frozenset(self._zip.namelist())
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise InputError(f"{name}: not {what}, or damaged: {short(error)}; give a whole file") from error

    def read(self, part: str) -> bytes:
        """The bytes of a part.

        Raises
        ------
        InputError
            It is missing, damaged, encrypted, or too large.
        """
        try:
            with self._zip.open(part) as file:
                data = file.read(self._left + 1)
        except KeyError as error:
            raise InputError(f"{self.name}: not {self.what}: it has no {part}") from error
        except (
            zipfile.BadZipFile,
            zlib.error,
            OSError,
            EOFError,
            ValueError,
            RuntimeError,
            NotImplementedError,
            UnicodeError,
        ) as error:
            raise InputError(f"{self.name}: {part} in it is damaged or encrypted: {short(error)}") from error
        self._left -= len(data)
        if self._left < 0:
            raise InputError(
                f"{self.name}: unpacks to more than {DEFAULTS.unpacked // 1_000_000} MB, like a zip bomb; "
                "save its text as .txt"
            )
        return data

    def xml(self, part: str) -> _Element:
        """The root of a part; InputError as in `read` and `parse_xml`."""
        return parse_xml(self.read(part), name=f"{self.name} ({part})")
