"""From the paragraphs that a reader finds in a structured file to an extract."""

from bisect import bisect
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

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
    starts = list(accumulate((len(block.text) + 1 for block in given), initial=0))
    if not any(block.kind for block in given) and wrapped(text):
        spans = paragraph_spans(text)
        origins = [given[bisect(starts, start) - 1].origin for start, _, _ in spans]
    else:
        full = [(block, start) for block, start in zip(given, starts, strict=False) if block.text]
        bare = len(full) == len(given) and not any(block.kind for block in given)  # nothing tells a title from a verse
        guessed = paragraph_kinds([block.text for block, _ in full], verse=bare)
        spans = [
            (start, start + len(block.text), block.kind or kind)
            for (block, start), kind in zip(full, guessed, strict=True)
        ]
        origins = [block.origin for block, _ in full]
    return Extract(text, tuple(spans), tuple(notes), origins=tuple(origins))
