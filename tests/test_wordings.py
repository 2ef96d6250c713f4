"""Words and turns of a table in a text."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from aligner.check.contrasts import contrast
from aligner.check.texts import PairTexts
from aligner.check.wordings import Wordings

ENTRIES = ["not only", "not … until", "не ? ли", "не", "not", "n't", "un*", "*less", "шёл"]


def found(text: str) -> list[tuple[str, str]]:
    return [(ENTRIES[number], text[start:end]) for number, start, end in Wordings(ENTRIES).find(text)]


def test_the_earlier_entry_wins() -> None:
    assert found("Not only here, but not there.") == [("not only", "Not only"), ("not", "not")]


def test_gaps_stems_endings_and_clitics() -> None:
    assert found("They didn’t sign") == [("n't", "n’t")]
    assert found("It was not signed in the city until May") == [("not … until", "not signed in the city until")]
    assert found("Не хотите ли? Не ли!") == [("не ? ли", "Не хотите ли"), ("не", "Не")]
    assert found("unclear, endless, cannot") == [("un*", "unclear"), ("*less", "endless")]
    assert found("Он шел, она шёлковая") == [("шёл", "шел")]


@given(st.lists(st.sampled_from([*"not only until не ли n't undo less ,".split(), " ", "’"])).map(" ".join))
def test_places_are_in_order(text: str) -> None:
    places = [(start, end) for _, start, end in Wordings(ENTRIES).find(text)]
    assert all(a < b for a, b in places)
    assert all(b <= c for (_, b), (c, _) in itertools.pairwise(places))


def test_scales_with_a_line_in_common_are_no_contrast() -> None:
    assert not [*contrast(PairTexts("Imports and exports grew.", "Экспорт вырос."))]
    (finding,) = contrast(PairTexts("Imports grew.", "Экспорт вырос."))
    assert finding.message == "“Imports” in English, «Экспорт» in Russian."
