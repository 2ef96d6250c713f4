"""The pictures: what is drawn, not how it looks."""

import warnings
from dataclasses import replace

import matplotlib
import numpy as np
import pytest
from strategies import alignment, beads

from aligner import plots
from aligner.errors import FormatError, InputError
from aligner.records import Bead, Finding

matplotlib.use("Agg")

EN = [["The talks ended.", "All agreed."], ["Unofficial translation"], ["The hospital is new."]]
RU = [["Переговоры закончились, и все согласились."], ["Больница новая."], ["Назад"]]
LADDER = [
    Bead(range(2), range(1), -1, 0.9),
    Bead(range(2, 3), range(1, 1), -1, 0.85),
    Bead(range(3, 4), range(1, 2), -1, 0.3),
    Bead(range(4, 4), range(2, 3), -1, 0.95),
]
AL = alignment(EN, RU, LADDER)


class Fake:
    """The vector of a sentence is one of four axes, by its length."""

    name = "fake"

    def encode(self, texts):
        return np.eye(4, dtype=np.float32)[[len(text) % 4 for text in texts]]


@pytest.fixture(autouse=True)
def no_open_figure():
    from matplotlib import pyplot

    yield
    pyplot.close("all")


@pytest.fixture
def ax():
    from matplotlib import pyplot

    return pyplot.subplots()[1]


def frames(ax):
    """(Russian, English) corner and size of each frame, counted from one."""
    return [(p.get_x() + 0.5, p.get_y() + 0.5, p.get_width(), p.get_height()) for p in ax.patches]


def points(ax):
    return [[tuple(point) for point in drawn.get_offsets().tolist()] for drawn in ax.collections]


def labels(ax):
    return [text.get_text() for text in ax.get_legend().get_texts()]


def test_similarity_has_a_cell_per_pair_of_sentences_and_the_path(ax):
    assert AL.plot.similarity(ax, encoder=Fake()) is ax
    shown = ax.images[0].get_array()
    assert shown.shape == (4, 3)
    texts = [[s.text for s in document.sentences] for document in (AL.en, AL.ru)]
    assert shown[3, 1] == (len(texts[0][3]) % 4 == len(texts[1][1]) % 4)
    assert list(ax.images[0].get_extent()) == [0.5, 3.5, 4.5, 0.5]
    assert frames(ax) == [(1, 1, 1, 2), (2, 4, 1, 1)]
    assert points(ax) == [[(2, 3), (3, 5)]]


def test_similarity_of_a_part(ax):
    AL.plot(ax, encoder=Fake(), first=3, most=2)
    assert ax.images[0].get_array().shape == (2, 1)
    assert list(ax.images[0].get_extent()) == [1.5, 2.5, 4.5, 2.5]
    assert frames(ax) == [(2, 4, 1, 1)]
    assert ax.get_title(loc="left").endswith("; English sentences 3–4 of 4")
    assert "sentences" not in AL.plot(encoder=Fake()).get_title(loc="left")


@pytest.mark.parametrize("part", [{"first": 0}, {"first": 5}, {"most": 0}])
def test_similarity_of_a_part_that_is_not_there(part):
    with pytest.raises(InputError, match="there are 4 English sentences, counted from one"):
        AL.plot.similarity(encoder=Fake(), **part)


def test_similarity_with_the_encoder_that_is_named():
    ax = plots.similarity(replace(AL, encoder="en-ru"))
    cosines = ax.images[0].get_array()
    assert cosines[3].argmax() == 1  # the hospital


def test_confidence_marks_what_to_read(ax):
    assert AL.plot.confidence(ax) is ax
    assert labels(ax) == ["sure (1)", "without counterpart (2)", "doubtful (1)", "read below 0.8"]
    assert points(ax) == [[(1, 0.9)], [(2, 0.85), (4, 0.95)], [(3, 0.3)]]
    assert ax.lines[0].get_ydata()[0] == 0.8


def test_lengths_label_outliers_in_cyrillic(ax):
    short = [[f"Sentence number {'x' * k}."] for k in range(20)]
    russian = [[f"Предложение {'ж' * k}."] for k in range(19)] + [["Очень длинное предложение. " * 30]]
    al = alignment(short, russian, beads(*["1-1"] * 20))
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # a letter that the font lacks is a warning
        al.plot.lengths(ax)
        ax.figure.canvas.draw()
    assert labels(ax)[:2] == ["usual (19)", "unusual (1)"]
    (note,) = ax.texts
    assert note.get_text() == "20: Очень длинное предложение. Очень…"
    assert [len(drawn) for drawn in points(ax)] == [19, 1]


def test_nothing_linked_and_nothing_found():
    al = alignment([["a"]], [["б"]], beads("1-0", "0-1"))
    assert points(al.plot.lengths()) == []
    assert [text.get_text() for text in al.plot.findings().texts] == ["not checked yet: al = al.check()"]
    clean = alignment([["It rained."]], [["Шёл дождь."]], beads("1-1")).check()
    assert [text.get_text() for text in clean.plot.findings().texts] == ["no findings"]
    empty = alignment([], [], [])
    for draw in (plots.similarity, plots.confidence, plots.lengths, plots.findings):
        assert not draw(empty).patches


def test_findings_are_counted_by_check_and_severity(ax):
    found = [Finding(check, severity, "", (), (), "") for check, severity in (("date", "error"), ("date", "info"))]
    al = replace(AL, pairs=(replace(AL.pairs[0], findings=(*found, replace(found[0], check="name"))), *AL.pairs[1:]))
    al.plot.findings(ax)
    assert labels(ax) == ["error (2)", "info (1)"]
    assert [tick.get_text() for tick in ax.get_yticklabels()] == ["name", "date"]
    assert [(bar.get_x(), bar.get_width()) for bars in ax.containers for bar in bars] == [
        (0, 1),
        (0, 1),
        (1, 0),
        (1, 1),
    ]


def test_reliability_has_a_point_per_tenth(ax):
    gold = [LADDER[0], LADDER[1], replace(LADDER[2], ru=range(1, 2)), LADDER[3]]
    wrong = [replace(LADDER[0], en=range(1)), Bead(range(1, 2), range(1, 1), 0, 1), *LADDER[1:]]
    ax = AL.plot.reliability(gold, ax)
    assert points(ax) == [[(pytest.approx(0.3), 1), (pytest.approx(0.9), 1)]]
    ax = plots.reliability(wrong, gold=gold)
    assert points(ax) == [[(pytest.approx(0.3), 1), (pytest.approx(0.9), 0)]]
    assert ax.get_title(loc="left") == "2 links; calibration error 0.800"


def test_comparison_shows_what_both_have_and_what_one_has(ax, tmp_path):
    other = alignment(EN, RU, beads("1-1", "1-0", "1-0", "1-1", "0-1"))
    AL.plot.comparison(other, ax)
    assert labels(ax) == ["both (3)", "only this one (1)", "only the other (2)"]
    assert sorted(frames(ax)) == [(1, 1, 1, 1), (1, 1, 1, 2), (2, 4, 1, 1)]
    assert labels(AL.plot.comparison(other.beads)) == labels(ax)
    other.save(tmp_path / "other.beads")
    assert labels(AL.plot.comparison(tmp_path / "other.beads")) == labels(ax)
    with pytest.raises(FormatError, match="same sentences"):
        AL.plot.comparison(alignment([["a"]], [["б"]], beads("1-1")))
