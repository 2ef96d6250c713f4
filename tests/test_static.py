"""The static encoder against a sum over words, one by one; what it does with damaged files and many threads."""

import shutil
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from safetensors.numpy import save

from aligner import static
from aligner.arrays import unit
from aligner.errors import ModelError
from aligner.static import LARGEST, StaticEncoder, pack, save_static, unpack
from aligner.vocabulary import train_vocabulary
from aligner.words import words

D = 8
N_NGRAMS = 64
TEXTS = [
    "The ministers of both countries signed the convention in Washington.",
    "Министры обеих стран подписали конвенцию в Вашингтоне.",
    "Mr. Safonov spoke of the fight against terrorism, and signed nothing.",
    "Г-н Сафонов говорил о борьбе с терроризмом и ничего не подписал.",
    "Washington!",
    "",
    "  \n",
]
WORDS = sorted({word for text in TEXTS for word in words(text)} | {"Zanzibar", "日本", "\ud800", "a\0b", "😀"})
texts = st.lists(st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join), max_size=6)


@pytest.fixture(scope="module")
def made():
    """A vocabulary and rows for it."""
    vocabulary = train_vocabulary([words(text) for text in TEXTS * 3], n_subwords=120, n_stems=20, n_ngrams=N_NGRAMS)
    rows = np.random.default_rng(0).normal(size=(vocabulary.size, D)).astype(np.float32)
    return vocabulary, rows


@pytest.fixture(scope="module")
def folder(made, tmp_path_factory):
    path = tmp_path_factory.mktemp("encoder")
    save_static(path, *made)
    return path


@pytest.fixture(scope="module")
def encoder(folder):
    return StaticEncoder.load(folder)


# --- sums ---


def slow_sum(made, text):
    """Row by row, from the rows as they are after rounding."""
    vocabulary, rows = made
    rounded = unpack(*pack(rows))
    total = np.zeros(D)
    for word in words(text):
        for row in vocabulary.table([word])[0]:
            total += rounded[row]
    return total


@given(texts)
def test_a_text_is_the_sum_of_its_words_rows(encoder, made, some):
    found = encoder.sums(some)
    assert found.shape == (len(some), D) and found.dtype == np.float32
    for text, vector in zip(some, found, strict=True):
        np.testing.assert_allclose(vector, slow_sum(made, text), atol=1e-4)


@given(texts, texts)
def test_joined_texts_have_the_sum_of_their_sums(encoder, one, two):
    pairs = list(zip(one, two, strict=False))
    joined = encoder.sums([f"{a} {b}" for a, b in pairs])
    apart = encoder.sums([a for a, _ in pairs]) + encoder.sums([b for _, b in pairs])
    np.testing.assert_allclose(joined, apart, atol=1e-4)


def test_vectors_are_sums_of_unit_length_or_zero(encoder):
    sums = encoder.sums(TEXTS)
    norms = np.linalg.norm(encoder.encode(TEXTS), axis=1)
    np.testing.assert_allclose(norms, [1, 1, 1, 1, 1, 0, 0], atol=1e-6)
    np.testing.assert_allclose(encoder.encode(TEXTS) * np.linalg.norm(sums, axis=1)[:, None], sums, atol=1e-5)


def test_no_text_has_no_vectors(encoder):
    assert encoder.encode([]).shape == (0, D)


