"""Paragraphs, headings and list items of plain texts."""

import textwrap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.layout import flat, paragraph_spans

PROSE = [
    "Both sides explained the measures against terrorism that were taken in their countries. They confirmed their "
    "intention to strengthen cooperation at the bilateral level and within the multinational organisations.",
    "It was decided that the next round of consultations would be held next year in Moscow. In addition, the two "
    "sides found it appropriate that contacts would take place at the working level in between.",
    "Стороны подтвердили, что консультации были полезными, и договорились проводить их в принципе один раз в год, "
    "поочерёдно в Японии и в России. Следующий раунд состоится в будущем году в Москве.",
]


def found(text: str) -> list[tuple[str, str]]:
    """Return (kind, text) of the paragraphs."""
    return [(kind, text[start:end]) for start, end, kind in paragraph_spans(text)]


def texts(text: str) -> list[str]:
    return [flat(paragraph) for _, paragraph in found(text)]


def test_blank_lines() -> None:
    assert found("Joint Statement\n\nThe talks were held.\nThey ended.\n \t\nBack to Index") == [
        ("heading", "Joint Statement"),
        ("text", "The talks were held."),
        ("text", "They ended."),
        ("heading", "Back to Index"),
    ]


def test_paragraph_per_line() -> None:
    assert texts("\n".join(PROSE)) == PROSE


@pytest.mark.parametrize("width", [50, 65, 72, 80, 100])
@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
def test_wrapped_by_hand(width: int, line_break: str) -> None:
    wrapped = "\n\n".join(textwrap.fill(paragraph, width) for paragraph in PROSE)
    assert texts(wrapped.replace("\n", line_break)) == PROSE


@pytest.mark.parametrize("width", [60, 75])
def test_wrapped_with_indents_and_no_blank_lines(width: int) -> None:
    wrapped = "\n".join(textwrap.fill(paragraph, width, initial_indent="    ") for paragraph in PROSE)
    assert texts(wrapped) == PROSE


def test_wrapped_list() -> None:
    items = [f"{number}. {paragraph}" for number, paragraph in enumerate(PROSE, 1)]
    wrapped = "\n".join(textwrap.fill(item, 70, subsequent_indent="   ") for item in items)
    assert [kind for kind, _ in found(wrapped)] == ["item"] * 3
    assert texts(wrapped) == items


def test_wrapped_dialogue() -> None:
    text = (
        "The ambassador looked at the minister for a long while and did\n"
        "not answer, for there was nothing at all that he could say.\n"
        "— You will sign it, then, he was asked at last by the old man,\n"
        "who was tired of waiting and wished to go home to his family.\n"
        "— Never.\n"
        "They left the hall one by one and nobody ever saw them talking\n"
        "to each other again."
    )
    starts = [paragraph[:12] for paragraph in texts(text)]
    assert starts == ["The ambassad", "— You will s", "— Never.", "They left th"]


def test_dash_inside_a_wrapped_sentence_runs_on() -> None:
    text = (
        textwrap.fill(PROSE[0], 60)
        + "\nand so the text goes on for a while yet until it comes to its\n"
        + "— at last — end of all that was to be said on this matter now."
    )
    assert len(texts(text)) == 1


def test_short_line_ends_a_wrapped_paragraph() -> None:
    text = "\n".join(textwrap.fill(paragraph, 64) for paragraph in PROSE) + "\nThe end."
    assert len(text.splitlines()[-2]) < 0.7 * 64
    assert texts(text)[-1] == "The end."


VERSE = """I met a river in the early spring
That asked me nothing and that told me all
It carried ice and bark and everything
That winter kept and that the thaw let fall
I asked it where the salmon went at night
It went on running and it gave no sign
I sat beside it in the failing light
And thought its silence was as good as mine"""


def test_verse_is_spared() -> None:
    assert texts(VERSE) == VERSE.splitlines()
    assert {kind for kind, _ in found(VERSE)} == {"text"}


def test_two_lines_are_not_enough_to_call_it_wrapped() -> None:
    lines = ["Ministry of Foreign Affairs of Japan", "Kasumigaseki, Tokyo"]
    assert texts("\n".join(lines)) == lines


