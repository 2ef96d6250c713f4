"""Training and adapting on tiny made languages: sentences of three slots, all words learnable, none alike by sound."""

import itertools
import json
import random
from dataclasses import replace

import numpy as np
import pytest
import torch
from click.testing import CliRunner

from aligner import load_encoder
from aligner.cli import cli
from aligner.contrastive import translation_loss
from aligner.errors import InputError, ModelError
from aligner.model_card import card
from aligner.recipe import ADAPT, TrainSettings
from aligner.static import StaticEncoder
from aligner.train import retrieval_accuracy, train
from aligner.vocabulary import train_vocabulary
from aligner.words import words

WHO = [("The teacher", "Учитель"), ("My neighbour", "Мой сосед"), ("A child", "Ребёнок"), ("The queen", "Королева"),
       ("Our guest", "Наш гость"), ("The thief", "Вор"), ("His wife", "Его жена"), ("A soldier", "Солдат")]  # fmt: skip
DID = [("saw", "увидел"), ("bought", "купил"), ("lost", "потерял"), ("hid", "спрятал"), ("drew", "нарисовал"),
       ("washed", "вымыл"), ("broke", "сломал"), ("found", "нашёл")]  # fmt: skip
WHAT = [("the house", "дом"), ("a letter", "письмо"), ("the apple", "яблоко"), ("a knife", "нож"), ("the key", "ключ"),
        ("a book", "книгу"), ("the boat", "лодку"), ("a mirror", "зеркало")]  # fmt: skip
LAW = [("the lease", "договор найма"), ("a claim", "иск"), ("the pledge", "залог"), ("a writ", "повестку"),
       ("the verdict", "приговор"), ("a will", "завещание"), ("the deed", "купчую"), ("a suit", "тяжбу")]  # fmt: skip
COURT = [("The judge", "Судья"), ("A bailiff", "Пристав"), ("The heir", "Наследник"), ("An attorney", "Поверенный"),
         ("The lessee", "Наниматель"), ("A juror", "Присяжный"), ("The creditor", "Взыскатель")]  # fmt: skip

SMALL = TrainSettings(
    n_subwords=400,
    n_stems=200,
    n_ngrams=512,
    dimensions=32,
    epochs=12,
    batch=64,
    warm_up=10,
    neighbours=8,
    groups=16,
    calibrate=False,
)
ADAPT_SMALL = replace(ADAPT, calibrate=False)


def sentences(who, did, what):
    made = [
        (" ".join(part[0] for part in parts) + ".", " ".join(part[1] for part in parts) + ".")
        for parts in itertools.product(who, did, what)
    ]
    random.Random(1).shuffle(made)
    return made


GENERAL, COURTS = sentences(WHO, DID, WHAT), sentences(COURT, DID, LAW)
UNSEEN, SEEN = GENERAL[:100], GENERAL[100:]
MEMORY, TEST = COURTS[:220], COURTS[220:]


def write(path, pairs):
    path.write_text("".join(f"{en}\t{ru}\n" for en, ru in pairs), encoding="utf-8")
    return path


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """An encoder of the general sentences, and what was said on the way."""
    folder, said = tmp_path_factory.mktemp("trained"), []
    result = train([write(folder / "all.tsv", SEEN)], folder / "model", settings=SMALL, progress=said.append)
    return result, said


@pytest.fixture
def memory(tmp_path):
    return write(tmp_path / "memory.tsv", MEMORY)


@pytest.fixture
def one_vocabulary(monkeypatch):
    """Among a few hundred texts the learner of subwords breaks ties at random: who counts bytes learns them once."""
    texts = [words(text) for pair in SEEN for text in pair]
    learned = train_vocabulary(texts, n_subwords=400, n_stems=200, n_ngrams=512)
    monkeypatch.setattr("aligner.train.train_vocabulary", lambda *_, **__: learned)


def test_training_learns(trained):
    result, _ = trained
    encoder = StaticEncoder.load(result.folder)
    random_rows = encoder.replaced(
        np.arange(len(encoder.table())), np.random.default_rng(0).normal(size=encoder.table().shape), name="random"
    )
    assert retrieval_accuracy(random_rows, UNSEEN) < 0.2
    assert retrieval_accuracy(encoder, UNSEEN) > 0.8
    assert result.after > 0.8 and result.before is None and result.held_out == len(SEEN) // 10
    assert (result.epochs, result.best) == (12, 12)


