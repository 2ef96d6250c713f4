import io
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from strategies import MOVED, alignment, alignments, beads

from aligner.records import Bead
from aligner.table import LEVELS
from aligner.write.tmx import render

LANG = "{http://www.w3.org/XML/1998/namespace}lang"

# What the DTD of TMX 1.4b says about the elements that are used here.
DTD = """
<!ELEMENT tmx (header, body)> <!ATTLIST tmx version CDATA #FIXED "1.4">
<!ELEMENT header (note | prop)*>
<!ATTLIST header creationtool CDATA #REQUIRED creationtoolversion CDATA #REQUIRED
  segtype (block | paragraph | sentence | phrase) #REQUIRED o-tmf CDATA #REQUIRED adminlang CDATA #REQUIRED
  srclang CDATA #REQUIRED datatype CDATA #REQUIRED creationdate CDATA #IMPLIED>
<!ELEMENT body (tu*)>
<!ELEMENT tu ((note | prop)*, tuv+)> <!ATTLIST tu tuid CDATA #IMPLIED>
<!ELEMENT note (#PCDATA)>
<!ELEMENT prop (#PCDATA)> <!ATTLIST prop type CDATA #REQUIRED>
<!ELEMENT tuv ((note | prop)*, seg)> <!ATTLIST tuv xml:lang CDATA #REQUIRED>
<!ELEMENT seg (#PCDATA)>
"""

GOLDEN = """\
<?xml version='1.0' encoding='UTF-8'?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4">
  <header creationtool="aligner" creationtoolversion="0.0" segtype="sentence" o-tmf="aligner" \
adminlang="en-US" srclang="en-US" datatype="plaintext"/>
  <body>
    <tu tuid="1">
      <prop type="x-score">0.4100</prop>
      <prop type="x-bead">2-1</prop>
      <prop type="x-status">doubtful</prop>
      <prop type="x-document">en.txt / ru.txt</prop>
      <tuv xml:lang="en-US">
        <seg>Trade grew. R&amp;D &lt; 2 %.</seg>
      </tuv>
      <tuv xml:lang="ru-RU">
        <seg>Торговля выросла.</seg>
      </tuv>
    </tu>
  </body>
</tmx>
"""


def test_golden():
    al = alignment(
        [["Trade grew.", "R&D < 2 %.", "Alone."]],
        [["Торговля\nвыросла."]],
        [Bead(range(2), range(1), -1.0, 0.41), Bead(range(2, 3), range(1, 1), -1.0, 0.9)],
    )
    rendered = render(al, "sentence")
    assert rendered.data.decode() == GOLDEN
    assert rendered.notes == ("1 of 2 units has no counterpart and is left out: TMX holds only pairs",)


ANY_TEXT = st.text(st.characters(), max_size=6).map("a{}".format)  # surrogates and control characters too


@settings(max_examples=50)
@given(alignments(texts=ANY_TEXT), st.sampled_from(LEVELS))
def test_valid_whatever_the_text(al, level):
    root = etree.fromstring(render(al, level).data)
    assert etree.DTD(file=io.StringIO(DTD)).validate(root)
    units = root.findall("body/tu")
    paired = [pair for pair in al.pairs if not pair.is_unpaired]
    linked = [bead for bead in al.beads if not bead.is_null]
    moved = [unit for unit in units if unit.findtext("prop[@type='x-bead']") == "moved"]
    assert bool(moved) == bool(al.moved)
    assert len(units) - len(moved) == len(paired if level == "paragraph" else linked)
    assert [unit.get("tuid") for unit in units] == [str(n) for n in range(1, len(units) + 1)]
    for unit in units:
        assert [tuv.get(LANG) for tuv in unit.findall("tuv")] == ["en-US", "ru-RU"]
        assert all(tuv.findtext("seg") for tuv in unit.findall("tuv"))


@pytest.mark.parametrize("level", LEVELS)
def test_level_decides_units_and_segtype(level):
    al = alignment([["One.", "Two."]], [["Раз."], ["Два."]], beads("1-1", "1-1"))
    root = etree.fromstring(render(al, level).data)
    assert root.find("header").get("segtype") == level
    segments = [seg.text for seg in root.iter("seg")]
    assert segments == {"paragraph": ["One. Two.", "Раз. Два."], "sentence": ["One.", "Раз.", "Two.", "Два."]}[level]


def test_illegal_characters_are_left_out_and_told():
    rendered = render(alignment([["O\x00n\x0be\ufffe."]], [["Раз\ud800."]], beads("1-1")), "sentence")
    assert [seg.text for seg in etree.fromstring(rendered.data).iter("seg")] == ["On e.", "Раз."]
    assert rendered.notes == ("4 characters that XML can't hold were left out",)


def test_long_segments_are_told():
    al = alignment([["long " * 500 + "."]], [["Длинно."]], beads("1-1"))
    (note,) = render(al, "paragraph").notes
    assert note == "the longest segment has 2,501 characters; some tools stop at 2,000"


def test_locales_and_source():
    al = alignment([["One."]], [["Раз."]], beads("1-1"))
    root = etree.fromstring(render(al, "paragraph", source="ru", locales={"en": "en-GB", "ru": "ru"}).data)
    assert root.find("header").get("srclang") == "ru"
    assert [tuv.get(LANG) for tuv in root.iter("tuv")] == ["ru", "en-GB"]
    assert [seg.text for seg in root.iter("seg")] == ["Раз.", "One."]


@pytest.mark.parametrize("level", LEVELS)
def test_moved_links_are_units_at_the_end(level):
    rendered = render(MOVED, level)
    units = etree.fromstring(rendered.data).findall(".//tu")
    assert [unit.findtext("prop[@type='x-bead']") for unit in units] == ["1-1", "moved"]
    assert [seg.text for seg in units[1].iter("seg")] == ["Moved.", "Ушло."]
    assert units[1].findtext("prop[@type='x-score']") == "0.9000"
    assert rendered.notes == ()


def test_a_moved_passage_is_one_unit_among_paragraphs():
    al = replace(
        alignment([["A.", "B."], ["C."]], [["В."], ["А.", "Б."]], beads("1-0", "1-0", "1-1", "0-1", "0-1")),
        moved=(Bead(range(1), range(1, 2), 4.0, 0.9, True), Bead(range(1, 2), range(2, 3), 4.0, 0.8, True)),
    )
    for level, texts in (("paragraph", ["A. B.", "А. Б."]), ("sentence", ["A.", "А.", "B.", "Б."])):
        units = etree.fromstring(render(al, level).data).findall(".//tu")
        assert [seg.text for unit in units[1:] for seg in unit.iter("seg")] == texts
