"""Reading parallel sentences: every format gives the same pairs, what is wrong is counted with its place."""

import gzip
import json
from pathlib import Path

import pytest

from aligner.alignment import Alignment
from aligner.errors import AlignerError, FormatError, InputError
from aligner.pairs import pairs
from aligner.parallel import read_parallel
from aligner.read import document_from_text
from aligner.records import Bead

PAIRS = (
    ("Good morning.", "Доброе утро."),
    ('The "last" word; 5 < 6 & 7', "«Последнее» слово; 5 < 6 & 7"),
    ("Thank you.", "Спасибо."),
)
TSV = "".join(f"{en}\t{ru}\n" for en, ru in PAIRS)
TMX = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4"><header creationtool="x" creationtoolversion="1" segtype="sentence" o-tmf="x" adminlang="en"
 srclang="en" datatype="plaintext"/><body>
<tu><tuv xml:lang="en-GB"><seg>Good morning.</seg></tuv><tuv xml:lang="ru-RU"><seg>Доброе утро.</seg></tuv></tu>
<tu><note>n</note><tuv xml:lang="RU"><prop type="x">y</prop><seg>«Последнее» слово; 5 &lt; 6 &amp; 7</seg></tuv>
  <tuv xml:lang="de"><seg>Wort</seg></tuv><tuv xml:lang="en_US"><seg>The "last" word; 5 &lt; 6 &amp; 7</seg></tuv></tu>
<tu><tuv lang="EN"><seg>Thank
  you.</seg></tuv><tuv lang="ru"><seg>Спасибо.</seg></tuv></tu>
