from hypothesis import given
from hypothesis import strategies as st
from reviewed import reviewed
from strategies import alignments

from aligner.parallel import read_parallel
from aligner.table import LEVELS
from aligner.write import save
from aligner.write.moses import render


def test_line_for_line():
    rendered = render(reviewed(), "sentence")
    en, ru = (part.decode().splitlines() for part in rendered.parts)
    assert en == ["Agreement", "They met.", "They signed it on 14 May.", "Trade grew.", "Moved."]
    assert ru == ["Соглашение", "Стороны встретились.", "Они подписали его 15 мая.", "Торговля росла.", "Ушло."]
    assert rendered.data == b""
    assert rendered.notes == (
        "1 of 7 units has no counterpart and is left out: Moses holds only pairs",
        "1 of 7 units was rejected by a reviewer and is left out",
        "2 findings and 2 remarks of reviewers are left out",
    )


def test_what_trains_encoders_reads_them(tmp_path):
    save(reviewed(), tmp_path / "corpus.en-ru")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["corpus.en-ru.en", "corpus.en-ru.ru"]
    pairs = read_parallel([tmp_path / "corpus.en-ru.en"]).pairs
    assert pairs[1] == ("They met.", "Стороны встретились.")
    assert len(pairs) == 5


@given(alignments(texts=st.text(st.characters(), max_size=6).map("a{}".format)), st.sampled_from(LEVELS))
def test_lines_match_whatever_the_text(al, level):
    en, ru = render(al, level).parts
    assert en.count(b"\n") == ru.count(b"\n")
    assert b"" not in [*en.split(b"\n")[:-1], *ru.split(b"\n")[:-1]]
