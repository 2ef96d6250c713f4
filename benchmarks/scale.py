"""Time and memory against size: a made book with a foreword, a missing chapter and scattered nulls.

usage: scale.py PAIRS.tsv[.gz] [SENTENCES...]      default 1000 5000 15000 30000 60000

The book is disturbed translation (`aligner.exercises`) of the first pairs of the file, over again if it is too short;
before it a foreword on the Russian side, in it a chapter of a twentieth that the Russian side has lost. Each size runs
in a process of its own, from presegmented sentences to beads. Beside it vecalign's time on the same vectors
(`pip install sentalign`), for sizes up to 20,000.
"""

import gzip
import random
import resource
import subprocess
import sys
import time
from pathlib import Path

from alignment import vecalign
from documents import GoldDocument

from aligner.beads import align_sides
from aligner.calibration import calibration_for
from aligner.encoder import load_encoder, span_vectors
from aligner.evidence import side
from aligner.exercises import Segment, make_exercise
from aligner.records import Bead
from aligner.scores import evaluate

SECTION = 25  # segments disturbed at a time
VECALIGN_UP_TO = 20_000


def made_book(segments: list[Segment], size: int) -> tuple[list[str], list[str], list[Bead]]:
    """About `size` sentences on each side, and the gold."""
    rng = random.Random(1)
    en: list[str] = []
    ru: list[str] = []
    gold: list[Bead] = []

    def add(ens: list[str], rus: list[str]) -> None:
        spans = range(len(en), len(en) + len(ens)), range(len(ru), len(ru) + len(rus))
        gold.append(Bead(*spans, 0.0, 1.0))
        en.extend(ens)
        ru.extend(rus)

    foreword = size // 60
    for _, text in segments[:foreword]:
        add([], [text])
    lost = range(size // 3, size // 3 + size // 20)
    body = [segments[i % len(segments)] for i in range(foreword, foreword + size)]
    for first in range(0, size, SECTION):
        section = body[first : first + SECTION]
        if first in lost:
            for text, _ in section:
                add([text], [])
            continue
        exercise = make_exercise(section, rng)
        for e, r in exercise.gold:
            add([exercise.en[i] for i in e], [exercise.ru[j] for j in r])
    return en, ru, gold


def one_size(path: Path, size: int) -> None:
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        segments = [(row[0], row[1]) for row in (line.rstrip("\n").split("\t") for line in lines)]
    en, ru, gold = made_book(segments, size)
    encoder = load_encoder()
    calibration = calibration_for(encoder)
    paragraphs = [i // 5 for i in range(max(len(en), len(ru)))]
    began = time.perf_counter()
    sides = [
        side(texts, paragraphs[: len(texts)], lang, span_vectors(encoder, texts))
        for texts, lang in ((en, "en"), (ru, "ru"))
    ]
    encoded = time.perf_counter()
    found = align_sides(sides[0], sides[1], calibration)
    done = time.perf_counter()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    score = evaluate([gold], [found])
    beside = ""
    if size <= VECALIGN_UP_TO:
        align = vecalign()
        start = time.perf_counter()
        align(GoldDocument("book", sides[0], sides[1], gold))
        beside = f"{(time.perf_counter() - start) / (done - encoded):.1f}"
    times = f"{encoded - began:.1f} | {done - encoded:.1f} | {done - began:.1f}"
    rates = f"{score.strict.f1:.3f} | {score.null.f1:.3f}"
    print(
        f"| {len(en):,} × {len(ru):,} | {times} | {memory:.2f} | {rates} | {beside} |",
        flush=True,
    )


def main() -> None:
    path, *sizes = sys.argv[1:]
    if sizes[:1] == ["--one"]:
        one_size(Path(path), int(sizes[1]))
        return
    print("| sentences | encoding, s | alignment, s | both, s | memory, GB | strict F1 | null F1 | vecalign ÷ ours |")
    print("|---|---|---|---|---|---|---|---|", flush=True)
    for size in sizes or ["1000", "5000", "15000", "30000", "60000"]:
        subprocess.run([sys.executable, __file__, path, "--one", size], check=True)


if __name__ == "__main__":
    main()
