"""A new alignment around what people have decided."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import alignment, beads, cut_alignments

from aligner import pipeline
from aligner.alignment import Alignment
from aligner.pairs import held, pairs, sentences_of
from aligner.pins import read_pins
from aligner.records import Bead, Review
from aligner.review.change import apply
from aligner.review.realign import is_pin, realign

EN = [["The bridge was opened in May."], ["Ships pass below it."], ["Nobody slept that night."], ["The rain went on."]]
RU = [["Мост открыли в мае."], ["Под ним проходят суда."], ["Той ночью никто не спал."], ["Дождь не прекращался."]]
WRONG = alignment(EN, RU, beads("1-1", "1-0", "0-1", "1-0", "0-1", "1-1"))


def realigned(al):
    for change in reversed(realign(al)):
        al = replace(al, pairs=apply(al.pairs, change))
    return al


def reviewed(al, number, **said):
    pairs = list(al.pairs)
    pairs[number] = replace(pairs[number], review=Review(reviewer="A", **said))
    return replace(al, pairs=tuple(pairs))


def links(al):
    return [[(*bead.en, "-", *bead.ru) for bead in pair.beads] for pair in al.pairs]


def test_what_nobody_touched_is_aligned_anew():
    assert links(realigned(WRONG)) == [[(0, "-", 0)], [(1, "-", 1)], [(2, "-", 2)], [(3, "-", 3)]]


def test_what_is_approved_stays():
    al = reviewed(reviewed(WRONG, 1, status="approved"), 0, comment="see below")
    new = realigned(al)
    assert links(new) == [[(0, "-", 0)], [(1, "-")], [("-", 1)], [(2, "-", 2)], [(3, "-", 3)]]
    assert new.pairs[:2] == al.pairs[:2]


def test_what_is_rejected_is_aligned_anew_and_keeps_its_comment():
    new = realigned(reviewed(WRONG, 3, status="rejected", comment="should be linked"))
    assert links(new)[2] == [(2, "-", 2)]
    assert new.pairs[2].review == Review(comment="should be linked", reviewer="A")


def test_an_approved_pair_stays_where_the_borders_around_it_shift():
    al = alignment(EN[:3], RU[:2], beads("1-0", "1-0", "0-1", "1-1"))
    al = reviewed(al, 1, status="approved")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pipeline, "align_documents", ladder)
        new = realigned(al)
    assert links(new) == [[(0, "-", 0)], [(1, "-")], [(2, "-", 1)]]
    assert new.pairs[1] is al.pairs[1]


def test_nothing_to_change():
    al = alignment(EN, RU, beads("1-1", "1-1", "1-1", "1-1"))
    assert realign(al) == []


def ladder(en, ru, *, encoder=None, pins=()):
    """In place of the aligner: keeps the pins, links what is free between them in order."""
    links = read_pins(pins, len(en.sentences), len(ru.sentences))
    alone = {("en", i) for a, b in links if not b for i in a} | {("ru", j) for a, b in links if not a for j in b}
    made, e, r = [], 0, 0
    for a, b in [*(link for link in links if link[0] and link[1]), (range(len(en.sentences), 10**9), range(10**9))]:
        stop = b.start if b.stop < 10**9 else len(ru.sentences)
        free = zip(
            [i for i in range(e, a.start) if ("en", i) not in alone],
            [j for j in range(r, stop) if ("ru", j) not in alone],
            strict=False,
        )
        for i, j in [*((range(i, i + 1), range(j, j + 1)) for i, j in free), (a, range(stop, b.stop))]:
            made += [Bead(range(n, n + 1), range(0), 0.0, 0.5) for n in range(e, i.start)]
            made += [Bead(range(0), range(n, n + 1), 0.0, 0.5) for n in range(r, j.start)]
            made += [Bead(i, j, 0.0, 0.5)] if i.stop < 10**9 else []
            e, r = i.stop, j.stop
    return Alignment(en, ru, tuple(pairs(en, ru, made)), "fake", "0")


@given(cut_alignments(), st.data())
def test_pins_stay_and_every_sentence_is_there_once(al, data):
    for number in range(len(al.pairs)):
        status = data.draw(st.sampled_from(["none", "approved", "rejected", "open"]))
        if status != "none":
            al = reviewed(al, number, status=status, ru=data.draw(st.none() | st.text(max_size=5)))
    pins = [pair for pair in al.pairs if is_pin(pair)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pipeline, "align_documents", ladder)
        new = realigned(al)
    assert [pair for pair in new.pairs if any(pair is pin for pin in pins)] == pins
    assert [i for bead in new.beads for i in bead.en] == list(range(len(al.en.sentences)))
    assert [j for bead in new.beads for j in bead.ru] == list(range(len(al.ru.sentences)))
    for pair in new.pairs:
        assert pair.en == held(al.en, sentences_of(pair, "en"))
        assert pair.ru == held(al.ru, sentences_of(pair, "ru"))
