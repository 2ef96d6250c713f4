import pytest
from strategies import alignment, beads

from aligner.errors import FormatError, InputError
from aligner.gold import matched_beads
from aligner.scores import evaluate
from aligner.write.beads import bead_lines


def test_folders_match_by_name_and_lists_by_place(tmp_path):
    made = {"a": beads("1-1", "1-1"), "b": beads("1-0", "0-1")}
    for name, document in made.items():
        (tmp_path / "gold" / name).mkdir(parents=True)
        (tmp_path / "gold" / name / "gold.beads").write_text("\n".join(bead_lines(document)), encoding="utf-8")
        (tmp_path / f"{name}.beads").write_text("\n".join(bead_lines(document)), encoding="utf-8")
    score = evaluate(str(tmp_path / "gold"), tmp_path)
    assert score.documents == 2
    assert score == evaluate([tmp_path / "a.beads", tmp_path / "b.beads"], list(made.values()))
    assert score == evaluate(tmp_path / "gold", list(made.values()))


def test_an_alignment_can_be_scored():
    al = alignment([["One.", "Two."]], [["Раз.", "Два."]], beads("1-1", "1-1"))
    ((gold, predicted),) = matched_beads(beads("1-1", "1-1"), al)
    assert list(predicted) == gold


def test_an_alignment_can_be_scored_from_its_file(tmp_path):
    al = alignment([["One.", "Two."]], [["Раз.", "Два."]], beads("1-1", "1-0", "0-1"))
    al.save(tmp_path / "al.jsonl")
    assert evaluate(beads("1-1", "1-1"), tmp_path / "al.jsonl") == evaluate(beads("1-1", "1-1"), al)


def test_inputs_that_do_not_fit_are_refused(tmp_path):
    path = tmp_path / "gold.beads"
    path.write_text("[0]:[0]\n[1]:[1]\n", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    with pytest.raises(FormatError, match=r"the predicted beads: 1 English sentences, but 2 in .*gold.beads"):
        matched_beads(path, beads("1-2"))
    with pytest.raises(FormatError, match="gold has 1 documents, predicted 2"):
        matched_beads(path, [path, path])
    with pytest.raises(FormatError, match="predicted bead 1: English sentence 0 is there twice"):
        matched_beads(beads("1-1"), beads("1-1") * 2)
    with pytest.raises(InputError, match="no beads in this folder"):
        matched_beads(tmp_path / "empty", tmp_path / "empty")
    with pytest.raises(InputError, match=r"no beads for 1 of the 1 documents in .*, first gold.beads"):
        (tmp_path / "empty" / "other.beads").write_text("[0]:[0]\n", encoding="utf-8")
        matched_beads(tmp_path, tmp_path / "empty")
