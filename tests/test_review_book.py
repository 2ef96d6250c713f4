"""The project on disk: the log, undo and redo over restarts, several reviewers, a kill in the middle."""

import random
import signal
import subprocess
import sys
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import MOVED, alignment, alignments, beads

from aligner.alignment import Alignment
from aligner.errors import FormatError, InputError
from aligner.pairs import sentences_of
from aligner.review import operations, structure
from aligner.review.book import Book, create
from aligner.review.change import CannotDo
from aligner.review.rows import Conflict
from aligner.review.store import InUse, Store

FOUR = alignment(
    [["A first.", "A second."], ["A third."], ["A fourth."]],
    [["Первое.", "Второе."], ["Третье."], ["Четвёртое."]],
    beads("1-1", "1-1", "1-1", "1-1"),
)


def opened(path, al: Alignment = FOUR) -> Book:
    store = Store(path)
    if store.is_new:
        create(store, al)
    return Book(store)


@pytest.fixture
def book(tmp_path):
    book = opened(tmp_path / "a.sqlite")
    yield book
    book.close()


def approve(book: Book, id: int, reviewer: str = "Anna", **seen):
    return book.perform(
        "approve",
        id,
        lambda al, n: operations.set_status(al, n, "approved"),
        reviewer=reviewer,
        seen=seen.get("seen", {id: book.row(id).version}),
    )


def split(book: Book, id: int, sentence: int, reviewer: str = "Anna"):
    return book.perform(
        "split",
        id,
        lambda al, n: structure.split(al, n, "en", sentence),
        reviewer=reviewer,
        seen={id: book.row(id).version},
    )


def test_a_new_project_holds_the_alignment(book):
    assert book.alignment == FOUR
    assert [row.id for row in book.rows] == [1, 2, 3]
    assert [row.position for row in book.rows] == [0, 4, 6]


def test_operations_and_undo_outlive_a_restart(tmp_path):
    path = tmp_path / "a.sqlite"
    book = opened(path)
    approve(book, 2)
    split(book, 1, 1)
    approve(book, 4)
    rows = book.rows
    assert [row.id for row in rows] == [1, 4, 2, 3]
    book.close()

    book = opened(path)
    assert book.rows == rows
    assert [book.undo("Anna").kind for _ in range(2)] == ["undo", "undo"]
    assert [row.id for row in book.rows] == [1, 2, 3]
    book.close()

    book = opened(path)
    assert book.redo("Anna").of == 2
    assert book.redo("Anna").of == 3
    assert [row.pair for row in book.rows] == [row.pair for row in rows]
    with pytest.raises(CannotDo, match="nothing to redo"):
        book.redo("Anna")
    for _ in range(3):
        book.undo("Anna")
    assert book.alignment == FOUR
    with pytest.raises(CannotDo, match="nothing to undo"):
        book.undo("Anna")
    done = "undo undo redo redo undo undo approve split"
    assert [entry.kind for entry in book.store.history(4)] == done.split()
    book.close()


def test_a_new_operation_ends_what_could_be_redone(book):
    approve(book, 1)
    approve(book, 2)
    book.undo("Anna")
    approve(book, 3)
    with pytest.raises(CannotDo):
        book.redo("Anna")
    book.undo("Anna")
    assert book.redo("Anna").of == 4
    book.undo("Anna")
    book.undo("Anna")
    assert book.alignment == FOUR


def test_who_looked_at_an_old_version_is_told(book):
    approve(book, 1)
    with pytest.raises(Conflict) as caught:
        approve(book, 1, "Boris", seen={1: 0})
    assert caught.value.row == 1
    with pytest.raises(Conflict):
        approve(book, 1, "Boris", seen={})
    with pytest.raises(Conflict):
        approve(book, 99, seen={99: 0})
    merge = lambda seen: book.perform("merge", 2, lambda al, n: structure.merge(al, n - 1), reviewer="B", seen=seen)  # noqa: E731
    with pytest.raises(Conflict):
        merge({2: 0, 1: 0})
    merge({2: 0, 1: 1})
    assert [row.id for row in book.rows] == [1, 3]


def test_each_reviewer_undoes_what_is_theirs(book):
    approve(book, 1, "Anna")
    approve(book, 3, "Boris")
    assert book.undo("Anna").of == 1
    assert [bool(row.pair.review) for row in book.rows] == [False, False, True]
    split(book, 1, 1, "Anna")
    approve(book, 1, "Boris")
    with pytest.raises(Conflict) as caught:
        book.undo("Anna")
    assert caught.value.row == 1
    book.undo("Boris")
    book.undo("Anna")
    assert [row.id for row in book.rows] == [1, 2, 3]


