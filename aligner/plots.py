"""Pictures of an alignment, with matplotlib; each function takes axes or makes some, and returns them.

Numbers of pairs and sentences count from one, as people do. `al.plot.confidence()` is `confidence(al)`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from os import PathLike
from typing import TYPE_CHECKING, Any

import numpy as np

from aligner.defaults import DEFAULTS
from aligner.drawing import axes_or_new, draw_path, legend_beside, logarithmic, name_axes, placed_beads, whole_numbers
from aligner.errors import FormatError, InputError
from aligner.layout import flat
from aligner.pairs import is_doubtful
from aligner.table import span_text

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from aligner.alignment import Alignment
    from aligner.encoder import Encoder
    from aligner.gold import Source
    from aligner.records import Bead

MOST = 400  # sentences a side that a heat map shows
OUTLIER = 4.0  # robust standard deviations of the ratio of lengths
LABELLED = 6  # outliers with their text

BLUE, ORANGE, RED, GREY = "#1f6fb4", "#c65f00", "#b3261e", "#8a8f98"  # told apart by people who see few colours
_QUOTED = 32  # characters of the text beside an outlier
_SEVERITIES = {"error": RED, "warning": "#d99a00", "info": "#7fa8d1"}


def similarity(
    alignment: Alignment,
    ax: Axes | None = None,
    *,
    encoder: Encoder | str | PathLike[str] | None = None,
    first: int = 1,
    most: int = MOST,
) -> Axes:
    """How similar each English sentence is to each Russian one, and the way of the alignment through them.

    A frame is a linked bead, a large one a merge; a cross is a sentence without counterpart, where the other text has
    come to.

    Parameters
    ----------
    encoder
        What the alignment was made with, if that can't be loaded by its name.
    first, most
        The first English sentence shown, and at most how many; the Russian ones are those that belong to them.

    Raises
    ------
    InputError
        There is no such sentence.
    """
    from aligner.encoder import as_encoder, encoded

    total = len(alignment.en.sentences)
    if most < 1 or not 1 <= first <= max(total, 1):
        raise InputError(f"first={first}, most={most}: there are {total:,} English sentences, counted from one")
    last = min(first + most - 1, total)
    part = f"; English sentences {first:,}–{last:,} of {total:,}" if last - first + 1 < total else ""
    ax = axes_or_new(ax, (7, 7))
    name_axes(ax, "Russian sentence", "English sentence", f"Similarity, and what belongs together{part}")
    placed = [item for item in placed_beads(alignment.beads) if first <= item.en < first + most]
    if not placed:
        return ax
    model = as_encoder(alignment.encoder if encoder is None else encoder)
    numbers_en, numbers_ru = ([n for item in placed for n in getattr(item.bead, side)] for side in ("en", "ru"))
    en, ru = (
        encoded(model, [flat(document.sentences[n].text) for n in numbers])
        for document, numbers in ((alignment.en, numbers_en), (alignment.ru, numbers_ru))
    )
    top, left = placed[0].en - 0.5, placed[0].ru - 0.5
    extent = (left, left + len(ru), top + len(en), top)
    image = ax.imshow(en @ ru.T, cmap="Blues", vmin=0, vmax=1, extent=extent, aspect="auto", interpolation="nearest")
    ax.figure.colorbar(image, ax=ax, label="similarity", fraction=0.04)
    draw_path(ax, placed, ORANGE)
    whole_numbers(ax, "x")
    whole_numbers(ax, "y")
    return ax


def confidence(alignment: Alignment, ax: Axes | None = None) -> Axes:
    """The confidence of each pair along the document, and the threshold under which a person should look."""
    ax = axes_or_new(ax, (9, 3.2))
    numbered = [*enumerate(alignment.pairs, 1)]
    groups = (
        ("sure", BLUE, "o", [(n, p) for n, p in numbered if not is_doubtful(p) and not p.is_unpaired]),
        ("without counterpart", GREY, "x", [(n, p) for n, p in numbered if not is_doubtful(p) and p.is_unpaired]),
        ("doubtful", ORANGE, "D", [(n, p) for n, p in numbered if is_doubtful(p)]),
    )
    for name, colour, marker, members in groups:
        if members:
            numbers, values = [n for n, _ in members], [p.confidence for _, p in members]
            ax.scatter(numbers, values, s=18, c=colour, marker=marker, label=f"{name} ({len(members):,})", zorder=3)
    below = f"read below {DEFAULTS.doubtful}"
    ax.axhline(DEFAULTS.doubtful, color=ORANGE, linestyle="--", linewidth=1, label=below)
    ax.set_ylim(-0.03, 1.03)
    whole_numbers(ax, "x")
    legend_beside(ax)
    name_axes(ax, "pair", "confidence", "Confidence along the document")
    return ax


def lengths(alignment: Alignment, ax: Axes | None = None) -> Axes:
    """English against Russian length of each linked bead, in characters; those of an unusual ratio with their text."""
    ax = axes_or_new(ax, (7, 5))
    linked = [(n, bead) for n, pair in enumerate(alignment.pairs, 1) for bead in pair.beads if not bead.is_null]
    texts = [(span_text(alignment.en, bead.en), span_text(alignment.ru, bead.ru)) for _, bead in linked]
    name_axes(ax, "English characters", "Russian characters", "Lengths of what belongs together")
    if not linked:
        return ax
    sizes = np.array([(len(en), len(ru)) for en, ru in texts], np.float64).clip(1)
    ratios = np.log(sizes[:, 1] / sizes[:, 0])
    middle = float(np.median(ratios))
    spread = 1.4826 * float(np.median(np.abs(ratios - middle))) or 0.1
    off = np.abs(ratios - middle) / spread
    odd = off > OUTLIER
    groups = (("usual", BLUE, "o", ~odd), ("unusual", RED, "D", odd))
    for name, colour, marker, here in groups:
        if here.any():
            label = f"{name} ({int(here.sum()):,})"
            ax.scatter(sizes[here, 0], sizes[here, 1], s=18, c=colour, marker=marker, alpha=0.7, label=label)
    ends = np.array([sizes.min(), sizes.max()])
    ax.plot(ends, ends * np.exp(middle), color=GREY, linewidth=1, label=f"1 : {np.exp(middle):.2f}")
    for k in np.argsort(-off, kind="stable")[: min(LABELLED, int(odd.sum()))]:
        label = f"{linked[k][0]}: {_shortened(texts[k][1])}"
        ground = {"facecolor": ax.get_facecolor(), "edgecolor": "none", "alpha": 0.7, "pad": 1}
        ax.annotate(label, sizes[k], xytext=(6, 5), textcoords="offset points", fontsize=8, bbox=ground)
    logarithmic(ax)
    ax.legend(frameon=False)
    return ax


def findings(alignment: Alignment, ax: Axes | None = None) -> Axes:
    """How many findings each check has, by severity."""
    found = [finding for pair in alignment.pairs for finding in pair.findings]
    counts = Counter(finding.check for finding in found)
    checks = [check for check, _ in counts.most_common()][::-1]
    ax = axes_or_new(ax, (7, max(1.6, 0.5 + 0.3 * len(checks))))
    left = np.zeros(len(checks))
    for severity, colour in _SEVERITIES.items():
        own = Counter(finding.check for finding in found if finding.severity == severity)
        widths = np.array([own[check] for check in checks], np.float64)
        if widths.any():
            ax.barh(checks, widths, left=left, color=colour, label=f"{severity} ({int(widths.sum()):,})")
            left += widths
    if found:
        legend_beside(ax)
    else:
        ax.text(0.5, 0.5, repr(alignment.findings), transform=ax.transAxes, ha="center")
    whole_numbers(ax, "x")
    name_axes(ax, "findings", "", "What the checks found")
    return ax


def reliability(
    predicted: Source | Sequence[Source], ax: Axes | None = None, *, gold: Source | Sequence[Source]
) -> Axes:
    """How often links of a confidence are right, against gold: on the diagonal they are as sure as they should be.

    Both sides as in `aligner.evaluate`. The size of a point grows with the number of links in its tenth.
    """
    from aligner.gold import matched_beads
    from aligner.scores import calibration_error, judged_links

    ax = axes_or_new(ax, (4.5, 4.5))
    sure, right = judged_links(matched_beads(gold, predicted))
    bins = np.minimum((sure * DEFAULTS.bins).astype(int), DEFAULTS.bins - 1)
    counts = np.bincount(bins, minlength=DEFAULTS.bins)
    full = counts > 0
    mean, share = (np.bincount(bins, values, DEFAULTS.bins)[full] / counts[full] for values in (sure, right))
    ax.plot([0, 1], [0, 1], color=GREY, linewidth=1, linestyle="--")
    ax.plot(mean, share, color=BLUE, linewidth=1)
    ax.scatter(mean, share, s=20 + 200 * counts[full] / max(counts.max(), 1), c=BLUE, alpha=0.7, zorder=3)
    for x, y, count in zip(mean, share, counts[full], strict=True):
        ax.annotate(f"{count:,}", (x, y), xytext=(7, -9), textcoords="offset points", fontsize=8)
    ax.set_xlim(-0.03, 1.1)  # room for the last number
    ax.set_ylim(-0.03, 1.06)
    error = f"; calibration error {calibration_error(sure, right):.3f}" if len(right) else ""
    name_axes(ax, "confidence", "share that is right", f"{len(right):,} links{error}")
    return ax


def comparison(alignment: Alignment, ax: Axes | None = None, *, other: Source) -> Axes:
    """Two alignments of the same texts: the beads that both have, and those that only one has.

    Parameters
    ----------
    other
        An alignment, a list of beads, or a file of them, as in `aligner.evaluate`.

    Raises
    ------
    FormatError
        The sentences of the two are not the same.
    """
    beads = alignment.beads, _beads_of(other)
    if len({(sum(len(bead.en) for bead in ladder), sum(len(bead.ru) for bead in ladder)) for ladder in beads}) > 1:
        raise FormatError("the two alignments don't hold the same sentences; align the same texts, split alike")
    ax = axes_or_new(ax, (6, 6))
    one, two = ({(i.bead.en, i.bead.ru): i for i in placed_beads(ladder)} for ladder in beads)
    groups = (
        ("both", GREY, [one[key] for key in one if key in two]),
        ("only this one", BLUE, [one[key] for key in one if key not in two]),
        ("only the other", ORANGE, [two[key] for key in two if key not in one]),
    )
    for name, colour, placed in groups:
        draw_path(ax, placed, colour, label=f"{name} ({len(placed):,})")
    ax.set_xlim(0.5, len(alignment.ru.sentences) + 0.5)
    ax.set_ylim(len(alignment.en.sentences) + 0.5, 0.5)
    ax.legend(frameon=False, loc="upper right")
    name_axes(ax, "Russian sentence", "English sentence", "Two alignments")
    return ax


@dataclass(frozen=True, slots=True)
class Plots:
    """The pictures of one alignment; called, it draws the first of them."""

    alignment: Alignment

    def __call__(self, ax: Axes | None = None, **options: Any) -> Axes:
        """As `similarity`."""
        return similarity(self.alignment, ax, **options)

    def similarity(
        self,
        ax: Axes | None = None,
        *,
        encoder: Encoder | str | PathLike[str] | None = None,
        first: int = 1,
        most: int = MOST,
    ) -> Axes:
        """How similar each English sentence is to each Russian one, with the way of the alignment.

        Of a long text `most` English sentences are shown, from the `first` on; they count from one.
        """
        return similarity(self.alignment, ax, encoder=encoder, first=first, most=most)

    def confidence(self, ax: Axes | None = None) -> Axes:
        """Confidence along the document."""
        return confidence(self.alignment, ax)

    def lengths(self, ax: Axes | None = None) -> Axes:
        """English against Russian lengths."""
        return lengths(self.alignment, ax)

    def findings(self, ax: Axes | None = None) -> Axes:
        """Findings by check and severity."""
        return findings(self.alignment, ax)

    def reliability(self, gold: Source, ax: Axes | None = None) -> Axes:
        """How often links of a confidence are right, against gold."""
        return reliability(self.alignment, ax, gold=gold)

    def comparison(self, other: Source, ax: Axes | None = None) -> Axes:
        """What another alignment of the same texts, or beads, or a file of them, has in common with this one."""
        return comparison(self.alignment, ax, other=other)


def _beads_of(source: Source) -> Sequence[Bead]:
    from aligner.alignment import Alignment
    from aligner.write.beads import read_beads

    if isinstance(source, str | PathLike):
        return read_beads(source)
    return source.beads if isinstance(source, Alignment) else source


def _shortened(text: str) -> str:
    return text if len(text) <= _QUOTED else text[:_QUOTED].rstrip() + "…"
