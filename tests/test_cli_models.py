"""Encoders from the command line: choosing one, exporting one, what is kept of them."""

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from aligner import calibration
from aligner.cli import cli
from aligner.cli.terminal import show_progress
from aligner.read import read_document

TEXTS = Path(__file__).parent.parent / "texts"
EN, RU = (str(TEXTS / lang / "communique-2016.txt") for lang in ("en", "ru"))


def run(*arguments, status=0):
    result = CliRunner().invoke(cli, arguments)
    assert result.exit_code == status, result.output
    return result


@pytest.fixture(autouse=True)
def few(monkeypatch):
    monkeypatch.setattr(calibration, "FEW", 2)


def test_align_with_a_transformer(tiny_model, own_cache):
    arguments = ("align", EN, RU, "--model", str(tiny_model), "--device", "cpu", "--batch-size", "16", "-f", "beads")
    first = run(*arguments)
    assert first.stderr == f"note: {tiny_model}: calibrating for this encoder, once\n"
    sentences = len(read_document(EN, "en").sentences)
    assert sum(len(line.split(":")[0].strip("[]").split(",")) for line in first.stdout.splitlines()) >= sentences
    second = run(*arguments)
    assert (second.stdout, second.stderr) == (first.stdout, "")

    shown = run("cache")
    assert shown.stderr.startswith(f"{own_cache}: 1 calibration, and these vectors, of which at most 2,000 MB are kept")
    header, row = shown.stdout.splitlines()
    assert header == "model\tvectors\tMB"
    assert row.startswith(f"{tiny_model}\t")
    assert int(row.split("\t")[1]) > sentences
    assert run("cache", "--model", "other").stdout.splitlines() == [header]
    assert "0 vectors and 0 calibrations removed" in run("cache", "--clear", "--model", "other").stderr
    assert f"{int(row.split(chr(9))[1]):,} vectors and 1 calibrations removed" in run("cache", "--clear").stderr
    assert run("cache").stdout.splitlines() == [header]


def test_options_that_change_nothing_are_said_to():
    result = run("align", EN, RU, "--device", "cpu", "-f", "beads")
    assert result.stderr == "note: en-ru is no transformer; --device and --batch-size change nothing\n"
    assert result.stdout == run("align", EN, RU, "-f", "beads").stdout


@pytest.mark.parametrize(("person", "total", "shown"), [(True, 1000, 2), (True, 100, 0), (False, 1000, 0)])
def test_progress_is_for_a_person_who_waits_long(monkeypatch, capsys, person, total, shown):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: person, raising=False)
    for done in (total // 2, total):
        show_progress(done, total)
    out, err = capsys.readouterr()
    assert (out, err.count("\r")) == ("", shown)
    assert err == "" or err.endswith("\rencoding: 1,000 of 1,000 texts\n")


def test_an_empty_cache(own_cache):
    assert run("cache").stdout == "model\tvectors\tMB\n"
    assert "0 vectors and 0 calibrations removed" in run("cache", "--clear").stderr
    assert list(own_cache.iterdir()) == []


def test_mistakes(tiny_model, tmp_path, monkeypatch):
    message = run("align", EN, RU, "--model", str(tiny_model), "--device", "abacus", status=2).stderr
    assert message.startswith("aligner: device 'abacus': not on this machine; choose ")
    assert "leave --model out" in run("align", EN, RU, "--model", "nobody/none", status=2).stderr
    assert "Invalid value for '--batch-size'" in run("align", EN, RU, "--batch-size", "0", status=2).stderr
    assert "no encoder of aligner" in run("models", "export", "none", str(tmp_path / "out"), status=2).stderr
    monkeypatch.setenv("ALIGNER_CACHE_SIZE", "much")
    assert "ALIGNER_CACHE_SIZE=much: not a size" in run("cache", status=2).stderr


def test_models_export(tmp_path):
    folder = tmp_path / "out"
    assert run("models", "export", "en-ru", str(folder)).stderr.startswith(f"{folder}: en-ru for aligner and ")
    beads = run("align", EN, RU, "--model", str(folder), "-f", "beads").stdout
    assert beads == run("align", EN, RU, "-f", "beads").stdout
    assert "export" in run("models", "--help").stdout


def test_listing_needs_no_torch():
    code = (
        "import sys; from aligner.cli import cli; cli(['models'], standalone_mode=False); print('torch' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", timeout=60, check=True)
    assert done.stdout.splitlines()[-1] == "False"
    assert done.stdout.splitlines()[1].startswith("en-ru ")
