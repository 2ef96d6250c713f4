from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reviewed import reviewed
from strategies import MOVED, alignment, alignments, beads, reviews

from aligner.errors import FormatError
from aligner.pairs import corrected
from aligner.records import Finding, Review
from aligner.table import LEVELS
from aligner.write.units import set_aside, translations, uncorrected, units, unusable, usable


def by_label(level):
    return {unit.label: unit for unit in units(reviewed(), level)}


def test_a_unit_for_each_pair():
    found = units(reviewed(), "paragraph")
    assert [unit.label for unit in found] == ["1", "2", "3", "4", "5", "6", "7"]
    assert [unit.status for unit in found] == [
        "aligned", "approved", "rejected", "aligned", "doubtful", "aligned", "aligned"
    ]  # fmt: skip
    assert [unit.is_alone for unit in found] == [True, False, False, False, False, True, True]
    assert [unit.see for unit in found] == [("6",), (), (), (), (), ("1",), ()]
    assert [unit.heading for unit in found] == [False, True, False, False, False, False, False]


def test_a_unit_for_each_bead_with_its_findings():
    found = by_label("sentence")
    assert [*found] == ["1", "2", "3", "4", "5.1", "5.2", "6", "7"]
    assert (found["5.2"].en, found["5.2"].ru) == ("Trade grew.", "Торговля\nросла.")
    assert found["5.2"].findings == ()
    (finding,) = found["5.1"].findings
    assert [found["5.1"].en[slice(*span)] for span in finding.en] == ["14 May"]
    assert [found["5.1"].ru[slice(*span)] for span in finding.ru] == ["15 мая"]


def test_findings_of_a_later_sentence_are_counted_from_its_beginning():
    al = alignment([["One.", "Two."]], [["Раз.", "Два."]], beads("1-1", "1-1"))
    finding = Finding("number", "error", "?", ((5, 8),), ((0, 9),), "accuracy")
    al = replace(al, pairs=(replace(al.pairs[0], findings=(finding,)),))
    first, second = units(al, "sentence")
    assert [f.en for f in first.findings] == [()]  # its Russian span begins there
    assert [f.ru for f in first.findings] == [((0, 4),)]
    assert second.findings == ()


def test_a_correction_is_what_counts_and_the_pair_stays_whole():
    for level in LEVELS:
        unit = by_label(level)["4"]
        assert (unit.ru, unit.read_ru, unit.read_en) == ("Стороны встретились.", "Они встретились.", None)
        assert unit.is_corrected
    assert uncorrected(reviewed(), "sentence") == [
        "1 corrected pairs stand as they were read; level paragraph has the corrections"
    ]
    assert uncorrected(reviewed(), "paragraph") == []


def test_what_a_reviewer_adds_makes_a_pair():
    al = alignment([["Alone."]], [], beads("1-0"))
    al = replace(al, pairs=(replace(al.pairs[0], review=Review(ru="Один.")),))
    (unit,) = usable(translations(al, "sentence"))
    assert (unit.en, unit.ru, unit.read_ru) == ("Alone.", "Один.", "")


def test_findings_that_were_set_aside_are_left_out_and_told():
    (finding,) = by_label("paragraph")["5"].findings
    assert finding.message == "14 May in English, 15 мая (confirmed: см. оригинал)"
    assert set_aside(reviewed()) == ["1 findings that a reviewer has set aside are left out"]
    assert set_aside(MOVED) == []


def test_translations_join_what_was_moved():
    found = translations(reviewed(), "paragraph")
    assert [(unit.en, unit.ru) for unit in found][-2:] == [("", "Приложение."), ("Moved.", "Ушло.")]
    assert [unit.en for unit in usable(found)] == [
        "Agreement", "They met.", "They signed it on 14 May. Trade grew.", "Moved."
    ]  # fmt: skip
    assert unusable(found, "TMX") == [
        "1 of 6 units has no counterpart and is left out: TMX holds only pairs",
        "1 of 6 units was rejected by a reviewer and is left out",
    ]


@given(alignments(), reviews(), st.sampled_from(LEVELS))
def test_units_hold_every_sentence_once(al, review, level):
    al = replace(al, pairs=tuple(replace(pair, review=review) for pair in al.pairs))
    found = units(al, level)
    assert [bead for unit in found for bead in unit.beads] == [*al.beads]
    assert len({unit.label for unit in found}) == len(found)
    if level == "paragraph":
        assert [(unit.en, unit.ru) for unit in found] == [(corrected(p).en, corrected(p).ru) for p in al.pairs]


@pytest.mark.parametrize("function", [units, translations])
def test_unknown_levels_are_refused(function):
    with pytest.raises(FormatError, match="no level 'word'"):
        function(MOVED, "word")
