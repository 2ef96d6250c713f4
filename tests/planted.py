"""Documents of vectors with a known alignment: what is linked is near, all else is noise."""

import numpy as np

from aligner.evidence import Side, side, span_sums

Gold = list[tuple[range, range]]


def planted(sizes, *, seed: int, d: int = 32, noise: float = 0.7) -> tuple[Side, Side, Gold]:
    """Two sides whose beads have these sizes (en, ru), in this order; a null has a size of 0.

    Each bead has a meaning of its own, a random unit vector; its sentences are that meaning plus a part of their own,
    and each carries `noise` times as much of something else.
    """
    rng = np.random.default_rng(seed)
    gold: Gold = []
    sums: tuple[list[np.ndarray], list[np.ndarray]] = ([], [])
    for a, b in sizes:
        gold.append((range(len(sums[0]), len(sums[0]) + a), range(len(sums[1]), len(sums[1]) + b)))
        parts = [random_unit(rng, d) for _ in range(max(a, b))]  # merged sentences are the sum of several parts
        for own, count in zip(sums, (a, b), strict=True):
            for part in np.array_split(np.array(parts), count) if count else []:
                own.append(part.sum(0) + noise * random_unit(rng, d))
    made = []
    for lang, own in zip(("en", "ru"), sums, strict=True):
        texts = ["x" * int(60 * np.linalg.norm(vector) ** 2) + "." for vector in own]
        array = np.array(own, np.float32).reshape(-1, d)
        made.append(side(texts, [i // 5 for i in range(len(texts))], lang, span_sums(array)))
    return made[0], made[1], gold


def random_unit(rng: np.random.Generator, d: int) -> np.ndarray:
    vector = rng.normal(size=d)
    return vector / np.linalg.norm(vector)


def mixed(n: int, *, seed: int, nulls: float = 0.1, merges: float = 0.1) -> list[tuple[int, int]]:
    """Sizes of `n` beads, most of them 1-1, nulls and merges scattered among them."""
    rng = np.random.default_rng(seed)
    kinds = [(1, 1), (1, 0), (0, 1), (1, 2), (2, 1)]
    shares = [1 - nulls - merges, nulls / 2, nulls / 2, merges / 2, merges / 2]
    return [kinds[k] for k in rng.choice(len(kinds), n, p=shares)]
