import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from aligner import __version__, pipeline
from aligner.cli import cli
from aligner.encoder import EncoderInfo
from aligner.records import Bead
from aligner.saved import read_alignment
from aligner.write import FORMATS

EN = "The sides met in Geneva. They agreed.\n\nThey signed a protocol.\n\nUnofficial translation\n"
RU = "Стороны встретились в Женеве. Они договорились.\n\nПодписан протокол.\n"
SUMMARY = "3 pairs, 4 beads (1-1 ×3, 1-0), 1 doubtful, 1 unpaired, model fake"


class Encoder:
    name = "fake"


@pytest.fixture(autouse=True)
def fake(monkeypatch):
    """Sentences one to one and the rest alone, in place of the encoder and the evidence."""

    def beads(en, ru, encoder, pins):
        n, m = len(en.sentences), len(ru.sentences)
        linked = [Bead(range(i, i + 1), range(i, i + 1), -0.1, 0.9) for i in range(min(n, m))]
        return linked + [Bead(range(i, i + 1), range(m, m), -3.0, 0.5) for i in range(len(linked), n)], ()

    monkeypatch.setattr("aligner.encoder.as_encoder", lambda encoder: Encoder())
    monkeypatch.setattr(pipeline, "_beads", beads)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with two texts, as the current one."""
    monkeypatch.chdir(tmp_path)
    Path("en.txt").write_text(EN, encoding="utf-8")
    Path("ru.txt").write_text(RU, encoding="utf-8")
    return tmp_path


def run(*arguments, stdin=None, columns=100, status=0):
    result = CliRunner(env={"COLUMNS": str(columns)}).invoke(cli, arguments, input=stdin)
    assert result.exit_code == status, result.output
    return result


def error(*arguments, stdin=None):
    """The one line about a user's mistake; nothing on standard output, no new file."""
    before = sorted(Path.cwd().iterdir())
    result = run(*arguments, stdin=stdin, status=2)
    assert result.stdout == ""
    assert sorted(Path.cwd().iterdir()) == before
    assert result.stderr.startswith("aligner: ")
    assert result.stderr.count("\n") == 1
    return result.stderr.removeprefix("aligner: ").rstrip("\n")


@pytest.mark.parametrize("columns", [80, 200])
def test_align_prints_a_table_and_a_summary(folder, columns):
    result = run("align", "en.txt", "ru.txt", columns=columns)
    *table, summary = result.stdout.splitlines()
    assert summary == SUMMARY
    assert {len(line) for line in table} == {columns}
    text = "\n".join(table)
    assert text.count("? doubtful") == text.count("! unpaired") == 1
    assert "They signed a protocol." in text
    assert "Подписан протокол." in text
    assert result.stderr == ""


def test_what_comes_next_is_said_to_people_only(folder, monkeypatch):
    Path("a b.txt").write_text(EN, encoding="utf-8")
    assert run("align", "a b.txt", "ru.txt").stderr == ""
    monkeypatch.setattr("aligner.cli.terminal.at_terminal", lambda: True)
    said = "Next: aligner check 'a b.txt' ru.txt, or aligner review 'a b.txt' ru.txt to correct in the browser\n"
    assert run("align", "a b.txt", "ru.txt").stderr == said
    assert run("align", "a b.txt", "ru.txt", "-o", "a.tmx").stderr.endswith(said)
    assert run("align", "-", "ru.txt", stdin=EN).stderr == ""


def test_align_table_of_sentences(folder):
    assert "4  0.50" in run("align", "en.txt", "ru.txt", "--level", "sentence", "-o", "-").stdout


@pytest.mark.parametrize("format", [format.name for format in FORMATS.values() if format.endings == ("",)])
def test_align_to_a_file_and_to_standard_output_is_the_same(folder, format):
    name = f"out{FORMATS[format].suffix}"
    said = run("align", "en.txt", "ru.txt", "-o", name)
    assert said.stdout == ""
    assert said.stderr.splitlines()[-1] == f"{name}: en.txt – ru.txt: {SUMMARY}"
    assert run("align", "en.txt", "ru.txt", "-f", format).stdout_bytes == Path(name).read_bytes()


