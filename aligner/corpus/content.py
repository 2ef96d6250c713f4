"""Documents without telling names: which belong together is told by what they say.

A document's vector is the sum of its sentences' vectors, longer sentences weighing more, less the mean of its language.
Each document has as candidates the few of the other side that it is nearest to. They are aligned, the most similar
ones first, until one fits: where links that are sure cover enough of both texts, the two are a pair and out of the
game. Vectors are all that is held of the documents at a time, a kilobyte each.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path

import numpy as np

from aligner.arrays import Array, unit
from aligner.corpus.folder import LANGS, files_of, source
from aligner.corpus.records import Entry, Extra, Flaw, Item, Progress, Work, clean
from aligner.corpus.worker import prepared
from aligner.encoder import Encoder
from aligner.errors import AlignerError, InputError
from aligner.records import Document, Lang
from aligner.write.files import write_file

CANDIDATES = 4  # of each document
COVERED = 0.5  # share of both texts in sure links from which on two documents are a pair
BLOCK = 1024  # documents compared at a time


@dataclass(frozen=True, slots=True)
class Match:
    """A line of the table: what was compared, or left over, and what came of it.

    `verdict` is "paired", "rejected" (another candidate may have fitted), "extra" or "unreadable".
    """

    en: str
    ru: str
    similarity: str
    covered: str
    verdict: str
    why: str


def match_by_content(folder: Path, work: Work, progress: Progress) -> list[Match]:
    """Compare all documents of `folder/en` with all of `folder/ru`.

    Raises
    ------
    InputError : there are no such folders
    ModelError : there is no such encoder
    """
    encoder = prepared(work)
    files = {lang: files_of(folder, lang) for lang in LANGS}
    unreadable: list[Match] = []
    vectors: dict[Lang, Array] = {}
    for lang in LANGS:
        vectors[lang], flaws = _vectors(folder, files[lang], lang, work, encoder, progress)
        files[lang] = [name for name in files[lang] if name not in flaws]
        unreadable += [_line(lang, name, "unreadable", why) for name, why in flaws.items()]
    table = list(_paired(folder, files, _candidates(vectors["en"], vectors["ru"]), work, encoder, progress))
    taken = {name for match in table if match.verdict == "paired" for name in (match.en, match.ru)}
    tried = {name for match in table for name in (match.en, match.ru)}
    for lang in LANGS:
        for name in files[lang]:
            if name not in taken:
                why = "none of its candidates fits" if name in tried else "nearest to documents that others fit better"
                table.append(_line(lang, name, "extra", why))
    return table + unreadable


def matched_entries(folder: Path, table: Sequence[Match]) -> Iterator[Entry]:
    """The documents of the table, as entries of a corpus: pairs by English name, then what is left over."""
    for match in sorted(table, key=lambda match: (match.en, match.ru)):
        if match.verdict == "paired":
            yield Item(clean(match.en), source(folder, match.en), source(folder, match.ru))
        elif match.verdict == "unreadable":
            yield Flaw(clean(match.en or match.ru), match.why)
        elif match.verdict == "extra":
            yield Extra("en" if match.en else "ru", clean(match.en or match.ru), match.why)


def remembered_matches(folder: Path, place: Path, work: Work, progress: Progress) -> list[Match]:
    """The table from `place` if it was made of the same files, else a new one, which is written there."""
    mark = _listing(folder, work)
    if place.is_file():
        first, _, rest = place.read_text(encoding="utf-8", errors="surrogateescape").partition("\n")
        if first == f"# {mark}":
            return _parse(rest)
    table = match_by_content(folder, work, progress)
    write_file(place, f"# {mark}\n{render(table)}".encode("utf-8", "surrogateescape"))
    return table


def render(table: Sequence[Match]) -> str:
    """The table as TSV."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, "excel-tab", lineterminator="\n")
    writer.writerow(field.name for field in fields(Match))
    writer.writerows(astuple(match) for match in table)
    return text.getvalue()


def _parse(text: str) -> list[Match]:
    return [Match(*row) for row in csv.reader(io.StringIO(text, newline=""), "excel-tab")][1:]


