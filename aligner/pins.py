"""Pins: links that a person has given, read and checked.

A pin names the English and the Russian sentences that belong together, `([3, 4], [2])`; with one side empty, sentences
that have no counterpart. Pins may come in any order. Together they must leave an alignment possible: runs of
sentences, none in two pins, no pin crossing another.
"""

from __future__ import annotations

import operator
from collections.abc import Iterable, Sequence
from itertools import pairwise

from aligner.errors import InputError

Pin = tuple[Sequence[int], Sequence[int]]
Link = tuple[range, range]


def read_pins(pins: Iterable[Pin], n: int, m: int) -> list[Link]:
    """Check pins for documents of `n` English and `m` Russian sentences.

    Returns
    -------
    list of (range, range)
        The links in document order, then the nulls, each in a pin of its own.

    Raises
    ------
    InputError
        A pin that can't be kept; the message says which and why.
    """
    links: list[Link] = []
    nulls: list[Link] = []
    owners: tuple[dict[int, str], dict[int, str]] = ({}, {})
    for pin in pins:
        name, link = _read(pin)
        for language, run, size, owner in zip(("English", "Russian"), link, (n, m), owners, strict=True):
            if run and not 0 <= run.start < run.stop <= size:
                there = f"only 0 to {size - 1}" if size else "none"
                raise InputError(f"pin {name}: there is no such {language} sentence, {there}")
            for number in run:
                if number in owner:
                    raise InputError(f"pin {name}: {language} sentence {number} is in pin {owner[number]} too")
                owner[number] = name
        if link[0] and link[1]:
            links.append(link)
        else:
            nulls += [(range(i, i + 1), range(0)) for i in link[0]] + [(range(0), range(j, j + 1)) for j in link[1]]
    links.sort(key=lambda link: link[0].start)
    for before, after in pairwise(links):
        if after[1].start < before[1].start:
            raise InputError(
                f"pin {notation(*after)} crosses pin {notation(*before)}; pins must run in the same order on both sides"
            )
    return [*links, *nulls]


def notation(en: Iterable[int], ru: Iterable[int]) -> str:
    """As in a file of beads: `[0,1]:[0]`."""
    return ":".join(f"[{','.join(map(str, run))}]" for run in (en, ru))


def _read(pin: Pin) -> tuple[str, Link]:
    """The pin as it is written, and its runs."""
    try:
        en, ru = (tuple(map(operator.index, side)) for side in pin)
    except (TypeError, ValueError):
        raise InputError(f"pin {pin!r}: not two lists of sentence numbers, like ([3, 4], [2])") from None
    name = notation(en, ru)
    if not en and not ru:
        raise InputError(f"pin {name}: both sides are empty")
    for side in (en, ru):
        if side and [*side] != [*range(side[0], side[0] + len(side))]:
            raise InputError(f"pin {name}: its sentences must follow one another")
    return name, (_run(en), _run(ru))


def _run(numbers: tuple[int, ...]) -> range:
    return range(numbers[0], numbers[0] + len(numbers)) if numbers else range(0)
