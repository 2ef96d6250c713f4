"""The whole flow on one page: two texts in, an alignment out."""

from __future__ import annotations

from collections.abc import Sequence
from os import PathLike
from typing import TYPE_CHECKING

import aligner
from aligner.alignment import Alignment, Setting
from aligner.arguments import a_file, a_text, texts
from aligner.errors import InputError
from aligner.language import check_languages
from aligner.layout import flat
from aligner.pairs import pairs
from aligner.pins import Link, Pin, notation, read_pins
from aligner.records import Bead, Document, Lang, Paragraph, Sentence

if TYPE_CHECKING:
    from aligner.arrays import Array
    from aligner.encoder import Encoder
    from aligner.evidence import Side
    from aligner.likelihood import Calibration


def align(
    en: str | PathLike[str],
    ru: str | PathLike[str],
    *,
    encoder: Encoder | str | PathLike[str] | None = None,
    presegmented: bool = False,
    encoding: str | None = None,
    pins: Sequence[Pin] = (),
) -> Alignment:
    """Align the English and the Russian version of a text.

    The pairs hold a ladder of beads in the order of both texts. Passages that stand elsewhere in the other text are
    nulls there, and linked in `Alignment.moved`.

    Parameters
    ----------
    en, ru
        Paths of the two files: plain text, Markdown, HTML, DOCX, ODT, EPUB, PDF or subtitles, in any mix.
    encoder
        What compares sentences: an encoder, its name or its folder; the bundled one by default.
    presegmented
        The files hold one sentence per line and a blank line between paragraphs.
    encoding
        Character encoding of both files; detected by default.
    pins
        Links that are known already, each a pair of lists of sentence numbers: `([3, 4], [2])`, or `([5], [])` for
        a sentence without counterpart. They are kept exactly, and the rest is aligned around them.

    Raises
    ------
    InputError
        A file can't be read, the languages are not English and Russian in this order, or a pin can't be kept: its
        sentences don't follow one another, are in two pins or not there, or it crosses another pin.
    ModelError
        There is no such encoder.

    Examples
    --------
    >>> al = align("texts/en/communique-2016.txt", "texts/ru/communique-2016.txt")  # doctest: +SKIP
    >>> al.save("communique.tmx")  # doctest: +SKIP
    """
    from aligner.read import read_document

    return align_documents(
        read_document(a_file(en, "en"), "en", encoding=encoding, presegmented=presegmented),
        read_document(a_file(ru, "ru"), "ru", encoding=encoding, presegmented=presegmented),
        encoder=encoder,
        settings={"presegmented": presegmented, "encoding": encoding},
        pins=pins,
    )


def align_texts(
    *,
    en: str,
    ru: str,
    encoder: Encoder | str | PathLike[str] | None = None,
    presegmented: bool = False,
    pins: Sequence[Pin] = (),
) -> Alignment:
    """Align two texts given as strings; parameters and errors as in `align`."""
    from aligner.read import document_from_text

    return align_documents(
        document_from_text(a_text(en, "en"), "en", name="English text", presegmented=presegmented),
        document_from_text(a_text(ru, "ru"), "ru", name="Russian text", presegmented=presegmented),
        encoder=encoder,
        settings={"presegmented": presegmented},
        pins=pins,
    )


def align_documents(
    en: Document,
    ru: Document,
    *,
    encoder: Encoder | str | PathLike[str] | None = None,
    settings: dict[str, Setting] | None = None,
    pins: Sequence[Pin] = (),
) -> Alignment:
    """Align two documents that are read already; `settings` are kept with the result, and so are the pins."""
    from aligner.encoder import as_encoder

    check_languages(en, ru)
    links = read_pins(pins, len(en.sentences), len(ru.sentences))
    kept = {"pins": " ".join(notation(*link) for link in links)} if links else {}
    model = as_encoder(encoder)
    beads, moved = _beads(en, ru, model, links)
    return Alignment(
        en=en,
        ru=ru,
        pairs=tuple(pairs(en, ru, beads)),
        encoder=model.name,
        version=aligner.__version__,
        settings={**(settings or {}), **kept},
        moved=moved,
    )


