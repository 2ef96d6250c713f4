"""The example that `aligner demo` makes: its slips are found, and what a person has changed is kept."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from aligner.cli import cli


def demo(folder: Path) -> Result:
    return CliRunner().invoke(cli, ["demo", "-o", str(folder), "--no-browser"])


def test_the_slips_of_the_example_are_found(tmp_path: Path) -> None:
    result = demo(tmp_path / "new")
    assert result.exit_code == 0, result.output
    for check in ("date", "money", "omission"):
        assert check in result.output
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == [
        "report.html",
        "statement.en.txt",
        "statement.ru.txt",
    ]
    assert f"aligner review {tmp_path / 'new' / 'statement.en.txt'}" in result.output
    assert "25 млрд евро" in (tmp_path / "new" / "report.html").read_text(encoding="utf-8")


def test_a_changed_text_is_kept_and_checked_anew(tmp_path: Path) -> None:
    demo(tmp_path)
    russian = tmp_path / "statement.ru.txt"
    text = russian.read_text(encoding="utf-8").replace("25 млрд", "25 млн")
    russian.write_text(text, encoding="utf-8")
    result = demo(tmp_path)
    assert russian.read_text(encoding="utf-8") == text
    assert "money" not in result.output


@pytest.mark.parametrize("place", ["taken", "taken/below"])
def test_a_folder_that_can_not_be_is_said(tmp_path: Path, place: str) -> None:
    (tmp_path / "taken").write_text("", encoding="utf-8")
    result = demo(tmp_path / place)
    assert result.exit_code == 2
    assert result.output.startswith(f"aligner: {tmp_path / 'taken'}")
    assert result.output.count("\n") == 1
