"""The statistics of a corpus as a table and as a page with plots, which needs nothing but itself."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from aligner.corpus.stats import Histogram, Side, Stats

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from rich.table import Table

NAMES = {"en": "English", "ru": "Russian"}
_COLOURS = {"en": "#2b6cb0", "ru": "#c05621"}


def lines(stats: Stats) -> Iterator[tuple[str, str]]:
    """The numbers, a name and a value each."""
    yield "documents with pairs", f"{stats.documents:,}"
    for split, pairs in stats.pairs.items():
        yield f"{stats.level} pairs, {split}", f"{pairs:,}"
    for kind, count in stats.kinds.most_common(8):
        yield f"beads {kind}", f"{count:,} ({count / stats.kinds.total():.1%})"
    yield "length ratio (characters, English ÷ Russian)", _spread(stats.ratio)
    yield "confidence", _spread(stats.confidence)
    for lang, side in stats.sides.items():
        yield f"{NAMES[lang]} words", f"{side.words:,} ({side.characters:,} characters)"
        yield f"{NAMES[lang]} words in a pair", _spread(side.lengths)
        yield f"{NAMES[lang]} vocabulary", _vocabulary(side)


def stats_table(stats: Stats) -> Table:
    """The numbers for the terminal."""
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE, show_header=False)
    for name, value in lines(stats):
        table.add_row(name, value)
    return table


def stats_page(stats: Stats, *, title: str) -> str:
    """The numbers and plots as HTML."""
    from jinja2 import Environment, PackageLoader

    template = Environment(loader=PackageLoader("aligner.corpus"), autoescape=True).get_template("stats.html")
    plots = [(caption, _svg(draw, stats)) for caption, draw in PLOTS.items()]
    return template.render(title=title, lines=list(lines(stats)), plots=plots)


def _spread(histogram: Histogram) -> str:
    low, middle, high = (f"{histogram.quantile(share):.{histogram.decimals}f}" for share in (0.05, 0.5, 0.95))
    return f"mean {histogram.mean:.{max(2, histogram.decimals)}f}, median {middle}, nine in ten from {low} to {high}"


def _vocabulary(side: Side) -> str:
    return f"{len(side.forms):,} forms, {side.forms.once():,} of them once"


def _draw_kinds(axes: Axes, stats: Stats) -> None:
    kinds = stats.kinds.most_common(10)[::-1]
    axes.barh([kind for kind, _ in kinds], [count for _, count in kinds], color="#4a5568")
    axes.set_xscale("log")
    axes.set_xlabel("beads")


def _draw_ratio(axes: Axes, stats: Stats) -> None:
    axes.stairs(stats.ratio.counts, stats.ratio.edges, fill=True, color="#4a5568")
    axes.set_xlabel("English ÷ Russian")
    axes.set_ylabel("pairs")


def _draw_confidence(axes: Axes, stats: Stats) -> None:
    axes.stairs(stats.confidence.counts, stats.confidence.edges, fill=True, color="#4a5568")
    axes.set_xlabel("confidence")
    axes.set_ylabel("pairs")


def _draw_lengths(axes: Axes, stats: Stats) -> None:
    for lang, side in stats.sides.items():
        axes.stairs(side.lengths.counts, side.lengths.edges, label=NAMES[lang], color=_COLOURS[lang])
    axes.set_xlabel("words in a pair (the last bin holds all longer ones)")
    axes.set_ylabel("pairs")
    axes.legend()


def _draw_vocabulary(axes: Axes, stats: Stats) -> None:
    for lang, side in stats.sides.items():
        ranks = {round(1.1**step) for step in range(300)}  # enough for a line
        shown = [(rank, count) for rank, count in enumerate(side.forms.counts(), 1) if rank in ranks]
        axes.plot(*zip(*shown, strict=True) if shown else ([], []), label=NAMES[lang], color=_COLOURS[lang])
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_xlabel("rank of the word form")
    axes.set_ylabel("how often")
    axes.legend()


PLOTS: dict[str, Callable[[Axes, Stats], None]] = {
    "Kinds of beads": _draw_kinds,
    "Length ratio in characters": _draw_ratio,
    "Confidence": _draw_confidence,
    "Length in words": _draw_lengths,
    "Vocabulary": _draw_vocabulary,
}


def _svg(draw: Callable[[Axes, Stats], None], stats: Stats) -> str:
    """A plot as an element of the page, the same for the same numbers."""
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    with rc_context({"svg.hashsalt": draw.__name__, "svg.fonttype": "none"}):
        figure = Figure(figsize=(8, 3), layout="constrained")
        draw(figure.add_subplot(), stats)
        out = io.StringIO()
        figure.savefig(out, format="svg", metadata={"Date": None})
    svg = out.getvalue()
    return svg[svg.index("<svg") :]
