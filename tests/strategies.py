"""Hypothesis strategies and small makers that several test modules share."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from hypothesis import strategies as st

from aligner.alignment import Alignment
from aligner.pairs import pair_of, pairs
from aligner.records import Bead, Decision, Document, Lang, MqmError, Pair, Paragraph, Review, Sentence


def document(lang: Lang, paragraphs: Sequence[Sequence[str]], name: str | None = None) -> Document:
    """A document from paragraphs of sentences: sentences a space apart, paragraphs a blank line."""
    sentences: list[Sentence] = []
    spans: list[Paragraph] = []
    text = ""
    for number, paragraph in enumerate(paragraphs):
        text += "\n\n" if number else ""
        start, first = len(text), len(sentences)
        for position, sentence in enumerate(paragraph):
            text += " " if position else ""
            sentences.append(Sentence(len(text), len(text) + len(sentence), sentence, number))
            text += sentence
        spans.append(Paragraph(start, len(text), range(first, len(sentences))))
    return Document(lang, name or f"{lang}.txt", text, tuple(spans), tuple(sentences))


def beads(*sizes: str, confidence: float = 0.95) -> list[Bead]:
    """`beads("1-1", "0-1")`: monotone beads of these sizes, from the first sentences on."""
    made: list[Bead] = []
    en = ru = 0
    for size in sizes:
        n_en, n_ru = map(int, size.split("-"))
        made.append(Bead(range(en, en + n_en), range(ru, ru + n_ru), -0.5, confidence))
        en, ru = en + n_en, ru + n_ru
    return made


def alignment(en: Sequence[Sequence[str]], ru: Sequence[Sequence[str]], made: Sequence[Bead]) -> Alignment:
    """A complete alignment of two lists of paragraphs."""
    en_document, ru_document = document("en", en), document("ru", ru)
    return Alignment(
        en=en_document,
        ru=ru_document,
        pairs=tuple(pairs(en_document, ru_document, made)),
        encoder="fake",
        version="0.0",
        settings={"presegmented": True, "encoding": None},
    )


#: The first English sentence stands last in Russian.
MOVED = replace(
    alignment([["Moved."], ["Stays."]], [["Стоит."], ["Ушло."]], beads("1-0", "1-1", "0-1")),
    moved=(Bead(range(1), range(1, 2), 4.0, 0.9, moved=True),),
)

_KINDS = st.sampled_from(["1-1", "1-1", "1-0", "0-1", "2-1", "1-2", "2-2", "3-1"])
_PROBABILITY = st.floats(0.0, 1.0)
_TEXTS = st.text(min_size=1, max_size=12)
_REMARKS = st.text(max_size=6)


@st.composite
def bead_lists(draw: st.DrawFn, *, max_size: int = 12) -> list[Bead]:
    """Monotone, complete beads with any confidence."""
    made = beads(*draw(st.lists(_KINDS, min_size=1, max_size=max_size)))
    return [Bead(b.en, b.ru, draw(st.floats(-50, 5)), draw(_PROBABILITY)) for b in made]


@st.composite
def alignments(draw: st.DrawFn, *, texts: st.SearchStrategy[str] = _TEXTS) -> Alignment:
    """Alignments with any text and any paragraph breaks."""
    made = draw(bead_lists())
    sides = []
    for total in (sum(len(b.en) for b in made), sum(len(b.ru) for b in made)):
        words = [draw(texts) for _ in range(total)]
        cuts = sorted(draw(st.sets(st.integers(1, total - 1)))) if total > 1 else []
        edges = [0, *cuts, total]
        sides.append([words[a:b] for a, b in pairwise(edges)] if total else [])
    al = alignment(sides[0], sides[1], made)
    return replace(al, moved=draw(_moved_links(made))) if draw(st.booleans()) else al


@st.composite
def cut_alignments(draw: st.DrawFn) -> Alignment:
    """Alignments whose pairs were cut and joined anywhere: neighbours may share a paragraph."""
    al = draw(alignments())
    made = al.beads
    cuts = sorted(draw(st.sets(st.integers(1, len(made) - 1)))) if len(made) > 1 else []
    cut: list[Pair] = []
    for a, b in pairwise([0, *cuts, len(made)]):
        cut.append(pair_of(al.en, al.ru, made[a:b], after=cut[-1] if cut else None))
    return replace(al, pairs=tuple(cut))


@st.composite
def _moved_links(draw: st.DrawFn, made: list[Bead]) -> tuple[Bead, ...]:
    """Links between nulls, anywhere, each null in one at most."""
    en = draw(st.permutations([bead.en for bead in made if bead.kind == "1-0"]))
    ru = draw(st.permutations([bead.ru for bead in made if bead.kind == "0-1"]))
    pairs = zip(en, ru, strict=False)
    moved = [Bead(i, j, draw(st.floats(-50, 5)), draw(_PROBABILITY), moved=True) for i, j in pairs]
    return tuple(sorted(moved, key=lambda bead: bead.en.start))


def reviews(*, text: st.SearchStrategy[str] = _REMARKS) -> st.SearchStrategy[Review | None]:
    """What a reviewer may have said of a pair; nothing, too."""
    decisions = st.builds(Decision, text, st.sampled_from(["confirmed", "ignored"]), text)
    errors = st.builds(MqmError, text, st.sampled_from(["neutral", "minor", "major", "critical"]), text)
    review = st.builds(
        Review,
        status=st.sampled_from(["open", "approved", "rejected"]),
        en=st.none() | text,
        ru=st.none() | text,
        comment=text,
        errors=st.lists(errors, max_size=2).map(tuple),
        decisions=st.lists(decisions, max_size=2).map(tuple),
        reviewer=text,
        time=text,
    )
    return st.none() | review
