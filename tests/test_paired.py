"""Texts that are paired already: every format becomes the same alignment, what it says of a pair is kept."""

import csv
import gzip
import io
import json
import math
import zipfile
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from samples import docx, para, run
from strategies import alignment, beads
from test_hostile import EDITS, mutated
from test_parallel import ALIKE, PAIRS, TMX

import aligner
from aligner.alignment import Alignment
from aligner.cli import cli
from aligner.errors import AlignerError, FormatError, InputError
from aligner.formats import having
from aligner.paired import parse, read_alignment, with_beads
from aligner.parallel import read_parallel
from aligner.read import document_from_text
from aligner.records import Bead, Review

XLIFF_1 = """<?xml version="1.0"?>
<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">
<file original="x" source-language="en-GB" target-language="ru-RU" datatype="plaintext"><body>
<trans-unit id="1" approved="yes"><source>Good <g id="1">morn</g>ing.</source>
  <target state="final">Доброе утро.</target>
  <note from="Anna">Checked.</note><note from="aligner">error date: differs</note></trans-unit>
<group><trans-unit id="2"><source>The "last" word; 5 &lt; 6 &amp; 7</source><seg-source>no</seg-source>
  <target state="translated" state-qualifier="rejected-inaccurate">«Последнее» слово; 5 &lt; 6 &amp; 7</target>
  <alt-trans><source>no</source><target>нет</target></alt-trans></trans-unit></group>
<trans-unit id="3"><source>Thank<x id="1"/>you.</source><target>Спасибо.</target></trans-unit>
</body></file></xliff>"""
XLIFF_2 = """<xliff version="2.1" xmlns="urn:oasis:names:tc:xliff:document:2.0" srcLang="ru" trgLang="en"><file id="f">
<unit id="1"><notes><note category="x">Checked.</note></notes>
  <segment state="final"><source>Доброе <pc id="1">утро</pc>.</source><target>Good morning.</target></segment></unit>
<unit id="2"><segment state="translated" subState="aligner:rejected">
  <source>«Последнее» слово; 5 &lt; 6 &amp; 7</source>
  <target>The "last" word; 5 &lt; 6 &amp; 7</target></segment>
  <ignorable><source> </source></ignorable>
  <segment><source>Спасибо.</source><target>Thank you.</target></segment></unit>
</file></xliff>"""


def xlsx(*rows: tuple[object, ...], cover: bool = True) -> bytes:
    from openpyxl import Workbook

    book, file = Workbook(), io.BytesIO()
    if cover:
        book.active.append(("Project", "Words", 12))
    sheet = book.create_sheet("Texts")
    for row in rows:
        sheet.append(row)
    book.save(file)
    return file.getvalue()


def table(*rows: tuple[str, ...]) -> bytes:
    cells = "".join(
        f"<w:tr>{''.join(f'<w:tc>{para(run(cell))}</w:tc>' for cell in row)}</w:tr>"
        for row in [[cell.replace("&", "&amp;").replace("<", "&lt;") for cell in row] for row in rows]
    )
    layout = f"<w:tbl><w:tr><w:tc>{para(run('Logo'))}</w:tc><w:tc>{para(run('Name'))}</w:tc></w:tr></w:tbl>"
    return docx(para(run("Before.")) + layout + f"<w:tbl>{cells}</w:tbl>")


def parquet(records: list[dict[str, object]]) -> bytes:
    file = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(records), file)
    return file.getvalue()


def semicolons(*rows: tuple[str, ...]) -> str:
    file = io.StringIO()
    csv.writer(file, delimiter=";").writerows(rows)
    return file.getvalue()


