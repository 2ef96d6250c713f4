"""Corpora: how fast, on how many workers, in how much memory.

usage: corpus.py PAIRS.tsv[.gz] [DOCUMENTS]      default 400; the memory is measured at this and at ten times as many

Documents are made of the file's pairs in order, 20 pairs each, a paragraph every four, disturbed as translations are
(`aligner.exercises`: merged, split, dropped). Every line is a run in processes of its own, from texts to the finished
corpus with all filters. Seconds are wall clock and mean something on a quiet machine alone; CPU seconds are of all
processes (of Ray's workers nothing can be said here). Memory is the largest resident set of the driver, and of the
largest of its children.
"""

import gzip
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from aligner.corpus import build_corpus
from aligner.corpus.cluster import RayEngine
from aligner.corpus.local import LocalEngine
from aligner.corpus.settings import Settings
from aligner.exercises import Segment, make_exercise

PAIRS, PARAGRAPH = 20, 4
ENGINES = {"local": LocalEngine, "ray": RayEngine}


def documents(segments: list[Segment], count: int) -> Iterator[dict[str, str]]:
    rng = random.Random(1)
    for number in range(count):
        first = number * PAIRS % (len(segments) - PAIRS)
        exercise = make_exercise(segments[first : first + PAIRS], rng)
        yield {"id": f"{number:06}", "en_text": paragraphs(exercise.en), "ru_text": paragraphs(exercise.ru)}


def paragraphs(sentences: list[str]) -> str:
    return "\n\n".join(" ".join(sentences[i : i + PARAGRAPH]) for i in range(0, len(sentences), PARAGRAPH))


def one(manifest: Path, engine: str, workers: int) -> None:
    """A run, and its numbers on standard output."""
    ends: dict[str, float] = {}

    def progress(step: str, done: int, total: int) -> None:
        ends[step] = time.perf_counter()

    with tempfile.TemporaryDirectory() as out:
        began = time.perf_counter()
        report = build_corpus(
            manifest,
            out,
            settings=Settings(split=(90, 5, 5)),
            engine=ENGINES[engine](workers=workers),
            progress=progress,
        )
        done = time.perf_counter()
    usage = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    print(
        json.dumps(
            {
                "rows": report.tally.rows["sentence"],
                "align": ends["align"] - began,
                "filter": ends["filter"] - ends["align"],
                "write": done - ends["filter"],
                "cpu": [use.ru_utime + use.ru_stime for use in usage],
                "memory": [use.ru_maxrss / 1e3 for use in usage],
            }
        )
    )


def line(manifest: Path, count: int, engine: str, workers: int) -> None:
    command = [sys.executable, __file__, "--one", str(manifest), engine, str(workers)]
    done = subprocess.run(command, stdout=subprocess.PIPE, encoding="utf-8", check=True)
    found = json.loads(done.stdout.splitlines()[-1])
    cpu = [seconds / count * 1000 for seconds in found["cpu"]]
    cells = [
        f"{engine}, {workers}",
        f"{count:,}",
        f"{count / found['align']:.1f}",
        f"{found['rows'] / found['align']:.0f}",
        *(f"{count / found[step]:.0f}" for step in ("filter", "write")),
        f"{cpu[0]:.1f}",
        f"{cpu[1]:.1f}" if engine == "local" else "",
        f"{found['memory'][0]:.0f}",
        f"{found['memory'][1]:.0f}" if engine == "local" else "",
    ]
    print(f"| {' | '.join(cells)} |", flush=True)


def main() -> None:
    path, *rest = sys.argv[1:]
    if path == "--one":
        one(Path(rest[0]), rest[1], int(rest[2]))
        return
    count = int(rest[0]) if rest else 400
    opener = gzip.open if path.endswith(".gz") else open
    with opener(path, "rt", encoding="utf-8") as lines:
        segments = [(row[0], row[1]) for row in (line.rstrip("\n").split("\t") for line in lines)]
    print(
        "| engine, workers | documents | documents/s aligned | beads/s aligned | documents/s filtered | written "
        "| driver, CPU ms a document | workers, CPU ms | driver, MB | worker, MB |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        for size, engines in ((count, ENGINES), (10 * count, ["local"])):
            manifest = Path(folder) / f"{size}.jsonl"
            with manifest.open("w", encoding="utf-8") as file:
                file.writelines(json.dumps(record) + "\n" for record in documents(segments, size))
            for engine in engines:
                for workers in (1, 2) if size == count else (2,):
                    line(manifest, size, engine, workers)


if __name__ == "__main__":
    main()
