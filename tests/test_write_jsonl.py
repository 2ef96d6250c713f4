import json
import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import MOVED, alignment, alignments, beads, cut_alignments, reviews

from aligner.errors import FormatError, InputError
from aligner.records import Bead
from aligner.saved import parse_alignment, read_alignment
from aligner.write.jsonl import render

EXAMPLE = alignment(
    [["One.", "Two."], ["Three."]], [["Раз, два."], ["Лишнее."]], beads("2-1", "1-0", "0-1", confidence=0.75)
)


def records(al):
    return [json.loads(line) for line in render(al, "paragraph").data.decode().splitlines()]


def parsed(lines):
    return parse_alignment("\n".join(map(json.dumps, lines)).encode(), name="a.jsonl")


def test_the_file_is_what_the_contract_says():
    header, first, second, third = records(EXAMPLE)
    assert header["schema"] == "aligner/1"
    assert (header["model"], header["version"], header["settings"]) == ("fake", "0.0", EXAMPLE.settings)
    assert header["en"]["name"] == "en.txt"
    assert header["ru"]["text"] == "Раз, два.\n\nЛишнее."
    assert header["ru"]["sha256"] == "707dc3709c445f50af63da4d7f037ae73f1f461521fa257c01331b0c053b67c1"
    assert first == {
        "en_paragraphs": [0],
        "ru_paragraphs": [0],
        "confidence": 0.75,
        "beads": [{"en": [0, 1], "ru": [0], "kind": "2-1", "score": -0.5, "confidence": 0.75}],
        "findings": [],
        "en": [
            {"number": 0, "start": 0, "end": 4, "text": "One."},
            {"number": 1, "start": 5, "end": 9, "text": "Two."},
        ],
        "ru": [{"number": 0, "start": 0, "end": 9, "text": "Раз, два."}],
    }
    assert (second["en_paragraphs"], second["ru_paragraphs"]) == ([1], [])
    assert (third["en_paragraphs"], third["ru_paragraphs"]) == ([], [1])


@given(st.one_of(alignments(texts=st.text(min_size=1, max_size=8)), cut_alignments()), reviews(), st.text(max_size=4))
def test_round_trip(al, review, origin):
    al = replace(al, en=replace(al.en, paragraphs=tuple(replace(p, origin=origin) for p in al.en.paragraphs)))
    al = replace(al, pairs=tuple(replace(pair, review=review) for pair in al.pairs))
    data = render(al, "paragraph").data
    back = parse_alignment(data, name="a.jsonl")
    assert back == al
    assert back.beads == al.beads
    assert render(back, "paragraph").data == data
    data.decode("utf-8")


AWKWARD = ["\x00\x07", "a\u2028b\u2029c\x85d\x0b\x0c\x1c", "\r\n\t\"\\'", "\ud800", "🙂\u00ad\u202e", "{}[]"]


@pytest.mark.parametrize("text", AWKWARD)
def test_awkward_characters_come_back(text, tmp_path):
    al = alignment([[f"One{text}."]], [[f"{text}Раз."]], beads("1-1"))
    al.save(tmp_path / "a.jsonl")
    assert read_alignment(tmp_path / "a.jsonl") == al


def test_what_can_not_come_back_is_not_written():
    with pytest.raises(FormatError, match="broken characters"):
        render(alignment([["\ud83d\ude00"]], [["Раз."]], beads("1-1")), "paragraph")


def test_empty_sides_stand_where_they_stood():
    back = parsed(records(EXAMPLE))
    assert [(pair.en_paragraphs.start, pair.ru_paragraphs.start) for pair in back.pairs] == [
        (0, 0),
        (1, 1),
        (2, 1),
    ]
    assert [(pair.en_paragraphs.stop, pair.ru_paragraphs.stop) for pair in back.pairs] == [
        (1, 1),
        (2, 1),
        (2, 2),
    ]


def test_unknown_scores_are_null():
    al = alignment([["One."]], [["Раз."]], [Bead(range(1), range(1), math.nan, math.nan)])
    assert records(al)[1]["beads"][0]["score"] is None
    back = parsed(records(al))
    assert math.isnan(back.beads[0].score)
    assert math.isnan(back.pairs[0].confidence)


def test_notes_settings_and_kinds_come_back():
    en = replace(
        EXAMPLE.en,
        notes=("read as cp1251",),
        paragraphs=(replace(EXAMPLE.en.paragraphs[0], kind="heading"), EXAMPLE.en.paragraphs[1]),
    )
    al = replace(EXAMPLE, en=en)
    assert parsed(records(al)) == al


