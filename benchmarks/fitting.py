"""What the scripts have in common that measure checks or fit their models: reading pairs, logistic regression."""

import gzip
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

PENALTY = 0.05  # of the squared weights


def read_pairs(path: Path) -> list[tuple[str, str]]:
    """Pairs of a file `en<TAB>ru` (also `.gz`), or of a folder of documents, `*/en.txt` and `*/ru.txt` by lines."""
    if path.is_file():
        with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8") as file:
            rows = [line.split("\t") for line in file.read().split("\n") if "\t" in line]
        return [(row[0], row[1]) for row in rows]
    pairs: list[tuple[str, str]] = []
    for document in sorted(path.iterdir()):
        sides = [
            [line for line in (document / f"{lang}.txt").read_text(encoding="utf-8").split("\n") if line.strip()]
            for lang in ("en", "ru")
        ]
        pairs += zip(*sides, strict=True)
    return pairs


def logistic(negative: np.ndarray, positive: np.ndarray, start: np.ndarray) -> np.ndarray:
    """The weights that tell rows of two kinds apart best, `(features,)`."""
    x, y = np.concatenate([negative, positive]), np.repeat([0, 1], [len(negative), len(positive)])

    def loss(w: np.ndarray) -> float:
        return float((np.logaddexp(0, x @ w) - y * (x @ w)).sum() + PENALTY * (w**2).sum())

    return minimize(loss, start).x


def written(weights: Iterable[float]) -> str:
    """Weights as they stand in the code."""
    return f"({', '.join(f'{weight:.2f}' for weight in weights)})"
