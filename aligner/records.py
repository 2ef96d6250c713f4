"""The data that flows through the toolkit: frozen records, no behaviour, nothing of ours imported but how they look.

Offsets count characters (Python string indices) into `Document.text`, the text as it was read, unaltered.
Sentence and paragraph numbers are zero-based within their document.
"""

from dataclasses import dataclass
from typing import Literal

Lang = Literal["en", "ru"]
ParagraphKind = Literal["text", "heading", "item"]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: `document.text[start:end] == text`, line breaks of the original included."""

    start: int
    end: int
    text: str
    paragraph: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph: its offsets, and the numbers of its sentences (never empty).

    `origin` says where it stood in the file, for a person: "page 3", "chapter 2", "cell B7"; "" in plain text.
    """

    start: int
    end: int
    sentences: range
    kind: ParagraphKind = "text"
    origin: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class Document:
    """One side of an alignment.

    `notes` are remarks for the user about how it was read ("windows-1251 detected").
    """

    lang: Lang
    name: str
    text: str
    paragraphs: tuple[Paragraph, ...]
    sentences: tuple[Sentence, ...]
    notes: tuple[str, ...] = ()

    def __repr__(self) -> str:
        from aligner.notebook import document_line

        return document_line(self)


@dataclass(frozen=True, slots=True)
class Bead:
    """A minimal translation unit: sentences `en` of one side linked with sentences `ru` of the other.

    One side may be empty: a null, a sentence without counterpart.
    `score` is the log-probability weight of the bead in its alignment (nats; larger is better);
    `confidence` is its posterior probability, meant to be calibrated: of the beads given 0.9, nine in ten are right.
    A `moved` bead links sentences that stand elsewhere in the other text, across the order of the rest.
    """

    en: range
    ru: range
    score: float
    confidence: float
    moved: bool = False

    @property
    def kind(self) -> str:
        """Sizes of the two sides, "1-1", "2-1", "0-1"; or "moved"."""
        return "moved" if self.moved else f"{len(self.en)}-{len(self.ru)}"

    @property
    def is_null(self) -> bool:
        """One side is empty."""
        return not self.en or not self.ru


Severity = Literal["error", "warning", "info"]
Span = tuple[int, int]


@dataclass(frozen=True, slots=True, repr=False)
class Finding:
    """Something a reviser should look at in a pair: an issue until a person confirms it.

    `check` is the name of the check ("date"), `message` one sentence for a translator ("14 November in English,
    15 ноября in Russian"), `en` and `ru` character spans into the pair's texts, `category` the MQM error type.
    """

    check: str
    severity: Severity
    message: str
    en: tuple[Span, ...]
    ru: tuple[Span, ...]
    category: str

    def __repr__(self) -> str:
        from aligner.notebook import finding_line

        return f"<Finding {finding_line(self)}>"

    def _repr_html_(self) -> str:
        from aligner.notebook import boxed, finding_html

        return boxed(finding_html(self))


ReviewStatus = Literal["open", "approved", "rejected"]
Verdict = Literal["confirmed", "ignored"]
MqmSeverity = Literal["neutral", "minor", "major", "critical"]


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person has decided about a finding, named by its id (`aligner.check.finding_id`)."""

    finding: str
    verdict: Verdict
    reason: str = ""


@dataclass(frozen=True, slots=True)
class MqmError:
    """An error of translation that a person has marked: a category of MQM ("accuracy/omission"), how severe, a note."""

    category: str
    severity: MqmSeverity
    note: str = ""


@dataclass(frozen=True, slots=True)
class Review:
    """What people have said of a pair.

    `en` and `ru` are corrected texts, None where the text stands as it is: the pair keeps the original.
    `time` is when it was last changed, ISO 8601 in UTC ("2024-05-01T12:00:00Z"), `reviewer` who did.
    """

    status: ReviewStatus = "open"
    en: str | None = None
    ru: str | None = None
    comment: str = ""
    errors: tuple[MqmError, ...] = ()
    decisions: tuple[Decision, ...] = ()
    reviewer: str = ""
    time: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class Pair:
    """A paragraph-level pair: the smallest runs of whole paragraphs that no bead crosses.

    People may cut pairs elsewhere; then a pair holds its first and its last paragraph only in part.

    `en` and `ru` are the texts as they were read (paragraphs joined by a blank line, "" where there is none),
    `en_paragraphs` and `ru_paragraphs` their numbers. `confidence` comes from the beads;
    `findings` from the checks, worst first, empty before they ran; `review` from people, None before they looked.
    The spans of the findings are in the texts as corrected (`aligner.pairs.corrected`).
    """

    en: str
    ru: str
    en_paragraphs: range
    ru_paragraphs: range
    beads: tuple[Bead, ...]
    confidence: float
    findings: tuple[Finding, ...] = ()
    review: Review | None = None

    @property
    def is_unpaired(self) -> bool:
        """The paragraphs of one side have no counterpart at all."""
        return not self.en_paragraphs or not self.ru_paragraphs

    def __repr__(self) -> str:
        from aligner.notebook import pair_line

        return pair_line(self)

    def _repr_html_(self) -> str:
        from aligner.notebook import pair_html

        return pair_html(self)
