"""What the public functions say of what they can't use."""

from pathlib import Path

import numpy as np
import pytest

import aligner
from aligner.encoder import load_encoder
from aligner.errors import InputError, ModelError

EN = ["The talks ended.", "All agreed.", "They met in Moscow on 14 November."]
RU = ["Переговоры закончились.", "Все согласились.", "Они встретились в Москве 14 ноября."]


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (lambda: aligner.align_texts(en=Path("a.txt"), ru="Да."), "en must be a text, not a PosixPath; to align files"),
        (lambda: aligner.align_texts(en="Yes.", ru=["Да."]), "ru must be a text, not a list"),
        (lambda: aligner.align_texts(en=None, ru="Да."), "en must be a text, not None"),
        (lambda: aligner.align_texts(en=__file__, ru="Да."), "en is the path of a file, not its text; to align files"),
        (lambda: aligner.align(["a"], "b"), "en: expected the path of a file, not a list"),
        (lambda: aligner.align("Yes.\n\nNo.", "b"), "en is a text, not the path of a file; to align texts: "),
        (lambda: aligner.align("Hello world.", "b"), "en is a text, not the path of a file; to align texts: "),
        (lambda: aligner.align("Yes. " * 5000, "b"), "en is a text, not the path of a file; to align texts: "),
        (lambda: aligner.align_sentences("Good morning!", RU), "en is one text where a list of them is expected: [en]"),
        (lambda: aligner.align_sentences(EN, None), "ru must be a list of texts, not None"),
        (lambda: aligner.align_sentences([*EN, float("nan")], RU), "en[3] must be a text, not a float"),
        (lambda: aligner.align_vectors(EN, "Да.", [], []), "ru is one text where"),
        (lambda: load_encoder().encode("Good morning!"), "texts is one text where a list of them is expected: [texts]"),
        (lambda: aligner.read_document(None, "en"), "path: expected the path of a file, not None"),
        (lambda: aligner.read_document(__file__, "de"), "lang must be 'en' or 'ru', not 'de'"),
        (lambda: aligner.read_alignment(["a"]), "path: expected the path of a file, not a list"),
    ],
)
def test_one_line_says_what_is_expected(wrong, message):
    with pytest.raises(InputError) as caught:
        wrong()
    assert str(caught.value).startswith(message)
    assert len(str(caught.value)) < 200


def test_sentences_may_come_from_anywhere():
    as_lists = aligner.align_sentences(EN, RU)
    assert aligner.align_sentences((text for text in EN), np.array(RU)) == as_lists


def test_a_new_file_may_be_called_like_a_sentence(tmp_path):
    al = aligner.align_texts(en=" ".join(EN), ru=" ".join(RU))
    al.report(tmp_path / "Ready to print.")
    al.report(f"{tmp_path}/All is well!")
    assert len([*tmp_path.iterdir()]) == 2


def test_the_home_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    al = aligner.align_texts(en=" ".join(EN), ru=" ".join(RU))
    al.save("~/al.jsonl")
    assert aligner.read_alignment("~/al.jsonl") == aligner.read_alignment(tmp_path / "al.jsonl") == al


class Lengths:
    name = "lengths"

    def encode(self, texts):
        rows = np.array([[1.0, len(text)] for text in texts], np.float32)
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


class NotANumber(Lengths):
    def encode(self, texts):
        return super().encode(texts) * np.nan


class TooFew(Lengths):
    def encode(self, texts):
        return super().encode(texts)[1:]


class Flat(Lengths):
    def encode(self, texts):
        return super().encode(texts)[:, 0]


class Long(Lengths):
    def encode(self, texts):
        return super().encode(texts) * 2


class Words(Lengths):
    def encode(self, texts):
        return list(texts)


class Nameless:
    encode = Lengths.encode


@pytest.mark.parametrize(
    ("encoder", "message"),
    [
        (NotANumber(), "encoder 'lengths': a vector has values that are not finite numbers"),
        (TooFew(), "gave the shape"),
        (Flat(), "gave the shape"),
        (Long(), "encoder 'lengths': rows are not of unit length; divide each by its norm"),
        (Words(), "encoder 'lengths': no array of numbers came back"),
        (Nameless(), "needs a name and encode(texts)"),
        (len, "needs a name and encode(texts)"),
        (Lengths, "encoder Lengths: a class; give an object of it: Lengths()"),
    ],
)
def test_an_encoder_that_is_none(encoder, message):
    with pytest.raises(ModelError) as caught:
        aligner.align_sentences(EN, RU, encoder)
    assert message in str(caught.value)


def test_vectors_may_be_lists_of_numbers():
    class Lists(Lengths):
        def encode(self, texts):
            return super().encode(texts).tolist()

    assert aligner.align_sentences(EN, RU, Lists()) == aligner.align_sentences(EN, RU, Lengths())


def test_a_file_may_have_any_name(tmp_path):
    path = tmp_path / "report (1).txt"
    path.write_text("It rained.", encoding="utf-8")
    with pytest.raises(InputError, match="en is the path of a file, not its text"):
        aligner.check_pair(str(path), "Шёл дождь.")
