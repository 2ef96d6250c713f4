"""The vectors on disk: kept, bounded, shared by processes, and never needed."""

import logging
import multiprocessing
import sqlite3

import numpy as np
import pytest

from aligner.cache import FILE, CachedModel, VectorStore, cache_folder, cache_size, vector_store
from aligner.errors import InputError

LARGE = 10**9


def vectors(*texts, d=8):
    """A vector for each text, told by its letters."""
    return {text: np.full(d, len(text) + ord(text[0]), np.float16) for text in texts}


def equal(found, expected):
    return found.keys() == expected.keys() and all(np.array_equal(found[text], expected[text]) for text in expected)


@pytest.fixture
def store(tmp_path):
    return VectorStore(tmp_path / "deep" / FILE, limit=LARGE)


def test_what_was_put_is_found_by_model_and_text(store):
    store.put("one@1", "one", vectors("a", "б"))
    store.put("two@1", "two", vectors("a", d=4))
    assert equal(store.get("one@1", ["a", "б", "c"]), vectors("a", "б"))
    assert equal(store.get("two@1", ["a", "б"]), vectors("a", d=4))
    assert store.get("one@2", ["a"]) == {}
    again = VectorStore(store.path, limit=LARGE)
    assert equal(again.get("one@1", ["a"]), vectors("a"))


def test_texts_are_kept_as_hashes_only(store):
    store.put("one@1", "one", vectors("a very secret sentence"))
    assert b"secret" not in store.path.read_bytes()


def test_many_texts_and_lone_surrogates(store):
    texts = [f"text {i}" for i in range(1200)] + ["\ud800"]
    store.put("m", "m", vectors(*texts))
    assert len(store.get("m", texts)) == 1201


def test_summary_and_clearing(store):
    assert (store.summary(), store.clear()) == ([], 0)
    assert not store.path.exists()  # looking makes nothing
    store.put("one@1", "one", vectors("a", "b"))
    store.put("one@2", "one", vectors("a"))
    store.put("two@1", "two", vectors("a"))
    assert store.summary() == [CachedModel("one", 3, 3 * (16 + 32)), CachedModel("two", 1, 16 + 32)]
    assert store.clear("one") == 3
    assert [line.name for line in store.summary()] == ["two"]
    assert store.clear("none") == 0
    assert store.clear() == 1
    assert store.get("two@1", ["a"]) == {}


def test_least_recently_used_go_first(tmp_path):
    now = [0]
    store = VectorStore(tmp_path / FILE, limit=400_000, now=lambda: now[0])
    texts = [f"{i:03}" for i in range(400)]
    for first in range(0, 400, 20):
        now[0] += 10_000
        store.put("m", "m", vectors(*texts[first : first + 20], d=1000))
        assert store.get("m", ["000"])  # used all the time, so it stays
    kept = sorted(store.get("m", texts))
    assert kept[0] == "000"
    assert kept[1:] == texts[-len(kept) + 1 :]  # and else the last
    assert 60 < len(kept) < 100
    assert store.path.stat().st_size <= 500_000


def test_a_lower_limit_shrinks_the_file(tmp_path):
    VectorStore(tmp_path / FILE, limit=LARGE).put("m", "m", vectors(*map(str, range(500)), d=1000))
    assert (tmp_path / FILE).stat().st_size > 1_000_000
    VectorStore(tmp_path / FILE, limit=100_000).put("m", "m", vectors("x", d=1000))
    assert (tmp_path / FILE).stat().st_size < 200_000


@pytest.mark.parametrize("damage", [b"not a database " * 100, b"SQLite format 3\0" + b"\xff" * 4096])
def test_a_damaged_file_is_said_and_rebuilt(store, caplog, damage):
    store.path.parent.mkdir()
    store.path.write_bytes(damage)
    assert store.get("m", ["a"]) == {}
    assert [record.getMessage() for record in caplog.records] == [f"{store.path}: damaged; starting it anew"]
    store.put("m", "m", vectors("a"))
    assert equal(store.get("m", ["a"]), vectors("a"))
    assert len(caplog.records) == 1


