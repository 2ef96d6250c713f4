"""Moved passages: how many are found, and how many are made up.

usage: moved.py measure SET_DIR     precision, recall, false links per 1,000 sentences
       moved.py fit SET_DIR         weights of the logistic model of `aligner.moved`
       moved.py lost SET_DIR        false links where sentences are lost at random on both sides, none moved

SET_DIR holds documents with gold (`<doc>/{en.sents,ru.sents,gold.beads}`). Texts are made of one to six of them, and
long ones of forty; in half of the short ones and in all long ones, passages of 1 to 6 sentences (whole gold beads; one
in a short text, one in sixty beads of a long one) are moved on one side, over at least three beads and twice their own
length; in a third, and in all long ones, both sides have lost a few passages, each its own, so that there are runs of
sentences without counterpart; in a third, sentences like "Thank you." stand here and there, often on one side only.
Everything is drawn from a fixed seed.
"""

from __future__ import annotations

import random
import sys
import time
from dataclasses import dataclass, field
from itertools import chain, pairwise
from pathlib import Path

import numpy as np

from aligner.beads import align_sides
from aligner.calibration import calibration_for
from aligner.encoder import Encoder, load_encoder, span_vectors
from aligner.evidence import Side, side
from aligner.moved import Passage, find_moved, passages
from aligner.read import read_document
from aligner.records import Bead
from aligner.write.beads import read_beads

Texts = tuple[list[tuple[str, int]], list[tuple[str, int]]]  # sentence and paragraph of each side
Part = tuple[list[tuple[str, int]], list[tuple[str, int]]]  # of one gold bead
COPIES = 6
SHORT, LONG = 6, 40  # most documents of a short text, documents of the long one of each copy
GENERIC = [
    ("Thank you.", "Спасибо."),
    ("Thank you very much for your question.", "Большое спасибо за вопрос."),
    ("Next question, please.", "Следующий вопрос, пожалуйста."),
    ("Yes, of course.", "Да, конечно."),
    ("That is all for today.", "На сегодня это всё."),
    ("Read more on our website.", "Читайте подробнее на нашем сайте."),
    ("The parties agreed to continue their talks.", "Стороны договорились продолжить переговоры."),
    ("* * *", "* * *"),
]


@dataclass
class Made:
    """A made text: its gold links, and those among them that were moved."""

    en: Side
    ru: Side
    links: set[tuple[int, int]]
    beads: set[tuple[range, range]]
    disturbed: bool
    moved: list[tuple[range, range]] = field(default_factory=list)


def parts(place: Path, number: int) -> list[Part]:
    """The gold beads of a document, as texts."""
    sides = [read_document(place / f"{lang}.sents", lang, presegmented=True).sentences for lang in ("en", "ru")]
    marked = [[(s.text, 1000 * number + s.paragraph) for s in sentences] for sentences in sides]
    gold = read_beads(place / "gold.beads")
    return [([marked[0][i] for i in bead.en], [marked[1][j] for j in bead.ru]) for bead in gold]


