"""Does the confidence hold on a genre that the weights were not fitted on? Does it help to adapt to the document?

usage: genres.py DATA_DIR        DATA_DIR as for calibrate_bundled.py

For each genre the weights are fitted on `FITTED` exercises of each of the others and measured on `TESTED` made of it.
Adapted: every document once more, with weights fitted to its own alignment as if it were gold, held near the others
by `PULL`: a round of EM with hard decisions.
"""

import sys
from pathlib import Path
from typing import TypeVar

from bundled_pairs import HELD_OUT, source_lines
from calibrate_bundled import LONGEST, SHORTEST, documents, flat_pairs

from aligner.beads import align_sides
from aligner.calibrate import features, fit
from aligner.calibration import bundled_sequences
from aligner.encoder import Encoder, load_encoder, span_vectors
from aligner.evidence import Side, side
from aligner.exercises import Exercise, Segment, make_exercises
from aligner.likelihood import Calibration
from aligner.records import Bead
from aligner.scores import Score, evaluate

T = TypeVar("T")
TESTED, FITTED = 24, 12  # exercises of each genre
TOLERANCE = 1e-6
PULL = 0.1  # nats per linked bead and squared unit


def genres(data: Path) -> dict[str, list[list[Segment]]]:
    """Sequences of neighbouring segments by genre."""

    def held_out(*names: str) -> list[list[Segment]]:
        texts = []
        for name in names:
            rows = [line.split("\t") for line in source_lines(data / "train" / f"{name}.tsv.gz")[-HELD_OUT[name] :]]
            texts.append([(row[0], row[1]) for row in rows])
        return texts

    texts = {
        "news": documents(data / "eval" / "wmt22_enru_docs"),
        "law": held_out("legal_mozilla"),
        "literature": held_out("literature_chekhov_auto", "literature_classics3_auto"),
        "dialogue": held_out("subtitles_morevna"),
        "official": held_out("official_opendatahandbook_auto"),
        "popular science": held_out("popsci_parcorp_popsci_auto"),
        "manuals": documents(data / "eval" / "debian_docs"),
        "encyclopedia": [flat_pairs(data / "eval" / name / "pairs.tsv") for name in ("ud_pud", "flores_devtest")],
        "our own mixture": bundled_sequences(),
    }
    return {genre: [piece for text in found for piece in pieces(text)] for genre, found in texts.items()}


def pieces(text: list[Segment]) -> list[list[Segment]]:
    cut = [text[i : i + LONGEST] for i in range(0, len(text), LONGEST)]
    return [piece for piece in cut if len(piece) >= SHORTEST]


def spread(found: list[T], count: int) -> list[T]:
    """At most so many, evenly taken from the whole."""
    return [found[k * len(found) // count] for k in range(count)] if len(found) > count else found


def sides(exercise: Exercise, encoder: Encoder) -> tuple[Side, Side]:
    """The evidence of an exercise."""
    return (
        side(exercise.en, exercise.en_paragraphs, "en", span_vectors(encoder, exercise.en)),
        side(exercise.ru, exercise.ru_paragraphs, "ru", span_vectors(encoder, exercise.ru)),
    )


def adapted(en: Side, ru: Side, beads: list[Bead], calibration: Calibration) -> list[Bead]:
    """Aligned with weights fitted to the alignment that there is."""
    if all(bead.is_null for bead in beads):
        return beads
    own = features(en, ru, [(bead.en, bead.ru) for bead in beads])
    return align_sides(en, ru, fit([own], near=calibration, weight_decay=PULL, tolerance=TOLERANCE))


def cells(score: Score) -> str:
    """Strict, null F1, calibration error."""
    return " | ".join(f"{value:.3f}" for value in (score.strict.f1, score.null.f1, score.calibration_error))


def main() -> None:
    encoder = load_encoder()
    made = {genre: make_exercises(spread(found, TESTED)) for genre, found in genres(Path(sys.argv[1])).items()}
    seen = {genre: [sides(exercise, encoder) for exercise in exercises] for genre, exercises in made.items()}
    learnt = {
        genre: [features(*pair, x.gold) for pair, x in spread([*zip(seen[genre], exercises, strict=True)], FITTED)]
        for genre, exercises in made.items()
    }
    print("| genre | documents | strict F1 | null F1 | calibration error | adapted: strict | null | error |")
    print("|---|---|---|---|---|---|---|---|", flush=True)
    for genre, exercises in made.items():
        others = [x for other, found in learnt.items() if other != genre for x in found]
        calibration = fit(others, tolerance=TOLERANCE)
        gold = [[Bead(en, ru, 0.0, 1.0) for en, ru in exercise.gold] for exercise in exercises]
        first = [align_sides(*pair, calibration) for pair in seen[genre]]
        again = [adapted(*pair, beads, calibration) for pair, beads in zip(seen[genre], first, strict=True)]
        scores = " | ".join(cells(evaluate(gold, found)) for found in (first, again))
        print(f"| {genre} | {len(exercises)} | {scores} |", flush=True)


if __name__ == "__main__":
    main()
