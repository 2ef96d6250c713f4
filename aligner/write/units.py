"""What a row or a segment of a file holds: a unit for each pair or bead, its texts as they are to be used.

What a reviewer has corrected takes the place of what was read, which stays beside it. A correction is of a whole
pair, so that a corrected pair is one unit among the sentences, too. Findings that a reviewer has set aside are left
out, and it is said how many.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from aligner.check.findings import finding_id
from aligner.defaults import DEFAULTS
from aligner.pairs import confidence, corrected, holders, sentence_spans
from aligner.records import Bead, Finding, Lang, Pair, Review, Span
from aligner.table import check_level

if TYPE_CHECKING:
    from aligner.alignment import Alignment


@dataclass(frozen=True, slots=True)
class Unit:
    """Two texts that belong together, or one that has no counterpart ("" is the other).

    Attributes
    ----------
    label
        Number of the pair, and of the bead in it, for people: "12", "12.3".
    en, ru
        The texts: corrected, where a reviewer did so; line breaks as in the original.
    read_en, read_ru
        The text that was read, where it was corrected; else None.
    beads
        What it is made of; a single moved link for a unit that joins what stands apart.
    confidence
        Of the least sure bead.
    findings
        Spans are in `en` and `ru`.
    review
        What people have said of the pair.
    heading
        It is a heading, in each text that has it.
    see
        Labels of the units where the other side of what was moved stands.
    """

    label: str
    en: str
    ru: str
    beads: tuple[Bead, ...]
    confidence: float
    findings: tuple[Finding, ...] = ()
    review: Review | None = None
    read_en: str | None = None
    read_ru: str | None = None
    heading: bool = False
    see: tuple[str, ...] = ()

    @property
    def is_alone(self) -> bool:
        """One side is missing."""
        return not self.en.strip() or not self.ru.strip()

    @property
    def is_corrected(self) -> bool:
        """A reviewer has changed one side or both."""
        return self.read_en is not None or self.read_ru is not None

    def text(self, lang: Lang) -> str:
        """One side."""
        return self.en if lang == "en" else self.ru

    def read(self, lang: Lang) -> str | None:
        """One side as it was read, where it was corrected."""
        return self.read_en if lang == "en" else self.read_ru

    @property
    def status(self) -> str:
        """One word: what people said of it, else what the aligner thinks: "aligned", "doubtful"."""
        if self.review and self.review.status != "open":
            return self.review.status
        return "doubtful" if self.confidence < DEFAULTS.doubtful else "aligned"


def units(alignment: Alignment, level: str) -> list[Unit]:
    """Everything once, in document order; moved sentences where they stand, with `see`.

    Raises
    ------
    FormatError
        The level is neither "paragraph" nor "sentence".
    """
    check_level(level)
    found = [unit for number, pair in enumerate(alignment.pairs) for unit in _units(alignment, level, number, pair)]
    return _with_references(found, alignment.moved) if alignment.moved else found


def translations(alignment: Alignment, level: str) -> list[Unit]:
    """The units for a format that knows no order: moved links instead of the sentences they join, at the end."""
    moved = _sentences(alignment.moved)
    found = [
        unit
        for unit in units(alignment, level)
        if unit.is_corrected or not all(bead.is_null for bead in unit.beads) or not _sentences(unit.beads) <= moved
    ]
    of_en, _ = holders(alignment.pairs) if alignment.moved else ({}, {})
    links = alignment.moved if level == "sentence" else _passages(alignment.moved)
    return found + [_moved(alignment, bead, of_en[bead.en.start]) for bead in links]


def written(found: Iterable[Unit]) -> Iterator[str]:
    """All texts that a format for people writes of the units, for what it must leave out of them."""
    for unit in found:
        yield from (unit.en, unit.ru, unit.read_en or "", unit.read_ru or "")
        if unit.review:
            yield from (unit.review.comment, unit.review.reviewer, *(error.note for error in unit.review.errors))


def usable(found: Iterable[Unit]) -> list[Unit]:
    """Those that are translations, and that no reviewer has rejected: for a memory or a corpus."""
    return [unit for unit in found if not unit.is_alone and unit.status != "rejected"]


def unusable(found: Sequence[Unit], format: str) -> list[str]:
    """Notes on what `usable` leaves out."""
    alone = sum(unit.is_alone for unit in found)
    rejected = sum(unit.status == "rejected" and not unit.is_alone for unit in found)
    return [
        f"{count} of {len(found)} units {one if count == 1 else more} left out{why}"
        for count, one, more, why in (
            (alone, "has no counterpart and is", "have no counterpart and are", f": {format} holds only pairs"),
            (rejected, "was rejected by a reviewer and is", "were rejected by a reviewer and are", ""),
        )
        if count
    ]


def uncorrected(alignment: Alignment, level: str) -> list[str]:
    """A note for tables of beads, which have no place for the corrections of whole pairs."""
    count = sum(corrected(pair) != pair for pair in alignment.pairs) if level == "sentence" else 0
    return [f"{count} corrected pairs stand as they were read; level paragraph has the corrections"] if count else []


def unsaid(alignment: Alignment) -> list[str]:
    """A note for formats that hold only the texts, if there is more."""
    found = sum(len(pair.findings) for pair in alignment.pairs)
    said = sum(len(pair.review.errors) + bool(pair.review.comment) for pair in alignment.pairs if pair.review)
    return [f"{found} findings and {said} remarks of reviewers are left out"] if found or said else []


def set_aside(alignment: Alignment) -> list[str]:
    """A note, if findings are left out because a reviewer has set them aside."""
    count = sum(len(pair.findings) - len(_standing(corrected(pair))) for pair in alignment.pairs if pair.review)
    return [f"{count} findings that a reviewer has set aside are left out"] if count else []


def _units(alignment: Alignment, level: str, number: int, pair: Pair) -> Iterator[Unit]:
    """One of the pair, or one of each bead."""
    final = corrected(pair)
    whole = Unit(
        label=f"{number + 1}",
        en=final.en,
        ru=final.ru,
        beads=pair.beads,
        confidence=pair.confidence,
        findings=tuple(_standing(final)),
        review=pair.review,
        read_en=None if final.en == pair.en else pair.en,
        read_ru=None if final.ru == pair.ru else pair.ru,
        heading=_is_heading(alignment, pair),
    )
    if level == "paragraph" or whole.is_corrected:
        yield whole
    else:
        yield from _parts(alignment, pair, whole)


def _parts(alignment: Alignment, pair: Pair, whole: Unit) -> Iterator[Unit]:
    """A unit for each bead; a finding goes to the first one that it marks, or to the first."""
    places_en = dict(sentence_spans(alignment.en, pair))
    places_ru = dict(sentence_spans(alignment.ru, pair))
    spans = [(_span(places_en, bead.en), _span(places_ru, bead.ru)) for bead in pair.beads]
    findings = defaultdict[int, list[Finding]](list)
    for finding in whole.findings:
        marked = (n for n, (en, ru) in enumerate(spans) if _within(finding.en, en) or _within(finding.ru, ru))
        findings[next(marked, 0)].append(finding)
    for number, (bead, (en, ru)) in enumerate(zip(pair.beads, spans, strict=True)):
        yield replace(
            whole,
            label=whole.label if len(spans) == 1 else f"{whole.label}.{number + 1}",
            en=pair.en[slice(*en)],
            ru=pair.ru[slice(*ru)],
            beads=(bead,),
            confidence=bead.confidence,
            findings=tuple(replace(f, en=_within(f.en, en), ru=_within(f.ru, ru)) for f in findings[number]),
        )


def _span(places: Mapping[int, Span], sentences: range) -> Span:
    """Where they stand in the text of the pair, from the first one to the last."""
    return (places[sentences[0]][0], places[sentences[-1]][1]) if sentences else (0, 0)


def _within(spans: Iterable[Span], place: Span) -> tuple[Span, ...]:
    """What lies in a place of the text, counted from its beginning."""
    begin, end = place
    return tuple((max(a, begin) - begin, min(b, end) - begin) for a, b in spans if a < end and begin < b)


def _standing(pair: Pair) -> list[Finding]:
    """The findings of a pair, as corrected, that nobody has set aside; with the reason for which one was confirmed."""
    decisions = {decision.finding: decision for decision in pair.review.decisions} if pair.review else {}
    if not decisions:
        return [*pair.findings]
    standing = []
    for finding in pair.findings:
        decision = decisions.get(finding_id(finding, pair))
        if decision is None:
            standing.append(finding)
        elif decision.verdict == "confirmed":
            reason = f": {decision.reason}" if decision.reason else ""
            standing.append(replace(finding, message=f"{finding.message} (confirmed{reason})"))
    return standing


def _is_heading(alignment: Alignment, pair: Pair) -> bool:
    sides = ((alignment.en, pair.en_paragraphs), (alignment.ru, pair.ru_paragraphs))
    kinds = {document.paragraphs[number].kind for document, numbers in sides for number in numbers}
    return kinds == {"heading"} and len(pair.en_paragraphs) <= 1 and len(pair.ru_paragraphs) <= 1


def _with_references(found: Sequence[Unit], moved: Iterable[Bead]) -> list[Unit]:
    """Each unit with the labels of those that hold the other side of its moved sentences."""
    holder = {sentence: number for number, unit in enumerate(found) for sentence in _sentences(unit.beads)}
    see = defaultdict[int, set[int]](set)
    for bead in moved:
        here, there = ({holder[lang, n] for n in numbers} for lang, numbers in (("en", bead.en), ("ru", bead.ru)))
        for number in here:
            see[number] |= there
        for number in there:
            see[number] |= here
    return [replace(unit, see=tuple(found[n].label for n in sorted(see[number]))) for number, unit in enumerate(found)]


def _moved(alignment: Alignment, bead: Bead, pair: int) -> Unit:
    sides = ((alignment.en, bead.en), (alignment.ru, bead.ru))
    en, ru = (d.text[d.sentences[n[0]].start : d.sentences[n[-1]].end] for d, n in sides)
    return Unit(label=f"{pair + 1}", en=en, ru=ru, beads=(bead,), confidence=bead.confidence)


def _sentences(beads: Iterable[Bead]) -> set[tuple[str, int]]:
    return {("en", i) for bead in beads for i in bead.en} | {("ru", j) for bead in beads for j in bead.ru}


def _passages(moved: Iterable[Bead]) -> list[Bead]:
    """Moved links that follow one another on both sides, as one."""
    found: list[Bead] = []
    for bead in moved:
        last = found[-1] if found else None
        if last and (last.en.stop, last.ru.stop) == (bead.en.start, bead.ru.start):
            en, ru = range(last.en.start, bead.en.stop), range(last.ru.start, bead.ru.stop)
            found[-1] = Bead(en, ru, last.score + bead.score, confidence((last, bead)), moved=True)
        else:
            found.append(bead)
    return found
