"""Statistics: the numbers are those of the rows, and the page stands on its own."""

import re

import numpy as np
import pytest
from corpora import here, write_documents

from aligner.corpus import build_corpus
from aligner.corpus.forms import Forms
from aligner.corpus.settings import Settings
from aligner.corpus.stats import Histogram, bars, corpus_stats
from aligner.corpus.stats_page import lines as stats_lines
from aligner.corpus.stats_page import stats_page
from aligner.errors import FormatError, InputError


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    folder = tmp_path_factory.mktemp("stats")
    source = write_documents(folder / "documents", {"a": [0, 1, 2], "b": [3, 4, 5]})
    build_corpus(source, folder / "out", settings=Settings(min_confidence=0), engine=here)
    return folder / "out"


def test_numbers(corpus):
    found = corpus_stats(corpus)
    assert (found.documents, dict(found.pairs), dict(found.kinds)) == (2, {"train": 6}, {"1-1": 6})
    en = found.sides["en"]
    assert (en.words, len(en.forms), en.forms.once(), next(en.forms.counts())) == (31, 24, 22, 6)
    assert found.to_dict()["en"]["vocabulary"] == len(en.forms)


@pytest.mark.parametrize("limit", [1, 3, 1000])
def test_word_forms_are_the_same_in_memory_and_on_disk(limit):
    words = "the cat and the dog and the bird".split()
    forms = Forms(limit)
    for first in range(0, len(words), 2):
        forms.update(words[first : first + 2])
    assert list(forms.counts()) == [3, 2, 1, 1, 1]
    assert (len(forms), forms.once()) == (5, 3)


def test_paragraphs_count_their_beads(corpus):
    assert corpus_stats(corpus, level="paragraph").kinds.total() == 6
    with pytest.raises(FormatError, match="choose sentence or paragraph"):
        corpus_stats(corpus, level="word")


def test_only_a_finished_corpus_has_statistics(tmp_path):
    with pytest.raises(InputError, match="no finished corpus"):
        corpus_stats(tmp_path)


@pytest.mark.parametrize("decimals", [0, 3, 4])
def test_quantiles_are_those_of_the_values(decimals):
    values = np.random.default_rng(1).gamma(2.0, 0.4, 5000).round(decimals).astype(np.float32)
    histogram = Histogram(0, 3, 300, decimals=decimals)
    for part in np.array_split(values, 7):
        histogram.add(part)
    assert histogram.counts.sum() == 5000
    assert histogram.mean == pytest.approx(values.mean())
    for share in (0.0, 0.05, 0.5, 0.95, 0.999, 1.0):
        expected = np.quantile(values, share, method="inverted_cdf")
        assert histogram.quantile(share) == round(float(expected), decimals)
    assert sum(int(line.rpartition(" ")[2].replace(",", "")) for line in bars(histogram)) == 5000


def test_spread_is_printed_as_finely_as_it_was_counted(corpus):
    shown = dict(stats_lines(corpus_stats(corpus)))
    assert re.search(r"median \d+, nine in ten from \d+ to \d+$", shown["English words in a pair"])
    assert re.search(r"median [01]\.\d{4}, nine in ten", shown["confidence"])


def test_the_page_needs_nothing_else_and_is_the_same_every_time(corpus):
    page = stats_page(corpus_stats(corpus), title="<Corpus>")
    assert page == stats_page(corpus_stats(corpus), title="<Corpus>")
    assert page.count("<svg") == 5
    assert "<h1>&lt;Corpus&gt;</h1>" in page
    assert not re.search(r'(?:src|href)="(?!#)', re.sub(r"<metadata>.*?</metadata>", "", page, flags=re.DOTALL))
