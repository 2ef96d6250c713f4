"""Start and stop the review app: open the project, find a port, serve in a thread.

Beside the project lies FILE.running while it is served, with the link; a second start reads it and leads there.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import shlex
import socket
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from aligner.errors import InputError
from aligner.review.book import Book, create
from aligner.review.security import Guard, is_local
from aligner.review.server import application
from aligner.review.store import InUse, Store
from aligner.review.visit import Desk

if TYPE_CHECKING:
    import uvicorn

    from aligner.alignment import Alignment
    from aligner.check.rules import Rules
    from aligner.check.terms import Glossary
    from aligner.records import Pair

PORT = 8717  # tried first, so that a link stays the same from day to day
SUFFIX = ".review.sqlite"


@dataclass(slots=True)
class ReviewServer:
    """The review app, running in a thread until `stop()`, or the end of a `with`. In Jupyter it shows its link."""

    url: str
    book: Book
    _server: uvicorn.Server
    _thread: threading.Thread

    @property
    def alignment(self) -> Alignment:
        """The alignment as it is now, with what reviewers said."""
        return self.book.alignment

    @property
    def running(self) -> bool:
        """It still answers."""
        return self._thread.is_alive()

    def stop(self) -> None:
        """End it; everything is saved already."""
        self._server.should_exit = True
        self._thread.join()
        with suppress(OSError):
            running_file(self.book.store.path).unlink()
        self.book.close()

    def __enter__(self) -> ReviewServer:
        return self

    def __exit__(self, *error: object) -> None:
        self.stop()

    def __repr__(self) -> str:
        return f"<review of {self.book.store.path}{f' at {self.url}' if self.running else ', stopped'}>"

    def _repr_html_(self) -> str:
        link, file = escape(self.url, quote=True), escape(self.book.store.path)
        shown = f'<a href="{link}" target="_blank">{link}</a> ({file})' if self.running else f"stopped ({file})"
        return f"<p>Review: {shown}</p>"


def open_book(
    path: str | os.PathLike[str],
    load: Callable[[], Alignment],
    fingerprint: str | None,
    *,
    rules: Rules | None = None,
    glossary: Glossary | None = None,
) -> Book:
    """Open a project, or make it: align, check and save.

    Parameters
    ----------
    load
        Gives the alignment of a new project.
    fingerprint
        What the project was made from (`fingerprint_of`); another one is refused. None: whatever that was.

    Raises
    ------
    InUse
        Another program has it open.
    InputError, FormatError
        It can't be used, or was made from other texts.
    """
    from aligner.check.document import check_one

    def recheck(alignment: Alignment, number: int) -> Pair:
        return check_one(alignment, number, rules=rules, glossary=glossary)

    store = Store(path)
    try:
        if store.is_new:
            create(store, load().check(rules=rules, glossary=glossary), fingerprint=fingerprint)
        elif fingerprint not in (None, store.meta("fingerprint")):
            named, new = shlex.quote(str(path)), f"NEW{SUFFIX}"
            raise InputError(
                f"{path}: a review of other texts, or they have changed since; `aligner review {named}` goes on with "
                f"the texts as they were; --previous {named} --project {new} (in Python: "
                f"al.review({new!r}, previous={str(path)!r})) starts another review with what still stands"
            )
        return Book(store, recheck=recheck)
    except BaseException:
        empty = store.is_new
        store.close()
        if empty:
            Path(path).unlink(missing_ok=True)
        raise


def read_review(path: str | os.PathLike[str]) -> Alignment:
    """The alignment of a project as it is now, with what reviewers said.

    Raises
    ------
    InUse
        Another program has it open.
    InputError, FormatError
        It can't be used.
    """
    store = Store(path)
    try:
        return Book(store).alignment
    finally:
        store.close()


def fingerprint_of(parts: Iterable[bytes]) -> str:
    """One hash of all that a project is made from."""
    whole = hashlib.sha256()
    for part in parts:
        whole.update(hashlib.sha256(part).digest())
    return whole.hexdigest()


def project_path(name: str) -> Path:
    """Where the project of a text or an alignment lies: beside it."""
    path = Path(name)
    return (path.parent if path.parent.is_dir() else Path()) / f"{path.stem or 'review'}{SUFFIX}"


def serve(desk: Desk, *, host: str = "127.0.0.1", port: int | None = None) -> ReviewServer:
    """Serve a desk from a thread; returns when it answers.

    Parameters
    ----------
    host
        Where to listen; from another place than this computer a token is asked for, which is in the link.
    port
        A free one by default.

    Raises
    ------
    InputError
        The port is taken, or there is no such host.
    """
    import uvicorn

    sock = _listen(host, port)
    number = sock.getsockname()[1]
    token = None if is_local(host) else secrets.token_urlsafe(16)
    guard = Guard(application(desk), host, number, token)
    config = uvicorn.Config(
        guard, log_level="error", lifespan="off", server_header=False, timeout_graceful_shutdown=2, ws="none"
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [sock]}, name="aligner review", daemon=True)
    thread.start()
    while not server.started and thread.is_alive():
        time.sleep(0.01)
    shown = socket.gethostname() if host in ("0.0.0.0", "::") else f"[{host}]" if ":" in host else host
    url = f"http://{shown}:{number}/" + (f"?token={token}" if token else "")
    _note(desk.book.store.path, url)
    threading.Thread(target=_warm_up, name="aligner review, first check").start()
    return ReviewServer(url, desk.book, server, thread)


def running_at(path: str | os.PathLike[str]) -> str | None:
    """The link of the program that has a project open; None if it left none."""
    try:
        return str(json.loads(running_file(path).read_text(encoding="utf-8"))["url"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def running_file(path: str | os.PathLike[str]) -> Path:
    """Where the link lies."""
    return Path(f"{os.fspath(path)}.running")


def _note(path: str, url: str) -> None:
    """For the owner alone: there may be a token in it."""
    file = running_file(path)
    file.unlink(missing_ok=True)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
        json.dump({"url": url, "pid": os.getpid()}, out)


def _listen(host: str, port: int | None) -> socket.socket:
    if port is not None and not 0 <= port < 1 << 16:
        raise InputError(f"can't listen on {host}, port {port}: ports go to 65535")
    for number in (PORT, 0) if port is None else (port,):
        try:
            family = socket.getaddrinfo(host, number, type=socket.SOCK_STREAM)[0][0]
            return socket.create_server((host, number), family=family)
        except OSError as error:
            if port is not None or number == 0:
                where = f"{host}, port {port}" if port else host
                raise InputError(f"can't listen on {where}: {error.strerror or error}") from error
    raise AssertionError("one of them was tried")


def _warm_up() -> None:
    """The first check loads the bundled encoder: before somebody waits for it.

    No daemon: the interpreter would kill it inside of compiled code when somebody stops at once, and crash.
    """
    from aligner.check import check_pair

    check_pair("It rained.", "Шёл дождь.")


__all__ = [
    "InUse",
    "ReviewServer",
    "fingerprint_of",
    "open_book",
    "project_path",
    "read_review",
    "running_at",
    "serve",
]
