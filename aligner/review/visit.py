"""A request as the handlers see it: what is on the desk, who asks, in which language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from aligner.page import environment
from aligner.records import Document, Lang
from aligner.review.actions import BadRequest, whole
from aligner.review.book import Book
from aligner.review.phrases import translator
from aligner.review.rows import Row

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from aligner.encoder import Encoder


@dataclass(frozen=True, slots=True)
class Desk:
    """What is on the desk: the book, who sits there if the page doesn't say, in which language they read."""

    book: Book
    reviewer: str
    ui: Lang | None = None
    translation: Lang = "ru"
    encoder: Encoder | str | None = None


@dataclass(frozen=True, slots=True)
class Visit:
    """A request: who, and how they want the page."""

    request: Request
    desk: Desk
    fields: Mapping[str, str]

    @property
    def book(self) -> Book:
        """The book on the desk."""
        return self.desk.book

    @property
    def reviewer(self) -> str:
        """Who is reviewing: the name given in the page, or that of the start."""
        return unquote(self.request.cookies.get("reviewer", "")).strip() or self.desk.reviewer

    @property
    def lang(self) -> Lang:
        """Language of the interface: chosen in the page, at the start, or in the browser."""
        chosen = self.request.query_params.get("ui") or self.request.cookies.get("ui") or self.desk.ui
        if chosen in ("en", "ru"):
            return "ru" if chosen == "ru" else "en"
        return "ru" if self.request.headers.get("accept-language", "").lower().startswith("ru") else "en"

    @property
    def row(self) -> Row:
        """The row of the address; Conflict where it is gone."""
        return self.book.row(int(self.request.path_params["id"]))

    def field(self, name: str) -> str:
        """A field of the form, or else of the query; BadRequest where it is missing."""
        found = self.fields.get(name) or self.request.query_params.get(name)
        if found is None:
            raise BadRequest(f"{name} is missing")
        return found

    def number(self, name: str) -> int:
        """A field that is a whole number."""
        return whole(self.field(name))

    def document(self, lang: str) -> Document:
        """One of the texts."""
        if lang not in ("en", "ru"):
            raise BadRequest(f"no language {lang}")
        return self.book.documents[lang == "ru"]

    def html(self, template: str, *, status: int = 200, **values: Any) -> Response:
        """A template, filled in."""
        from starlette.responses import HTMLResponse

        t = translator(self.lang)
        theme = self.request.cookies.get("theme", "")
        common = {"t": t, "lang": self.lang, "theme": theme if theme in ("light", "dark") else "", "visit": self}
        made = environment("aligner.review").get_template(f"review/templates/{template}")
        return HTMLResponse(made.render(common | values), status_code=status)
