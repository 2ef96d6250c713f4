"""The findings of an alignment as a list, worst first, and as plain data."""

from __future__ import annotations

from collections import Counter
from html import escape
from typing import TYPE_CHECKING, Any, NamedTuple

from aligner.check.findings import SEVERITIES, finding_id, passages
from aligner.defaults import DEFAULTS
from aligner.layout import flat
from aligner.notebook import finding_html, html_table
from aligner.pairs import corrected
from aligner.records import Finding, Lang, Pair, Span

if TYPE_CHECKING:
    from rich.table import Table

    from aligner.alignment import Alignment

_STYLES = {"error": "bold red", "warning": "bold yellow", "info": ""}
_AROUND = 30  # characters of text left and right of a passage


class Located(NamedTuple):
    """A finding and the pair it belongs to, as corrected, with the pair's number (from zero)."""

    number: int
    pair: Pair
    finding: Finding


class Findings(list[Located]):
    """A list of them; a notebook shows the first as a table, and how many more there are."""

    def __repr__(self) -> str:
        lines = [f"pair {item.number + 1}  {_line(item.finding)}" for item in self[: DEFAULTS.rows_shown]]
        rest = len(self) - len(lines)
        return "\n".join([*lines, *([f"… and {rest:,} more"] * bool(rest))]) or "no findings"

    def _repr_html_(self) -> str:
        rows = (
            (
                str(item.number + 1),
                finding_html(item.finding),
                escape(snippet(item.pair.en, item.finding.en)),
                escape(snippet(item.pair.ru, item.finding.ru)),
            )
            for item in self
        )
        return html_table(("pair", "finding", "English", "Russian"), rows, len(self), "finding")


def _line(finding: Finding) -> str:
    return f"{finding.severity} {finding.check}: {finding.message}"


def findings(alignment: Alignment) -> Findings:
    """All findings of an alignment, worst first, then in document order."""
    pairs = enumerate(map(corrected, alignment.pairs))
    located = [Located(number, pair, finding) for number, pair in pairs for finding in pair.findings]
    return Findings(sorted(located, key=lambda item: (SEVERITIES.index(item.finding.severity), item.number)))


def snippet(text: str, spans: tuple[Span, ...]) -> str:
    """The first marked passage of a text in its surroundings, on one line; the beginning where nothing is marked."""
    start, end = spans[0] if spans else (0, 0)
    end = min(end, start + 4 * _AROUND)
    left, right = max(0, start - _AROUND), min(len(text), end + _AROUND)
    if left:  # whole words only
        left = text.find(" ", left, start) + 1 or start
    if right < len(text):
        right = max(text.rfind(" ", end, right), end)
    return ("…" if left else "") + flat(text[left:right]) + ("…" if right < len(text) else "")


def terminal_table(alignment: Alignment, lang: Lang = "en") -> Table:
    """A row per finding for rich, worst first, in English or Russian; pairs and paragraphs count from one."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    from aligner.display import printable
    from aligner.page.messages import said
    from aligner.page.people import place
    from aligner.page.phrases import translator

    t = translator(lang)
    table = Table(box=box.HORIZONTALS, show_lines=True, expand=True, pad_edge=False)
    table.add_column(f"{t('pair')}  {t('severity')}\n{t('check')}\n¶ en · ru", no_wrap=True)
    for title in ("finding", "English", "Russian"):
        table.add_column(t(title), ratio=1)
    for number, pair, finding in findings(alignment):
        table.add_row(
            Text(
                f"{number + 1}  {t(finding.severity)}\n{t(finding.check)}\n{place(pair)}",
                style=_STYLES[finding.severity],
            ),
            Text(printable(said(finding.message, lang))),
            Text(printable(snippet(pair.en, finding.en))),
            Text(printable(snippet(pair.ru, finding.ru))),
        )
    return table


def summary(alignment: Alignment) -> str:
    """How many findings of each severity: "2 errors, 1 warning, 0 info in 31 pairs"."""
    counts: Counter[str] = Counter(finding.severity for _, _, finding in findings(alignment))
    errors, warnings = (f"{counts[s]} {s}{'' if counts[s] == 1 else 's'}" for s in SEVERITIES[:2])
    return f"{errors}, {warnings}, {counts['info']} info in {len(alignment.pairs)} pairs"


def reaches(alignment: Alignment, severity: str) -> bool:
    """There is a finding as severe as that, or more."""
    worst = SEVERITIES[: SEVERITIES.index(severity) + 1]
    return any(finding.severity in worst for _, _, finding in findings(alignment))


def to_records(alignment: Alignment) -> list[dict[str, Any]]:
    """Findings as plain data for JSON; pairs count from zero, spans are offsets into the texts of the pair."""
    return [
        {
            "id": finding_id(finding, pair),
            "pair": number,
            **to_record(finding),
            "passages": passages(finding, pair),
        }
        for number, pair, finding in findings(alignment)
    ]


def to_record(finding: Finding) -> dict[str, Any]:
    """A finding as plain data; `from_record` reads it back."""
    return {
        "check": finding.check,
        "severity": finding.severity,
        "message": finding.message,
        "en": [[*span] for span in finding.en],
        "ru": [[*span] for span in finding.ru],
        "category": finding.category,
    }


def from_record(record: dict[str, Any]) -> Finding:
    """The finding of a record; KeyError, TypeError or ValueError where it is damaged."""
    if record["severity"] not in SEVERITIES:
        raise ValueError(f"no severity {record['severity']!r}")
    en, ru = (tuple((int(start), int(end)) for start, end in record[lang]) for lang in ("en", "ru"))
    return Finding(str(record["check"]), record["severity"], str(record["message"]), en, ru, str(record["category"]))
