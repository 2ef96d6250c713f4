"""An encoder behind the cache: nothing is computed twice, and a second run gives what the first gave."""

import numpy as np
import pytest

from aligner.cache import FILE, VectorStore
from aligner.cached import CHUNK, CachedEncoder
from aligner.encoder import Encoder, span_vectors


class Counting:
    """Vectors told by the letters of a text; remembers what it was asked."""

    name, folder = "counting", None

    def __init__(self, identity="counting@1"):
        self.identity = identity
        self.asked = []

    def encode(self, texts):
        self.asked += texts
        rng = [np.random.default_rng(list(text.encode())) for text in texts]
        vectors = np.array([r.normal(size=16) for r in rng], np.float32).reshape(-1, 16)
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


@pytest.fixture
def store(tmp_path):
    return VectorStore(tmp_path / FILE, limit=10**9)


def test_computed_once_and_the_same_the_second_time(store):
    first, second = Counting(), Counting()
    texts = ["a", "bb", "a", "ccc"]
    vectors = CachedEncoder(first, store).encode(texts)
    assert first.asked == ["ccc", "bb", "a"]  # longest first
    np.testing.assert_array_equal(CachedEncoder(second, store).encode(texts), vectors)
    assert second.asked == []
    np.testing.assert_array_equal(CachedEncoder(second, store).encode(["dd", "bb"])[1], vectors[1])
    assert second.asked == ["dd"]


def test_vectors_are_those_of_the_encoder(store):
    vectors = CachedEncoder(Counting(), store).encode(["a", "bb"])
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(vectors, Counting().encode(["a", "bb"]), atol=5e-4)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)


def test_without_a_store_the_vectors_are_the_same(store, tmp_path):
    without = CachedEncoder(Counting(), VectorStore(tmp_path / "none", limit=0))
    np.testing.assert_array_equal(without.encode(["a"]), CachedEncoder(Counting(), store).encode(["a"]))


def test_another_identity_is_another_model(store):
    CachedEncoder(Counting(), store).encode(["a"])
    other = Counting("counting@2")
    CachedEncoder(other, store).encode(["a"])
    assert other.asked == ["a"]


def test_progress_and_what_an_interrupted_run_leaves(store):
    class Interrupted(Counting):
        def encode(self, texts):
            if len(self.asked) >= CHUNK:
                raise KeyboardInterrupt
            return super().encode(texts)

    texts = [f"text {i}" for i in range(2 * CHUNK + 10)]
    with pytest.raises(KeyboardInterrupt):
        CachedEncoder(Interrupted(), store).encode(texts)
    rest, seen = Counting(), []
    CachedEncoder(rest, store, progress=lambda done, total: seen.append((done, total))).encode(texts)
    assert len(rest.asked) == CHUNK + 10
    assert seen == [(CHUNK, CHUNK + 10), (CHUNK + 10, CHUNK + 10)]


def test_no_texts(store):
    assert CachedEncoder(Counting(), store).encode([]).shape == (0, 16)


def test_spans_go_through_it(store):
    sentences = ["One.", "Two.", "Three."]
    first, second = CachedEncoder(Counting(), store), CachedEncoder(Counting(), store)
    assert isinstance(first, Encoder)
    spans = span_vectors(first, sentences)
    np.testing.assert_array_equal(span_vectors(second, sentences), spans)
    assert second.encoder.asked == []
    np.testing.assert_array_equal(spans[1, 0], first.encode(["One. Two."])[0])
