"""The documentation can be built: no page is left out, no link leads nowhere, every command and name has its text."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from aligner import __all__ as names
from aligner import __version__
from aligner.cli import cli

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages as HTML; any warning is an error."""
    folder = tmp_path_factory.mktemp("docs")
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", str(ROOT / "docs"), str(folder)],
        capture_output=True,
        encoding="utf-8",
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return folder


def test_every_command_is_there(built: Path) -> None:
    page = (built / "cli.html").read_text(encoding="utf-8")
    assert not {name for name in cli.commands if f'id="aligner-{name}"' not in page}


def test_the_citation_is_of_this_version() -> None:
    said = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert said["version"] == __version__
    assert f"[{said['version']}] - {said['date-released']}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert {"cff-version", "message", "title", "authors", "license"} <= said.keys()


def test_every_public_name_is_there(built: Path) -> None:
    page = (built / "api.html").read_text(encoding="utf-8")
    assert not {name for name in names if not re.search(rf'id="aligner\.(\w+\.)*{name}"', page)}
