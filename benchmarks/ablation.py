"""What each kind of evidence is worth: the weights fitted without it, and the alignment scored.

usage: ablation.py DATA_DIR SET_DIR...        DATA_DIR as for calibrate_bundled.py; SET_DIRs as for alignment.py

One exercise is made of each sequence, half of what the bundled weights are fitted on, so figures are a little lower.
"""

import dataclasses
import sys
from pathlib import Path

from calibrate_bundled import sequences
from documents import gold_documents

from aligner.beads import align_sides
from aligner.calibrate import Features, exercise_features, fit
from aligner.encoder import load_encoder
from aligner.exercises import make_exercises
from aligner.likelihood import FEATURES, NULL_FEATURES
from aligner.scores import evaluate

GROUPS: dict[str, tuple[str, ...]] = {
    "nothing": (),
    "weakest part": ("weakest part",),
    "length": ("length off", "length off squared"),
    "numbers and Latin words": ("keys shared", "keys only en", "keys only ru", "keys"),
    "list labels": ("labels match", "labels clash", "label one side", "bullet one side"),
    "question marks": ("questions match", "question one side"),
    "final punctuation": ("unfinished match", "unfinished one side", "unfinished"),
    "speech": ("speech match", "speech one side"),
    "paragraph breaks": ("breaks crossed", "break both", "break one side", "own paragraph"),
}


def without(features: Features, group: tuple[str, ...]) -> Features:
    """The same exercise, the group's values set to zero."""
    links, nulls_en, nulls_ru = features.links.copy(), features.nulls_en.copy(), features.nulls_ru.copy()
    gold_links, gold_nulls = features.gold_links.copy(), features.gold_nulls.copy()
    for f, name in enumerate(FEATURES):
        if name in group:
            links[..., f] = gold_links[f] = 0
    for f, name in enumerate(NULL_FEATURES):
        if name in group:
            nulls_en[..., f] = nulls_ru[..., f] = gold_nulls[f] = 0
    return dataclasses.replace(
        features, links=links, nulls_en=nulls_en, nulls_ru=nulls_ru, gold_links=gold_links, gold_nulls=gold_nulls
    )


def main() -> None:
    encoder = load_encoder()
    exercises = exercise_features(make_exercises(sequences(Path(sys.argv[1]))), encoder)
    sets = [(Path(folder).name, gold_documents(Path(folder), encoder)) for folder in sys.argv[2:]]
    print("| without | " + " | ".join(f"{name}: strict, lax, null F1, calibration error" for name, _ in sets) + " |")
    print("|---" * (len(sets) + 1) + "|")
    for title, group in GROUPS.items():
        calibration = fit([without(exercise, group) for exercise in exercises])
        cells = []
        for _, documents in sets:
            predicted = [align_sides(document.en, document.ru, calibration) for document in documents]
            score = evaluate([document.gold for document in documents], predicted)
            rates = (score.strict.f1, score.lax.f1, score.null.f1, score.calibration_error)
            cells.append(", ".join(f"{value:.4f}" for value in rates))
        print(f"| {title} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