NUMBERED = [(str(number), ru, en) for number, (en, ru) in enumerate(PAIRS, 1)]
FORMATS = {
    **{name: text.encode() for name, text in ALIKE.items() if not name.endswith(".gz") and name != "a.txt"},
    "old.csv": semicolons(("№", "Original", "Перевод"), *((n, en, ru) for n, ru, en in NUMBERED)).encode("cp1251"),
    "numbered.tsv": "".join("\t".join(row) + "\n" for row in NUMBERED).encode(),
    "a.xlf": XLIFF_1.encode(),
    "a.xliff": XLIFF_2.encode(),
    "a.xlsx": xlsx(("№", "Русский", "English"), *NUMBERED),
    "bare.xlsx": xlsx((), *PAIRS, cover=False),
    "a.parquet": parquet([{"en": en, "ru": ru} for en, ru in PAIRS]),
    "translation.parquet": parquet([{"translation": {"en": en, "ru": ru}} for en, ru in PAIRS]),
    "a.docx": table(("", "Russian", "English"), *NUMBERED),
    "bare.docx": table(*PAIRS),
}  # fmt: skip


def texts(al: Alignment) -> list[tuple[str, str]]:
    return [(" ".join(pair.en.split()), " ".join(pair.ru.split())) for pair in al.pairs]


def read(path: Path, data: bytes) -> Alignment:
    path.write_bytes(data)
    return read_alignment(path)


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_gives_the_same_pairs(tmp_path, name):
    al = read(tmp_path / name, FORMATS[name])
    assert texts(al) == [*PAIRS]
    assert [bead.kind for bead in al.beads] == ["1-1"] * 3
    assert {bead.confidence for bead in al.beads} == {1.0}
    assert al.encoder == ""
    assert al.en.name == al.ru.name == str(tmp_path / name)
    assert all(paragraph.origin.split()[0] in ("unit", "row", "line") for paragraph in al.en.paragraphs)
    rejected = {pair.en for pair in al.pairs if pair.review and pair.review.status == "rejected"}
    assert read_parallel([tmp_path / name]).pairs == tuple(pair for pair in PAIRS if pair[0] not in rejected)


@pytest.mark.parametrize("name", [name for name in FORMATS if not name.endswith(".csv")])  # commas tell nothing
def test_formats_show_by_their_content(name):
    assert texts(parse(FORMATS[name], name="standard input")) == [*PAIRS]


def test_other_languages_and_missing_sides(tmp_path):
    half = '<tu><tuv xml:lang="en"><seg>Only English. Two.</seg></tuv><tuv xml:lang="fr"><seg>Oui</seg></tuv></tu>'
    other = '<tu><tuv xml:lang="de"><seg>Ja</seg></tuv></tu>'
    al = read(tmp_path / "a.tmx", TMX.replace("</body>", half + other + "</body>").encode())
    assert texts(al) == [*PAIRS, ("Only English. Two.", "")]
    assert [bead.kind for bead in al.pairs[-1].beads] == ["1-0", "1-0"]
    assert al.en.notes == ("1 places without texts left out, the first in line 10: neither language",)


def test_the_wrong_way_round_is_put_right_and_said(tmp_path):
    swapped = (
        TMX.replace('"en', '"xx')
        .replace('"EN', '"xx')
        .replace('"ru', '"en')
        .replace('"RU', '"en')
        .replace('"xx', '"ru')
    )
    al = read(tmp_path / "a.tmx", swapped.encode())
    assert texts(al) == [*PAIRS]
    assert al.en.notes == ("English and Russian stood the wrong way round; put right",)


def test_what_people_said_is_kept(tmp_path):
    al = read(tmp_path / "a.xlf", XLIFF_1.encode())
    assert [pair.review for pair in al.pairs] == [
        Review(status="approved", comment="Checked."),
        Review(status="rejected"),
        None,
    ]
    al = read(tmp_path / "a.xliff", XLIFF_2.encode())
    assert [pair.review and pair.review.status for pair in al.pairs] == ["approved", "rejected", None]
    noted = TMX.replace("<note>n</note>", "<note>warning number: 5</note><note>Mine.</note>")
    assert [pair.review and pair.review.comment for pair in read(tmp_path / "a.tmx", noted.encode()).pairs] == [
        None,
        "Mine.",
        None,
    ]


def test_a_workbook_that_a_reviewer_filled_in_comes_back(tmp_path):
    said = [Review(status="approved", comment="Good."), Review(status="rejected"), None]
    reviewed = replace(EXAMPLE, pairs=tuple(map(lambda p, r: replace(p, review=r), EXAMPLE.pairs, said)))
    reviewed.save(tmp_path / "a.xlsx")
    assert [pair.review for pair in read_alignment(tmp_path / "a.xlsx").pairs] == said


