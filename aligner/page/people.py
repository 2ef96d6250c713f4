"""Numbers, places and times as people read them."""

from __future__ import annotations

from datetime import datetime

from aligner.defaults import DEFAULTS
from aligner.records import Lang, Pair


def share(value: float, lang: Lang = "en") -> str:
    """A confidence with two decimals, as the language writes it; a doubtful one never looks as if it were not.

    Examples
    --------
    >>> share(0.9), share(0.797), share(0.9, "ru")
    ('0.90', '0.79', '0,90')
    """
    shown = f"{value:.2f}"
    if value < DEFAULTS.doubtful <= float(shown):
        shown = f"{DEFAULTS.doubtful - 0.01:.2f}"
    return shown.replace(".", ",") if lang == "ru" else shown


def place(pair: Pair) -> str:
    """The paragraphs of a pair, English and Russian: "¶ 3–4 · 2"."""
    return "¶ " + " · ".join(_numbers(numbers) for numbers in (pair.en_paragraphs, pair.ru_paragraphs))


def local(time: str) -> str:
    """A time of the log (UTC) by the clock of this computer; what is no time stays as it is.

    Examples
    --------
    >>> local("yesterday")
    'yesterday'
    """
    try:
        return datetime.fromisoformat(time).astimezone().strftime("%Y-%m-%d %H:%M")
    except ValueError:
        return time


def _numbers(numbers: range) -> str:
    if len(numbers) < 2:
        return f"{numbers[0] + 1}" if numbers else "–"
    return f"{numbers[0] + 1}–{numbers[-1] + 1}"
