"""The README and the pages of `docs/` hold: their commands and code are run, and print what is shown.

In what is shown, "…" stands for anything, on a line of its own for any lines. Decimal numbers may differ in the
last place of two: vectors are summed in another order on another processor.

python tests/test_readme.py             show where the pages and the output differ
python tests/test_readme.py --bless     put the numbers of the output into the pages (all else is changed by hand)
"""

import difflib
import doctest
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet
from strategies import alignment, beads

from aligner.cli import cli
from aligner.defaults import DEFAULTS

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
DOCS = sorted((ROOT / "docs").rglob("*.md"))
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CODE_SPAN = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
DECIMAL = re.compile(r"(?<![\d.])\d+\.\d+(?!\.?\d)")
TOLERANCE = 0.011
COLUMNS = "84"


def blocks(page: Path, language: str) -> list[str]:
    return [code for name, code in BLOCK.findall(page.read_text(encoding="utf-8")) if name == language]


def cases(language: str) -> list[ParameterSet]:
    """Every block of a language on any page."""
    return [
        pytest.param(code, id=f"{page.stem}-{number}")
        for page in (README, *DOCS)
        for number, code in enumerate(blocks(page, language), 1)
    ]


def steps(block: str) -> Iterator[tuple[str, str]]:
    """Each command of a console block with what is shown below it."""
    for step in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, _, shown = step.partition("\n")
        yield command, shown