EN = "The sides met in Geneva on 5 May. They discussed trade and transport. They signed a protocol."
RU = "Стороны встретились в Женеве 5 мая. Они обсудили торговлю и транспорт. Они подписали протокол."


def test_sentences_of_a_unit_are_aligned_inside(tmp_path):
    more = "Они подписали протокол."
    rows = [("One.", "Раз."), (EN, RU), (EN, RU.removesuffix(more).strip()), ("Yes.", "Да."), (EN, "Погода хорошая.")]
    al = read(tmp_path / "a.tsv", "".join(f"{en}\t{ru}\n" for en, ru in rows).encode())
    assert [[bead.kind for bead in pair.beads] for pair in al.pairs[:4]] == [
        ["1-1"],
        ["1-1", "1-1", "1-1"],
        ["1-1", "1-1", "1-0"],
        ["1-1"],
    ]
    assert len(al.pairs) == 5
    assert al.pairs[4].confidence < 0.5
    assert al.encoder == "en-ru"
    assert [bead.confidence for bead in al.pairs[0].beads] == [1.0]


def test_no_link_inside_a_unit_is_one_doubtful_bead(tmp_path, monkeypatch):
    import aligner.beads

    def nulls(en, ru, blocks, calibration):
        ((a, b),) = blocks
        alone = [Bead(range(i, i + 1), range(0), -1, 0.9) for i in a]
        return [alone + [Bead(range(0), range(j, j + 1), -1, 0.7) for j in b]]

    monkeypatch.setattr(aligner.beads, "align_within", nulls)
    (pair,) = read(tmp_path / "a.tsv", f"{EN}\t{RU}\n".encode()).pairs
    assert [bead.kind for bead in pair.beads] == ["3-3"]
    assert pair.confidence == pytest.approx(0.3)


def test_many_units_are_compared_in_parts(tmp_path):
    al = read(tmp_path / "a.tsv", f"{EN}\t{RU}\n".encode() * 50)
    assert [bead.kind for bead in al.beads] == ["1-1"] * 150
    assert [bead.en.start for bead in al.beads] == [bead.ru.start for bead in al.beads] == list(range(150))


EXAMPLE = alignment(
    [["One.", "Two."], ["Alone here."], ["Three."]], [["Раз. Да!", "Два."], ["Три."]], beads("1-1", "1-1", "1-0", "1-1")
)


def test_what_lines_of_json_say_is_kept_or_named(tmp_path):
    lines = [
        {"en": "One.", "ru": "Раз.", "confidence": 0.7, "score": -1.5},
        {"en": "Two.", "ru": "Два.", "confidence": 97, "source": "x"},
        {"en": "Three.", "ru": "Три.", "confidence": None},
    ]
    al = read(tmp_path / "a.jsonl", "".join(json.dumps(line) + "\n" for line in lines).encode())
    assert [(bead.score, bead.confidence) for bead in al.beads] == [(-1.5, 0.7), (0.0, 1.0), (0.0, 1.0)]
    assert al.en.notes == ("not taken from the lines: confidence, source",)


@pytest.mark.parametrize("suffix", ["tsv", "csv", "parquet"])
def test_a_table_of_beads_comes_back(tmp_path, suffix):
    EXAMPLE.save(tmp_path / f"a.{suffix}", level="sentence")
    back = read_alignment(tmp_path / f"a.{suffix}")
    assert back.beads == EXAMPLE.beads
    assert [(pair.en, pair.ru) for pair in back.pairs] == [(pair.en, pair.ru) for pair in EXAMPLE.pairs]
    assert [pair.confidence for pair in back.pairs] == [pair.confidence for pair in EXAMPLE.pairs]


def test_a_saved_alignment_comes_back(tmp_path):
    EXAMPLE.save(tmp_path / "a.jsonl")
    assert aligner.read_alignment(tmp_path / "a.jsonl") == EXAMPLE


