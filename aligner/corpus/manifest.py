"""Manifests: a table of document pairs in TSV, JSONL or Parquet, read entry by entry.

Columns or keys: `id`; `en` and `ru`, paths seen from the manifest's folder, or `en_text` and `ru_text`, the texts
themselves. All others are metadata and stay with the rows of the corpus (in JSONL also an object `metadata`).
Without an `id` the English path is one. What is wrong with an entry concerns that entry alone.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from aligner.corpus.records import Entry, Flaw, Item, Source, clean
from aligner.errors import FormatError, InputError

SIDES = ("en", "ru")
_OWN = {"id", "metadata", *SIDES, *(f"{side}_text" for side in SIDES)}

Places = Iterator[tuple[int, Mapping[str, Any] | str]]  # the place in the file, and the record or what is wrong


def manifest_entries(path: Path) -> Iterator[Entry]:
    """The entries of a manifest, in its order.

    Raises
    ------
    InputError : it can't be read or has no column for a side
    FormatError : its suffix tells no format
    """
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise FormatError(f"{path}: a manifest is a folder or a {', '.join(_READERS)} file")
    try:
        for place, record in reader(path):
            where = f"{path.name}:{place}"
            yield Flaw(where, record) if isinstance(record, str) else _entry(record, where, path.parent)
    except OSError as error:
        raise InputError(f"{path}: can't be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: not UTF-8 at byte {error.start} of a line; save it as UTF-8") from error


def _entry(record: Mapping[str, Any], where: str, folder: Path) -> Item | Flaw:
    extra = record.get("metadata") or {}
    if not isinstance(extra, Mapping):
        return Flaw(where, f'"metadata" is {extra!r}, not an object')
    sides = {side: _source(record, side, folder) for side in SIDES}
    id = _string(record.get("id")) or sides["en"].name or where
    missing = [side for side, source in sides.items() if source.path is None and source.text is None]
    if missing:
        return Flaw(id, f"{where}: no {missing[0]} and no {missing[0]}_text")
    given = {**{key: value for key, value in record.items() if key not in _OWN}, **extra}
    metadata = {clean(str(key)): _string(value) for key, value in given.items() if value is not None}
    return Item(id, sides["en"], sides["ru"], metadata)


def _source(record: Mapping[str, Any], side: str, folder: Path) -> Source:
    text = record.get(f"{side}_text")
    if isinstance(text, str) and text:
        return Source(text=text)
    name = record.get(side)
    return Source(clean(name), str(folder / name)) if isinstance(name, str) and name else Source()


def _string(value: Any) -> str:
    """Metadata are strings: JSON for what is none."""
    if value is None or isinstance(value, str):
        return clean(value or "")
    return json.dumps(value, default=str)


def _tsv(path: Path) -> Places:
    """The first line names the columns; cells may be quoted as spreadsheets do."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        rows = csv.reader(lines, "excel-tab")
        try:
            names = next(rows, [])
            if not any(name in names for name in ("en", "en_text")):
                raise InputError(f"{path}:1: no column en; the first line must name the columns id, en, ru")
            for cells in rows:
                if any(cells):
                    fits = len(cells) == len(names)
                    record = {name: cell or None for name, cell in zip(names, cells, strict=False)}
                    yield (
                        rows.line_num,
                        record if fits else f"{len(cells)} columns, not {len(names)} as in the first line",
                    )
        except csv.Error as error:
            raise InputError(f"{path}:{rows.line_num}: {error}; long texts belong in JSONL or Parquet") from error


def _jsonl(path: Path) -> Places:
    """An object a line."""
    with path.open(encoding="utf-8-sig") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                try:
                    record = json.loads(line)
                except (ValueError, RecursionError) as error:
                    yield number, f"broken JSON: {error}"
                    continue
                yield number, record if isinstance(record, dict) else "no JSON object"


def _parquet(path: Path) -> Places:
    """A row a document pair, batch by batch."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path) as file:
            number = 0
            for batch in file.iter_batches(batch_size=256):
                for record in batch.to_pylist():
                    number += 1
                    yield number, record
    except pa.ArrowInvalid as error:
        raise InputError(f"{path}: no Parquet file, or damaged: {error}") from error


_READERS: Mapping[str, Callable[[Path], Places]] = {".tsv": _tsv, ".jsonl": _jsonl, ".parquet": _parquet}
