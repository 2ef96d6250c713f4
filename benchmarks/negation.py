"""Fits the model of `aligner.check.negation`, and measures what it finds.

usage: negation.py PAIRS…   (files `en<TAB>ru`, packed or not; folders of documents, `*/en.txt` and `*/ru.txt`)

Of correct pairs, the negations that nothing answers were put in another way; in pairs with one negation taken out,
those that nothing answers any more were lost. A logistic model tells the two apart. Half of the pairs fit it, the
other half measure it: recall of the negations taken out and findings in 100 correct pairs, at several thresholds.
The first lines are the model and the thresholds to put into `negation.py`, fitted to all pairs.
"""

import random
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from fitting import logistic, read_pairs, written

from aligner.check.negation import _MODEL, perhaps_lost
from aligner.check.negatives import any_asking
from aligner.check.texts import PairTexts
from aligner.records import Lang

WARNED, SAID = 0.7, 1.6  # warnings in 100 correct pairs, and findings of any severity: what the thresholds may cost
# what is left of a negation when the contrary is said
STATED = {
    "en": {
        r"(?<=\b(?:is|as|re|do|es|id|an|ll|ld|ve|ad)) not\b": "", r"(?<=[a-z])n['’]t\b": "", r"\bnever ": "",
        r"\bno (?=[a-z])": "", r"\bwithout\b": "with", r"\bnothing\b": "something", r"\bnone of\b": "some of",
    },
    "ru": {r"\bне (?=\w)": "", r"\bнет\b": "есть", r"\bникогда не ": "", r"\bбез\b": "с"},
}  # fmt: skip


def stated(text: str, lang: Lang, rng: random.Random) -> str | None:
    """The text with one of its negations taken out; None if it has none."""
    places = [(m.start(), m.end(), to) for what, to in STATED[lang].items() for m in re.finditer(what, text)]
    if not places:
        return None
    start, end, to = rng.choice(places)
    return text[:start] + to + text[end:]


@dataclass
class Examples:
    """Features of the unanswered negations, pair by pair."""

    pairs: int = 0
    correct: list[np.ndarray] = field(default_factory=list)
    dropped: list[np.ndarray] = field(default_factory=list)


def features(en: str, ru: str) -> np.ndarray:
    """`(unanswered negations, features)` of a pair."""
    denied = any_asking(en, "en") or any_asking(ru, "ru")
    units = PairTexts(en, ru).units if denied else ()
    rows = [one.features for a, b in units for one in perhaps_lost(en[slice(*a)], ru[slice(*b)])]
    return np.array(rows).reshape(-1, len(_MODEL))


def examples(pairs: list[tuple[str, str]], rng: random.Random) -> Examples:
    """Negations put in another way; and lost ones, of pairs in which all were answered."""
    found = Examples(len(pairs))
    for en, ru in pairs:
        correct = features(en, ru)
        found.correct.append(correct)
        if len(correct) or not any_asking(en, "en") or not any_asking(ru, "ru"):
            continue
        if (changed := stated(en, "en", rng)) is not None:
            found.dropped.append(features(changed, ru))
        if (changed := stated(ru, "ru", rng)) is not None:
            found.dropped.append(features(en, changed))
    return found


def fit(*some: Examples) -> np.ndarray:
    negative = np.concatenate([rows for one in some for rows in one.correct])
    positive = np.concatenate([rows for one in some for rows in one.dropped])
    return logistic(negative, positive, np.array(_MODEL))


def main() -> None:
    pairs = [pair for path in sys.argv[1:] for pair in read_pairs(Path(path))]
    random.Random(1).shuffle(pairs)
    half = len(pairs) // 2
    first, second = examples(pairs[:half], random.Random(2)), examples(pairs[half:], random.Random(3))
    model = fit(first, second)
    noise = np.sort(np.concatenate([rows @ model for some in (first, second) for rows in some.correct]))
    sure, perhaps = (noise[-round(rate / 100 * len(pairs)) :][0] for rate in (WARNED, SAID))
    print(f"_MODEL = {written(model)}\n_SURE, _PERHAPS = {sure:.2f}, {perhaps:.2f}")
    for title, model in (("fitted to the first half", fit(first)), ("as it stands in the code", np.array(_MODEL))):
        print(f"  {title}:")
        print_measured(second, model)
    unanswered = sum(map(len, second.correct))
    print(f"  {second.pairs} pairs, a negation taken out of {len(second.dropped)}, {unanswered} put in another way")


def print_measured(some: Examples, model: np.ndarray) -> None:
    noise = np.concatenate([rows @ model for rows in some.correct])
    best = np.array([(rows @ model).max(initial=-99) for rows in some.dropped])
    for threshold in (0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0):
        false = 100 * (noise >= threshold).sum() / some.pairs
        print(f"    from {threshold}: {false:.2f} in 100 correct, recall {np.mean(best >= threshold):.3f}")


if __name__ == "__main__":
    main()