</body></tmx>
"""


def write(path: Path, text: str, encoding: str = "utf-8") -> Path:
    data = text.encode(encoding)
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)
    return path


def jsonl(*records: object) -> str:
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


ALIKE = {
    "a.tsv": TSV,
    "a.txt": TSV.replace("\n", "\tmemory 7\t0.5\r\n"),
    "a.tsv.gz": TSV + "\n  \n",
    "header.tsv": 'pair\tru\ten\n1\tДоброе утро.\tGood morning.\n2\t«Последнее» слово; 5 < 6 & 7\t"The ""last"" word; '
    '5 < 6 & 7"\n3\tСпасибо.\tThank you.\n',
    "a.csv": 'en,ru\nGood morning.,Доброе утро.\n"The ""last"" word; 5 < 6 & 7",«Последнее» слово; 5 < 6 & 7\n'
    "Thank you.,Спасибо.\n",
    "a.tmx": TMX,
    "a.TMX.gz": TMX,
    "a.jsonl": jsonl(*({"en": en, "ru": ru, "id": 1} for en, ru in PAIRS)),
    "hub.jsonl": jsonl(*({"translation": {"en": en, "ru": ru}} for en, ru in PAIRS)),
}


@pytest.mark.parametrize("name", ALIKE)
def test_every_format_gives_the_same_pairs(tmp_path, name):
    path = tmp_path / name
    data = ALIKE[name].encode()
    path.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    read = read_parallel([path])
    assert (read.pairs, read.flaws, read.duplicates, read.places) == (PAIRS, 0, 0, ())


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_what_spreadsheets_save(tmp_path, encoding):
    assert read_parallel([write(tmp_path / "a.txt", TSV.replace("\n", "\r\n"), encoding)]).pairs == PAIRS


@pytest.mark.parametrize("given", [("x.v1.en",), ("x.v1.ru.gz",), ("x.v1.en", "x.v1.ru.gz"), ("x.v1.ru.gz", "x.v1.en")])
def test_moses_pairs_by_either_half(tmp_path, given):
    write(tmp_path / "x.v1.en", "".join(f"{en}\n" for en, _ in PAIRS))
    write(tmp_path / "x.v1.ru.gz", "".join(f"{ru}\n" for _, ru in PAIRS))
    read = read_parallel([tmp_path / name for name in given])
    assert read.pairs == PAIRS and len(read.sources) == 1


def test_moses_halves_must_match(tmp_path):
    one = write(tmp_path / "x.en", "One.\nTwo.\n")
    with pytest.raises(InputError, match=r"x\.en: its other half is missing; put x\.ru beside it"):
        read_parallel([one])
    write(tmp_path / "x.ru", "Один.\n")
    with pytest.raises(InputError, match=r"x\.en:2: .*x\.ru has no such line"):
        read_parallel([one])


def test_an_alignment_of_our_own(tmp_path):
    en, ru = "He came.\n\nHe saw. He won.", "Он пришёл.\n\nОн увидел и победил. Всё."
    documents = document_from_text(en, "en", name="en"), document_from_text(ru, "ru", name="ru")
    beads = [Bead(range(1), range(1), 0, 1), Bead(range(1, 3), range(1, 2), 0, 1), Bead(range(3, 3), range(2, 3), 0, 1)]
    made = Alignment(*documents, tuple(pairs(*documents, beads)), "none", "1")
    made.save(tmp_path / "x.jsonl")
    read = read_parallel([tmp_path / "x.jsonl"])
    assert read.flaws == 0
    assert read.pairs == (("He came.", "Он пришёл."), ("He saw. He won.", "Он увидел и победил."))
    made.save(tmp_path / "x.tsv", level="sentence")
    made.save(tmp_path / "x.tmx", level="sentence")
    assert read_parallel([tmp_path / "x.tsv"]).pairs == read_parallel([tmp_path / "x.tmx"]).pairs == read.pairs


def test_nulls_of_an_alignment_are_no_flaws(tmp_path):
    sentence = {"number": 0, "start": 0, "end": 3, "text": "Hi\nall"}
    pair = {"beads": [{"en": [0], "ru": []}, {"en": [0], "ru": [0]}], "en": [sentence], "ru": [sentence]}
    path = write(tmp_path / "x.jsonl", jsonl({"schema": "aligner/1"}, pair, {"beads": [{"en": [4], "ru": [0]}]}))
    read = read_parallel([path])
    assert read.pairs == (("Hi all", "Hi all"),)
    assert [place.rpartition("x.jsonl")[2] for place in read.places] == [":3: damaged alignment: KeyError('en')"]


BAD = {
    "a.tsv": (TSV + "alone\nen\t \n\tру\n \t \nok\tда\n", [":4: one column", ":5: no Russian", ":6: no English"]),
    "a.jsonl": (
        ALIKE["a.jsonl"] + '{"en": \n[]\n{"en": "a", "ru": 1}\n',
        [":4: broken JSON", ":5: no JSON obj", ":6: no"],
    ),
    "surrogate.jsonl": (ALIKE["a.jsonl"] + '{"en": "a\\ud800", "ru": "б"}\n', [":4: not UTF-8"]),
    "header.tsv": (ALIKE["header.tsv"] + "4\tтри\n", [":5: 2 columns of 3"]),
    "half.tmx": (TMX.replace('<tuv lang="ru"><seg>Спасибо.</seg></tuv>', ""), [":8: no Russian"]),
    "cut.tmx": (TMX[: TMX.index("Спасибо")], [":9: broken XML, the rest is lost"]),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_lines_are_counted_with_their_places(tmp_path, name):
    text, places = BAD[name]
    read = read_parallel([write(tmp_path / name, text)])
    assert read.flaws == len(places)
    for place, expected in zip(read.places, places, strict=True):
        assert place.startswith(f"{tmp_path / name}{expected}")
    assert read.pairs[:2] == PAIRS[:2]


def test_an_undecodable_line_is_lost_alone(tmp_path):
    path = tmp_path / "a.tsv"
    path.write_bytes(TSV.encode() + "no\tнет\n".encode("cp1251") + "yes\tда\n".encode())
    read = read_parallel([path])
    assert read.pairs == (*PAIRS, ("yes", "да"))
    assert read.places == (f"{path}:4: not UTF-8; save the file as UTF-8",)


def test_only_the_first_places_are_kept(tmp_path):
    read = read_parallel([write(tmp_path / "a.tsv", TSV + "x\n" * 9)])
    assert read.flaws == 9 and len(read.places) == 5


def test_duplicates_across_files(tmp_path):
    one, two = write(tmp_path / "a.tsv", TSV), write(tmp_path / "b.tsv", TSV.replace(" ", "  ") + "Yes.\tДа.\n")
    read = read_parallel([one, two])
    assert read.pairs == (*PAIRS, ("Yes.", "Да."))
    assert [(s.pairs, s.duplicates) for s in read.sources] == [(3, 0), (1, 3)] and read.duplicates == 3
    assert len(read_parallel([one, two], keep_duplicates=True).pairs) == 7


@pytest.mark.parametrize(
    ("seg", "text"),
    [
        ("<bpt i='1'>&lt;b&gt;</bpt>Bold<ept i='1'>&lt;/b&gt;</ept>ly", "Boldly"),
        ("one<ph>&lt;br/&gt;</ph>two", "one two"),
        ("a <hi>marked <it pos='begin'>x</it>word</hi> here", "a marked word here"),
        ("x<!-- no --> y<ph><sub>hidden</sub></ph>", "x y"),
    ],
)
def test_inline_codes_of_a_memory(tmp_path, seg, text):
    path = write(tmp_path / "a.tmx", TMX.replace("Good morning.", seg))
    assert read_parallel([path]).pairs[0] == (text, "Доброе утро.")


LAUGHS = '<!DOCTYPE tmx [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(9)
)
HOSTILE = {
    "billion laughs": TMX.replace('<!DOCTYPE tmx SYSTEM "tmx14.dtd">', LAUGHS + "]>").replace("Good", "&j;"),
    "external entity": TMX.replace('SYSTEM "tmx14.dtd"', '[<!ENTITY x SYSTEM "SECRET">]').replace("Good", "&x;"),
    "parameter entity": TMX.replace('SYSTEM "tmx14.dtd"', '[<!ENTITY % x SYSTEM "SECRET"> %x;]'),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_memories_are_refused(tmp_path, name):
    secret = write(tmp_path / "secret.txt", "top secret")
    path = write(tmp_path / "a.tmx", HOSTILE[name].replace("SECRET", secret.as_uri()))
    with pytest.raises(InputError, match=r"a\.tmx: declares XML entities") as refused:
        read_parallel([path])
    assert "top secret" not in str(refused.value)


def test_a_dtd_is_not_fetched(tmp_path):
    write(tmp_path / "tmx14.dtd", '<!ENTITY x "fetched">')
    path = write(tmp_path / "a.tmx", TMX.replace("Good", "&x;"))
    read = read_parallel([path])
    assert "fetched" not in str(read.pairs)


UNUSABLE = [
    ("a.tsv", b"", "no sentence pair that can be used"),
    ("a.tsv", b"one column\n", "a.tsv:1: one column"),
    ("a.tsv.gz", b"not gzip", "can't be read"),
    ("a.tsv.gz", gzip.compress(TSV.encode() * 99)[:-20], "damaged or cut short"),
    ("a.tmx", b"<html/>", "not a TMX file: its outermost element is <html>"),
    ("a.tmx", b"plain", "a.tmx:1: not XML"),
    ("a.csv", b"x,y\n1,2\n", "no columns named en and ru"),
    ("a.csv", b"en,ru\n" + b"".join(f"Раз {i},One {i}\n".encode() for i in range(20)),
     "Russian stands where English should"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "data", "message"), UNUSABLE)
def test_files_without_use_are_one_line(tmp_path, name, data, message):
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(InputError) as refused:
        read_parallel([path])
    assert message in str(refused.value) and str(path) in str(refused.value) and "\n" not in str(refused.value)


@pytest.mark.parametrize("name", ["a.doc", "a", "a.gz"])
def test_unknown_formats_are_told_before_reading(tmp_path, name):
    with pytest.raises(FormatError, match=r"known are .*\.tsv"):
        read_parallel([tmp_path / "missing.tsv", tmp_path / name])


def test_a_missing_file(tmp_path):
    with pytest.raises(AlignerError, match=r"none\.tsv: can't be read: No such file"):
        read_parallel([tmp_path / "none.tsv"])
