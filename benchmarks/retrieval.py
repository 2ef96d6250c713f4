"""Retrieval accuracy, size, load time and speed of an encoder.

usage: retrieval.py EVAL_DIR [MODEL]

For each set of EVAL_DIR with flat pairs: share of sentences whose nearest sentence of the other language, by plain
cosine, is their translation; English to Russian, Russian to English, mean. Times are of one thread
(set OMP_NUM_THREADS=1), best of three; the speed includes words seen for the first time.
"""

import sys
import time
from pathlib import Path

import numpy as np

from aligner.encoder import BUNDLED, MODELS, load_encoder

SETS = {"Tatoeba": "laser_tatoeba", "NTREX": "ntrex", "FLORES devtest": "flores_devtest", "UD PUD": "ud_pud"}


def pairs(path: Path) -> tuple[list[str], list[str]]:
    rows = [line.split("\t")[:2] for line in path.read_text(encoding="utf-8").split("\n") if line]
    return [row[0] for row in rows], [row[1] for row in rows]


def main() -> None:
    data, name = Path(sys.argv[1]), (sys.argv[2:] or [None])[0]
    encoder = load_encoder(name)
    print(f"{'set':16}{'en-ru':>8}{'ru-en':>8}{'mean':>8}")
    for title, folder in SETS.items():
        en, ru = pairs(data / folder / "pairs.tsv")
        cosines = encoder.encode(en) @ encoder.encode(ru).T
        places = np.arange(len(en))
        forth, back = (cosines.argmax(1) == places).mean(), (cosines.argmax(0) == places).mean()
        print(f"{title:16}{forth:8.4f}{back:8.4f}{(forth + back) / 2:8.4f}")
    if name is not None:
        return
    from aligner.static import StaticEncoder

    folder = MODELS / BUNDLED
    en, ru = pairs(data / "ntrex" / "pairs.tsv")
    news = en + ru
    loads, speeds = [], []
    for _ in range(3):
        began = time.perf_counter()
        fresh = StaticEncoder.load(folder)
        loads.append(time.perf_counter() - began)
        began = time.perf_counter()
        fresh.encode(news)
        speeds.append(len(news) / (time.perf_counter() - began))
    size = sum(path.stat().st_size for path in folder.iterdir())
    print(f"{size / 1e6:.1f} MB, loads in {min(loads):.2f} s, {max(speeds):,.0f} sentences of news a second")


if __name__ == "__main__":
    main()
