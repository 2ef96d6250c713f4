"""What the checks find in pairs written by hand: 800 with one slip each, 530 that are correct, many of them traps.

usage: by_hand.py [-v]   (-v shows what was missed, and false alarms, of the pairs that were read)

The pairs of `by_hand.tsv` were written for this purpose, without knowledge of the checks, in six parts (a to f).
Those of a and c were read when the checks were mended, and those of b, d, e and f with an odd number.
A slip is found by a finding of its kind, or of one that stands for the same cause: a wrong date may be a number.
"""

import csv
import sys
from collections import Counter
from pathlib import Path

from aligner.check import check_pair

SAME = (
    {"date", "number", "money", "contrast"},
    {"name", "country", "acronym"},
    {"punctuation", "typography"},
    {"negation", "contrast"},
)

Row = dict[str, str]


def was_read(row: Row) -> bool:
    part, number = row["id"][0], int(row["id"][1:])
    return part in "ac" or (part in "bdef" and number % 2 == 1)


def checks_of(kind: str) -> set[str]:
    return {kind}.union(*(checks for checks in SAME if kind in checks))


def measure(rows: list[Row], *, verbose: bool) -> None:
    pairs, found, warned = Counter[str](), Counter[str](), Counter[str]()
    for row in rows:
        kind, findings = row["kind"], check_pair(row["en"], row["ru"])
        wanted = [one for one in findings if kind == "ok" or one.check in checks_of(kind)]
        sure = any(one.severity != "info" for one in wanted)
        pairs[kind] += 1
        found[kind] += bool(wanted)
        warned[kind] += sure
        if verbose and sure == (kind == "ok"):
            print(
                row["id"], kind, row["en"], row["ru"], [f"{one.check}: {one.message}" for one in findings], sep="\n  "
            )
    for kind in sorted(pairs, key=lambda kind: (kind == "ok", kind)):
        print(f"  {kind:13} {pairs[kind]:4}   {found[kind] / pairs[kind]:.2f}   {warned[kind] / pairs[kind]:.2f}")


def main() -> None:
    with (Path(__file__).parent / "by_hand.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    for title, wanted in (("read", True), ("not read", False)):
        print(f"pairs that were {title}: kind, pairs, share with a finding, with an error or a warning")
        measure([row for row in rows if was_read(row) == wanted], verbose="-v" in sys.argv and wanted)


if __name__ == "__main__":
    main()
