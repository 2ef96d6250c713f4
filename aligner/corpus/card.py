"""The corpus card: what a corpus holds and how it was made; `README.md` for people, `corpus.json` for programs.

The head of `README.md` is what Hugging Face `datasets` reads: the folder can be loaded, or uploaded, as it is.
"""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

from aligner import __version__
from aligner.corpus.filters import chosen, filter_name
from aligner.corpus.judge import Tally
from aligner.corpus.records import Level
from aligner.corpus.settings import SPLITS, Settings
from aligner.corpus.stats import Histogram, Stats, bars, count_files
from aligner.corpus.tables import DECIMALS, MEANINGS
from aligner.corpus.writing import Written

LIBRARIES = ("numpy", "pyarrow", "datasketch", "py3langid")


def write_card(
    folder: Path,
    *,
    settings: Settings,
    encoder: Mapping[str, str],
    written: Written,
    tally: Tally,
    inputs: str,
    command: str,
) -> None:
    """Describe the corpus that was just written into `folder`.

    `inputs` is the hash of what went in; `command` makes it again. No date: the same corpus has the same card.
    """
    import pyarrow.parquet as pq

    stats = {level: count_files(folder, level) for level in settings.levels}
    first = next((folder / f"{settings.levels[0]}s").glob("*.parquet"))
    card = {
        "schema": "aligner-corpus/1",
        "name": settings.name or "Parallel corpus",
        "licence": settings.licence,
        "languages": ["en", "ru"],
        "documents": {**dict(sorted(written.documents.items())), "empty": written.empty},
        "suspects": {"count": written.suspected, "first": [suspect._asdict() for suspect in written.suspects]},
        "pairs": {level: {split: written.rows[level, split] for split in _splits(settings)} for level in stats},
        "filters": {level: _filters(level, tally, settings) for level in settings.levels},
        "settings": asdict(settings),
        "encoder": dict(encoder),
        "versions": {
            "aligner": __version__,
            "python": platform.python_version(),
            **{name: version(name) for name in LIBRARIES},
        },
        "inputs_sha256": inputs,
        "command": command,
        "files": {path.relative_to(folder).as_posix(): _file(path) for path in _files(folder)},
        "columns": {name: str(pq.read_schema(first).field(name).type) for name in pq.read_schema(first).names},
        "sample": [row for _, row in written.sample],
        "statistics": {level: found.to_dict() for level, found in stats.items()},
    }
    text = "\n".join([*_head(card, settings), *_body(card, stats[settings.levels[0]])]) + "\n"
    (folder / "README.md").write_text(text, encoding="utf-8", newline="\n")
    (folder / "corpus.json").write_text(
        json.dumps(card, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n"
    )


def _splits(settings: Settings) -> list[str]:
    return [split for split, share in zip(SPLITS, settings.split, strict=True) if share]


def _filters(level: Level, tally: Tally, settings: Settings) -> list[dict[str, Any]]:
    """Each filter with the rows that came to it and those it rejected, in order."""
    left = tally.rows[level]
    steps: list[dict[str, Any]] = []
    for step in chosen(settings):
        name = filter_name(step)
        rejected = tally.rejected[level, name]
        steps.append({"filter": name, "in": left, "rejected": rejected})
        left -= rejected
    return [*steps, {"filter": "kept", "in": left, "rejected": 0}]


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _file(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        return {"bytes": path.stat().st_size, "sha256": hashlib.file_digest(file, "sha256").hexdigest()}


def _head(card: Mapping[str, Any], settings: Settings) -> Iterator[str]:
    """YAML; JSON strings are YAML strings."""
    yield "---"
    yield f"pretty_name: {json.dumps(card['name'], ensure_ascii=False)}"
    yield "language: [en, ru]"
    yield "task_categories: [translation]"
    if settings.licence:
        yield f"license: {json.dumps(settings.licence)}"
    yield "configs:"
    for level in settings.levels:
        yield f"- config_name: {level}s"
        yield "  data_files:"
        for split in _splits(settings):
            yield f"  - split: {split}"
            yield f"    path: {level}s/{split}-*.parquet"
    yield "---"


def _body(card: Mapping[str, Any], stats: Stats) -> Iterator[str]:
    documents = card["documents"]
    yield from ("", f"# {card['name']}", "")
    yield "English and Russian, aligned sentence by sentence by `aligner`. "
    yield f"Licence: {card['licence'] or 'not stated'}."
    yield from ("", "## Size", "", "| | " + " | ".join(SPLITS) + " |", "|---|---|---|---|")
    yield f"| documents | {' | '.join(f'{documents.get(split, 0):,}' for split in SPLITS)} |"
    for level, pairs in card["pairs"].items():
        yield f"| {level} pairs | {' | '.join(f'{pairs.get(split, 0):,}' for split in SPLITS)} |"
    yield from ("", _sizes(stats), "")
    yield from _documents(card)
    for level, steps in card["filters"].items():
        yield from ("", f"## Filters: {level} pairs", "", "| filter | came in | rejected |", "|---|---|---|")
        yield from (f"| {step['filter']} | {step['in']:,} | {step['rejected']:,} |" for step in steps)
    yield from ("", "Rejected pairs stand in `rejected/`, each with its filter and the reason.")
    yield from ("", "## Sample", "", "| English | Russian | kind | confidence |", "|---|---|---|---|")
    for row in card["sample"]:
        yield f"| {_cell(row['en'])} | {_cell(row['ru'])} | {row['kind']} | {row['confidence']:.{DECIMALS}f} |"
    yield from ("", "## Columns", "", "| column | type | |", "|---|---|---|")
    yield from (
        f"| {name} | {kind} | {MEANINGS.get(name, 'column of the manifest')} |"
        for name, kind in card["columns"].items()
    )
    yield from _histogram("Length ratio, English by Russian characters", stats.ratio)
    yield from _histogram("Confidence", stats.confidence)
    yield from ("", "## How it was made", "")
    yield from ("```text", card["command"], "```", "")
    yield f"Encoder {card['encoder']['name']} ({card['encoder']['sha256'][:12] or 'from the hub'}); "
    yield ", ".join(f"{name} {number}" for name, number in card["versions"].items()) + "; "
    yield f"inputs {card['inputs_sha256'][:12]}. Settings, hashes of all files and statistics: `corpus.json`."


def _documents(card: Mapping[str, Any]) -> Iterator[str]:
    documents, suspects = card["documents"], card["suspects"]
    aligned, failed = sum(documents.get(split, 0) for split in SPLITS), documents.get("failed", 0)
    yield f"Of {aligned:,} documents that were aligned, {documents['empty']:,} have no pair that was kept; "
    yield f"{failed:,} could not be aligned, and {documents.get('extra', 0):,} files had no counterpart: "
    yield "`documents/` says why."
    if suspects["count"]:
        named = ", ".join(f"{_cell(s['document'])} ({s['kept']} of {s['rows']} rows kept)" for s in suspects["first"])
        more = ", …" if suspects["count"] > len(suspects["first"]) else ""
        yield from ("", f"Seem to be no translations: {suspects['count']:,} documents: {named}{more}.")


def _sizes(stats: Stats) -> str:
    sides = (f"{side.words:,} {name} words ({len(side.forms):,} forms)" for name, side in _named(stats))
    return f"In the {stats.level} pairs: {' and '.join(sides)}."


def _named(stats: Stats) -> Iterator[tuple[str, Any]]:
    yield "English", stats.sides["en"]
    yield "Russian", stats.sides["ru"]


def _histogram(title: str, histogram: Histogram) -> Iterator[str]:
    yield from ("", f"## {title}", "", "```text", *(line.rstrip() for line in bars(histogram)), "```")


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")
