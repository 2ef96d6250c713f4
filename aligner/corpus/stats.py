"""What is in a corpus: sizes, kinds of beads, length ratio, confidence, vocabulary; read in batches."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, pairwise
from os import PathLike
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from aligner.corpus.forms import Forms
from aligner.corpus.records import LEVELS, Level
from aligner.corpus.settings import SPLITS
from aligner.corpus.tables import DECIMALS
from aligner.errors import FormatError, InputError

BATCH = 4096  # rows
_WORD = re.compile(r"\w+(?:[-'’]\w+)*")


class Histogram:
    """How often each value comes, to so many decimals: exact for values that have no more, such as whole numbers.

    For pictures there are equal bins from `low` to `high`; values outside are put into the outermost ones.
    """

    def __init__(self, low: float, high: float, bins: int, *, decimals: int) -> None:
        self.edges = np.linspace(low, high, bins + 1)
        self.decimals = decimals
        self._times: Counter[int] = Counter()  # of a value, in units of the last decimal
        self._sum = 0.0

    def add(self, values: Sequence[float]) -> None:
        """Count some values."""
        given = np.asarray(values, np.float64)
        self._sum += float(given.sum())
        units, times = np.unique(np.rint(given * 10**self.decimals).astype(np.int64), return_counts=True)
        self._times.update(dict(zip(units.tolist(), times.tolist(), strict=True)))

    @property
    def counts(self) -> npt.NDArray[np.int64]:
        """Of the bins."""
        values, times = self._in_order()
        inside = np.clip(values, self.edges[0], self.edges[-1])
        return np.histogram(inside, self.edges, weights=times)[0].astype(np.int64)

    @property
    def mean(self) -> float:
        """Of all values, as they were."""
        return self._sum / max(1, self._times.total())

    def quantile(self, share: float) -> float:
        """The smallest value that a share of the values does not exceed; 0 of no values."""
        values, times = self._in_order()
        if not len(values):
            return 0.0
        reached = np.searchsorted(times.cumsum(), share * times.sum() - 1e-9)
        return float(values[reached])

    def to_dict(self) -> dict[str, Any]:
        """Mean, quantiles and bins."""
        quantiles = {f"p{share}": self.quantile(share / 100) for share in (5, 25, 50, 75, 95)}
        bins = {"edges": [round(float(edge), 4) for edge in self.edges], "counts": self.counts.tolist()}
        return {"mean": round(self.mean, 4), **quantiles, **bins}

    def _in_order(self) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int64]]:
        """The values that come, `(n,)`, and how often each does."""
        pairs = np.array(sorted(self._times.items()), np.int64).reshape(-1, 2)
        return pairs[:, 0] / 10**self.decimals, pairs[:, 1]


@dataclass(slots=True)
class Side:
    """One language: words and characters, how often each word form comes, words in a pair."""

    words: int = 0
    characters: int = 0
    forms: Forms = field(default_factory=Forms)
    lengths: Histogram = field(default_factory=lambda: Histogram(0, 100, 50, decimals=0))

    def add(self, texts: Sequence[str]) -> None:
        """Take in some texts."""
        found = [_WORD.findall(text.lower()) for text in texts]
        self.words += sum(map(len, found))
        self.characters += sum(map(len, texts))
        self.forms.update(chain.from_iterable(found))
        self.lengths.add([len(words) for words in found])

    def to_dict(self) -> dict[str, Any]:
        """Sizes, without the forms themselves."""
        return {
            "words": self.words,
            "characters": self.characters,
            "vocabulary": len(self.forms),
            "once": self.forms.once(),
            "words_in_pair": self.lengths.to_dict(),
        }


@dataclass(slots=True)
class Stats:
    """Of one level of a corpus. `ratio` is English by Russian length in characters."""

    level: Level
    documents: int = 0
    pairs: Counter[str] = field(default_factory=Counter)  # by split
    kinds: Counter[str] = field(default_factory=Counter)
    ratio: Histogram = field(default_factory=lambda: Histogram(0, 3, 60, decimals=3))
    confidence: Histogram = field(default_factory=lambda: Histogram(0, 1, 50, decimals=DECIMALS))
    sides: dict[str, Side] = field(default_factory=lambda: {"en": Side(), "ru": Side()})

    def add(self, split: str, rows: Sequence[dict[str, Any]]) -> None:
        """Take in some rows."""
        self.pairs[split] += len(rows)
        self.ratio.add([len(row["en"]) / max(1, len(row["ru"])) for row in rows])
        self.confidence.add([row["confidence"] for row in rows])
        for row in rows:
            self.kinds.update(_kinds(row["kind"]))
        for lang, side in self.sides.items():
            side.add([row[lang] for row in rows])

    def to_dict(self) -> dict[str, Any]:
        """Plain numbers."""
        return {
            "level": self.level,
            "documents": self.documents,
            "pairs": {split: self.pairs[split] for split in SPLITS if self.pairs[split]},
            "kinds": dict(sorted(self.kinds.items(), key=lambda item: (-item[1], item[0]))),
            "length_ratio": self.ratio.to_dict(),
            "confidence": self.confidence.to_dict(),
            **{lang: side.to_dict() for lang, side in self.sides.items()},
        }


def corpus_stats(corpus: str | PathLike[str], *, level: str | None = None) -> Stats:
    """Count a corpus that `aligner corpus` has made.

    Parameters
    ----------
    corpus : its folder
    level : "sentence" or "paragraph"; by default the first that it has

    Raises
    ------
    InputError : there is no such corpus, or it is not finished
    FormatError : it has no such level
    """
    folder = Path(corpus)
    if not (folder / "corpus.json").is_file():
        raise InputError(f"{folder}: no finished corpus; make one with: aligner corpus SOURCE -o {folder}")
    there = [name for name in LEVELS if (folder / f"{name}s").is_dir()]
    if level is not None and level not in there:
        raise FormatError(f"{folder}: no level {level!r}; choose {' or '.join(there)}")
    return count_files(folder, next(name for name in there if level in (None, name)))


def count_files(folder: Path, level: Level) -> Stats:
    """Count the Parquet files of a level."""
    stats = Stats(level)
    last = None
    for split in SPLITS:
        for rows in _batches(sorted((folder / f"{level}s").glob(f"{split}-*.parquet"))):
            stats.add(split, rows)
            for row in rows:
                stats.documents += row["document"] != last
                last = row["document"]
    return stats


def _batches(paths: Iterable[Path]) -> Iterator[list[dict[str, Any]]]:
    import pyarrow.parquet as pq

    columns = ["document", "en", "ru", "kind", "confidence"]
    for path in paths:
        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches(BATCH, columns=columns):
                yield batch.to_pylist()


def _kinds(kind: str) -> dict[str, int]:
    """ "1-1 ×3, 2-1" as counts."""
    parts = (part.partition(" ×") for part in kind.split(", "))
    return {name: int(times or 1) for name, _, times in parts}


def bars(histogram: Histogram, *, rows: int = 10, width: int = 40) -> list[str]:
    """A histogram in letters, `rows` lines."""
    groups = np.array_split(np.arange(len(histogram.counts)), rows)
    sums = [int(histogram.counts[group].sum()) for group in groups]
    starts = [float(histogram.edges[group[0]]) for group in groups] + [float(histogram.edges[-1])]
    longest = max([*sums, 1])
    return [
        f"{low:6.2f} – {high:6.2f}  {'█' * round(width * count / longest):{width}} {count:,}"
        for (low, high), count in zip(pairwise(starts), sums, strict=True)
    ]
