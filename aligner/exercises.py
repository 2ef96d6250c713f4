"""Documents with exact gold, made from translated segments by a seeded "translator at work".

Segments are dropped or added, neighbours merged, boundaries moved, whole blocks left out, items numbered, final
punctuation lost, residue of web pages put in, paragraph breaks laid anew. How much of each is drawn for every
document, so that what is fitted on many of them fits no single habit.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from aligner.candidates import KINDS

Segment = tuple[str, str]
Part = tuple[list[str], list[str]]
Gold = list[tuple[range, range]]


@dataclass(frozen=True, slots=True)
class Exercise:
    """A made document: sentences and paragraph numbers of both sides, and its gold."""

    en: list[str]
    ru: list[str]
    en_paragraphs: list[int]
    ru_paragraphs: list[int]
    gold: Gold


LONGEST_MERGE = max(max(kind) for kind in KINDS)
RESIDUE = {
    "en": ["Print version", "Back to Index", "Share", "Home", "Related documents", "For immediate release", "Page 2"],
    "ru": ["Версия для печати", "К списку документов", "Поделиться", "Главная", "Неофициальный перевод", "Наверх"],
}


def make_exercises(sequences: Sequence[Sequence[Segment]], *, copies: int = 1) -> list[Exercise]:
    """Disturb each sequence of neighbouring segments `copies` times, each time differently; seeded by position."""
    made = (
        make_exercise(segments, random.Random(f"{copy}:{number}"))
        for copy in range(copies)
        for number, segments in enumerate(sequences)
    )
    return [exercise for exercise in made if exercise.en and exercise.ru]


def make_exercise(segments: Sequence[Segment], rng: random.Random) -> Exercise:
    """Disturb a sequence of translated segments as translators and web pages do."""
    segments = [_worn(segment, rng) for segment in segments]
    if rng.random() < 0.15:
        segments = [(f"{i}. {en}", f"{i}. {ru}") for i, (en, ru) in enumerate(segments, 1)]
    parts = [*_residue(rng), *_translated(segments, rng), *_residue(rng)]
    en, ru = ([sentence for part in parts for sentence in part[side]] for side in (0, 1))
    gold: Gold = []
    ends = (0, 0)
    for part in parts:
        starts, ends = ends, (ends[0] + len(part[0]), ends[1] + len(part[1]))
        gold.append((range(starts[0], ends[0]), range(starts[1], ends[1])))
    return Exercise(en, ru, *_paragraphs(gold, rng), gold)


def _translated(segments: Sequence[Segment], rng: random.Random) -> Iterator[Part]:
    """The segments as beads: most of them 1-1, some lost, merged, or with a boundary moved; now and then a gap."""
    drop, merge, shift = rng.uniform(0, 0.07), rng.uniform(0.02, 0.25), rng.uniform(0, 0.04)
    gap = rng.randrange(len(segments)) if len(segments) > 12 and rng.random() < 0.2 else None
    i = 0
    while i < len(segments):
        if gap is not None and i >= gap:
            size, lost = rng.randint(3, 8), rng.randrange(2)
            yield from (_one_sided(segment, lost) for segment in segments[i : i + size])
            i, gap = i + size, None
            continue
        x = rng.random()
        size = 2 if rng.random() < 0.8 else rng.choice([3, 3, LONGEST_MERGE])
        left = segments[i : i + size]
        if x < 2 * drop:
            size = 1
            yield _one_sided(segments[i], int(x < drop))
        elif x < 2 * drop + merge and len(left) == size:
            yield _merged(left, rng.randrange(2))
        elif x < 2 * drop + merge + shift and len(left) > 1 and len(left[1][1].split()) > 8:
            size = 2
            yield _shifted(left[0], left[1], rng)
        else:
            size = 1
            yield [segments[i][0]], [segments[i][1]]
        i += size


def _one_sided(segment: Segment, lost: int) -> Part:
    """A segment that one side has lost."""
    return ([], [segment[1]]) if lost == 0 else ([segment[0]], [])


def _merged(segments: Sequence[Segment], side: int) -> Part:
    """Neighbours that are one sentence on one side."""
    en, ru = ([segment[s] for segment in segments] for s in (0, 1))
    return ([" ".join(en)], ru) if side == 0 else (en, [" ".join(ru)])


def _shifted(one: Segment, two: Segment, rng: random.Random) -> Part:
    """Two segments of which the Russian side divides the second elsewhere."""
    words = two[1].split()
    cut = rng.randint(3, len(words) // 2)
    return [one[0], two[0]], [one[1] + " " + " ".join(words[:cut]), " ".join(words[cut:])]


def _residue(rng: random.Random) -> Iterator[Part]:
    """Lines of a web page without counterpart."""
    for side, lang in enumerate(("en", "ru")):
        if rng.random() < 0.12:
            line = rng.choice(RESIDUE[lang])
            yield _one_sided((line, line), 1 - side)


def _worn(segment: Segment, rng: random.Random) -> Segment:
    """Now and then one side has lost its final punctuation, or has another."""
    texts = list(segment)
    if rng.random() < 0.04:
        side = rng.randrange(2)
        stripped = texts[side].rstrip(".;:!?")
        texts[side] = (stripped or texts[side]) + rng.choice(["", "", ";", ",", ":"])
    return texts[0], texts[1]


def _paragraphs(gold: Gold, rng: random.Random) -> tuple[list[int], list[int]]:
    """Paragraph numbers of both sides: breaks mostly together and between beads, now and then not."""
    often, together, inside = rng.choice([0.0, 0.15, 0.3, 0.3, 0.6, 1.0]), rng.uniform(0.7, 1), rng.uniform(0, 0.02)
    numbers: tuple[list[int], list[int]] = ([], [])
    current = [0, 0]
    for bead in gold:
        here = rng.random() < often
        agreed = rng.random() < together
        lone = rng.randrange(2)
        for s in (0, 1):
            current[s] += here and (agreed or s == lone)
            for k in range(len(bead[s])):
                current[s] += bool(k) and rng.random() < inside
                numbers[s].append(current[s])
    return numbers