def align_sentences(
    en: Sequence[str],
    ru: Sequence[str],
    encoder: Encoder | str | PathLike[str] | None = None,
    *,
    pins: Sequence[Pin] = (),
) -> list[Bead]:
    """Align two lists of sentences, taken as one paragraph each; the languages are not checked, pins as in `align`.

    Returns
    -------
    list of Bead
        Every sentence of both sides once, by its number in the list, in order: moved passages are nulls.
    """
    from aligner.encoder import as_encoder

    en, ru = texts(en, "en"), texts(ru, "ru")
    links = read_pins(pins, len(en), len(ru))
    return _beads(_one_paragraph(en, "en"), _one_paragraph(ru, "ru"), as_encoder(encoder), links)[0]


def align_vectors(
    en: Sequence[str],
    ru: Sequence[str],
    en_vectors: Array,
    ru_vectors: Array,
    *,
    paragraphs: tuple[Sequence[int], Sequence[int]] | None = None,
    calibration: Calibration | None = None,
    pins: Sequence[Pin] = (),
) -> list[Bead]:
    """Align sentences whose vectors were computed elsewhere: for research, and for encoders that aligner doesn't load.

    Parameters
    ----------
    en, ru
        The sentences, `n` and `m` of them: lengths, numbers, labels and punctuation count beside the vectors.
    en_vectors, ru_vectors
        Vectors of sentences, `(n, d)` and `(m, d)`, or of all runs of one to four of them, `(4, n, d)` and
        `(4, m, d)`, at `[size - 1, first]`; see `aligner.encoder.span_vectors`. They are scaled to unit length. With
        sentences alone, that of a run is their sum, each weighted by the root of its length.
    paragraphs
        Paragraph number of each sentence, never decreasing, for both sides; one paragraph each by default.
    calibration
        Weights fitted for vectors of this sort: `aligner.calibration.calibration_for(encoder)`, or `Calibration.load`
        of `aligner.likelihood` for a file. By default those of the bundled encoder, with which another encoder's
        confidences are not to be trusted.
    pins
        As in `align`.

    Returns
    -------
    list of Bead
        As `align_sentences` gives them.

    Raises
    ------
    InputError
        Shapes that don't fit, values that are not numbers, or a pin that can't be kept.
    """
    from aligner.beads import align_sides
    from aligner.calibration import calibration_for
    from aligner.encoder import load_encoder
    from aligner.evidence import side, spans_of

    en, ru = texts(en, "en"), texts(ru, "ru")
    links = read_pins(pins, len(en), len(ru))
    en_spans, ru_spans = spans_of(en_vectors, en, "en"), spans_of(ru_vectors, ru, "ru")
    if en_spans.shape[-1] != ru_spans.shape[-1]:
        raise InputError(f"en vectors have {en_spans.shape[-1]} dimensions, ru vectors {ru_spans.shape[-1]}")
    en_paragraphs, ru_paragraphs = paragraphs or ([0] * len(en), [0] * len(ru))
    sides = side(en, en_paragraphs, "en", en_spans), side(ru, ru_paragraphs, "ru", ru_spans)
    return align_sides(*sides, calibration or calibration_for(load_encoder()), pins=links)


def _beads(en: Document, ru: Document, encoder: Encoder, pins: Sequence[Link]) -> tuple[list[Bead], tuple[Bead, ...]]:
    """The ladder, and the moved links."""
    from aligner.beads import align_sides
    from aligner.calibration import calibration_for
    from aligner.moved import find_moved

    sides = _side(en, encoder), _side(ru, encoder)
    calibration = calibration_for(encoder)
    beads = align_sides(*sides, calibration, pins=pins)
    return beads, find_moved(*sides, beads, calibration, pins=pins)


def _side(document: Document, encoder: Encoder) -> Side:
    from aligner.encoder import span_vectors
    from aligner.evidence import side

    texts = [flat(sentence.text) for sentence in document.sentences]
    paragraphs = [sentence.paragraph for sentence in document.sentences]
    return side(texts, paragraphs, document.lang, span_vectors(encoder, texts))


def _one_paragraph(given: Sequence[str], lang: Lang) -> Document:
    """A document of given sentences, a line break apart."""
    sentences: list[Sentence] = []
    start = 0
    for text in given:
        sentences.append(Sentence(start, start + len(text), text, 0))
        start += len(text) + 1
    whole = "\n".join(given)
    paragraphs = (Paragraph(0, len(whole), range(len(sentences))),) if sentences else ()
    return Document(lang, f"{lang} sentences", whole, paragraphs, tuple(sentences))
