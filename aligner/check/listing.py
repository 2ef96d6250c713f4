"""The findings of an alignment as a list, worst first, and as plain data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from html import escape
from typing import TYPE_CHECKING, Any, NamedTuple, SupportsIndex, overload

from aligner.check.findings import SEVERITIES, finding_id, passages
from aligner.defaults import DEFAULTS
from aligner.layout import flat
from aligner.notebook import boxed, finding_html, finding_line, html_table, numbered
from aligner.pairs import corrected
from aligner.records import Finding, Lang, Pair, Severity, Span

if TYPE_CHECKING:
    import pandas as pd
    from rich.table import Table

    from aligner.alignment import Alignment

_STYLES = {"error": "bold red", "warning": "bold yellow", "info": ""}
COLUMNS = {"pair": "int64"} | dict.fromkeys(("severity", "check", "message", "en", "ru", "category"), "string")
_AROUND = 30  # characters of text left and right of a passage


class Located(NamedTuple):
    """A finding and the pair it belongs to, as corrected, with the pair's number (from zero: `al[number]`)."""

    number: int
    pair: Pair
    finding: Finding

    @property
    def check(self) -> str:
        """The name of the check."""
        return self.finding.check

    @property
    def severity(self) -> Severity:
        """How severe it is."""
        return self.finding.severity

    @property
    def message(self) -> str:
        """What is said to the reviser."""
        return self.finding.message

    def __repr__(self) -> str:
        return f"<pair {numbered(self.number)}  {finding_line(self.finding)}>"

    def _repr_html_(self) -> str:
        return Findings([self])._repr_html_()


class Findings(list[Located]):
    """A list of them, and of each part of it; a notebook shows the first as a table, and how many more there are."""

    def __init__(self, located: Iterable[Located] = (), *, checked: bool = True) -> None:
        super().__init__(located)
        self.checked = checked

    @overload
    def __getitem__(self, key: SupportsIndex, /) -> Located: ...

    @overload
    def __getitem__(self, key: slice, /) -> Findings: ...

    def __getitem__(self, key: SupportsIndex | slice, /) -> Located | Findings:
        if isinstance(key, slice):
            return Findings(super().__getitem__(key), checked=self.checked)
        return super().__getitem__(key)

    def to_pandas(self) -> pd.DataFrame:
        """A row for each; the number of its pair counts from zero, and `en` and `ru` are the marked passages."""
        import pandas as pd

        rows = [
            (number, f.severity, f.check, f.message, _passages(pair.en, f.en), _passages(pair.ru, f.ru), f.category)
            for number, pair, f in self
        ]
        return pd.DataFrame(rows, columns=[*COLUMNS]).astype(COLUMNS)

    def __repr__(self) -> str:
        lines = [f"pair {numbered(item.number)}  {finding_line(item.finding)}" for item in self[: DEFAULTS.rows_shown]]
        rest = len(self) - len(lines)
        return "\n".join([*lines, *([f"… and {rest:,} more"] * bool(rest))]) or self._nothing()

    def _repr_html_(self) -> str:
        if not self:
            return boxed(f"<p>{self._nothing()}</p>")
        rows = (
            (
                numbered(item.number),
                finding_html(item.finding),
                escape(snippet(item.pair.en, item.finding.en)),
                escape(snippet(item.pair.ru, item.finding.ru)),
            )
            for item in self
        )
        return boxed(
            html_table(("pair", "finding", "English", "Russian"), rows, len(self), "finding", whole="to_pandas()")
        )

    def _nothing(self) -> str:
        return "no findings" if self.checked else "not checked yet: al = al.check()"


def _passages(text: str, spans: tuple[Span, ...]) -> str:
    return " … ".join(flat(text[start:end]) for start, end in spans)


def findings(alignment: Alignment) -> Findings:
    """All findings of an alignment, worst first, then in document order."""
    pairs = enumerate(map(corrected, alignment.pairs))
    located = [Located(number, pair, finding) for number, pair in pairs for finding in pair.findings]
    located.sort(key=lambda item: (SEVERITIES.index(item.severity), item.number))
    return Findings(located, checked=alignment.is_checked)


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
    return f"{counted(alignment)} in {len(alignment.pairs)} pairs"


def counted(alignment: Alignment) -> str:
    """As `summary`, without the pairs."""
    counts: Counter[str] = Counter(finding.severity for pair in alignment.pairs for finding in pair.findings)
    errors, warnings = (f"{counts[s]} {s}{'' if counts[s] == 1 else 's'}" for s in SEVERITIES[:2])
    return f"{errors}, {warnings}, {counts['info']} info"


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
