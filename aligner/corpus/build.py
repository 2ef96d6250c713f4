"""The whole run: match, align, judge, split, write."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from os import PathLike
from pathlib import Path

import aligner
from aligner.corpus.card import write_card
from aligner.corpus.command import command
from aligner.corpus.content import Match, matched_entries, remembered_matches, render
from aligner.corpus.facts import FACTS
from aligner.corpus.folder import folder_entries
from aligner.corpus.journal import Finished, Journal
from aligner.corpus.judge import Tally, Verdicts, judge
from aligner.corpus.local import LocalEngine
from aligner.corpus.manifest import manifest_entries
from aligner.corpus.publish import publish
from aligner.corpus.records import Engine, Entry, Progress, Work, clean
from aligner.corpus.repeats import open_tables
from aligner.corpus.settings import Settings
from aligner.corpus.split import split_groups
from aligner.corpus.writing import NAMED, Written, write_corpus
from aligner.errors import InputError
from aligner.write.files import check_folder

WORK = ".aligner"  # in the folder of a corpus: what has been done


@dataclass(frozen=True, slots=True)
class Report:
    """What a run has made in the folder `out`.

    `written` counts the rows by level and split and the documents by split; `tally` the rows that each filter rejected.
    `failed` are the first of the broken documents, `failures` is their number, `extras` that of files without
    counterpart, `removed` the files of an earlier run that these settings don't make.
    """

    out: Path
    written: Written
    tally: Tally
    failed: tuple[Finished, ...]
    failures: int
    extras: int
    removed: tuple[str, ...]


def build_corpus(
    source: str | PathLike[str],
    out: str | PathLike[str],
    *,
    settings: Settings | None = None,
    match: str = "name",
    engine: Engine | None = None,
    progress: Progress = lambda step, done, total: None,
) -> Report:
    """Make a parallel corpus from many document pairs.

    Killed and called again, it goes on where it was and makes the same files. Called again with other filters or
    another split it aligns nothing anew.

    Parameters
    ----------
    source : a folder with `en/` and `ru/`, or a manifest (.tsv, .jsonl, .parquet)
    out : folder of the corpus; made if it isn't there
    settings : see `aligner.corpus.settings.Settings`
    match : in a folder, "name" or "content": how documents find their translations
    engine : where the work is done; by default `aligner.corpus.local.LocalEngine()`, one process on this machine
    progress : called with the step ("match", "align", "compare", "filter", "write"), how much of it is done, of how
        much

    Returns
    -------
    Report
        Broken documents are in it; they don't stop the others.

    Raises
    ------
    InputError, FormatError
        The source can't be read, the folder holds something else, another run is at work there, or it was begun with
        other settings of the alignment.
    ModelError
        There is no such encoder.

    Examples
    --------
    >>> report = build_corpus("documents", "corpus")  # doctest: +SKIP
    """
    settings = settings or Settings()
    source, out = Path(source), Path(out)
    work = settings.work()
    encoder = _encoder(work)
    if not source.exists():
        raise InputError(f"{source}: no such folder or manifest; check the path")
    journal = _journal(out, work, encoder)
    try:
        table = _matches(source, out, work, progress) if match == "content" else None
        entries = _entries(source, table)
        total = journal.plan(entries())
        if total:
            outcomes = (engine or LocalEngine())(journal.to_do(entries()), work, total=total)
            for done, outcome in enumerate(outcomes, 1):
                journal.record(outcome)
                progress("align", done, total)
        said = command(settings, source=clean(source.resolve().name), match=match)
        return _finish(out, journal, settings, encoder, table, said, progress)
    finally:
        journal.close()


def _finish(
    out: Path,
    journal: Journal,
    settings: Settings,
    encoder: dict[str, str],
    table: list[Match] | None,
    said: str,
    progress: Progress,
) -> Report:
    """From outcomes to files."""
    tables = open_tables(out / WORK / "tables.sqlite")
    try:
        verdicts = Verdicts(tables)
        tally = judge(journal, verdicts, settings, progress)
        split_groups(tables, settings)
        new = out / WORK / "new"
        written = write_corpus(new, journal, verdicts, settings, progress)
        if table is not None:
            (new / "matches.tsv").write_text(render(table), encoding="utf-8", errors="replace", newline="\n")
        write_card(
            new,
            settings=settings,
            encoder=encoder,
            written=written,
            tally=tally,
            inputs=_inputs(journal),
            command=said,
        )
        removed = publish(new, out, journal)
    finally:
        tables.close()
        (out / WORK / "tables.sqlite").unlink()
    failed = tuple(document for document, _ in zip(journal.documents("failed"), range(NAMED), strict=False))
    return Report(out, written, tally, failed, written.documents["failed"], written.documents["extra"], removed)


def _entries(source: Path, table: list[Match] | None) -> Callable[[], Iterator[Entry]]:
    """What gives the entries of the source, as often as it is called."""
    if table is not None:
        return lambda: matched_entries(source, table)
    return lambda: folder_entries(source) if source.is_dir() else manifest_entries(source)


def _matches(source: Path, out: Path, work: Work, progress: Progress) -> list[Match]:
    return remembered_matches(source, out / WORK / "matches.tsv", work, progress)


def _journal(out: Path, work: Work, encoder: dict[str, str]) -> Journal:
    check_folder(out)
    folder = out / WORK
    if out.is_dir() and any(out.iterdir()) and not folder.is_dir():
        raise InputError(f"{out}: holds other things; give a new folder, or that of a corpus to go on with")
    folder.mkdir(parents=True, exist_ok=True)
    said: dict[str, object] = {
        "aligner": aligner.__version__,
        "encoder": encoder["name"],
        "sha256": encoder["sha256"][:12],
        "facts": FACTS,
    }
    said |= {"levels": work.levels, "checks": work.checks, "presegmented": work.presegmented, "encoding": work.encoding}
    return Journal(folder / "journal.sqlite", json.dumps(said, ensure_ascii=False))


def _encoder(work: Work) -> dict[str, str]:
    """Name and hash of the encoder; ModelError, before any work, if there is none."""
    from aligner.encoder import load_encoder

    encoder = load_encoder(work.model, device=work.device, batch_size=work.batch_size)
    folder = getattr(encoder, "folder", None)
    weights = Path(folder) / "model.safetensors" if folder else None
    if weights is None or not weights.is_file():
        return {"name": encoder.name, "sha256": ""}
    with weights.open("rb") as file:
        return {"name": encoder.name, "sha256": hashlib.file_digest(file, "sha256").hexdigest()}


def _inputs(journal: Journal) -> str:
    """A hash of the texts that went in."""
    digest = hashlib.sha256()
    for document in journal.documents("done"):
        digest.update("\0".join([document.id, *document.sha256, ""]).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()
