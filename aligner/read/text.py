"""Plain text, and presegmented text: one sentence per line."""

import re

from aligner.layout import paragraph_spans
from aligner.read.encoding import decode
from aligner.read.extract import Extract
from aligner.records import Lang, ParagraphKind

_LINE = re.compile(r"[^\r\n]+")
_BLANK_LINE = re.compile(r"(?>\r\n|[\r\n])[^\S\r\n]*[\r\n]")


def extract_text(text: str, notes: tuple[str, ...] = ()) -> Extract:
    """Find the paragraphs of a plain text."""
    return Extract(text, tuple(paragraph_spans(text)), notes)


def extract_lines(text: str, notes: tuple[str, ...] = ()) -> Extract:
    """Take every line that is not blank as a sentence, and every blank line as a paragraph break.

    Only CR, LF and CRLF end a line here, as in other programs that write such files.
    """
    paragraphs: list[tuple[int, int, ParagraphKind]] = []
    lines: list[tuple[tuple[int, int], ...]] = []
    block: list[tuple[int, int]] = []
    last = 0
    for match in _LINE.finditer(text):
        stripped = match.group().strip()
        if not stripped:
            continue
        start = match.start() + match.group().index(stripped[0])
        if block and _BLANK_LINE.search(text, last, start):
            paragraphs.append((block[0][0], block[-1][1], "text"))
            lines.append(tuple(block))
            block = []
        block.append((start, start + len(stripped)))
        last = block[-1][1]
    if block:
        paragraphs.append((block[0][0], block[-1][1], "text"))
        lines.append(tuple(block))
    return Extract(text, tuple(paragraphs), notes, tuple(lines))


def read_text(data: bytes, lang: Lang, *, name: str, encoding: str | None) -> Extract:
    """Decode the bytes of a plain text and find its paragraphs.

    Raises
    ------
    InputError
        They are not text, or not in `encoding`, or in none that can be told.
    """
    return extract_text(*decode(data, lang, name=name, encoding=encoding))


def read_lines(data: bytes, lang: Lang, *, name: str, encoding: str | None) -> Extract:
    """As `read_text`, with a sentence on each line."""
    return extract_lines(*decode(data, lang, name=name, encoding=encoding))
