import math

import pytest
from hypothesis import given
from strategies import MOVED, alignment, bead_lists, beads

from aligner.errors import FormatError, InputError
from aligner.records import Bead
from aligner.write.beads import bead_lines, find_fault, read_beads, render


def written(tmp_path, text, encoding="utf-8"):
    path = tmp_path / "a.beads"
    path.write_text(text, encoding=encoding)
    return path


def test_lines():
    made = [*beads("2-1", "1-0", confidence=0.97314), Bead(range(3, 3), range(1, 3), 0.0, 0.5)]
    assert list(bead_lines(made)) == ["[0,1]:[0]:0.9731", "[2]:[]:0.9731", "[]:[1]:0.5000", "[]:[2]:0.5000"]


def test_unknown_confidence_is_left_out():
    assert list(bead_lines([Bead(range(1), range(1), math.nan, math.nan)])) == ["[0]:[0]"]


def test_render_is_the_whole_alignment():
    al = alignment([["One."], ["Two."]], [["Раз."], ["Два."]], beads("1-1", "1-0", "0-1"))
    assert render(al, "sentence").data == b"[0]:[0]:0.9500\n[1]:[]:0.9500\n[]:[1]:0.9500\n"


def test_read_with_and_without_confidence(tmp_path):
    read = read_beads(written(tmp_path, "\ufeff[0, 1]:[0]:0.25\r\n\r\n[2]:[]\n[]:[1]:1\n"))
    assert [(b.en, b.ru) for b in read] == [
        (range(2), range(1)),
        (range(2, 3), range(0)),
        (range(0), range(1, 2)),
    ]
    assert [b.confidence for b in read[::2]] == [0.25, 1.0]
    assert math.isnan(read[1].confidence)
    assert all(math.isnan(b.score) for b in read)


@given(bead_lists())
def test_what_is_written_is_read(tmp_path_factory, made):
    path = written(tmp_path_factory.mktemp("beads"), "\n".join(bead_lines(made)))
    assert [(b.en, b.ru, b.confidence) for b in read_beads(path)] == [
        (b.en, b.ru, round(b.confidence, 4)) for b in made
    ]


ONCE = "; every sentence must appear exactly once"
# fmt: off
MALFORMED = [
    ("[0]:[0]\nhello\n", "2: not a bead: 'hello'; a line is like [0,1]:[0]:0.97"),
    ("[0]:[0]:high\n", "1: not a bead: '[0]:[0]:high'; a line is like [0,1]:[0]:0.97"),
    ("[0]:[0]\n[1,3]:[1]\n", "2: not a bead: '[1,3]:[1]'; a line is like [0,1]:[0]:0.97"),
    ("[0]:[0]\n\n[]:[]\n", "3: both sides are empty"),
    ("[0]:[0]:1.5\n", "1: the confidence 1.5 is not between 0 and 1"),
    ("[0]:[0]\n[0]:[1]\n", "2: English sentence 0 is there twice" + ONCE),
    ("[0]:[0]\n[1]:[1]\n\n[3]:[2]\n", "4: English sentence 2 is missing" + ONCE),
    ("[0]:[0]\n[1]:[]\n[2]:[2]\n", "3: Russian sentence 1 is missing" + ONCE),
]
# fmt: on


@pytest.mark.parametrize(("text", "message"), MALFORMED)
def test_malformed_files_are_refused_with_the_line(tmp_path, text, message):
    path = written(tmp_path, text)
    with pytest.raises(FormatError) as caught:
        read_beads(path)
    assert str(caught.value) == f"{path}:{message}"


def test_unreadable_files(tmp_path):
    with pytest.raises(InputError, match="can't be read: No such file"):
        read_beads(tmp_path / "none.beads")
    with pytest.raises(FormatError, match="no beads in it"):
        read_beads(written(tmp_path, "\n"))
    with pytest.raises(FormatError, match="not UTF-8 at byte 0"):
        read_beads(written(tmp_path, "Привет", encoding="cp1251"))


@given(bead_lists())
def test_complete_beads_have_no_fault(made):
    assert find_fault(made) is None


def test_order_does_not_matter_for_completeness():
    assert find_fault(beads("1-1", "2-1", "1-0")[::-1]) is None


def test_moved_links_are_no_part_of_the_ladder():
    assert render(MOVED, "sentence").data.decode() == "[0]:[]:0.9500\n[1]:[0]:0.9500\n[]:[1]:0.9500\n"
