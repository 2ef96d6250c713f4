"""A review page: one HTML file that holds everything, for the browser and for paper.

    alignment ──check (if it was not)──▶ shown pairs and findings ──template──▶ page

Nothing is loaded from elsewhere, and a policy in the page lets only its own script run.
"""

from __future__ import annotations

import base64
import hashlib
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from aligner.defaults import DEFAULTS
from aligner.page import environment, static, stylesheet
from aligner.page.phrases import translator
from aligner.report.content import MOST_LINKED, gathered
from aligner.write.files import Rendered, check_writable, write_file

if TYPE_CHECKING:
    from aligner.alignment import Alignment
    from aligner.records import Lang


def render(alignment: Alignment, level: str = "paragraph", *, lang: Lang = "en") -> Rendered:
    """The page, in English or Russian.

    An alignment that was not checked is checked first. The texts are shown as they were read, but for control
    characters; characters that UTF-8 can't hold are replaced, too.
    """
    if not alignment.is_checked:
        alignment = alignment.check()
    shown = gathered(alignment)
    script = static("words.js", "aligner.page") + static("report.js", __name__)
    style = stylesheet() + static("texts.css", "aligner.page") + static("report.css", __name__)
    page = environment(__name__).get_template("report/report.html.j2")
    text = page.render(
        shown=shown,
        lang=lang,
        t=translator(lang),
        doubtful=DEFAULTS.doubtful,
        most_linked=MOST_LINKED,
        most_listed=_MOST_LISTED,
        style=style,
        script=script,
        script_hash=_hash(script),
    )
    return Rendered(text.encode("utf-8", "replace"), () if shown.linked else (_NOT_LINKED,))


def write(alignment: Alignment, path: str | PathLike[str], *, lang: Lang = "en") -> tuple[str, ...]:
    """Write the page to a file; see `Alignment.report`."""
    check_writable(Path(path))
    rendered = render(alignment, lang=lang)
    write_file(Path(path), rendered.data)
    return rendered.notes


_MOST_LISTED = 500  # findings of a severity, in the list above the texts
_NOT_LINKED = f"more than {MOST_LINKED:,} pairs: the page has no word links"


def _hash(script: str) -> str:
    """As a content security policy names a script."""
    return "sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
