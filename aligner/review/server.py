"""The review app over HTTP: pages, parts of pages, and one address per operation.

    GET  /                          the page; /list and /block are parts of it, as far as they are near
    GET  /rows/ID/PANEL             edit, comment, error, confirm, ignore, history, context, words
    POST /rows/ID/OPERATION         does it; answers with what has changed since the page last heard (`since`)
    POST /undo /redo /realign       the same for the whole
    GET  /changes?since=N           what others have done
    GET  /export /export/FORMAT     what leaves the project; /certificate, /certificate.json

409 says that somebody has changed the pair since it was shown; nothing was done then, and a typed text is kept. What
makes no sense is answered, with data-done="0", and not done.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, quote, unquote

from aligner.errors import AlignerError
from aligner.page import environment, static
from aligner.page.words import packed_links
from aligner.pairs import corrected
from aligner.records import Document, Lang, Review
from aligner.review import actions, certificate, export, views
from aligner.review.book import Book, Conflict, Row
from aligner.review.change import CannotDo
from aligner.review.commands import WRITING, buttons, explained, keymap
from aligner.review.phrases import translator

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response

    from aligner.encoder import Encoder

_BODY = 4_000_000  # bytes of a form, at most
_FILES = {
    **{name: ("aligner.page", name, "text/css") for name in ("page.css", "texts.css")},
    "words.js": ("aligner.page", "words.js", "text/javascript"),
    "review.css": ("aligner.review", "static/review.css", "text/css"),
    **{name: ("aligner.review", f"static/{name}", "text/javascript") for name in ("review.js", "htmx.min.js")},
}


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
            raise actions.BadRequest(f"{name} is missing")
        return found

    def number(self, name: str) -> int:
        """A field that is a whole number."""
        return actions.whole(self.field(name))

    def document(self, lang: str) -> Document:
        """One of the texts."""
        if lang not in ("en", "ru"):
            raise actions.BadRequest(f"no language {lang}")
        return self.book.documents[lang == "ru"]

    def html(self, template: str, *, status: int = 200, **values: Any) -> Response:
        """A template, filled in."""
        from starlette.responses import HTMLResponse

        t = translator(self.lang)
        theme = self.request.cookies.get("theme", "")
        common = {"t": t, "lang": self.lang, "theme": theme if theme in ("light", "dark") else "", "visit": self}
        made = environment("aligner.review").get_template(f"review/templates/{template}")
        return HTMLResponse(made.render(common | values), status_code=status)


Handler = Callable[[Visit], "Response"]


def application(desk: Desk) -> Starlette:
    """The app for a desk; `aligner.review.security` guards it."""
    from starlette.applications import Starlette
    from starlette.routing import Route

    def route(path: str, handler: Handler, method: str = "GET") -> Route:
        return Route(path, _endpoint(desk, handler), methods=[method])

    return Starlette(
        routes=[
            route("/", _page),
            route("/list", _list),
            route("/block", _block),
            route("/changes", _changes_since),
            route("/static/{name}", _static),
            route("/favicon.ico", _icon),
            route("/help", _help),
            route("/reviewer", _reviewer),
            route("/export", _export),
            route("/export/{format}", _download),
            route("/certificate", _certificate),
            route("/certificate.json", _certificate_json),
            route("/rows/{id:int}/words", _words),
            route("/rows/{id:int}/{panel}", _panel),
            route("/undo", _undo, "POST"),
            route("/redo", _redo, "POST"),
            route("/realign", _realign, "POST"),
            route("/rows/{id:int}/draft", _draft, "POST"),
            route("/rows/{id:int}/{operation}", _operate, "POST"),
        ]
    )


def _endpoint(desk: Desk, handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    from starlette.concurrency import run_in_threadpool
    from starlette.responses import PlainTextResponse

    async def endpoint(request: Request) -> Response:
        body = b""
        async for chunk in request.stream():
            body += chunk
            if len(body) > _BODY:
                return PlainTextResponse("too much", status_code=413)
        fields = dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
        try:
            return await run_in_threadpool(handler, Visit(request, desk, fields))
        except actions.BadRequest as error:
            return PlainTextResponse(str(error), status_code=400)

    return endpoint


def _page(visit: Visit) -> Response:
    book, wanted = visit.book, views.Filter.of(visit.request.query_params)
    response = visit.html(
        "page.html.j2",
        **_listing(visit, wanted),
        names=[document.name for document in book.documents],
        checks=views.checks(book),
        shown=[*views.SHOWN],
        groups=buttons(),
        keymap=json.dumps(keymap()),
        **_state(visit),
    )
    if visit.request.query_params.get("ui") in ("en", "ru"):
        response.set_cookie("ui", visit.lang, samesite="strict")
    return response


def _list(visit: Visit) -> Response:
    wanted = views.Filter.of(visit.request.query_params)
    response = visit.html("list.html.j2", **_listing(visit, wanted))
    query = {
        key: value for key, value in visit.request.query_params.items() if value and (key, value) != ("show", "all")
    }
    response.headers["HX-Replace-Url"] = "/?" + "&".join(f"{quote(k)}={quote(v)}" for k, v in query.items())
    return response


def _block(visit: Visit) -> Response:
    wanted = views.Filter.of(visit.request.query_params)
    start, stop = (_key(visit.field(name)) for name in ("from", "to"))
    rows = views.in_block(views.listed(visit.book, wanted), wanted, start, stop)
    return visit.html("rows.html.j2", rows=_shown(visit, rows))


def _key(text: str) -> views.Key:
    confidence, _, position = text.partition("_")
    try:
        return float(confidence), int(position)
    except ValueError as error:
        raise actions.BadRequest(str(error)) from error


def _listing(visit: Visit, wanted: views.Filter) -> dict[str, Any]:
    rows = views.listed(visit.book, wanted)
    blocks = views.blocks(rows, wanted)
    return {"wanted": wanted, "count": len(rows), "blocks": blocks, "rows": _shown(visit, rows[: views.BLOCK])}


def _shown(visit: Visit, rows: Any) -> list[views.ShownRow]:
    return [*views.shown(visit.book, rows, drafts=visit.book.drafts(visit.reviewer))]


def _state(visit: Visit) -> dict[str, Any]:
    """What the page shows besides the list."""
    book = visit.book
    return {
        "seq": book.seq,
        "progress": views.progress(book),
        "can_undo": book.store.to_undo(visit.reviewer) is not None,
        "can_redo": book.store.to_redo(visit.reviewer) is not None,
    }


def _changes(visit: Visit, *, status: int = 200, focus: int | None = None, said: str = "", **more: Any) -> Response:
    """What has changed since the page last heard, whoever did it."""
    since = visit.number("since")
    state = _state(visit)
    rows, gone = visit.book.touched_since(since)
    focus_row = next((row for row in rows if row.id == focus), None)
    values = {"rows": _shown(visit, rows), "gone": gone, "focus": focus_row, "said": said, **state, **more}
    return visit.html("changes.html.j2", status=status, **({"conflict": None, "done": True} | values))


def _changes_since(visit: Visit) -> Response:
    from starlette.responses import Response

    if visit.number("since") == visit.book.seq:
        return Response(status_code=204)
    return _changes(visit)


def _operate(visit: Visit) -> Response:
    name, id = visit.request.path_params["operation"], int(visit.request.path_params["id"])
    versions = (one.partition(":") for one in visit.field("seen").split(","))
    seen = {actions.whole(row): actions.whole(version) for row, _, version in versions}
    t = translator(visit.lang)
    try:
        operation = actions.operation(name, visit.fields)
        entry = visit.book.perform(name, id, operation, reviewer=visit.reviewer, seen=seen)
    except CannotDo as error:
        return _changes(visit, done=False, said=t(error.reason))
    except Conflict as error:
        return _conflict(visit, name, id, error)
    after = entry.splices[0].after
    kept = next((row for row, _ in after if row == id), after[0][0])
    return _changes(visit, focus=after[-1][0] if name == "split" else kept)


def _conflict(visit: Visit, name: str, id: int, error: Conflict) -> Response:
    """Who was faster, and what was typed, which is kept as a draft."""
    t, book = translator(visit.lang), visit.book
    last = next(iter(book.store.history(error.row)), None)
    who = last.reviewer if last else "?"
    text = visit.fields.get("text")
    if name != "edit" or text is None:
        return _changes(
            visit, status=409, done=False, said=t("{who} has just changed this pair; look at it again.", who=who)
        )
    try:
        row = book.row(id)
    except Conflict:
        row = None
    if row:
        book.save_draft(visit.reviewer, id, visit.field("lang"), text)
    theirs = views.side(visit.document(visit.field("lang")), row.pair) if row else ""
    return _changes(visit, status=409, done=False, conflict={"who": who, "mine": text, "theirs": theirs, "row": row})


def _undo(visit: Visit) -> Response:
    return _replay(visit, visit.book.undo)


def _redo(visit: Visit) -> Response:
    return _replay(visit, visit.book.redo)


def _replay(visit: Visit, step: Callable[[str], Any]) -> Response:
    t = translator(visit.lang)
    try:
        entry = step(visit.reviewer)
    except CannotDo as error:
        return _changes(visit, done=False, said=t(error.reason))
    except Conflict as error:
        who = next(entry.reviewer for entry in visit.book.store.history(error.row))
        said = t("{who} has built upon this; it can't be undone any more.", who=who)
        return _changes(visit, status=409, done=False, said=said)
    touched = [id for splice in entry.splices for id, _ in splice.after]
    at = visit.fields.get("at", "")
    return _changes(visit, focus=int(at) if at in map(str, touched) else touched[0])


def _realign(visit: Visit) -> Response:
    from aligner.review.realign import realign

    t, book = translator(visit.lang), visit.book
    seq, alignment = book.snapshot()
    try:
        changes = realign(alignment, encoder=visit.desk.encoder)
        entry = book.perform_all("realign", changes, reviewer=visit.reviewer, seq=seq)
    except CannotDo:
        return _changes(visit, done=False, said=t("Nothing has changed: the alignment is the same."))
    except Conflict:
        return _changes(visit, status=409, done=False, said=t("Somebody has changed a pair meanwhile; align again."))
    except AlignerError as error:
        return _changes(visit, done=False, said=str(error))
    count = sum(len(splice.after) for splice in entry.splices)
    return _changes(visit, focus=entry.splices[0].after[0][0], said=t("Aligned anew: {count} pairs.", count=count))


def _draft(visit: Visit) -> Response:
    from starlette.responses import Response

    id = int(visit.request.path_params["id"])
    lang = visit.document(visit.field("lang")).lang
    text = None if visit.fields.get("discard") else visit.fields.get("text", "").replace("\r\n", "\n")
    visit.book.save_draft(visit.reviewer, id, lang, text)
    return Response(status_code=204)


def _panel(visit: Visit) -> Response:
    """A form about a row, or more about it."""
    from starlette.responses import PlainTextResponse

    name, book = visit.request.path_params["panel"], visit.book
    try:
        row = visit.row
    except Conflict:
        return PlainTextResponse("gone", status_code=404)
    values: dict[str, Any] = {"row": row, "place": views.place(row.pair), "review": row.pair.review or Review()}
    if name == "edit":
        lang = visit.desk.translation
        draft = book.drafts(visit.reviewer).get(row.id)
        text = draft[1] if draft and draft[0] == lang else views.side(visit.document(lang), row.pair)
        return visit.html("edit.html.j2", text=text, side=lang, drafted=draft is not None, **values)
    if name in ("confirm", "ignore"):
        wanted = visit.field("finding")
        found = next((f for f in _shown(visit, [row])[0].findings if f.id == wanted), None)
        return visit.html("decide.html.j2", verdict=name, found=found, finding=wanted, **values)
    if name == "history":
        return visit.html("history.html.j2", entries=history(book, row.id), **values)
    if name == "context":
        number = book.number(row.id)
        around = book.rows[max(0, number - 3) : number + 4]
        return visit.html("context.html.j2", rows=_shown(visit, around), **values)
    if name == "comment":
        return visit.html("comment.html.j2", **values)
    if name == "error":
        return visit.html("error.html.j2", categories=actions.CATEGORIES, severities=actions.SEVERITIES, **values)
    return PlainTextResponse("no such panel", status_code=404)


def history(book: Book, id: int) -> list[dict[str, Any]]:
    """What was done to a row, the last first: each entry with the pairs before and after as they were."""
    found = []
    for entry in book.store.history(id):
        splice = next(splice for splice in entry.splices if id in splice.ids)
        sides = ([corrected(book.pair_of(record)) for _, record in side] for side in (splice.before, splice.after))
        before, after = sides
        found.append({"entry": entry, "before": before, "after": after})
    return found


def _words(visit: Visit) -> Response:
    from starlette.responses import PlainTextResponse

    try:
        return PlainTextResponse(packed_links(*visit.book.documents, visit.row.pair))
    except Conflict:
        return PlainTextResponse("")


def _help(visit: Visit) -> Response:
    return visit.html("help.html.j2", groups=explained(), writing=WRITING)


def _reviewer(visit: Visit) -> Response:
    return visit.html("reviewer.html.j2")


def _export(visit: Visit) -> Response:
    return visit.html("export.html.j2", formats=export.formats(), progress=views.progress(visit.book))


def _download(visit: Visit) -> Response:
    from starlette.responses import PlainTextResponse, Response

    query = visit.request.query_params
    approved = query.get("what") == "approved"
    try:
        file = export.rendered(visit.book, visit.request.path_params["format"], query.get("level"), approved=approved)
    except AlignerError as error:
        return PlainTextResponse(str(error), status_code=400)
    disposition = f"attachment; filename*=UTF-8''{quote(file.name)}"
    return Response(file.data, media_type="application/octet-stream", headers={"content-disposition": disposition})


def _certificate(visit: Visit) -> Response:
    return visit.html("certificate.html.j2", certificate=certificate.certificate(visit.book))


def _certificate_json(visit: Visit) -> Response:
    from starlette.responses import JSONResponse

    return JSONResponse(certificate.certificate(visit.book).record())


def _static(visit: Visit) -> Response:
    from starlette.responses import PlainTextResponse, Response

    name = visit.request.path_params["name"]
    if name not in _FILES:
        return PlainTextResponse("no such file", status_code=404)
    package, path, kind = _FILES[name]
    return Response(static(path, package), media_type=kind)


def _icon(visit: Visit) -> Response:
    from starlette.responses import Response

    return Response(static("static/icon.svg", "aligner.review"), media_type="image/svg+xml")
