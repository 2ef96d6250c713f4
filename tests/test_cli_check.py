"""`aligner check`: formats, exit statuses, rules."""

import json
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from aligner.cli import cli
from aligner.paired import read_alignment

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


def test_a_file_with_the_findings(run, tmp_path):
    result = run("en.txt", "ru.txt", "-o", "findings.docx")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.endswith("findings.docx: 0 errors, 1 warning, 0 info in 2 pairs\n")
    with zipfile.ZipFile("findings.docx") as file:
        assert "a negation in the English" in file.read("word/comments.xml").decode()
    assert run("en.txt", "ru.txt", "-o", "al.jsonl", "--fail-on", "warning").exit_code == 1
    assert read_alignment("al.jsonl").pairs[1].findings


def test_the_list_in_russian(run):
    result = run("en.txt", "ru.txt", "--lang", "ru")
    assert "предупреждение" in result.stdout
    assert "отрицание" in result.stdout
    assert run("en.txt", "ru.txt", "--ui", "ru").stdout == result.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("-o", "findings"), "no suffix to tell the format by"),
        (("-o", "-"), "-o wants the name of a file"),
        (("-o", "en.txt"), "'.txt' names no format"),
        (("-o", "a.docx", "--json"), "only one of --json, --sarif and -o"),
    ],
)
def test_what_the_file_can_not_be(run, tmp_path, arguments, message):
    before = sorted(tmp_path.iterdir())
    result = run("en.txt", "ru.txt", *arguments)
    assert result.exit_code == 2
    assert message in result.stderr
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("page.docx", "for .docx: aligner check … -o page.docx"),
        ("page", "the report is a web page; give it a name with .html"),
        ("page.txt", "the report is a web page; give it a name with .html"),
    ],
)
def test_a_report_is_a_page(run, name, message):
    result = CliRunner().invoke(cli, ["report", "en.txt", "ru.txt", "-o", name])
    assert result.exit_code == 2
    assert message in result.stderr
    assert not Path(name).exists()


def test_a_report_has_a_name(run):
    result = CliRunner().invoke(cli, ["report", "en.txt", "ru.txt", "--lang", "ru"])
    assert result.stderr.startswith("report.html: ")
    assert "в английском тексте отрицание" in Path("report.html").read_text(encoding="utf-8")
