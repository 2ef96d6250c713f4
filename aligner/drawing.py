"""What the pictures of `plots` share: axes and their names, and the way of an alignment through the sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

from aligner.records import Bead

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def axes_or_new(ax: Axes | None, size: tuple[float, float]) -> Axes:
    """The axes that were given, or those of a new figure of a size in inches."""
    if ax is not None:
        return ax
    from matplotlib import pyplot

    return pyplot.subplots(figsize=size, layout="constrained")[1]


def name_axes(ax: Axes, x: str, y: str, title: str) -> None:
    """Write what the two directions are, and above them what is shown."""
    ax.set_xlabel(x)
    ax.set_ylabel(y)
    ax.set_title(title, loc="left", fontsize="medium")


def legend_beside(ax: Axes) -> None:
    """What the colours mean, to the right of the picture: never on what is drawn."""
    ax.legend(loc="upper left", bbox_to_anchor=(1, 1), frameon=False)


def logarithmic(ax: Axes) -> None:
    """Both directions logarithmic, with numbers that can be read at 1, 2 and 5."""
    from matplotlib.ticker import LogLocator, NullFormatter

    ax.set(xscale="log", yscale="log")
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_locator(LogLocator(subs=(1, 2, 5)))
        axis.set_major_formatter("{x:,.0f}")
        axis.set_minor_formatter(NullFormatter())


def whole_numbers(ax: Axes, which: Literal["x", "y"]) -> None:
    """No fractions along one direction: it counts something."""
    from matplotlib.ticker import MaxNLocator

    (ax.xaxis if which == "x" else ax.yaxis).set_major_locator(MaxNLocator(integer=True))


class Placed(NamedTuple):
    """A bead and where it begins on both sides, also on one where it is empty; counted from one."""

    bead: Bead
    en: int
    ru: int


def placed_beads(beads: Iterable[Bead]) -> Iterator[Placed]:
    """The beads of a ladder, each with its place."""
    en = ru = 0
    for bead in beads:
        yield Placed(bead, en + 1, ru + 1)
        en, ru = en + len(bead.en), ru + len(bead.ru)


def draw_path(ax: Axes, placed: Sequence[Placed], colour: str, *, label: str = "") -> None:
    """Frames for linked beads, crosses for nulls."""
    from matplotlib.patches import Rectangle

    for bead, en, ru in placed:
        if not bead.is_null:
            size = len(bead.ru), len(bead.en)
            ax.add_patch(Rectangle((ru - 0.5, en - 0.5), *size, fill=False, edgecolor=colour, linewidth=1.2))
    nulls = [(ru, en) for bead, en, ru in placed if bead.is_null]
    ax.scatter([x for x, _ in nulls], [y for _, y in nulls], marker="x", s=22, c=colour, linewidths=1.2)
    if label:
        ax.plot([], [], color=colour, marker="s", markerfacecolor="none", linestyle="", label=label)
