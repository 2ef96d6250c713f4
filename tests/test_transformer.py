"""Any sentence-transformers model, shown on a tiny one with random weights."""

import json
import logging
import shutil

import numpy as np
import pytest

from aligner.encoder import Encoder, load_encoder, span_vectors
from aligner.errors import ModelError
from aligner.hub import in_hub_cache
from aligner.transformer import TransformerEncoder, prompt_for

TEXTS = ["The sides met in Geneva.", "Стороны встретились в Женеве.", "No."]


@pytest.fixture(scope="module")
def tiny(tiny_model):
    return TransformerEncoder.load(str(tiny_model), device="cpu")


def test_vectors_are_those_of_the_library(tiny, tiny_model):
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(tiny_model), device="cpu")
    vectors = tiny.encode(TEXTS)
    assert isinstance(tiny, Encoder)
    assert (vectors.dtype, vectors.shape) == (np.float32, (3, 32))
    np.testing.assert_allclose(vectors, model.encode(TEXTS, normalize_embeddings=True), atol=1e-6)
    assert tiny.encode([]).shape == (0, 32)


def test_loaded_by_name_it_is_cached(tiny, tiny_model):
    encoder = load_encoder(str(tiny_model), device="cpu", batch_size=2)
    assert encoder.name == str(tiny_model)
    np.testing.assert_allclose(encoder.encode(TEXTS), tiny.encode(TEXTS), atol=1e-3)
    seen = []
    again = load_encoder(str(tiny_model), progress=lambda done, total: seen.append((done, total)))
    np.testing.assert_array_equal(again.encode(TEXTS), encoder.encode(TEXTS))
    assert seen == []
    assert span_vectors(again, TEXTS).shape == (4, 3, 32)
    assert seen == [(3, 3)]  # two runs of two sentences and one of three


def test_no_part_of_a_long_text_is_ignored(tiny):
    start = "The sides met in Geneva and agreed on the text. "
    texts = [start * 3 + end for end in ("They signed it.", "They left early.")]
    one, two = tiny.encode(texts)
    assert one @ two < 1 - 1e-5
    pieces = tiny._pieces(texts[0])
    assert len(pieces) > 1
    assert " ".join(piece.strip() for piece in pieces) == texts[0]
    assert all(tiny._fits(piece) for piece in pieces)
    lengths = [len(piece) for piece in pieces]
    mean = np.average(tiny.encode(pieces), axis=0, weights=lengths)
    np.testing.assert_allclose(one, mean / np.linalg.norm(mean), atol=1e-5)


@pytest.mark.parametrize("text", ["ы" * 500, " " * 500, "a" + " " * 400 + "b" * 200, "", "\n"])
def test_odd_texts_have_vectors(tiny, text):
    (vector,) = tiny.encode([text])
    np.testing.assert_allclose(np.linalg.norm(vector), 1, atol=1e-5)


@pytest.mark.parametrize(
    ("name", "own", "default", "expected"),
    [
        ("intfloat/multilingual-e5-small", {}, None, "query: "),
        ("/models/multilingual-e5-base/", {}, None, "query: "),
        ("intfloat/multilingual-e5-large-instruct", {}, None, "Instruct: Retrieve parallel sentences.\nQuery: "),
        ("sentence-transformers/LaBSE", {"query": "", "document": None}, None, ""),
        ("e5-small-tests/LaBSE", {}, None, ""),
        ("some/model", {"query": "find: ", "STS": "alike: "}, None, "alike: "),
        ("some/model", {"query": "find: ", "STS": "alike: "}, "query", "find: "),
        ("some/model", {"passage": "passage: "}, None, ""),
    ],
)
def test_prompts(name, own, default, expected):
    assert prompt_for(name, own, default) == expected


def test_the_prompt_goes_before_every_text(tiny_model, tmp_path):
    folder = tmp_path / "multilingual-e5-tiny"
    shutil.copytree(tiny_model, folder)
    with_prompt = TransformerEncoder.load(str(folder), device="cpu")
    plain = TransformerEncoder.load(str(tiny_model), device="cpu")
    expected = plain.encode([f"query: {text}" for text in TEXTS])
    np.testing.assert_allclose(with_prompt.encode(TEXTS), expected, atol=1e-6)
    assert with_prompt.identity != plain.identity