@pytest.mark.parametrize("margin", [0.0, 0.2])
def test_a_translation_must_win_by_the_margin(margin):
    """Against logarithms of shares, one by one."""
    rng = np.random.default_rng(0)
    cosines = rng.uniform(-1, 1, (4, 4))
    same = np.zeros((4, 4), bool)
    same[1, 3] = same[3, 1] = True
    expected = []
    for table in (cosines, cosines.T):
        for i in range(4):
            others = [np.exp(10 * table[i, j]) for j in range(4) if j != i and not same[i, j]]
            own = np.exp(10 * (table[i, i] - margin))
            expected.append(-np.log(own / (own + sum(others))))
    found = translation_loss(torch.tensor(cosines), torch.tensor(same), torch.tensor(10.0), margin)
    assert float(found) == pytest.approx(np.mean(expected))


def test_progress_tells_accuracy_and_time(trained):
    _, said = trained
    epochs = [line for line in said if line.startswith("epoch")]
    assert len(epochs) == 12
    assert all("accuracy 0." in line or "accuracy 1." in line for line in epochs)
    assert epochs[-1].endswith(" to go") and "epoch 12/12" in epochs[-1]


@pytest.mark.usefixtures("one_vocabulary")
def test_the_same_seed_gives_the_same_bytes(tmp_path):
    pairs = write(tmp_path / "a.tsv", SEEN)
    settings = replace(SMALL, epochs=2)
    for folder, seed in (("one", 0), ("two", 0), ("three", 1)):
        train([pairs], tmp_path / folder / "model", settings=replace(settings, seed=seed))
    one, two, three = (contents(tmp_path / folder / "model") for folder in ("one", "two", "three"))
    assert one == two
    assert one["model.safetensors"] != three["model.safetensors"]


@pytest.mark.usefixtures("one_vocabulary")
def test_duplicates_count_only_when_asked(tmp_path):
    once, twice = write(tmp_path / "a.tsv", SEEN), write(tmp_path / "b.tsv", SEEN + SEEN)
    settings = replace(SMALL, epochs=1)
    rows = [
        contents(train([path], tmp_path / f"model{i}", settings=replace(settings, keep_duplicates=keep)).folder)
        for i, (path, keep) in enumerate([(once, False), (twice, False), (twice, True)])
    ]
    assert rows[0]["model.safetensors"] == rows[1]["model.safetensors"] != rows[2]["model.safetensors"]


def test_adapting_learns_the_domain_and_keeps_the_rest(trained, memory, tmp_path):
    start = StaticEncoder.load(trained[0].folder)
    result = train([memory], tmp_path / "adapted", base=trained[0].folder, settings=ADAPT_SMALL)
    adapted = StaticEncoder.load(result.folder)
    before, after = retrieval_accuracy(start, TEST), retrieval_accuracy(adapted, TEST)
    assert after > before + 0.2
    assert result.before is not None and result.after > result.before + 0.2
    assert retrieval_accuracy(adapted, UNSEEN) > retrieval_accuracy(start, UNSEEN) - 0.05
    seen = [word for pair in MEMORY for text in pair for word in words(text)]
    used = np.unique(start.vocabulary.table(seen)[0])
    same = (start.table() == adapted.table()).all(1)
    assert not same[used].all()
    assert np.delete(same, used).all() and len(used) < len(same)
    assert np.array_equal(adapted.vocabulary.table(seen)[0], start.vocabulary.table(seen)[0])


def test_adapting_twice_gives_the_same_bytes_and_may_replace_its_base(trained, memory, tmp_path):
    one = train([memory], tmp_path / "1" / "m", base=trained[0].folder, settings=ADAPT_SMALL).folder
    two = train([memory], tmp_path / "2" / "m", base=trained[0].folder, settings=ADAPT_SMALL).folder
    assert contents(one) == contents(two)
    train([memory], two, base=two, settings=ADAPT_SMALL)
    assert contents(one)["model.safetensors"] != contents(two)["model.safetensors"]
    assert {path.name for path in two.parent.iterdir()} == {"m"}


