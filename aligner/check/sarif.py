"""Findings as SARIF 2.1.0 (OASIS), which continuous integration and editors show at their lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from os import PathLike, fspath
from pathlib import PurePath
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from aligner.check.findings import finding_id
from aligner.check.listing import Located, findings
from aligner.pairs import held_spans, sentences_of
from aligner.records import Document, Span

if TYPE_CHECKING:
    from aligner.alignment import Alignment

_LEVELS = {"error": "error", "warning": "warning", "info": "note"}
_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def to_sarif(alignment: Alignment) -> dict[str, Any]:
    """A SARIF log: a result per finding, at its lines in both files; `partialFingerprints` hold the finding's id."""
    located = findings(alignment)
    checks = sorted({finding.check for _, _, finding in located})
    return {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {"name": "aligner", "version": alignment.version, "rules": [{"id": c} for c in checks]}
                },
                "columnKind": "unicodeCodePoints",
                "results": [_result(alignment, item, checks) for item in located],
            }
        ],
    }


def _result(alignment: Alignment, item: Located, checks: list[str]) -> dict[str, Any]:
    finding = item.finding
    return {
        "ruleId": finding.check,
        "ruleIndex": checks.index(finding.check),
        "level": _LEVELS[finding.severity],
        "message": {"text": finding.message},
        "locations": [*_locations(alignment, item)],
        "partialFingerprints": {"alignerFinding/v1": finding_id(finding, item.pair)},
        "properties": {"pair": item.number + 1, "category": finding.category},
    }


def _locations(alignment: Alignment, item: Located) -> Iterator[dict[str, Any]]:
    """Where a finding stands in the files; the beginning of the pair on a side where nothing is marked."""
    sides = (
        (alignment.en, held_spans(alignment.en, sentences_of(item.pair, "en")), item.finding.en),
        (alignment.ru, held_spans(alignment.ru, sentences_of(item.pair, "ru")), item.finding.ru),
    )
    marked = [side for side in sides if side[2]]
    for document, parts, spans in marked or [side for side in sides if side[1]]:
        for start, end in spans or ((0, 0),):
            first, last = (document_offset(parts, offset) for offset in (start, end))
            place = {"artifactLocation": {"uri": _uri(document.name)}, "region": _region(document, first, last)}
            yield {"physicalLocation": place}


def document_offset(parts: Sequence[Span], offset: int) -> int:
    """An offset into the text of a pair's side as one into the document, where the parts of that text stand."""
    for start, end in parts:
        if offset <= end - start or (start, end) == parts[-1]:
            return min(start + offset, end)
        offset -= min(offset, end - start + len("\n\n"))
    return 0


def _region(document: Document, start: int, end: int) -> dict[str, int]:
    (line, column), (last, end_column) = (_position(document.text, offset) for offset in (start, end))
    return {"startLine": line, "startColumn": column, "endLine": last, "endColumn": end_column}


def _position(text: str, offset: int) -> tuple[int, int]:
    """Line and column, from one."""
    return text.count("\n", 0, offset) + 1, offset - (text.rfind("\n", 0, offset) + 1) + 1


def _uri(name: str | PathLike[str]) -> str:
    return quote(PurePath(fspath(name)).as_posix())
