"""`aligner review` as a person starts it: a process of its own, stopped with Ctrl-C."""

import re
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from click.testing import CliRunner
from strategies import alignment, beads

from aligner.cli import cli
from aligner.errors import AlignerError, InputError
from aligner.review.serve import read_review, running_at, running_file

AL = alignment([["One."], ["Two."]], [["Раз."], ["Два."]], beads("1-1", "1-1"))


@pytest.fixture
def file(tmp_path):
    AL.save(tmp_path / "al.jsonl")
    return tmp_path / "al.jsonl"


def start(file, *options: str) -> tuple[subprocess.Popen, list[str]]:
    """The process, and what it says until the page is there; Ctrl-C reaches it, even from tests in the background."""
    command = [sys.executable, "-m", "aligner", "review", str(file), "--no-browser", *options]
    process = subprocess.Popen(
        command,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    assert process.stderr
    return process, [process.stderr.readline().strip() for _ in range(2)]


def end(process: subprocess.Popen, how: int) -> str:
    process.send_signal(how)
    said = process.communicate(timeout=20)[1]
    assert process.returncode == 0, said
    return said


def test_start_join_stop_and_go_on(file):
    project = file.with_name("al.review.sqlite")
    process, said = start(file, "--reviewer", "Anna", "--ui", "ru")
    url = said[1].split()[0]
    try:
        assert said[0] == f"{project}: new review, 2 pairs; everything is saved there at once"
        page = urllib.request.urlopen(url, timeout=10).read().decode()
        assert 'lang="ru"' in page
        assert "Anna" in page
        second = CliRunner().invoke(cli, ["review", str(file), "--no-browser"])
        assert (second.exit_code, second.stderr) == (0, f"{project}: is open already, at {url}\n")
        origin = url.rstrip("/")
        asked = urllib.request.Request(f"{url}rows/1/approve", b"since=0&seen=1:0", {"Origin": origin})
        assert urllib.request.urlopen(asked, timeout=10).status == 200
    finally:
        assert end(process, signal.SIGINT) == "stopped\n"
    assert running_at(project) is None
    process, said = start(file, "--port", url.rstrip("/").rpartition(":")[2])
    assert said == [f"{project}: goes on, 2 pairs; everything is saved there at once", f"{url}  (Ctrl-C stops)"]
    assert "approved" in urllib.request.urlopen(url, timeout=10).read().decode()
    process.kill()
    process.communicate()
    assert running_file(project).exists()
    process, said = start(file)  # a killed one does not stand in the way
    assert said[0].startswith(f"{project}: goes on")
    end(process, signal.SIGTERM)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["-"], "a review needs files, not standard input"),
        (["none.jsonl"], "none.jsonl: no such file; check the path"),
        (["a.jsonl", "b", "c"], "give two texts"),
        (["al.jsonl", "--project", "no/such/folder.sqlite"], "folder.sqlite: there is no folder no/such"),
        (["al.jsonl", "--project", "."], ".: is a folder; give the name of a file"),
        (["al.jsonl", "--previous", "none", "--project", "new"], "none is not there; --previous wants"),
        (["al.jsonl", "--project", "al.jsonl"], "al.jsonl: not a review project"),
        (["al.jsonl", "--host", "192.0.2.1"], "can't listen on 192.0.2.1"),
    ],
)
def test_mistakes_are_said_in_a_line(arguments, message, file, monkeypatch):
    monkeypatch.chdir(file.parent)
    for name in ("a.jsonl", "b", "c"):
        Path(name).write_text("", encoding="utf-8")
    before = file.read_bytes()
    result = CliRunner().invoke(cli, ["review", *arguments, "--no-browser"])
    assert result.exit_code == 2
    assert message in result.stderr
    assert file.read_bytes() == before


def test_the_file_of_a_review_is_taken_in_place_of_the_texts(file, monkeypatch):
    monkeypatch.chdir(file.parent)
    project = file.with_name("al.review.sqlite")
    process, said = start(file)
    url = said[1].split()[0]
    asked = urllib.request.Request(f"{url}rows/2/approve", b"since=0&seen=1:0,2:0", {"Origin": url.rstrip("/")})
    assert urllib.request.urlopen(asked, timeout=10).status == 200
    second = CliRunner().invoke(cli, ["export", project.name, "-f", "jsonl"])
    assert (second.exit_code, second.stderr) == (
        2,
        f"aligner: {project.name}: open in another aligner; go on there, or stop it first\n",
    )
    end(process, signal.SIGINT)
    exported = CliRunner().invoke(cli, ["export", project.name, "-f", "jsonl"])
    assert '"approved"' in exported.stdout
    assert CliRunner().invoke(cli, ["report", project.name, "-o", "page.html"]).exit_code == 0
    assert "approved" in Path("page.html").read_text(encoding="utf-8")
    file.write_text("changed meanwhile", encoding="utf-8")
    refused = CliRunner().invoke(cli, ["review", file.name, "--no-browser"])
    assert refused.exit_code == 2
    assert f"`aligner review {project.name}` goes on with the texts as they were" in refused.stderr
    process, said = start(project)
    assert said[0] == f"{project}: goes on, 2 pairs; everything is saved there at once"
    end(process, signal.SIGINT)
    for wrong in (["--project", "b.sqlite"], ["--previous", project.name]):
        assert CliRunner().invoke(cli, ["review", project.name, *wrong]).exit_code == 2


