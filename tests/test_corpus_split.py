"""Splits: whole groups, near their shares, the same for the same seed."""

import pytest

from aligner.corpus.journal import Finished
from aligner.corpus.judge import Verdicts
from aligner.corpus.repeats import open_tables
from aligner.corpus.settings import Settings
from aligner.corpus.split import split_groups, split_of


def splits(path, sizes, joined=(), **settings):
    db = open_tables(path / "tables.sqlite")
    verdicts = Verdicts(db)
    for number, size in enumerate(sizes):
        document = Finished(number, f"document-{number}", "done", "", "", "", {}, (), (0, 0), ("", ""))
        verdicts.add_document(document, size, size)
    for a, b in joined:
        verdicts.join(a, b)
    split_groups(db, Settings(**settings))
    found = [split_of(db, number)[0] for number in range(len(sizes))]
    db.close()
    return found


@pytest.mark.parametrize("sizes", [[10] * 100, [5, 40, 3, 17] * 30])
def test_shares_are_met(tmp_path, sizes):
    found = splits(tmp_path, sizes, split=(80, 10, 10))
    for split, share in (("train", 0.8), ("dev", 0.1), ("test", 0.1)):
        held = sum(size for size, name in zip(sizes, found, strict=True) if name == split)
        assert abs(held / sum(sizes) - share) < 0.03


def test_groups_stay_together_through_common_members(tmp_path):
    joined = [(n, n + 20) for n in range(20)] + [(n + 20, n + 40) for n in range(20)]
    found = splits(tmp_path, [1] * 60, joined, split=(50, 25, 25))
    assert all(len({found[n], found[n + 20], found[n + 40]}) == 1 for n in range(20))
    assert set(found) == {"train", "dev", "test"}


def test_a_book_does_not_become_the_test_set(tmp_path):
    found = splits(tmp_path, [1000, *[10] * 50], split=(80, 10, 10))
    assert found[0] == "train"
    assert "test" in found


def test_the_seed_decides(tmp_path):
    one, same, other = (splits(tmp_path, [1] * 50, split=(50, 25, 25), seed=seed) for seed in (1, 1, 2))
    assert one == same != other
