"""A new alignment around what people have decided.

Pairs that somebody approved, corrected, commented on or put together are pins and stay as they are. The rest, with
the pairs that were rejected, is aligned anew between them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from aligner.pairs import pair_of, pairs, sentences_of
from aligner.records import Bead, Document, Pair, Paragraph
from aligner.review.carry import carry_over
from aligner.review.change import Change

if TYPE_CHECKING:
    from aligner.alignment import Alignment
    from aligner.encoder import Encoder


def realign(alignment: Alignment, *, encoder: Encoder | str | None = None) -> list[Change]:
    """What is to change, in document order; nothing for a pair that is a pin.

    Parameters
    ----------
    encoder
        What compares sentences; the bundled one by default.
    """
    from aligner.pipeline import align_documents

    pinned = [pair for pair in alignment.pairs if is_pin(pair)]
    pins = [(bead.en, bead.ru) for pair in pinned for bead in pair.beads]
    new = align_documents(alignment.en, alignment.ru, encoder=encoder, pins=pins)
    return [*_changes(alignment, [*_arranged(alignment, pinned, new.beads)])]


def is_pin(pair: Pair) -> bool:
    """Somebody has worked on the pair, and did not reject it."""
    return pair.review is not None and pair.review.status != "rejected"


def _arranged(alignment: Alignment, pinned: Sequence[Pair], beads: Sequence[Bead]) -> Iterator[Pair]:
    """All pairs as they should be now: the pinned ones, and new ones of the beads between them."""
    owners = {(lang, n): k for k, pair in enumerate(pinned) for lang in ("en", "ru") for n in sentences_of(pair, lang)}
    gaps: list[list[Bead]] = [[] for _ in range(len(pinned) + 1)]
    passed = 0
    for bead in beads:
        owner = owners.get(("en", bead.en[0]) if bead.en else ("ru", bead.ru[0]))
        if owner is None:
            gaps[passed].append(bead)
        elif not bead.is_null or pinned[owner].is_unpaired:
            passed = owner + 1
    last: Pair | None = None
    for gap, pin in zip(gaps, [*pinned, None], strict=True):
        for group in _groups(alignment, gap):
            last = pair_of(alignment.en, alignment.ru, group, after=last)
            yield last
        if pin:
            last = pin
            yield pin


def _groups(alignment: Alignment, beads: Sequence[Bead]) -> Iterator[list[Bead]]:
    """The beads of a part of both texts, by pairs of whole paragraphs as far as they lie in it."""
    en, ru = [n for bead in beads for n in bead.en], [n for bead in beads for n in bead.ru]
    first_en, first_ru = en[0] if en else 0, ru[0] if ru else 0
    parts = _part(alignment.en, en), _part(alignment.ru, ru)
    shifted = [replace(b, en=_shifted(b.en, -first_en), ru=_shifted(b.ru, -first_ru)) for b in beads]
    for pair in pairs(*parts, shifted):
        yield [replace(b, en=_shifted(b.en, first_en), ru=_shifted(b.ru, first_ru)) for b in pair.beads]


def _part(document: Document, numbers: Sequence[int]) -> Document:
    """A run of sentences as a document; of its paragraphs only the sentences are right."""
    sentences = [document.sentences[number] for number in numbers]
    first = sentences[0].paragraph if sentences else 0
    own = [replace(sentence, paragraph=sentence.paragraph - first) for sentence in sentences]
    runs: dict[int, list[int]] = {}
    for place, sentence in enumerate(own):
        runs.setdefault(sentence.paragraph, []).append(place)
    paragraphs = (Paragraph(own[r[0]].start, own[r[-1]].end, range(r[0], r[-1] + 1)) for r in runs.values())
    return replace(document, paragraphs=tuple(paragraphs), sentences=tuple(own))


def _changes(alignment: Alignment, new: Sequence[Pair]) -> Iterator[Change]:
    """From border to border that the old pairs and the new ones have in common."""
    old_borders, new_borders = _borders(alignment.pairs), _borders(new)
    common = [border for border in old_borders if border in new_borders]
    for one, two in pairwise(common):
        at = old_borders[one]
        before = alignment.pairs[at : old_borders[two]]
        after = new[new_borders[one] : new_borders[two]]
        if [_links(pair) for pair in before] != [_links(pair) for pair in after]:
            yield Change(at, before, carry_over(alignment, before, after))


def _borders(pairs: Sequence[Pair]) -> dict[tuple[int, int], int]:
    """(English sentences, Russian sentences) before a pair → its number; the end, too."""
    found, en, ru = {(0, 0): 0}, 0, 0
    for number, pair in enumerate(pairs, 1):
        en, ru = en + len(sentences_of(pair, "en")), ru + len(sentences_of(pair, "ru"))
        found[en, ru] = number
    return found


def _links(pair: Pair) -> list[tuple[range, range]]:
    return [(bead.en, bead.ru) for bead in pair.beads]


def _shifted(run: range, by: int) -> range:
    return range(run.start + by, run.stop + by) if run else range(0)
