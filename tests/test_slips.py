"""Slips that a careful reviser would find, and correct pairs that look like slips: `golden/slips.txt`."""

import pytest
from golden_lines import lines

from aligner.check import check_names, check_pair

LINES = lines("slips.txt")
CASES = list(zip(LINES[::3], LINES[1::3], LINES[2::3], strict=True))
SLIPS = [case for case in CASES if case[0] != "-"]
CLEAN = [case[1:] for case in CASES if case[0] == "-"]


@pytest.mark.parametrize(("expected", "en", "ru"), SLIPS)
def test_a_slip_is_found(expected: str, en: str, ru: str) -> None:
    wanted = {name.strip() for name in expected.split("/")}
    assert wanted <= set(check_names())
    found = {finding.check: finding.message for finding in check_pair(en, ru)}
    assert wanted & found.keys(), found


@pytest.mark.parametrize(("en", "ru"), CLEAN)
def test_a_correct_pair_is_left_in_peace(en: str, ru: str) -> None:
    assert [f"{finding.check}: {finding.message}" for finding in check_pair(en, ru) if finding.severity != "info"] == []