HUNALIGN = (
    "The sides met. ~~~ They agreed.\tСтороны встретились и договорились. Да.\t1.25\n"
    "One. Two.\tРаз. Два.\t-0.3\n\tТри.\t0\n"
)


@pytest.mark.parametrize("name", ["a.tsv", "a.txt"])
def test_a_ladder_of_hunalign(tmp_path, name):
    al = read(tmp_path / name, HUNALIGN.encode())
    assert [bead.kind for bead in al.beads] == ["2-1", "1-1", "0-1"]
    assert [sentence.text for sentence in al.en.sentences] == ["The sides met.", "They agreed.", "One. Two."]
    assert [bead.score for bead in al.beads] == [1.25, -0.3, 0.0]
    assert all(math.isnan(bead.confidence) for bead in al.beads)


def test_a_ladder_with_its_sentences(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("a.en").write_text("One.\nTwo.\n\nThree.\n", encoding="utf-8")
    Path("a.ru").write_text("Раз.\n\nТри.\nЕщё.\n", encoding="utf-8")
    Path("a.beads").write_text("[0,1]:[0]:0.5\n[2]:[1]\n[]:[2]:0.25\n", encoding="utf-8")
    done = CliRunner().invoke(cli, ["align", "a.en", "a.ru", "--beads", "a.beads", "-o", "a.jsonl"])
    assert done.exit_code == 0, done.output
    al = read_alignment("a.jsonl")
    assert [bead.kind for bead in al.beads] == ["2-1", "1-1", "0-1"]
    assert [len(pair.beads) for pair in al.pairs] == [1, 2]
    Path("a.en").write_text("One.\n", encoding="utf-8")
    done = CliRunner().invoke(cli, ["align", "a.en", "a.ru", "--beads", "a.beads"])
    assert done.exit_code == 2
    assert "a.beads: links 3 sentences of a.en, which has 1; give the files of sentences" in done.stderr


def test_a_ladder_that_crosses_itself():
    en, ru = (
        document_from_text("One.\nTwo.", "en", presegmented=True),
        document_from_text("Раз.\nДва.", "ru", presegmented=True),
    )
    with pytest.raises(FormatError, match="x: its links cross"):
        with_beads(en, ru, [Bead(range(1), range(1, 2), 0, 1), Bead(range(1, 2), range(1), 0, 1)], name="x")


def test_moses_pairs(tmp_path):
    for lang, side in zip(("en", "ru"), zip(*PAIRS, strict=True), strict=True):
        (tmp_path / f"a.{lang}").write_text("\n".join(side) + "\n", encoding="utf-8")
    assert texts(read_alignment(tmp_path / "a.ru")) == [*PAIRS]


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx", "a.tsv"])
def test_findings_are_not_read_back_and_it_is_said(tmp_path, name):
    al = alignment([["They met on 14 May."]], [["Они встретились 15 мая."]], beads("1-1")).check()
    al.save(tmp_path / name)
    again = read_alignment(tmp_path / name)
    assert again.en.notes == ("the findings in it are left out; check it again",)
    assert repr(again.findings) == "not checked yet: al = al.check()"
    alignment([["It rained."]], [["Шёл дождь."]], beads("1-1")).check().save(tmp_path / name)
    assert read_alignment(tmp_path / name).en.notes == ()


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.tmx", b"<html/>", "not a TMX file"),
        ("a.xlf", TMX.encode(), "not an XLIFF file: its outermost element is <tmx>"),
        ("a.xlf", XLIFF_1.replace("ru-RU", "de").encode(), "from 'en-GB' to 'de'; give a file of English and Russian"),
        ("a.tsv", b"One.\nTwo.\n", "no English text with its Russian one; line 1: one column"),
        ("a.tsv", b"One.\tUn.\n", "is English by its letters"),
        ("a.tsv", "One.\tРаз. Два. Три.\n".encode() * 3 + b"Two.\t\xc4\xe2\xe0\n", "a.tsv:4: not UTF-8"),
        ("a.xlsx", xlsx(("One", 2)), "no sheet with an English and a Russian column"),
        ("a.xlsx", b"PK", "not a workbook (XLSX)"),
        ("a.docx", docx(para(run("x"))), "no table with an English and a Russian column"),
        ("a.beads", b"[0]:[0]", "holds only numbers; give its sentences, too: aligner align EN.sents RU.sents --beads"),
        ("a.parquet", b"PAR1", "a damaged Parquet file"),
        ("a.epub", b"PK", ".epub is only written; to go on with an alignment, save it as .jsonl, too"),
        ("a.pdf", b"%PDF", "holds no pairs of texts; give the English text and the Russian one"),
        ("a", b"%PDF", "looks like PDF document, which holds no pairs; give two texts"),
        ("a", b"prose", "not an alignment, or damaged"),
        ("a.tsv.gz", gzip.compress(b"One.\t\n"), "no English text with its Russian one"),
    ],
)
def test_files_without_pairs_are_one_line(tmp_path, name, data, message):
    with pytest.raises(AlignerError) as refused:
        read(tmp_path / name, data)
    said = str(refused.value)
    assert said.startswith(str(tmp_path / name))
    assert message in said
    assert "\n" not in said


