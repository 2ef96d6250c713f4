"""Figures of the benchmarks. Needs `pip install matplotlib`."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

BINS = np.array([0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1.0])  # few beads are doubtful: the steps get smaller


def plot_reliability(path: Path, confidences: dict[str, tuple[Sequence[float], Sequence[bool]]]) -> None:
    """Of the beads of each set given such a confidence, how many are right, with a 95 % interval (Wilson 1927)."""
    figure, axes = _axes(4.5, 4.5)
    axes.plot([0, 1], [0, 1], color="0.7", linewidth=1)
    for number, (name, (given, right)) in enumerate(confidences.items()):
        bins = np.clip(np.searchsorted(BINS, given, side="right") - 1, 0, len(BINS) - 2)
        used = np.unique(bins)
        x = np.array([np.mean(np.array(given)[bins == b]) for b in used])
        count = np.array([np.sum(bins == b) for b in used])
        low, high = _wilson(np.array([np.sum(np.array(right)[bins == b]) for b in used]), count)
        y = np.array([np.mean(np.array(right)[bins == b]) for b in used])
        shift = 0.006 * (number - len(confidences) / 2)
        axes.errorbar(x + shift, y, [y - low, high - y], label=name, fmt="o", markersize=4, elinewidth=1, capsize=2)
    axes.set(xlabel="confidence", ylabel="share of right beads", xlim=(0, 1.03), ylim=(0, 1.03), aspect="equal")
    axes.legend(frameon=False, loc="upper left")
    figure.savefig(path)


def plot_times(path: Path, sizes: Sequence[int], seconds: dict[str, Sequence[float]]) -> None:
    """CPU time against the sentences of a side, both logarithmic; a method may have fewer sizes, the smaller ones."""
    figure, axes = _axes(4.5, 3.5)
    for name, values in seconds.items():
        axes.plot(sizes[: len(values)], values, "o-", markersize=4, linewidth=1, label=name)
    axes.set(xscale="log", yscale="log", xlabel="sentences a side", ylabel="CPU time, s")
    axes.set_xticks(sizes, [f"{size:,}" for size in sizes], rotation=40, ha="right", size=8)
    axes.minorticks_off()
    axes.legend(frameon=False)
    figure.savefig(path)


def _axes(width: float, height: float):
    from matplotlib import rcParams
    from matplotlib.figure import Figure

    rcParams["svg.hashsalt"] = "aligner"  # the same figure is the same file
    figure = Figure(figsize=(width, height), layout="constrained")
    axes = figure.subplots()
    axes.spines[["top", "right"]].set_visible(False)
    return figure, axes


def _wilson(right: np.ndarray, count: np.ndarray, z: float = 1.96) -> tuple[np.ndarray, np.ndarray]:
    share = right / count
    middle = (share + z**2 / (2 * count)) / (1 + z**2 / count)
    half = z * np.sqrt(share * (1 - share) / count + z**2 / (4 * count**2)) / (1 + z**2 / count)
    return np.minimum(middle - half, share), np.maximum(middle + half, share)
