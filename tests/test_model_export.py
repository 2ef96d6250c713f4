"""One model, two ways in: the exported folder gives the same vectors with and without sentence-transformers."""

import json
import shutil
import subprocess
import sys

import numpy as np
import pytest

from aligner.calibration import calibration_for
from aligner.encoder import MODELS, load_encoder
from aligner.errors import InputError, ModelError
from aligner.model_export import export_encoder
from aligner.static import save_static
from aligner.vocabulary import train_vocabulary
from aligner.words import words

TEXTS = [
    "The sides met in Geneva.",
    "Стороны встретились в Женеве: «Сафонов…»",
    "",
    "\u00ad",
    "Ёлка, до\u00adговор, ﬁnal, № 5 and Vashington " * 40,
]


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """A small encoder as `aligner train` leaves it."""
    folder = tmp_path_factory.mktemp("trained") / "small"
    vocabulary = train_vocabulary([words(text) for text in TEXTS * 3], n_subwords=60, n_stems=10, n_ngrams=50)
    rows = np.random.default_rng(3).normal(size=(vocabulary.size, 12)).astype(np.float32)
    save_static(folder, vocabulary, rows)
    (folder / "README.md").write_text("# small\n\nIts own card.\n", encoding="utf-8")
    return folder


@pytest.fixture
def exported(trained, tmp_path):
    return export_encoder(str(trained), tmp_path / "out")


def transformer(folder):
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(str(folder), trust_remote_code=True, device="cpu", local_files_only=True)


def test_the_bundled_encoder_has_the_same_vectors_both_ways(tmp_path):
    folder = export_encoder("en-ru", tmp_path / "en-ru")
    light = load_encoder().encode(TEXTS)
    model = transformer(folder)
    np.testing.assert_allclose(model.encode(TEXTS), light, atol=1e-5)
    assert model.get_embedding_dimension() == light.shape[1]
    np.testing.assert_array_equal(load_encoder(str(folder)).encode(TEXTS), light)
    assert calibration_for(load_encoder(str(folder))) == calibration_for(load_encoder())
    assert model.similarity_fn_name == "cosine"


def test_a_trained_encoder_has_the_same_vectors_both_ways(trained, exported):
    light = load_encoder(str(trained)).encode(TEXTS)
    vectors = transformer(exported).encode(TEXTS)
    np.testing.assert_allclose(vectors, light, atol=1e-5)
    assert not vectors[2].any()  # no units: zero both ways
    np.testing.assert_allclose(transformer(exported).encode(["", ""]), 0)
    np.testing.assert_allclose(
        transformer(exported).encode(["met"], prompt="sides "), transformer(exported).encode(["sides met"]), atol=1e-6
    )


def test_the_exported_folder_needs_no_torch(exported):
    code = (
        "import sys, aligner\n"
        f"print(aligner.load_encoder({str(exported)!r}).encode(['met']).shape)\n"
        "print(*{'torch', 'sentence_transformers', 'transformers'} & sys.modules.keys())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", timeout=60, check=True)
    assert done.stdout.split("\n") == ["(1, 12)", "", ""]


def test_exporting_needs_no_torch(trained, tmp_path):
    arguments = ["models", "export", str(trained), str(tmp_path / "out")]
    code = (
        f"import sys; from aligner.cli import cli; cli({arguments!r}, standalone_mode=False)\n"
        "print('torch' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", timeout=60, check=True)
    assert done.stdout == "False\n"
    assert (tmp_path / "out" / "modules.json").is_file()


def test_saved_by_sentence_transformers_it_is_the_same(exported, trained, tmp_path):
    (exported / "calibration.json").write_text("{}", encoding="utf-8")
    transformer(exported).save(str(tmp_path / "again"), create_model_card=False)
    for name in ("model.safetensors", "tokenizer.json", "config.json"):
        assert (tmp_path / "again" / name).read_bytes() == (trained / name).read_bytes()
    assert (tmp_path / "again" / "calibration.json").is_file()
    np.testing.assert_array_equal(transformer(tmp_path / "again").encode(TEXTS), transformer(exported).encode(TEXTS))


def test_trained_on_there_it_comes_back(exported, tmp_path):
    import torch

    model = transformer(exported)
    before = model.encode(TEXTS)
    (exported / "calibration.json").write_text("{}", encoding="utf-8")
    features = model[0](model[0].preprocess(["sides met", "Стороны встретились"]))["sentence_embedding"]
    (features[0] @ features[1]).neg().backward()
    with torch.no_grad():
        model[0].embedding.weight -= 5 * model[0].embedding.weight.grad
    model.save(str(tmp_path / "again"), create_model_card=False)
    light = load_encoder(str(tmp_path / "again"))
    one, other = light.encode(["sides met", "Стороны встретились"])
    assert one @ other > features[0] @ features[1] + 0.1
    assert np.abs(light.encode(TEXTS) - before).max() > 0.01
    assert not (tmp_path / "again" / "calibration.json").exists()  # it was another encoder's


def test_without_consent_the_library_says_what_it_wants(exported):
    from sentence_transformers import SentenceTransformer

    with pytest.raises(ValueError, match="trust_remote_code=True"):
        SentenceTransformer(str(exported), device="cpu")


def test_the_card_says_how_to_use_it(exported, tmp_path):
    text = (exported / "README.md").read_text(encoding="utf-8")
    assert text.startswith("---\nlanguage:\n- en\n- ru\n")
    assert "# small\n\nIts own card." in text
    assert "trust_remote_code=True" in text
    again = export_encoder(str(exported), tmp_path / "again")
    assert (again / "README.md").read_text(encoding="utf-8") == text
    bundled = export_encoder("en-ru", tmp_path / "bundled")
    assert "# en-ru\n" in (bundled / "README.md").read_text(encoding="utf-8")


def test_every_file_but_what_is_added_is_the_encoders(exported, trained):
    names = {path.name for path in exported.iterdir()}
    added = {"modules.json", "config_sentence_transformers.json"}
    assert names == {path.name for path in trained.iterdir()} | added
    module = json.loads((exported / "modules.json").read_text(encoding="utf-8"))[0]["type"]
    assert module == "aligner.st_module.StaticModule"
    for name in ("config.json", "model.safetensors", "tokenizer.json"):
        assert (exported / name).read_bytes() == (trained / name).read_bytes()


def test_an_export_is_replaced_and_nothing_else(exported, trained, tmp_path):
    assert export_encoder("en-ru", exported) == exported
    assert load_encoder(str(exported)).dimensions == load_encoder().dimensions
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("years of work", encoding="utf-8")
    with pytest.raises(InputError, match="holds other files"):
        export_encoder("en-ru", tmp_path / "mine")
    with pytest.raises(ModelError, match="is the encoder itself"):
        export_encoder(str(trained), trained)


@pytest.mark.parametrize("name", ["none", "sentence-transformers/LaBSE", "."])
def test_what_is_no_encoder_of_ours(name, tmp_path):
    with pytest.raises(ModelError, match="no encoder of aligner; give en-ru, or a folder"):
        export_encoder(name, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_an_incomplete_encoder_is_not_exported(trained, tmp_path):
    shutil.copytree(trained, tmp_path / "part")
    (tmp_path / "part" / "model.safetensors").unlink()
    with pytest.raises(ModelError, match="not a complete static encoder"):
        export_encoder(str(tmp_path / "part"), tmp_path / "out")
    assert MODELS.is_dir() and not (tmp_path / "out").exists()