def test_a_strong_pull_keeps_the_rows(trained, memory, tmp_path):
    start = StaticEncoder.load(trained[0].folder)
    away = []
    for pull in (0.0, 0.5):
        settings = replace(ADAPT_SMALL, pull=pull, patience=None)
        result = train([memory], tmp_path / f"{pull}", base=trained[0].folder, settings=settings)
        away.append(np.abs(StaticEncoder.load(result.folder).table() - start.table()).mean())
    assert away[1] < away[0] / 2


def test_patience_keeps_the_best_epoch(trained, memory, tmp_path):
    said = []
    settings = replace(ADAPT_SMALL, learning_rate=0.0, patience=2)
    result = train([memory], tmp_path / "m", base=trained[0].folder, settings=settings, progress=said.append)
    assert (result.epochs, result.best) == (2, 0)
    assert "no gain in 2 epochs; stopped early, epoch 0 is kept" in said
    assert np.array_equal(StaticEncoder.load(tmp_path / "m").table(), StaticEncoder.load(trained[0].folder).table())
    assert "nothing was gained: the encoder is the one it was made from" in repr(result)


def test_the_card_says_what_was_done(trained, memory, tmp_path):
    memory.write_text(memory.read_text(encoding="utf-8") + "broken\n" + "Yes.\tДа.\n" * 2, encoding="utf-8")
    settings = replace(ADAPT_SMALL, epochs=3, seed=5)
    result = train([memory], tmp_path / "mine", base=trained[0].folder, settings=settings)
    text = (tmp_path / "mine" / "README.md").read_text(encoding="utf-8")
    assert text == card(result)
    assert "| memory.tsv | 221 | 1 | 1 |" in text
    assert "aligner train memory.tsv -o mine --from model --epochs 3 --seed 5 --no-calibrate\n" in text
    assert "| epochs | 3 |" in text and "n_subwords" not in text
    assert f"- `model`, before: {result.before:.3f}\n- this encoder: {result.after:.3f}\n" in text
    assert "aligner align en.txt ru.txt --model mine" in text
    assert str(tmp_path) not in text


class Stop(Exception):
    """What a test throws into the training."""


@pytest.mark.parametrize("error", [KeyboardInterrupt, Stop])
@pytest.mark.parametrize("when", ["epoch 2", "estimating"])
def test_nothing_is_half_written(trained, memory, tmp_path, monkeypatch, error, when):
    def progress(line):
        if line.startswith(when):
            raise error

    target = tmp_path / "out" / "model"
    settings = replace(ADAPT_SMALL, calibrate=True)
    with pytest.raises(error):
        train([memory], target, base=trained[0].folder, settings=settings, progress=progress)
    assert not target.exists() and not [*tmp_path.glob("out/*")]


def test_a_failed_training_leaves_the_encoder_that_was_there(trained, memory, tmp_path):
    settings = replace(ADAPT_SMALL, calibrate=True)
    target = train([memory], tmp_path / "m", base=trained[0].folder, settings=ADAPT_SMALL).folder
    was = contents(target)

    def progress(line):
        if line.startswith("estimating"):
            raise Stop

    with pytest.raises(Stop):
        train([memory], target, base=target, settings=settings, progress=progress)
    assert contents(target) == was


@pytest.mark.parametrize("name", ["notes.txt", "config.json"])
def test_other_folders_are_not_overwritten(tmp_path, memory, name):
    target = tmp_path / "precious"
    target.mkdir()
    (target / name).write_text("{}", encoding="utf-8")
    with pytest.raises(InputError, match="precious: holds other files, no encoder; choose a new folder"):
        train([memory], target, settings=SMALL)
    assert contents(target) == {name: b"{}"}


def test_notes_beside_an_encoder_are_not_lost(trained, memory, tmp_path):
    target = train([memory], tmp_path / "m", base=trained[0].folder, settings=ADAPT_SMALL).folder
    (target / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match=r"holds files that are not the encoder's \(notes\.txt\)"):
        train([memory], target, base=target, settings=ADAPT_SMALL)