@given(st.integers(1, 9), st.integers(1, 9))
def test_chunks_and_forgotten_words_change_nothing(folder, chunk, known):
    expected = StaticEncoder.load(folder).encode(TEXTS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(static, "CHUNK", chunk)
        patch.setattr(static, "KNOWN", known)
        again = StaticEncoder.load(folder)
        assert again.encode(TEXTS).tobytes() == expected.tobytes()
        assert again.encode(TEXTS).tobytes() == expected.tobytes()
    one_by_one = np.concatenate([again.encode([text]) for text in TEXTS])
    assert one_by_one.tobytes() == expected.tobytes()


def test_many_threads_share_an_encoder_that_forgets(encoder, monkeypatch):
    expected = [encoder.encode([text]) for text in TEXTS]
    monkeypatch.setattr(static, "KNOWN", 3)
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as pool:
            found = list(pool.map(lambda text: encoder.encode([text]), TEXTS * 30))
    finally:
        sys.setswitchinterval(interval)
    for one, other in zip(found, expected * 30, strict=True):
        assert one.tobytes() == other.tobytes()


def test_the_callers_texts_and_rows_are_left_alone(made, tmp_path):
    vocabulary, rows = made
    before, asked = rows.copy(), list(TEXTS)
    rows.setflags(write=False)
    save_static(tmp_path / "new" / "encoder", vocabulary, rows)
    loaded = StaticEncoder.load(tmp_path / "new" / "encoder")
    first = loaded.encode(asked)
    first[:] = 7  # what is given out is not what is remembered
    assert asked == TEXTS and (rows == before).all()
    assert np.abs(loaded.encode(asked)).max() <= 1


def test_unit_keeps_zero_rows_and_directions():
    vectors = np.array([[3, 4], [0, 0], [-1e-10, 0]], np.float32)
    np.testing.assert_allclose(unit(vectors), [[0.6, 0.8], [0, 0], [-1, 0]], atol=1e-6)
    assert vectors[0, 0] == 3


# --- four bits a value ---


def test_halves_of_a_byte_are_halves_of_the_row():
    row = np.array([[1, 2, 3, -7, 0, -1]], np.float32) / 0.8  # so that a step is 1
    packed, scales = pack(row)
    assert packed.shape == (1, 3)
    low, high = packed & 15, packed >> 4
    integers = np.concatenate([low, high], axis=1).astype(int) - 8
    assert integers.tolist() == [[1, 2, 4, -7, 0, -1]]
    np.testing.assert_allclose(unpack(packed, scales), integers * scales[:, None].astype(float), rtol=1e-6)


@given(st.integers(0, 500), st.sampled_from([1e-3, 0.1, 1.0, 100.0]))
def test_rounding_is_at_least_as_good_as_the_nearest_of_fifteen_steps(seed, size):
    rows = np.random.default_rng(seed).normal(0, size, (5, D)).astype(np.float32)
    packed, scales = pack(rows)
    assert packed.shape == (5, D // 2) and packed.dtype == np.uint8 and scales.dtype == np.float16
    found = unpack(packed, scales)
    for row, rounded in zip(rows, found, strict=True):
        step = 0.8 * max(abs(row)) / LARGEST
        slow = [min((k * step for k in range(-LARGEST, LARGEST + 1)), key=lambda v, x=x: abs(v - x)) for x in row]
        error, slow_error = np.linalg.norm(rounded - row), np.linalg.norm(slow - row)
        assert error <= slow_error * 1.001 + 1e-3 * np.linalg.norm(row)
        assert abs(rounded - row).max() <= 0.25 * max(abs(row))


def test_zero_rows_stay_zero():
    assert not unpack(*pack(np.zeros((2, D), np.float32))).any()


# --- files ---


def test_what_is_saved_is_loaded(made, folder, encoder):
    assert encoder.dimensions == D and encoder.folder == folder and encoder.name == str(folder)
    assert StaticEncoder.load(str(folder), name="mine").name == "mine"
    vocabulary, rows = made
    kept = StaticEncoder(vocabulary, *pack(rows), name="in memory")
    assert kept.encode(TEXTS).tobytes() == encoder.encode(TEXTS).tobytes()


FILES = ("config.json", "tokenizer.json", "model.safetensors")
HALF = object()
DAMAGED = [(name, content) for name in FILES for content in (None, HALF, b"", b"{}", b"[]", b"null", b"\xff\xfe\0")] + [
    ("config.json", b'{"format": "aligner-static/1", "ngrams": 64}'),
    ("config.json", b'{"format": "aligner-static/2"}'),
    ("config.json", b'{"format": "aligner-static/2", "ngrams": "many"}'),
    ("config.json", b'{"format": "aligner-static/2", "ngrams": 65}'),
    ("model.safetensors", save({"rows": np.zeros((3, 4), np.uint8), "scales": np.zeros(3, np.float16)})),
    *(
        ("model.safetensors", save({"rows": rows, "scales": np.zeros(3, np.float16), "stems": stems}))
        for rows, stems in [
            (np.zeros((3, 4), np.uint8), np.arange(2, dtype=np.uint32)),
            (np.zeros(3, np.uint8), np.arange(2, dtype=np.uint32)),
            (np.zeros((3, 4), np.uint8), np.array([2, 1], np.uint32)),
            (np.zeros((3, 4), np.uint8), np.arange(2, dtype=np.int64)),
        ]
    ),
]


@pytest.mark.parametrize(("name", "content"), DAMAGED)
def test_damaged_files_are_one_line(folder, tmp_path, name, content):
    broken = tmp_path / "broken"
    shutil.copytree(folder, broken)
    if content is None:
        (broken / name).unlink()
    else:
        whole = (broken / name).read_bytes()
        (broken / name).write_bytes(whole[: len(whole) // 2] if content is HALF else content)
    with pytest.raises(ModelError) as caught:
        StaticEncoder.load(broken)
    message = str(caught.value)
    assert message.startswith(f"{broken}: not a complete static encoder: ") and message.endswith("train it anew")
    assert "\n" not in message


def test_rows_of_another_type_are_refused(made, folder, tmp_path):
    broken = tmp_path / "broken"
    shutil.copytree(folder, broken)
    n = len(made[1])
    stems = made[0].stems
    whole = save({"rows": np.zeros((n, D // 2), np.float32), "scales": np.zeros(n, np.float16), "stems": stems})
    (broken / "model.safetensors").write_bytes(whole)
    with pytest.raises(ModelError, match=f"does not hold the {n} rows"):
        StaticEncoder.load(broken)


def test_a_folder_that_is_not_there(tmp_path):
    with pytest.raises(ModelError, match=r"nowhere: not a complete static encoder: .*config\.json"):
        StaticEncoder.load(tmp_path / "nowhere")
