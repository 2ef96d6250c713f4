"""The constants a person may want to know, in one immutable place."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Defaults:
    """Everything that is shown, flagged or scored without being asked about.

    doubtful : a pair or bead whose confidence is lower is marked as doubtful
    rows_shown : rows of the preview in a notebook
    resamples, seed, coverage : the bootstrap interval of a score
    bins : equal-width bins of the calibration error
    """

    doubtful: float = 0.8
    rows_shown: int = 10
    resamples: int = 1000
    seed: int = 1
    coverage: float = 0.95
    bins: int = 10


DEFAULTS = Defaults()
