"""The sample texts and their gold agree: everything numbered once, in order, and found in the texts."""

import hashlib
import re
import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest

TEXTS = Path(__file__).parent.parent / "texts"
STEMS = sorted(path.name for path in (TEXTS / "gold").iterdir())
LANGS = ("en", "ru")
SEED_SHA256 = "be57432563e3e1c4a33a69ae8848db83ca726f22359eaaa0707d1dfb225a854c"
BEAD = re.compile(r"\[((?:\d+(?:,\d+)*)?)\]:\[((?:\d+(?:,\d+)*)?)\]")

each_stem = pytest.mark.parametrize("stem", STEMS)
each_lang = pytest.mark.parametrize("lang", LANGS)


def read_paragraphs(stem: str, lang: str) -> list[list[str]]:
    """The gold sentences of one side, by paragraph."""
    text = (TEXTS / "gold" / stem / f"{lang}.sents").read_text(encoding="utf-8")
    return [block.split("\n") for block in text.removesuffix("\n").split("\n\n")]


def read_beads(stem: str) -> list[tuple[list[int], list[int]]]:
    """The gold beads; a line that is not one fails the test."""
    beads = []
    for line in (TEXTS / "gold" / stem / "gold.beads").read_text(encoding="utf-8").splitlines():
        match = BEAD.fullmatch(line)
        assert match, f"not a bead: {line!r}"
        en, ru = ([int(number) for number in side.split(",") if number] for side in match.groups())
        beads.append((en, ru))
    return beads


def sentence_spans(text: str, sentences: list[str]) -> list[tuple[int, int]]:
    """Where the sentences stand in the text, one right after another but for whitespace."""
    spans, position = [], 0
    for sentence in sentences:
        words = r"\s+".join(re.escape(word) for word in sentence.split())
        match = re.compile(rf"\s*({words})").match(text, position)
        assert match, f"expected {sentence!r}, the text goes on {text[position : position + 60]!r}"
        spans.append(match.span(1))
        position = match.end()
    assert not text[position:].strip(), f"left over: {text[position:]!r}"
    return spans


def test_folders_hold_the_same_stems() -> None:
    assert STEMS
    for lang in LANGS:
        assert sorted(path.stem for path in (TEXTS / lang).iterdir()) == STEMS


def test_seed_is_unaltered() -> None:
    data = (TEXTS / "en" / "joint-press-statement-2002.txt").read_bytes()
    assert hashlib.sha256(data).hexdigest() == SEED_SHA256


@each_stem
@each_lang
def test_sentences_cover_the_text(stem: str, lang: str) -> None:
    text = (TEXTS / lang / f"{stem}.txt").read_bytes().decode("utf-8")
    paragraphs = read_paragraphs(stem, lang)
    spans = sentence_spans(text, [sentence for paragraph in paragraphs for sentence in paragraph])
    paragraph_of = [number for number, paragraph in enumerate(paragraphs) for _ in paragraph]
    for i, ((_, end), (start, _)) in enumerate(pairwise(spans)):
        gap = text[end:start]
        if paragraph_of[i] == paragraph_of[i + 1]:
            assert gap in (" ", "\n"), f"a blank line within a paragraph after {text[:end][-40:]!r}"
        else:
            assert "\n" in gap, f"a paragraph begins in mid-line after {text[:end][-40:]!r}"


@each_stem
@each_lang
def test_gold_sentences_are_clean_lines(stem: str, lang: str) -> None:
    for paragraph in read_paragraphs(stem, lang):
        for sentence in paragraph:
            assert sentence
            assert sentence == " ".join(sentence.split())
            assert unicodedata.is_normalized("NFC", sentence)


@each_stem
def test_beads_number_every_sentence_once_in_order(stem: str) -> None:
    beads = read_beads(stem)
    for side, lang in enumerate(LANGS):
        numbers = [number for bead in beads for number in bead[side]]
        assert numbers == list(range(sum(map(len, read_paragraphs(stem, lang)))))


@each_stem
def test_a_null_holds_one_sentence(stem: str) -> None:
    beads = read_beads(stem)
    nulls = [bead for bead in beads if not (bead[0] and bead[1])]
    assert all(len(en) + len(ru) == 1 for en, ru in nulls)
    assert nulls, "a pair without nulls shows too little"
    assert {len(en) > len(ru) for en, ru in beads if en and ru and len(en) != len(ru)} == {True, False}


@each_stem
def test_readme_counts_are_right(stem: str) -> None:
    row = next(
        line
        for line in (TEXTS / "README.md").read_text(encoding="utf-8").splitlines()
        if line.startswith(f"| `{stem}` |")
    )
    counts = []
    for lang in LANGS:
        paragraphs = read_paragraphs(stem, lang)
        counts.append(f"{sum(map(len, paragraphs))} / {len(paragraphs)}")
    assert row.split(" | ")[3:5] == counts
