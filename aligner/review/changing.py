"""What changes a project: operations, undo and redo, aligning again, drafts; and what has changed, for the page."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from aligner.errors import AlignerError
from aligner.review import actions, views
from aligner.review.change import CannotDo
from aligner.review.pages import shown, state
from aligner.review.phrases import translator
from aligner.review.rows import Conflict
from aligner.review.store import Entry
from aligner.review.visit import Visit

if TYPE_CHECKING:
    from starlette.responses import Response


def _changes(
    visit: Visit, *, status: int = 200, focus: int | None = None, said: str = "", also: int = 0, **more: object
) -> Response:
    """What has changed since the page last heard, whoever did it; and row `also`, which it may show as it was."""
    since = visit.number("since")
    now = state(visit)
    rows, gone = visit.book.touched_since(since)
    if also and also not in gone and all(row.id != also for row in rows):
        rows.append(visit.book.row(also))
    focus_row = next((row for row in rows if row.id == focus), None)
    values = {"rows": shown(visit, rows), "gone": gone, "focus": focus_row, "said": said, **now, **more}
    return visit.html("changes.html.j2", status=status, **({"conflict": None, "done": True} | values))


def since(visit: Visit) -> Response:
    from starlette.responses import Response

    if visit.number("since") == visit.book.seq:
        return Response(status_code=204)
    return _changes(visit)


def operate(visit: Visit) -> Response:
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
    row = book.find(id)
    also = error.row if book.find(error.row) else 0
    if name != "edit" or text is None:
        said = t("{who} has just changed this pair; look at it again.", who=who)
        return _changes(visit, status=409, done=False, said=said, also=also)
    document = visit.document(visit.field("lang"))
    if row:
        book.save_draft(visit.reviewer, id, document.lang, text)
    theirs = views.side(document, row.pair) if row else ""
    conflict = {"who": who, "mine": text, "theirs": theirs, "row": row}
    return _changes(visit, status=409, done=False, conflict=conflict, also=also)


def undo(visit: Visit) -> Response:
    return _replay(visit, visit.book.undo)


def redo(visit: Visit) -> Response:
    return _replay(visit, visit.book.redo)


def _replay(visit: Visit, step: Callable[[str], Entry]) -> Response:
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


def realign(visit: Visit) -> Response:
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


def draft(visit: Visit) -> Response:
    from starlette.responses import Response

    id = int(visit.request.path_params["id"])
    lang = visit.document(visit.field("lang")).lang
    text = None if visit.fields.get("discard") else visit.fields.get("text", "").replace("\r\n", "\n")
    visit.book.save_draft(visit.reviewer, id, lang, text)
    return Response(status_code=204)
