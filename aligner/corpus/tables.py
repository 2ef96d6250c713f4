"""The tables of a corpus: what columns they have, and how they travel between processes.

Columns of `sentences/*.parquet`, a row for each pair of sentences (a bead):

document    string      id of the document pair
row         int32       number of the bead in the document, from zero; "moved" links after the others
pair        int32       number of the paragraph pair that it stands in
en_sentences, ru_sentences   list<int32>   numbers of the sentences in their documents
en, ru      string      the texts, each on one line
kind        string      "1-1", "2-1", …; "moved" for a passage that stands elsewhere in the other text
confidence  float32     probability that the link is right
…           string      the manifest's other columns, each under its own name, or with "manifest_" before a name
                        that stands above or in `documents/`

`paragraphs/*.parquet` has a row for each pair of runs of paragraphs: `row` and `pair` are the same, the numbers are
`en_paragraphs` and `ru_paragraphs`, and `kind` lists the beads ("1-1 ×3, 2-1"). `rejected/*.parquet` has the columns
of its level, and `filter` and `reason`. `documents.parquet` has a row for each entry of the manifest.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from aligner.corpus.records import LEVELS, Level

if TYPE_CHECKING:
    import pyarrow as pa

SIGNATURE = 256  # bytes
DECIMALS = 4  # more than a confidence is good for; differences of the last bits between machines vanish

REASONS = ("filter", "reason")  # of a rejected row

#: What the documentation of a corpus says of the columns.
MEANINGS = {
    "document": "id of the document pair",
    "row": "number of the row in its document, from zero",
    "pair": "number of the pair of paragraph runs in the document",
    "en_sentences": "numbers of the English sentences in their document",
    "ru_sentences": "numbers of the Russian sentences",
    "en_paragraphs": "numbers of the English paragraphs in their document",
    "ru_paragraphs": "numbers of the Russian paragraphs",
    "en": "the English text, on one line",
    "ru": "the Russian text, on one line",
    "kind": "sizes of both sides in sentences; “moved”: stands elsewhere in the other text",
    "confidence": "probability that the link is right",
}


def row_schema(level: Level) -> pa.Schema:
    """The columns of a level without those of the manifest."""
    import pyarrow as pa

    numbers = pa.list_(pa.int32())
    return pa.schema(
        [
            ("document", pa.string()),
            ("row", pa.int32()),
            ("pair", pa.int32()),
            (f"en_{level}s", numbers),
            (f"ru_{level}s", numbers),
            ("en", pa.string()),
            ("ru", pa.string()),
            ("kind", pa.string()),
            ("confidence", pa.float32()),
        ]
    )


def document_schema(levels: Sequence[Level]) -> pa.Schema:
    """The columns of the table of documents without those of the manifest."""
    import pyarrow as pa

    texts = ["document", "en", "ru", "state", "message", "split", "group", "en_sha256", "ru_sha256"]
    numbers = ["en_sentences", "ru_sentences"]
    numbers += [f"{level}_{what}" for level in levels for what in ("kept", "rejected")]
    columns = [(name, pa.string()) for name in texts] + [(name, pa.int32()) for name in numbers]
    return pa.schema([*columns, ("notes", pa.list_(pa.string()))])


def with_texts(schema: pa.Schema, names: Iterable[str]) -> pa.Schema:
    """The same with more columns that hold texts."""
    import pyarrow as pa

    for name in names:
        schema = schema.append(pa.field(name, pa.string()))
    return schema


def manifest_columns(names: Iterable[str]) -> dict[str, str]:
    """The manifest's own columns, and what they are called in a corpus."""
    schemas = [document_schema(LEVELS), *map(row_schema, LEVELS)]
    taken = {*REASONS, *(name for schema in schemas for name in schema.names)}
    columns: dict[str, str] = {}
    for name in sorted(names):
        column = name
        while column in taken:
            column = f"manifest_{column}"
        taken.add(column)
        columns[name] = column
    return columns


def fact_schema() -> pa.Schema:
    """What is measured of each row; see `facts`."""
    import pyarrow as pa

    return pa.schema(
        [
            ("alone", pa.string()),
            ("confidence", pa.float32()),
            ("en_length", pa.int32()),
            ("ru_length", pa.int32()),
            ("en_lang", pa.string()),
            ("ru_lang", pa.string()),
            ("checks", pa.string()),
            ("en_key", pa.int64()),
            ("ru_key", pa.int64()),
            ("pair_key", pa.int64()),
            ("signature", pa.binary(SIGNATURE)),
        ]
    )


def packed(records: Sequence[Mapping[str, Any]], schema: pa.Schema) -> bytes:
    """Records as an Arrow stream, compressed."""
    import pyarrow as pa

    sink = pa.BufferOutputStream()
    options = pa.ipc.IpcWriteOptions(compression="zstd", use_threads=False)
    with pa.ipc.new_stream(sink, schema, options=options) as stream:
        stream.write_table(pa.Table.from_pylist(list(records), schema))
    return bytes(sink.getvalue())


def unpacked(data: bytes) -> pa.Table:
    """The table of a stream that `packed` made."""
    import pyarrow as pa

    with pa.ipc.open_stream(data, options=pa.ipc.IpcReadOptions(use_threads=False)) as stream:
        return stream.read_all()
