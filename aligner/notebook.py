"""Records as Jupyter shows them: small HTML tables with inline styles, which every notebook viewer keeps.

Everything is escaped. Texts carry their language, and at most so many rows are shown, with a count of the rest.
Pairs count from one, as in the tables and on the pages; what Python calls them stands beside.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import islice

from aligner.defaults import DEFAULTS
from aligner.highlight import segments
from aligner.layout import flat
from aligner.pairs import corrected, is_doubtful
from aligner.records import Document, Finding, Pair, Span

PLAIN_TEXT = "tex2jax_ignore mathjax_ignore"  # classes in which JupyterLab and others see no formula between two $
_CELL = "padding:.2em .5em;text-align:left;vertical-align:top;white-space:normal"
_BADGES = {  # ink and ground, readable on light and dark pages
    "error": "color:#a3180f;background:#fde6e4",
    "warning": "color:#704400;background:#ffefcb",
    "info": "color:#1f4c7e;background:#e4eefa",
}
_QUOTED = 40  # characters of a text in a plain line


def boxed(html: str) -> str:
    """The whole of what a record shows, where "$5 and $6" is money and no mathematics."""
    return f'<div class="{PLAIN_TEXT}">{html}</div>'


def html_table(heads: Sequence[str], rows: Iterable[Sequence[str]], count: int, noun: str, *, whole: str) -> str:
    """The first rows, which are HTML already, and how many more there are of them; `whole` has them all.

    A head "English" or "Russian" gives its column the language.
    """
    languages = [{"English": ' lang="en"', "Russian": ' lang="ru"'}.get(head, "") for head in heads]
    head = "".join(f'<th style="{_CELL}">{escape(name)}</th>' for name in heads)
    body = "".join(
        "<tr>"
        + "".join(f'<td style="{_CELL}"{lang}>{cell}</td>' for lang, cell in zip(languages, row, strict=True))
        + "</tr>"
        for row in islice(rows, DEFAULTS.rows_shown)
    )
    rest = count - DEFAULTS.rows_shown
    more = f"<p>… and {rest:,} more {noun}{'' if rest == 1 else 's'}: {whole}</p>" if rest > 0 else ""
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"


def pair_html(pair: Pair) -> str:
    """Both texts, the passages of the findings marked, and the findings below."""
    read = corrected(pair)
    texts = [
        marked(text, [(span, n) for n, finding in enumerate(pair.findings) for span in spans[n]], pair.findings)
        for text, spans in ((read.en, [f.en for f in pair.findings]), (read.ru, [f.ru for f in pair.findings]))
    ]
    found = "".join(f"<li>{said}</li>" for said in [*map(finding_html, pair.findings), *_decisions(pair)])
    table = html_table(("English", "Russian"), [texts], 1, "pair", whole="")
    return boxed(f"<p>{escape(_state(pair))}</p>{table}{f'<ul>{found}</ul>' if found else ''}")


def _decisions(pair: Pair) -> Iterator[str]:
    """What a reviewer said of the findings."""
    for decision in pair.review.decisions if pair.review else ():
        yield escape(f"{decision.verdict}{_by(pair)}{decision.reason and ': '}{decision.reason}")


def _by(pair: Pair) -> str:
    return f" by {pair.review.reviewer}" if pair.review and pair.review.reviewer else ""


def finding_html(finding: Finding) -> str:
    """Severity, check and message on a line."""
    return f"{badge(finding)} <b>{escape(finding.check)}</b> {escape(finding.message)}"


def badge(finding: Finding) -> str:
    """The severity on a ground of its colour."""
    return f'<span style="{_BADGES[finding.severity]};padding:0 .3em">{finding.severity}</span>'


def marked(text: str, marks: Sequence[tuple[Span, int]], findings: Sequence[Finding]) -> str:
    """The text as HTML, the spans of numbered findings marked in the colour of the worst of them."""
    parts = []
    for piece in segments(text, marks):
        shown = escape(piece.text).replace("\n\n", "<br><br>")
        if piece.labels:
            shown = f'<mark style="{_BADGES[findings[piece.labels[0]].severity]}">{shown}</mark>'
        parts.append(shown)
    return "".join(parts)


def numbered(number: int) -> str:
    """A pair by the number that people see, and by what it is in Python: "6 (al[5])"."""
    return f"{number + 1} (al[{number}])"


def pair_line(pair: Pair) -> str:
    """A pair on one plain line."""
    return f"<Pair “{_start(pair.en)}” – «{_start(pair.ru)}»: {_state(pair)}>"


def document_line(document: Document) -> str:
    """A document on one plain line, without its text."""
    sizes = {"paragraphs": document.paragraphs, "sentences": document.sentences, "characters": document.text}
    counts = ", ".join(f"{name} {len(held):,}" for name, held in sizes.items())
    return f"<Document {document.lang} {document.name!r}: {counts}>"


def finding_line(finding: Finding) -> str:
    """Severity, check and message on one plain line."""
    return f"{finding.severity} {finding.check}: {finding.message}"


def _state(pair: Pair) -> str:
    marks = ["doubtful"] * is_doubtful(pair) + ["unpaired"] * pair.is_unpaired
    found = [f"{len(pair.findings)} finding{'' if len(pair.findings) == 1 else 's'}"] * bool(pair.findings)
    reviewed = [f"{pair.review.status}{_by(pair)}"] if pair.review else []
    kinds = " ".join(bead.kind for bead in pair.beads[: DEFAULTS.rows_shown])
    return ", ".join([f"beads {kinds}", f"confidence {pair.confidence:.2f}", *marks, *found, *reviewed])


def _start(text: str) -> str:
    line = flat(text)
    return line if len(line) <= _QUOTED else line[:_QUOTED].rstrip() + "…"
