"""What adapting an encoder to a translator's memory gains in its domain, and what it costs elsewhere.

usage: adapt_domain.py [--choose] BASE EVAL_DIR MEMORY.tsv.gz… [setting=value…]

Each memory is adapted to by itself: on its first half, tested by retrieval in its second half, of which pairs that
share a side with the first are left out. EVAL_DIR holds the general sets. BASE is a folder of `aligner train` that has
seen none of the memories. Settings override `aligner.recipe.ADAPT`.

--choose is for choosing the defaults: it looks at the first halves alone (three quarters of them to adapt, the last
quarter to test), and at general sets other than the reported ones.
"""

import gzip
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from aligner.encoder import load_encoder
from aligner.recipe import ADAPT, TrainSettings
from aligner.static import StaticEncoder
from aligner.train import retrieval_accuracy, train

GENERAL = ("laser_tatoeba", "ntrex")
GENERAL_CHOOSING = ("flores_devtest", "ud_pud")
Segments = list[tuple[str, str]]


def read(path: Path) -> Segments:
    """Distinct pairs with two filled sides, in order."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as file:
        rows = (line.rstrip("\n").split("\t") for line in file)
        pairs = ((row[0], row[1]) for row in rows if len(row) > 1)
        return list(dict.fromkeys((en, ru) for en, ru in pairs if en.strip() and ru.strip()))


def divide(pairs: Segments, share: float) -> tuple[Segments, Segments]:
    """The first `share` of the pairs, and those of the rest that have neither side in common with them."""
    cut = round(len(pairs) * share)
    seen = {text for pair in pairs[:cut] for text in pair}
    rest = [pair for pair in pairs[cut:] if not seen & set(pair)]
    return pairs[:cut], list({en: (en, ru) for en, ru in {ru: (en, ru) for en, ru in rest}.values()}.values())


def adapt(base: str, pairs: Segments, settings: TrainSettings) -> StaticEncoder:
    with tempfile.TemporaryDirectory() as folder:
        memory = Path(folder) / "memory.tsv"
        memory.write_text("".join(f"{en}\t{ru}\n" for en, ru in pairs), encoding="utf-8")
        train([memory], Path(folder) / "adapted", base=base, settings=settings)
        return StaticEncoder.load(Path(folder) / "adapted")


def main() -> None:
    words = [word for word in sys.argv[1:] if word != "--choose"]
    choosing = len(words) < len(sys.argv) - 1
    given = dict(word.split("=") for word in words if "=" in word)
    base, data, *memories = (word for word in words if "=" not in word)
    types = {"patience": int} | {key: type(getattr(ADAPT, key)) for key in given if key != "patience"}
    settings = replace(ADAPT, calibrate=False, **{key: types[key](value) for key, value in given.items()})
    names = GENERAL_CHOOSING if choosing else GENERAL
    general = [read(Path(data) / name / "pairs.tsv") for name in names]
    start = load_encoder(base)
    before = [retrieval_accuracy(start, pairs) for pairs in general]
    header = ["memory", "adapted on", "tested on", "before", "after"]
    header += [f"{name} {when}" for name in names for when in ("before", "after")]
    print("| " + " | ".join([*header, "s"]) + " |")
    print("|" + "---|" * (6 + 2 * len(names)))
    for path in map(Path, memories):
        pairs = read(path)
        first, second = divide(pairs, 0.5)
        if choosing:
            first, second = divide(first, 0.75)
        began = time.monotonic()
        adapted = adapt(base, first, settings)
        seconds = time.monotonic() - began
        scores = [retrieval_accuracy(start, second), retrieval_accuracy(adapted, second)]
        for was, test in zip(before, general, strict=True):
            scores += [was, retrieval_accuracy(adapted, test)]
        cells = [path.name.partition(".")[0], f"{len(first):,}", f"{len(second):,}"]
        cells += [*(f"{100 * x:.1f}" for x in scores), f"{seconds:.0f}"]
        print("| " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    main()
