"""Alignment against gold: this aligner, vecalign and Gale–Church, all with the same vectors, in one run.

usage: alignment.py [--plot FILE.svg] SET_DIR...        each SET_DIR holds <doc>/{en.sents,ru.sents,gold.beads}

Needs `pip install sentalign nltk` (sentalign is vecalign's dynamic programme on PyPI). For each set: strict, lax and
null F1 with bootstrap intervals over documents, calibration error, the share of links to read by rising confidence
until 90 % of the wrong ones are met, and the CPU time without encoding, relative to ours. `--plot` draws how many of
our beads are right at which confidence (needs matplotlib).
"""

import math
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from documents import REPOSITORY, GoldDocument, gold_documents

from aligner.beads import align_sides
from aligner.calibration import calibration_for
from aligner.encoder import load_encoder
from aligner.evidence import LONGEST
from aligner.records import Bead
from aligner.scores import evaluate

Aligner = Callable[[GoldDocument], list[Bead]]


def ours() -> Aligner:
    calibration = calibration_for(load_encoder())
    return lambda document: align_sides(document.en, document.ru, calibration)


def vecalign(largest: int = LONGEST + 1) -> Aligner:
    """With the kinds of beads that ours has: 1-1 … 4-1, 2-3, 3-2, and nulls."""
    from sentalign.dp_utils import make_alignment_types
    from sentalign.dp_utils import vecalign as run

    def align(document: GoldDocument) -> list[Bead]:
        random.seed(42)
        np.random.seed(42)  # noqa: NPY002 (its own generator)
        stack = run(
            vecs0=overlaps(document.en.vectors),
            vecs1=overlaps(document.ru.vectors),
            final_alignment_types=make_alignment_types(largest),
            del_percentile_frac=0.2,
            width_over2=math.ceil(largest / 2) + 5,
            max_size_full_dp=300,
            costs_sample_size=20_000,
            num_samps_for_norm=100,
        )
        return [bead for en, ru in stack[0]["final_alignments"] for bead in beads(list(en), list(ru))]

    return align


def overlaps(vectors: np.ndarray) -> np.ndarray:
    """Span vectors as vecalign wants them: by the last sentence of the span, spans over the start left at zero."""
    out = np.zeros_like(vectors)
    for size in range(LONGEST):
        out[size, size:] = vectors[size, : vectors.shape[1] - size]
    return out


def gale_church() -> Aligner:
    from nltk.translate.gale_church import align_blocks

    def align(document: GoldDocument) -> list[Bead]:
        en, ru = (list(map(int, side.lengths[0])) for side in (document.en, document.ru))
        links = align_blocks(en, ru)
        return linked(links, len(en), len(ru))

    return align


def linked(links: list[tuple[int, int]], n: int, m: int) -> list[Bead]:
    """Beads from sentence links: connected runs; sentences without a link are nulls."""
    groups: list[tuple[set[int], set[int]]] = []
    for i, j in links:
        if groups and (i in groups[-1][0] or j in groups[-1][1]):
            groups[-1][0].add(i)
            groups[-1][1].add(j)
        else:
            groups.append(({i}, {j}))
    found = [bead for en, ru in groups for bead in beads(sorted(en), sorted(ru))]
    used_en = {i for bead in found for i in bead.en}
    used_ru = {j for bead in found for j in bead.ru}
    found += beads([i for i in range(n) if i not in used_en], [])
    return found + beads([], [j for j in range(m) if j not in used_ru])


def beads(en: list[int], ru: list[int]) -> list[Bead]:
    """One linked bead, or a null for each sentence."""
    if en and ru:
        return [Bead(range(en[0], en[-1] + 1), range(ru[0], ru[-1] + 1), 0.0, math.nan)]
    nulls = [Bead(range(i, i + 1), range(0), 0.0, math.nan) for i in en]
    return nulls + [Bead(range(0), range(j, j + 1), 0.0, math.nan) for j in ru]


def main() -> None:
    arguments = sys.argv[1:]
    plot = Path(arguments[1]) if arguments[:1] == ["--plot"] else None
    folders = arguments[2:] if plot else arguments
    encoder = load_encoder()
    confidences = {}
    print("| set | aligner | strict F1 | lax F1 | null F1 | calibration error | to read | time |")
    print("|---|---|---|---|---|---|---|---|")
    for folder in map(Path, folders or [str(REPOSITORY / "texts" / "gold")]):
        documents = gold_documents(folder, encoder)
        base = 0.0
        for name, align in (("aligner", ours()), ("vecalign", vecalign()), ("Gale–Church", gale_church())):
            align(documents[0])
            began = time.process_time()
            predicted = [align(document) for document in documents]
            seconds = time.process_time() - began
            if not base:
                base = seconds
                confidences[folder.name] = judged(documents, predicted)
            score = evaluate([document.gold for document in documents], predicted)
            cells = [
                f"{number(rates.f1)} {interval(rates.interval)}" for rates in (score.strict, score.lax, score.null)
            ]
            cells += [number(score.calibration_error), number(score.reading_share), f"{seconds / base:.1f}"]
            print(f"| {folder.name} ({len(documents)}) | {name} | {' | '.join(cells)} |", flush=True)
    if plot:
        from plots import plot_reliability

        plot_reliability(plot, confidences)


def judged(documents: list[GoldDocument], predicted: list[list[Bead]]) -> tuple[list[float], list[bool]]:
    """Confidence of each bead, and whether gold has it."""
    given: list[float] = []
    right: list[bool] = []
    for document, found in zip(documents, predicted, strict=True):
        gold = {(*bead.en, -1, *bead.ru) for bead in document.gold}
        given += [bead.confidence for bead in found]
        right += [(*bead.en, -1, *bead.ru) in gold for bead in found]
    return given, right


def interval(bounds: tuple[float, float] | None) -> str:
    return "" if bounds is None else f"[{bounds[0]:.3f}, {bounds[1]:.3f}]"


def number(value: float | None) -> str:
    return "" if value is None or math.isnan(value) else f"{value:.3f}"


if __name__ == "__main__":
    main()
