"""The bundled encoder and the real texts, through the command line as a user calls it."""

import subprocess
import sys
from pathlib import Path

import pytest

import aligner

TEXTS = Path(__file__).parent.parent / "texts"
NAMES = sorted(path.name for path in (TEXTS / "gold").iterdir() if path.is_dir())


@pytest.mark.parametrize("name", NAMES)
def test_sample_texts_align_well(name):
    """Far below what is reached, far above what a broken step would leave."""
    gold = TEXTS / "gold" / name
    al = aligner.align(gold / "en.sents", gold / "ru.sents", presegmented=True)
    score = aligner.evaluate(gold / "gold.beads", al)
    assert score.strict.f1 > 0.9
    assert score.lax.f1 > 0.95


def test_align_loads_nothing_heavy():
    name = "joint-press-statement-2002.txt"
    code = (
        "import sys; from click.testing import CliRunner; from aligner.cli import cli\n"
        f"result = CliRunner().invoke(cli, ['align', {str(TEXTS / 'en' / name)!r}, {str(TEXTS / 'ru' / name)!r}])\n"
        "assert result.exit_code == 0, result.output\n"
        "assert 'model en-ru' in result.output\n"
        "print(*{'torch', 'pandas', 'sentence_transformers', 'transformers', 'matplotlib'} & sys.modules.keys())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", timeout=60, check=True)
    assert done.stdout.split() == []


def test_the_same_input_gives_the_same_bytes(tmp_path):
    en, ru = (TEXTS / lang / "communique-2016.txt" for lang in ("en", "ru"))
    for name in ("one.jsonl", "two.jsonl"):
        aligner.align(en, ru).save(tmp_path / name)
    assert (tmp_path / "one.jsonl").read_bytes() == (tmp_path / "two.jsonl").read_bytes()
    assert aligner.read_alignment(tmp_path / "one.jsonl") == aligner.align(en, ru)
