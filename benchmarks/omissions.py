"""Fits the models of `aligner.check.omissions`, and measures what they find.

usage: omissions.py PAIRS.tsv…

Correct pairs are taken as they are, and once more with a clause of five words or more (between commas, dashes or
sentence ends) dropped from the other side. A logistic model tells them apart; half of the pairs fit it, the other half
measure it: recall of dropped clauses and findings in 100 correct pairs, at several thresholds.
"""

import random
import re
import sys
from itertools import pairwise
from pathlib import Path

import numpy as np
from checks import file_pairs
from scipy.optimize import minimize

from aligner.check.omissions import find_run

_BREAK = re.compile(r"[,;:—–]\s|\s[-–—]\s|[.!?]\s")
Features = tuple[float, ...]


def without_clause(text: str, rng: random.Random) -> str | None:
    """The text without one of its clauses; None where it would keep fewer than five words."""
    cuts = [0, *(match.end() for match in _BREAK.finditer(text)), len(text)]
    candidates = [
        text[:a] + text[b:]
        for a, b in pairwise(cuts)
        if len(text[a:b].split()) >= 5 and len((text[:a] + text[b:]).split()) >= 5
    ]
    return rng.choice(candidates) if candidates else None


def examples(
    pairs: list[tuple[str, str]], lang: str, rng: random.Random
) -> tuple[list[Features], list[Features | None]]:
    """Features of correct pairs that have a run, and of pairs with a dropped clause (None: no run was found)."""
    correct, dropped = [], []
    for en, ru in pairs:
        run = find_run(en, ru, lang)
        if run:
            correct.append(run.features)
        shorter = without_clause(ru if lang == "en" else en, rng)
        if shorter is not None:
            run = find_run(en, shorter, lang) if lang == "en" else find_run(shorter, ru, lang)
            dropped.append(run.features if run else None)
    return correct, dropped


def fit(correct: list[Features], dropped: list[Features | None]) -> np.ndarray:
    found = [features for features in dropped if features]
    x = np.array([*correct, *found])
    y = np.array([0] * len(correct) + [1] * len(found))

    def loss(w: np.ndarray) -> float:
        return float((np.logaddexp(0, x @ w) - y * (x @ w)).sum() + 0.01 * (w**2).sum())

    return minimize(loss, np.zeros(x.shape[1])).x


def main() -> None:
    pairs = [pair for path in sys.argv[1:] for pair in file_pairs(Path(path))]
    random.Random(1).shuffle(pairs)
    half = len(pairs) // 2
    for lang in ("en", "ru"):
        weights = fit(*examples(pairs[:half], lang, random.Random(2)))
        correct, dropped = examples(pairs[half:], lang, random.Random(3))
        print(f"{lang}: {', '.join(f'{weight:.2f}' for weight in weights)}")
        noise = np.array(correct) @ weights
        scores = np.array([features @ weights if features else -np.inf for features in dropped])
        for threshold in (2.0, 2.4, 2.6, 3.0, 3.5, 4.0):
            false = 100 * np.count_nonzero(noise >= threshold) / (len(pairs) - half)
            print(f"  from {threshold}: {false:.2f} in 100 correct pairs, recall {(scores >= threshold).mean():.3f}")


if __name__ == "__main__":
    main()
