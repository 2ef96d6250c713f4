"""Completion in the shell: commands, options and values by name, files by the shell, and no heavy package loaded."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from test_startup import imported

ROOT = Path(__file__).parent.parent


def completed(*words: str) -> list[str]:
    """What is offered for the last word: a value, or "file" where the shell knows better."""
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    asked = {"_ALIGNER_COMPLETE": "bash_complete", "COMP_WORDS": " ".join(words), "COMP_CWORD": str(len(words) - 1)}
    done = subprocess.run(
        [sys.executable, "-m", "aligner"],
        env=os.environ | asked | {"PYTHONPATH": path},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )
    assert done.stderr == ""
    lines = (line.split(",") for line in done.stdout.splitlines())
    return [value if kind == "plain" else kind for kind, value in lines]


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (["aligner", "ch"], ["check"]),
        (["aligner", "check", "--gl"], ["--glossary"]),
        (["aligner", "check", "--fail-on", "w"], ["warning"]),
        (["aligner", "align", "-f", "xl"], ["xlsx", "xliff", "xliff12"]),
        (["aligner", "export", "--level", "s"], ["sentence"]),
        (["aligner", "check", "st"], ["file"]),
        (["aligner", "align", "en.txt", "st"], ["file"]),
        (["aligner", "report", "en.txt", "ru.txt", "-o", "r"], ["file"]),
        (["aligner", "review", "--project", "r"], ["file"]),
    ],
)
def test_what_is_offered(words: list[str], offered: list[str]) -> None:
    assert completed(*words) == offered


@pytest.mark.skipif(not shutil.which("bash"), reason="no bash here")
def test_in_bash(tmp_path: Path) -> None:
    command = tmp_path / "aligner"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m aligner "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    script = (
        'eval "$(_ALIGNER_COMPLETE=bash_source aligner)"; complete -p aligner; '
        "COMP_WORDS=(aligner re); COMP_CWORD=1; _aligner_completion aligner; echo ${COMPREPLY[@]}"
    )
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    done = subprocess.run(
        ["bash", "--norc", "-c", script],
        env=os.environ | {"PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": path},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )
    assert done.stderr == ""
    registered, offered = done.stdout.splitlines()
    assert registered.endswith("_aligner_completion aligner")
    assert offered.split() == ["report", "review"]


def test_it_starts_light(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("_ALIGNER_COMPLETE", "bash_complete"), ("COMP_WORDS", "aligner check "), ("COMP_CWORD", "2")):
        monkeypatch.setenv(name, value)
    assert not imported("-m", "aligner") & {"torch", "pandas", "numpy", "scipy", "rich", "lxml"}
