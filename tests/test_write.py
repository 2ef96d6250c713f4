import stat
import time

import pytest
from strategies import alignment, beads

from aligner.errors import FormatError, InputError
from aligner.table import LEVELS
from aligner.write import FORMATS, check_format, check_target, find_format, render, save
from aligner.write.files import check_folder, check_writable, write_file

EXAMPLE = alignment([["One.", "Two."], ["Alone."]], [["Раз.", "Два."]], beads("1-1", "1-1", "1-0", confidence=0.9))


@pytest.mark.parametrize("format", FORMATS.values(), ids=list(FORMATS))
def test_each_format_by_name_and_by_suffix(format):
    assert find_format(format.name) is format
    assert find_format(path=f"a.b{format.suffix.upper()}") is format
    assert format.levels
    assert set(format.levels) <= set(LEVELS)


@pytest.mark.parametrize("format", FORMATS.values(), ids=list(FORMATS))
def test_each_format_saves_each_of_its_levels(format, tmp_path):
    for level in (None, *format.levels):
        path = tmp_path / f"{level}{format.suffix}"
        save(EXAMPLE, path, level=level)
        names = {f"{path.name}{ending}" for ending in format.endings}
        assert {entry.name for entry in tmp_path.iterdir()} == names
        for entry in tmp_path.iterdir():
            assert entry.stat().st_size
            entry.unlink()


@pytest.mark.parametrize(
    ("kwargs", "message"),
    [
        ({"name": "doc"}, "no format 'doc'; choose one of "),
        (
            {"path": "a.doc"},
            "a.doc: the suffix '.doc' names no format; use one of ",
        ),
        (
            {"path": "a"},
            "a: no suffix to tell the format by; use one of ",
        ),
    ],
)
def test_unknown_format_lists_the_valid_ones(kwargs, message):
    with pytest.raises(FormatError) as caught:
        find_format(**kwargs)
    assert str(caught.value).startswith(message)
    for format in FORMATS.values():
        assert format.name in str(caught.value) if "name" in kwargs else f"{format.suffix}, " in str(caught.value)


@pytest.mark.parametrize(
    ("format", "level", "message"),
    [
        ("beads", "paragraph", "beads has no paragraph level, only sentence"),
        ("tmx", "word", "no level 'word' here; choose paragraph or sentence"),
        (None, "word", "no level 'word' here; choose paragraph or sentence"),
    ],
)
def test_unknown_level_lists_the_valid_ones(format, level, message):
    with pytest.raises(FormatError) as caught:
        check_format(format, level)
    assert str(caught.value) == message


def test_name_wins_over_suffix(tmp_path):
    save(EXAMPLE, tmp_path / "a.txt", format="beads")
    assert (tmp_path / "a.txt").read_text(encoding="utf-8").startswith("[0]:[0]:0.9000\n")


@pytest.mark.parametrize(
    ("path", "error"),
    [
        ("missing/a.tsv", InputError),
        ("folder.tsv", InputError),
        ("file/a.tsv", InputError),
        ("a.doc", FormatError),
    ],
)
def test_target_is_checked_without_an_alignment(tmp_path, path, error):
    (tmp_path / "folder.tsv").mkdir()
    (tmp_path / "file").touch()
    with pytest.raises(error, match=path.split("/")[0]):
        check_target(tmp_path / path)
    with pytest.raises(error):
        save(EXAMPLE, tmp_path / path)


def test_a_good_target_is_not_touched(tmp_path):
    check_target(tmp_path / "a.tsv", level="sentence")
    assert list(tmp_path.iterdir()) == []


def test_a_read_only_folder_is_found_out_before(tmp_path, monkeypatch):
    monkeypatch.setattr("aligner.write.files.os.access", lambda path, mode: False)  # root may write anywhere
    with pytest.raises(InputError, match="no permission"):
        check_writable(tmp_path / "a.tsv")


def test_a_folder_can_be_made_unless_a_file_is_in_the_way(tmp_path):
    check_folder(tmp_path)
    check_folder(tmp_path / "new" / "deeper")
    (tmp_path / "file").touch()
    for path in (tmp_path / "file", tmp_path / "file" / "model"):
        with pytest.raises(InputError, match="is a file; choose another folder"):
            check_folder(path)
    assert [p.name for p in tmp_path.iterdir()] == ["file"]


def test_a_failed_write_leaves_the_old_file_alone(tmp_path, monkeypatch):
    path = tmp_path / "a.tsv"
    path.write_text("old", encoding="utf-8")

    def fail(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("aligner.write.files.os.fsync", fail)
    with pytest.raises(InputError, match=r"a\.tsv: can't be written: No space left"):
        write_file(path, b"new")
    assert [p.name for p in tmp_path.iterdir()] == ["a.tsv"]
    assert path.read_text(encoding="utf-8") == "old"


def test_a_replaced_file_keeps_its_permissions_and_a_link_its_target(tmp_path):
    path, link = tmp_path / "a.tsv", tmp_path / "link.tsv"
    path.touch(mode=0o600)
    link.symlink_to(path)
    write_file(link, b"new")
    assert link.is_symlink()
    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.tsv", "link.tsv"]


def test_the_same_alignment_gives_the_same_bytes():
    first = [render(EXAMPLE, format) for format in FORMATS.values()]
    time.sleep(2.1)  # zip archives count two seconds at a time
    assert first == [render(EXAMPLE, format) for format in FORMATS.values()]


@pytest.mark.parametrize(
    ("format", "options", "message"),
    [
        ("tmx", {"excel": True}, "tmx has no option 'excel'; it takes source"),
        ("jsonl", {"source": "ru"}, "jsonl has no option 'source'; it takes none"),
        ("tmx", {"source": "de"}, "source='de': choose 'en' or 'ru'"),
        (None, {"excel": True}, "excel: an option of some formats; name the format"),
        ("moses", {}, "moses is 2 files; name them: NAME.en and NAME.ru"),
    ],
)
def test_unknown_options_list_the_valid_ones(format, options, message):
    with pytest.raises(FormatError) as caught:
        check_format(format, None, **options)
    assert str(caught.value) == message


def test_two_files_are_written_together_or_not_at_all(tmp_path):
    path = tmp_path / "a.en-ru"
    (tmp_path / "a.en-ru.ru").mkdir()
    with pytest.raises(InputError, match=r"a\.en-ru\.ru: is a folder"):
        check_target(path)
    with pytest.raises(InputError, match=r"a\.en-ru\.ru: is a folder"):
        save(EXAMPLE, path)
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.en-ru.ru"]
    (tmp_path / "a.en-ru.ru").rmdir()
    save(EXAMPLE, path)
    texts = [(tmp_path / f"a.en-ru{ending}").read_text(encoding="utf-8") for ending in (".en", ".ru")]
    assert texts == ["One.\nTwo.\n", "Раз.\nДва.\n"]
