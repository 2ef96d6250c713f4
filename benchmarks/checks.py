"""Precision and recall of the review checks; `checks_speed.py` measures their speed.

usage: checks.py GOLD_DIR [--read CHECK N] [PAIRS.tsv…]

Correct pairs, from the gold beads of this repository and from files `en<TAB>ru`, should give no finding: the first
table counts findings in 100 pairs by check and set. Then slips are seeded into the correct pairs, one kind at a time
and at most a thousand of each, and the second table says which share of them its check finds, at all and as an error
or a warning. The third one puts both together for each check: of its errors and warnings, how many are right where
one pair in twenty has such a slip. `--read` prints findings on correct pairs instead, to be judged by a person. The
pairs come from translators, who make slips too: zero is not the aim.
"""

import random
import re
import sys
from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

from fitting import read_pairs
from slips_in_names import SLIPS as IN_NAMES
from slips_in_numbers import SLIPS as IN_NUMBERS

from aligner.check import check_names, check_pair
from aligner.write.beads import read_beads

Texts = tuple[str, str]
MOST = 1000  # slips of one kind
SHARE = 1 / 20  # of the pairs that have a slip, for precision
Mutation = Callable[[str, str, random.Random], Texts | None]  # None: this pair offers no place for it


def drop_ru_negation(en: str, ru: str, rng: random.Random) -> Texts | None:
    """«не» in front of a finite verb or an infinitive goes, the only one of the pair."""
    places = [*re.finditer(r"\bне (?=\w+(?:л|ла|ло|ли|ет|ют|ут|ат|ят|ит|ть|тся|ться)\b)", ru)]
    if len(places) != 1 or not re.search(r"\bnot\b|n't\b|n’t\b|\bnever\b", en):
        return None
    return en, ru[: places[0].start()] + ru[places[0].end() :]


def drop_en_negation(en: str, ru: str, rng: random.Random) -> Texts | None:
    """ "not" behind an auxiliary goes, the only one of the pair."""
    places = [*re.finditer(r"(?<=\b(?:is|as|re|do|es|id|an|ll|ld|ve|ad)) not\b|n['’]t\b", en)]
    if len(places) != 1 or not re.search(r"\b[Нн](?:е|ет|икогда)\b", ru):
        return None
    stated = re.sub(
        r"\b([Cc]a|[Ww]o)$", lambda word: {"c": "can", "w": "will"}[word[0][0].lower()], en[: places[0].start()]
    )  # "can't", "won't"
    return stated + en[places[0].end() :], ru


def drop_clause(text: str, rng: random.Random) -> str | None:
    """One of the clauses of five words or more goes, and five words stay."""
    cuts = [0, *(match.end() for match in re.finditer(r"[,;:—–]\s|\s[-–—]\s|[.!?]\s", text)), len(text)]
    kept = [text[:a] + text[b:] for a, b in pairwise(cuts) if len(text[a:b].split()) >= 5]
    kept = [rest for rest in kept if len(rest.split()) >= 5]
    return rng.choice(kept) if kept else None


def drop_ru_clause(en: str, ru: str, rng: random.Random) -> Texts | None:
    """A clause of the Russian goes."""
    shorter = drop_clause(ru, rng)
    return None if shorter is None else (en, shorter)


def drop_en_clause(en: str, ru: str, rng: random.Random) -> Texts | None:
    """A clause of the English goes."""
    shorter = drop_clause(en, rng)
    return None if shorter is None else (shorter, ru)


def drop_question(en: str, ru: str, rng: random.Random) -> Texts | None:
    """The Russian question becomes a statement."""
    if en.count("?") != 1 or ru.count("?") != 1:
        return None
    return en, ru.replace("?", ".")


def drop_quote(en: str, ru: str, rng: random.Random) -> Texts | None:
    """A closing quotation mark goes."""
    if "»" not in ru:
        return None
    place = ru.rindex("»")
    return en, ru[:place] + ru[place + 1 :]


def double_word(en: str, ru: str, rng: random.Random) -> Texts | None:
    """A word stands twice."""
    words = [*re.finditer(r"(?<![\w-])[а-яё]{1,12}(?= )", ru)]
    if not words:
        return None
    word = rng.choice(words)
    return en, f"{ru[: word.end()]} {word[0]}{ru[word.end() :]}"


# check that should speak ("date/number": either), name of the slip, how it is made
MUTATIONS: tuple[tuple[str, str, Mutation], ...] = (
    ("omission", "Russian clause dropped", drop_ru_clause),
    ("addition", "English clause dropped", drop_en_clause),
    ("negation", "Russian не dropped", drop_ru_negation),
    ("negation", "English not dropped", drop_en_negation),
    ("punctuation", "question mark lost", drop_question),
    ("punctuation", "closing quote lost", drop_quote),
    ("typography", "word doubled", double_word),
    *IN_NAMES,
    *IN_NUMBERS,
)