def test_pages_damaged_inside_are_rebuilt(store, caplog):
    store.put("m", "m", vectors(*map(str, range(300)), d=500))
    data = bytearray(store.path.read_bytes())
    data[4096:] = b"\xa5" * (len(data) - 4096)
    store.path.write_bytes(data)
    store.get("m", ["1"])
    store.put("m", "m", vectors("1"))
    assert equal(store.get("m", ["1"]), vectors("1"))
    assert "damaged" in caplog.text


def test_no_place_to_write_is_said_once(tmp_path, caplog):
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    store = VectorStore(tmp_path / "file" / FILE, limit=LARGE)
    store.put("m", "m", vectors("a"))
    assert store.get("m", ["a"]) == {}
    assert (store.summary(), store.clear()) == ([], 0)
    assert len(caplog.records) == 1
    assert "vectors can't be kept" in caplog.text
    assert (tmp_path / "file").read_text(encoding="utf-8") == "in the way"


def test_a_file_that_may_only_be_read(store, caplog, monkeypatch):
    store.put("m", "m", vectors("a"))
    real = sqlite3.connect
    monkeypatch.setattr(
        "aligner.cache.sqlite3.connect", lambda path, **options: real(f"file:{path}?mode=ro", uri=True, **options)
    )
    fresh = VectorStore(store.path, limit=LARGE)
    fresh.put("m", "m", vectors("b"))
    fresh.put("m", "m", vectors("c"))
    assert len(caplog.records) == 1
    assert "readonly" in caplog.text


def test_no_size_keeps_nothing(tmp_path, caplog):
    store = VectorStore(tmp_path / FILE, limit=0)
    store.put("m", "m", vectors("a"))
    assert store.get("m", ["a"]) == {}
    assert list(tmp_path.iterdir()) == []
    assert caplog.records == []
    VectorStore(tmp_path / FILE, limit=LARGE).put("m", "m", vectors("a"))
    assert store.get("m", ["a"]) == {}
    assert store.clear() == 1  # what was kept before can still be removed


def _fill(path, worker):
    store = VectorStore(path, limit=LARGE)
    for i in range(40):
        store.put("m", "m", vectors(f"{worker} {i}", f"both {i}"))
        store.get("m", [f"both {j}" for j in range(i)])


def test_two_processes_at_once(tmp_path):
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=_fill, args=(tmp_path / FILE, worker)) for worker in "ab"]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert [worker.exitcode for worker in workers] == [0, 0]
    store = VectorStore(tmp_path / FILE, limit=LARGE)
    assert store.summary()[0].entries == 120  # none lost, none twice
    with sqlite3.connect(tmp_path / FILE) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    connection.close()


def test_another_process_that_holds_the_file_long(store, monkeypatch, caplog):
    store.put("m", "m", vectors("a"))
    monkeypatch.setattr("aligner.cache.PATIENCE", 0.01)
    holder = sqlite3.connect(store.path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    store.put("m", "m", vectors("b"))
    assert equal(store.get("m", ["a", "b"]), vectors("a"))  # reading goes on
    holder.execute("ROLLBACK")
    holder.close()
    store.put("m", "m", vectors("b"))
    assert equal(store.get("m", ["a", "b"]), vectors("a", "b"))
    assert [record for record in caplog.records if record.levelno > logging.DEBUG] == []


@pytest.mark.parametrize(
    ("given", "expected"),
    [("", 2 * 10**9), ("0", 0), ("1000", 1000), ("500MB", 5 * 10**8), ("1.5 gb", 15 * 10**8), ("20k", 20_000)],
)
def test_size(monkeypatch, given, expected):
    monkeypatch.setenv("ALIGNER_CACHE_SIZE", given)
    assert cache_size() == expected


@pytest.mark.parametrize("given", ["much", "-1", "1 PB", "GB"])
def test_a_size_that_is_none(monkeypatch, given):
    monkeypatch.setenv("ALIGNER_CACHE_SIZE", given)
    with pytest.raises(InputError, match=r"^ALIGNER_CACHE_SIZE=.*: not a size; write "):
        cache_size()


def test_places(monkeypatch, own_cache):
    assert vector_store().path == own_cache / FILE
    monkeypatch.delenv("ALIGNER_CACHE")
    assert cache_folder().name == "aligner"
