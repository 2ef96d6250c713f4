import json
import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from strategies import bead_lists, beads

from aligner.defaults import DEFAULTS
from aligner.records import Bead
from aligner.scores import calibration_error, evaluate, reading_share
from aligner.write.beads import read_beads


def ladder(tmp_path, text, name="a.beads"):
    """Beads from a line like `[0]:[0] [1]:[1,2]`."""
    path = tmp_path / name
    path.write_text(text.replace(" ", "\n"), encoding="utf-8")
    return read_beads(path)


def rates(score):
    return {
        name: tuple(value if value is None else round(value, 4) for value in (rate.precision, rate.recall, rate.f1))
        for name, rate in (("strict", score.strict), ("lax", score.lax), ("null", score.null))
    }


NONE = (None, None, None)

# Computed by hand from the definitions in the module.
# fmt: off
GOLDEN = [
    pytest.param("[0]:[0] [1]:[1,2] [2]:[]", "[0]:[0] [1]:[1] []:[2] [2]:[]",
                 {"strict": (2 / 4, 1 / 2, 1 / 2), "lax": (3 / 4, 1, 6 / 7), "null": (1 / 2, 1, 2 / 3)},
                 id="the worked example of the module"),
    pytest.param("[0]:[0] [1]:[1]", "[0]:[0] [1]:[1]",
                 {"strict": (1, 1, 1), "lax": (1, 1, 1), "null": NONE},
                 id="all right, no nulls: a ratio over nothing is not defined"),
    pytest.param("[0,1]:[0] [2]:[1]", "[0]:[0] [1,2]:[1]",
                 {"strict": (0, 0, 0), "lax": (1, 1, 1), "null": NONE},
                 id="a boundary moved: nothing strictly, everything laxly right"),
    pytest.param("[0]:[0] [1]:[] [2]:[1]", "[0]:[] [1]:[0] [2]:[1]",
                 {"strict": (1 / 3, 1 / 2, 2 / 5), "lax": (1 / 3, 1 / 2, 2 / 5), "null": (0, 0, 0)},
                 id="the wrong null"),
    pytest.param("[0]:[] []:[0] [1]:[1]", "[0]:[0] [1]:[1]",
                 {"strict": (1 / 2, 1, 2 / 3), "lax": (1 / 2, 1, 2 / 3), "null": (NONE[0], 0, 0)},
                 id="a false link: recall doesn't see gold's nulls"),
    pytest.param("[0,1]:[0,1]", "[0]:[0] [1]:[1]",
                 {"strict": (0, 0, 0), "lax": (1, 1, 1), "null": NONE},
                 id="too fine"),
]
# fmt: on


@pytest.mark.parametrize(("gold", "predicted", "expected"), GOLDEN)
def test_golden(tmp_path, gold, predicted, expected):
    score = evaluate(ladder(tmp_path, gold), ladder(tmp_path, predicted))
    assert rates(score) == {
        name: tuple(None if value is None else round(value, 4) for value in values) for name, values in expected.items()
    }
    for made, links, nulls in (
        (gold, score.gold_links, score.gold_nulls),
        (predicted, score.predicted_links, score.predicted_nulls),
    ):
        assert (links, nulls) == tuple(sum(("[]" in bead) == null for bead in made.split()) for null in (False, True))


def test_what_is_not_defined_is_a_dash(tmp_path):
    gold = ladder(tmp_path, "[0]:[0] [1]:[1]")
    one, several = evaluate(gold, gold), evaluate([gold, gold], [gold, gold])
    assert str(one.null) == str(several.null) == "P –  R –  F1 –"
    assert several.null.interval is None
    assert json.loads(json.dumps(one.to_dict(), allow_nan=False))["null"]["f1"] is None


def test_documents_are_summed_not_averaged(tmp_path):
    gold = [ladder(tmp_path, "[0]:[0]"), ladder(tmp_path, "[0]:[0] [1]:[1] [2]:[2]")]
    predicted = [ladder(tmp_path, "[0]:[] []:[0]"), gold[1]]
    score = evaluate(gold, predicted)
    assert rates(score)["strict"] == (0.6, 0.75, round(2 / 3, 4))
    assert score.documents == 2


def confident(*confidences):
    """1-1 beads, the odd ones of which a 2-2 gold bead makes wrong."""
    return [Bead(range(i, i + 1), range(i, i + 1), 0.0, c) for i, c in enumerate(confidences)]


def test_calibration_and_reading_by_hand():
    gold = [*confident(1, 1), Bead(range(2, 4), range(2, 4), 0.0, 1.0)]
    score = evaluate(gold, confident(0.95, 0.91, 0.15, 0.93))
    # bins: [0.1, 0.2) holds one wrong at 0.15; [0.9, 1] holds 0.95, 0.91 right and 0.93 wrong
    assert score.calibration_error == pytest.approx(0.25 * 0.15 + 0.75 * (2.79 / 3 - 2 / 3))
    # by confidence: 0.15 wrong, 0.91 right, 0.93 wrong: three of four are read
    assert score.reading_share == 0.75


