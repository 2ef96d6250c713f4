"""The page and its parts: the list in blocks, panels about a pair, help, what can be downloaded."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from aligner.errors import AlignerError
from aligner.page.people import place
from aligner.pairs import corrected
from aligner.records import Review
from aligner.review import actions, certificate, export, views
from aligner.review.book import Book
from aligner.review.commands import WRITING, buttons, explained, keymap
from aligner.review.rows import Conflict, Row
from aligner.review.visit import Visit

if TYPE_CHECKING:
    from starlette.responses import Response


def page(visit: Visit) -> Response:
    book, wanted = visit.book, views.Filter.of(visit.request.query_params)
    response = visit.html(
        "page.html.j2",
        **_listed(visit, wanted),
        names=[document.name for document in book.documents],
        checks=views.checks(book),
        shown=[*views.SHOWN],
        groups=buttons(),
        keymap=json.dumps(keymap()),
        **state(visit),
    )
    if visit.request.query_params.get("ui") in ("en", "ru"):
        response.set_cookie("ui", visit.lang, samesite="strict")
    return response


def listing(visit: Visit) -> Response:
    wanted = views.Filter.of(visit.request.query_params)
    response = visit.html("list.html.j2", **_listed(visit, wanted))
    query = {
        key: value for key, value in visit.request.query_params.items() if value and (key, value) != ("show", "all")
    }
    response.headers["HX-Replace-Url"] = "/?" + "&".join(f"{quote(k)}={quote(v)}" for k, v in query.items())
    return response


def block(visit: Visit) -> Response:
    wanted = views.Filter.of(visit.request.query_params)
    start, stop = (_key(visit.field(name)) for name in ("from", "to"))
    rows = views.in_block(views.listed(visit.book, wanted), wanted, start, stop)
    return visit.html("rows.html.j2", rows=shown(visit, rows))


def _key(text: str) -> views.Key:
    confidence, _, position = text.partition("_")
    try:
        return float(confidence), int(position)
    except ValueError as error:
        raise actions.BadRequest(str(error)) from error


def _listed(visit: Visit, wanted: views.Filter) -> dict[str, Any]:
    rows = views.listed(visit.book, wanted)
    blocks = views.blocks(rows, wanted)
    return {"wanted": wanted, "count": len(rows), "blocks": blocks, "rows": shown(visit, rows[: views.BLOCK])}


def shown(visit: Visit, rows: Sequence[Row]) -> list[views.ShownRow]:
    return [*views.shown(visit.book, rows, drafts=visit.book.drafts(visit.reviewer))]


def state(visit: Visit) -> dict[str, Any]:
    """What the page shows besides the list."""
    book = visit.book
    return {
        "seq": book.seq,
        "progress": views.progress(book),
        "can_undo": book.store.to_undo(visit.reviewer) is not None,
        "can_redo": book.store.to_redo(visit.reviewer) is not None,
    }


def panel(visit: Visit) -> Response:
    """A form about a row, or more about it."""
    from starlette.responses import PlainTextResponse

    name, book = visit.request.path_params["panel"], visit.book
    try:
        row = visit.row
    except Conflict:
        return PlainTextResponse("gone", status_code=404)
    values: dict[str, Any] = {"row": row, "place": place(row.pair), "review": row.pair.review or Review()}
    if name == "edit":
        lang = visit.desk.translation
        draft = book.drafts(visit.reviewer).get(row.id)
        text = draft[1] if draft and draft[0] == lang else views.side(visit.document(lang), row.pair)
        return visit.html("edit.html.j2", text=text, side=lang, drafted=draft is not None, **values)
    if name == "ignore":
        wanted = visit.field("finding")
        found = next((f for f in shown(visit, [row])[0].findings if f.id == wanted), None)
        return visit.html("ignore.html.j2", found=found, finding=wanted, **values)
    if name == "history":
        return visit.html("history.html.j2", entries=history(book, row.id), **values)
    if name == "context":
        number = book.number(row.id)
        around = book.rows[max(0, number - 3) : number + 4]
        return visit.html("context.html.j2", rows=shown(visit, around), **values)
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


def words(visit: Visit) -> Response:
    from starlette.responses import PlainTextResponse

    from aligner.page.words import packed_links

    try:
        return PlainTextResponse(packed_links(*visit.book.documents, visit.row.pair))
    except Conflict:
        return PlainTextResponse("")


def keys(visit: Visit) -> Response:
    return visit.html("help.html.j2", groups=explained(), writing=WRITING)


def reviewer(visit: Visit) -> Response:
    return visit.html("reviewer.html.j2")


def exports(visit: Visit) -> Response:
    return visit.html("export.html.j2", groups=export.formats(), progress=views.progress(visit.book))


def translation(visit: Visit) -> Response:
    return _attached(export.translation(visit.book, visit.desk.translation))


def download(visit: Visit) -> Response:
    from starlette.responses import PlainTextResponse

    query = visit.request.query_params
    approved = query.get("what") == "approved"
    try:
        file = export.rendered(visit.book, visit.request.path_params["format"], query.get("level"), approved=approved)
    except AlignerError as error:
        return PlainTextResponse(str(error), status_code=400)
    return _attached(file)


def _attached(file: export.File) -> Response:
    from starlette.responses import Response

    disposition = f"attachment; filename*=UTF-8''{quote(file.name)}"
    return Response(file.data, media_type="application/octet-stream", headers={"content-disposition": disposition})


def certified(visit: Visit) -> Response:
    return visit.html("certificate.html.j2", certificate=certificate.certificate(visit.book))


def certified_json(visit: Visit) -> Response:
    from starlette.responses import JSONResponse

    return JSONResponse(certificate.certificate(visit.book).record())