def gold_pairs(folder: Path) -> list[Texts]:
    """The linked gold beads."""
    pairs: list[Texts] = []
    for document in sorted(folder.iterdir()):
        sides = [
            [line for line in (document / f"{lang}.sents").read_text(encoding="utf-8").split("\n") if line]
            for lang in ("en", "ru")
        ]
        for bead in read_beads(document / "gold.beads"):
            if not bead.is_null:
                pairs.append((" ".join(sides[0][i] for i in bead.en), " ".join(sides[1][i] for i in bead.ru)))
    return pairs


def print_noise(sets: dict[str, list[Texts]]) -> dict[str, float]:
    """Findings in 100 correct pairs; errors and warnings count, what is only worth a glance stands in brackets.

    Returns the errors and warnings of each check in a correct pair of any set.
    """
    titles = [*sets, "all"]
    counts = {title: Counter[str]() for title in titles}
    for title, pairs in sets.items():
        for en, ru in pairs:
            for finding in check_pair(en, ru):
                key = finding.check if finding.severity != "info" else f"({finding.check})"
                counts[title][key] += 1
                counts["all"][key] += 1
    sizes = {title: len(pairs) for title, pairs in sets.items()}
    sizes["all"] = sum(sizes.values())
    print("findings in 100 correct pairs; in brackets those of severity info")
    print(" ".join([f"{'check':16}", *(f"{title[:15]:>15}" for title in titles)]))
    for name in check_names():
        cells = (
            f"{100 * counts[title][name] / sizes[title]:.2f} ({100 * counts[title][f'({name})'] / sizes[title]:.2f})"
            for title in titles
        )
        print(" ".join([f"{name:16}", *(f"{cell:>15}" for cell in cells)]))
    total = {t: sum(n for k, n in counts[t].items() if not k.startswith("(")) for t in titles}
    print(" ".join([f"{'all':16}", *(f"{100 * total[title] / sizes[title]:>15.2f}" for title in titles)]))
    return {name: counts["all"][name] / sizes["all"] for name in check_names()}


def print_recall(pairs: list[Texts], noise: dict[str, float]) -> None:
    """Share of the seeded slips that their check reports where it said nothing before."""
    pairs = random.Random(1).sample(pairs, len(pairs))
    print(f"\n{'check':18} {'slip':28} {'seeded':>7} {'found':>7} {'warned':>7}")
    sums: dict[str, Counter[str]] = {}
    for check, title, mutation in MUTATIONS:
        rng, seeded, found, warned = random.Random(1), 0, 0, 0
        names = check.split("/")
        for en, ru in pairs:
            changed = mutation(en, ru, rng)
            if changed is None or any(finding.check in names for finding in check_pair(en, ru)):
                continue
            seeded += 1
            severities = {finding.severity for finding in check_pair(*changed) if finding.check in names}
            found += bool(severities)
            warned += bool(severities - {"info"})
            if seeded == MOST:
                break
        sums.setdefault(check, Counter()).update(seeded=seeded, found=found, warned=warned)
        print(f"{check:18} {title:28} {seeded:7} {found / max(seeded, 1):7.3f} {warned / max(seeded, 1):7.3f}")
    print(f"\n{'check':18} {'recall':>7} {'warned':>7} {'precision':>10}")
    for check, sum_ in sums.items():
        recall, warned = sum_["found"] / sum_["seeded"], sum_["warned"] / sum_["seeded"]
        false = sum(noise[name] for name in check.split("/"))
        precision = SHARE * warned / (SHARE * warned + (1 - SHARE) * false)
        print(f"{check:18} {recall:7.3f} {warned:7.3f} {precision:10.3f}")


def print_findings(pairs: list[Texts], check: str, n: int) -> None:
    """Findings of a check on correct pairs, for reading."""
    found = [(en, ru, f) for en, ru in pairs for f in check_pair(en, ru) if f.check == check]
    for en, ru, finding in random.Random(1).sample(found, min(n, len(found))):
        print(f"{finding.severity}: {finding.message}\n  {en}\n  {ru}\n")
    print(f"{len(found)} findings of {check} in {len(pairs)} pairs")


def main() -> None:
    arguments = sys.argv[1:]
    read = None
    if "--read" in arguments:
        place = arguments.index("--read")
        read = arguments[place + 1], int(arguments[place + 2])
        del arguments[place : place + 3]
    sets = {"gold": gold_pairs(Path(arguments[0]))}
    for path in map(Path, arguments[1:]):
        sets[path.parent.name if path.stem == "pairs" else path.stem] = read_pairs(path)
    everything = [pair for pairs in sets.values() for pair in pairs]
    if read:
        print_findings(everything, *read)
        return
    print_recall(everything, print_noise(sets))


if __name__ == "__main__":
    main()
