import io
import json

import pandas as pd
import pyarrow as pa
import pytest
from pyarrow import parquet
from reviewed import reviewed
from strategies import alignment, beads

from aligner.records import Bead
from aligner.table import COLUMNS, LEVELS
from aligner.write.parquet import render


def table(al, level="paragraph"):
    return parquet.read_table(io.BytesIO(render(al, level).data))


@pytest.mark.parametrize("level", LEVELS)
def test_columns_are_those_of_the_table(level):
    read, expected = table(reviewed(), level), reviewed().to_pandas(level)
    assert read.column_names == [*COLUMNS[level]]
    for name in ("en", "ru", "confidence", "doubtful"):
        assert read[name].to_pylist() == expected[name].to_list()
    lists = [name for name in read.column_names if pa.types.is_list(read.schema.field(name).type)]
    for name in {*lists} - {"findings"}:
        assert [json.dumps(value) for value in read[name].to_pylist()] == expected[name].to_list()


def test_findings_are_records():
    (finding, _) = table(reviewed())["findings"].to_pylist()[4]
    assert finding["check"] == "date"
    assert finding["ru"] == [[18, 24]]
    assert table(reviewed())["findings"].to_pylist()[0] == []


def test_types_hold_without_rows():
    empty = alignment([], [], [])
    for level in LEVELS:
        assert table(empty, level).schema == table(reviewed(), level).schema


def test_the_file_says_where_it_comes_from():
    about = json.loads(table(reviewed()).schema.metadata[b"aligner"])
    assert about == {
        "version": "0.0",
        "model": "fake",
        "settings": {"presegmented": True, "encoding": None},
        "en": "en.txt",
        "ru": "ru.txt",
    }


def test_unknown_is_null_and_broken_is_told():
    al = alignment([["One\ud800."]], [["Раз."]], [Bead(range(1), range(1), float("nan"), float("nan"))])
    rendered = render(al, "sentence")
    assert rendered.notes == ("1 broken characters (lone surrogates) were written as ?",)
    (row,) = table(al, "sentence").to_pylist()
    assert (row["en"], row["score"], row["confidence"]) == ("One?.", None, None)


def test_pandas_reads_it():
    frame = pd.read_parquet(io.BytesIO(render(reviewed(), "paragraph").data))
    assert frame.ru_read[3] == "Они встретились."
    assert frame.status.to_list()[1:3] == ["approved", "rejected"]


def test_corrections_that_have_no_place_are_told():
    assert render(reviewed(), "sentence").notes == (
        "1 corrected pairs stand as they were read; level paragraph has the corrections",
    )
    assert render(alignment([["One."]], [["Раз."]], beads("1-1")), "sentence").notes == ()
