"""Sentence splitting: golden files that a linguist reads and edits, and what must hold for any text.

python tests/test_sentences.py en|ru            show where the golden file and the splitter differ
python tests/test_sentences.py en|ru --bless    rewrite the golden file with what the splitter does now
"""

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner import boundaries, sentences
from aligner.abbreviations import tables
from aligner.records import Lang
from aligner.sentences import REACH, split_sentences

GOLDEN = Path(__file__).parent / "golden"
LANGS: tuple[Lang, ...] = get_args(Lang)


def cases(lang: str) -> Iterator[tuple[str, str, list[str]]]:
    """Yield (title, input text, expected sentences) of a golden file."""
    for block in (GOLDEN / f"sentences.{lang}.txt").read_text(encoding="utf-8").split("\n\n")[1:]:
        title, *lines = block.strip().splitlines()
        expected = [line.removeprefix("+ ") for line in lines]
        text = "".join(line[2:] if line.startswith("+ ") else f" {line}" for line in lines).strip()
        yield title.removeprefix("# "), text, expected


def split(text: str, lang: Lang) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text, lang)]


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        pytest.param(lang, text, expected, id=f"{lang}: {title}")
        for lang in LANGS
        for title, text, expected in cases(lang)
    ],
)
def test_golden(lang: Lang, text: str, expected: list[str]) -> None:
    assert split(text, lang) == expected


def test_golden_is_large() -> None:
    for lang in LANGS:
        assert len(list(cases(lang))) >= 120


# --- what must hold for any text ---

ANY = st.text(st.characters(), max_size=300)
LIKELY = st.lists(
    st.sampled_from(
        [
            *"..!?…»«“”\"'()[]—-,:; \n\u00a0",
            *(" A. ", "В.", "г. ", "т. д.", "U.S.", "No. ", "2002", "[12]", "¹", "Он ", "The ", "слово ", "word"),
            *("\ud800", "\x00", "😀", "\u00ad", "\ufeff", "al-", "1.", "а) ", "Яндекс", "\r\n", "\u2029"),
        ]
    ),
    max_size=60,
).map("".join)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(ANY | LIKELY, st.sampled_from(LANGS))
def test_every_character_once_in_order(text: str, lang: Lang) -> None:
    position = 0
    for start, end in split_sentences(text, lang):
        assert position <= start < end
        assert not text[position:start].strip(), "only white space is left out"
        assert text[start:end] == text[start:end].strip()
        position = end
    assert not text[position:].strip()


@settings(max_examples=100, deadline=None, derandomize=True)
@given(LIKELY, st.sampled_from(LANGS), st.sampled_from(["\n", "\t", "\u00a0"]))
def test_kind_of_space_does_not_matter(text: str, lang: Lang, space: str) -> None:
    text = text.replace("\u00a0", " ").replace("\r\n", " ").replace("\n", " ")
    spaced = text.replace(" ", space)
    assert [s.replace(" ", space) for s in split(text, lang)] == split(spaced, lang)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(LIKELY, LIKELY, st.sampled_from(LANGS))
def test_looks_no_further_than_its_reach(text: str, other: str, lang: Lang) -> None:
    gulf = " word" * REACH
    near = [span for span in split_sentences(text + gulf + other, lang) if span[1] <= len(text)]
    assert near == [span for span in split_sentences(text + gulf, lang) if span[1] <= len(text)]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(
    "text",
    [
        "word " * 40_000,
        "x" * 200_000,
        "." * 200_000,
        ". " * 30_000,
        "A. " * 20_000,
        "т. " * 20_000,
        "г." * 20_000,
        "«" * 100_000 + "." + "»" * 100_000,
        "«Да.» " * 15_000,
        "(" * 100_000,
        "a.1" + " " * 200_000 + "b",
        "a" * 100_000 + "." + " " * 100_000 + "B",
        "[1]" * 20_000,
        "a.[1, 1, 1, 1, " * 10_000,
        "1." * 30_000,
        "\ud800." * 20_000,
    ],
    ids=lambda text: text[:6].encode("unicode_escape").decode(),
)
def test_hostile_text_costs_in_proportion(lang: Lang, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = 0
    longest = 0

    def count(candidate: boundaries.Candidate) -> None:
        nonlocal asked, longest
        asked += 1
        longest = max(longest, len(candidate.left), len(candidate.right), len(candidate.sentence))

    monkeypatch.setattr(boundaries, "RULES", (count, *boundaries.RULES))
    spans = split_sentences(text, lang)
    assert sum(end - start for start, end in spans) <= len(text)
    assert asked <= len(text) / 2
    assert longest <= REACH


def test_empty_and_blank() -> None:
    assert split_sentences("", "en") == []
    assert split_sentences(" \n\t\u00a0", "ru") == []


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r", "\u2028", "\u00a0", "\t  "])
def test_line_breaks_are_spaces(line_break: str) -> None:
    text = line_break.join(["The talks", "were held in", "Geneva. The parties", "agreed."])
    assert split(text, "en") == [
        line_break.join(["The talks", "were held in", "Geneva."]),
        line_break.join(["The parties", "agreed."]),
    ]


def test_same_from_many_threads() -> None:
    texts = [(text, lang) for lang in LANGS for _, text, _ in cases(lang)]
    alone = [split(*pair) for pair in texts]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda pair: split(*pair), texts * 4)) == alone * 4


# --- the tables ---


@pytest.mark.parametrize("lang", LANGS)
def test_tables_are_read(lang: Lang) -> None:
    known = tables(lang)
    assert {"never", "number", "starter", "unless"} <= {entry.kind for entry in known.abbreviations.values()}
    assert len(known.starters) > 200
    assert known is tables(lang)


@pytest.mark.parametrize("lang", LANGS)
def test_no_abbreviation_twice(lang: Lang) -> None:
    section = ""
    seen: dict[str, str] = {}
    for line in (
        (Path(sentences.__file__).parent / f"tables/abbreviations.{lang}.txt").read_text(encoding="utf-8").splitlines()
    ):
        line = line.partition("# ")[0].strip()
        if line.startswith("["):
            section = line
        elif "final" in section or "before" in section:
            for entry in filter(None, (part.strip() for part in line.partition(":")[0].split(","))):
                assert entry.endswith("."), f"{entry}: no full stop at its end"
                assert seen.setdefault(entry, section) == section, entry


# --- the command ---


def main(lang: Lang, *options: str) -> None:
    path = GOLDEN / f"sentences.{lang}.txt"
    source = path.read_text(encoding="utf-8")
    for title, text, expected in cases(lang):
        found = split(text, lang)
        if found == expected:
            continue
        sys.stdout.write(
            f"# {title}\n"
            + "".join(f"- {line}\n" for line in expected)
            + "".join(f"+ {line}\n" for line in found)
            + "\n"
        )
        source = source.replace(_block(title, text, expected), _block(title, text, found))
    if "--bless" in options:
        path.write_text(source, encoding="utf-8")


def _block(title: str, text: str, lines: list[str]) -> str:
    rest, block = text, f"# {title}\n"
    for line in lines:
        block += ("+ " if rest[:1] != " " and rest is not text else "") + line + "\n"
        rest = rest.lstrip()[len(line) :]
    return block


if __name__ == "__main__":
    main("ru" if sys.argv[1] == "ru" else "en", *sys.argv[2:])