def test_options_of_formats_are_passed_on(folder):
    excel = run("align", "en.txt", "ru.txt", "-f", "csv", "--excel").stdout_bytes
    assert excel == b"\xef\xbb\xbf" + run("align", "en.txt", "ru.txt", "-f", "csv").stdout_bytes
    assert "tmx has no option 'excel'" in run("align", "en.txt", "ru.txt", "-o", "a.tmx", "--excel", status=2).stderr


def test_format_wins_over_suffix_and_level_is_passed_on(folder):
    run("align", "en.txt", "ru.txt", "-o", "out.txt", "-f", "tsv", "--level", "sentence")
    assert len(pd.read_csv("out.txt", sep="\t")) == 4


def test_tmx_says_what_it_leaves_out(folder):
    assert "note: 1 of 3 units has no counterpart" in run("align", "en.txt", "ru.txt", "-f", "tmx").stderr


def test_align_reads_standard_input(folder):
    result = run("align", "-", "ru.txt", "-f", "jsonl", stdin=EN)
    assert json.loads(result.stdout.splitlines()[0])["en"]["name"] == "standard input"


def test_align_asks_whether_these_are_translations(folder):
    assert "warning" not in run("align", "en.txt", "ru.txt").stderr
    Path("en.txt").write_text("One. Two. Three. Four. Five. Six. Seven. Eight.", encoding="utf-8")
    Path("ru.txt").write_text("Раз. Два. Три.", encoding="utf-8")
    assert run("align", "en.txt", "ru.txt").stderr == "", "5 of 11"
    Path("ru.txt").write_text("Раз.", encoding="utf-8")
    message = "warning: 7 of 9 sentences have no counterpart; are en.txt and ru.txt translations of each other?\n"
    assert run("align", "en.txt", "ru.txt").stderr == message


def test_align_presegmented_and_encoding(folder):
    Path("ru.sents").write_bytes("Раз. Два.\nТри.\n".encode("cp1251"))
    Path("en.sents").write_text("One. Two.\nThree.\n", encoding="utf-8")
    out = run("align", "en.sents", "ru.sents", "--presegmented", "--encoding", "cp1251", "-f", "beads").stdout
    assert out == "[0]:[0]:0.9000\n[1]:[1]:0.9000\n"


def test_what_was_noted_on_reading_is_said(folder):
    Path("ru.txt").write_bytes(RU.encode("cp1251"))
    result = run("align", "en.txt", "ru.txt", "-f", "beads")
    assert result.stderr.startswith("note: ru.txt: ")
    assert "1251" in result.stderr


@pytest.mark.parametrize("format", FORMATS)
def test_export_makes_what_align_makes(folder, format):
    run("align", "en.txt", "ru.txt", "-o", "al.jsonl")
    run("align", "en.txt", "ru.txt", "-f", format, "-o", "direct")
    run("export", "al.jsonl", "-f", format, "-o", "exported")
    for ending in FORMATS[format].endings:
        assert Path(f"exported{ending}").read_bytes() == Path(f"direct{ending}").read_bytes()


def test_export_from_standard_input_to_a_table(folder):
    run("align", "en.txt", "ru.txt", "-o", "al.jsonl")
    shown = run("export", "-", stdin=Path("al.jsonl").read_bytes()).stdout
    assert shown == run("align", "en.txt", "ru.txt").stdout
    assert read_alignment("al.jsonl").encoder == "fake"


def test_split(folder):
    assert run("split", "en.txt", "--lang", "en").stdout == (
        "The sides met in Geneva.\nThey agreed.\n\nThey signed a protocol.\n\nUnofficial translation\n"
    )
    assert run("split", "-", "--lang", "ru", stdin=RU).stdout.count("\n") == 4


def test_split_is_presegmented_input(folder):
    for lang in ("en", "ru"):
        Path(f"{lang}.sents").write_bytes(run("split", f"{lang}.txt", "--lang", lang).stdout_bytes)
    direct = run("align", "en.txt", "ru.txt", "-f", "tsv")
    assert run("align", "en.sents", "ru.sents", "--presegmented", "-f", "tsv").stdout == direct.stdout


