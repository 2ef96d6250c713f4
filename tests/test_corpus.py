"""Corpora from end to end: what goes in comes out or is rejected with a reason, and a killed run goes on."""

import json
import math
import multiprocessing
import os
import re
import signal
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaml
from corpora import SENTENCES, fingerprints, here, write_documents
from lxml import etree

import aligner
import aligner.corpus.journal
from aligner.corpus import build_corpus
from aligner.corpus.settings import Settings
from aligner.errors import InputError
from aligner.layout import flat

ALL = Settings(formats=("tmx", "moses", "jsonl"), split=(50, 25, 25), seed=3, min_confidence=0.2)
DOCUMENTS = {
    "alpha": [0, 1, 2],
    "beta": [3, 4, 5],
    "copy-of-beta": [3, 4, 5],
    "delta": [6, 7, 8],
    "epsilon": [9, -10, 11],
}


@pytest.fixture
def source(tmp_path):
    folder = write_documents(tmp_path / "documents", DOCUMENTS)
    (folder / "en" / "broken.txt").write_text("Only English here.", encoding="utf-8")
    (folder / "ru" / "broken.txt").write_text("Only English here.", encoding="utf-8")
    (folder / "ru" / "lonely.txt").write_text("Здесь никого нет.", encoding="utf-8")
    return folder


@pytest.fixture
def corpus(source, tmp_path):
    build_corpus(source, tmp_path / "out", settings=ALL, engine=here)
    return tmp_path / "out"


def rows(folder: Path, name: str) -> list[dict]:
    return [row for path in sorted(folder.glob(f"{name}*.parquet")) for row in pq.read_table(path).to_pylist()]


def documents(corpus):
    return {row["document"]: row for row in rows(corpus, "documents/all")}


@pytest.mark.parametrize("level", ["sentence", "paragraph"])
def test_every_row_is_kept_once_or_rejected_with_a_reason(source, corpus, level):
    kept = [(row["document"], row["row"]) for row in rows(corpus, f"{level}s/")]
    rejected = {(row["document"], row["row"]): row for row in rows(corpus, f"rejected/{level}s")}
    assert all(row["filter"] and row["reason"] for row in rejected.values())
    everything = []
    for name in DOCUMENTS:
        al = aligner.align(source / "en" / f"{name}.txt", source / "ru" / f"{name}.txt")
        everything += [(name, i) for i in range(len(al.beads if level == "sentence" else al.pairs))]
    assert sorted([*kept, *rejected]) == sorted(everything)


def test_rows_hold_the_texts_and_where_they_stood(corpus):
    found = {(row["document"], row["row"]): row for row in rows(corpus, "sentences/")}
    row = found["alpha", 1]
    assert (row["en"], row["ru"]) == SENTENCES[1]
    assert (row["en_sentences"], row["ru_sentences"], row["kind"], row["pair"]) == ([1], [1], "1-1", 1)


def test_repeated_and_unpaired_rows_are_told(corpus):
    rejected = {(row["document"], row["row"]): row for row in rows(corpus, "rejected/sentences")}
    assert {rejected["copy-of-beta", n]["filter"] for n in range(3)} == {"duplicate"}
    assert rejected["copy-of-beta", 0]["reason"] == "as beta:0"
    assert rejected["epsilon", 1]["filter"] == "unpaired"


def test_broken_and_lonely_documents_are_recorded(source, tmp_path):
    report = build_corpus(source, tmp_path / "out", engine=here)
    assert [document.id for document in report.failed] == ["broken"]
    assert report.extras == 1
    found = documents(tmp_path / "out")
    assert "same text" in found["broken"]["message"]
    assert (found["ru/lonely.txt"]["state"], found["ru/lonely.txt"]["ru"]) == ("extra", "ru/lonely.txt")
    assert found["ru/lonely.txt"]["message"] == "no counterpart"
    assert found["alpha"]["sentence_kept"] == 3