@pytest.mark.parametrize("mark", ["\f", "\u2029", "\n\n", "\r\r", "\r\n\r\n", "\n\u00a0\n", "\u2028\u2028", "\x85\x85"])
def test_hard_breaks(mark: str) -> None:
    wrapped = textwrap.fill(PROSE[0], 60)
    cut = wrapped.index("countries")
    parts = texts(wrapped[:cut] + mark + wrapped[cut:])
    assert len(parts) == 2
    assert parts[1].startswith("countries")


@pytest.mark.parametrize(
    "line",
    [
        "Russian Version",
        "JOINT STATEMENT ON COUNTER-TERRORISM.",
        "СОВМЕСТНОЕ ЗАЯВЛЕНИЕ",
        "Chapter 5. General Provisions",
        "Глава II. Общие положения",
        "Статья 5",
        "Dear Mr. President,",
        "Уважаемый господин Президент!",
        "Вернуться к оглавлению",
    ],
)
def test_headings(line: str) -> None:
    assert found(f"{PROSE[0]}\n\n{line}\n\n{PROSE[1]}")[1] == ("heading", line)


@pytest.mark.parametrize(
    "line",
    [
        "The talks were held.",
        "The Parties have agreed as follows:",
        "and they went on",
        "Статья 5. Стороны проводят консультации и раз в год сообщают друг другу об их итогах.",
        "He left. The others stayed",
        "«Да», — сказал он",
    ],
)
def test_not_headings(line: str) -> None:
    assert found(f"{PROSE[0]}\n\n{line}\n\n{PROSE[1]}")[1] == ("text", line)


@pytest.mark.parametrize("marker", ["1.", "12)", "(3)", "2.1.", "(a)", "б)", "c.", "•", "—", "-", "*", "(iv)", "IV."])
def test_items(marker: str) -> None:
    line = f"{marker} Both sides shall consult. They shall report."
    assert found(f"{PROSE[0]}\n{line}\n{PROSE[1]}")[1] == ("item", line)


def test_byte_order_mark_soft_hyphen_and_zeros_stay() -> None:
    lines = ["\ufeffCo\u00adoperation\u00a0goes on.", "\x00", "\ud800"]
    assert [paragraph for _, paragraph in found("\n\n".join(lines))] == lines


def test_empty() -> None:
    assert paragraph_spans("") == paragraph_spans(" \n\f\n\t") == []


LINES = st.lists(
    st.text(st.characters(), max_size=40)
    | st.sampled_from([*PROSE, "", "  ", "1. One", "— Да", "TITLE", "\f", "word " * 12]),
    max_size=12,
)
BREAKS = st.sampled_from(["\n", "\r\n", "\r", "\n\n", "\f", "\u2028", "\u2029", "\x85", "\v"])


@settings(max_examples=300, deadline=None, derandomize=True)
@given(LINES, BREAKS)
def test_every_character_once_in_order(lines: list[str], line_break: str) -> None:
    text = line_break.join(lines)
    position = 0
    for start, end, _ in paragraph_spans(text):
        assert position <= start < end
        assert not text[position:start].strip(), "only white space is left out"
        assert text[start:end] == text[start:end].strip()
        position = end
    assert not text[position:].strip()


WORDS = st.sampled_from(["the", "consultations", "of", "both", "Parties", "agreement", "a", "Moscow."])


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.lists(WORDS, min_size=150, max_size=300), st.integers(40, 105))
def test_wrapping_is_undone(words: list[str], width: int) -> None:
    paragraph = " ".join(words)
    assert texts(textwrap.fill(paragraph, width)) == [paragraph]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("one\ntwo", "one two"),
        ("one  \r\n\t two", "one two"),
        ("counter-\nterrorism", "counter-terrorism"),
        ("co\u00ad\n operation", "co\u00adoperation"),
        ("Tokyo -\nMoscow", "Tokyo - Moscow"),
        ("one\u2028two\x0cthree", "one two three"),
        ("two  blanks,\ttab\u00a0and NBSP", "two  blanks,\ttab\u00a0and NBSP"),
        ("", ""),
    ],
)
def test_flat(text: str, line: str) -> None:
    assert flat(text) == line
