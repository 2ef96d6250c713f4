"""Folders and manifests: which documents belong together, and what is said of those that don't."""

import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from aligner.corpus.folder import folder_entries
from aligner.corpus.manifest import manifest_entries
from aligner.corpus.records import Extra, Flaw, Item, Source
from aligner.errors import FormatError, InputError


def make(folder, *files):
    for file in files:
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_text("x", encoding="utf-8")


def names(entries):
    return {entry.id: (entry.en.name, entry.ru.name) for entry in entries if isinstance(entry, Item)}


def test_names_match_whatever_the_suffix_the_language_tag_and_the_folder(tmp_path):
    make(
        tmp_path,
        "en/a.docx",
        "ru/a.pdf",
        "en/b_en.txt",
        "ru/b-RU.txt",
        "en/2016/c.txt",
        "ru/2016/c.txt",
        "en/.x",
        "ru/.x",
    )
    assert names(folder_entries(tmp_path)) == {
        "2016/c": ("en/2016/c.txt", "ru/2016/c.txt"),
        "a": ("en/a.docx", "ru/a.pdf"),
        "b": ("en/b_en.txt", "ru/b-RU.txt"),
    }


def test_leftovers_and_doubles_are_reported(tmp_path):
    make(tmp_path, "en/a.txt", "ru/b.txt", "en/c.txt", "en/c.html", "ru/c.txt", "en/Thumbs.db", "ru/desktop.ini")
    entries = list(folder_entries(tmp_path))
    assert len(entries) == 3
    assert entries[:2] == [Extra("en", "en/a.txt"), Extra("ru", "ru/b.txt")]
    assert entries[2].id == "c"
    assert "en/c.html, en/c.txt" in entries[2].why


def test_names_that_differ_in_capitals_are_told(tmp_path):
    make(tmp_path, "en/Report.txt", "ru/report.txt")
    assert [entry.why for entry in folder_entries(tmp_path)] == [
        "no counterpart; the name of ru/report.txt differs in capitals",
        "no counterpart; the name of en/Report.txt differs in capitals",
    ]


def test_a_folder_needs_both_sides(tmp_path):
    make(tmp_path, "en/a.txt")
    with pytest.raises(InputError, match="no folder ru"):
        list(folder_entries(tmp_path))


RECORDS = [
    {"id": "one", "en": "a/en.txt", "ru": "a/ru.txt", "year": "2016", "title": "Отчёт"},
    {"id": "two", "en": "b/en.txt", "ru": "b/ru.txt", "year": "2017", "title": None},
]


def write_manifest(path):
    if path.suffix == ".tsv":
        lines = ["id\ten\tru\tyear\ttitle", *("\t".join(v or "" for v in record.values()) for record in RECORDS)]
    else:
        lines = [json.dumps(record) for record in RECORDS]
    if path.suffix == ".parquet":
        pq.write_table(pa.Table.from_pylist(RECORDS), path)
    else:
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")


@pytest.mark.parametrize("name", ["m.tsv", "m.jsonl", "m.parquet"])
def test_manifests_say_the_same_in_every_format(tmp_path, name):
    write_manifest(tmp_path / name)
    assert list(manifest_entries(tmp_path / name)) == [
        Item(
            record["id"],
            *(Source(record[side], str(tmp_path / record[side])) for side in ("en", "ru")),
            {key: record[key] for key in ("year", "title") if record[key]},
        )
        for record in RECORDS
    ]


def test_texts_ids_and_metadata_of_any_kind(tmp_path):
    lines = [
        {"en_text": "One.", "ru_text": "Раз.", "metadata": {"n": 3}},
        {"en": "a.txt", "ru": "b.txt", "tags": ["x"]},
    ]
    (tmp_path / "m.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    first, second = manifest_entries(tmp_path / "m.jsonl")
    assert first == Item("m.jsonl:1", Source(text="One."), Source(text="Раз."), {"n": "3"})
    assert (second.id, second.metadata) == ("a.txt", {"tags": '["x"]'})


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        ("m.jsonl", '{"en": "a"}\n', "no ru and no ru_text"),
        ("m.jsonl", "{\n", "broken JSON"),
        ("m.jsonl", "[]\n", "no JSON object"),
        ("m.jsonl", '{"en": "a", "ru": "b", "metadata": 3}\n', "not an object"),
        ("m.tsv", "id\ten\tru\nx\ta.txt\n", "2 columns, not 3"),
    ],
)
def test_a_bad_entry_concerns_itself_alone(tmp_path, name, text, why):
    good = '{"id": "good", "en": "a", "ru": "b"}\n' if name == "m.jsonl" else "good\ta\tb\n"
    (tmp_path / name).write_text(text + good, encoding="utf-8")
    bad, after = manifest_entries(tmp_path / name)
    assert isinstance(bad, Flaw)
    assert why in bad.why
    assert after.id == "good"


def test_unreadable_manifests(tmp_path):
    (tmp_path / "m.tsv").write_text("nothing\there\n", encoding="utf-8")
    with pytest.raises(InputError, match="no column en"):
        list(manifest_entries(tmp_path / "m.tsv"))
    (tmp_path / "m.parquet").write_bytes(b"no")
    with pytest.raises(InputError, match="no Parquet file"):
        list(manifest_entries(tmp_path / "m.parquet"))
    (tmp_path / "m.jsonl").write_bytes(b'{"en": "\xff"}')
    with pytest.raises(InputError, match="not UTF-8"):
        list(manifest_entries(tmp_path / "m.jsonl"))
    with pytest.raises(FormatError, match="a manifest is a folder or"):
        list(manifest_entries(tmp_path / "m.doc"))