def test_evaluate(folder):
    Path("gold.beads").write_text("[0]:[0]\n[1]:[1]\n", encoding="utf-8")
    Path("mine.beads").write_text("[0]:[0]:0.9\n[1]:[]:0.5\n[]:[1]:0.5\n", encoding="utf-8")
    assert run("evaluate", "gold.beads", "mine.beads").stdout.startswith("strict      P 0.333  R 0.500  F1 0.400\n")
    score = json.loads(run("evaluate", "gold.beads", "mine.beads", "--json").stdout)
    assert score["strict"]["recall"] == 0.5
    assert score["version"] == __version__


def test_models(monkeypatch):
    known = [
        EncoderInfo("en-ru", "bundled", "30 MB", 256, "default"),
        EncoderInfo("some/long-name", "hub", "1.9 GB", 1024, "slow"),
    ]
    monkeypatch.setattr("aligner.encoder.known_encoders", lambda: known)
    assert run("models").stdout.splitlines() == [
        "name            where    size    dimensions  note",
        "en-ru           bundled  30 MB   256         default",
        "some/long-name  hub      1.9 GB  1024        slow",
    ]


# fmt: off
MISTAKES = [
    (["align", "none.txt", "ru.txt"], "none.txt: no such file"),
    (["align", "ru.txt", "en.txt"], "ru.txt is Russian and en.txt is English; swap them"),
    (["align", "en.txt", "en.txt"], "en.txt and en.txt are the same text"),
    (["align", "en.txt", "ru.txt", "--encoding", "nonsense"], "en.txt: no encoding is called 'nonsense'"),
    (["align", "none.txt", "ru.txt", "-o", "out.doc"], "out.doc: the suffix '.doc' names no format"),
    (["align", "none.txt", "ru.txt", "-o", "out"], "out: no suffix to tell the format by"),
    (["align", "none.txt", "ru.txt", "-f", "doc"], "no format 'doc'; choose one of "),
    (["align", "none.txt", "ru.txt", "-f", "beads", "--level", "paragraph"], "beads has no paragraph level"),
    (["align", "none.txt", "ru.txt", "--level", "word"], "no level 'word' here; choose paragraph or"),
    (["align", "none.txt", "ru.txt", "-o", "none/out.tmx"], "none/out.tmx: there is no folder none"),
    (["export", "none.jsonl", "-f", "tsv"], "none.jsonl: no such file"),
    (["export", "en.txt", "-f", "tsv"], "en.txt: no English text with its Russian one; line 1: one column"),
    (["evaluate", "en.txt", "en.txt"], "en.txt:1: not a bead"),
    (["evaluate", "none.beads", "en.txt"], "none.beads: can't be read"),
    (["split", "none.txt", "--lang", "ru"], "none.txt: no such file"),
    (["train", "none.tsv", "-o", "en.txt"], "en.txt: en.txt is a file; choose another folder"),
    (["train", "none.tsv", "-o", "model"], "none.tsv: "),
]
# fmt: on


@pytest.mark.parametrize(("arguments", "message"), MISTAKES)
def test_mistakes_are_one_line_and_status_2(folder, arguments, message):
    assert error(*arguments).startswith(message)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["align", "en.txt"], "Missing argument 'RU'"),
        (["align", "-", "-"], "only one of the two texts"),
        (["align", "en.txt", "ru.txt", "-o", "./en.txt", "-f", "tsv"], "./en.txt is an input too"),
        (["split", "en.txt", "--lang", "fr"], "'fr' is not one of 'en', 'ru'"),
        (["nonsense"], "No such command"),
        (["train", "-o", "model"], "Missing argument 'PAIRS...'"),
    ],
)
def test_usage_errors_are_status_2(folder, arguments, message):
    assert message in run(*arguments, status=2).stderr
    assert Path("en.txt").read_text(encoding="utf-8") == EN


