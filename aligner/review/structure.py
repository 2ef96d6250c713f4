"""Which sentences belong together: merge, split, move across the border, link, unlink.

Each function takes an alignment and the number of a pair, and gives a `Change`; nothing is altered. Every sentence
stays, once and in order, but borders may fall inside a paragraph. Links that a person makes have confidence 1.
What was said of the old pairs is carried over to the new ones (`aligner.review.carry`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from aligner.pairs import pair_of, sentences_of
from aligner.records import Bead, Document, Lang, Pair
from aligner.review.carry import carry_over
from aligner.review.change import CannotDo, Change

if TYPE_CHECKING:
    from aligner.alignment import Alignment

LANGS: tuple[Lang, Lang] = ("en", "ru")
_NONE = range(0)


def merge(alignment: Alignment, number: int) -> Change:
    """Make one pair of this one and the next."""
    if number + 1 >= len(alignment.pairs):
        raise CannotDo("no next pair")
    both = alignment.pairs[number : number + 2]
    return _change(alignment, number, 2, [[bead for pair in both for bead in pair.beads]])


def split(alignment: Alignment, number: int, lang: Lang, sentence: int) -> Change:
    """Begin a new pair with a sentence; on the other side with what is linked to it.

    A link that holds the sentence together with the one before is cut, on the other side where the lengths say.
    """
    beads = alignment.pairs[number].beads
    place = _holder(beads, lang, sentence)
    first, second = list(beads[:place]), list(beads[place:])
    if _side(second[0], lang).start != sentence:
        cut = _cut(alignment, second[0], lang, sentence)
        first, second = first + _parts(cut[0]), _parts(cut[1]) + second[1:]
    if not first:
        raise CannotDo("split at the first sentence")
    return _change(alignment, number, 1, [first, second])


def move(alignment: Alignment, number: int, lang: Lang, sentence: int, *, up: bool) -> Change:
    """Give a sentence to the pair above, with those before it, or to the pair below, with those behind it.

    It is linked with what stands at the border there. A pair that has nothing left is gone.
    """
    other = number - 1 if up else number + 1
    if not 0 <= other < len(alignment.pairs):
        raise CannotDo("no previous pair" if up else "no next pair")
    _holder(alignment.pairs[number].beads, lang, sentence)
    numbers = sentences_of(alignment.pairs[number], lang)
    moved = range(numbers.start, sentence + 1) if up else range(sentence, numbers.stop)
    rest = [part for bead in alignment.pairs[number].beads for part in _without(bead, lang, moved)]
    joined = _joined(alignment.pairs[other].beads, lang, moved, last=up)
    groups = [joined, rest] if up else [rest, joined]
    return _change(alignment, min(number, other), 2, [group for group in groups if group])


def unlink(alignment: Alignment, number: int, lang: Lang, sentence: int | None = None) -> Change:
    """Break the link that holds a sentence, or all links of the pair.

    Where no link is left, the English and the Russian sentences become pairs of their own.
    """
    beads = alignment.pairs[number].beads
    broken = [bead for bead in beads if not bead.is_null and (sentence is None or sentence in _side(bead, lang))]
    if not broken:
        raise CannotDo("not linked")
    left = [part for bead in beads for part in (_nulls(bead) if bead in broken else [bead])]
    if any(not bead.is_null for bead in left):
        return _change(alignment, number, 1, [left])
    return _change(alignment, number, 1, [[bead for bead in left if bead.en], [bead for bead in left if bead.ru]])


def link(alignment: Alignment, number: int, lang: Lang, sentence: int | None = None) -> Change:
    """Link what is alone.

    An unpaired pair is linked as a whole with the unpaired one of the other side below or above it. A sentence alone
    in its pair is linked with the nearest one alone on the other side, else added to the link that it stands next to.
    """
    pair = alignment.pairs[number]
    if pair.is_unpaired:
        return _link_pairs(alignment, number)
    if sentence is None:
        raise CannotDo("choose a sentence")
    place = _holder(pair.beads, lang, sentence)
    if not pair.beads[place].is_null:
        raise CannotDo("linked already")
    return _change(alignment, number, 1, [_link_null(pair.beads, place)])


def _link_pairs(alignment: Alignment, number: int) -> Change:
    for first in (number, number - 1):
        both = alignment.pairs[first : first + 2] if first >= 0 else ()
        alone = [pair for pair in both if pair.is_unpaired]
        if len(alone) == 2 and bool(alone[0].en_paragraphs) != bool(alone[1].en_paragraphs):
            en, ru = (max(sentences_of(alone[0], lang), sentences_of(alone[1], lang), key=len) for lang in LANGS)
            return _change(alignment, first, 2, [[_linked(en, ru)]])
    raise CannotDo("nothing to link with")


def _link_null(beads: Sequence[Bead], place: int) -> list[Bead]:
    """The beads with the null at a place linked."""
    first = last = place
    while first > 0 and beads[first - 1].is_null:
        first -= 1
    while last + 1 < len(beads) and beads[last + 1].is_null:
        last += 1
    null, run = beads[place], beads[first : last + 1]
    others = [k for k in range(first, last + 1) if bool(beads[k].en) != bool(null.en)]
    if others:
        nearest = beads[min(others, key=lambda k: abs(k - place))]
        made = _linked(null.en or nearest.en, null.ru or nearest.ru)
        before = [b for b in run if (b.en and b.en[0] < made.en[0]) or (b.ru and b.ru[0] < made.ru[0])]
        behind = [b for b in run if (b.en and b.en[0] > made.en[0]) or (b.ru and b.ru[0] > made.ru[0])]
        return [*beads[:first], *before, made, *behind, *beads[last + 1 :]]
    if place == first > 0:
        return [*beads[: place - 1], _united(beads[place - 1], null), *beads[place + 1 :]]
    if place == last < len(beads) - 1:
        return [*beads[:place], _united(null, beads[place + 1]), *beads[place + 2 :]]
    raise CannotDo("nothing to link with")


def _change(alignment: Alignment, at: int, count: int, groups: Iterable[Sequence[Bead]]) -> Change:
    """The beads of `count` pairs in new groups, a pair of each."""
    before = alignment.pairs[at : at + count]
    after: list[Pair] = []
    last = alignment.pairs[at - 1] if at else None
    for beads in groups:
        last = pair_of(alignment.en, alignment.ru, beads, after=last)
        after.append(last)
    return Change(at, before, carry_over(alignment, before, after))


def _joined(beads: Sequence[Bead], lang: Lang, moved: range, *, last: bool) -> list[Bead]:
    """The beads with sentences that come in at the end (`last`) or at the beginning."""
    border = beads[-1 if last else 0]
    other = border.ru if lang == "en" else border.en
    new = [_of(lang, _sum(_side(border, lang), moved), other)] if other else [*_nulls(_of(lang, moved, _NONE))]
    if last:
        return [*(beads[:-1] if other else beads), *new]
    return [*new, *(beads[1:] if other else beads)]


def _without(bead: Bead, lang: Lang, moved: range) -> Iterator[Bead]:
    """What is left of a bead; one that holds none of the moved sentences as it is."""
    run = _side(bead, lang)
    left = [number for number in run if number not in moved]
    if len(left) == len(run):
        yield bead
    else:
        other = bead.ru if lang == "en" else bead.en
        yield from _parts(_of(lang, range(left[0], left[-1] + 1) if left else _NONE, other))


def _cut(alignment: Alignment, bead: Bead, lang: Lang, sentence: int) -> tuple[Bead, Bead]:
    """A bead cut before a sentence; on the other side where the shares of the lengths are nearest."""
    here, there = (alignment.en, alignment.ru) if lang == "en" else (alignment.ru, alignment.en)
    run, other = _side(bead, lang), bead.ru if lang == "en" else bead.en
    share = _length(here, range(run.start, sentence)) / _length(here, run)
    whole = _length(there, other) or 1
    cut = min(
        range(other.start, other.stop + 1),
        key=lambda place: abs(_length(there, range(other.start, place)) / whole - share),
    )
    first = _of(lang, range(run.start, sentence), range(other.start, cut))
    return first, _of(lang, range(sentence, run.stop), range(cut, other.stop))


def _holder(beads: Sequence[Bead], lang: Lang, sentence: int) -> int:
    """The place of the bead that holds a sentence."""
    for place, bead in enumerate(beads):
        if sentence in _side(bead, lang):
            return place
    raise CannotDo("choose a sentence")


def _parts(bead: Bead) -> list[Bead]:
    """The bead, or a null for each of its sentences where one side is empty."""
    return [*_nulls(bead)] if bead.is_null else [bead]


def _nulls(bead: Bead) -> Iterator[Bead]:
    yield from (_linked(range(i, i + 1), _NONE) for i in bead.en)
    yield from (_linked(_NONE, range(j, j + 1)) for j in bead.ru)


def _united(one: Bead, two: Bead) -> Bead:
    return _linked(_sum(one.en, two.en), _sum(one.ru, two.ru))


def _sum(one: range, two: range) -> range:
    """Two runs that stand next to each other as one."""
    if not one or not two:
        return one or two
    return range(min(one.start, two.start), max(one.stop, two.stop))


def _of(lang: Lang, run: range, other: range) -> Bead:
    return _linked(run, other) if lang == "en" else _linked(other, run)


def _linked(en: range, ru: range) -> Bead:
    """A bead that a person made."""
    return Bead(en, ru, 0.0, 1.0)


def _side(bead: Bead, lang: Lang) -> range:
    return bead.en if lang == "en" else bead.ru


def _length(document: Document, numbers: range) -> int:
    return sum(len(document.sentences[number].text) for number in numbers)
