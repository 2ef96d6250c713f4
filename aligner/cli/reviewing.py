"""`aligner review`: the local review app."""

from __future__ import annotations

import getpass
import signal
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from aligner.cli.inputs import check_settings, encoder_of, is_review, load
from aligner.cli.options import FILE, Asked, checking_options, lang_option
from aligner.cli.terminal import open_page, say

if TYPE_CHECKING:
    from aligner.alignment import Alignment
    from aligner.records import Lang

_MANY = 500  # pairs that take some seconds to check
_EXAMPLES = """\b
Examples:
  aligner review statement.docx заявление.docx
  aligner review statement.review.sqlite
  aligner review new.docx новое.docx --previous statement.review.sqlite --project new.review.sqlite
"""


@click.command(short_help="Check and correct in the browser.", epilog=_EXAMPLES)
@click.option(
    "--project", type=FILE, metavar="FILE", help="Where the review is kept; beside the first file by default."
)
@click.option(
    "--previous",
    type=FILE,
    metavar="FILE",
    help="Review of an earlier version of the texts: what stands as it was is taken over.",
)
@click.option("--reviewer", metavar="NAME", help="Your name in the history and the certificate.")
@lang_option("Language of the page; that of the browser by default.")
@click.option(
    "--translation",
    type=click.Choice(["en", "ru"]),
    default="ru",
    help="The text that may be corrected; ru by default.",
)
@click.option("--port", type=click.IntRange(1, 65535), help="Port to listen on; a free one by default.")
@click.option(
    "--host", metavar="HOST", default="127.0.0.1", help="Address to listen on; by default only this computer."
)
@click.option("--no-browser", is_flag=True, help="Say the link only, for scripts.")
@checking_options
def review(
    project: str | None,
    previous: str | None,
    reviewer: str | None,
    lang: Lang | None,
    translation: Lang,
    port: int | None,
    host: str,
    no_browser: bool,
    asked: Asked,
) -> None:
    """Check and correct an alignment in the browser, with every step saved and undoable.

    Takes two texts, or a saved alignment. The review is kept in a file NAME.review.sqlite beside the first one;
    starting again goes on with it, with the texts or with that file. Ctrl-C stops; nothing is lost.
    """
    texts = asked.texts
    if "-" in texts:
        raise click.UsageError("a review needs files, not standard input")
    from aligner.read import read_bytes
    from aligner.review.serve import InUse, fingerprint_of, open_book, project_path, running_at, serve
    from aligner.review.visit import Desk

    kept = len(texts) == 1 and is_review(texts[0])
    if kept and (project or previous):
        raise click.UsageError(f"{texts[0]} is a review already; --project and --previous are for texts")
    path = Path(texts[0] if kept else project or project_path(texts[0]))
    known = path.exists()
    if known and previous:
        raise click.UsageError(f"{path} is there already; name another file for the new review with --project")
    try:
        book = open_book(
            path,
            lambda: _with_previous(_loaded(asked), previous),
            None if kept else fingerprint_of(map(read_bytes, texts)),
            **check_settings(asked),
        )
    except InUse:
        url = running_at(path)
        if url is None:
            raise
        say(f"{path}: is open already, at {url}")
        _show(url, no_browser)
        return
    say(f"{path}: {'goes on' if known else 'new review'}, {len(book.rows):,} pairs; everything is saved there at once")
    desk = Desk(book, reviewer or _user(), lang, translation, encoder_of(asked.model) or book.encoder)
    try:
        server = serve(desk, host=host, port=port)
    except BaseException:
        book.close()
        raise
    try:
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        say(f"{server.url}  (Ctrl-C stops)")
        _show(server.url, no_browser)
        while server.running:
            time.sleep(0.5)
    except KeyboardInterrupt:
        say("stopped")
    finally:
        server.stop()


def _loaded(asked: Asked) -> Alignment:
    """The alignment of a new project; that it is checked is said where it takes long."""
    alignment = load(asked)
    if len(alignment.pairs) > _MANY:
        say(f"checking {len(alignment.pairs):,} pairs; only this first time")
    return alignment


def _with_previous(alignment: Alignment, previous: str | None) -> Alignment:
    """With what was said of an earlier version."""
    if previous is None:
        return alignment
    from aligner.review.previous import taken_over
    from aligner.review.serve import read_review

    if not is_review(previous):
        what = "is no review" if Path(previous).exists() else "is not there"
        raise click.UsageError(f"{previous} {what}; --previous wants the .review.sqlite file of a review")
    taken = taken_over(alignment, read_review(previous))
    count = sum(pair.review is not None for pair in taken.pairs)
    say(f"{previous}: what was said of {count:,} of {len(taken.pairs):,} pairs is taken over")
    return taken


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "reviewer"


def _show(url: str, no_browser: bool) -> None:
    if not no_browser:
        open_page(url)
