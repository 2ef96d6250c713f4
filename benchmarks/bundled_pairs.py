"""Mix the training pairs of the bundled encoder: sources capped or repeated, calibration pairs kept out.

usage: bundled_pairs.py TRAIN_DIR OWN_DIR OUT.tsv

TRAIN_DIR holds the public collections (`*.tsv.gz`), OWN_DIR the pairs written for this project (`*.tsv`), of which
every other block of twenty lines is kept out of training: the aligner is calibrated on those, and on the last lines
of some public sources (law, literature, popular science), kept out as well.

Lines that stand several times are meant to: train with `aligner train OUT.tsv -o MODEL_DIR --keep-duplicates`.
"""

import gzip
import random
import sys
from pathlib import Path

#: At most so many pairs of a source: repetitive, archaic, technical or of one tone.
CAPS = {
    "bible_kjv_synodal": 12_000, "bible_web_synodal": 20_000, "debian_security": 8_000, "docs_php": 20_000,
    "docs_freebsd": 25_000, "business_dynamics365bc_auto": 20_000, "game_bg_mods": 40_000,
    "game_andors_trail": 20_000, "po_tarantool": 9_000,
}  # fmt: skip
#: Passes over a source in each epoch.
REPEATS = {
    "wmt_newstest_2012_2020": 2, "tatoeba_opus_test": 2, "official_un_sdg": 2, "official_bods": 2,
    "tico19_dev": 2, "wiki_mt_geneval": 2, "encyc_flores_dev_sib200": 2, "mlqe_pe_ruen": 2,
    "names_unterm_countries": 2, "own": 3,
}  # fmt: skip
#: So many of the last lines of a source are kept out: whole texts for the calibration of the aligner.
HELD_OUT = {
    "legal_mozilla": 660, "literature_chekhov_auto": 1200, "literature_classics3_auto": 600,
    "popsci_parcorp_popsci_auto": 330, "official_opendatahandbook_auto": 366, "subtitles_morevna": 651,
}  # fmt: skip
BLOCK = 20


def own_pairs(folder: Path, *, calibration: bool) -> list[str]:
    """Every other block of lines of the project's own pairs: the even ones calibrate, the odd ones train."""
    lines = [line for path in sorted(folder.glob("*.tsv")) for line in path.read_text(encoding="utf-8").splitlines()]
    return [line for i, line in enumerate(lines) if (i // BLOCK % 2 == 0) == calibration]


def source_lines(path: Path) -> list[str]:
    """Lines of a public source of which both columns are filled."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        lines = [line.rstrip("\n") for line in file]
    return [line for line in lines if all(part.strip() for part in [*line.split("\t"), ""][:2])]


def main() -> None:
    train, own, out = map(Path, sys.argv[1:])
    rng = random.Random(0)
    mixed: list[str] = []
    for path in sorted(train.glob("*.tsv.gz")):
        name = path.name.removesuffix(".tsv.gz")
        lines = source_lines(path)
        lines = lines[: len(lines) - HELD_OUT.get(name, 0)]
        rng.shuffle(lines)
        mixed += lines[: CAPS.get(name)] * REPEATS.get(name, 1)
    mixed += own_pairs(own, calibration=False) * REPEATS["own"]
    out.write_text("\n".join(mixed) + "\n", encoding="utf-8")
    print(f"{len(mixed):,} pairs", file=sys.stderr)


if __name__ == "__main__":
    main()
