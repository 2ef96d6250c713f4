"""The one table of formats: which suffix, what can be read as a text or as pairs, what can be written, at which level.

A function stands in it as "module:function", so that the table can be looked at without loading what is behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Literal

Role = Literal["text", "pairs", "writer"]

#: How a format can be written, for those that have the choice: the values of each option, the first by default.
OPTIONS: Mapping[str, tuple[str | bool, ...]] = {
    "excel": (False, True),
    "layout": ("side", "interleaved"),
    "source": ("en", "ru"),
}

BOTH = ("paragraph", "sentence")


@dataclass(frozen=True, slots=True)
class Format:
    """A file format: a line of the table.

    Attributes
    ----------
    name, suffixes, what
        What `--format` takes; the suffixes in lower case, the usual one first; one line for a person.
    text
        Reads one side of a translation from it: an `aligner.read.Reader`.
    pairs
        Reads texts with their translations from it: an `aligner.parallel.PairReader`.
    writer
        Writes an alignment, `(alignment, level, **options) -> Rendered`.
    levels
        What a unit can be when it is written, the first by default: "paragraph", "sentence".
    options
        The names of `OPTIONS` that the writer takes.
    endings
        What is added to the name of the file; more than one where a file for each side is written.
    also
        More suffixes in which it is read, but not written.
    needs
        What must come with it or be in it, for a person.
    """

    name: str
    suffixes: tuple[str, ...]
    what: str
    text: str = ""
    pairs: str = ""
    writer: str = ""
    levels: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    endings: tuple[str, ...] = ("",)
    also: tuple[str, ...] = ()
    needs: str = ""

    @property
    def suffix(self) -> str:
        """The usual suffix."""
        return self.suffixes[0]

    @property
    def noun(self) -> str:
        """What a file of it is, in a word or two."""
        return re.split("[,;]", self.what)[0]

    def function(self, role: Role) -> Any:
        """The function behind a role that the format has."""
        module, _, name = getattr(self, role).partition(":")
        return getattr(import_module(module), name)


# fmt: off
TABLE = (
    Format("text", (".txt", ".text", ".sents"), "plain text", also=(".en", ".ru"), text="aligner.read.text:read_text"),
    Format("markdown", (".md", ".markdown"), "Markdown", text="aligner.read.markdown:read_markdown"),
    Format("html", (".html", ".htm", ".xhtml"), "web page, the main text of it; written, the page that report makes",
           text="aligner.read.html:read_html", writer="aligner.report:render", levels=("paragraph",)),
    Format("docx", (".docx",), "Word document", needs="for pairs a table with two columns", also=(".docm", ".dotx"),
           text="aligner.read.docx:read_docx", pairs="aligner.parallel.word:read_docx_tables",
           writer="aligner.write.docx:render", levels=BOTH),
    Format("odt", (".odt",), "OpenDocument text", also=(".ott",), text="aligner.read.odt:read_odt"),
    Format("epub", (".epub",), "book", text="aligner.read.epub:read_epub", writer="aligner.write.epub:render",
           levels=BOTH, options=("layout",)),
    Format("pdf", (".pdf",), "PDF document", text="aligner.read.pdf:read_pdf", needs="a text layer"),
    Format("subtitles", (".srt", ".vtt"), "subtitles", text="aligner.read.subtitles:read_subtitles"),
    Format("jsonl", (".jsonl", ".ndjson"), "an alignment with all there is to it; or lines of JSON with en and ru",
           pairs="aligner.parallel.jsonl:read_jsonl", writer="aligner.write.jsonl:render", levels=("paragraph",)),
    Format("tsv", (".tsv", ".tab"), "table, for spreadsheets and pandas",
           pairs="aligner.parallel.lines:read_tsv", writer="aligner.write.table:render_tsv", levels=BOTH,
           options=("excel",)),
    Format("csv", (".csv",), "table, for spreadsheets and pandas",
           pairs="aligner.parallel.lines:read_csv", writer="aligner.write.table:render_csv", levels=BOTH,
           options=("excel",)),
    Format("xlsx", (".xlsx",), "table to filter and work through in a spreadsheet, findings as notes",
           pairs="aligner.parallel.xlsx:read_xlsx", also=(".xlsm",),
           writer="aligner.write.xlsx:render", levels=BOTH),
    Format("tmx", (".tmx",), "translation memory, for CAT tools",
           pairs="aligner.parallel.tmx:read_tmx", writer="aligner.write.tmx:render", levels=BOTH, options=("source",)),
    Format("xliff", (".xlf", ".xliff"), "XLIFF for CAT tools, with states and notes: 2.1; 1.2 is read, too",
           pairs="aligner.parallel.xliff:read_xliff", also=(".sdlxliff", ".mqxliff", ".mxliff"),
           writer="aligner.write.xliff:render", levels=BOTH, options=("source",)),
    Format("xliff12", (".12.xlf",), "XLIFF 1.2, for older CAT tools",
           writer="aligner.write.xliff:render_12", levels=BOTH, options=("source",)),
    Format("book", (".book.html",), "both texts on a page for reading", writer="aligner.write.book:render", levels=BOTH,
           options=("layout",)),
    Format("beads", (".beads",), "sentence numbers and confidence, as vecalign and bertalign write them",
           writer="aligner.write.beads:render", levels=("sentence",)),
    Format("moses", (".en-ru",), "two files of lines, OUT.en and OUT.ru, for machine translation",
           pairs="aligner.parallel.moses:read_moses", also=(".en", ".ru"),
           writer="aligner.write.moses:render", levels=("sentence", "paragraph"), endings=(".en", ".ru")),
    Format("parquet", (".parquet",), "table with typed columns, for corpora",
           pairs="aligner.parallel.parquet:read_parquet",
           writer="aligner.write.parquet:render", levels=BOTH),
)
# fmt: on


def having(role: Role) -> Iterator[Format]:
    """The formats that can be used so, in the order of the table."""
    return (format for format in TABLE if getattr(format, role))


def by_suffix(suffix: str, role: Role) -> Format | None:
    """The format of files with that suffix, in any case, that can be used so."""
    return next(
        (
            format
            for format in having(role)
            if suffix.lower() in (format.suffixes if role == "writer" else format.suffixes + format.also)
        ),
        None,
    )
