"""The constants a person may want to know, in one immutable place."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Defaults:
    """Everything that is shown, flagged or scored without being asked about.

    doubtful : a pair or bead whose confidence is lower is marked as doubtful
    alone : from this share of sentences without counterpart on, two texts seem to be no translations of each other
    rows_shown : rows of the preview in a notebook
    resamples, seed, coverage : the bootstrap interval of a score
    bins : equal-width bins of the calibration error
    unpacked : bytes that may come out of a compressed file (DOCX, ODT, EPUB, XLSX); what grows beyond it is refused
    """

    doubtful: float = 0.8
    alone: float = 0.5
    rows_shown: int = 10
    resamples: int = 1000
    seed: int = 1
    coverage: float = 0.95
    bins: int = 10
    unpacked: int = 200_000_000


DEFAULTS = Defaults()
