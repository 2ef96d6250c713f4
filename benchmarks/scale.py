"""Time and memory against size: a made book with a foreword, a missing chapter and scattered nulls.

usage: scale.py [--plot FILE.svg] PAIRS.tsv[.gz] [SENTENCES...]      default 1000 5000 15000 20000 30000 60000

The book is disturbed translation (`aligner.exercises`) of the first pairs of the file, over again if it is too short;
before it a foreword on the Russian side, in it a chapter of a twentieth that the Russian side has lost. Each size runs
in a process of its own, from presegmented sentences to beads. CPU time of: the vectors of all spans; the marks read off
the sentences; the alignment (band, scores, best path, posteriors). Beside it vecalign on the same vectors
(`pip install sentalign`), up to 20,000 sentences. `--plot` draws the times (needs matplotlib).
"""

import gzip
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from alignment import vecalign
from documents import GoldDocument

from aligner.beads import align_sides
from aligner.calibration import calibration_for
from aligner.encoder import load_encoder, span_vectors
from aligner.evidence import side
from aligner.exercises import Segment, make_exercise
from aligner.records import Bead, Lang
from aligner.scores import evaluate

T = TypeVar("T")
LANGS: tuple[Lang, Lang] = ("en", "ru")
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


def timed(work: Callable[[], T]) -> tuple[T, float]:
    """What it returns, and the CPU seconds that it took."""
    began = time.process_time()
    return work(), time.process_time() - began


def one_size(path: Path, size: int) -> None:
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        segments = [(row[0], row[1]) for row in (line.rstrip("\n").split("\t") for line in lines)]
    en, ru, gold = made_book(segments, size)
    encoder = load_encoder()
    calibration = calibration_for(encoder)
    paragraphs = [i // 5 for i in range(max(len(en), len(ru)))]
    began = time.perf_counter()
    vectors, encoding = timed(lambda: [span_vectors(encoder, texts) for texts in (en, ru)])
    sides, reading = timed(
        lambda: [
            side(texts, paragraphs[: len(texts)], lang, spans)
            for texts, lang, spans in zip((en, ru), LANGS, vectors, strict=True)
        ]
    )
    found, aligning = timed(lambda: align_sides(sides[0], sides[1], calibration))
    wall = time.perf_counter() - began
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    score = evaluate([gold], [found])
    beside = ""
    if size <= VECALIGN_UP_TO:
        align = vecalign()
        _, other = timed(lambda: align(GoldDocument("book", sides[0], sides[1], gold)))
        beside = f"{other:.2f}"
    times = f"{encoding:.2f} | {reading:.2f} | {aligning:.2f} | {beside} | {wall:.1f}"
    rates = f"{score.strict.f1:.3f} | {score.null.f1:.3f}"
    print(
        f"| {len(en):,} × {len(ru):,} | {times} | {memory:.2f} | {rates} |",
        flush=True,
    )


def main() -> None:
    arguments = sys.argv[1:]
    if arguments[0] == "--one":
        one_size(Path(arguments[1]), int(arguments[2]))
        return
    plot = Path(arguments[1]) if arguments[0] == "--plot" else None
    path, *sizes = arguments[2:] if plot else arguments
    print("| sentences | vectors | marks | alignment | vecalign | all, wall | memory, GB | strict F1 | null F1 |")
    print("|---|---|---|---|---|---|---|---|---|", flush=True)
    rows = []
    for size in sizes or ["1000", "5000", "15000", "20000", "30000", "60000"]:
        command = [sys.executable, __file__, "--one", path, size]
        row = subprocess.run(command, check=True, stdout=subprocess.PIPE, encoding="utf-8").stdout.strip()
        print(row, flush=True)
        rows.append([cell.strip() for cell in row.strip("|").split("|")])
    if plot:
        from plots import plot_times

        longest = [int(row[0].split(" ")[0].replace(",", "")) for row in rows]
        names = ("vectors", "marks", "alignment", "vecalign")
        plot_times(plot, longest, {name: [float(row[k]) for row in rows if row[k]] for k, name in enumerate(names, 1)})


if __name__ == "__main__":
    main()
