"""Gold and predicted beads, document for document: from files, folders, lists or alignments."""

from __future__ import annotations

from collections.abc import Sequence
from os import PathLike, fspath
from pathlib import Path
from typing import Any, NamedTuple

from aligner.alignment import Alignment
from aligner.errors import FormatError, InputError
from aligner.formats import by_suffix
from aligner.paired import read_alignment
from aligner.records import Bead
from aligner.write.beads import find_fault, read_beads

Source = str | PathLike[str] | Alignment | Sequence[Bead]


class _Named(NamedTuple):
    """Beads, and what to call them in a message."""

    beads: Sequence[Bead]
    name: str


def matched_beads(
    gold: Source | Sequence[Source], predicted: Source | Sequence[Source]
) -> list[tuple[Sequence[Bead], Sequence[Bead]]]:
    """The beads of each document, gold and predicted; two folders match by name, all else by place.

    Raises
    ------
    InputError
        A file or a prediction is missing.
    FormatError
        A file is malformed, or the sides don't hold the same documents or sentences.
    """
    if _is_folder(gold) and _is_folder(predicted):
        sources = _matched_by_name(Path(gold), Path(predicted))  # type: ignore[arg-type]
    else:
        sources = _matched_by_place(_as_list(gold), _as_list(predicted))
    documents = [(_read(g, "gold"), _read(p, "predicted")) for g, p in sources]
    for document in documents:
        _check_same_sentences(*document)
    return [(g.beads, p.beads) for g, p in documents]


def _matched_by_place(golds: list[Source], predictions: list[Source]) -> list[tuple[Source, Source]]:
    if len(golds) != len(predictions):
        raise FormatError(
            f"gold has {len(golds)} documents, predicted {len(predictions)}; give the same ones on both sides"
        )
    return list(zip(golds, predictions, strict=True))


def _matched_by_name(gold: Path, predicted: Path) -> list[tuple[Source, Source]]:
    golds, predictions = _files(gold), _files(predicted)
    missing = [name for name in golds if name not in predictions]
    if missing:
        raise InputError(
            f"{predicted}: no beads for {len(missing)} of the {len(golds)} documents in {gold}, "
            f"first {missing[0]}.beads"
        )
    return [(path, predictions[name]) for name, path in golds.items()]


def _files(folder: Path) -> dict[str, Path]:
    """Document name → its file, sorted by name."""
    found = {path.parent.name: path for path in folder.glob("*/gold.beads")}
    found |= {path.stem: path for path in folder.glob("*.beads")}
    if not found:
        raise InputError(f"{folder}: no beads in this folder; it should hold NAME.beads or NAME/gold.beads")
    return dict(sorted(found.items()))


def _is_folder(source: Any) -> bool:
    return isinstance(source, str | PathLike) and Path(source).is_dir()


def _as_list(source: Any) -> list[Source]:
    """One document, or the documents of a list or a folder."""
    if _is_folder(source):
        return list(_files(Path(source)).values())
    one = isinstance(source, str | PathLike | Alignment) or all(isinstance(item, Bead) for item in source)
    return [source] if one else list(source)


def _read(source: Source, side: str) -> _Named:
    if isinstance(source, str | PathLike):
        is_alignment = by_suffix(Path(source).suffix, "pairs") is not None
        return _Named(read_alignment(source).beads if is_alignment else read_beads(source), fspath(source))
    beads = source.beads if isinstance(source, Alignment) else source
    fault = find_fault(beads)
    if fault:
        raise FormatError(f"{side} bead {fault[0]}: {fault[1]}; every sentence must appear exactly once")
    return _Named(beads, f"the {side} beads")


def _check_same_sentences(gold: _Named, predicted: _Named) -> None:
    for side, attribute in (("English", "en"), ("Russian", "ru")):
        there, here = (sum(len(getattr(bead, attribute)) for bead in named.beads) for named in (gold, predicted))
        if there != here:
            raise FormatError(
                f"{predicted.name}: {here} {side} sentences, but {there} in {gold.name}; align the gold's own sentences"
            )
