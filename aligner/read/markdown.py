"""Markdown: CommonMark with tables, as markdown-it-py reads it."""

from __future__ import annotations

import re

from aligner.read.blocks import to_extract
from aligner.read.encoding import decode
from aligner.read.extract import Extract
from aligner.read.foreign import one_line
from aligner.read.markup import html_blocks, parse_html
from aligner.records import Lang

_FRONT_MATTER = re.compile(r"---[ \t]*\r?\n.*?^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)


def read_markdown(data: bytes, lang: Lang, *, name: str, encoding: str | None) -> Extract:
    """Read a Markdown file: the text as it would be shown, without its marks.

    Raises
    ------
    InputError
        It is not text, or in no encoding that can be told.
    """
    text, notes = decode(data, lang, name=name, encoding=encoding)
    front = _FRONT_MATTER.match(text)
    if front:
        text, notes = text[front.end() :], (*notes, "the front matter was left out")
    from markdown_it import MarkdownIt

    with one_line(name, "Markdown file"):
        html = MarkdownIt("commonmark").enable("table").render(text)
    root = parse_html(html, name=name)
    return to_extract([] if root is None else html_blocks(root), notes)
