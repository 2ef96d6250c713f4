"""Does the confidence hold with encoders of other kinds, calibrated as any unknown encoder is?

usage: other_encoders.py SET_DIR... [-- MODEL...]        SET_DIRs as for alignment.py, MODELs as for --model

Beside the models given: the bundled encoder squeezed into 48 dimensions by a random projection (its cosines are larger
and noisier), the same with a part of every vector in common (nothing is far from anything, as in many transformers),
and one that knows no words: counts of the three-letter groups of transliterated text (names and numbers, little else).
"""

import sys
from collections.abc import Sequence
from pathlib import Path
from zlib import crc32

import numpy as np
from documents import gold_documents
from genres import cells

from aligner.arrays import Array, unit
from aligner.beads import align_sides
from aligner.calibration import calibration_for, estimate
from aligner.encoder import Encoder, load_encoder
from aligner.scores import evaluate

LATIN = str.maketrans(
    dict(zip("абвгдежзийклмнопрстуфхцыэ", "abvgdezzijklmnoprstufhcye", strict=True))
    | {"ё": "e", "ч": "ch", "ш": "sh", "щ": "sh", "ю": "yu", "я": "ya", "ъ": "", "ь": ""}
)


class Squeezed:
    """The bundled encoder in few dimensions, with `common` in every vector."""

    def __init__(self, name: str, dimensions: int, common: float) -> None:
        self.name = name
        self._inner = load_encoder()
        rng = np.random.default_rng(0)
        width = self._inner.encode(["."]).shape[1]
        self._projection = rng.normal(size=(width, dimensions)).astype(np.float32)
        self._common = common * unit(rng.normal(size=(1, dimensions)).astype(np.float32))

    def encode(self, texts: Sequence[str]) -> Array:
        """`(n, d)` float32, rows of unit length."""
        return unit(unit(self._inner.encode(texts) @ self._projection) + self._common)


class LetterGroups:
    """How often each group of three letters occurs, the cyrillic ones spelled in Latin letters."""

    name = "three-letter groups"

    def encode(self, texts: Sequence[str]) -> Array:
        """`(n, 1024)` float32, rows of unit length."""
        out = np.zeros((len(texts), 1024), np.float32)
        for row, text in zip(out, texts, strict=True):
            spelled = f" {text.lower().translate(LATIN)} "
            for i in range(len(spelled) - 2):
                row[crc32(spelled[i : i + 3].encode()) % len(row)] += 1
        return unit(np.sqrt(out))


def main() -> None:
    arguments = sys.argv[1:]
    cut = arguments.index("--") if "--" in arguments else len(arguments)
    bundled = load_encoder()
    others: list[Encoder] = [Squeezed("squeezed", 48, 0.0), Squeezed("squeezed, with a common part", 48, 1.0)]
    others += [LetterGroups(), *map(load_encoder, arguments[cut + 1 :])]
    weights = [(bundled, calibration_for(bundled)), *((encoder, estimate(encoder)) for encoder in others)]
    print(
        "| set | encoder | strict F1 | null F1 | calibration error | with the bundled weights: strict | null | error |"
    )
    print("|---|---|---|---|---|---|---|---|", flush=True)
    for folder in map(Path, arguments[:cut]):
        for encoder, own in weights:
            documents = gold_documents(folder, encoder)
            gold = [document.gold for document in documents]
            found = [
                cells(evaluate(gold, [align_sides(document.en, document.ru, calibration) for document in documents]))
                for calibration in ([own] if encoder is bundled else [own, weights[0][1]])
            ]
            print(f"| {folder.name} | {encoder.name} | {' | '.join(found)} |", flush=True)


if __name__ == "__main__":
    main()
