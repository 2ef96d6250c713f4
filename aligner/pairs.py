"""Beads to pairs: the finest runs of whole paragraphs that no bead crosses.

    English paragraphs   E0 = s0 s1     E1 = s2        E2 = s3
    beads                [0]:[0] [1]:[1]  [2]:[]         [3]:[2,3]
    Russian paragraphs   R0 = s0        R1 = s1        R2 = s2 s3
    pairs                E0 with R0 R1  E1 unpaired    E2 with R2

The beads are taken in order and must be monotone: a link never crosses another one. Moved links stand beside them and
don't make pairs; `moved_to` tells which pairs they connect.

A person may cut pairs inside a paragraph (`aligner.review.operations`). Neighbours then share it, and the text of a
pair is the part that it holds, from the first of its sentences to the last (`held`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

from aligner.defaults import DEFAULTS
from aligner.records import Bead, Document, Lang, Pair, Span


def pairs(en: Document, ru: Document, beads: Sequence[Bead]) -> list[Pair]:
    """Group the paragraphs of both sides.

    Paragraphs that share a linked bead belong to one pair. A paragraph without any link is unpaired and
    stands alone, where its first bead stands among the others; but one that lies between paragraphs
    of the same pair is part of that pair, since a pair is a run of paragraphs.

    Parameters
    ----------
    en, ru
        Both sides.
    beads
        Every sentence of both sides exactly once, in document order on each side.

    Returns
    -------
    list of Pair
        Every paragraph exactly once, in document order on each side. Joined, the beads of the pairs are
        `beads` again; only nulls may change places with beads of the other side.

    Raises
    ------
    ValueError
        The beads skip, repeat or reorder sentences, or a null holds more than one.
    """
    _check_complete(en, ru, beads)
    groups = _with_unpaired(en, ru, beads, _linked(en, ru, beads))
    _hand_out(en, ru, beads, groups)
    found: list[Pair] = []
    for group in groups:
        found.append(pair_of(en, ru, group.beads, after=found[-1] if found else None))
    return found


def pair_of(en: Document, ru: Document, beads: Sequence[Bead], *, after: Pair | None) -> Pair:
    """The pair that holds these beads, a run of sentences on each side; `after` is the pair before it."""
    numbers_en, numbers_ru = _run([n for bead in beads for n in bead.en]), _run([n for bead in beads for n in bead.ru])
    end_en, end_ru = (after.en_paragraphs.stop, after.ru_paragraphs.stop) if after else (0, 0)
    return Pair(
        en=held(en, numbers_en),
        ru=held(ru, numbers_ru),
        en_paragraphs=_paragraphs(en, numbers_en) if numbers_en else range(end_en, end_en),
        ru_paragraphs=_paragraphs(ru, numbers_ru) if numbers_ru else range(end_ru, end_ru),
        beads=tuple(beads),
        confidence=confidence(beads),
    )


def sentences_of(pair: Pair, lang: Lang) -> range:
    """Numbers of the sentences of one side."""
    return _run([n for bead in pair.beads for n in (bead.en if lang == "en" else bead.ru)])


def held(document: Document, sentences: range) -> str:
    """The text of a run of sentences as it stands, paragraphs joined by a blank line; "" for none."""
    return "\n\n".join(document.text[start:end] for start, end in held_spans(document, sentences))


def held_spans(document: Document, sentences: range) -> list[Span]:
    """Where the paragraphs of a run of sentences stand, each as far as it is held.

    A paragraph that is held as a whole has what stands around its sentences, too (spaces, line breaks).
    """
    return [span for _, span in _parts(document, sentences)]


def sentence_spans(document: Document, pair: Pair) -> Iterator[tuple[int, Span]]:
    """The sentences of one side of a pair, by number, and where each stands in the text of that side."""
    begin = 0
    for sentences, (start, end) in _parts(document, sentences_of(pair, document.lang)):
        for number in sentences:
            sentence = document.sentences[number]
            yield number, (begin + sentence.start - start, begin + sentence.end - start)
        begin += end - start + len("\n\n")


def corrected(pair: Pair) -> Pair:
    """The pair with the texts that a reviewer has put in place of those that were read."""
    if pair.review is None or (pair.review.en is None and pair.review.ru is None):
        return pair
    en, ru = pair.review.en, pair.review.ru
    return replace(pair, en=pair.en if en is None else en, ru=pair.ru if ru is None else ru)


def confidence(beads: Sequence[Bead]) -> float:
    """Confidence of a pair: the smallest one of its beads.

    The probability that all beads are right is what a reviewer wants to know. Their product is far too
    low for a long pair, since errors come together (one moved boundary spoils two beads at once); their
    mean hides one wrong link among twenty good ones. The minimum is the exact answer when errors
    come together and never below the true one (P(all) ≤ min P), and it brings the pair with one doubtful
    sentence to the top of the list. Nulls count too: two sentences that were left alone
    but may belong together are a reason to look.
    """
    return min((bead.confidence for bead in beads), default=1.0)


def is_doubtful(item: Pair | Bead) -> bool:
    """Below the confidence at which a person should look."""
    return item.confidence < DEFAULTS.doubtful


def moved_to(pairs: Sequence[Pair], moved: Sequence[Bead]) -> list[list[int]]:
    """For each pair the numbers of the pairs that hold the other side of its moved sentences."""
    of_en, of_ru = holders(pairs)
    found: list[set[int]] = [set() for _ in pairs]
    for bead in moved:
        for here in {of_en[i] for i in bead.en}:
            for there in {of_ru[j] for j in bead.ru}:
                found[here].add(there)
                found[there].add(here)
    return [sorted(numbers) for numbers in found]


def holders(pairs: Sequence[Pair]) -> tuple[dict[int, int], dict[int, int]]:
    """For each English and each Russian sentence the number of the pair that holds it."""
    of_en: dict[int, int] = {}
    of_ru: dict[int, int] = {}
    for number, pair in enumerate(pairs):
        for bead in pair.beads:
            of_en.update(dict.fromkeys(bead.en, number))
            of_ru.update(dict.fromkeys(bead.ru, number))
    return of_en, of_ru


@dataclass(slots=True)
class _Group:
    """A pair in the making."""

    en: range
    ru: range
    beads: list[Bead] = field(default_factory=list)


def _linked(en: Document, ru: Document, beads: Sequence[Bead]) -> list[_Group]:
    """The pairs proper: each linked bead opens a group or, sharing a paragraph, widens the last one."""
    groups: list[_Group] = []
    for bead in beads:
        if bead.is_null:
            continue
        here_en, here_ru = _paragraphs(en, bead.en), _paragraphs(ru, bead.ru)
        last = groups[-1] if groups else None
        if last and (here_en.start < last.en.stop or here_ru.start < last.ru.stop):
            last.en = range(last.en.start, here_en.stop)
            last.ru = range(last.ru.start, here_ru.stop)
        else:
            groups.append(_Group(here_en, here_ru))
    return groups


def _with_unpaired(en: Document, ru: Document, beads: Sequence[Bead], linked: list[_Group]) -> list[_Group]:
    """Add a group for each paragraph outside the linked ones, in the order of the beads."""
    first_en = _first_beads(en, [bead.en for bead in beads])
    first_ru = _first_beads(ru, [bead.ru for bead in beads])
    groups: list[_Group] = []
    e = r = 0
    end = _Group(range(len(en.paragraphs), 0), range(len(ru.paragraphs), 0))
    for group in [*linked, end]:
        alone = [(first_en[p], "en") for p in range(e, group.en.start)]
        alone += [(first_ru[p], "ru") for p in range(r, group.ru.start)]
        for _, side in sorted(alone):
            groups.append(_Group(range(e, e + (side == "en")), range(r, r + (side == "ru"))))
            e, r = groups[-1].en.stop, groups[-1].ru.stop
        groups.append(group)
        e, r = group.en.stop, group.ru.stop
    return groups[:-1]


def _first_beads(document: Document, sides: Sequence[range]) -> dict[int, int]:
    """Paragraph number → index of the first bead in it."""
    first: dict[int, int] = {}
    for index, sentences in enumerate(sides):
        for number in sentences:
            first.setdefault(document.sentences[number].paragraph, index)
    return first


def _hand_out(en: Document, ru: Document, beads: Sequence[Bead], groups: list[_Group]) -> None:
    """Give each bead to the group that holds its paragraphs."""
    of_en = {p: group for group in groups for p in group.en}
    of_ru = {p: group for group in groups for p in group.ru}
    for bead in beads:
        if bead.en:
            of_en[en.sentences[bead.en.start].paragraph].beads.append(bead)
        else:
            of_ru[ru.sentences[bead.ru.start].paragraph].beads.append(bead)


def _paragraphs(document: Document, sentences: range) -> range:
    """Numbers of the paragraphs that hold these sentences, `(n,) -> (m,)`, never empty."""
    first, last = document.sentences[sentences.start], document.sentences[sentences[-1]]
    return range(first.paragraph, last.paragraph + 1)


def _parts(document: Document, sentences: range) -> Iterator[tuple[range, Span]]:
    """The paragraphs of a run of sentences: those held of each, and where they stand in the document."""
    for number in _paragraphs(document, sentences) if sentences else ():
        paragraph = document.paragraphs[number]
        whole = paragraph.sentences
        here = range(max(whole.start, sentences.start), min(whole.stop, sentences.stop))
        start = paragraph.start if here.start == whole.start else document.sentences[here.start].start
        end = paragraph.end if here.stop == whole.stop else document.sentences[here.stop - 1].end
        yield here, (start, end)


def _run(numbers: Sequence[int]) -> range:
    return range(numbers[0], numbers[-1] + 1) if numbers else range(0)


def _check_complete(en: Document, ru: Document, beads: Sequence[Bead]) -> None:
    for document, sides in ((en, [b.en for b in beads]), (ru, [b.ru for b in beads])):
        if list(chain(*sides)) != list(range(len(document.sentences))):
            raise ValueError(f"{document.name}: beads must hold its {len(document.sentences)} sentences once, in order")
    if any(bead.is_null and len(bead.en) + len(bead.ru) != 1 for bead in beads):
        raise ValueError("a null bead must hold one sentence")
