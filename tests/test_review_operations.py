"""What can be done to a list of pairs: example by example, then any sequence of operations and back."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import alignment, alignments, beads

from aligner.alignment import Alignment
from aligner.pairs import confidence, held, sentences_of
from aligner.records import Decision, MqmError, Review
from aligner.review import operations, structure
from aligner.review.carry import place
from aligner.review.change import CannotDo, apply, signed

EN = [["A first.", "A second."], ["A third."], ["A fourth."]]
RU = [["Первое.", "Второе."], ["Третье."], ["Четвёртое."]]
FOUR = alignment(EN, RU, beads("1-1", "1-1", "1-1", "1-1"))
ALONE = alignment([["One."], ["Two."]], [["Раз."], ["Два."]], beads("1-1", "1-0", "0-1"))


def after(al: Alignment, change) -> Alignment:
    return replace(al, pairs=apply(al.pairs, change))


def shape(al: Alignment) -> list[str]:
    """ "0+1 2 | 3" is a pair with a 2-… link; each pair as its beads."""
    return [" ".join(f"{','.join(map(str, b.en))}:{','.join(map(str, b.ru))}" for b in pair.beads) for pair in al.pairs]


def texts(al: Alignment) -> list[str | None]:
    """Corrected Russian texts."""
    return [pair.review.ru if pair.review else None for pair in al.pairs]


def test_the_start():
    assert shape(FOUR) == ["0:0 1:1", "2:2", "3:3"]
    assert shape(ALONE) == ["0:0", "1:", ":1"]


# fmt: off
STRUCTURE = [
    (structure.merge(FOUR, 0), ["0:0 1:1 2:2", "3:3"]),
    (structure.merge(FOUR, 1), ["0:0 1:1", "2:2 3:3"]),
    (structure.split(FOUR, 0, "en", 1), ["0:0", "1:1", "2:2", "3:3"]),
    (structure.split(FOUR, 0, "ru", 1), ["0:0", "1:1", "2:2", "3:3"]),
    (structure.move(FOUR, 1, "ru", 2, up=True), ["0:0 1:1,2", "2:", "3:3"]),
    (structure.move(FOUR, 0, "en", 1, up=False), ["0:0 :1", "1,2:2", "3:3"]),
    (structure.move(FOUR, 0, "en", 0, up=False), [":0 :1", "0,1,2:2", "3:3"]),
    (structure.unlink(FOUR, 1, "en"), ["0:0 1:1", "2:", ":2", "3:3"]),
    (structure.unlink(FOUR, 0, "ru", 1), ["0:0 1: :1", "2:2", "3:3"]),
]
# fmt: on


@pytest.mark.parametrize(("change", "expected"), STRUCTURE)
def test_structure(change, expected):
    al = after(FOUR, change)
    assert shape(al) == expected
    assert after(al, change.reversed()) == FOUR


def test_what_is_alone_is_linked():
    assert shape(after(ALONE, structure.link(ALONE, 1, "en"))) == ["0:0", "1:1"]
    assert structure.link(ALONE, 2, "ru") == structure.link(ALONE, 1, "en")
    with pytest.raises(CannotDo, match="nothing to link with"):
        structure.link(alignment([["One."], ["Two."]], [["Раз."]], beads("1-1", "1-0")), 1, "en")


def test_a_sentence_alone_is_linked_inside_its_pair():
    al = alignment([["A.", "B.", "C."]], [["А.", "Б.", "В."]], beads("1-1", "1-0", "1-0", "0-1", "0-1"))
    assert shape(after(al, structure.link(al, 0, "en", 2))) == ["0:0 1: 2:1 :2"]
    assert shape(after(al, structure.link(al, 0, "ru", 2))) == ["0:0 1: :1 2:2"]
    only = alignment([["A.", "B."]], [["А."]], beads("1-1", "1-0"))
    assert shape(after(only, structure.link(only, 0, "en", 1))) == ["0,1:0"]
    with pytest.raises(CannotDo, match="linked already"):
        structure.link(only, 0, "en", 0)


def test_a_link_is_cut_where_the_lengths_say():
    al = alignment([["Long, long, long.", "Short."]], [["Длинное, длинное."]], beads("2-1"))
    assert shape(after(al, structure.split(al, 0, "en", 1))) == ["0:0", "1:"]
    al = alignment([["Short.", "Long, long, long."]], [["Длинное, длинное."]], beads("2-1"))
    assert shape(after(al, structure.split(al, 0, "en", 1))) == ["0:", "1:0"]


def test_a_pair_that_gave_all_away_is_gone():
    al = after(FOUR, structure.unlink(FOUR, 1, "en"))
    assert shape(after(al, structure.move(al, 1, "en", 2, up=True))) == ["0:0 1,2:1", ":2", "3:3"]


def test_texts_are_cut_inside_a_paragraph():
    al = after(FOUR, structure.split(FOUR, 0, "en", 1))
    assert [(pair.en, pair.ru) for pair in al.pairs[:2]] == [("A first.", "Первое."), ("A second.", "Второе.")]
    assert [pair.en_paragraphs for pair in al.pairs[:3]] == [range(1), range(1), range(1, 2)]


@pytest.mark.parametrize(
    ("operation", "reason"),
    [
        (lambda: structure.merge(FOUR, 2), "no next pair"),
        (lambda: structure.move(FOUR, 0, "en", 0, up=True), "no previous pair"),
        (lambda: structure.move(FOUR, 2, "en", 3, up=False), "no next pair"),
        (lambda: structure.move(FOUR, 1, "en", 3, up=False), "choose a sentence"),
        (lambda: structure.split(FOUR, 0, "en", 0), "split at the first sentence"),
        (lambda: structure.split(FOUR, 0, "en", 2), "choose a sentence"),
        (lambda: structure.unlink(ALONE, 1, "en"), "not linked"),
        (lambda: structure.link(FOUR, 0, "en"), "choose a sentence"),
        (lambda: operations.set_status(FOUR, 0, "open"), "nothing changed"),
        (lambda: operations.remove_error(FOUR, 0, 0), "no such error"),
    ],
)
def test_what_makes_no_sense_is_refused(operation, reason):
    with pytest.raises(CannotDo) as caught:
        operation()
    assert caught.value.reason == reason


def test_what_is_said_of_a_pair():
    al = FOUR
    for change in (
        lambda al: operations.set_status(al, 1, "approved"),
        lambda al: operations.comment(al, 1, " See the glossary.\n"),
        lambda al: operations.add_error(al, 1, MqmError("style", "minor", "clumsy")),
        lambda al: operations.decide(al, 1, "abc", "confirmed"),
        lambda al: operations.decide(al, 1, "abc", "ignored", "as agreed"),
    ):
        al = after(al, change(al))
    said = Review(
        "approved",
        comment="See the glossary.",
        errors=(MqmError("style", "minor", "clumsy"),),
        decisions=(Decision("abc", "ignored", "as agreed"),),
    )
    assert al.pairs[1].review == said
    al = after(al, operations.edit(al, 1, "ru", "Третья."))
    assert al.pairs[1].review == replace(said, ru="Третья.", status="open")
    assert al.pairs[1].ru == "Третье."
    assert after(al, operations.edit(al, 1, "ru", "Третье.")).pairs[1].review == replace(said, status="open")


def test_corrections_and_comments_move_with_their_sentences():
    al = after(FOUR, operations.edit(FOUR, 0, "ru", "Самое первое. Потом второе."))
    al = after(al, operations.comment(al, 1, "third"))
    al = after(al, structure.merge(al, 0))
    assert al.pairs[0].review == Review(ru="Самое первое. Потом второе.\n\nТретье.", comment="third")
    al = after(al, structure.split(al, 0, "ru", 1))
    assert texts(al)[:2] == ["Самое первое.", "Потом второе.\n\nТретье."]
    al = after(al, structure.split(al, 1, "ru", 2))
    assert texts(al) == ["Самое первое.", "Потом второе.", None, None]
    assert al.pairs[0].review == Review(ru="Самое первое.", comment="third")  # with the first sentence


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("Раз. Два. Три.", 5),
        ("Нет, раз. Два.", 10),
        ("Раз. Три.", 5),
        ("Раз, два. Три.", 5),
        ("", 0),
        ("Совсем. Другое.", 8),
    ],
)
def test_the_place_of_a_word_in_a_corrected_text(now, expected):
    assert place("Раз. Два. Три.", now, 5) == expected


@st.composite
def edited(draw):
    """An alignment, and the changes of a random sequence of operations, as far as they make sense."""
    start = al = draw(alignments())
    changes = []
    for _ in range(draw(st.integers(1, 8))):
        number = draw(st.integers(0, len(al.pairs) - 1))
        lang = draw(st.sampled_from(["en", "ru"]))
        numbers = sentences_of(al.pairs[number], lang)
        sentence = draw(st.sampled_from([*numbers, 0]))
        text = draw(st.text(max_size=8))
        operation = draw(
            st.sampled_from(
                [
                    lambda *a, lang=lang, s=sentence: structure.split(*a, lang, s),
                    lambda *a, lang=lang, s=sentence: structure.move(*a, lang, s, up=True),
                    lambda *a, lang=lang, s=sentence: structure.move(*a, lang, s, up=False),
                    lambda *a, lang=lang, s=sentence: structure.unlink(*a, lang, s),
                    lambda *a, lang=lang, s=sentence: structure.link(*a, lang, s),
                    lambda *a, lang=lang: structure.unlink(*a, lang),
                    structure.merge,
                    lambda *a, lang=lang, t=text: operations.edit(*a, lang, t),
                    lambda *a, t=text: operations.comment(*a, t),
                    lambda *a: operations.set_status(*a, "approved"),
                    lambda *a, t=text: operations.add_error(*a, MqmError(t, "minor")),
                ]
            )
        )
        try:
            change = signed(operation(al, number), "A. Reviewer", "2024-05-01T12:00:00Z")
        except CannotDo:
            continue
        changes.append(change)
        al = after(al, change)
    return start, changes, al


@given(edited())
def test_undoing_all_gives_the_start(story):
    start, changes, al = story
    for change in reversed(changes):
        al = after(al, change.reversed())
    assert al == start


@given(edited())
def test_every_sentence_is_there_once_and_pairs_are_what_they_hold(story):
    _, _, al = story
    assert [i for bead in al.beads for i in bead.en] == list(range(len(al.en.sentences)))
    assert [j for bead in al.beads for j in bead.ru] == list(range(len(al.ru.sentences)))
    for pair in al.pairs:
        assert pair.beads
        assert pair.en == held(al.en, sentences_of(pair, "en"))
        assert pair.ru == held(al.ru, sentences_of(pair, "ru"))
        assert pair.confidence == confidence(pair.beads)
        assert all(len(bead.en) + len(bead.ru) == 1 for bead in pair.beads if bead.is_null)


@given(edited())
def test_no_comment_and_no_error_is_lost_by_what_changes_the_structure(story):
    for change in story[1]:
        if len(change.before) != len(change.after):
            before, now = ([pair.review for pair in side if pair.review] for side in (change.before, change.after))
            assert lines(before) <= lines(now)
            assert categories(before) == categories(now)


def lines(reviews: list[Review]) -> set[str]:
    return {line for review in reviews for line in review.comment.split("\n")}


def categories(reviews: list[Review]) -> list[str]:
    return sorted(error.category for review in reviews for error in review.errors)
