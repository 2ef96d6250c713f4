"""Fits the models of `aligner.check.missing`, and measures what they find.

usage: omissions.py PAIRS…   (files `en<TAB>ru`, packed or not; folders of documents, `*/en.txt` and `*/ru.txt`)

Correct pairs are taken as they are, and once more with a clause dropped from the other side: five words or more
between commas, dashes or sentence ends, or a phrase of five to nine words that begins at a conjunction or a
preposition. A logistic model tells them apart by their likeliest candidate, which depends on the model, so it is
fitted several times. Half of the pairs fit it, the other half measure it: recall of dropped clauses and findings in
100 correct pairs, at several thresholds. The first lines are the models to put into `missing.py`, fitted to all pairs.
"""

import random
import re
import sys
from itertools import pairwise
from pathlib import Path

import numpy as np
from fitting import logistic, read_pairs, written

from aligner.check.missing import _MODELS, candidates
from aligner.check.texts import PairTexts

_BREAK = re.compile(r"[,;:—–]\s|\s[-–—]\s|[.!?]\s")
_JOINT = re.compile(r"(?<=\s)(?:and|or|which|that|for|with|from|by|и|или|который|для|с|из|по|на)\s")
Example = np.ndarray  # (candidates, features)


def without_clause(text: str, rng: random.Random) -> str | None:
    """The text without one of its clauses; None where it would keep fewer than five words."""
    cuts = [0, *(match.end() for match in _BREAK.finditer(text)), len(text)]
    return _chosen(text, list(pairwise(cuts)), rng)


def without_phrase(text: str, rng: random.Random) -> str | None:
    """The text without some words from a conjunction or preposition on."""
    cuts = sorted({m.start() for p in (_BREAK, _JOINT) for m in p.finditer(text)} | {len(text.rstrip('.!?»" '))})
    ends = [(a, b) for i, a in enumerate(cuts) for b in cuts[i + 1 : i + 5] if len(text[a:b].split()) <= 9]
    return _chosen(text, ends, rng)


def _chosen(text: str, spans: list[tuple[int, int]], rng: random.Random) -> str | None:
    kept = [text[:a] + text[b:] for a, b in spans if len(text[a:b].split()) >= 5]
    kept = [rest for rest in kept if len(rest.split()) >= 5]
    return rng.choice(kept) if kept else None


def features(en: str, ru: str, lang: str) -> Example:
    known = [(m.start, m.end) for m in PairTexts(en, ru).mentions(lang)]
    found = candidates(en, ru, lang, known=known)
    return np.array([one.features for one in found]) if found else np.zeros((0, len(_MODELS[lang])))


def examples(pairs: list[tuple[str, str]], lang: str, rng: random.Random) -> tuple[list[Example], list[Example]]:
    """Candidates of correct pairs, and of pairs with a dropped clause."""
    correct, dropped = [], []
    for en, ru in pairs:
        correct.append(features(en, ru, lang))
        drop = without_clause if rng.random() < 0.7 else without_phrase
        shorter = drop(ru if lang == "en" else en, rng)
        if shorter is not None:
            dropped.append(features(en, shorter, lang) if lang == "en" else features(shorter, ru, lang))
    return correct, dropped


def best(some: list[Example], model: np.ndarray) -> np.ndarray:
    """The likeliest candidate of each pair that has any."""
    return np.array([one[np.argmax(one @ model)] for one in some if len(one)])


def fit(correct: list[Example], dropped: list[Example], model: np.ndarray) -> np.ndarray:
    for _ in range(6):
        model = logistic(best(correct, model), best(dropped, model), model)
    return model


def main() -> None:
    pairs = [pair for path in sys.argv[1:] for pair in read_pairs(Path(path))]
    random.Random(1).shuffle(pairs)
    half = len(pairs) // 2
    first = {lang: examples(pairs[:half], lang, random.Random(2)) for lang in _MODELS}
    second = {lang: examples(pairs[half:], lang, random.Random(3)) for lang in _MODELS}
    for lang in _MODELS:
        both = [a + b for a, b in zip(first[lang], second[lang], strict=True)]
        print(f'    "{lang}": {written(fit(*both, np.array(_MODELS[lang])))},')
    for lang in _MODELS:
        model = fit(*first[lang], np.array(_MODELS[lang]))
        noise, hits = ([float((one @ model).max(initial=-99)) for one in some] for some in second[lang])
        for threshold in (0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0, 4.5):
            false, recall = 100 * np.mean(np.array(noise) >= threshold), np.mean(np.array(hits) >= threshold)
            print(f"  {lang} from {threshold}: {false:.2f} in 100 correct, recall {recall:.3f}")


if __name__ == "__main__":
    main()