def test_identity_is_of_the_content(tiny, tiny_model, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(tiny_model, copy)
    (copy / "README.md").write_text("of no account", encoding="utf-8")
    assert TransformerEncoder.load(str(copy), device="cpu").identity == tiny.identity
    config = copy / "1_Pooling" / "config.json"
    config.write_text(config.read_text(encoding="utf-8").replace('"mean"', '"cls"'), encoding="utf-8")
    assert TransformerEncoder.load(str(copy), device="cpu").identity != tiny.identity


def test_loading_says_nothing(tiny_model, capfd, caplog):
    TransformerEncoder.load(str(tiny_model), device="cpu").encode(TEXTS)
    assert capfd.readouterr() == ("", "")
    assert [record for record in caplog.records if record.name.startswith("aligner")] == []


def test_a_plain_transformer_is_said_to_be_one(tiny_model, caplog):
    encoder = TransformerEncoder.load(str(tiny_model.parent / "plain"), device="cpu")
    assert encoder.encode(TEXTS).shape == (3, 32)
    assert "no modules.json, so its token vectors are averaged" in caplog.text


def error(name, **options):
    with pytest.raises(ModelError) as raised:
        load_encoder(name, **options)
    message = str(raised.value)
    assert "\n" not in message
    return message


def test_what_is_not_here_is_one_line_with_a_remedy(tmp_path, caplog):
    caplog.set_level(logging.CRITICAL)
    assert "leave --model out" in error("nobody/no-such-model")
    assert "leave --model out" in error("no-such-model")
    assert error(str(tmp_path / "none")) == f"{tmp_path / 'none'}: no such folder; see: aligner models"
    assert "a/b/c: no such folder" in error("a/b/c")
    assert not in_hub_cache("nobody/no-such-model")


def test_incomplete_folders_are_one_line(tiny_model, tmp_path):
    assert "holds no model" in error(str(tmp_path))
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert "a file, not an encoder" in error(str(tmp_path / "file"))
    for missing in ("model.safetensors", "1_Pooling/config.json", "config.json"):
        folder = tmp_path / missing.replace("/", "-")
        shutil.copytree(tiny_model, folder)
        (folder / missing).unlink()
        assert "no complete sentence-transformers model" in error(str(folder), device="cpu"), missing
    folder = tmp_path / "damaged"
    shutil.copytree(tiny_model, folder)
    (folder / "model.safetensors").write_bytes(b"\0" * 100)
    assert "no complete sentence-transformers model" in error(str(folder), device="cpu")


def test_a_model_that_can_not_read_a_language_is_refused(tiny_model, tmp_path):
    folder = tmp_path / "no-tokenizer"  # the library makes an empty one, without a word
    shutil.copytree(tiny_model, folder)
    (folder / "tokenizer.json").unlink()
    assert "'peace' and 'river' are the same to it; its tokenizer is missing" in error(str(folder), device="cpu")
    folder = tmp_path / "english"
    shutil.copytree(tiny_model, folder)
    tokenizer = json.loads((folder / "tokenizer.json").read_text(encoding="utf-8"))
    vocabulary = tokenizer["model"]["vocab"]
    tokenizer["model"]["vocab"] = {token: number for token, number in vocabulary.items() if token.isascii()}
    (folder / "tokenizer.json").write_text(json.dumps(tokenizer), encoding="utf-8")
    assert "'слово' and 'город' are the same to it" in error(str(folder), device="cpu")


def test_code_of_the_model_is_not_run(tiny_model, tmp_path):
    folder = tmp_path / "own"
    shutil.copytree(tiny_model, folder)
    modules = folder / "modules.json"
    text = modules.read_text(encoding="utf-8")
    modules.write_text(text.replace("sentence_transformers.", "their.", 1), encoding="utf-8")
    assert "code of its own, which aligner does not run" in error(str(folder), device="cpu")


@pytest.mark.parametrize("device", ["tpu", "cuda:99", "cpu:x", ""])
def test_devices_that_are_not_here(tiny_model, device):
    message = error(str(tiny_model), device=device)
    assert message.startswith(f"device {device!r}: not on this machine; choose ")
    assert "cpu" in message


def test_out_of_memory_says_what_to_do(tiny_model):
    encoder = TransformerEncoder.load(str(tiny_model), device="cpu", batch_size=7)

    def fail(*arguments, **options):
        raise RuntimeError("CUDA out of memory. Tried to allocate 2.00 GiB")

    encoder._model.encode = fail
    with pytest.raises(ModelError, match="out of memory on cpu with batches of 7; pass a smaller --batch-size"):
        encoder.encode(TEXTS)