def test_nothing_is_fetched():
    with pytest.raises(InputError, match="nothing is fetched"):
        read_alignment("https://example.org/a.tmx")


def test_commands_take_pairs(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("a.tmx").write_text(TMX.replace("Доброе утро.", "Доброе утро 2020 года."), encoding="utf-8")
    checked = CliRunner().invoke(cli, ["check", "a.tmx", "--json"])
    assert checked.exit_code == 0
    assert "2020" in checked.stdout
    exported = CliRunner().invoke(cli, ["export", "-", "-f", "tsv"], input=Path("a.tmx").read_bytes())
    assert exported.stdout.count("\n") == 4
    read_alignment("a.tmx").save("a.beads")
    scored = CliRunner().invoke(cli, ["evaluate", "a.beads", "a.tmx"])
    assert "strict      P 1.000" in scored.stdout
    said = CliRunner().invoke(cli, ["export", "-", "-f", "beads"], input=ALIKE["a.tsv"].encode() + b"alone\n")
    assert said.stderr.startswith("note: standard input: 1 places without texts left out")


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.sampled_from(sorted(FORMATS)), edits=EDITS)
def test_damaged_files(tmp_path, capfd, name, edits):
    try:
        al = read(tmp_path / name, mutated(FORMATS[name], edits))
    except AlignerError as error:
        assert str(error).startswith(str(tmp_path / name))
        assert "\n" not in str(error)
    else:
        assert [n for bead in al.beads for n in bead.en] == list(range(len(al.en.sentences)))
    assert capfd.readouterr() == ("", "")


LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'


@pytest.mark.parametrize("name", ["a.xlf", "a.xliff"])
def test_entities_are_refused(tmp_path, name):
    text = FORMATS[name].decode().replace('<?xml version="1.0"?>', "")
    with pytest.raises(InputError, match="declares XML entities"):
        read(tmp_path / name, (LAUGHS + text).encode())


def test_a_workbook_that_declares_entities(tmp_path):
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx(*PAIRS))) as book, zipfile.ZipFile(file, "w") as bad:
        for part in book.namelist():
            data = book.read(part)
            bad.writestr(part, LAUGHS.encode() + data if "sheets/" in part else data)
    with pytest.raises(InputError, match="declares a document type"):
        read(tmp_path / "a.xlsx", file.getvalue())


BOTH_WAYS = [format for format in having("writer") if format.pairs]


@pytest.mark.parametrize("format", BOTH_WAYS, ids=[format.name for format in BOTH_WAYS])
def test_what_is_written_is_read(tmp_path, format):
    linked = [(pair.en, pair.ru) for pair in EXAMPLE.pairs if not pair.is_unpaired]
    name = "a" if len(format.endings) > 1 else f"a{format.suffix}"
    EXAMPLE.save(tmp_path / name, format=format.name, level="paragraph")
    read_back = read_alignment(tmp_path / (name + format.endings[0]))
    assert [(pair.en, pair.ru) for pair in read_back.pairs if not pair.is_unpaired] == linked