def test_documents_that_are_no_translations_are_named(tmp_path):
    source = write_documents(
        tmp_path / "documents", {"good": [0, 1, 2], "copy": [0, 1, 2], "half": [3, -4, -5, -6, -7]}
    )
    for lang, numbers in (("en", (0, 1, 2, 3)), ("ru", (8, 9, 10, 11))):
        text = "\n\n".join(SENTENCES[n][lang == "ru"] for n in numbers)
        (source / lang / "other.txt").write_text(text, encoding="utf-8")
    report = build_corpus(source, tmp_path / "out", engine=here)
    assert report.written.suspects == [("half", 1, 5), ("other", 0, 8)]
    assert (report.written.suspected, report.written.empty) == (2, 2), "the second copy is empty, but a translation"
    card = (tmp_path / "out" / "README.md").read_text(encoding="utf-8")
    assert "2 documents: half (1 of 5 rows kept), other (0 of 8 rows kept)" in card
    assert "Of 4 documents that were aligned, 2 have no pair that was kept" in card


def test_copies_stay_in_one_split(corpus):
    found = documents(corpus)
    assert found["beta"]["group"] == found["copy-of-beta"]["group"] == "beta"
    assert found["beta"]["split"] == found["copy-of-beta"]["split"]
    assert {row["split"] for row in found.values()} >= {"train", "dev", "test"}
    for split in ("train", "dev", "test"):
        assert all(found[row["document"]]["split"] == split for row in rows(corpus, f"sentences/{split}"))


def test_many_copies_stay_in_one_split_even_if_all_are_kept(tmp_path):
    copies = {f"copy-{n:02}": [0, 1, 2] for n in range(12)}
    source = write_documents(tmp_path / "documents", {**copies, "other": [3, 4], "third": [5, 6]})
    without = ("boilerplate", "duplicate", "near-duplicate")
    build_corpus(source, tmp_path / "out", settings=Settings(without=without, split=(50, 25, 25)), engine=here)
    assert {row["group"] for name, row in documents(tmp_path / "out").items() if name in copies} == {"copy-00"}


def test_other_formats_hold_the_same_pairs(corpus):
    for split in ("train", "dev", "test"):
        pairs = [(row["en"], row["ru"]) for row in rows(corpus, f"sentences/{split}")]
        en, ru = (
            (corpus / f"moses/sentences.{split}.{x}").read_text(encoding="utf-8").splitlines() for x in ("en", "ru")
        )
        assert list(zip(en, ru, strict=True)) == pairs
        lines = (corpus / f"jsonl/sentences.{split}.jsonl").read_text(encoding="utf-8").splitlines()
        assert [(row["en"], row["ru"]) for row in map(json.loads, lines)] == pairs
        units = etree.parse(corpus / f"tmx/sentences.{split}.tmx").iterfind(".//tu")
        assert [tuple(seg.text for seg in unit.iterfind(".//seg")) for unit in units] == pairs


@pytest.mark.parametrize("level", ["sentence", "paragraph"])
@pytest.mark.parametrize("name", ["jsonl/{}s.train.jsonl", "{}s/train-00000.parquet"])
def test_a_corpus_is_read_back_as_sure_as_it_was(corpus, level, name):
    held = rows(corpus, f"{level}s/train")
    path = corpus / name.format(level)
    assert min(row["confidence"] for row in held) < 1
    if path.suffix == ".jsonl":
        assert re.search(r'"confidence": 0\.\d{3,4}[,}]', path.read_text(encoding="utf-8"))
        assert not re.search(r'"confidence": 0\.\d{5}', path.read_text(encoding="utf-8"))
    al = aligner.read_alignment(path)
    assert [(flat(pair.en), flat(pair.ru)) for pair in al.pairs] == [(row["en"], row["ru"]) for row in held]
    assert [pair.confidence for pair in al.pairs] == [round(row["confidence"], 4) for row in held]
    assert all(math.isnan(bead.score) for bead in al.beads)
    assert al.encoder == ""
    assert [paragraph.origin for paragraph in al.en.paragraphs] == [f"{row['document']}:{row['row']}" for row in held]
    assert "not taken from the lines: document" in al.en.notes[0]


def test_the_card_tells_what_is_there(corpus):
    card = json.loads((corpus / "corpus.json").read_text(encoding="utf-8"))
    assert card["pairs"]["sentence"] == {s: len(rows(corpus, f"sentences/{s}")) for s in ("train", "dev", "test")}
    hashes = fingerprints(corpus)
    assert {name: file["sha256"] for name, file in card["files"].items()} == {
        name: hashes[name] for name in hashes if name not in ("README.md", "corpus.json")
    }
    steps = card["filters"]["sentence"]
    assert all(a["in"] - a["rejected"] == b["in"] for a, b in pairwise(steps))
    assert steps[-1]["in"] == sum(card["pairs"]["sentence"].values())


