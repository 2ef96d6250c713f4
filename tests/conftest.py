"""Settings of all tests, a tiny transformer, a browser: nothing is fetched, nothing is kept outside the test's folder.

Property tests try the same examples at every run, at their own pace.
"""

import contextlib
import io
import os

import pytest
from hypothesis import settings
from judges import program

os.environ["HF_HUB_OFFLINE"] = "1"  # read when huggingface_hub is imported

settings.register_profile("aligner", derandomize=True, deadline=None)  # the same examples at every run
settings.load_profile("aligner")

LETTERS = "abcdefghijklmnopqrstuvwxyzабвгдежзийклмнопрстуфхцчшщъыьэюя0123456789.,:;!?()-\"'«»"
LONGEST = 48  # tokens that the tiny model reads


@pytest.fixture(autouse=True)
def own_cache(tmp_path_factory, monkeypatch):
    """Every test has a cache folder of its own."""
    folder = tmp_path_factory.mktemp("cache")
    monkeypatch.setenv("ALIGNER_CACHE", str(folder))
    monkeypatch.delenv("ALIGNER_CACHE_SIZE", raising=False)
    return folder


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory):
    """A sentence-transformers folder: BERT of two layers and 32 dimensions with random weights, letters as tokens."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizerFast

    folder = tmp_path_factory.mktemp("tiny")
    plain, saved = folder / "plain", folder / "model"
    tokens = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *LETTERS, *(f"##{letter}" for letter in LETTERS)]
    torch.manual_seed(7)
    config = BertConfig(
        vocab_size=len(tokens),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=LONGEST,
    )
    with contextlib.redirect_stderr(io.StringIO()):
        BertModel(config).save_pretrained(plain)
        (plain / "vocab.txt").write_text("\n".join(tokens), encoding="utf-8")
        BertTokenizerFast(vocab=str(plain / "vocab.txt"), model_max_length=LONGEST).save_pretrained(plain)
        transformer = Transformer(str(plain), max_seq_length=LONGEST)
        model = SentenceTransformer(modules=[transformer, Pooling(32)], device="cpu")
        model.save(str(saved), create_model_card=False)
    return saved


@pytest.fixture(scope="session")
def browser():
    """Chromium, without a window."""
    from playwright.sync_api import sync_playwright

    path = program("chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser):
    """A page of its own in the browser; a message on its console or an uncaught error fails the test.

    `page.said` has the messages; a test that provokes one takes it out.
    """
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.said = said = []
    page.on("console", lambda message: said.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: said.append(f"uncaught: {error}"))
    yield page
    context.close()
    assert said == []