def test_interrupted(folder, monkeypatch):
    def interrupt(*documents):
        raise KeyboardInterrupt

    monkeypatch.setattr(pipeline, "_beads", interrupt)
    result = run("align", "en.txt", "ru.txt", "-o", "out.tsv", status=130)
    assert result.stderr == "aligner: interrupted\n"
    assert not Path("out.tsv").exists()


def test_bugs_are_not_hidden(folder, monkeypatch):
    monkeypatch.setattr(pipeline, "_beads", lambda *documents: 1 / 0)
    result = CliRunner().invoke(cli, ["align", "en.txt", "ru.txt"])
    assert isinstance(result.exception, ZeroDivisionError)


def test_help_names_every_format():
    text = run("align", "--help").stdout
    assert all(name in text for name in FORMATS)


def process(*arguments, **options):
    # Not by the checkout's folder, so that the test holds for an installed package too.
    return subprocess.run(
        [sys.executable, "-m", "aligner", *arguments], capture_output=True, timeout=60, check=False, **options
    )


def test_as_a_process(folder):
    said = process("--version").stdout.decode()
    assert re.fullmatch(rf"aligner {re.escape(__version__)}, model en-ru [0-9a-f]{{8}}\n", said)
    said = process("--help").stdout.decode()
    assert "..." not in said.partition("Options:")[2]  # nothing is cut off
    assert not {name for name in cli.commands if not re.search(rf"^  {name} +[A-Z].*\.$", said, re.M)}
    missing = process("split", "none.txt", "--lang", "en")
    assert (missing.returncode, missing.stdout) == (2, b"")
    assert missing.stderr.startswith(b"aligner: none.txt")


def test_a_pipe_gets_utf8_whatever_the_locale(folder):
    run("align", "en.txt", "ru.txt", "-o", "al.jsonl")
    ascii_only = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    for arguments in (["export", "al.jsonl"], ["split", "ru.txt", "--lang", "ru"]):
        done = process(*arguments, env=ascii_only)
        assert done.returncode == 0
        assert "протокол" in done.stdout.decode()
        assert done.stderr == b""


BUFFERING = pytest.mark.parametrize("unbuffered", ["", "1"])


@BUFFERING
def test_a_pipe_gets_all_of_it(folder, unbuffered):
    Path("en.txt").write_text(EN * 2000, encoding="utf-8")
    done = process("split", "en.txt", "--lang", "en", env={**os.environ, "PYTHONUNBUFFERED": unbuffered})
    assert done.stdout.count(b"Geneva.") == 2000


@BUFFERING
def test_nobody_reads_on(folder, unbuffered):
    Path("en.txt").write_text(EN * 2000, encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, "-m", "aligner", "split", "en.txt", "--lang", "en"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONUNBUFFERED": unbuffered},
    ) as running:
        running.stdout.read(10)
        running.stdout.close()
        assert running.stderr.read() == b""
    assert running.returncode == 141


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_is_one_line(folder):
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "aligner", "split", "en.txt", "--lang", "en"],
            stdout=full,
            stderr=subprocess.PIPE,
            timeout=60,
            check=False,
        )
    assert (done.returncode, done.stderr) == (2, b"aligner: standard output: No space left on device\n")


def test_export_needs_nothing_heavy(folder):
    run("align", "en.txt", "ru.txt", "-o", "al.jsonl")
    code = (
        "import sys; from click.testing import CliRunner; from aligner.cli import cli\n"
        "assert CliRunner().invoke(cli, ['export', 'al.jsonl', '-f', 'tsv']).exit_code == 0\n"
        "print(*{'torch', 'pandas', 'sentence_transformers', 'rich', 'matplotlib'} & sys.modules.keys())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", timeout=60, check=True)
    assert done.stdout.split() == []


def test_csv_to_standard_output_is_for_pandas(folder):
    out = run("align", "en.txt", "ru.txt", "-f", "csv").stdout_bytes
    assert list(pd.read_csv(io.BytesIO(out))["beads"]) == ["1-1 ×2", "1-1", "1-0"]
