"""Splits a paragraph into sentences, English or Russian, by rules.

Every run of `.`, `!`, `?` or `…`, with the quotes, brackets and footnote marks that close after it, is a
candidate. The rules of `aligner.boundaries` decide; the words they know are in `aligner/tables/`.

>>> text = "Talks were held on 5 Nov. 2002. Mr. Ivanov took part."
>>> [text[start:end] for start, end in split_sentences(text, "en")]
['Talks were held on 5 Nov. 2002.', 'Mr. Ivanov took part.']

It does not see paragraphs or headings (`aligner.layout` does), and never splits at a semicolon, a colon or a
line break. Nothing looks further than `REACH` characters from a candidate, so time is linear in the length.
"""

import re

from aligner.abbreviations import Tables, tables
from aligner.boundaries import Candidate, is_boundary
from aligner.records import Lang

REACH = 60  # characters that a rule may look back or ahead

# What closes a sentence after its mark. Brackets and quotes may stand after a space if a space follows them.
# Footnote marks are [12], ¹, * and a number right after the stop: "terrorism.12 The".
_CANDIDATE = re.compile(
    r"""
    (?P<mark> [.!?…‼⁇⁈⁉]+ )
    (?P<closers> (?: [»”"’'“)\]}›] | (?:\r\n|\s)[»”")\]}›] (?![^\s.,;:]) )* )
    (?P<notes> (?: (?:\r\n|\s)?\[ \d{1,3} (?:[,;–-]\s?\d{1,3}){0,4} \] | [⁰¹²³⁴-⁹*†‡]
                 | (?:\r\n|\s)?[\U0001f300-\U0001faff\u263a]\ufe0f?
                 | (?<=[^\W\d_]{3}[.!?]) \d{1,3} (?=\s+[^\W\d_]) )* )
    (?P<gap> \s* )
    """,
    re.VERBOSE,
)
_RIGHT = re.compile(
    r"(?P<openers> [«„“”\"‘'’(\[{‹\s]* (?P<dash> [—–-]+\s+ )? [«„“\"‘'(\[{‹\s]* ) (?P<word>[\w’'-]*)",
    re.VERBOSE,
)
_LAST_WORD = re.compile(r"(?:[^\W\d_]+[.’'-])*[^\W\d_]+$")


def split_sentences(text: str, lang: Lang) -> list[tuple[int, int]]:
    """Split one paragraph into sentences.

    Parameters
    ----------
    text
        The paragraph; line breaks in it are spaces.
    lang
        Its language, "en" or "ru".

    Returns
    -------
    list of (start, end)
        Offsets into `text`, in order, no white space at either end; all other characters are covered once.
    """
    known = tables(lang)
    start = len(text) - len(text.lstrip())
    stop = len(text.rstrip())
    spans = []
    for match in _CANDIDATE.finditer(text, start):
        end = match.end("notes")
        if end >= stop:
            break
        if is_boundary(candidate(text, start, match, lang, known)):
            spans.append((start, end))
            start = match.end()
    if start < stop:
        spans.append((start, stop))
    return spans


def candidate(text: str, start: int, match: re.Match[str], lang: Lang, known: Tables) -> Candidate:
    """Gather what the rules look at around `match`, in the sentence that begins at `start`."""
    at = match.start()
    left = text[max(start, at - REACH) : at]
    right = text[match.end() : match.end() + REACH]
    mark, closers, notes, gap = match.groups()
    ahead = _RIGHT.match(right)
    assert ahead is not None  # every part may be empty
    last = _LAST_WORD.search(left[-24:])
    return Candidate(
        lang=lang,
        tables=known,
        sentence=text[start : min(at, start + REACH)],
        left=left,
        mark=mark,
        closers=closers,
        notes=notes,
        gap=gap,
        right=right,
        word=last.group() if last else "",
        openers=ahead["openers"],
        dash=ahead["dash"] is not None,
        next=ahead["word"],
        rest=right[ahead.end("openers") :],
        abbreviation=known.abbreviation(left[-24:]) if mark == "." and last else None,
        whole=at - start <= REACH,
    )
