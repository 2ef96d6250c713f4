"""The result of an alignment: a frozen record whose methods delegate."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from os import PathLike
from typing import TYPE_CHECKING, SupportsIndex, overload

from aligner.arguments import a_language, a_path
from aligner.records import Bead, Document, Lang, Pair

if TYPE_CHECKING:
    import pandas as pd
    from pandas.io.formats.style import Styler

    from aligner.check.listing import Findings
    from aligner.check.rules import Rules
    from aligner.check.terms import Glossary
    from aligner.plots import Plots
    from aligner.review.serve import ReviewServer

Setting = str | int | float | bool | None


@dataclass(frozen=True, repr=False)
class Alignment:
    """Two documents and what belongs together in them: a sequence of its pairs.

    `al[5]` is the sixth pair, `al[:3]` are the first three, `len(al)` says how many there are, `for pair in al` goes
    through them. Numbers in Python count from zero; what is shown to people counts from one.

    Attributes
    ----------
    en, ru
        Both documents, as they were read.
    pairs
        Every paragraph of both sides once, in document order.
    encoder
        Name of the encoder that compared the sentences.
    version
        Version of aligner that made this.
    settings
        The options it was made with.
    moved
        Links across the order of the rest, between sentences that are nulls in `pairs`; by English sentence.
    """

    en: Document
    ru: Document
    pairs: tuple[Pair, ...]
    encoder: str
    version: str
    settings: Mapping[str, Setting] = field(default_factory=dict, hash=False)
    moved: tuple[Bead, ...] = ()

    @property
    def beads(self) -> tuple[Bead, ...]:
        """The beads of all pairs: every sentence of both sides once, in document order; moved links apart."""
        return tuple(bead for pair in self.pairs for bead in pair.beads)

    def __len__(self) -> int:
        return len(self.pairs)

    def __iter__(self) -> Iterator[Pair]:
        return iter(self.pairs)

    @overload
    def __getitem__(self, key: SupportsIndex, /) -> Pair: ...

    @overload
    def __getitem__(self, key: slice, /) -> tuple[Pair, ...]: ...

    def __getitem__(self, key: SupportsIndex | slice, /) -> Pair | tuple[Pair, ...]:
        return self.pairs[key]

    def texts(self, bead: Bead) -> tuple[str, str]:
        """The English and the Russian text of a bead, each on one line; "" where it has none."""
        from aligner.table import span_text

        return span_text(self.en, bead.en), span_text(self.ru, bead.ru)

    @property
    def is_checked(self) -> bool:
        """The checks ran over it, whether they found something or not."""
        return bool(self.settings.get("checked")) or any(pair.findings for pair in self.pairs)

    @property
    def findings(self) -> Findings:
        """The findings of all pairs with the pairs' numbers, worst first; none before `check` has run.

        `al.findings.to_pandas()` is a data frame of them, `al.findings[:20]` are the first twenty.
        """
        from aligner.check.listing import findings

        return findings(self)

    def check(
        self,
        *,
        rules: Rules | str | PathLike[str] | None = None,
        glossary: Glossary | str | PathLike[str] | None = None,
    ) -> Alignment:
        """The same alignment with what a reviser should look at: each pair with its findings.

        The alignment itself stays as it is: `al = al.check()`.

        Parameters
        ----------
        rules
            Which checks run, how severe they are, what to ignore: the path of an `aligner.toml`, or
            `aligner.check.rules.Rules(disable=["typography"])`.
        glossary
            Required and forbidden renderings of terms: the path of a table (see `aligner.check.glossary`), or a
            `Glossary`.

        Raises
        ------
        InputError, FormatError
            A file can't be read, or says what means nothing.
        """
        from aligner.check.document import check_alignment
        from aligner.check.rules import as_rules

        return check_alignment(self, rules=as_rules(rules), glossary=_glossary(glossary))

    def to_pandas(self, level: str = "paragraph") -> pd.DataFrame:
        """A row per pair (`level="paragraph"`) or per bead (`"sentence"`); columns as in `aligner.table`.

        Numbers count from zero, as everywhere in the data: `al[5]` is the row whose "pair" is 5.
        """
        from aligner.table import to_pandas

        return to_pandas(self, level)

    def style(self, level: str = "paragraph") -> Styler:
        """The table of `to_pandas` to look at in a notebook: doubtful rows yellow, those without counterpart blue.

        Pairs count from one here, and columns that say nothing are left out.
        """
        from aligner.display import styler

        return styler(self, level)

    @property
    def plot(self) -> Plots:
        """Pictures of the alignment, as `aligner.plots` draws them: `al.plot.confidence()`."""
        from aligner.plots import Plots

        return Plots(self)

    def save(
        self, path: str | PathLike[str], *, format: str | None = None, level: str | None = None, **options: str | bool
    ) -> tuple[str, ...]:
        """Write to a file, replacing it only when all is written.

        Parameters
        ----------
        path
            Where to. The suffix chooses the format, as `aligner formats` lists them.
        format
            Name of the format, where the suffix doesn't tell.
        level
            "paragraph" or "sentence", for the formats that have the choice.
        options
            What else a format leaves open: `excel=True` (tsv, csv), `source="ru"` (tmx, xliff), `layout="interleaved"`
            (books); see `aligner.formats.OPTIONS`.

        Returns
        -------
        tuple of str
            Remarks for the user: what the format could not hold.

        Raises
        ------
        FormatError
            Unknown format, level or option.
        InputError
            The file can't be written.
        """
        from aligner.write import save

        return save(self, a_path(path, "path"), format=format, level=level, **options)

    def report(self, path: str | PathLike[str], *, lang: Lang = "en") -> tuple[str, ...]:
        """Write a review page: one HTML file with both texts side by side and what the checks found.

        Parameters
        ----------
        path
            Where to, whatever the suffix.
        lang
            Language of the page itself, "en" or "ru".

        Returns
        -------
        tuple of str
            Remarks for the user: what the page leaves out.

        Raises
        ------
        InputError
            The file can't be written.
        """
        from aligner.report import write

        return write(self, a_path(path, "path"), lang=a_language(lang, "lang"))

    def review(
        self,
        project: str | PathLike[str] | None = None,
        *,
        previous: str | PathLike[str] | None = None,
        reviewer: str = "reviewer",
        ui: Lang | None = None,
        host: str = "127.0.0.1",
        port: int | None = None,
    ) -> ReviewServer:
        """Start the review app on this alignment, in a thread; in Jupyter its link is shown.

        Called again with the same texts and options, it gives the server that is running already.

        Parameters
        ----------
        project
            File in which every step is kept. One that is there goes on. By default it lies beside the English file;
            for texts that came from strings in the current folder, named by their first words.
        previous
            File of the review of an earlier version of the texts: what was said of pairs that still stand is taken
            over into a new review.
        reviewer
            Your name in the history and the certificate.
        ui
            Language of the page, "en" or "ru"; that of the browser by default.
        host
            Where to listen. "0.0.0.0" lets other computers in, by a link with a token: for a notebook on a server.
        port
            A free one by default.

        Returns
        -------
        ReviewServer
            `.url`, `.alignment` as it is now with what reviewers said, `.stop()`.

        Raises
        ------
        InUse
            Another program has the project open.
        InputError
            The project was made from other texts, or can't be used.
        """
        from aligner.review.started import review

        return review(
            self,
            None if project is None else a_path(project, "project"),
            previous=None if previous is None else a_path(previous, "previous"),
            reviewer=reviewer,
            ui=None if ui is None else a_language(ui, "ui"),
            host=host,
            port=port,
        )

    def __str__(self) -> str:
        from aligner.display import summary

        return f"{self.en.name} – {self.ru.name}: {summary(self)}"

    def __repr__(self) -> str:
        return f"<Alignment {self}>"

    def _repr_html_(self) -> str:
        from aligner.display import html

        return html(self)


def _glossary(given: Glossary | str | PathLike[str] | None) -> Glossary | None:
    """The glossary, or that of a file."""
    from aligner.check.glossary import read_glossary
    from aligner.check.terms import Glossary

    if given is None or isinstance(given, Glossary):
        return given
    return read_glossary(a_path(given, "glossary"))
