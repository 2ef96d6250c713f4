"""The filters, in their order: small functions that look at the facts of a pair and say why it is rejected, or "".

To add one: write a function, put it into `FILTERS`, add a case to its test. Its name, with hyphens, is what the
command line, `aligner.toml` and the tables call it. Those that look at more than the pair ask `seen`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Protocol

from aligner.corpus.facts import Facts
from aligner.corpus.repeats import Repeats
from aligner.corpus.settings import Settings

SHORT = 10  # characters that are added to both lengths, since the ratio of short texts says little


class Filter(Protocol):
    """A function that returns the reason for rejecting a pair, "" for none."""

    __name__: str

    def __call__(self, pair: Facts, seen: Repeats, settings: Settings, /) -> str: ...


def unpaired(pair: Facts, seen: Repeats, settings: Settings) -> str:
    """Text without counterpart; always on, since there is no pair."""
    return str(pair["alone"])


def language(pair: Facts, seen: Repeats, settings: Settings) -> str:
    """A side that is not in its language."""
    wrong = [side for side in ("en", "ru") if pair[f"{side}_lang"] not in ("", side)]
    return ", ".join(f"{side} looks like {pair[f'{side}_lang']}" for side in wrong)


def length_ratio(pair: Facts, seen: Repeats, settings: Settings) -> str:
    """One side is much longer than the other."""
    ratio = (pair["en_length"] + SHORT) / (pair["ru_length"] + SHORT)
    if abs(math.log(ratio)) <= math.log(settings.max_length_ratio):
        return ""
    return f"{pair['en_length']} against {pair['ru_length']} characters"


def confidence(pair: Facts, seen: Repeats, settings: Settings) -> str:
    """The link is doubtful."""
    return f"{pair['confidence']:.2f}" if pair["confidence"] < settings.min_confidence else ""


def checks(pair: Facts, seen: Repeats, settings: Settings) -> str:
    """A review check has found an error, such as untranslated text."""
    return str(pair["checks"])


def boilerplate(pair: Facts, seen: Repeats, settings: Settings) -> str:
    """A side that stands in many documents, case and punctuation aside."""
    counts = {side: seen.documents_with(pair[f"{side}_key"]) for side in ("en", "ru")}
    return ", ".join(f"{side} in {n} documents" for side, n in counts.items() if n >= settings.boilerplate)


def duplicate(pair: Facts, seen: Repeats, settings: Settings) -> str:
    """The same pair has been kept before."""
    return seen.same(pair["pair_key"])


def near_duplicate(pair: Facts, seen: Repeats, settings: Settings) -> str:
    """A pair that is nearly the same has been kept before."""
    return seen.alike(pair["signature"], settings.near_duplicate)


FILTERS: tuple[Filter, ...] = (
    unpaired,
    language,
    length_ratio,
    confidence,
    checks,
    boilerplate,
    duplicate,
    near_duplicate,
)


def filter_name(step: Filter) -> str:
    """ "length-ratio" for `length_ratio`."""
    return step.__name__.replace("_", "-")


#: Filters that reject what is a good pair.
REPETITIONS = frozenset(filter_name(step) for step in (boilerplate, duplicate, near_duplicate))


def chosen(settings: Settings) -> Sequence[Filter]:
    """The filters that run."""
    return [step for step in FILTERS if filter_name(step) not in settings.without]