def test_a_new_version_takes_over_what_was_said_of_the_old_one(file, monkeypatch):
    monkeypatch.chdir(file.parent)
    process, said = start(file)
    url = said[1].split()[0]
    for row, seen, operation in ((1, "1:0,2:0", "approve"), (2, "1:1,2:0", "reject")):
        asked = urllib.request.Request(
            f"{url}rows/{row}/{operation}", f"since=0&seen={seen}".encode(), {"Origin": url.rstrip("/")}
        )
        assert urllib.request.urlopen(asked, timeout=10).status == 200
    end(process, signal.SIGINT)
    alignment([["One."], ["Two."]], [["Раз."], ["Двое."]], beads("1-1", "1-1")).save("new.jsonl")
    there = CliRunner().invoke(cli, ["review", "al.jsonl", "--previous", "al.review.sqlite"])
    assert (there.exit_code, "name another file for the new review" in there.stderr) == (2, True)
    wrong = CliRunner().invoke(cli, ["review", "new.jsonl", "--previous", "al.jsonl"])
    assert (wrong.exit_code, "al.jsonl is no review" in wrong.stderr) == (2, True)
    assert not Path("new.review.sqlite").exists()
    process, said = start(Path("new.jsonl"), "--previous", "al.review.sqlite")
    assert said[0] == "al.review.sqlite: what was said of 1 of 2 pairs is taken over"
    assert process.stderr.readline().startswith("http://")
    end(process, signal.SIGINT)
    statuses = [pair.review and pair.review.status for pair in read_review("new.review.sqlite").pairs]
    assert statuses == ["approved", None]


def test_from_python(tmp_path):
    server = AL.review(tmp_path / "mine.sqlite", reviewer="Anna")
    try:
        assert urllib.request.urlopen(server.url, timeout=10).status == 200
        assert server.alignment.pairs[0].en == "One."
    finally:
        server.stop()
    with AL.check().review(tmp_path / "mine.sqlite") as server:
        assert server.url in repr(server)
    assert not server.running
    assert repr(server) == f"<review of {tmp_path / 'mine.sqlite'}, stopped>"
    assert "href" not in server._repr_html_()


def test_from_python_a_project_has_one_server(tmp_path):
    with AL.review(tmp_path / "mine.sqlite", reviewer="Anna") as server:
        assert AL.review(tmp_path / "mine.sqlite", reviewer="Anna") is server
        with AL.review(tmp_path / "mine.sqlite", reviewer="Boris") as other:
            assert not server.running
            assert other.alignment == AL.check()


def test_from_python_what_another_program_has_open(file):
    process, said = start(file)
    with pytest.raises(AlignerError, match=f"open in another aligner.*: {said[1].split()[0]}"):
        AL.review(file.with_suffix(".review.sqlite"))
    end(process, signal.SIGINT)


def test_from_python_texts_that_are_no_files(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    other = alignment([["One.", "More."]], [["Раз.", "Ещё."]], beads("1-1", "1-1"))
    for al in (AL, other):
        al.review().stop()
    first, second = sorted(path.name for path in tmp_path.glob("*.sqlite"))
    assert re.fullmatch(r"one-more-[0-9a-f]{8}\.review\.sqlite", first)
    assert re.fullmatch(r"one-two-[0-9a-f]{8}\.review\.sqlite", second)
    Path("en.txt").write_text("One.", encoding="utf-8")
    AL.review().stop()
    assert Path("en.review.sqlite").exists()
    with pytest.raises(InputError, match=r"in Python: al.review\('NEW.review.sqlite', previous='en.review.sqlite'"):
        other.review()
    with other.review("NEW.review.sqlite", previous="en.review.sqlite") as server:
        assert len(server.alignment) == 1


def test_from_python_what_can_not_be_served(tmp_path):
    for options, message in (
        ({"port": 8888888}, "can't listen on 127.0.0.1, port 8888888"),
        ({"ui": "de"}, "ui must be 'en' or 'ru', not 'de'"),
    ):
        with pytest.raises(InputError, match=message):
            AL.review(tmp_path / "mine.sqlite", **options)
