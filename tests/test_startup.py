"""What a start costs: seen from outside, in a fresh interpreter, by the modules that it imports."""

import subprocess
import sys
from pathlib import Path

import pytest

TEXTS = Path(__file__).parent.parent / "texts"
EN, RU = (str(TEXTS / lang / "joint-press-statement-2002.txt") for lang in ("en", "ru"))


def imported(*arguments: str) -> set[str]:
    """Top-level packages that `python …` imports; it must succeed."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", *arguments], capture_output=True, encoding="utf-8", timeout=120
    )
    assert done.returncode == 0, done.stderr[-2000:]
    lines = (line for line in done.stderr.splitlines() if line.startswith("import time:"))
    return {line.rpartition("|")[2].strip().partition(".")[0] for line in lines}


def test_the_probe_sees_what_is_imported() -> None:
    assert "rich" in imported("-c", "import rich.table")


@pytest.mark.parametrize("arguments", [("-c", "import aligner.cli"), ("-m", "aligner", "--help")])
def test_the_command_line_starts_light(arguments: tuple[str, ...]) -> None:
    seen = imported(*arguments)
    assert {"aligner", "click"} <= seen
    assert not seen & {"torch", "pandas", "numpy", "scipy", "sentence_transformers", "transformers", "rich", "lxml"}


@pytest.mark.parametrize("options", [(), ("-f", "jsonl"), ("-f", "tmx"), ("-f", "tsv", "--level", "sentence")])
def test_align_loads_no_torch_and_no_pandas(options: tuple[str, ...]) -> None:
    seen = imported("-m", "aligner", "align", EN, RU, *options)
    assert "numpy" in seen
    assert not seen & {"torch", "pandas", "sentence_transformers", "transformers", "matplotlib"}
