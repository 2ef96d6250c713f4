"""Files that are written row by row: Parquet in shards, TMX, Moses and JSONL; memory is bounded by a row group."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Protocol

from aligner import __version__
from aligner.corpus.tables import DECIMALS, MEANINGS

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

ROW_GROUP = 5_000

_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Row = Mapping[str, Any]


class Sink(Protocol):
    """Takes rows of one level and one split."""

    def write(self, row: Row) -> None: ...

    def close(self) -> None: ...


@dataclass(slots=True)
class ParquetShards:
    """`stem-00000.parquet`, `stem-00001.parquet`, …, each with `rows_per_file` rows but the last."""

    stem: Path
    schema: pa.Schema
    rows_per_file: int
    _rows: list[Row] = field(default_factory=list)
    _files: int = 0
    _in_file: int = 0
    _file: pq.ParquetWriter | None = None

    def write(self, row: Row) -> None:
        """A row of the schema."""
        self._rows.append(row)
        if len(self._rows) >= min(ROW_GROUP, self.rows_per_file - self._in_file):
            self._flush()

    def close(self) -> None:
        """Write what is left; a file without rows if there never were any."""
        if self._rows or self._files == 0:
            self._flush()
        if self._file is not None:
            self._file.close()

    def _flush(self) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        if self._file is None:
            self.stem.parent.mkdir(parents=True, exist_ok=True)
            path = self.stem.with_name(f"{self.stem.name}-{self._files:05}.parquet")
            self._file = pq.ParquetWriter(path, self.schema, compression="zstd")
            self._files += 1
        self._file.write_table(pa.Table.from_pylist(self._rows, self.schema))
        self._in_file += len(self._rows)
        self._rows.clear()
        if self._in_file >= self.rows_per_file:
            self._file.close()
            self._file, self._in_file = None, 0


class Jsonl:
    """`stem.jsonl`: an object a row."""

    def __init__(self, stem: Path) -> None:
        self._file = _open(stem, ".jsonl")

    def write(self, row: Row) -> None:
        """All columns; the confidence without the digits that a float32 adds."""
        record = {**row, "confidence": round(row["confidence"], DECIMALS)}
        self._file.write(json.dumps(record, ensure_ascii=False) + "\n")

    def close(self) -> None:
        """Done."""
        self._file.close()


class Moses:
    """`stem.en` and `stem.ru`: line n of one translates line n of the other."""

    def __init__(self, stem: Path) -> None:
        self._files = {lang: _open(stem, f".{lang}") for lang in ("en", "ru")}

    def write(self, row: Row) -> None:
        """Both texts; they have no line breaks."""
        for lang, file in self._files.items():
            file.write(row[lang] + "\n")

    def close(self) -> None:
        """Done."""
        for file in self._files.values():
            file.close()


class Tmx:
    """`stem.tmx`: TMX 1.4, a unit a row; characters that XML can't hold are left out."""

    def __init__(self, stem: Path) -> None:
        from lxml import etree

        self._etree = etree
        self._open = contextlib.ExitStack()
        file = self._open.enter_context(_open(stem, ".tmx", binary=True))
        self._xml = self._open.enter_context(etree.xmlfile(file, encoding="utf-8"))
        self._xml.write_declaration()
        self._xml.write_doctype('<!DOCTYPE tmx SYSTEM "tmx14.dtd">')
        self._open.enter_context(self._xml.element("tmx", version="1.4"))
        header = {
            "creationtool": "aligner",
            "creationtoolversion": __version__,
            "segtype": stem.name.split(".")[0].removesuffix("s"),
            "o-tmf": "aligner",
            "adminlang": "en-US",
            "srclang": "en-US",
            "datatype": "plaintext",
        }
        self._xml.write(etree.Element("header", header))
        self._open.enter_context(self._xml.element("body"))

    def write(self, row: Row) -> None:
        """Both texts, with the document, the beads and the confidence."""
        unit = self._etree.Element("tu", tuid=_legal(f"{row['document']}:{row['row']}"))
        properties = {f"x-{name}": text for name, text in row.items() if name not in MEANINGS and text}
        properties |= {
            "x-document": row["document"],
            "x-bead": row["kind"],
            "x-score": f"{row['confidence']:.{DECIMALS}f}",
        }
        for name, value in properties.items():
            self._etree.SubElement(unit, "prop", type=_legal(name)).text = _legal(value)
        for lang, locale in (("en", "en-US"), ("ru", "ru-RU")):
            side = self._etree.SubElement(unit, "tuv", {"{http://www.w3.org/XML/1998/namespace}lang": locale})
            self._etree.SubElement(side, "seg").text = _legal(row[lang])
        self._xml.write(unit)
        self._xml.write("\n")

    def close(self) -> None:
        """Write the end."""
        self._open.close()


TEXT_SINKS: Mapping[str, type[Jsonl] | type[Moses] | type[Tmx]] = {"jsonl": Jsonl, "moses": Moses, "tmx": Tmx}


@contextlib.contextmanager
def closing_all(sinks: Iterable[Sink]) -> Iterator[None]:
    """Close all of them at the end."""
    with contextlib.ExitStack() as stack:
        for sink in sinks:
            stack.callback(sink.close)
        yield


def _open(stem: Path, suffix: str, *, binary: bool = False) -> IO[Any]:
    stem.parent.mkdir(parents=True, exist_ok=True)
    path = stem.with_name(stem.name + suffix)
    return path.open("wb") if binary else path.open("w", encoding="utf-8", newline="\n")


def _legal(text: str) -> str:
    return _ILLEGAL.sub("", text)
