"""Exercises: what was done to the segments can be read off words that are all different, and the gold must say so."""

import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligner.candidates import KINDS
from aligner.exercises import RESIDUE, make_exercise, make_exercises

LANGS = ("en", "ru")
seeds = st.integers(0, 10**6)


def segments(n):
    """Segments of different lengths in which every word tells its segment and its place: "e3.0 e3.1 e3.2."."""

    def sentence(letter, i, length):
        return " ".join(f"{letter}{i}.{k}" for k in range(length)) + "?.!"[i % 3]

    return [(sentence("e", i, 3 + i % 9), sentence("r", i, 4 + i % 11)) for i in range(n)]


def words_of(text):
    """(segment, place) of each word, a label "3." and final punctuation aside."""
    words = text.rstrip(".;:!?,").split()
    return [tuple(map(int, word.rstrip(".;:!?,")[1:].split("."))) for word in words if word[0] in "er"]


def is_residue(text, lang):
    return text in RESIDUE[lang]


@given(st.integers(0, 40), seeds)
def test_gold_holds_every_sentence_once_in_order(n, seed):
    made = make_exercise(segments(n), random.Random(seed))
    assert [i for en, _ in made.gold for i in en] == list(range(len(made.en)))
    assert [j for _, ru in made.gold for j in ru] == list(range(len(made.ru)))
    for en, ru in made.gold:
        assert (len(en), len(ru)) in {*KINDS, (1, 0), (0, 1)}


@given(st.integers(1, 40), seeds)
def test_texts_are_those_of_the_segments_in_their_order(n, seed):
    given_segments = segments(n)
    made = make_exercise(given_segments, random.Random(seed))
    for side, (lang, texts) in enumerate(zip(LANGS, (made.en, made.ru), strict=True)):
        found = [word for text in texts if not is_residue(text, lang) for word in words_of(text)]
        kept = sorted({segment for segment, _ in found})
        whole = [word for i in kept for word in words_of(given_segments[i][side])]
        assert found == whole


@given(st.integers(1, 40), seeds)
def test_gold_links_what_comes_from_the_same_segments(n, seed):
    made = make_exercise(segments(n), random.Random(seed))
    for en, ru in made.gold:
        sources = []
        for lang, texts, run in zip(LANGS, (made.en, made.ru), (en, ru), strict=True):
            sources.append({s for k in run if not is_residue(texts[k], lang) for s, _ in words_of(texts[k])})
        if en and ru:
            assert sources[0] == sources[1] != set()
        else:
            (text,) = [made.en[i] for i in en] + [made.ru[j] for j in ru]
            there = made.ru if en else made.en
            other = {s for t in there if t not in (*RESIDUE["en"], *RESIDUE["ru"]) for s, _ in words_of(t)}
            assert not sources[0 if en else 1] & other, text


@given(st.integers(1, 40), seeds)
def test_paragraphs_begin_one_after_the_other(n, seed):
    made = make_exercise(segments(n), random.Random(seed))
    for texts, numbers in ((made.en, made.en_paragraphs), (made.ru, made.ru_paragraphs)):
        assert len(numbers) == len(texts)
        assert numbers == sorted(numbers)


@given(st.integers(1, 30), seeds)
def test_a_seed_makes_one_exercise_and_nothing_else_is_touched(n, seed):
    asked = segments(n)
    state = random.getstate()
    assert make_exercise(asked, random.Random(seed)) == make_exercise(asked, random.Random(seed))
    assert random.getstate() == state and asked == segments(n)


def test_copies_differ_and_are_always_the_same():
    sequences = [segments(20), segments(25)]
    made = make_exercises(sequences, copies=3)
    assert made == make_exercises(sequences, copies=3)
    assert made[:2] == make_exercises(sequences)
    assert len({str(exercise) for exercise in made}) == 6


def test_a_document_with_an_empty_side_is_no_exercise():
    made = make_exercises([[], *([("One.", "Один.")] for _ in range(200))])
    assert 150 < len(made) < 200  # some have lost their only sentence
    assert all(exercise.en and exercise.ru for exercise in made)


def test_all_that_translators_do_is_done():
    made = [make_exercise(segments(30), random.Random(seed)) for seed in range(200)]
    kinds = Counter((len(en), len(ru)) for exercise in made for en, ru in exercise.gold)
    assert {*kinds} == {(1, 1), (1, 0), (0, 1), (2, 1), (1, 2), (2, 2), (3, 1), (1, 3), (4, 1), (1, 4)}
    assert 0.6 < kinds[1, 1] / kinds.total() < 0.9
    assert abs(kinds[1, 0] - kinds[0, 1]) < 0.3 * kinds[1, 0]
    assert any(text in RESIDUE["en"] for exercise in made for text in exercise.en)
    assert any(text in RESIDUE["ru"] for exercise in made for text in exercise.ru)
    numbered = [exercise for exercise in made if any(text.startswith("7. ") for text in exercise.en)]
    assert 0.05 < len(numbered) / len(made) < 0.3
    flat = [exercise for exercise in made if exercise.en_paragraphs[-1] == 0]
    assert 0.05 < len(flat) / len(made) < 0.4
    assert any(text[-1] not in ".?!" for exercise in made for text in exercise.en if text not in RESIDUE["en"])


@pytest.mark.parametrize("text", ["?", "…", "!!!"])
def test_marks_alone_are_not_worn_away(text):
    for seed in range(200):
        made = make_exercise([(text, text)], random.Random(seed))
        assert all(text in found or is_residue(found, "en") for found in made.en)