def _vectors(
    folder: Path, names: Sequence[str], lang: Lang, work: Work, encoder: Encoder, progress: Progress
) -> tuple[Array, Mapping[str, str]]:
    """`(n, d)` float32 of the documents that can be read, and why the others can't."""
    rows: list[Array] = []
    flaws: dict[str, str] = {}
    for number, name in enumerate(names, 1):
        try:
            rows.append(document_vector(_read(folder, name, lang, work), encoder))
        except AlignerError as error:
            flaws[name] = str(error)
        progress(f"read {lang}", number, len(names))
    vectors = np.array(rows, np.float32).reshape(len(rows), -1)
    return unit(vectors - vectors.mean(0, keepdims=True)) if len(rows) > 2 else vectors, flaws


def document_vector(document: Document, encoder: Encoder) -> Array:
    """`(d,)` float32 of unit length."""
    texts = [sentence.text for sentence in document.sentences]
    weights = np.log1p([len(text) for text in texts])[:, None].astype(np.float32)
    (vector,) = unit((encoder.encode(texts) * weights).sum(0, keepdims=True))
    return np.asarray(vector)


def _candidates(en: Array, ru: Array) -> list[tuple[float, int, int]]:
    """Similarity, English and Russian number of documents that are among the nearest of one another, best first."""
    found: dict[tuple[int, int], float] = {}
    for swapped, (some, others) in enumerate(((en, ru), (ru, en))):
        for start in range(0, len(some) if len(others) else 0, BLOCK):
            cosines = some[start : start + BLOCK] @ others.T
            nearest = np.argsort(-cosines, axis=1, kind="stable")[:, :CANDIDATES]
            for row, columns in enumerate(nearest):
                for column in columns:
                    pair = (int(column), start + row) if swapped else (start + row, int(column))
                    found[pair] = round(float(cosines[row, column]), 4)
    return sorted(((cosine, i, j) for (i, j), cosine in found.items()), key=lambda item: (-item[0], item[1], item[2]))


def _paired(
    folder: Path,
    files: Mapping[Lang, Sequence[str]],
    candidates: Sequence[tuple[float, int, int]],
    work: Work,
    encoder: Encoder,
    progress: Progress,
) -> Iterator[Match]:
    """Every comparison that was made, in order."""
    taken: dict[Lang, set[int]] = {"en": set(), "ru": set()}
    for step, (cosine, i, j) in enumerate(candidates, 1):
        if i not in taken["en"] and j not in taken["ru"]:
            en, ru = files["en"][i], files["ru"][j]
            share, why = _fit(_read(folder, en, "en", work), _read(folder, ru, "ru", work), encoder)
            if share >= COVERED:
                taken["en"].add(i)
                taken["ru"].add(j)
            verdict = "paired" if share >= COVERED else "rejected"
            yield Match(en, ru, f"{cosine:.4f}", f"{share:.4f}", verdict, why)
        progress("match", step, len(candidates))


def _fit(en: Document, ru: Document, encoder: Encoder) -> tuple[float, str]:
    """The smaller of the shares of both texts that links cover, weighed by their confidence, and the same in words."""
    from aligner.pipeline import align_documents

    try:
        alignment = align_documents(en, ru, encoder=encoder)
    except AlignerError as error:
        return 0.0, str(error)
    shares = []
    for document, side in ((en, "en"), (ru, "ru")):
        lengths = [len(sentence.text) for sentence in document.sentences]
        links = [bead for bead in alignment.beads if not bead.is_null]
        covered = sum(bead.confidence * sum(lengths[i] for i in getattr(bead, side)) for bead in links)
        shares.append(covered / sum(lengths))
    return round(min(shares), 4), f"links cover {shares[0]:.0%} of the English and {shares[1]:.0%} of the Russian text"


def _read(folder: Path, name: str, lang: Lang, work: Work) -> Document:
    from aligner.read import read_document

    return read_document(folder / name, lang, encoding=work.encoding, presegmented=work.presegmented)


def _line(lang: Lang, name: str, verdict: str, why: str) -> Match:
    return Match(name if lang == "en" else "", name if lang == "ru" else "", "", "", verdict, why)


def _listing(folder: Path, work: Work) -> str:
    """A hash of what the folder holds and how it is looked at."""
    if not folder.is_dir():
        raise InputError(f"{folder}: no folder; documents are matched by content in a folder with en/ and ru/")
    status = [(name, (folder / name).stat()) for lang in LANGS for name in files_of(folder, lang)]
    words = [repr(work), *(json.dumps([name, found.st_size, found.st_mtime_ns]) for name, found in status)]
    return hashlib.sha256("\n".join(words).encode()).hexdigest()
