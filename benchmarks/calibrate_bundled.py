"""Fit the aligner's weights for the bundled encoder on a mixture of texts it was not trained on.

usage: calibrate_bundled.py DATA_DIR

DATA_DIR holds `eval/` and `train/`. The mixture: sentences of our own (`aligner/models/calibration.tsv`: official
statements, news, law, prose, conversation), the public sets `wmt22_enru_docs`, `debian_docs`, `ud_pud` and
`flores_devtest` of `eval/`, and the law, literature, popular science and subtitles that `bundled_pairs.py` keeps out of
training. The sets that alignment is reported on (`ntrex_docs`, `wmt22_ruen_docs`) are not among them.

Each sequence is made into two exercises. In the second, the vectors are blurred, so that all cosines are smaller: as on
texts that are translated more freely than those of the mixture, or have more words that the encoder does not know.
Otherwise a free translation is soon taken for two sentences without counterpart.
"""

import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from bundled_pairs import HELD_OUT, source_lines

from aligner.arrays import Array
from aligner.calibrate import exercise_features, fit
from aligner.calibration import FILE, bundled_sequences
from aligner.encoder import BUNDLED, MODELS, LinearEncoder, load_encoder
from aligner.errors import ModelError
from aligner.exercises import Segment, make_exercises
from aligner.likelihood import Calibration

FEW = 5  # one exercise in so many is enough for the first steps of the fit
TOLERANCE = 1e-7  # of the loss, from one step to the next
BLUR = 0.7  # length of the noise in half of the exercises, relative to the vectors of sentences
OWN_PASSES = 2  # how often our own sentences are among the sequences
SHORTEST, LONGEST = 5, 30  # segments of a sequence


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


def sequences(data: Path) -> list[list[Segment]]:
    """Neighbouring segments of the whole mixture, at most `LONGEST` at a time."""
    texts = [*documents(data / "eval" / "wmt22_enru_docs"), *documents(data / "eval" / "debian_docs")]
    texts += [flat_pairs(data / "eval" / name / "pairs.tsv") for name in ("ud_pud", "flores_devtest")]
    for name, count in HELD_OUT.items():
        rows = [line.split("\t") for line in source_lines(data / "train" / f"{name}.tsv.gz")[-count:]]
        texts.append([(row[0], row[1]) for row in rows])
    pieces = [text[i : i + LONGEST] for text in texts for i in range(0, len(text), LONGEST)]
    return [piece for piece in pieces if len(piece) >= SHORTEST] + bundled_sequences() * OWN_PASSES


def present() -> Calibration | None:
    """The weights that are there, to start from; none if they are of other features."""
    try:
        return Calibration.load(MODELS / BUNDLED / FILE)
    except ModelError:
        return None


class Blurred:
    """An encoder with noise in the vectors of sentences."""

    def __init__(self, encoder: LinearEncoder, blur: float) -> None:
        self.name, self.encode, self._encoder, self._blur = encoder.name, encoder.encode, encoder, blur
        self._random = np.random.default_rng(0)

    def sums(self, texts: Sequence[str]) -> Array:
        """As the encoder gives them, plus noise."""
        sums = self._encoder.sums(texts)
        lengths = np.linalg.norm(sums, axis=1, keepdims=True)
        noise = self._random.standard_normal(sums.shape) / sums.shape[1] ** 0.5
        return np.asarray(sums + self._blur * lengths * noise, np.float32)


def say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def main() -> None:
    exercises = make_exercises(sequences(Path(sys.argv[1])), copies=2)
    print(f"{len(exercises)} exercises", file=sys.stderr)
    began = time.monotonic()
    encoder, half = load_encoder(), len(exercises) // 2
    assert isinstance(encoder, LinearEncoder)
    examples = exercise_features(exercises[:half], encoder)
    examples += exercise_features(exercises[half:], Blurred(encoder, BLUR))
    rough = fit(examples[::FEW], start=present(), tolerance=TOLERANCE, progress=say)
    fitted = fit(examples, start=rough, tolerance=TOLERANCE, progress=say)
    fitted.save(MODELS / BUNDLED / FILE)
    print(f"{time.monotonic() - began:.0f} s", file=sys.stderr)


if __name__ == "__main__":
    main()
