"""Engines: processes here and Ray give the same rows as this process; dying processes and machines lose nothing."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from corpora import SENTENCES, fingerprints, here, write_documents

from aligner.corpus import build_corpus
from aligner.corpus.local import LocalEngine
from aligner.corpus.records import Item, Source, Work
from aligner.corpus.worker import prepared
from aligner.errors import InputError

DOCUMENTS = {f"document-{n:02}": [n % 12, (n + 1) % 12, -((n + 2) % 12), (n + 3) % 12] for n in range(12)}


@pytest.fixture
def source(tmp_path):
    return write_documents(tmp_path / "documents", DOCUMENTS)


@pytest.fixture
def expected(source, tmp_path):
    build_corpus(source, tmp_path / "expected", engine=here)
    return fingerprints(tmp_path / "expected")


class Deadly:
    """An item that ends the process that unpacks it."""

    id = "deadly"

    def __reduce__(self):
        return os._exit, (9,)


class Book:
    """An item that keeps its process busy until a file is there."""

    def __init__(self, item, path):
        self.id, self.item, self.path = item.id, item, path

    def __reduce__(self):
        return when_it_is_there, (self.path, self.item)


def when_it_is_there(path, item):
    while not path.exists():
        time.sleep(0.02)
    return item


def test_processes_give_the_same_while_one_is_busy_and_another_dies(tmp_path):
    """The book, given out first, is finished last; a process that dies takes its document alone; few are in flight."""
    items = [Item(str(n), Source(text=en), Source(text=ru)) for n, (en, ru) in enumerate(SENTENCES)]
    given = [Book(items[0], tmp_path / "done"), *items[1:3], Deadly(), *items[3:]]
    taken, found = [], {}

    def one_by_one():
        for item in given:
            taken.append(item.id)
            assert len(taken) - len(found) <= 2 + 1
            yield item

    work = Work(levels=("sentence",))
    for outcome in LocalEngine(2)(one_by_one(), work, total=len(given)):
        assert outcome.id not in found
        found[outcome.id] = outcome
        if len(found) == len(given) - 1:
            (tmp_path / "done").touch()
    assert [*found][-1] == "0"
    assert "died 2 times (exit code 9)" in found.pop("deadly").error
    assert found == {outcome.id: outcome for outcome in here(items, work, total=12)}
    assert prepared(work) is prepared(work), "the encoder is loaded once a process"


class DeadlyWork:
    """Work that ends the process that is started with it."""

    def __reduce__(self):
        return os._exit, (7,)


def test_a_process_that_dies_as_it_starts_ends_the_run():
    items = [Item(str(n), Source(text=en), Source(text=ru)) for n, (en, ru) in enumerate(SENTENCES)]
    with pytest.raises(InputError, match=r"died as it started \(exit code 7\)"):
        list(LocalEngine(2)(iter(items), DeadlyWork(), total=len(items)))


BARE = """
import sys, aligner
print("the script runs", flush=True)
report = aligner.build_corpus(sys.argv[1], sys.argv[2])
print(report.failures, report.written.documents["train"], flush=True)
"""


def test_a_script_needs_no_guard(source, expected, tmp_path):
    done = run_script(BARE, source, tmp_path)
    assert done.stdout.splitlines() == ["the script runs", "0 12"]
    assert done.stderr == ""
    assert fingerprints(tmp_path / "out") == expected


def run_script(text, source, folder):
    """A script as a user would run it, with a folder of documents and a place for the corpus."""
    (folder / "run.py").write_text(text, encoding="utf-8")
    path = os.pathsep.join([str(Path(__file__).parent.parent), os.environ.get("PYTHONPATH", "")])
    return subprocess.run(
        [sys.executable, str(folder / "run.py"), str(source), str(folder / "out")],
        env=os.environ | {"PYTHONPATH": path},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )


KILLED = """
import multiprocessing, os, signal, sys
from aligner.corpus import build_corpus
from aligner.corpus.local import LocalEngine

def progress(step, done, total):
    if done == 3:
        print(*(child.pid for child in multiprocessing.active_children()), flush=True)
        os.kill(os.getpid(), signal.SIGKILL)

build_corpus(*sys.argv[1:], engine=LocalEngine(2), progress=progress)
"""


def test_a_killed_run_leaves_no_process_and_goes_on(source, expected, tmp_path):
    done = run_script(KILLED, source, tmp_path)
    children = [int(word) for word in done.stdout.split()]
    assert len(children) == 2
    until = time.monotonic() + 30
    while any(Path(f"/proc/{child}").exists() for child in children) and time.monotonic() < until:
        time.sleep(0.1)
    assert not [child for child in children if Path(f"/proc/{child}").exists()]
    build_corpus(source, tmp_path / "out", engine=here)
    assert fingerprints(tmp_path / "out") == expected


@pytest.mark.filterwarnings("ignore")  # Ray's own
def test_a_ray_cluster_that_loses_a_machine_gives_the_same(source, expected, tmp_path, monkeypatch):
    import ray
    from ray.cluster_utils import Cluster

    from aligner.corpus.cluster import RayEngine

    monkeypatch.setenv("RAY_ENABLE_UV_RUN_RUNTIME_ENV", "0")
    small = {"object_store_memory": 80_000_000, "include_dashboard": False}
    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 0, **small})
    try:
        nodes = [cluster.add_node(num_cpus=1, object_store_memory=80_000_000) for _ in range(2)]
        lost, steps = [], []

        def progress(step, done, total):
            steps.append((step, done, total))
            if not lost:
                lost.append(nodes.pop())
                cluster.remove_node(lost[0], allow_graceful=False)

        out = tmp_path / "out"
        report = build_corpus(source, out, engine=RayEngine(address=cluster.address), progress=progress)
        assert report.failures == 0
        assert [step for step in steps if step[0] == "align"] == [("align", n, 12) for n in range(1, 13)]
        assert fingerprints(out) == expected
    finally:
        ray.shutdown()
        cluster.shutdown()


@pytest.mark.filterwarnings("ignore")
def test_no_cluster_at_the_address(source, tmp_path):
    from aligner.corpus.cluster import RayEngine

    with pytest.raises(InputError, match="no Ray cluster at nonsense"):
        build_corpus(source, tmp_path / "out", engine=RayEngine(address="nonsense"))