def test_blank_lines_and_unknown_keys_are_passed_over():
    lines = records(EXAMPLE)
    lines[0]["reviewer"] = lines[1]["state"] = "new in aligner/1.1"
    data = "\n\n".join(map(json.dumps, lines)).encode() + b"\n\n"
    assert parse_alignment(data, name="a.jsonl") == EXAMPLE


def damage(change):
    lines = records(EXAMPLE)
    change(lines)
    return lines


# fmt: off
DAMAGED = [
    (lambda r: r.clear(), 'a.jsonl:1: .*no header with "schema": "aligner/1"'),
    (lambda r: r[0].update(schema="aligner/9"), 'a.jsonl:1: .*no header'),
    (lambda r: r[0].pop("model"), "a.jsonl:1: .*'model' is missing"),
    (lambda r: r[0]["en"].update(text="Other."), r"a.jsonl:1: .*sha256 differs"),
    (lambda r: r[0].update(ru=3), "a.jsonl:1: "),
    (lambda r: r[0]["ru"]["paragraphs"][1]["sentences"].clear(), 'a.jsonl:1: .*ru paragraph 1 has no sentences'),
    (lambda r: r.pop(), "a.jsonl:3: .*cut short"),
    (lambda r: r.pop(2), "a.jsonl:3: .*cut short"),
    (lambda r: r.insert(1, r[1]), 'a.jsonl:3: .*a sentence of "en" is missing or stands twice'),
    (lambda r: r[1].pop("beads"), "a.jsonl:2: .*'beads' is missing"),
    (lambda r: r[1].update(beads=[]), 'a.jsonl:2: .*"beads" do not hold each sentence of "en" once'),
    (lambda r: r[1]["beads"][0].update(en=[0, 2]), 'a.jsonl:2: .*"beads" do not hold each sentence of "en" once'),
    (lambda r: r[1].update(en_paragraphs=[0, 1, 2]), "a.jsonl:2: "),
    (lambda r: r[1]["en"][1].update(text="Two!"), 'a.jsonl:2: .*"en" does not agree with the header'),
    (lambda r: r[1]["ru"][0].update(start=1), 'a.jsonl:2: .*"ru" does not agree with the header'),
    (lambda r: r[1].update(confidence="high"), "a.jsonl:2: "),
    (lambda r: r.insert(2, [1, 2]), "a.jsonl:3: .*no JSON object"),
]
# fmt: on


@pytest.mark.parametrize(("change", "message"), DAMAGED)
def test_damage_is_found_with_its_line(change, message):
    with pytest.raises(FormatError, match=message) as caught:
        parsed(damage(change))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("data", [b"", b"\n", b"[0]:[0]\n", b"{", "Привет".encode("cp1251"), b"[" * 100_000, b"{}\n{}"])
def test_other_files_are_refused_in_one_line(data):
    with pytest.raises(FormatError, match=r"a\.jsonl:1: not an alignment") as caught:
        parse_alignment(data, name="a.jsonl")
    assert "\n" not in str(caught.value)


def test_missing_file(tmp_path):
    with pytest.raises(InputError, match="can't be read: No such file"):
        read_alignment(tmp_path / "none.jsonl")


def test_moved_links_stand_in_the_header():
    assert records(MOVED)[0]["moved"] == [{"en": [0], "ru": [1], "kind": "moved", "score": 4.0, "confidence": 0.9}]


def test_a_file_from_before_moved_links_can_be_read():
    header, *pairs = records(MOVED)
    del header["moved"]
    assert parsed([header, *pairs]) == replace(MOVED, moved=())


@pytest.mark.parametrize("en, ru", [([1], [1]), ([0], [0]), ([], [1]), ([0], []), ([7], [1])])
def test_a_moved_link_holds_only_what_is_not_linked(en, ru):
    header, *pairs = records(MOVED)
    header["moved"][0] |= {"en": en, "ru": ru}
    with pytest.raises(FormatError, match=r"a.jsonl:1: .*\"moved\" links sentences that are linked already"):
        parsed([header, *pairs])


def test_no_sentence_is_moved_twice():
    header, *pairs = records(MOVED)
    header["moved"] *= 2
    with pytest.raises(FormatError, match=r"a.jsonl:1: .*linked already: \[0\], \[1\]"):
        parsed([header, *pairs])
