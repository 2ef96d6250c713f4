"""Parquet, for corpora: the table of `to_pandas` with lists and records instead of words for them.

The columns are those of `aligner.table`. Numbers of paragraphs, sentences and pairs are list<int32>; an unknown score
or confidence is null; `findings` is a list of records, whose spans (`en`, `ru`) are lists of two offsets into the texts
as they were read or corrected, before they were put on one line. The metadata of the file have a key "aligner":
version, model, settings and names, as JSON.
"""

from __future__ import annotations

import io
import json
import math
from typing import TYPE_CHECKING, Any

from aligner.check.listing import to_record
from aligner.table import COLUMNS, rows
from aligner.write.files import Rendered, utf8
from aligner.write.units import uncorrected

if TYPE_CHECKING:
    import pyarrow as pa

    from aligner.alignment import Alignment

Record = dict[str, Any]

_NUMBERS = {"en_paragraphs", "ru_paragraphs", "en_sentences", "ru_sentences", "moved"}


def render(alignment: Alignment, level: str) -> Rendered:
    """The file, compressed with zstd."""
    import pyarrow as pa
    from pyarrow import parquet

    found: list[Record] = [dict(zip(COLUMNS[level], row, strict=True)) for row in rows(alignment, level)]
    for record, pair in zip(found, alignment.pairs, strict=True) if level == "paragraph" else ():
        record["findings"] = [
            {name: _value(name, value) for name, value in to_record(finding).items()} for finding in pair.findings
        ]
    records = [{name: _value(name, value) for name, value in record.items()} for record in found]
    about = {
        "version": alignment.version,
        "model": alignment.encoder,
        "settings": dict(alignment.settings),
        "en": alignment.en.name,
        "ru": alignment.ru.name,
    }
    described = pa.schema(_fields(level), metadata={"aligner": json.dumps(about)})
    file = io.BytesIO()
    parquet.write_table(pa.Table.from_pylist(records, schema=described), file, compression="zstd")
    _, broken = utf8("".join(value for record in found for value in record.values() if isinstance(value, str)))
    return Rendered(file.getvalue(), (*broken, *uncorrected(alignment, level)))


def _fields(level: str) -> list[pa.Field]:
    """The columns with their types."""
    import pyarrow as pa

    text, numbers = pa.string(), pa.list_(pa.int32())
    words = dict.fromkeys(("check", "severity", "message", "category"), text)
    finding = pa.struct(words | dict.fromkeys(("en", "ru"), pa.list_(numbers)))
    types = {"string": text, "int64": pa.int64(), "float64": pa.float64(), "bool": pa.bool_()}
    special = dict.fromkeys(_NUMBERS, numbers) | {"findings": pa.list_(finding)}
    return [pa.field(name, special.get(name, types[kind])) for name, kind in COLUMNS[level].items()]


def _value(name: str, value: Any) -> Any:
    """A cell as Arrow takes it: nothing that UTF-8 can't hold, null for what is unknown."""
    if name in _NUMBERS:
        return json.loads(value)
    if isinstance(value, str):
        return utf8(value)[0].decode()
    return None if isinstance(value, float) and math.isnan(value) else value