def test_the_head_of_the_card_is_what_hubs_read(corpus):
    head = yaml.safe_load((corpus / "README.md").read_text(encoding="utf-8").split("---\n")[1])
    assert head["language"] == ["en", "ru"]
    for config in head["configs"]:
        for file in config["data_files"]:
            assert list(corpus.glob(file["path"])), file


def test_metadata_stay_with_the_rows(source, tmp_path):
    manifest = source / "manifest.tsv"
    head, one, two = "id en ru year kind", "a en/alpha.txt ru/alpha.txt 2016 law", "b en/beta.txt ru/beta.txt  law"
    manifest.write_text("\n".join(line.replace(" ", "\t") for line in (head, one, two)), encoding="utf-8")
    out = tmp_path / "out"
    build_corpus(manifest, out, settings=Settings(formats=("tmx", "jsonl")), engine=here)
    for row in rows(out, "sentences/"):
        assert (row["year"], row["kind"], row["manifest_kind"]) == (
            {"a": "2016", "b": None}[row["document"]],
            "1-1",
            "law",
        )
    assert {row["year"] for row in rows(out, "rejected/")} <= {"2016", None}
    assert (documents(out)["a"]["year"], documents(out)["b"]["manifest_kind"]) == ("2016", "law")
    assert '"year": "2016"' in (out / "jsonl/sentences.train.jsonl").read_text(encoding="utf-8")
    assert '<prop type="x-year">2016</prop>' in (out / "tmx/sentences.train.tmx").read_text(encoding="utf-8")
    assert "| year | string | column of the manifest |" in (out / "README.md").read_text(encoding="utf-8")


def test_texts_in_the_manifest(tmp_path):
    record = {"id": 7, "en_text": SENTENCES[0][0], "ru_text": SENTENCES[0][1] + " \ud800"}
    (tmp_path / "m.jsonl").write_text(json.dumps(record) + "\n", encoding="utf-8")
    assert not build_corpus(tmp_path / "m.jsonl", tmp_path / "out", engine=here).failures
    (row,) = rows(tmp_path / "out", "sentences/")
    assert row["document"] == "7"


def test_the_same_run_aligns_nothing_again(source, corpus):
    def never(items, work, *, total):
        assert list(items) == [], "only what had failed is tried again"
        yield

    before = fingerprints(corpus)
    (source / "ru" / "broken.txt").write_text("Здесь теперь по-русски.", encoding="utf-8")
    build_corpus(source, corpus, settings=ALL, engine=here)
    assert documents(corpus)["broken"]["state"] == "done"
    (source / "ru" / "broken.txt").write_text("Only English here.", encoding="utf-8")
    build_corpus(source, corpus, settings=ALL, engine=here)
    assert fingerprints(corpus) == before
    (source / "ru" / "broken.txt").unlink()
    build_corpus(source, corpus, settings=Settings(without=("duplicate", "near-duplicate")), engine=never)
    assert len([row for row in rows(corpus, "sentences/") if row["document"] == "copy-of-beta"]) == 3


def test_rows_per_file(source, tmp_path):
    build_corpus(source, tmp_path / "out", settings=Settings(rows_per_file=4, min_confidence=0), engine=here)
    sizes = [pq.read_metadata(path).num_rows for path in sorted((tmp_path / "out/sentences").iterdir())]
    assert sizes == [4, 4, 3]


@pytest.mark.parametrize("change", [{"presegmented": True}, {"checks": ()}, {"levels": ("sentence",)}])
def test_other_alignment_settings_are_refused(source, corpus, change):
    with pytest.raises(InputError, match="other settings"):
        build_corpus(source, corpus, settings=Settings(**change), engine=here)


def test_a_folder_of_other_things_is_left_alone(source, tmp_path):
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "thesis.txt").write_text("Mine.", encoding="utf-8")
    with pytest.raises(InputError, match="other things"):
        build_corpus(source, tmp_path / "home", engine=here)
    assert [path.name for path in (tmp_path / "home").iterdir()] == ["thesis.txt"]


