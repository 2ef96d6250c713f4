"""Which scales of contraries speak where the translation is right: `aligner/check/tables/antonyms.tsv`.

usage: contrasts.py PAIRS…   (files `en<TAB>ru`, packed or not; correct pairs)

For each scale: findings, sentences that have a word of it, the share, and the words that were opposed most often.
Translators make slips too; but a scale that speaks in more than one of a hundred sentences with a word of it wants
another word in its lines ("~" before one that only answers), or has to go.
"""

import sys
from collections import Counter, defaultdict
from pathlib import Path

from fitting import read_pairs

from aligner.check.antonyms import contraries, scales


def main() -> None:
    pairs = [pair for path in sys.argv[1:] for pair in read_pairs(Path(path))]
    met, opposed = Counter[str](), defaultdict[str, Counter[str]](Counter)
    for en, ru in pairs:
        met.update(scales(en, "en"))
        for scale, (start, end), (begin, stop) in contraries(en, ru):
            opposed[scale][f"{en[start:end]} / {ru[begin:stop]}".lower()] += 1
    print(f"{sum(words.total() for words in opposed.values())} findings in {len(pairs)} pairs")
    for scale, words in sorted(opposed.items(), key=lambda item: -item[1].total()):
        most = ", ".join(pair for pair, _ in words.most_common(3))
        print(f"{scale:20} {words.total():4} of {met[scale]:6}  {words.total() / met[scale]:7.2%}   {most}")


if __name__ == "__main__":
    main()
