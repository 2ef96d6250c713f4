"""What a reader of one format hands over, and how it becomes a document."""

from dataclasses import dataclass

from aligner.errors import InputError
from aligner.records import Document, Lang, Paragraph, ParagraphKind, Sentence
from aligner.sentences import split_sentences


@dataclass(frozen=True, slots=True)
class Extract:
    """The text of a file and where its paragraphs are.

    `paragraphs` are (start, end, kind), in order, not blank, without white space at either end.
    `origins`, if given, say where each stood in the file, for a person.
    `lines`, if given, are the sentences of each paragraph as (start, end); else they are yet to be split.
    """

    text: str
    paragraphs: tuple[tuple[int, int, ParagraphKind], ...]
    notes: tuple[str, ...] = ()
    lines: tuple[tuple[tuple[int, int], ...], ...] | None = None
    origins: tuple[str, ...] = ()


def to_document(extract: Extract, lang: Lang, *, name: str) -> Document:
    """Split the paragraphs of an extract into sentences.

    Raises
    ------
    InputError
        The text is empty or blank.
    """
    if not extract.paragraphs:
        raise InputError(f"{name}: there is no text in it; give a file with text")
    paragraphs: list[Paragraph] = []
    sentences: list[Sentence] = []
    for number, (start, end, kind) in enumerate(extract.paragraphs):
        first = len(sentences)
        if extract.lines is not None:
            spans = list(extract.lines[number])
        elif kind == "heading":
            spans = [(start, end)]
        else:
            spans = [(start + a, start + b) for a, b in split_sentences(extract.text[start:end], lang)]
        sentences += [Sentence(a, b, extract.text[a:b], number) for a, b in spans]
        origin = extract.origins[number] if extract.origins else ""
        paragraphs.append(Paragraph(start, end, range(first, len(sentences)), kind, origin))
    return Document(lang, name, extract.text, tuple(paragraphs), tuple(sentences), extract.notes)
