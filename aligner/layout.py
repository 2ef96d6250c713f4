"""Finds the paragraphs, headings and list items of a plain text by its lines and blank lines.

Three layouts are told apart once per document: paragraphs between blank lines, a paragraph per line (a copy
from the web), and lines wrapped by hand (Project Gutenberg, mail), where a line break is only a space. The
text is never changed; all results are offsets into it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from aligner.records import ParagraphKind, Span

WIDEST = 110  # characters; longer lines are not wrapped by hand
NARROWEST = 30
SLACK = 3  # a wrapped line ends at most so far from the margin, with the next word added
WRAPPED_SHARE = 0.6  # of adjacent lines
SHORT = 0.7  # of the margin: a line that ends well before it ends a paragraph

_BREAK = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")
_PAGE = frozenset("\f\u2029")  # breaks that are as good as a blank line
_MARKER = re.compile(
    r"""(?: \(?\d{1,3}(?:\.\d{1,3})*[.)] | \d{1,2}(?:\.\d{1,2})+ | \(?[a-zа-яё]\) | [a-zа-яё]\.(?=\s+[^\W\d_a-zа-яё])
        | \(?[ivx]{1,5}\) | [IVX]{1,5}[.)] | [•●▪◦‣·*–—-] ) \s+ (?=\S)""",
    re.VERBOSE,
)
_DASH = re.compile(r"[—–-]\s+")
_NUMBERED_HEADING = re.compile(
    r"(?:chapter|part|section|article|annex|appendix|book|act|scene|глава|часть|раздел|статья|приложение|книга|том)"
    r"\s+(?:\d{1,4}|[ivxlcІХ]+|[^\W\d_])\b",
    re.IGNORECASE,
)
_SALUTATION = re.compile(
    r"(?:dear|(?:your\s)?excellenc|ladies|(?:много)?уважаем|дорог|господа|ваше\sпревосход)\w*\b[^?;:]{0,70}[,!]$",
    re.IGNORECASE,
)
_SENTENCE_INSIDE = re.compile(  # or speech and its speaker: «Да», — сказал он
    r"[.!?…][\"»”)]?\s+[«„“\"(—–-]*\s?[^\W\d_a-zа-яё] | [,.!?…][»”\"]?,?\s[—–-]\s | [»”\"],\s[—–-]\s",
    re.VERBOSE,
)
_LINE_END = re.compile(r"\s*(?:\r\n|[\n\r\v\f\x85\u2028\u2029])\s*")
_HYPHEN_LINE_END = re.compile(r"(?<=[^\W\d_][-\u00ad\u2010])\s*(?:\r\n|[\n\r\v\f\x85\u2028\u2029])\s*(?=[^\W\d_])")


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank: offsets without white space at either end."""

    start: int
    end: int
    indent: int  # columns of white space before it
    text: str
    new_block: bool  # after a blank line, a page break, or at the beginning

    @property
    def first_word(self) -> int:
        """Length of the first word."""
        return len(self.text.split(None, 1)[0])


def paragraph_spans(text: str) -> list[tuple[int, int, ParagraphKind]]:
    """Find the paragraphs of a plain text.

    Parameters
    ----------
    text
        The document as it was read, with any kind of line break.

    Returns
    -------
    list of (start, end, kind)
        Offsets into `text`, in order, no white space at either end; all other characters are covered once.
        A "heading" is to stay one sentence; an "item" includes its marker; all else is "text".
    """
    lines = list(_lines(text))
    width = wrap_width(lines)
    units = list(_units(lines, width))
    kinds = _kinds(units)
    return [(unit[0].start, unit[-1].end, kind) for unit, kind in zip(units, kinds, strict=True)]


def paragraph_kinds(texts: Sequence[str], *, verse: bool) -> list[ParagraphKind]:
    """Tell headings and items among paragraphs that stand apart; `verse` spares runs of what looks like headings."""
    kinds = [_kind(" ".join(text.split()), True) for text in texts]
    if verse:
        _spare_verse(kinds)
    return kinds


def wrap_width(lines: Sequence[Line]) -> int | None:
    """Return the margin, in characters, at which a document was wrapped by hand, or None if it was not."""
    adjacent = [(a, b) for a, b in pairwise(lines) if not b.new_block and not _steps_in(a, b)]
    if not adjacent:
        return None
    lengths = sorted(line.indent + len(line.text) for line in lines)
    width = lengths[min(len(lengths) - 1, int(len(lengths) * 0.98))]
    if not NARROWEST <= width <= WIDEST:
        return None
    full = [(a, b) for a, b in adjacent if a.indent + len(a.text) + 1 + b.first_word > width - SLACK]
    if len(full) < WRAPPED_SHARE * len(adjacent):
        return None
    # Verse and lists of names have lines of like length too, but their lines begin with capitals; in prose at
    # least some lines go on with a small letter after a line that ended nothing.
    running = [(a, b) for a, b in full if b.text[0].islower() and a.text[-1] not in ".!?…:;"]
    return width if len(running) >= 0.25 * len(full) and running else None


def wrapped(text: str) -> bool:
    """Whether the lines of a text were wrapped by hand."""
    return wrap_width(list(_lines(text))) is not None


def flat(text: str) -> str:
    """Put a sentence on one line, for tables: a line break and the blanks around it become one space.

    A word divided at a hyphen is joined at it, and the hyphen kept. All else stays as it is.

    >>> flat("the threat of counter-\\n  terrorism\\nremained")
    'the threat of counter-terrorism remained'
    """
    return _LINE_END.sub(" ", _HYPHEN_LINE_END.sub("", text))


