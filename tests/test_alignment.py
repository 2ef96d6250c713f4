import pytest
from strategies import MOVED, alignment, beads

from aligner.saved import read_alignment

EXAMPLE = alignment([["One.", "Two."], ["Three."]], [["Раз.", "Два."], ["Три."]], beads("1-1", "1-1", "1-1"))


def test_beads_are_those_of_the_pairs():
    assert list(EXAMPLE.beads) == beads("1-1", "1-1", "1-1")


def test_str_and_repr_are_one_short_line():
    assert str(EXAMPLE) == "en.txt – ru.txt: 2 pairs, 3 beads (1-1 ×3), 0 doubtful, 0 unpaired, model fake"
    assert repr(EXAMPLE) == f"<Alignment {EXAMPLE}>"


def test_it_can_not_be_changed():
    with pytest.raises(AttributeError):
        EXAMPLE.encoder = "other"


def test_methods_delegate(tmp_path):
    assert list(EXAMPLE.to_pandas()["en"]) == ["One. Two.", "Three."]
    assert len(EXAMPLE.to_pandas(level="sentence")) == 3
    assert EXAMPLE.save(tmp_path / "a.jsonl") == ()
    assert read_alignment(tmp_path / "a.jsonl") == EXAMPLE
    assert "Раз." in EXAMPLE._repr_html_()


def test_save_says_what_was_left_out(tmp_path):
    al = alignment([["One.", "Alone."]], [["Раз."]], beads("1-1", "1-0"))
    (note,) = al.save(tmp_path / "a.tmx", level="sentence")
    assert note.startswith("1 of 2 units has no counterpart")


def test_an_alignment_is_a_sequence_of_its_pairs():
    al = alignment([["One."], ["Two."]], [["Раз."], ["Два."]], beads("1-1", "1-1"))
    assert (len(al), [*al], al[1], al[-1:]) == (2, [*al.pairs], al.pairs[1], (al.pairs[1],))


def test_the_texts_of_a_bead():
    al = alignment([["One.", "Two\nlines."], ["Alone."]], [["Раз и два."]], beads("2-1", "1-0"))
    assert [al.texts(bead) for bead in al.beads] == [("One. Two lines.", "Раз и два."), ("Alone.", "")]
    assert MOVED.texts(MOVED.moved[0]) == ("Moved.", "Ушло.")
