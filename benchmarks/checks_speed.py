"""Pairs that the checks look at in a second of CPU time.

usage: checks_speed.py [--no-links] PAIRS.tsv…   (files `en<TAB>ru`)

Twice over the pairs: first their words are new, then they have been seen. `--no-links` switches off the checks that
link the words of every pair. What is loaded once, a second in all, does not count. To compare two versions, run them
by turns: machines differ, and one machine from minute to minute.
"""

import sys
import time
from pathlib import Path

from fitting import read_pairs

from aligner.check import LINKING, check_pair
from aligner.check.rules import Rules

WARM_UP = (("On 5 May Anna did not pay 20 euros to the UN.", "5 мая Анна не заплатила ООН двадцати евро."),)


def rate(pairs: list[tuple[str, str]], rules: Rules) -> float:
    began = time.process_time()
    for en, ru in pairs:
        check_pair(en, ru, rules=rules)
    return len(pairs) / (time.process_time() - began)


def main() -> None:
    paths = [argument for argument in sys.argv[1:] if not argument.startswith("-")]
    pairs = [pair for path in paths for pair in read_pairs(Path(path))]
    rules = Rules(disable=LINKING) if "--no-links" in sys.argv else Rules()
    rate([*WARM_UP], Rules())
    length = sum(len(en) for en, _ in pairs) / len(pairs)
    print(f"{len(pairs):,} pairs of {length:.0f} English characters")
    for words in ("new", "seen"):
        print(f"  words {words}: {rate(pairs, rules):,.0f} pairs a second")


if __name__ == "__main__":
    main()
