"""Zip archives that hold no clock: the same content gives the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from datetime import UTC, datetime

EPOCH = datetime(1980, 1, 1, tzinfo=UTC)  # the first time that a zip archive can hold


def pack(files: Iterable[tuple[str, bytes]], *, stored: str = "") -> bytes:
    """An archive of files in that order, all compressed but the one named `stored`."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            entry = zipfile.ZipInfo(name, EPOCH.timetuple()[:6])
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data, zipfile.ZIP_STORED if name == stored else zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def repack(data: bytes) -> bytes:
    """An archive that somebody else has made, without its times."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return pack((name, archive.read(name)) for name in archive.namelist())
