"""Word links against links made by hand.

usage: links.py [GOLD.txt] [-v]

The gold has three lines for each pair of sentences: English, Russian, the linked content words, a + between words that
stand for the other side together (`tests/golden/links.txt`). Precision: links between two content words that are in
the gold. Recall: gold links of which at least one pair of words is linked. -v prints what is wrong and what is missed.
"""

import sys
from pathlib import Path

from aligner.check.links import CONTENT, word_links

GOLD = Path(__file__).parent.parent / "tests" / "golden" / "links.txt"
Group = tuple[list[str], list[str]]


def main() -> None:
    arguments = [argument for argument in sys.argv[1:] if argument != "-v"]
    lines = [line for line in Path(arguments[0] if arguments else GOLD).read_text(encoding="utf-8").split("\n") if line]
    lines = [line for line in lines if not line.startswith("#")]
    right = made = found = wanted = 0
    for en, ru, gold in zip(lines[::3], lines[1::3], lines[2::3], strict=True):
        groups: list[Group] = []
        for group in gold.split(";"):
            one, other = group.strip().split("=")
            groups.append((one.split("+"), other.split("+")))
        good, wrong, missed = compared(en, ru, groups)
        right, made = right + good, made + good + len(wrong)
        found, wanted = found + len(groups) - len(missed), wanted + len(groups)
        if "-v" in sys.argv and (wrong or missed):
            print(f"{en}\n{ru}\n  wrong: {wrong}\n  missed: {missed}")
    print(f"precision {right / made:.3f} ({right} of {made}), recall {found / wanted:.3f} ({found} of {wanted})")


def compared(en: str, ru: str, groups: list[Group]) -> tuple[int, list[tuple[str, str]], list[Group]]:
    """How many links of content words are right, those that are wrong, gold links that are missed."""
    links = word_links(en, ru)
    words_en, words_ru = [en[a:b] for a, b in links.en.spans], [ru[a:b] for a, b in links.ru.spans]
    allowed = {(one, other) for some, others in groups for one in some for other in others}
    linked = {(words_en[i], words_ru[j]) for i, j, _ in links.links}
    content = [
        (words_en[i], words_ru[j])
        for i, j, _ in links.links
        if links.en.weights[i] >= CONTENT and links.ru.weights[j] >= CONTENT
    ]
    wrong = [pair for pair in content if pair not in allowed]
    missed = [(a, b) for a, b in groups if not any((one, other) in linked for one in a for other in b)]
    return len(content) - len(wrong), wrong, missed


if __name__ == "__main__":
    main()
