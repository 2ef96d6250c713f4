"""`aligner check`: formats, exit statuses, rules."""

import json

import pytest
from click.testing import CliRunner

from aligner.cli import cli

EN = "The ministers met in the hall.\n\nThe parties did not sign the agreement on trade.\n"
RU = "Министры встретились в зале.\n\nСтороны подписали соглашение о торговле.\n"


@pytest.fixture
def run(tmp_path, monkeypatch):
    (tmp_path / "en.txt").write_text(EN, encoding="utf-8")
    (tmp_path / "ru.txt").write_text(RU, encoding="utf-8")
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return lambda *arguments: CliRunner().invoke(cli, ["check", *arguments])


def test_a_table_and_a_summary(run):
    result = run("en.txt", "ru.txt")
    assert result.exit_code == 0
    assert "negation" in result.stdout
    assert "0 errors, 1 warning, 0 info in 2 pairs" in result.stdout


def test_json(run):
    (finding,) = json.loads(run("en.txt", "ru.txt", "--json").stdout)
    assert (finding["check"], finding["pair"], finding["passages"]) == ("negation", 1, ["not"])


def test_sarif(run):
    log = json.loads(run("en.txt", "ru.txt", "--sarif").stdout)
    place = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "en.txt"
    assert place["region"]["startLine"] == 3


@pytest.mark.parametrize(("level", "status"), [("error", 0), ("warning", 1), ("info", 1)])
def test_fail_on(run, level, status):
    assert run("en.txt", "ru.txt", "--fail-on", level).exit_code == status


def test_a_saved_alignment(run):
    CliRunner().invoke(cli, ["align", "en.txt", "ru.txt", "-o", "al.jsonl"])
    assert "negation" in run("al.jsonl").stdout
    assert run("al.jsonl", "--presegmented").exit_code == 2


def test_rules_of_the_folder_or_of_a_file(run, tmp_path):
    (tmp_path / "aligner.toml").write_text("[check]\ndisable = ['negation']", encoding="utf-8")
    assert json.loads(run("en.txt", "ru.txt", "--json").stdout) == []
    (tmp_path / "other.toml").write_text("", encoding="utf-8")
    assert len(json.loads(run("en.txt", "ru.txt", "--json", "--config", "other.toml").stdout)) == 1


@pytest.mark.parametrize(
    "arguments", [("en.txt", "ru.txt", "en.txt"), ("none.jsonl",), ("en.txt", "ru.txt", "--json", "--sarif")]
)
def test_misuse(run, arguments):
    assert run(*arguments).exit_code == 2