def run(command: str, folder: Path) -> str:
    """Output and messages of a command, both, lines without trailing spaces."""
    program, *arguments = shlex.split(command)
    assert program == "aligner", f"only aligner can be run here, not {program}"
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    done = subprocess.run(
        [sys.executable, "-m", "aligner", *arguments],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": path, "COLUMNS": COLUMNS},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=120,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}"
    return without_trailing_spaces(done.stdout)


def without_trailing_spaces(text: str) -> str:
    return "".join(f"{line.rstrip(' ')}\n" for line in text.splitlines())


def pattern(shown: str) -> re.Pattern[str]:
    """What is shown, with "…" for anything and every decimal number for any other."""
    lines = []
    for line in shown.splitlines():
        if line == "…":
            lines.append(r"(?:.*\n)*?")
            continue
        literal = re.escape(DECIMAL.sub("\0", line)).replace("…", ".*").replace("\0", f"({DECIMAL.pattern})")
        lines.append(literal + r"\n")
    return re.compile("".join(lines))


def difference(shown: str, printed: str) -> str | None:
    """What a page shows and the program doesn't print; None if it holds."""
    found = pattern(shown).fullmatch(printed)
    if found:
        numbers = [float(number) for number in DECIMAL.findall(shown)]
        if all(abs(float(new) - old) < TOLERANCE for new, old in zip(found.groups(), numbers, strict=True)):
            return None
        printed = refilled(shown, printed)  # no need to show what "…" stands for
    return "\n".join(difflib.unified_diff(shown.splitlines(), printed.splitlines(), "page", "printed", lineterm=""))


def refilled(shown: str, printed: str) -> str:
    """What is shown, with the numbers that are printed; as it was where more than numbers differ."""
    found = pattern(shown).fullmatch(printed)
    if not found:
        return shown
    numbers = iter(found.groups())
    return DECIMAL.sub(lambda _: next(numbers), shown)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sample texts, in which the commands write too, one page after the other."""
    place = tmp_path_factory.mktemp("pages")
    shutil.copytree(ROOT / "texts", place / "texts")
    return place


@pytest.mark.parametrize("block", cases("console"))
def test_commands_print_what_is_shown(block: str, folder: Path) -> None:
    for command, shown in steps(block):
        different = difference(shown, run(command, folder))
        assert different is None, f"$ {command}\n{different}\nnumbers only? python tests/test_readme.py --bless"


@pytest.mark.parametrize("code", cases("python"))
def test_code_runs(code: str, folder: Path) -> None:
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    subprocess.run(
        [sys.executable, "-W", "error::DeprecationWarning:__main__", "-c", code],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": path, "PYTHONIOENCODING": "utf-8"},
        stdout=subprocess.DEVNULL,
        timeout=120,
        check=True,
    )


@pytest.mark.parametrize("session", cases("pycon"))
def test_session_shows_what_is_returned(session: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    import aligner

    test = doctest.DocTestParser().get_doctest(session, {"aligner": aligner}, "README", str(README), 0)
    assert test.examples
    failures: list[str] = []
    assert doctest.DocTestRunner().run(test, out=failures.append).failed == 0, "".join(failures)


def test_marks_are_those_of_the_table() -> None:
    text = README.read_text(encoding="utf-8")
    al = alignment([["One."], ["Two."]], [["Раз."]], beads("1-1", "1-0", confidence=DEFAULTS.doubtful - 0.01))
    for mark in re.findall(r"`([?!] \w+)`", text):
        assert mark in al._repr_html_()
    assert f"`? doubtful`: confidence below {DEFAULTS.doubtful}." in text


def test_something_is_tested() -> None:
    """A slip in the fences must not empty the tests above."""
    assert sum(len(list(steps(block))) for block in blocks(README, "console")) >= 6
    assert blocks(README, "python")
    assert blocks(README, "pycon")
    assert len(DOCS) > 10


@pytest.mark.parametrize(
    "page", [README, ROOT / "CONTRIBUTING.md", ROOT / "texts" / "README.md", *DOCS], ids=lambda page: page.stem
)
def test_files_and_links_exist(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#:]+)\)", text):
        assert (page.parent / target).exists(), target
    for span in CODE_SPAN.findall(FENCED.sub("", text)):
        if re.fullmatch(r"(aligner|tests|texts|benchmarks|\.ci)/[\w./-]*", span):
            assert (ROOT / span).exists(), span


@pytest.mark.parametrize("page", [README, ROOT / "CONTRIBUTING.md", *DOCS], ids=lambda page: page.stem)
def test_commands_and_options_exist(page: Path) -> None:
    """Those that stand in running text or in blocks that are not run."""
    text = page.read_text(encoding="utf-8")
    lines = CODE_SPAN.findall(FENCED.sub("", text)) + [
        part.strip() for _, code in BLOCK.findall(text) for line in code.splitlines() for part in line.split("&&")
    ]
    for line in lines:
        found = re.match(r"aligner ([a-z]+)\b(.*)", line)
        if found:
            command = cli.commands[found[1]]
            known = {"--help"} | {
                option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)
            }
            assert set(re.findall(r"(?<=\s)--?[a-z]+(?:-[a-z]+)*", found[2])) <= known, line


@pytest.mark.parametrize(
    ("shown", "printed", "holds"),
    [
        ("a 0.95\n", "a 0.95\n", True),
        ("a 0.95\n", "a 0.96\n", True),
        ("a 0.95\n", "a 0.99\n", False),
        ("a 0.95\n", "b 0.95\n", False),
        ("a\n…\nc\n", "a\nb\nb\nc\n", True),
        ("a\n…\nc\n", "a\nb\nb\n", False),
        ("a…c\n", "abbc\n", True),
        ("a\n", "a\nb\n", False),
        ("a\nb\n", "a\n", False),
        ("version 0.1.0\n", "version 0.1.1\n", False),
    ],
)
def test_differences_are_found(shown: str, printed: str, holds: bool) -> None:
    assert (difference(shown, printed) is None) == holds


def main(*, bless: bool) -> int:
    """Run the console blocks; returns the number of differences that are left."""
    left = 0
    with tempfile.TemporaryDirectory() as name:
        shutil.copytree(ROOT / "texts", Path(name) / "texts")
        for page in (README, *DOCS):
            left += compare(page, Path(name), bless=bless)
    return left


def compare(page: Path, folder: Path, *, bless: bool) -> int:
    """Run the commands of a page and print where it differs from what they print; returns how often it does."""
    text, left = page.read_text(encoding="utf-8"), 0
    for command, shown in (step for block in blocks(page, "console") for step in steps(block)):
        printed = run(command, folder)
        if bless:
            new = refilled(shown, printed)
            text, shown = text.replace(f"$ {command}\n{shown}", f"$ {command}\n{new}"), new
        different = difference(shown, printed)
        if different is not None:
            left += 1
            sys.stdout.write(f"{page.relative_to(ROOT)}: $ {command}\n{different}\n")
    if bless:
        page.write_text(text, encoding="utf-8")
    return left


if __name__ == "__main__":
    sys.exit(1 if main(bless="--bless" in sys.argv[1:]) else 0)
