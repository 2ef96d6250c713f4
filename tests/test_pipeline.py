import pytest

import aligner
from aligner import pipeline
from aligner.errors import InputError
from aligner.records import Bead

EN = "The sides met in Geneva. They agreed.\n\nThey signed a protocol."
RU = "Стороны встретились в Женеве. Они договорились.\n\nПодписан протокол."


class Encoder:
    name = "fake"

    def encode(self, texts):
        raise AssertionError("the evidence is replaced")


@pytest.fixture(autouse=True)
def diagonal(monkeypatch):
    """One to one, in place of the evidence."""

    def beads(en, ru, encoder, pins):
        assert encoder.name == "fake"
        assert len(en.sentences) == len(ru.sentences)
        return [Bead(range(i, i + 1), range(i, i + 1), -0.1, 0.9) for i in range(len(en.sentences))], ()

    monkeypatch.setattr(pipeline, "_beads", beads)


def test_texts():
    al = pipeline.align_texts(en=EN, ru=RU, encoder=Encoder())
    assert [(pair.en, pair.ru) for pair in al.pairs] == list(zip(EN.split("\n\n"), RU.split("\n\n"), strict=True))
    assert len(al.beads) == 3
    assert (al.encoder, al.version) == ("fake", aligner.__version__)
    assert (al.en.name, al.ru.name) == ("English text", "Russian text")


def test_files(tmp_path):
    en, ru = tmp_path / "a.txt", tmp_path / "b.txt"
    en.write_text(EN, encoding="utf-8")
    ru.write_text(RU, encoding="cp1251")
    al = pipeline.align(str(en), ru, encoder=Encoder(), encoding="cp1251")
    assert al.ru.text == RU
    assert al.settings == {"presegmented": False, "encoding": "cp1251"}
    assert len(al.pairs) == 2


def test_presegmented():
    al = pipeline.align_texts(en="One. Two.\nThree.", ru="Раз. Два.\nТри.", encoder=Encoder(), presegmented=True)
    assert [sentence.text for sentence in al.en.sentences] == ["One. Two.", "Three."]
    assert al.settings["presegmented"] is True


def test_languages_are_checked_before_the_encoder_is_loaded():
    with pytest.raises(InputError, match="English text is Russian and Russian text is English; swap them"):
        pipeline.align_texts(en=RU, ru=EN, encoder="no such encoder")


def test_sentences_are_counted_as_given():
    beads = pipeline.align_sentences(["A.", "", "B.\nC."], ["А.", "Б.", "В."], Encoder())
    assert [(bead.en, bead.ru) for bead in beads] == [(range(i, i + 1), range(i, i + 1)) for i in range(3)]


def test_given_sentences_become_a_document_with_true_offsets(monkeypatch):
    seen = []
    monkeypatch.setattr(pipeline, "_beads", lambda en, ru, encoder, pins: (seen.extend([en, ru]), ()))
    pipeline.align_sentences(["A.", "", "B.\nC."], [], Encoder())
    en, ru = seen
    assert [en.text[s.start : s.end] for s in en.sentences] == ["A.", "", "B.\nC."]
    assert [s.text for s in en.sentences] == ["A.", "", "B.\nC."]
    assert [p.sentences for p in en.paragraphs] == [range(3)]
    assert (ru.text, ru.sentences, ru.paragraphs) == ("", (), ())


def test_pins_are_handed_on_and_kept_with_the_result(monkeypatch):
    seen = []

    def beads(en, ru, encoder, pins):
        seen.append(pins)
        return [Bead(range(i, i + 1), range(i, i + 1), -0.1, 0.9) for i in range(3)], ()

    monkeypatch.setattr(pipeline, "_beads", beads)
    al = pipeline.align_texts(en=EN, ru=RU, encoder=Encoder(), pins=[([2], [2]), ([0], range(1))])
    assert seen == [[(range(1), range(1)), (range(2, 3), range(2, 3))]]
    assert al.settings == {"presegmented": False, "pins": "[0]:[0] [2]:[2]"}


def test_a_wrong_pin_is_told_before_the_encoder_is_loaded():
    with pytest.raises(InputError, match=r"pin \[0\]:\[7\]: there is no such Russian sentence, only 0 to 2"):
        pipeline.align_texts(en=EN, ru=RU, encoder="no such encoder", pins=[([0], [7])])
