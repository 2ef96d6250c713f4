"""Made evidence: sentences of few words with vectors of their own, and weights that need no model."""

import numpy as np

from aligner.candidates import KINDS
from aligner.evidence import Side, side, span_sums
from aligner.likelihood import FEATURES, NULL_FEATURES, Calibration

WORDS = 40
CALIBRATION = Calibration(
    {f"{a}-{b}": -2.0 * (a + b - 2) for a, b in KINDS},
    dict.fromkeys(FEATURES, 0.0) | {"cosine": 12.0, "weakest part": 2.0, "length off": -0.5},
    dict.fromkeys(NULL_FEATURES, 0.0) | {"open": 1.0, "extend": 1.5},
)


def made_side(lang, words, seed=0) -> Side:
    """Sentences whose vectors are those of their words, numbers below `WORDS`."""
    table = np.random.default_rng(seed).normal(size=(WORDS, 16)).astype(np.float32)
    sums = np.array([table[[*run]].sum(0) for run in words]).reshape(len(words), 16)
    texts = ["слово " * len(run) if lang == "ru" else "words " * len(run) for run in words]
    return side(texts, [0] * len(words), lang, span_sums(sums))