def test_too_few_pairs(tmp_path):
    with pytest.raises(InputError, match="99 sentence pairs are too few to train on; give at least 100"):
        train([write(tmp_path / "a.tsv", SEEN[:99])], tmp_path / "m", settings=SMALL)


def test_what_calibration_needs_is_looked_for_first(tmp_path, memory, monkeypatch):
    monkeypatch.setattr("aligner.train.MODELS", tmp_path)
    with pytest.raises(ModelError, match=r"en-ru.calibration\.json"):
        train([memory], tmp_path / "m", settings=replace(SMALL, calibrate=True), progress=pytest.fail)


def test_odd_dimensions(tmp_path, memory):
    with pytest.raises(InputError, match="33 dimensions: the number must be even"):
        train([memory], tmp_path / "m", settings=replace(SMALL, dimensions=33))


def test_only_encoders_that_are_here_can_be_adapted(tmp_path, memory, tiny_model):
    with pytest.raises(ModelError, match="none: no such folder; give one that `aligner train` wrote, or en-ru"):
        train([memory], tmp_path / "m", base="none")
    with pytest.raises(ModelError, match="can't be adapted"):
        train([memory], tmp_path / "m", base=tiny_model)


def run(*arguments, status=0):
    result = CliRunner().invoke(cli, [str(argument) for argument in arguments])
    assert result.exit_code == status, result.stderr
    return result


def test_the_command_from_memory_to_alignment(trained, memory, tmp_path):
    with memory.open("a", encoding="utf-8") as file:
        file.write("broken\n")
    target = tmp_path / "my encoder"
    said = run("train", memory, "--from", trained[0].folder, "-o", target, "--epochs", 5).stderr.splitlines()
    assert said[-5:-2] == [
        "220 pairs used, 22 of them held out, 0 duplicates dropped",
        "lines left out: 1, the first of them:",
        f"  {memory}:221: one column; expected English, a tab, Russian",
    ]
    assert said[-2].startswith("accuracy on the 22 held-out pairs, as stored: ")
    assert said[-1] == f"{target}: the encoder; use it with: aligner align EN RU --model '{target}'"
    assert json.loads((target / "calibration.json").read_text(encoding="utf-8"))
    en, ru = ([pair[side] for pair in TEST[:12]] for side in (0, 1))
    for lang, texts in (("en", en), ("ru", ru)):
        (tmp_path / f"{lang}.txt").write_text("\n".join(texts) + "\n", encoding="utf-8")
    aligned = run("align", tmp_path / "en.txt", tmp_path / "ru.txt", "--presegmented", "-f", "beads", "--model", target)
    beads = [line.rpartition(":")[0] for line in aligned.stdout.splitlines()]
    assert sum(f"[{i}]:[{i}]" in beads for i in range(12)) >= 10
    assert load_encoder(str(target)).encode(["a"]).shape == (1, 32)


def test_the_command_from_scratch_takes_its_options(tmp_path, memory, monkeypatch):
    given = {}

    def fake(paths, out, **keywords):
        given.update(keywords, paths=paths, out=out)
        raise KeyboardInterrupt

    monkeypatch.setattr("aligner.train.train", fake)
    options = (
        "--epochs 2 --batch 64 --dimensions 16 --subwords 500 --seed 3 --patience 4 --keep-duplicates --no-calibrate"
    )
    assert "stopped; x is as it was before\n" in run("train", memory, "-o", "x", *options.split(), status=130).stderr
    assert given["settings"] == TrainSettings(
        epochs=2, batch=64, dimensions=16, n_subwords=500, seed=3, patience=4, keep_duplicates=True, calibrate=False
    )
    assert given["base"] is None and given["paths"] == (str(memory),)
    run("train", memory, "-o", "x", "--from", "en-ru", status=130)
    assert given["settings"] == ADAPT and given["base"] == "en-ru"


def test_options_that_an_adapted_encoder_has_already(memory):
    refused = run("train", memory, "-o", "x", "--from", "en-ru", "--dimensions", 64, "--subwords", 500, status=2)
    assert "--dimensions and --subwords can't be chosen with --from" in refused.stderr
