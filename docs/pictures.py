"""Draw the pictures of `method.md`: `python docs/pictures.py`; what it wrote is `images/*.svg`.

The texts are samples of this repository.
"""

from pathlib import Path

import matplotlib
import numpy as np
from matplotlib import pyplot
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

import aligner
from aligner import plots
from aligner.beads import score_lattice
from aligner.calibration import calibration_for
from aligner.drawing import name_axes, whole_numbers
from aligner.encoder import load_encoder, span_vectors
from aligner.evidence import side
from aligner.lattice import Nodes, posteriors

ROOT = Path(__file__).parents[1]
IMAGES = Path(__file__).parent / "images"
LEAST = 0.02  # probability of a bead that is drawn
DOUBTFUL = "prose-last-ferry", range(43, 50), range(41, 47)  # sentences of which the translator has moved a border


def main() -> None:
    """Draw all of them."""
    matplotlib.rcParams |= {"svg.hashsalt": "aligner", "svg.fonttype": "none", "font.family": "sans-serif"}
    save(plots.similarity(sample("joint-press-statement-2002")), "similarity")
    save(probabilities(*DOUBTFUL), "probabilities")


def sample(name: str) -> aligner.Alignment:
    """One of the sample texts, aligned."""
    return aligner.align(ROOT / "texts" / "en" / f"{name}.txt", ROOT / "texts" / "ru" / f"{name}.txt")


def probabilities(name: str, en: range, ru: range) -> Axes:
    """All beads of an excerpt that have a probability worth mentioning, as frames, the darker the more probable."""
    al, encoder = sample(name), load_encoder()
    sides = []
    for document, numbers in ((al.en, en), (al.ru, ru)):
        texts = [document.sentences[n].text for n in numbers]
        paragraphs = [document.sentences[n].paragraph for n in numbers]
        sides.append(side(texts, paragraphs, document.lang, span_vectors(encoder, texts)))
    nodes = Nodes.whole(len(en), len(ru))
    lattice = score_lattice(*sides, (nodes.low, nodes.high), calibration_for(encoder))
    found = posteriors(lattice).all_links()
    _, ax = pyplot.subplots(figsize=(6, 6), layout="constrained")
    for k, x in np.argwhere(found >= LEAST):
        (a, b), p = lattice.kinds[k], found[k, x]
        left, top = ru.start + nodes.columns[x] + 0.5, en.start + nodes.rows[x] + 0.5
        single = (a, b) == (1, 1)
        colour = plots.BLUE if single else plots.ORANGE
        ax.add_patch(Rectangle((left, top), b, a, facecolor=colour, alpha=0.6 * p, linewidth=0))
        ax.add_patch(Rectangle((left, top), b, a, fill=False, edgecolor=colour, linewidth=1.2))
        if single:
            ax.text(left + 0.5, top + 0.5, f"{p:.2f}", ha="center", va="center")
        else:
            ax.text(left + b - 0.05, top + a - 0.05, f"{p:.2f}", ha="right", va="bottom", color=colour)
    ax.set_xlim(ru.start + 0.5, ru.stop + 0.5)
    ax.set_ylim(en.stop + 0.5, en.start + 0.5)
    whole_numbers(ax, "x")
    whole_numbers(ax, "y")
    name_axes(ax, "Russian sentence", "English sentence", "Which beads are how probable")
    return ax


def save(ax: Axes, name: str) -> None:
    """Write an SVG without a clock in it."""
    ax.figure.savefig(IMAGES / f"{name}.svg", metadata={"Date": None})


if __name__ == "__main__":
    main()
