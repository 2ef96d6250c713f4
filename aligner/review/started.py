"""The review app from Python: a file for the project, and one server for it in this process, however often it is asked.

Texts that come from files have their project beside the English one. Those that come from strings have it in the
current folder, under a name of their own: their first words and the beginning of their fingerprint.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from aligner.review.previous import taken_over
from aligner.review.serve import SUFFIX, ReviewServer, fingerprint_of, open_book, project_path, read_review, running_at
from aligner.review.serve import serve as listen
from aligner.review.store import InUse
from aligner.review.visit import Desk

if TYPE_CHECKING:
    from aligner.alignment import Alignment
    from aligner.records import Lang

_WORDS = 5  # of a text, in the name of its project
_started: dict[Path, tuple[object, ReviewServer]] = {}  # by project: what was asked for, and what answers


def review(
    alignment: Alignment,
    project: Path | None = None,
    *,
    previous: Path | None = None,
    reviewer: str,
    ui: Lang | None = None,
    host: str = "127.0.0.1",
    port: int | None = None,
) -> ReviewServer:
    """See `Alignment.review`."""
    texts = (document.text.encode("utf-8", "surrogatepass") for document in (alignment.en, alignment.ru))
    fingerprint = fingerprint_of(texts)
    path = project or _project_of(alignment, fingerprint)
    asked = (fingerprint, reviewer, ui, host, port)
    before, server = _started.get(path.resolve(), (None, None))
    if server and server.running:
        if asked == before:
            return server
        server.stop()

    def new() -> Alignment:
        return taken_over(alignment, read_review(previous)) if previous else alignment

    try:
        book = open_book(path, new, fingerprint)
    except InUse as error:
        url = running_at(path)
        raise InUse(f"{error}: {url}" if url else str(error)) from None
    try:
        server = listen(Desk(book, reviewer, ui, encoder=alignment.encoder), host=host, port=port)
    except BaseException:
        book.close()
        raise
    _started[path.resolve()] = asked, server
    return server


def _project_of(alignment: Alignment, fingerprint: str) -> Path:
    """Beside the English text, if that is a file."""
    name = alignment.en.name
    if Path(name).is_file():
        return project_path(name)
    words = re.findall(r"\w+", alignment.en.text)[:_WORDS]
    return Path("-".join([*(word.lower()[:20] for word in words), fingerprint[:8]]) + SUFFIX)
