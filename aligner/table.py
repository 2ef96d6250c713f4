"""An alignment as rows: the one table behind `to_pandas`, TSV, CSV and the terminal.

Texts are on one line each, for a cell, and in the rows of pairs corrected, where a reviewer did so; the text as it was
read is in `pairs` and in JSONL.
Numbers of pairs, paragraphs and sentences count from zero, as everywhere in the data.

Among the rows of beads, a moved link has a row of its own, after the pair of its English sentences; its sentences also
stand where they are in their texts, as nulls. Without the rows of kind "moved" the table has every sentence once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from aligner.errors import FormatError
from aligner.layout import flat
from aligner.pairs import corrected, holders, is_doubtful, moved_to
from aligner.records import Bead, Document, Review

if TYPE_CHECKING:
    import pandas as pd

    from aligner.alignment import Alignment

Cell = str | int | float | bool

LEVELS = ("paragraph", "sentence")

COLUMNS = {
    "paragraph": {
        "pair": "int64",  # from zero: `al[pair]`
        "en_paragraphs": "string",  # "[3, 4]"; "[]" where there is none
        "ru_paragraphs": "string",
        "en": "string",
        "ru": "string",
        "beads": "string",  # "1-1 ×3, 2-1"
        "confidence": "float64",
        "doubtful": "bool",
        "unpaired": "bool",
        "moved": "string",  # "[7]": the pairs that hold the other side of sentences that were moved
        "findings": "string",  # "error date: 14 November …; info typography: …"; "" where there is none
        "status": "string",  # what reviewers say: "open", "approved", "rejected"
        "comment": "string",
        "en_read": "string",  # where "en" was corrected, what was read; else ""
        "ru_read": "string",
    },
    "sentence": {
        "pair": "int64",
        "en_sentences": "string",
        "ru_sentences": "string",
        "en": "string",
        "ru": "string",
        "kind": "string",  # "2-1"; "moved"
        "score": "float64",
        "confidence": "float64",
        "doubtful": "bool",
        "moved": "string",  # as above
    },
}


def check_level(level: str, valid: Sequence[str] = LEVELS) -> None:
    """Raise FormatError unless the level is one of the valid ones."""
    if level not in valid:
        raise FormatError(f"no level {level!r} here; choose {' or '.join(valid)}")


def rows(alignment: Alignment, level: str) -> Iterator[tuple[Cell, ...]]:
    """The cells of each row, in the order of `COLUMNS[level]`.

    Raises
    ------
    FormatError
        The level is neither "paragraph" nor "sentence".
    """
    check_level(level)
    return _pair_rows(alignment) if level == "paragraph" else _bead_rows(alignment)


def to_pandas(alignment: Alignment, level: str = "paragraph") -> pd.DataFrame:
    """The table as a data frame, its columns typed even when it is empty."""
    import pandas as pd

    check_level(level)
    columns = COLUMNS[level]
    return pd.DataFrame([*rows(alignment, level)], columns=[*columns]).astype(columns)


def kinds(beads: Sequence[Bead]) -> str:
    """The kinds of some beads, the commonest first: "1-1 ×3, 2-1"."""
    counted = sorted(Counter(bead.kind for bead in beads).items(), key=lambda item: (-item[1], item[0]))
    return ", ".join(f"{kind} ×{n}" if n > 1 else kind for kind, n in counted)


def span_text(document: Document, sentences: range) -> str:
    """The sentences on one line; "" for none."""
    if not sentences:
        return ""
    return flat(document.text[document.sentences[sentences[0]].start : document.sentences[sentences[-1]].end])


def _pair_rows(alignment: Alignment) -> Iterator[tuple[Cell, ...]]:
    for number, (pair, others) in enumerate(
        zip(alignment.pairs, moved_to(alignment.pairs, alignment.moved), strict=True)
    ):
        final = corrected(pair)
        review = pair.review or Review()
        yield (
            number,
            str([*pair.en_paragraphs]),
            str([*pair.ru_paragraphs]),
            flat(final.en),
            flat(final.ru),
            kinds(pair.beads),
            pair.confidence,
            is_doubtful(pair),
            pair.is_unpaired,
            str(others),
            "; ".join(f"{finding.severity} {finding.check}: {finding.message}" for finding in pair.findings),
            review.status,
            flat(review.comment),
            flat(pair.en) if final.en != pair.en else "",
            flat(pair.ru) if final.ru != pair.ru else "",
        )


def _bead_rows(alignment: Alignment) -> Iterator[tuple[Cell, ...]]:
    of_en, of_ru = holders(alignment.pairs) if alignment.moved else ({}, {})
    by_pair: dict[int, list[Bead]] = {}
    others: dict[tuple[str, int], list[int]] = {}
    for bead in alignment.moved:
        by_pair.setdefault(of_en[bead.en.start], []).append(bead)
        there, here = sorted({of_ru[j] for j in bead.ru}), sorted({of_en[i] for i in bead.en})
        others |= {("en", i): there for i in bead.en} | {("ru", j): here for j in bead.ru}
    for number, pair in enumerate(alignment.pairs):
        for bead in (*pair.beads, *by_pair.get(number, ())):
            yield (
                number,
                str([*bead.en]),
                str([*bead.ru]),
                span_text(alignment.en, bead.en),
                span_text(alignment.ru, bead.ru),
                bead.kind,
                bead.score,
                bead.confidence,
                is_doubtful(bead),
                str(others.get(("en", bead.en.start) if bead.en else ("ru", bead.ru.start), [])),
            )
