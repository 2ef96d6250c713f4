import re
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from strategies import MOVED, alignment, alignments, beads

from aligner.defaults import DEFAULTS
from aligner.errors import FormatError
from aligner.records import Bead
from aligner.table import COLUMNS, LEVELS, kinds, rows, span_text, to_pandas

EXAMPLE = alignment(
    [["One.", "Two."], ["Alone."]],
    [["Раз,\nдва."]],
    [*beads("2-1"), Bead(range(2, 3), range(1, 1), -3.0, 0.5)],
)


def test_a_row_per_pair():
    assert list(rows(EXAMPLE, "paragraph")) == [
        (0, "[0]", "[0]", "One. Two.", "Раз, два.", "2-1", 0.95, False, False, "[]", "", "open", "", "", ""),
        (1, "[1]", "[]", "Alone.", "", "1-0", 0.5, True, True, "[]", "", "open", "", "", ""),
    ]


def test_a_row_per_bead():
    assert list(rows(EXAMPLE, "sentence")) == [
        (0, "[0, 1]", "[0]", "One. Two.", "Раз, два.", "2-1", -0.5, 0.95, False, "[]"),
        (1, "[2]", "[]", "Alone.", "", "1-0", -3.0, 0.5, True, "[]"),
    ]


def test_every_column_is_explained():
    page = (Path(__file__).parent.parent / "docs" / "how-to" / "formats.md").read_text(encoding="utf-8")
    lines = [line for line in page.splitlines() if line.startswith("| ")]
    explained = {name: line for line in lines for name in re.findall(r"`(\w+)`", line.split("|")[1])}
    for level in LEVELS:
        for name in COLUMNS[level]:
            assert f"| {level} |" in explained[name] or "| both |" in explained[name], name
    assert f"confidence below {DEFAULTS.doubtful}" in page


def test_moved_links_have_a_row_and_their_pairs_name_each_other():
    assert [(row[0], row[8], row[9]) for row in rows(MOVED, "paragraph")] == [
        (0, True, "[2]"),
        (1, False, "[]"),
        (2, True, "[0]"),
    ]
    assert list(rows(MOVED, "sentence")) == [
        (0, "[0]", "[]", "Moved.", "", "1-0", -0.5, 0.95, False, "[2]"),
        (0, "[0]", "[1]", "Moved.", "Ушло.", "moved", 4.0, 0.9, False, "[2]"),
        (1, "[1]", "[0]", "Stays.", "Стоит.", "1-1", -0.5, 0.95, False, "[]"),
        (2, "[]", "[1]", "", "Ушло.", "0-1", -0.5, 0.95, False, "[0]"),
    ]


@pytest.mark.parametrize("level", LEVELS)
def test_columns_are_typed(level):
    frame = to_pandas(EXAMPLE, level)
    assert {name: str(dtype) for name, dtype in frame.dtypes.items()} == COLUMNS[level]
    assert isinstance(frame, pd.DataFrame)
    assert len(frame) == 2


@pytest.mark.parametrize("level", LEVELS)
def test_columns_are_typed_without_rows(level):
    frame = to_pandas(alignment([], [], []), level)
    assert {name: str(dtype) for name, dtype in frame.dtypes.items()} == COLUMNS[level]
    assert frame.empty


@pytest.mark.parametrize("level", ["word", "", "Paragraph"])
def test_unknown_level_lists_the_valid_ones(level):
    with pytest.raises(FormatError, match="choose paragraph or sentence"):
        to_pandas(EXAMPLE, level)


def test_kinds_the_commonest_first():
    assert kinds(beads("2-1", "1-1", "1-1", "0-1", "1-1")) == "1-1 ×3, 0-1, 2-1"
    assert kinds([]) == ""


def test_span_keeps_what_stands_between_sentences():
    document = alignment([["Done.", "Signed."]], [["Да."]], beads("2-1")).en
    assert span_text(document, range(2)) == "Done. Signed."
    assert span_text(document, range(0)) == ""


@given(alignments())
def test_rows_hold_every_pair_and_every_bead(al):
    assert len(list(rows(al, "paragraph"))) == len(al.pairs)
    assert len(list(rows(al, "sentence"))) == len(al.beads) + len(al.moved)
    ladder = [row for row in rows(al, "sentence") if row[5] != "moved"]
    assert [row[1:3] for row in ladder] == [(str([*bead.en]), str([*bead.ru])) for bead in al.beads]
