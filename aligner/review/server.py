"""The review app over HTTP: pages, parts of pages, and one address per operation.

    GET  /                          the page; /list and /block are parts of it, as far as they are near
    GET  /rows/ID/PANEL             edit, comment, error, ignore, history, context, words
    POST /rows/ID/OPERATION         does it; answers with what has changed since the page last heard (`since`)
    POST /undo /redo /realign       the same for the whole
    GET  /changes?since=N           what others have done
    GET  /export /export/FORMAT     what leaves the project; /translation, /certificate, /certificate.json

409 says that somebody has changed the pair since it was shown; nothing was done then, and a typed text is kept. What
makes no sense is answered, with data-done="0", and not done.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from aligner.page import static
from aligner.review import changing, pages
from aligner.review.actions import BadRequest
from aligner.review.visit import Desk, Visit

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response

_BODY = 4_000_000  # bytes of a form, at most
_SCRIPTS = ("rows.js", "review.js", "found.js", "htmx.min.js")
_FILES = {
    **{name: ("aligner.page", name, "text/css") for name in ("page.css", "texts.css")},
    "words.js": ("aligner.page", "words.js", "text/javascript"),
    "review.css": ("aligner.review", "static/review.css", "text/css"),
    **{name: ("aligner.review", f"static/{name}", "text/javascript") for name in _SCRIPTS},
}


Handler = Callable[[Visit], "Response"]


def application(desk: Desk) -> Starlette:
    """The app for a desk; `aligner.review.security` guards it."""
    from starlette.applications import Starlette
    from starlette.routing import Route

    def route(path: str, handler: Handler, method: str = "GET") -> Route:
        return Route(path, _endpoint(desk, handler), methods=[method])

    return Starlette(
        routes=[
            route("/", pages.page),
            route("/list", pages.listing),
            route("/block", pages.block),
            route("/changes", changing.since),
            route("/static/{name}", _static),
            route("/favicon.ico", _icon),
            route("/help", pages.keys),
            route("/reviewer", pages.reviewer),
            route("/export", pages.exports),
            route("/export/{format}", pages.download),
            route("/translation", pages.translation),
            route("/certificate", pages.certified),
            route("/certificate.json", pages.certified_json),
            route("/rows/{id:int}/words", pages.words),
            route("/rows/{id:int}/{panel}", pages.panel),
            route("/undo", changing.undo, "POST"),
            route("/redo", changing.redo, "POST"),
            route("/realign", changing.realign, "POST"),
            route("/rows/{id:int}/draft", changing.draft, "POST"),
            route("/rows/{id:int}/{operation}", changing.operate, "POST"),
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
        except BadRequest as error:
            return PlainTextResponse(str(error), status_code=400)

    return endpoint


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
