"""Units of texts that are paired already to an alignment.

A unit is a pair, each side a paragraph, in the order of the file. Its sentences are split, since the checks and a
reviewer look at sentences. What a unit links is certain where the file says nothing else: it comes from people. So a
unit of one sentence each is one bead of confidence 1; inside a longer one the bundled encoder finds which sentences
belong together, with its own confidence, so that a sentence without counterpart shows. Where it finds no link at all,
the unit is a single bead, as doubtful as that. A unit that is a bead already (`Unit.sizes`) is kept as it is.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count, groupby
from typing import TYPE_CHECKING, NamedTuple

import aligner
from aligner.layout import flat
from aligner.pairs import pair_of
from aligner.parallel.units import Unit
from aligner.records import Bead, Document, Lang, Pair, Paragraph, Sentence, Span
from aligner.sentences import split_sentences

if TYPE_CHECKING:
    from aligner.alignment import Alignment
    from aligner.encoder import Encoder
    from aligner.evidence import Side

SENTENCES = 64  # of one side that are compared at a time
CERTAIN = 0.0, 1.0  # score and confidence of what people have linked


class _Link(NamedTuple):
    """A unit, and the numbers of its sentences."""

    unit: Unit
    en: range
    ru: range


def alignment_of(units: Iterable[Unit], *, name: str, notes: Sequence[str] = ()) -> Alignment:
    """The alignment that the units of a file make; `name` is that of both documents, `notes` go with the first one."""
    from aligner.alignment import Alignment

    sides = {"en": _Text("en"), "ru": _Text("ru")}
    groups = [
        [_Link(*link) for link in zip(group, sides["en"].add(group), sides["ru"].add(group), strict=True)]
        for group in _groups(units)
    ]
    en, ru = sides["en"].document(name, notes), sides["ru"].document(name)
    inner = _Inner(en, ru)
    inside = inner.beads([link for group in groups for link in group if _is_open(link)])
    pairs: list[Pair] = []
    for group in groups:
        beads = [bead for link in group for bead in (next(inside) if _is_open(link) else _given(link))]
        pair = pair_of(en, ru, beads, after=pairs[-1] if pairs else None)
        review = next((link.unit.review for link in group if link.unit.review), None)
        pairs.append(replace(pair, review=review))
    return Alignment(en, ru, tuple(pairs), inner.encoder_name, aligner.__version__, {"paired": True})


def _groups(units: Iterable[Unit]) -> Iterator[list[Unit]]:
    """Units that make a pair: one, or all of a group that follow each other."""
    alone = count()
    for _, group in groupby(units, key=lambda unit: unit.group or next(alone)):
        yield [*group]


class _Text:
    """One side while it grows."""

    def __init__(self, lang: Lang) -> None:
        self._lang: Lang = lang
        self._parts: list[str] = []
        self._size = 0
        self._paragraphs: list[Paragraph] = []
        self._sentences: list[Sentence] = []

    def add(self, units: Sequence[Unit]) -> list[range]:
        """A paragraph of the texts of these units; the numbers of the sentences of each."""
        found: list[range] = []
        first, start = len(self._sentences), self._size + 2 * bool(self._parts)
        at, texts = start, []
        for unit in units:
            begin = len(self._sentences)
            text = (unit.en if self._lang == "en" else unit.ru).strip()
            if text:
                size = unit.sizes and unit.sizes[self._lang == "ru"]
                for a, b in sentence_spans(text, self._lang, size):
                    self._sentences.append(Sentence(at + a, at + b, text[a:b], len(self._paragraphs)))
                texts.append(text)
                at += len(text) + 1
            found.append(range(begin, len(self._sentences)))
        if texts:
            joined = " ".join(texts)
            held = range(first, len(self._sentences))
            self._paragraphs.append(Paragraph(start, start + len(joined), held, "text", units[0].origin))
            self._parts.append(joined)
            self._size = start + len(joined)
        return found

    def document(self, name: str, notes: Sequence[str] = ()) -> Document:
        text = "\n\n".join(self._parts)
        return Document(self._lang, name, text, tuple(self._paragraphs), tuple(self._sentences), tuple(notes))


def sentence_spans(text: str, lang: Lang, size: int | None) -> list[Span]:
    """The sentences of a unit; where their number is known, one each or a line each if that gives it."""
    if size == 1:
        return [(0, len(text))]
    lines = text.split("\n")
    if size == len(lines):
        spans, at = [], 0
        for line in lines:
            lead = len(line) - len(line.lstrip())
            spans.append((at + lead, at + lead + len(line.strip())))
            at += len(line) + 1
        if all(a < b for a, b in spans):
            return spans
    return split_sentences(text, lang)


def _is_open(link: _Link) -> bool:
    """Which of its sentences belong together is yet to be found."""
    return link.unit.sizes is None and bool(link.en) and bool(link.ru) and len(link.en) + len(link.ru) > 2


def _given(link: _Link) -> list[Bead]:
    """The beads of a unit that leaves nothing open."""
    score, confidence = (link.unit.score, link.unit.confidence)
    if link.unit.sizes is None:
        score, confidence = CERTAIN if math.isnan(confidence) else (score, confidence)
    if link.en and link.ru:
        return [Bead(link.en, link.ru, score, confidence)]
    after_en, after_ru = range(link.en.stop, link.en.stop), range(link.ru.stop, link.ru.stop)
    alone = [Bead(range(i, i + 1), after_ru, score, confidence) for i in link.en]
    return alone + [Bead(after_en, range(j, j + 1), score, confidence) for j in link.ru]


@dataclass
class _Inner:
    """Finds beads inside units; loads the encoder when the first one needs it."""

    en: Document
    ru: Document
    encoder_name: str = ""

    def beads(self, links: Sequence[_Link]) -> Iterator[list[Bead]]:
        """The beads of each unit."""
        if not links:
            return iter(())
        from aligner.encoder import load_encoder

        encoder = load_encoder()
        self.encoder_name = encoder.name
        return (beads for chunk in _chunks(links) for beads in self._align(chunk, encoder))

    def _align(self, links: Sequence[_Link], encoder: Encoder) -> Iterator[list[Bead]]:
        from aligner.beads import align_within
        from aligner.calibration import calibration_for

        en, ru = [i for link in links for i in link.en], [j for link in links for j in link.ru]
        blocks = list(zip(_runs(link.en for link in links), _runs(link.ru for link in links), strict=True))
        sides = _side(self.en, en, encoder), _side(self.ru, ru, encoder)
        for link, block, beads in zip(
            links, blocks, align_within(*sides, blocks, calibration_for(encoder)), strict=True
        ):
            by_en, by_ru = link.en.start - block[0].start, link.ru.start - block[1].start
            moved = [replace(bead, en=_shifted(bead.en, by_en), ru=_shifted(bead.ru, by_ru)) for bead in beads]
            yield _no_surer(moved, link)


def _no_surer(beads: list[Bead], link: _Link) -> list[Bead]:
    """As the file is sure of the unit; one bead where no link was found."""
    if all(bead.is_null for bead in beads):
        beads = [Bead(link.en, link.ru, math.nan, 1 - min(bead.confidence for bead in beads))]
    sure = link.unit.confidence
    return beads if math.isnan(sure) else [replace(b, confidence=min(b.confidence, sure)) for b in beads]


def _chunks(links: Sequence[_Link]) -> Iterator[Sequence[_Link]]:
    """Units that are compared at a time."""
    first = size = 0
    for number, link in enumerate(links):
        size += max(len(link.en), len(link.ru))
        if size > SENTENCES and number > first:
            yield links[first:number]
            first, size = number, max(len(link.en), len(link.ru))
    yield links[first:]


def _side(document: Document, numbers: Sequence[int], encoder: Encoder) -> Side:
    from aligner.encoder import span_vectors
    from aligner.evidence import side

    texts = [flat(document.sentences[number].text) for number in numbers]
    paragraphs = [document.sentences[number].paragraph for number in numbers]
    return side(texts, paragraphs, document.lang, span_vectors(encoder, texts))


def _runs(ranges: Iterable[range]) -> Iterator[range]:
    """Ranges of the same lengths, one after the other."""
    start = 0
    for run in ranges:
        yield range(start, start + len(run))
        start += len(run)


def _shifted(run: range, by: int) -> range:
    return range(run.start + by, run.stop + by)
