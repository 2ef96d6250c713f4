"""What was written goes into place; what an earlier run wrote goes, and nothing else does.

The card goes first and comes last: where it stands, all is there. The journal knows which files are ours, at any
moment at which a run may be killed.
"""

from __future__ import annotations

import contextlib
import json
import shutil
from pathlib import Path

from aligner.corpus.journal import Journal
from aligner.errors import InputError

CARD = "corpus.json"
_OURS = "files"  # the journal's key


def publish(new: Path, out: Path, journal: Journal) -> tuple[str, ...]:
    """Move the files of `new` into `out`; the names of those of an earlier run that are no longer made.

    Raises
    ------
    InputError : a file that no run wrote stands in the way
    """
    ours = _ours(out, journal)
    names = sorted((_name(path, new) for path in new.rglob("*") if path.is_file()), key=_card_last)
    in_the_way = [name for name in names if name not in ours and (out / name).exists()]
    if in_the_way:
        raise InputError(f"{out / in_the_way[0]}: not written by aligner, but the corpus has such a file; move it away")
    gone = tuple(sorted(name for name in ours.difference(names) if (out / name).exists()))
    journal.remember(_OURS, json.dumps(sorted(ours.union(names))))
    for name in sorted(ours, key=_card_last, reverse=True):
        (out / name).unlink(missing_ok=True)
        with contextlib.suppress(OSError):  # something is still in it
            (out / name).parent.rmdir()
    for name in names:
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        (new / name).rename(out / name)
    journal.remember(_OURS, json.dumps(names))
    shutil.rmtree(new)
    return gone


def _ours(out: Path, journal: Journal) -> set[str]:
    """What earlier runs wrote, as the journal knows; or a new journal, as the card does."""
    remembered = journal.remembered(_OURS)
    if remembered is not None:
        return set(json.loads(remembered))
    try:
        return {CARD, "README.md", *json.loads((out / CARD).read_text(encoding="utf-8"))["files"]}
    except (OSError, ValueError, KeyError):
        return set()


def _card_last(name: str) -> tuple[bool, str]:
    return name == CARD, name


def _name(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix()
