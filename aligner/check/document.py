"""The checks over a whole alignment: pair by pair, and what only the document shows.

A null bead or an unpaired paragraph is an omission or an addition. Short lines before the first linked pair of
sentences (titles are none) and behind the last one (names of departments, "Back to top", dates of printing) are
residue of a web page: they are mentioned once for the document, as info.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from aligner.check import LINKING, run_checks
from aligner.check.consistency import inconsistency
from aligner.check.findings import distinct, worst_first
from aligner.check.links import meet
from aligner.check.mentions import in_quotes, shifted, shortened
from aligner.check.terms import terminology
from aligner.check.texts import PairTexts, Texts
from aligner.pairs import corrected, is_doubtful, sentence_spans
from aligner.records import Bead, Document, Finding, Lang, Pair, Severity, Span

if TYPE_CHECKING:
    from aligner.alignment import Alignment
    from aligner.check.rules import Rules
    from aligner.check.terms import Glossary

_BLOCK = 500  # pairs whose words are looked up at once
_SHORT = 10  # words of a line that may be residue of a page
_SIDES: tuple[Lang, ...] = ("en", "ru")
_SENTENCE = re.compile(r"[.!?…][\"»”’)\]]*\s*$")


def check_alignment(alignment: Alignment, *, rules: Rules | None = None, glossary: Glossary | None = None) -> Alignment:
    """The same alignment, each of its pairs with the findings of all checks, worst first.

    Findings of an earlier run are replaced. Where a reviewer has corrected a text, the correction is checked.
    The settings say that it was checked: no findings are then good news.
    """
    residue = _residue(alignment.pairs)
    texts = [_texts(alignment, pair) for pair in alignment.pairs]
    around = [Texts(), *texts, Texts()]
    uneven = _inconsistencies(texts)
    checked = []
    for number, pair in enumerate(alignment.pairs):
        if number % _BLOCK == 0 and (rules is None or any(map(rules.runs, LINKING))):
            meet(text for view in texts[number : number + _BLOCK] for text in (view.en, view.ru))
        if number in residue:
            found = _residue_findings(alignment.pairs, residue) if number == residue[0] else []
        else:
            view = replace(texts[number], previous=around[number], next=around[number + 2])
            found = [*_of_pair(alignment, pair, view, rules, glossary), *uneven.get(number, ())]
        checked.append(_with(pair, found, rules))
    return replace(alignment, pairs=tuple(checked), settings={**alignment.settings, "checked": True})


def check_one(
    alignment: Alignment, number: int, *, rules: Rules | None = None, glossary: Glossary | None = None
) -> Pair:
    """One pair of the alignment with its findings made anew, but those that take the whole document to see."""
    pair = alignment.pairs[number]
    around = (alignment.pairs[n] if 0 <= n < len(alignment.pairs) else None for n in (number - 1, number + 1))
    before, after = (_texts(alignment, other) if other else Texts() for other in around)
    view = replace(_texts(alignment, pair), previous=before, next=after)
    return _with(pair, _of_pair(alignment, pair, view, rules, glossary), rules)


def _with(pair: Pair, found: list[Finding], rules: Rules | None) -> Pair:
    return replace(pair, findings=tuple(worst_first(rules.applied(found, corrected(pair)) if rules else found)))


def _texts(alignment: Alignment, pair: Pair) -> PairTexts:
    """What the checks see of a pair; what belongs together inside it is not known of a corrected one."""
    read = corrected(pair)
    return PairTexts(read.en, read.ru, beads=tuple(_bead_spans(alignment, pair)) if read is pair else ())


def _of_pair(
    alignment: Alignment, pair: Pair, view: PairTexts, rules: Rules | None, glossary: Glossary | None
) -> list[Finding]:
    nulls = _nulls(alignment, pair) if corrected(pair) is pair else ()
    alone = [finding for finding in nulls if rules is None or rules.runs(finding.check)]
    elsewhere = pair.is_unpaired and alone
    found = distinct([*alone, *(() if elsewhere else run_checks(view, rules=rules))])
    return [*found, *(terminology(view, glossary) if glossary else ())]


def _inconsistencies(texts: Sequence[PairTexts]) -> dict[int, list[Finding]]:
    """Sentences and terms translated in more than one way, by the number of their pair."""
    places = [(number, en[0], ru[0]) for number, view in enumerate(texts) for en, ru in view.beads]
    units = [(view.en[slice(*en)], view.ru[slice(*ru)]) for view in texts for en, ru in view.beads]
    found: dict[int, list[Finding]] = {}
    for unit, finding in inconsistency(units):
        number, en, ru = places[unit]
        moved = replace(finding, en=shifted(finding.en, en), ru=shifted(finding.ru, ru))
        found.setdefault(number, []).append(moved)
    return found


def _nulls(alignment: Alignment, pair: Pair) -> Iterator[Finding]:
    """Sentences without counterpart inside a linked pair; an unpaired paragraph that stands elsewhere as a whole."""
    for lang in _SIDES:
        alone = [(_side(bead, lang), bead) for bead in pair.beads if bead.is_null and _side(bead, lang)]
        moved = {sentence for link in alignment.moved for sentence in _side(link, lang)} if alone else set()
        if not pair.is_unpaired:
            for sentences, bead in alone:
                span = sentence_span(alignment.en if lang == "en" else alignment.ru, pair, sentences[0])
                yield _null(pair, lang, span, moved=sentences[0] in moved, doubtful=is_doubtful(bead))
        elif alone and all(moved.issuperset(sentences) for sentences, _ in alone):
            yield _null(pair, lang, (0, len(pair.en or pair.ru)), moved=True)


def _null(pair: Pair, lang: Lang, span: Span, *, moved: bool, doubtful: bool = False) -> Finding:
    """What stands in one text only, or elsewhere in the other one."""
    check, other = ("omission", "Russian") if lang == "en" else ("addition", "English")
    quoted = in_quotes(shortened((pair.en if lang == "en" else pair.ru)[slice(*span)]), lang)
    severity: Severity = "info" if moved or doubtful else "warning"
    message = f"{'Elsewhere' if moved else 'Not'} in the {other}: {quoted}."
    en, ru = ((span,), ()) if lang == "en" else ((), (span,))
    return Finding(check, severity, message, en, ru, check)


def _side(bead: Bead, lang: Lang) -> range:
    return bead.en if lang == "en" else bead.ru


def _bead_spans(alignment: Alignment, pair: Pair) -> Iterator[tuple[Span, Span]]:
    """Where the linked beads stand in the texts of the pair."""
    en, ru = (dict(sentence_spans(document, pair)) for document in (alignment.en, alignment.ru))
    for bead in pair.beads:
        if not bead.is_null:
            yield (en[bead.en[0]][0], en[bead.en[-1]][1]), (ru[bead.ru[0]][0], ru[bead.ru[-1]][1])


def sentence_span(document: Document, pair: Pair, sentence: int) -> Span:
    """Where a sentence of the document stands in its side of the pair."""
    return next(span for number, span in sentence_spans(document, pair) if number == sentence)


def _residue(pairs: Sequence[Pair]) -> list[int]:
    """Numbers of unpaired short lines before the first linked pair of sentences, titles aside, and behind the last."""
    linked = [number for number, pair in enumerate(pairs) if not pair.is_unpaired and _SENTENCE.search(pair.en)]
    if not linked:
        return []
    ends = [*range(linked[0]), *range(linked[-1] + 1, len(pairs))]
    return [number for number in ends if pairs[number].is_unpaired and _is_short_line(pairs[number])]


def _is_short_line(pair: Pair) -> bool:
    text = pair.en or pair.ru
    return len(text.split()) <= _SHORT and not _SENTENCE.search(text)


def _residue_findings(pairs: Sequence[Pair], numbers: Sequence[int]) -> list[Finding]:
    """One for all of them, at the first."""
    alone = [pairs[number] for number in numbers]
    lines = [in_quotes(shortened(pair.en or pair.ru), "en" if pair.en else "ru") for pair in alone]
    quoted, more = ", ".join(lines[:3]), ", …" if len(lines) > 3 else ""
    subject = "A short line at the edge of the text has" if len(lines) == 1 else f"{len(lines)} short lines have"
    message = f"{subject} no counterpart, perhaps navigation of a web page: {quoted}{more}."
    first = alone[0]
    en: tuple[Span, ...] = ((0, len(first.en)),) if first.en else ()
    ru: tuple[Span, ...] = ((0, len(first.ru)),) if first.ru else ()
    check = "omission" if first.en else "addition"
    return [Finding(check, "info", message, en, ru, check)]
