"""Numbers for people."""

from __future__ import annotations

from aligner.defaults import DEFAULTS
from aligner.records import Lang


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