def flat_spans(text: str, spans: Iterable[Span]) -> list[Span]:
    """Where spans of a text stand in `flat(text)`.

    >>> flat_spans("one\\n  two", [(0, 3), (6, 9)])
    [(0, 3), (4, 7)]
    """
    breaks = [
        (found.start(), found.end(), 0 if _HYPHEN_LINE_END.match(text, found.start()) else 1)
        for found in _LINE_END.finditer(text)
    ]

    def moved(offset: int) -> int:
        before = [(start, min(end, offset), width) for start, end, width in breaks if start < offset]
        return offset + sum(min(width, end - start) - (end - start) for start, end, width in before)

    return [(moved(start), moved(end)) for start, end in spans]


def _lines(text: str) -> Iterator[Line]:
    """Yield the lines that are not blank."""
    new_block = True
    position = 0
    for match in _BREAK.finditer(text):
        line = _line(text, position, match.start(), new_block)
        if line:
            yield line
        new_block = line is None or match.group() in _PAGE
        position = match.end()
    if line := _line(text, position, len(text), new_block):
        yield line


def _line(text: str, start: int, end: int, new_block: bool) -> Line | None:
    """Trim one line; None if it is blank."""
    raw = text[start:end]
    stripped = raw.strip()
    if not stripped:
        return None
    lead = raw[: len(raw) - len(raw.lstrip())]
    first = start + len(lead)
    return Line(first, first + len(stripped), len(lead.expandtabs()), stripped, new_block)


def _units(lines: Sequence[Line], width: int | None) -> Iterator[list[Line]]:
    """Gather lines into paragraphs: one each, or, in a wrapped document, as long as they run on."""
    unit: list[Line] = []
    for number, line in enumerate(lines):
        after = lines[number + 1] if number + 1 < len(lines) else None
        if unit and (line.new_block or width is None or _breaks(unit, line, after, width)):
            yield unit
            unit = []
        unit.append(line)
    if unit:
        yield unit


def _breaks(unit: Sequence[Line], line: Line, after: Line | None, width: int) -> bool:
    """Whether `line`, with `after` below it, begins a paragraph of its own in a document wrapped at `width`."""
    last = unit[-1]
    if last.text[-1] in '.!?…:;,»”")]' and begins_item(line.text):
        return True
    if last.indent + len(last.text) + 1 + line.first_word < SHORT * width:
        return True
    if begins_item(unit[0].text):
        return len(unit) > 1 and line.indent >= last.indent + 2
    outdented_below = after is not None and not after.new_block and line.indent >= after.indent + 2
    return line.indent >= last.indent + 2 or outdented_below


def _steps_in(above: Line, line: Line) -> bool:
    """An indent begins a paragraph, unless it hangs under a list marker."""
    return line.indent >= above.indent + 2 and not begins_item(above.text)


def begins_item(text: str) -> bool:
    """A list marker, or a dash that opens speech: a dash before a small letter only goes on."""
    dash = _DASH.match(text)
    return not text[dash.end() :][:1].islower() if dash else _MARKER.match(text) is not None


def _kinds(units: Sequence[Sequence[Line]]) -> list[ParagraphKind]:
    """Tell headings and items; a run of lines that all look like headings is verse, an address or a table."""
    texts = [" ".join(line.text for line in unit) for unit in units]
    no_blank_lines = not any(unit[0].new_block for unit in units[1:])
    alone = [
        no_blank_lines or (unit[0].new_block and (number + 1 == len(units) or units[number + 1][0].new_block))
        for number, unit in enumerate(units)
    ]
    kinds = [_kind(text, own) for text, own in zip(texts, alone, strict=True)]
    if no_blank_lines:
        _spare_verse(kinds)
    return kinds


def _kind(text: str, alone: bool) -> ParagraphKind:
    """Tell a heading, an item or running text; `alone`: it has a block to itself."""
    first = text.lstrip('«„“"([')[:1]
    if _NUMBERED_HEADING.match(text) and len(text) <= 120 and text[-1] not in ";,:" and not _sentence_after_title(text):
        return "heading"
    if _MARKER.match(text):
        return "item"
    if not first or first.islower() or (text[-1] in ".;:" and not _is_shouted(text)):
        return "text"
    if len(text) <= 200 and _is_shouted(text):
        return "heading"
    if _SALUTATION.match(text):
        return "heading"
    plain = alone and len(text) <= 200 and text[-1] not in ".!?…,;:" and first.isalnum()
    return "heading" if plain and not _SENTENCE_INSIDE.search(text) else "text"


def _sentence_after_title(text: str) -> bool:
    """Whether more than a title follows "Article 5." """
    number = _NUMBERED_HEADING.match(text)
    title = text[number.end() :].strip(" .:—–-") if number else text
    return (text[-1] in ".!?…" and len(title.split()) > 8) or _SENTENCE_INSIDE.search(title) is not None


def _is_shouted(text: str) -> bool:
    """All capitals, at least two words or five letters."""
    return text.isupper() and sum(map(str.isalpha, text)) >= 5


def _spare_verse(kinds: list[ParagraphKind]) -> None:
    """Take back runs of four headings and more, in place: nothing stands under them."""
    start = 0
    for end in range(1, len(kinds) + 1):
        if end == len(kinds) or kinds[end] != kinds[start]:
            if kinds[start] == "heading" and end - start >= 4:
                kinds[start:end] = ["text"] * (end - start)
            start = end
