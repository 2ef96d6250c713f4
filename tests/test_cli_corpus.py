"""`aligner corpus` and `aligner stats`: what they say and how they exit."""

import json
import shlex

import pytest
from click.testing import CliRunner
from corpora import fingerprints, write_documents

from aligner.cli import cli
from aligner.corpus.filters import FILTERS, filter_name


@pytest.fixture
def run(tmp_path, monkeypatch):
    write_documents(tmp_path / "documents", {"a": [0, 1], "b": [1, 3]})
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return lambda *arguments: CliRunner().invoke(cli, arguments)


def test_a_corpus_and_its_statistics(run, tmp_path):
    (tmp_path / "aligner.toml").write_text('[corpus]\nmin-confidence = 0.1\nlevels = ["sentence"]\n', encoding="utf-8")
    result = run("corpus", "documents", "-o", "out", "--workers", "1", "--licence", "cc0-1.0", "-f", "moses")
    assert result.exit_code == 0, result.output
    assert "out: 2 documents, 3 sentence pairs (train)" in result.stderr
    assert "note: sentence rows rejected: duplicate 1\n" in result.stderr
    assert "align: 100%" in result.stderr
    assert result.stdout == ""
    assert 'license: "cc0-1.0"' in (tmp_path / "out" / "README.md").read_text(encoding="utf-8")
    assert len((tmp_path / "out/moses/sentences.train.en").read_text(encoding="utf-8").splitlines()) == 3

    again = run("corpus", "documents", "-o", "out", "--without", "duplicate", "--without", "near-duplicate")
    assert "4 sentence pairs" in again.stderr, "filters alone run again"

    assert "sentence pairs, train" in run("stats", "out").stdout
    assert json.loads(run("stats", "out", "--json").stdout)["pairs"] == {"train": 4}
    assert run("stats", "out", "-o", "page.html").stdout == ""
    assert "<svg" in (tmp_path / "page.html").read_text(encoding="utf-8")


def test_the_command_on_the_card_makes_it_again(run, tmp_path):
    options = "--split 60/20/20 --seed 4 -f tmx -f moses --level sentence --without duplicate --min-confidence 0.3"
    run("corpus", "documents", "-o", "one", "--workers", "2", "--name", "Some texts", *options.split())
    said = json.loads((tmp_path / "one/corpus.json").read_text(encoding="utf-8"))["command"]
    assert said in (tmp_path / "one/README.md").read_text(encoding="utf-8")
    program, *arguments = shlex.split(said)
    assert program == "aligner"
    result = run(*[{"OUT": "two"}.get(argument, argument) for argument in arguments])
    assert result.exit_code == 0, result.output
    assert fingerprints(tmp_path / "one") == fingerprints(tmp_path / "two")


def test_the_help_names_every_filter(run):
    said = " ".join(run("corpus", "--help").stdout.split())
    assert all(filter_name(step) in said for step in FILTERS[1:])


def test_statistics_are_a_page(run, tmp_path):
    result = run("stats", "out", "-o", "stats.txt")
    assert result.exit_code == 2
    assert "stats.txt: a page is written" in result.stderr


def test_a_split_without_documents_is_told(run):
    result = run("corpus", "documents", "-o", "out", "--workers", "1", "--split", "98/1/1")
    assert "note: no document went to test: each goes by a hash of its id" in result.stderr


def test_broken_documents_are_named_and_the_status_is_one(run, tmp_path):
    (tmp_path / "m.tsv").write_text("id\ten\tru\nx\tnone.txt\tnone.txt\n", encoding="utf-8")
    result = run("corpus", "m.tsv", "-o", "out", "--workers", "1")
    assert result.exit_code == 1
    assert "broken: x: none.txt: no such file" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("nowhere", "-o", "out"), "no such folder or manifest"),
        (("documents", "-o", "out", "--without", "nonsense"), "no filter 'nonsense'"),
        (("documents", "-o", "out", "--split", "90"), "such as 90/5/5"),
        (("documents", "-o", "out", "--ray-address", "auto"), "--ray-address is for --engine ray"),
        (("documents", "-o", "documents/en"), "holds other things"),
        (("documents", "-o", "out", "--model", "documents/en/a.txt"), "a file, not an encoder"),
    ],
)
def test_misuse(run, tmp_path, arguments, message):
    result = run("corpus", *arguments)
    assert result.exit_code == 2
    assert message in result.stderr
    assert not (tmp_path / "out").exists()
