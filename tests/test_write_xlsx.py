import io
from dataclasses import replace

import pytest
from openpyxl import load_workbook
from reviewed import reviewed
from strategies import alignment, beads

from aligner.errors import FormatError
from aligner.records import Bead
from aligner.write import xlsx


def sheet(al, level="paragraph"):
    return load_workbook(io.BytesIO(xlsx.render(al, level).data)).active


def column(table, name):
    header, *rows = table.iter_rows(values_only=True)
    return [row[header.index(name)] for row in rows]


def test_columns():
    table = sheet(reviewed())
    assert column(table, "№") == ["1", "2", "3", "4", "5", "6", "7"]
    assert column(table, "Russian")[3:5] == ["Стороны встретились.", "Они подписали его 15 мая. Торговля росла."]
    assert column(table, "Russian before")[3] == "Они встретились."
    assert column(table, "Status") == ["open", "approved", "rejected", "open", "open", "open", "open"]
    assert column(table, "Confidence")[:2] == [0.9, 0.99]
    assert column(table, "Marks")[4:] == ["doubtful", "moved: see 1", "unpaired"]
    assert column(table, "Findings")[4] == "error date: 14 May in English, 15 мая (confirmed: см. оригинал)"
    assert column(table, "Comment")[2:5:2] == ["Не то.", "minor accuracy/omission: both"]
    assert column(sheet(reviewed(), "sentence"), "№")[4:6] == ["5.1", "5.2"]


def test_findings_are_notes_at_the_translation():
    notes = {
        cell.coordinate: cell.comment.text for row in sheet(reviewed()).iter_rows() for cell in row if cell.comment
    }
    assert notes == {"C6": "error date: 14 May in English, 15 мая (confirmed: см. оригинал)"}


def test_what_helps_to_work_through_it():
    table = sheet(reviewed())
    assert table.freeze_panes == "B2"
    assert table.auto_filter.ref == "A1:K8"
    (choice,) = table.data_validations.dataValidation
    assert (str(choice.sqref), choice.formula1) == ("D2:D8", '"open,approved,rejected"')
    ((place, (rule,)),) = table.conditional_formatting._cf_rules.items()
    assert (str(place.sqref), rule.type) == ("E2:E8", "colorScale")
    assert table["C2"].alignment.wrap_text
    assert table.column_dimensions["J"].hidden
    assert not table.column_dimensions["K"].hidden


@pytest.mark.parametrize("text", ["=1+1", "+7", "-1", "@a", "https://a.b", "007", "1.5", "_x0041_", "a\u2028b", "TRUE"])
def test_a_cell_is_text_whatever_it_begins_with(text):
    cell = sheet(alignment([[text]], [["Раз."]], beads("1-1")))["B2"]
    assert (cell.data_type, cell.value) == ("s", text.replace("\u2028", " "))
    assert cell.hyperlink is None


@pytest.mark.parametrize(("text", "kept"), [("я" * 40_000, 32_767), ("🙂" * 20_000, 16_383)])
def test_long_cells_are_cut_and_told(text, kept):
    rendered = xlsx.render(alignment([["One."]], [[text]], beads("1-1")), "paragraph")
    assert rendered.notes == ("1 cells were cut at 32,767 characters, the most that Excel takes",)
    assert load_workbook(io.BytesIO(rendered.data)).active["C2"].value == text[:kept]


def test_an_unknown_confidence_is_an_empty_cell():
    al = alignment([["One."]], [["Раз."]], [Bead(range(1), range(1), float("nan"), float("nan"))])
    assert column(sheet(al), "Confidence") == [None]


def test_more_rows_than_excel_takes(monkeypatch):
    monkeypatch.setattr(xlsx, "_ROWS", 1)
    with pytest.raises(FormatError, match="xlsx holds 1 rows, and this has 7; write csv or parquet"):
        xlsx.render(reviewed(), "paragraph")


def test_without_rows():
    assert column(sheet(replace(alignment([], [], []))), "English") == []
