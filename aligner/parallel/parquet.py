"""Parquet: the tables of a corpus, those that `aligner align -o x.parquet` writes, and any with columns en and ru.

Texts may also stand in a column `translation`, as many published collections have them.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from aligner.parallel.columns import Row, units_of_rows
from aligner.parallel.units import Found, Source, unit_of
from aligner.read.foreign import one_line

_OF_PAIRS = {"pair", "en", "ru"}  # columns of a table of `aligner.write.parquet`, which has no `document`


def read_parquet(path: Source) -> Found:
    """A unit for each row; numbered from one.

    Raises
    ------
    InputError : it is no Parquet file, or damaged
    """
    from pyarrow import parquet

    with one_line(str(path), "Parquet file"):
        file = parquet.ParquetFile(path if isinstance(path, Path) else io.BytesIO(path.data))
        names = file.schema_arrow.names
    records = _records(file, str(path))
    if set(names) >= _OF_PAIRS and "document" not in names:
        yield from units_of_rows(_rows(names, records), place="row")
        return
    for number, record in enumerate(records, 1):
        held = record.get("translation")
        yield unit_of(number, held if isinstance(held, dict) else record, place="row")


def _records(file: Any, name: str) -> Iterator[Mapping[str, Any]]:
    short = [field.name for field in file.schema_arrow if str(field.type) == "float"]
    batches = file.iter_batches()
    while True:
        with one_line(name, "Parquet file"):
            batch = next(batches, None)
            records = [] if batch is None else batch.to_pylist()
        if batch is None:
            return
        for record in records:  # 0.9997 as a float32 is not 0.9997000098228455
            numbers = {name: float(str(np.float32(record[name]))) for name in short if record[name] is not None}
            yield {**record, **numbers}


def _rows(names: list[str], records: Iterator[Mapping[str, Any]]) -> Iterator[Row]:
    """As in a table of text: the names, then the cells."""
    yield 0, names
    for number, record in enumerate(records, 1):
        yield number, [_cell(record[name]) for name in names]


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return json.dumps(value)
    return "" if value is None else str(value)
