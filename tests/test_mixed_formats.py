"""The sample texts as LibreOffice saves them: any mix of formats gives the alignment of the plain texts."""

import shutil
import subprocess
from pathlib import Path

import pytest
from judges import program

from aligner import align, read_document
from aligner.alignment import Alignment
from aligner.layout import flat

TEXTS = Path(__file__).parent.parent / "texts"
FORMATS = ("docx", "odt", "pdf", "epub", "html")
NAMES = ("communique-2016", "letter-archive-1997")  # the letter is wrapped by hand: each of its lines is a paragraph


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    """The texts in each format, as `communique-2016.en.docx`."""
    soffice = program("soffice")
    place = tmp_path_factory.mktemp("office")
    for lang in ("en", "ru"):
        for name in NAMES:
            shutil.copy(TEXTS / lang / f"{name}.txt", place / f"{name}.{lang}.txt")
    texts = sorted(place.glob("*.txt"))
    profile = f"-env:UserInstallation={(place / 'profile').as_uri()}"
    for format in FORMATS:
        command = [soffice, profile, "--headless", "--convert-to", format, "--outdir", str(place), *map(str, texts)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
    return place


def found(al: Alignment) -> list[tuple[str, str, str]]:
    """What is linked with what, whatever the lines were."""
    return [
        (bead.kind, *(" ".join(flat(document.sentences[n].text) for n in side) for document, side in sides))
        for bead in al.beads
        for sides in [((al.en, bead.en), (al.ru, bead.ru))]
    ]


@pytest.mark.parametrize(
    ("en", "ru"), [("docx", "odt"), ("odt", "pdf"), ("pdf", "epub"), ("epub", "html"), ("html", "txt"), ("txt", "docx")]
)
def test_any_mix_aligns_as_the_plain_texts_do(folder, en, ru):
    name = folder / NAMES[0]
    plain = align(f"{name}.en.txt", f"{name}.ru.txt")
    mixed = align(f"{name}.en.{en}", f"{name}.ru.{ru}")
    assert found(mixed) == found(plain)
    assert [len(pair.beads) for pair in mixed.pairs] == [len(pair.beads) for pair in plain.pairs]


@pytest.mark.parametrize("lang", ["en", "ru"])
@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("name", NAMES)
def test_the_sentences_are_those_of_the_plain_text(folder, name, lang, format):
    plain = read_document(folder / f"{name}.{lang}.txt", lang)
    read = read_document(folder / f"{name}.{lang}.{format}", lang)
    if (name, lang, format) == ("letter-archive-1997", "ru", "pdf"):  # two lines of an address run on in small letters
        assert len(plain.sentences) - len(read.sentences) == 2
    else:
        assert [flat(s.text) for s in read.sentences] == [flat(s.text) for s in plain.sentences]
        assert read.notes == ()
