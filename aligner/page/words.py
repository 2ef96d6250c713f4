"""Word links of a pair for a page: short enough to travel with it, shown when a reader points at a word."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator

from aligner.check.links import CONTENT, word_links
from aligner.pairs import sentence_spans
from aligner.records import Document, Pair, Span


def packed_links(en: Document, ru: Document, pair: Pair) -> str:
    """Linked words of a pair: "0 3 0 5 4 6 6 8" are two links, each an English start and length, and the Russian ones.

    Numbers count UTF-16 units, as JavaScript does, in the texts of the pair. Words are linked within a bead.

    Raises
    ------
    ModelError
        The bundled encoder is not there.
    """
    in_en, in_ru = _units(pair.en), _units(pair.ru)
    links = sorted(_links(en, ru, pair))
    return " ".join(f"{in_en(a)} {in_en(b) - in_en(a)} {in_ru(c)} {in_ru(d) - in_ru(c)}" for (a, b), (c, d) in links)


def _links(en: Document, ru: Document, pair: Pair) -> Iterator[tuple[Span, Span]]:
    """Spans in the texts of the pair; at least one of two linked words carries content."""
    in_en, in_ru = dict(sentence_spans(en, pair)), dict(sentence_spans(ru, pair))
    for bead in pair.beads:
        if bead.is_null:
            continue
        from_en, to_en = in_en[bead.en[0]][0], in_en[bead.en[-1]][1]
        from_ru, to_ru = in_ru[bead.ru[0]][0], in_ru[bead.ru[-1]][1]
        found = word_links(pair.en[from_en:to_en], pair.ru[from_ru:to_ru])
        for i, j, _ in found.links:
            if max(found.en.weights[i], found.ru.weights[j]) >= CONTENT:
                (a, b), (c, d) = found.en.spans[i], found.ru.spans[j]
                yield (a + from_en, b + from_en), (c + from_ru, d + from_ru)


def _units(text: str) -> Callable[[int], int]:
    """From an offset into a text to the UTF-16 units before it."""
    wide = [offset for offset, character in enumerate(text) if character > "\uffff"]
    return lambda offset: offset + bisect_left(wide, offset)
