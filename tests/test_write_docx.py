"""The document as python-docx reads it; LibreOffice is asked in test_write_judges.py."""

import io

from docx import Document
from docx.oxml.ns import qn
from reviewed import reviewed
from strategies import alignment, beads

from aligner.write.docx import render


def opened(al, level="paragraph"):
    return Document(io.BytesIO(render(al, level).data))


def rows(document):
    return [[cell.text for cell in row.cells] for row in document.tables[0].rows]


def anchored(document):
    """The text in the range of each comment."""
    found, running = {}, {}
    for node in document.element.body.iter(qn("w:commentRangeStart"), qn("w:commentRangeEnd"), qn("w:t")):
        if node.tag == qn("w:commentRangeStart"):
            running[int(node.get(qn("w:id")))] = ""
        elif node.tag == qn("w:commentRangeEnd"):
            found[int(node.get(qn("w:id")))] = running.pop(int(node.get(qn("w:id"))))
        else:
            running = {number: text + node.text for number, text in running.items()}
    assert not running
    return found


def test_a_row_for_each_pair_with_words_for_what_to_know():
    assert rows(opened(reviewed())) == [
        ["№", "English", "Russian"],
        ["1\nmoved: see 6", "", "Ушло."],
        ["2\napproved", "Agreement", "Соглашение"],
        ["3\nrejected", "No, they did not.", "Да."],
        ["4\ncorrected", "They met.", "Стороны встретились."],
        ["5\ndoubtful", "They signed it on 14 May. Trade grew.", "Они подписали его 15 мая. Торговля росла."],
        ["6\nmoved: see 1", "Moved.", ""],
        ["7\nunpaired", "", "Приложение."],
    ]
    assert [row[0].split("\n")[0] for row in rows(opened(reviewed(), "sentence"))] == [
        "№", "1", "2", "3", "4", "5.1", "5.2", "6", "7"
    ]  # fmt: skip


def test_comments_stand_at_their_passages():
    document = opened(reviewed())
    places = anchored(document)
    assert [(c.author, c.text.strip(), places[c.comment_id]) for c in document.comments] == [
        ("Анна", "Не то.", "Да."),
        ("Анна", "before: Они встретились.", "Стороны встретились."),
        ("aligner", "error date: 14 May in English, 15 мая (confirmed: см. оригинал)", "15 мая"),
        ("reviewer", "minor accuracy/omission: both", "Они подписали его 15 мая. Торговля росла."),
    ]
    first, _, third, _ = (comment.timestamp for comment in document.comments)
    assert (str(first), third) == ("2024-05-01 12:00:00+00:00", None)


def test_each_text_is_marked_with_its_language():
    document = opened(reviewed())
    spoken = {
        (column, run.element.find(f".//{qn('w:lang')}").get(qn("w:val")))
        for row in document.tables[0].rows[1:]
        for column, cell in enumerate(row.cells[1:])
        for paragraph in cell.paragraphs
        for run in paragraph.runs
        if run.text
    }
    assert spoken == {(0, "en-US"), (1, "ru-RU")}


def test_the_page_is_wide_and_the_header_comes_again():
    document = opened(reviewed())
    section = document.sections[0]
    assert section.page_width > section.page_height
    assert document.tables[0].rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert document.core_properties.author == "aligner"


def test_paragraphs_of_a_pair_stay_apart():
    document = opened(alignment([["One.", "Two."]], [["Раз."], ["Два."]], beads("1-1", "1-1")))
    assert rows(document)[1] == ["1", "One. Two.", "Раз.\nДва."]


def test_illegal_characters_are_left_out_and_told():
    rendered = render(alignment([["O\x00ne\ud800."]], [["Раз."]], beads("1-1")), "paragraph")
    assert rendered.notes == ("2 characters that XML can't hold were left out",)
    assert rows(Document(io.BytesIO(rendered.data)))[1][1] == "One."
