"""One side of a pair as a page shows it: paragraphs of sentences of pieces, each piece with the findings about it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from aligner.highlight import segments
from aligner.page import visible
from aligner.pairs import is_doubtful, sentence_spans
from aligner.records import Document, Finding, Lang, Pair, ParagraphKind


@dataclass(frozen=True, slots=True)
class Piece:
    """Letters under the same marks.

    `findings` are numbers in the list of the pair's findings, from one, the worst first; `ends` those of them whose
    mark ends here, where a page puts the number; `severity` is that of the worst, "" without any.
    """

    text: str
    findings: tuple[int, ...]
    ends: tuple[int, ...]
    severity: str


@dataclass(frozen=True, slots=True)
class ShownSentence:
    """A sentence and the space behind it. `number` in the document counts from one, `bead` in the pair from zero.

    `kind` is the kind of the bead, at its first sentence, unless it is 1-1.
    """

    number: int
    bead: int
    kind: str
    doubtful: bool
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class ShownParagraph:
    """A paragraph; its number in the document counts from one."""

    number: int
    kind: ParagraphKind
    origin: str
    sentences: tuple[ShownSentence, ...]


def shown_side(document: Document, pair: Pair, findings: Sequence[Finding]) -> tuple[ShownParagraph, ...]:
    """The paragraphs of one side of a pair as it was read, with the marks of these findings, worst first.

    All pieces joined are the text of that side, control characters made visible: offsets into one hold in the other.
    Where the side was corrected, the marks are in the correction, not here.
    """
    spans = [*sentence_spans(document, pair)]
    if not spans:
        return ()
    text, correction = _text(pair, document.lang), _correction(pair, document.lang)
    bounds = [0, *(start for _, (start, _) in spans[1:]), len(text) + 1]
    starts, pieces = _pieces(text, document.lang, () if correction is not None else findings, bounds)
    sides = [bead.en if document.lang == "en" else bead.ru for bead in pair.beads]
    beads = [(pair.beads[k], k, number == side.start) for k, side in enumerate(sides) for number in side]
    shown: dict[int, list[ShownSentence]] = {}
    for (number, _), (bead, k, first), (start, stop) in zip(spans, beads, pairwise(bounds), strict=True):
        own = tuple(pieces[bisect_left(starts, start) : bisect_left(starts, stop)])
        kind = bead.kind if first and bead.kind != "1-1" else ""
        sentence = ShownSentence(number + 1, k, kind, is_doubtful(bead), own)
        shown.setdefault(document.sentences[number].paragraph, []).append(sentence)
    return tuple(
        ShownParagraph(number + 1, document.paragraphs[number].kind, document.paragraphs[number].origin, tuple(own))
        for number, own in shown.items()
    )


def shown_correction(pair: Pair, lang: Lang, findings: Sequence[Finding]) -> tuple[Piece, ...] | None:
    """What a reviewer has put in place of one side, with the marks of these findings; None where nobody has."""
    correction = _correction(pair, lang)
    return None if correction is None else tuple(_pieces(correction, lang, findings, ())[1])


def _text(pair: Pair, lang: Lang) -> str:
    return pair.en if lang == "en" else pair.ru


def _correction(pair: Pair, lang: Lang) -> str | None:
    if pair.review is None:
        return None
    return pair.review.en if lang == "en" else pair.review.ru


def _pieces(text: str, lang: Lang, findings: Sequence[Finding], cuts: Iterable[int]) -> tuple[list[int], list[Piece]]:
    """The pieces of a text, and where each begins."""
    sides = [finding.en if lang == "en" else finding.ru for finding in findings]
    marks = [(span, n) for n, spans in enumerate(sides, 1) for span in spans]
    ends = {(min(end, len(text)), n) for (_, end), n in marks}
    starts, pieces = [], []
    for piece in segments(visible(text), marks, cuts=cuts):
        severity = findings[piece.labels[0] - 1].severity if piece.labels else ""
        ending = tuple(n for n in piece.labels if (piece.end, n) in ends)
        starts.append(piece.start)
        pieces.append(Piece(piece.text, piece.labels, ending, severity))
    return starts, pieces