def test_calibration_ends_of_the_bins():
    assert calibration_error(np.array([1.0, 1.0]), np.array([1.0, 1.0])) == 0
    assert calibration_error(np.array([0.0, 1.0]), np.array([0.0, 0.0])) == 0.5
    # 0.1 and 0.2 are in different bins: no cancelling out
    assert calibration_error(np.array([0.1, 0.2]), np.array([1.0, 0.0])) == pytest.approx(0.5 * 0.9 + 0.5 * 0.2)


def test_reading_share_needs_something_wrong():
    assert reading_share(np.array([0.5]), np.array([1.0])) is None
    assert reading_share(np.array([0.5, 0.1]), np.array([0.0, 1.0])) == 1.0
    ten_wrong = np.arange(20) / 20, np.r_[np.zeros(10), np.ones(10)]
    assert reading_share(*ten_wrong) == 9 / 20


def test_nulls_and_beads_without_confidence_are_not_judged():
    gold = beads("1-1", "1-0", "1-1")
    predicted = [replace(bead, confidence=c) for bead, c in zip(gold, (0.9, 0.1, math.nan), strict=True)]
    assert evaluate(gold, predicted).calibration_error == pytest.approx(0.1)
    unknown = [replace(bead, confidence=math.nan) for bead in gold]
    assert evaluate(gold, unknown).calibration_error is None
    assert evaluate(gold, unknown).reading_share is None


@given(bead_lists())
def test_gold_against_itself_is_perfect(made):
    score = evaluate(made, made)
    linked, nulls = (any(bead.is_null == null for bead in made) for null in (False, True))
    assert score.strict.precision == score.lax.precision == 1
    for rate, there in ((score.strict.recall, linked), (score.lax.recall, linked), (score.null.f1, nulls)):
        assert rate == (1 if there else None)
    assert score.reading_share is None


@given(bead_lists())
def test_nothing_linked_finds_nothing(made):
    alone = [
        *(Bead(range(i, i + 1), range(0), 0.0, 1.0) for bead in made for i in bead.en),
        *(Bead(range(0), range(j, j + 1), 0.0, 1.0) for bead in made for j in bead.ru),
    ]
    score = evaluate(made, alone)
    linked, nulls = (any(bead.is_null == null for bead in made) for null in (False, True))
    for rate in (score.strict.recall, score.lax.recall):
        assert rate == (0 if linked else None)
    assert score.null.recall == (1 if nulls else None)
    assert score.calibration_error is None


@given(bead_lists(), bead_lists())
def test_invariants(gold, predicted):
    n_en, n_ru = (max(sum(len(getattr(b, side)) for b in made) for made in (gold, predicted)) for side in ("en", "ru"))
    gold, predicted = (filled(made, n_en, n_ru) for made in (gold, predicted))
    score, swapped = evaluate(gold, predicted), evaluate(predicted, gold)
    for rate in (score.strict, score.lax, score.null):
        p, r, f1 = (-1 if value is None else value for value in (rate.precision, rate.recall, rate.f1))
        assert (f1 == -1) == (p == r == -1)
        assert min(p, r) - 1e-12 <= f1 <= max(p, r) + 1e-12
    assert score.strict.precision <= score.lax.precision
    assert (score.strict.recall or 0) <= (score.lax.recall or 0)
    assert rates(score)["null"][:2] == rates(swapped)["null"][1::-1]
    assert str(evaluate([gold, gold], [predicted, predicted]).strict).startswith(str(score.strict))


def filled(made, n_en, n_ru):
    """With nulls at the end up to so many sentences."""
    en, ru = sum(len(bead.en) for bead in made), sum(len(bead.ru) for bead in made)
    return [
        *made,
        *(Bead(range(i, i + 1), range(0), 0.0, 0.5) for i in range(en, n_en)),
        *(Bead(range(0), range(j, j + 1), 0.0, 0.5) for j in range(ru, n_ru)),
    ]


def test_interval_is_deterministic_and_holds_the_score():
    right, wrong = beads("1-1", "1-1"), beads("1-0", "1-0", "0-1", "0-1")
    gold, predicted = [right] * 12, [right] * 8 + [wrong] * 4
    score = evaluate(gold, predicted)
    low, high = score.strict.interval
    assert 0 < low < score.strict.f1 < high < 1
    assert evaluate(gold, predicted) == score
    assert evaluate([right] * 3, [right] * 3).strict.interval == (1, 1)
    assert evaluate(right, right).strict.interval is None


def test_the_numbers_never_come_alone():
    al = beads("1-1", "1-0")
    assert str(evaluate(al, al)).splitlines() == [
        "strict      P 1.000  R 1.000  F1 1.000",
        "lax         P 1.000  R 1.000  F1 1.000",
        "null        P 1.000  R 1.000  F1 1.000",
        "calibration error 0.050 (confidence of links, 10 bins)",
        "documents:1|gold:1 links, 1 nulls|predicted:1 links, 1 nulls|average:micro|"
        f"version:{evaluate(al, al).version}",
    ]
    several = evaluate([al, al], [al, al])
    assert f"|bootstrap:{DEFAULTS.resamples}|seed:{DEFAULTS.seed}|" in str(several)
    assert "F1 1.000  [1.000, 1.000]" in str(several)
    assert several.signature in several._repr_html_()
    assert json.loads(json.dumps(several.to_dict()))["strict"]["interval"] == [1.0, 1.0]
