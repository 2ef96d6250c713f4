"""Both versions; whether they are valid is judged by the schemas in test_write_judges.py."""

import pytest
from lxml import etree
from reviewed import reviewed
from strategies import alignment, beads

from aligner.write.xliff import render, render_12

N1 = "{urn:oasis:names:tc:xliff:document:1.2}"
N2 = "{urn:oasis:names:tc:xliff:document:2.0}"
NOTES = (
    "1 of 6 units have no source and are left out: XLIFF can't hold them",
    "1 findings that a reviewer has set aside are left out",
)


def units_12(level="paragraph", **options):
    rendered = render_12(reviewed(), level, **options)
    return {unit.get("resname"): unit for unit in etree.fromstring(rendered.data).iter(f"{N1}trans-unit")}


def units_21(level="paragraph", **options):
    rendered = render(reviewed(), level, **options)
    return {unit.get("name"): unit for unit in etree.fromstring(rendered.data).iter(f"{N2}unit")}


def test_states_of_12():
    states = {
        name: (unit.get("approved"), target.get("state"), target.get("state-qualifier"))
        for name, unit in units_12().items()
        if (target := unit.find(f"{N1}target")) is not None
    }
    assert states == {
        "2": ("yes", "final", None),
        "3": ("no", "needs-review-translation", "rejected-inaccurate"),
        "4": ("no", "translated", None),
        "5": ("no", "needs-review-translation", None),
        "6": ("no", "translated", None),
    }


def test_states_of_21():
    states = {
        name: (s.get("state"), s.get("subState")) for name, u in units_21().items() for s in u.iter(f"{N2}segment")
    }
    assert states == {
        "2": ("final", None),
        "3": ("translated", "aligner:rejected"),
        "4": ("translated", None),
        "5": ("translated", "aligner:needs-review"),
        "6": ("translated", None),
    }


def test_notes_of_12():
    notes = {name: [(n.get("from"), n.text) for n in unit.iter(f"{N1}note")] for name, unit in units_12().items()}
    assert notes["3"] == [("Анна", "Не то.")]
    assert notes["5"] == [
        ("aligner", "error date: 14 May in English, 15 мая (confirmed: см. оригинал)"),
        ("reviewer", "minor accuracy/omission: both"),
    ]


def test_notes_of_21():
    notes = {name: [(n.get("category"), n.text) for n in unit.iter(f"{N2}note")] for name, unit in units_21().items()}
    assert notes["3"] == [("aligner:review", "Анна: Не то.")]
    assert notes["4"] == [("aligner:read", "Они встретились.")]
    assert notes["5"] == [
        ("aligner:finding", "error date: 14 May in English, 15 мая (confirmed: см. оригинал)"),
        ("aligner:review", "minor accuracy/omission: both"),
    ]


def test_a_correction_is_the_target_and_the_original_is_kept():
    unit = units_12()["4"]
    assert unit.findtext(f"{N1}target") == "Стороны встретились."
    assert unit.findtext(f"{N1}alt-trans/{N1}target") == "Они встретились."
    assert unit.findtext(f"{N1}alt-trans/{N1}source") == "They met."
    assert unit.find(f"{N1}alt-trans").get("alttranstype") == "previous-version"
    assert units_21()["4"].findtext(f".//{N2}target") == "Стороны встретились."


@pytest.mark.parametrize("function", [render, render_12])
def test_what_has_no_source_is_left_out_and_told(function):
    assert function(reviewed(), "paragraph").notes == NOTES
    rendered = function(alignment([["Alone."]], [], beads("1-0")), "sentence")
    assert rendered.notes == ()
    assert b"<target" not in rendered.data


@pytest.mark.parametrize("function", [render, render_12])
def test_either_side_can_be_the_source(function):
    root = etree.fromstring(function(alignment([["One."]], [["Раз."]], beads("1-1")), "sentence", source="ru").data)
    assert [(etree.QName(node).localname, node.text) for node in root.iter() if node.text in ("One.", "Раз.")] == [
        ("source", "Раз."),
        ("target", "One."),
    ]
    assert {"ru-RU", "en-US"} <= {value for node in root.iter() for value in node.attrib.values()}


def test_sentences_are_units_too():
    assert [*units_12("sentence")] == [*units_21("sentence")] == ["2", "3", "4", "5.1", "5.2", "6"]
