"""The settings of a corpus run: defaults, the `[corpus]` table of `aligner.toml`, what of them concerns the workers.

[corpus]
without = ["boilerplate"]       # filters that don't run
checks = ["untranslated"]       # review checks whose errors reject a pair
min-confidence = 0.8
max-length-ratio = 3.0
split = "90/5/5"
licence = "cc-by-4.0"
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from aligner.corpus.records import LEVELS, Level, Work
from aligner.defaults import DEFAULTS
from aligner.errors import FormatError

FORMATS = ("tmx", "moses", "jsonl")
SPLITS = ("train", "dev", "test")


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that decides what a corpus looks like.

    Attributes
    ----------
    model, device, batch_size : the encoder, as for `load_encoder`
    presegmented, encoding : how the documents are read
    levels : "sentence", "paragraph" or both
    checks : review checks whose errors reject a pair
    without : filters that don't run
    min_confidence : links below it are rejected
    max_length_ratio : of the lengths in characters, either way
    boilerplate : documents in which a side must stand to be boilerplate
    near_duplicate : share of character 5-grams in common from which on a pair is a near-duplicate
    split : per cent of the documents for train, dev and test, about
    seed : which documents go where; see `aligner.corpus.split`
    formats : beside Parquet: "tmx", "moses", "jsonl"
    rows_per_file : of Parquet files
    name, licence : for the card
    """

    model: str | None = None
    device: str | None = None
    batch_size: int | None = None
    presegmented: bool = False
    encoding: str | None = None
    levels: tuple[Level, ...] = LEVELS
    checks: tuple[str, ...] = ("untranslated",)
    without: tuple[str, ...] = ()
    min_confidence: float = DEFAULTS.doubtful
    max_length_ratio: float = 3.0
    boilerplate: int = 10
    near_duplicate: float = 0.8
    split: tuple[float, float, float] = (100.0, 0.0, 0.0)
    seed: int = 1
    formats: tuple[str, ...] = ()
    rows_per_file: int = 1_000_000
    name: str = ""
    licence: str = ""

    def __post_init__(self) -> None:
        from aligner.check import check_names
        from aligner.corpus.filters import FILTERS, filter_name

        names = [filter_name(step) for step in FILTERS][1:]
        _among("filter", self.without, names)
        _among("check", self.checks, check_names())
        _among("format", self.formats, FORMATS)
        _among("level", self.levels, LEVELS)
        if not self.levels:
            raise FormatError("no level; choose sentence, paragraph or both")
        if not 0 <= self.min_confidence <= 1 or not 0 < self.near_duplicate <= 1:
            raise FormatError("min-confidence and near-duplicate are shares, from 0 to 1")
        if self.max_length_ratio < 1 or self.boilerplate < 2 or self.rows_per_file < 1:
            raise FormatError("max-length-ratio must be at least 1, boilerplate 2 documents, rows-per-file 1")
        if min(self.split) < 0 or self.split[0] == 0 or abs(sum(self.split) - 100) > 1e-6:
            shares = "/".join(f"{share:g}" for share in self.split)
            raise FormatError(f"split {shares}: give three shares that make 100, the first of them not 0")

    def work(self) -> Work:
        """What the workers need."""
        given = asdict(self)
        return Work(**{field.name: given[field.name] for field in fields(Work)})


def parse_split(text: str) -> tuple[float, float, float]:
    """ "90/5/5" as numbers; FormatError where it isn't that."""
    try:
        train, dev, test = map(float, text.split("/"))
    except ValueError:
        raise FormatError(f"split {text!r}: expected per cent for train/dev/test, such as 90/5/5") from None
    return train, dev, test


def read_settings(path: Path) -> dict[str, Any]:
    """The `[corpus]` table of a rules file, as keywords for `Settings`.

    Raises
    ------
    FormatError, InputError : the file can't be read, or a key or a value means nothing
    """
    from aligner.check.rules import read_toml

    table = read_toml(path).get("corpus", {})
    if not isinstance(table, dict):
        raise FormatError(f"{path}: corpus must be a table, not {table!r}")
    return {name: _value(path, key, value) for key, value in table.items() for name in [_name(path, key)]}


_KINDS: Mapping[str, tuple[type, ...]] = {
    "str": (str,),
    "bool": (bool,),
    "int": (int,),
    "float": (int, float),
    "tuple": (list,),
}


def _name(path: Path, key: str) -> str:
    valid = [field.name.replace("_", "-") for field in fields(Settings)]
    if key not in valid:
        raise FormatError(f"{path}: unknown key corpus.{key}; choose from {', '.join(valid)}")
    return key.replace("-", "_")


def _value(path: Path, key: str, value: Any) -> Any:
    if key == "split" and isinstance(value, str):
        return parse_split(value)
    (kind,) = (str(field.type) for field in fields(Settings) if field.name == key.replace("-", "_"))
    expected = _KINDS[kind.split(" | ")[0].partition("[")[0]]
    if not isinstance(value, expected) or (isinstance(value, bool) and bool not in expected):
        raise FormatError(f"{path}: corpus.{key} must be {' or '.join(t.__name__ for t in expected)}, not {value!r}")
    return tuple(value) if isinstance(value, list) else value


def _among(what: str, given: tuple[str, ...], valid: Any) -> None:
    for name in given:
        if name not in valid:
            raise FormatError(f"no {what} {name!r}; choose from {', '.join(valid)}")
