"""JSON lines: objects with `en` and `ru`, and the alignments that `aligner align -o x.jsonl` writes.

Of an alignment the linked beads are taken, their sentences joined by a space. An object may also hold its two texts
under `translation`, as many published collections do.
"""

from __future__ import annotations

import json
from typing import Any

from aligner.layout import flat
from aligner.parallel.lines import numbered_lines
from aligner.parallel.units import Flaw, Found, Source, Unit, unit_of


def read_jsonl(path: Source) -> Found:
    """An object a line."""
    for number, line in numbered_lines(path):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield Flaw(number, f"broken JSON: {error}")
            continue
        if not isinstance(record, dict):
            yield Flaw(number, "no JSON object")
        elif "beads" in record:
            yield from _beads(number, record)
        elif isinstance(record.get("translation"), dict):
            yield unit_of(number, record["translation"])
        elif "schema" not in record:  # the header of an alignment holds no pair
            yield unit_of(number, record)


def _beads(number: int, record: dict[str, Any]) -> Found:
    """A unit for each linked bead of a pair; nulls are no flaw."""
    try:
        texts = {lang: {s["number"]: flat(s["text"]) for s in record[lang]} for lang in ("en", "ru")}
        units = [
            Unit(number, " ".join(texts["en"][i] for i in bead["en"]), " ".join(texts["ru"][i] for i in bead["ru"]))
            for bead in record["beads"]
            if bead["en"] and bead["ru"]
        ]
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        yield Flaw(number, f"damaged alignment: {error!r}")
        return
    yield from units
