"""A folder with `en/` and `ru/`: documents that share a name, whatever their suffixes, belong together.

`en/2016/report.docx` and `ru/2016/report.pdf` are the document "2016/report". A language at the end of a name is no
part of it: `report_en.txt` and `report-ru.txt` match. Hidden files are passed over, and those that Windows leaves
about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from aligner.corpus.records import Entry, Extra, Flaw, Item, Source, clean
from aligner.errors import InputError
from aligner.records import Lang

LANGS: tuple[Lang, Lang] = ("en", "ru")
_LEFTOVERS = {"thumbs.db", "desktop.ini"}
_TAG = {"en": re.compile(r"[._-](?:en|eng)$", re.IGNORECASE), "ru": re.compile(r"[._-](?:ru|rus)$", re.IGNORECASE)}


def folder_entries(folder: Path) -> Iterator[Entry]:
    """Document pairs and documents left over, by name.

    Raises
    ------
    InputError : it has no folders `en` and `ru`
    """
    sides = {lang: _by_name(folder, lang) for lang in LANGS}
    folded = {lang: {name.casefold(): found[0] for name, found in sides[lang].items()} for lang in LANGS}
    for name in sorted({name for side in sides.values() for name in side}):
        files = {lang: sides[lang].get(name, []) for lang in LANGS}
        id = clean(name)
        several = next((paths for paths in files.values() if len(paths) > 1), None)
        if several:
            yield Flaw(id, f"several files of that name: {clean(', '.join(several))}; rename all but one")
        elif all(files.values()):
            yield Item(id, source(folder, files["en"][0]), source(folder, files["ru"][0]))
        else:
            lang: Lang = "en" if files["en"] else "ru"
            alike = folded["ru" if lang == "en" else "en"].get(name.casefold())
            why = f"no counterpart; the name of {clean(alike)} differs in capitals" if alike else "no counterpart"
            yield Extra(lang, clean(files[lang][0]), why)


def files_of(folder: Path, lang: Lang) -> list[str]:
    """The files of a side, seen from `folder`, sorted."""
    side = folder / lang
    if not side.is_dir():
        raise InputError(f"{folder}: no folder {lang} in it; put the documents into {folder}/en and {folder}/ru")
    found = (path.relative_to(folder) for path in side.rglob("*") if path.is_file())
    return sorted(path.as_posix() for path in found if not _is_hidden(path))


def _is_hidden(path: Path) -> bool:
    return path.name.lower() in _LEFTOVERS or any(part.startswith(".") for part in path.parts)


def source(folder: Path, name: str) -> Source:
    """A file as one side of a document pair."""
    return Source(clean(name), str(folder / name))


def _by_name(folder: Path, lang: Lang) -> dict[str, list[str]]:
    named: dict[str, list[str]] = {}
    for file in files_of(folder, lang):
        path = Path(file).relative_to(lang)
        named.setdefault(path.with_name(_TAG[lang].sub("", path.stem)).as_posix(), []).append(file)
    return named
