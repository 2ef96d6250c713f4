"""Documents whose names say nothing are matched by what they say."""

import csv

import pytest
from corpora import fingerprints, here, write_documents

import aligner.corpus.content
from aligner.corpus import build_corpus
from aligner.corpus.content import match_by_content
from aligner.corpus.records import Work
from aligner.corpus.settings import Settings
from aligner.errors import InputError

DOCUMENTS = {"one": [0, 1, 2], "two": [3, 4, 5], "three": [6, 7, 8], "four": [9, 10, 11]}


@pytest.fixture
def source(tmp_path):
    """The Russian documents are numbered; "four" has no Russian one, and one Russian document can't be read."""
    folder = write_documents(tmp_path / "documents", DOCUMENTS)
    for number, name in enumerate(["two", "three", "one"]):
        (folder / "ru" / f"{name}.txt").rename(folder / "ru" / f"{number}.txt")
    (folder / "ru" / "four.txt").write_text("", encoding="utf-8")
    return folder


PAIRS = {"en/one.txt": "ru/2.txt", "en/two.txt": "ru/0.txt", "en/three.txt": "ru/1.txt"}


def no_progress(step, done, total):
    pass


def test_what_says_the_same_is_paired_and_the_rest_is_told(source):
    table = match_by_content(source, Work(), no_progress)
    paired = [match for match in table if match.verdict == "paired"]
    assert {match.en: match.ru for match in paired} == PAIRS
    assert all(float(match.covered) > 0.5 and "links cover" in match.why for match in paired)
    left = {match.en or match.ru: match for match in table if match.verdict in ("extra", "unreadable")}
    assert set(left) == {"en/four.txt", "ru/four.txt"}
    assert "no text in it" in left["ru/four.txt"].why


def test_a_corpus_of_matched_documents(source, tmp_path, monkeypatch):
    report = build_corpus(source, tmp_path / "out", settings=Settings(min_confidence=0.1), match="content", engine=here)
    assert report.written.documents == {"train": 3, "failed": 1, "extra": 1}
    assert (report.failed[0].id, report.extras) == ("ru/four.txt", 1)
    with (tmp_path / "out" / "matches.tsv").open(encoding="utf-8", newline="") as lines:
        table = list(csv.DictReader(lines, dialect="excel-tab"))
    assert {row["en"]: row["ru"] for row in table if row["verdict"] == "paired"} == PAIRS

    before = fingerprints(tmp_path / "out")
    monkeypatch.setattr(aligner.corpus.content, "match_by_content", lambda *_: pytest.fail("compared again"))
    build_corpus(source, tmp_path / "out", settings=Settings(min_confidence=0.1), match="content", engine=here)
    assert fingerprints(tmp_path / "out") == before


def test_manifests_are_not_matched(tmp_path):
    (tmp_path / "m.jsonl").write_text("", encoding="utf-8")
    with pytest.raises(InputError, match="in a folder with en/ and ru/"):
        build_corpus(tmp_path / "m.jsonl", tmp_path / "out", match="content", engine=here)
