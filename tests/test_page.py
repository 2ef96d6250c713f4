"""What the pages share: colours that can be read, texts that can be shown."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligner.page import stylesheet, visible

COLOURS = {
    name: themes
    for name, *themes in re.findall(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)", stylesheet())
}  # fmt: skip
PAIRS = [
    *((ink, paper) for paper in ("paper", "panel") for ink in ("ink", "muted", "accent")),
    *((name, f"{name}-paper") for name in ("error", "warning", "info", "good")),
    *(("ink", f"{name}-paper") for name in ("error", "warning", "info", "good", "link")),
    *((name, ground) for name in ("error", "warning", "info", "good") for ground in ("paper", "panel")),
]


def luminance(colour):
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    """As WCAG 2 defines it, 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_the_measure_of_contrast():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "paper"), PAIRS)
def test_letters_stand_out_from_their_ground(ink, paper, theme):
    assert contrast(COLOURS[ink][theme], COLOURS[paper][theme]) >= 5.5  # AA asks for 4.5


def test_control_characters_are_seen_and_white_space_is_plain():
    assert visible("a\x00b\x1b[31m\x7f\x9b\ud800") == "a␀b␛[31m␡\ufffd\ufffd"
    assert visible("a\r\nb\tc") == "a \nb c"
    assert visible("«Обычный» — text.") == "«Обычный» — text."


@given(st.text())
def test_offsets_hold(text):
    assert len(visible(text)) == len(text)
