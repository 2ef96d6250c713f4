"""Fit the aligner's weights for the bundled encoder on a mixture of texts it was not trained on.

usage: calibrate_bundled.py EVAL_DIR

Sentences of our own (`aligner/models/calibration.tsv`: official statements, news, law, prose, conversation) and the
public sets `wmt22_enru_docs`, `debian_docs`, `ud_pud`, `flores_devtest` of EVAL_DIR. The sets that alignment is
reported on (`ntrex_docs`, `wmt22_ruen_docs`) are not among them.
"""

import sys
import time
from pathlib import Path

from aligner.calibrate import exercise_features, fit
from aligner.calibration import FILE, SEQUENCE, bundled_sequences
from aligner.encoder import BUNDLED, MODELS, load_encoder
from aligner.exercises import Segment, make_exercises

COPIES = 3
OWN_COPIES = 2  # of our own among those
LONGEST = 30


def documents(folder: Path) -> list[list[Segment]]:
    """Linked paragraphs of documents that hold `en.txt`, `ru.txt`, `gold.tsv`."""
    found = []
    for document in sorted(path.parent for path in folder.glob("*/gold.tsv")):
        en, ru = ((document / f"{lang}.txt").read_text(encoding="utf-8").split("\n\n") for lang in ("en", "ru"))
        en, ru = ([" ".join(p.split()) for p in side if p.strip()] for side in (en, ru))
        links = [line.split("\t")[:2] for line in (document / "gold.tsv").read_text(encoding="utf-8").splitlines()]
        found.append([(en[int(i)], ru[int(j)]) for i, j in links if int(i) < len(en) and int(j) < len(ru)])
    return found


def flat_pairs(path: Path) -> list[Segment]:
    """Pairs of a tab-separated file."""
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines())
    return [(row[0], row[1]) for row in rows]


def main() -> None:
    data = Path(sys.argv[1])
    public = [*documents(data / "wmt22_enru_docs"), *documents(data / "debian_docs")]
    public += [flat_pairs(data / name / "pairs.tsv") for name in ("ud_pud", "flores_devtest")]
    pieces = [text[i : i + LONGEST] for text in public for i in range(0, len(text), LONGEST)]
    sequences = [piece for piece in pieces if len(piece) >= 5] + bundled_sequences() * OWN_COPIES
    exercises = make_exercises(sequences, copies=COPIES)
    print(f"{len(exercises)} exercises of at most {max(LONGEST, SEQUENCE)} segments", file=sys.stderr)
    began = time.monotonic()
    fitted = fit(exercise_features(exercises, load_encoder()), progress=lambda line: print(line, file=sys.stderr))
    fitted.save(MODELS / BUNDLED / FILE)
    print(f"{time.monotonic() - began:.0f} s", file=sys.stderr)


if __name__ == "__main__":
    main()
