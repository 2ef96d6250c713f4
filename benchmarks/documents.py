"""Documents with gold that the benchmarks read: `<set>/<doc>/{en.sents,ru.sents,gold.beads}`."""

from dataclasses import dataclass
from pathlib import Path

from aligner.encoder import Encoder, span_vectors
from aligner.evidence import Side, side
from aligner.read import read_document
from aligner.records import Bead, Document
from aligner.write.beads import read_beads

REPOSITORY = Path(__file__).parent.parent


@dataclass(frozen=True)
class GoldDocument:
    """One document: both sides as evidence, and the gold beads."""

    name: str
    en: Side
    ru: Side
    gold: list[Bead]


def gold_documents(folder: Path, encoder: Encoder) -> list[GoldDocument]:
    """All documents of a set, encoded."""
    found = []
    for place in sorted(path.parent for path in folder.glob("*/gold.beads")):
        en, ru = (
            evidence(read_document(place / f"{lang}.sents", lang, presegmented=True), encoder) for lang in ("en", "ru")
        )
        found.append(GoldDocument(place.name, en, ru, list(read_beads(place / "gold.beads"))))
    return found


def evidence(document: Document, encoder: Encoder) -> Side:
    """Evidence of one document."""
    texts = [sentence.text for sentence in document.sentences]
    paragraphs = [sentence.paragraph for sentence in document.sentences]
    return side(texts, paragraphs, document.lang, span_vectors(encoder, texts))
