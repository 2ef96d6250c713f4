"""From one format to another and back: what a format holds is there again, what people said above all."""

import pytest
from reviewed import reviewed

from aligner.paired import read_alignment
from aligner.pairs import corrected
from aligner.parallel import read_parallel
from aligner.write import FORMATS, save

WHOLE = ["jsonl", "tsv", "csv", "parquet", "xlsx", "xliff", "xliff12", "tmx"]


def back(name, folder, level="paragraph"):
    path = folder / f"al{FORMATS[name].suffix}"
    save(reviewed(), path, level=level)
    return {corrected(pair).en: pair for pair in read_alignment(path).pairs}


@pytest.mark.parametrize("name", WHOLE)
def test_what_people_said_comes_back(name, tmp_path):
    pairs = back(name, tmp_path)
    assert pairs["Agreement"].review.status == "approved"
    assert pairs["They signed it on 14 May. Trade grew."].confidence == pytest.approx(0.41)
    if name == "tmx":  # a memory has no place for it
        assert "No, they did not." not in pairs
    else:
        assert pairs["No, they did not."].review.status == "rejected"
        assert pairs["No, they did not."].review.comment.endswith("Не то.")


@pytest.mark.parametrize("name", WHOLE)
def test_a_correction_comes_back_beside_what_was_read(name, tmp_path):
    pair = back(name, tmp_path)["They met."]
    assert (pair.ru, pair.review.ru, pair.review.en) == ("Они встретились.", "Стороны встретились.", None)


@pytest.mark.parametrize("name", ["docx", *WHOLE[1:]])
def test_texts_come_back(name, tmp_path):
    for level in ("paragraph", "sentence"):
        pairs = back(name, tmp_path, level)
        assert corrected(pairs["Agreement"]).ru == "Соглашение"
    assert corrected(pairs["Trade grew."] if "Trade grew." in pairs else pairs["They met."]).ru


def test_the_status_that_was_chosen_in_a_workbook_counts(tmp_path):
    from openpyxl import load_workbook

    save(reviewed(), tmp_path / "al.xlsx")
    book = load_workbook(tmp_path / "al.xlsx")
    assert book.active["D6"].value == "open"
    book.active["D6"] = "approved"
    book.save(tmp_path / "al.xlsx")
    save(read_alignment(tmp_path / "al.xlsx"), tmp_path / "al.12.xlf")
    assert (tmp_path / "al.12.xlf").read_text(encoding="utf-8").count('approved="yes"') == 2


@pytest.mark.parametrize("name", ["tsv", "xlsx", "xliff", "tmx"])
def test_encoders_learn_from_what_was_corrected_and_not_from_what_was_rejected(name, tmp_path):
    path = tmp_path / f"al{FORMATS[name].suffix}"
    save(reviewed(), path)
    pairs = dict(read_parallel([path]).pairs)
    assert pairs["They met."] == "Стороны встретились."
    assert "No, they did not." not in pairs