def test_what_was_touched_since(book):
    approve(book, 2)
    split(book, 1, 1)
    rows, gone = book.touched_since(0)
    assert ([row.id for row in rows], gone) == ([1, 4, 2], [])
    book.undo("Anna")
    rows, gone = book.touched_since(1)
    assert ([row.id for row in rows], gone) == ([1], [4])
    assert book.touched_since(book.seq) == ([], [])


def test_a_moved_link_goes_when_its_sentence_is_linked_and_comes_back(tmp_path):
    book = opened(tmp_path / "a.sqlite", MOVED)
    assert book.alignment == MOVED
    book.perform("merge", 1, structure.merge, reviewer="A", seen={1: 0})
    assert book.alignment.moved == MOVED.moved
    book.perform("link", 1, lambda al, n: structure.link(al, n, "en", 0), reviewer="A", seen={1: 1})
    assert book.alignment.moved == ()
    book.undo("A")
    assert book.alignment.moved == MOVED.moved
    book.close()


def test_drafts_are_kept_until_the_text_is_edited(tmp_path):
    book = opened(tmp_path / "a.sqlite")
    book.store.save_draft("Anna", 2, "ru", "Треть")
    book.store.save_draft("Anna", 2, "ru", "Третья")
    book.close()
    book = opened(tmp_path / "a.sqlite")
    assert book.store.drafts("Anna") == {2: ("ru", "Третья")}
    assert book.store.drafts("Boris") == {}
    book.perform("edit", 2, lambda al, n: operations.edit(al, n, "ru", "Третья."), reviewer="Anna", seen={2: 0})
    assert book.store.drafts("Anna") == {}
    book.close()


def test_one_program_at_a_time(book):
    with pytest.raises(InUse, match="open in another aligner"):
        Store(book.store.path)


def test_other_files_are_refused(tmp_path):
    (tmp_path / "text.txt").write_text(
        "This is no project, but a text that is longer than a header. " * 9, encoding="utf-8"
    )
    with pytest.raises(FormatError, match="not a review project"):
        Store(tmp_path / "text.txt")
    with pytest.raises(InputError, match="there is no folder"):
        Store(tmp_path / "no" / "folder.sqlite")


@settings(max_examples=25)
@given(alignments(), st.randoms(use_true_random=False))
def test_any_sequence_of_operations_undone_is_the_start(tmp_path_factory, al, chance: random.Random):
    path = tmp_path_factory.mktemp("project") / "a.sqlite"
    book = opened(path, al)
    for _ in range(12):
        row = chance.choice(book.rows)
        lang = chance.choice(["en", "ru"])
        sentence = chance.choice([*sentences_of(row.pair, lang), 0])
        operation = chance.choice(
            [
                lambda al, n, a=lang, s=sentence: structure.split(al, n, a, s),
                lambda al, n, a=lang, s=sentence: structure.move(al, n, a, s, up=True),
                lambda al, n, a=lang, s=sentence: structure.move(al, n, a, s, up=False),
                lambda al, n, a=lang: structure.unlink(al, n, a),
                lambda al, n: operations.comment(al, n, "so"),
                structure.merge,
            ]
        )
        try:
            book.perform("any", row.id, operation, reviewer="A", seen={row.id: row.version})
            if chance.random() < 0.3:
                book.undo("A")
        except CannotDo:
            continue
    rows = book.rows
    book.close()
    book = opened(path)
    assert book.rows == rows
    while book.store.to_undo("A"):
        book.undo("A")
    assert book.alignment == al
    book.close()


WRITER = """
import sys
from aligner.review import operations
from aligner.review.book import Book
from aligner.review.store import Store

book = Book(Store(sys.argv[1]))
while True:
    for row in book.rows:
        text = f"{book.seq + 1} " + "и " * 2000
        edit = lambda al, n: operations.edit(al, n, "ru", text)
        book.perform("edit", row.id, edit, reviewer="A", seen={row.id: row.version})
        print(book.seq, flush=True)
"""


def test_nothing_that_was_done_is_lost_when_the_program_is_killed(tmp_path):
    path = tmp_path / "a.sqlite"
    opened(path).close()
    done = 0
    for wait in (0.05, 0.2, 0.11):
        writer = subprocess.Popen([sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, encoding="utf-8")
        assert writer.stdout
        writer.stdout.readline()
        time.sleep(wait)
        writer.send_signal(signal.SIGKILL)
        lines = writer.stdout.read().split()
        writer.communicate()
        book = opened(path)
        assert book.seq >= int(lines[-1]) > done
        done = book.seq
        assert book.store.operations() == done
        newest = max(book.rows, key=lambda row: row.version)
        assert newest.pair.review and newest.pair.review.ru and newest.pair.review.ru.startswith(f"{done} ")
        book.close()
    book = opened(path)
    while book.store.to_undo("A"):
        book.undo("A")
    assert book.alignment == FOUR
    book.close()
