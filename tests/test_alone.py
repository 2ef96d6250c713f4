import numpy as np
from made import made_side
from strategies import beads

from aligner.alone import REACH, find_alone, windows

WORDS = [[i, (i + 7) % 40] for i in range(12)]


def test_nulls_their_runs_and_how_many_links_stand_before():
    en, ru = find_alone(beads("1-0", "1-0", "2-1", "0-1", "1-0", "1-1", "0-1"), [])
    assert en.numbers.tolist() == [0, 1, 4]
    assert en.runs == [range(2), range(2), range(4, 5)]
    assert en.places.tolist() == [0, 0, 1]
    assert (ru.numbers.tolist(), ru.runs, ru.places.tolist()) == ([1, 3], [range(1, 2), range(3, 4)], [1, 2])


def test_pinned_nulls_are_left_out_and_divide_a_run():
    en, ru = find_alone(beads("1-0", "1-0", "1-0", "0-1"), [(range(1, 2), range(0)), (range(0), range(1))])
    assert en.runs == [range(1), range(2, 3)]
    assert (ru.numbers.tolist(), ru.runs) == ([], [])


def test_windows_lie_around_what_is_near_and_inside_the_runs():
    en, ru = made_side("en", WORDS), made_side("ru", [*WORDS[4:], *WORDS[:4]])
    ladder = beads(*["1-0"] * 4, *["1-1"] * 8, *["0-1"] * 4)
    assert windows(en, ru, *find_alone(ladder, [])) == [(range(4), range(8, 12))]


def test_a_long_run_is_searched_only_around_what_is_near():
    rng = np.random.default_rng(2)
    lost = [[*rng.integers(0, 40, 9)] for _ in range(120)]
    en, ru = made_side("en", [*WORDS[:1], *lost]), made_side("ru", [lost[60], *WORDS[:1]])
    ladder = beads("0-1", "1-1", *["1-0"] * 120)
    ((rows, columns),) = windows(en, ru, *find_alone(ladder, []))
    assert (rows, columns) == (range(61 - REACH, 62 + REACH), range(1))


def test_the_same_gap_is_no_window():
    en, ru = made_side("en", WORDS[:3]), made_side("ru", WORDS[:3])
    assert windows(en, ru, *find_alone(beads("1-1", "1-0", "0-1", "1-1"), [])) == []
