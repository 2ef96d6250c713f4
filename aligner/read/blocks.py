"""From the paragraphs that a reader finds in a structured file to an extract."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from aligner.layout import paragraph_kinds, paragraph_spans, wrapped
from aligner.read.extract import Extract
from aligner.records import ParagraphKind


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of a file; one without text is an empty line.

    `kind` is None where the file doesn't tell; `origin` is where it stood, for a person.
    """

    text: str
    kind: ParagraphKind | None = None
    origin: str = ""


def to_extract(blocks: Iterable[Block], notes: Sequence[str] = ()) -> Extract:
    """Put the blocks under each other, a line break apart.

    What the file doesn't tell is found as in plain text: headings, items, and lines that were wrapped by hand, each a
    paragraph for the program that wrote the file.
    """
    given = [Block(block.text.strip(), block.kind, block.origin) for block in blocks]
    text = "\n".join(block.text for block in given)
    if not any(block.kind or block.origin for block in given) and wrapped(text):
        return Extract(text, tuple(paragraph_spans(text)), tuple(notes))
    full = [block for block in given if block.text]
    bare = len(full) == len(given) and not any(block.kind for block in given)  # nothing tells a title from a verse
    guessed = paragraph_kinds([block.text for block in full], verse=bare)
    paragraphs: list[tuple[int, int, ParagraphKind]] = []
    at = number = 0
    for block in given:
        if block.text:
            paragraphs.append((at, at + len(block.text), block.kind or guessed[number]))
            number += 1
        at += len(block.text) + 1
    return Extract(text, tuple(paragraphs), tuple(notes), origins=tuple(block.origin for block in full))
