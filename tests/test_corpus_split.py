"""Splits: whole groups, near their shares, each document in its place whatever else comes or goes."""

import pytest

from aligner.corpus.journal import Finished
from aligner.corpus.judge import Verdicts
from aligner.corpus.repeats import open_tables
from aligner.corpus.settings import Settings
from aligner.corpus.split import split_groups, split_of

NAMES = [f"document-{number}" for number in range(60)]


def splits(path, names, joined=(), **settings):
    db = open_tables(path / "tables.sqlite")
    verdicts = Verdicts(db)
    for number, name in enumerate(names):
        verdicts.add_document(Finished(number, name, "done", "", "", "", {}, (), (0, 0), ("", "")), 1)
    for a, b in joined:
        verdicts.join(names.index(a), names.index(b))
    split_groups(db, Settings(**settings))
    found = {name: split_of(db, number)[0] for number, name in enumerate(names)}
    db.close()
    return found


@pytest.mark.parametrize("shares", [(80, 10, 10), (50, 0, 50), (98, 2, 0)])
def test_shares_are_met(tmp_path, shares):
    found = [*splits(tmp_path, [f"{number}.txt" for number in range(4000)], split=shares).values()]
    for split, share in zip(("train", "dev", "test"), shares, strict=True):
        assert abs(found.count(split) / 4000 - share / 100) < 0.02
        assert (found.count(split) == 0) == (share == 0)


def test_groups_stay_together_through_common_members(tmp_path):
    joined = [(NAMES[n], NAMES[n + 20]) for n in range(20)] + [(NAMES[n + 20], NAMES[n + 40]) for n in range(20)]
    found = splits(tmp_path, NAMES, joined, split=(20, 40, 40))
    assert all(len({found[NAMES[n]], found[NAMES[n + 20]], found[NAMES[n + 40]]}) == 1 for n in range(20))
    assert set(found.values()) == {"train", "dev", "test"}


def test_documents_that_come_and_go_move_no_other(tmp_path):
    before = splits(tmp_path, NAMES, split=(50, 25, 25))
    after = splits(tmp_path, ["a new one", *NAMES[:20], "another", *NAMES[30:]], split=(50, 25, 25))
    assert after == {name: before.get(name, split) for name, split in after.items()}


def test_what_joins_two_groups_brings_none_out_of_train(tmp_path):
    before = splits(tmp_path, NAMES, split=(50, 25, 25))
    joined = [(name, "bridge") for name in NAMES[:6]]
    assert {before[name] for name in NAMES[:6]} == {"train", "dev", "test"}, "else nothing would be tested"
    after = splits(tmp_path, [*NAMES, "bridge"], joined, split=(50, 25, 25))
    assert {after[name] for name in [*NAMES[:6], "bridge"]} == {"train"}
    assert all(after[name] == before[name] for name in NAMES[6:])


def test_the_seed_decides(tmp_path):
    one, same, other = (splits(tmp_path, NAMES, split=(50, 25, 25), seed=seed) for seed in (1, 1, 2))
    assert one == same != other