def test_what_the_user_put_there_stays_and_what_goes_is_said(source, corpus):
    mine = [corpus / name for name in ("tmx/mine.txt", "sentences/mine.csv", "notes.txt")]
    for path in mine:
        path.write_text("Mine.", encoding="utf-8")
    report = build_corpus(source, corpus, settings=replace(ALL, formats=("jsonl",), split=(100, 0, 0)), engine=here)
    assert all(path.read_text(encoding="utf-8") == "Mine." for path in mine)
    assert [path.name for path in (corpus / "tmx").iterdir()] == ["mine.txt"]
    assert not (corpus / "moses").exists()
    levels, splits = ("sentences", "paragraphs"), ("train", "dev", "test")
    gone = {f"{level}/{split}-00000.parquet" for level in levels for split in splits[1:]}
    gone |= {f"jsonl/{level}.{split}.jsonl" for level in levels for split in splits[1:]}
    gone |= {f"tmx/{level}.{split}.tmx" for level in levels for split in splits}
    gone |= {f"moses/{level}.{split}.{lang}" for level in levels for split in splits for lang in ("en", "ru")}
    assert set(report.removed) == gone
    assert build_corpus(source, corpus, settings=ALL, engine=here).removed == ()


def test_without_its_journal_a_corpus_is_made_anew(source, corpus):
    before = fingerprints(corpus)
    (corpus / ".aligner" / "journal.sqlite").unlink()
    assert build_corpus(source, corpus, settings=replace(ALL, formats=()), engine=here).removed
    build_corpus(source, corpus, settings=ALL, engine=here)
    assert fingerprints(corpus) == before


def test_a_file_in_the_way_is_not_overwritten(source, tmp_path):
    build_corpus(source, tmp_path / "out", engine=here)
    mine = tmp_path / "out" / "moses" / "sentences.train.ru"
    mine.parent.mkdir()
    mine.write_text("Моё.", encoding="utf-8")
    before = fingerprints(tmp_path / "out")
    with pytest.raises(InputError, match=r"sentences\.train\.ru: not written by aligner"):
        build_corpus(source, tmp_path / "out", settings=Settings(formats=("moses",)), engine=here)
    assert fingerprints(tmp_path / "out") == before


def test_one_run_at_a_time(source, tmp_path):
    def during(items, work, *, total):
        with pytest.raises(InputError, match="another run"):
            build_corpus(source, tmp_path / "out", engine=here)
        return here(items, work, total=total)

    build_corpus(source, tmp_path / "out", engine=during)


def killed_run(source, out, step, when):
    """A run that dies, without a word, at its so-and-so-manieth progress in a step, or on putting files in place."""

    def die(*_):
        os.kill(os.getpid(), signal.SIGKILL)

    def progress(at, done, total):
        if (at, done) == (step, when):
            die()

    if step == "publish":
        rename, calls = Path.rename, []

        def dying(path, target):
            calls.append(target)
            return die() if len(calls) == when else rename(path, target)

        Path.rename = dying
    aligner.corpus.journal.COMMIT = 0
    build_corpus(source, out, settings=ALL, engine=here, progress=progress)


@pytest.mark.filterwarnings("ignore:.*multi-threaded, use of fork:DeprecationWarning")
def test_a_run_killed_at_any_moment_goes_on(source, corpus, tmp_path):
    """Each run continues where the one before was killed; the end is the same to the byte."""
    out = tmp_path / "killed"
    for step, when in (
        ("align", 2),
        ("align", 1),
        ("compare", 3),
        ("filter", 3),
        ("write", 4),
        ("publish", 3),
        ("publish", 12),
    ):
        run = multiprocessing.get_context("fork").Process(target=killed_run, args=(source, out, step, when))
        run.start()
        run.join(120)
        assert run.exitcode == -signal.SIGKILL, step
        assert not (out / "corpus.json").exists()
    build_corpus(source, out, settings=ALL, engine=here)
    assert fingerprints(out) == fingerprints(corpus)


def test_no_documents_make_an_empty_corpus(tmp_path):
    (tmp_path / "m.jsonl").write_text("", encoding="utf-8")
    build_corpus(tmp_path / "m.jsonl", tmp_path / "out", engine=here)
    table = pq.read_table(tmp_path / "out/sentences/train-00000.parquet")
    assert table.num_rows == 0
    assert table.schema.field("confidence").type == pa.float32()