def make(documents: list[list[Part]], rng: random.Random, encoder: Encoder) -> Made:
    """One text of some documents, disturbed."""
    beads = [bead for document in documents for bead in document]
    as_it_was = [*beads]
    long = len(documents) > SHORT
    if long or rng.random() < 1 / 3:
        for lost in (0, 1):
            for _ in range(rng.randint(1, max(3, len(beads) // 30))):
                at, size = rng.randrange(len(beads)), rng.randint(1, 4)
                for k in range(at, min(at + size, len(beads))):
                    beads[k] = ([], beads[k][1]) if lost == 0 else (beads[k][0], [])
    if rng.random() < 1 / 3:
        beads = _with_generic(beads, rng)
    order: list[list[int]] = [[*range(len(beads))], [*range(len(beads))]]
    moved: list[int] = []
    if long or rng.random() < 0.5:
        for _ in range(max(1, len(beads) // 60)):
            which = rng.randrange(2)
            moved += _move(order[which], beads, which, rng)
    return _assemble(beads, order, [*dict.fromkeys(moved)], beads != as_it_was, encoder)


def _with_generic(beads: list[Part], rng: random.Random) -> list[Part]:
    """Sentences that say the same again and again, some of them on one side only."""
    out = [*beads]
    for en, ru in rng.sample(GENERIC, 3):
        for _ in range(rng.randint(1, 5)):
            at = rng.randrange(len(out) + 1)
            paragraph = (out[at - 1][0] or out[at - 1][1] or [("", 0)])[0][1]
            kind = rng.choice(["both", "both", "en", "ru"])
            out.insert(at, ([(en, paragraph)] * (kind != "ru"), [(ru, paragraph)] * (kind != "en")))
    return out


def _move(order: list[int], beads: list[Part], which: int, rng: random.Random) -> list[int]:
    """Move a passage within the order of one side; its beads, none where no place was found."""
    wanted = rng.randint(1, 6)
    for _ in range(20):
        first = rng.randrange(len(order))
        stop = first
        while stop < len(order) and sum(len(beads[k][which]) for k in order[first:stop]) < wanted:
            stop += 1
        passage = order[first:stop]
        rest = order[:first] + order[stop:]
        far = max(3, 2 * len(passage))
        places = [k for k in range(len(rest) + 1) if abs(k - first) >= far]
        if places and any(beads[k][0] and beads[k][1] for k in passage):
            place = rng.choice(places)
            order[:] = rest[:place] + passage + rest[place:]
            return passage
    return []


def _assemble(beads: list[Part], order: list[list[int]], moved: list[int], disturbed: bool, encoder: Encoder) -> Made:
    runs: list[dict[int, range]] = [{}, {}]
    sides = []
    for s, lang in enumerate(("en", "ru")):
        sentences = list(chain.from_iterable(beads[k][s] for k in order[s]))
        at = 0
        for k in order[s]:
            runs[s][k] = range(at, at + len(beads[k][s]))
            at += len(beads[k][s])
        breaks = np.cumsum([0, *(a[1] != b[1] for a, b in pairwise(sentences))])
        texts = [text for text, _ in sentences]
        sides.append(side(texts, breaks[: len(texts)].tolist(), lang, span_vectors(encoder, texts)))  # type: ignore[arg-type]
    links = {(i, j) for k in range(len(beads)) for i in runs[0][k] for j in runs[1][k]}
    spans = [(runs[0][k], runs[1][k]) for k in range(len(beads))]
    moved_spans = [spans[k] for k in moved if all(spans[k])]
    return Made(sides[0], sides[1], links, {span for span in spans if all(span)}, disturbed, moved_spans)


def made_texts(folder: Path, encoder: Encoder, copies: int = COPIES) -> list[Made]:
    """Texts made of all documents of a set, `copies` times, each time differently."""
    documents = [parts(p.parent, n) for n, p in enumerate(sorted(folder.glob("*/gold.beads")))]
    made = []
    for copy in range(copies):
        rng = random.Random(copy)
        left = rng.sample(documents, len(documents))
        sizes = [LONG]
        while left:
            size = sizes.pop() if sizes else rng.randint(1, SHORT)
            made.append(make(left[:size], rng, encoder))
            left = left[size:]
    return made


def is_true(bead: Bead, made: Made) -> bool:
    """The bead holds a gold link."""
    return any((i, j) in made.links for i in bead.en for j in bead.ru)


def examples(texts: list[Made], encoder: Encoder) -> list[tuple[Passage, float]]:
    """All passages worth a look, each with the share of its beads that hold a gold link."""
    calibration = calibration_for(encoder)
    found = []
    for made in texts:
        beads = align_sides(made.en, made.ru, calibration)
        for passage in passages(made.en, made.ru, beads, calibration):
            found.append((passage, sum(is_true(bead, made) for bead in passage.beads) / len(passage.beads)))
    return found


def fit(found: list[tuple[Passage, float]]) -> None:
    """Print the weights that maximise the likelihood, with a small quadratic penalty."""
    from scipy.optimize import minimize

    x = np.array([[1.0, *passage.evidence] for passage, _ in found])
    y = np.array([share for _, share in found])

    def loss(weights: np.ndarray) -> float:
        z = x @ weights
        return float(np.mean(np.logaddexp(0, z) - y * z) + 1e-3 * (weights[1:] @ weights[1:]))

    weights = minimize(loss, np.zeros(x.shape[1])).x
    print(f"{len(found)} passages, {y.sum():.0f} true")
    print("WEIGHTS =", tuple(float(w) for w in weights.round(2)))


def measure(texts: list[Made], encoder: Encoder) -> None:
    """Print precision and recall of the moved links, and the false ones per 1,000 sentences."""
    calibration = calibration_for(encoder)
    rows = {"moved": Tally(), "not moved, passages lost or generic": Tally(), "not moved, as they are": Tally()}
    judged: list[tuple[float, bool]] = []
    ladder = search = 0.0
    for made in texts:
        began = time.perf_counter()
        beads = align_sides(made.en, made.ru, calibration)
        between = time.perf_counter()
        moved = find_moved(made.en, made.ru, beads, calibration)
        ladder, search = ladder + between - began, search + time.perf_counter() - between
        row = rows["moved" if made.moved else [*rows][1 if made.disturbed else 2]]
        true = [is_true(bead, made) for bead in moved]
        judged += [(bead.confidence, right) for bead, right in zip(moved, true, strict=True)]
        links = {(i, j) for bead in moved for i in bead.en for j in bead.ru}
        row.texts += 1
        row.sentences += made.en.size + made.ru.size
        row.links += len(moved)
        row.right += sum(true)
        row.strict += sum((bead.en, bead.ru) in made.beads for bead in moved)
        row.gold += len(made.moved)
        row.found += sum(any((i, j) in links for i in en for j in ru) for en, ru in made.moved)
    for name, row in rows.items():
        print(f"{name}: {row}")
    confidence, right = (np.array(column, float) for column in zip(*judged, strict=True))
    print(f"mean confidence {confidence.mean():.3f}, right {right.mean():.3f}")
    print(f"the ladder took {ladder:.1f} s, the search {search:.1f} s")


def lose(folder: Path, share: float, encoder: Encoder) -> None:
    """All documents as one text, of which each side has lost its share of sentences: what is linked is false."""
    rng = random.Random(1)
    beads = []
    for number, place in enumerate(sorted(folder.glob("*/gold.beads"))):
        for en, ru in parts(place.parent, number):
            x = rng.random()
            beads.append(([] if x < share else en, [] if share <= x < 2 * share else ru))
    made = _assemble(beads, [[*range(len(beads))]] * 2, [], share > 0, encoder)
    began = time.perf_counter()
    ladder = align_sides(made.en, made.ru, calibration_for(encoder))
    between = time.perf_counter()
    moved = find_moved(made.en, made.ru, ladder, calibration_for(encoder))
    print(
        f"{share:.0%} lost: {made.en.size + made.ru.size:,} sentences, {sum(bead.is_null for bead in ladder)} nulls, "
        f"{len(moved)} moved links; ladder {between - began:.1f} s, search {time.perf_counter() - between:.1f} s"
    )


@dataclass
class Tally:
    """Counts of one kind of texts."""

    texts: int = 0
    sentences: int = 0
    links: int = 0
    right: int = 0
    strict: int = 0
    gold: int = 0
    found: int = 0

    def __str__(self) -> str:
        wrong = self.links - self.right
        return (
            f"{self.texts} texts, {self.sentences:,} sentences of both sides, {self.links} moved links, "
            f"{self.right} right ({self.strict} exactly), {wrong} false = {1000 * wrong / max(1, self.sentences):.3f} "
            f"per 1,000 sentences; {self.found} of {self.gold} moved beads found"
        )


def main() -> None:
    command, folder = sys.argv[1:3]
    encoder = load_encoder()
    if command == "lost":
        for share in (0.0, 0.05, 0.15):
            lose(Path(folder), share, encoder)
        return
    texts = made_texts(Path(folder), encoder)
    if command == "fit":
        fit(examples(texts, encoder))
    else:
        measure(texts, encoder)


if __name__ == "__main__":
    main()
