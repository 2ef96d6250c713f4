import csv
import io

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import alignment, alignments, beads

from aligner.table import COLUMNS, LEVELS, rows
from aligner.write.table import render_csv, render_tsv

AWKWARD = alignment([['A\t"b"\nc,\r\nd', "'"]], [["=1+1", "да;\u2028нет"]], beads("1-1", "1-1"))


@pytest.mark.parametrize(("render", "separator"), [(render_tsv, "\t"), (render_csv, ",")])
@pytest.mark.parametrize("level", LEVELS)
def test_pandas_reads_back_awkward_cells(render, separator, level):
    data = render(AWKWARD, level).data
    frame = pd.read_csv(io.BytesIO(data), sep=separator, dtype=COLUMNS[level], keep_default_na=False)
    pd.testing.assert_frame_equal(frame, AWKWARD.to_pandas(level))
    assert frame["en"][0].startswith('A\t"b" c, d')


@settings(max_examples=50)
@given(alignments(texts=st.text(min_size=1, max_size=8)), st.sampled_from(LEVELS))
def test_any_text_survives(al, level):
    text = render_tsv(al, level).data.decode()
    header, *read = csv.reader(io.StringIO(text, newline=""), delimiter="\t")
    assert header == [*COLUMNS[level]]
    expected = [[round(cell, 4) if isinstance(cell, float) else cell for cell in row] for row in rows(al, level)]
    assert read == [[str(cell) for cell in row] for row in expected]


def test_plain_cells_are_not_quoted():
    al = alignment([["One."]], [["Раз."]], beads("1-1"))
    assert render_tsv(al, "sentence").data.decode() == (
        "pair\ten_sentences\tru_sentences\ten\tru\tkind\tscore\tconfidence\tdoubtful\tmoved\n"
        "0\t[0]\t[0]\tOne.\tРаз.\t1-1\t-0.5\t0.95\tFalse\t[]\n"
    )


def test_broken_characters_are_told():
    rendered = render_csv(alignment([["\ud800"]], [["Раз."]], beads("1-1")), "paragraph")
    assert rendered.notes == ("1 broken characters (lone surrogates) were written as ?",)
    assert b",?," in rendered.data
