"""The operations by name, as the page sends them: fields of a form become an operation on a pair."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from aligner.records import Lang, MqmError, MqmSeverity
from aligner.review import operations, structure
from aligner.review.book import Operation
from aligner.review.change import CannotDo

Fields = Mapping[str, str]

SEVERITIES: tuple[MqmSeverity, ...] = ("neutral", "minor", "major", "critical")

#: Error types of MQM (themqm.org), the ones that translators use.
CATEGORIES = (
    "accuracy/mistranslation",
    "accuracy/omission",
    "accuracy/addition",
    "accuracy/untranslated",
    "terminology",
    "linguistic-conventions/grammar",
    "linguistic-conventions/spelling",
    "linguistic-conventions/punctuation",
    "style",
    "locale-conventions",
    "audience-appropriateness",
    "design-and-markup",
    "other",
)


class BadRequest(ValueError):
    """A form that no page of ours sends."""


def operation(name: str, fields: Fields) -> Operation:
    """The operation of that name; BadRequest where there is none, or a field is missing or senseless."""
    try:
        return OPERATIONS[name](fields)
    except (KeyError, ValueError) as error:
        raise BadRequest(f"{name}: {error}") from error


def whole(text: str) -> int:
    """A whole number; BadRequest where it is none."""
    try:
        return int(text)
    except ValueError as error:
        raise BadRequest(str(error)) from error


def _edit(fields: Fields) -> Operation:
    lang, text = _lang(fields), fields["text"].replace("\r\n", "\n")
    return lambda alignment, number: operations.edit(alignment, number, lang, text)


def _comment(fields: Fields) -> Operation:
    text = fields["text"].replace("\r\n", "\n")
    return lambda alignment, number: operations.comment(alignment, number, text)


def _error(fields: Fields) -> Operation:
    severity = next((s for s in SEVERITIES if s == fields["severity"]), None)
    if fields["category"] not in CATEGORIES or severity is None:
        raise ValueError("no such category or severity")
    error = MqmError(fields["category"], severity, fields["note"].strip())
    return lambda alignment, number: operations.add_error(alignment, number, error)


def _remove_error(fields: Fields) -> Operation:
    place = int(fields["place"])
    return lambda alignment, number: operations.remove_error(alignment, number, place)


def _confirm(fields: Fields) -> Operation:
    finding, reason = fields["finding"], fields.get("text", "")
    return lambda alignment, number: operations.decide(alignment, number, finding, "confirmed", reason)


def _ignore(fields: Fields) -> Operation:
    finding, reason = fields["finding"], fields["text"]
    return lambda alignment, number: operations.decide(alignment, number, finding, "ignored", reason)


def _undecide(fields: Fields) -> Operation:
    finding = fields["finding"]
    return lambda alignment, number: operations.decide(alignment, number, finding, None)


def _merge_up(fields: Fields) -> Operation:
    def merge(alignment, number):  # type: ignore[no-untyped-def]
        if not number:
            raise CannotDo("no previous pair")
        return structure.merge(alignment, number - 1)

    return merge


def _split(fields: Fields) -> Operation:
    lang, sentence = _lang(fields), _sentence(fields)
    return lambda alignment, number: structure.split(alignment, number, lang, sentence)


def _move(*, up: bool) -> Callable[[Fields], Operation]:
    def made(fields: Fields) -> Operation:
        lang, sentence = _lang(fields), _sentence(fields)
        return lambda alignment, number: structure.move(alignment, number, lang, sentence, up=up)

    return made


def _unlink(fields: Fields) -> Operation:
    lang, sentence = _lang(fields), _sentence(fields) if fields.get("sentence") else None
    return lambda alignment, number: structure.unlink(alignment, number, lang, sentence)


def _link(fields: Fields) -> Operation:
    lang, sentence = _lang(fields), _sentence(fields) if fields.get("sentence") else None
    return lambda alignment, number: structure.link(alignment, number, lang, sentence)


OPERATIONS: Mapping[str, Callable[[Fields], Operation]] = {
    "approve": lambda fields: lambda alignment, number: operations.set_status(alignment, number, "approved"),
    "reject": lambda fields: lambda alignment, number: operations.set_status(alignment, number, "rejected"),
    "reopen": lambda fields: lambda alignment, number: operations.set_status(alignment, number, "open"),
    "edit": _edit,
    "comment": _comment,
    "error": _error,
    "remove-error": _remove_error,
    "confirm": _confirm,
    "ignore": _ignore,
    "undecide": _undecide,
    "merge": lambda fields: structure.merge,
    "merge-up": _merge_up,
    "split": _split,
    "up": _move(up=True),
    "down": _move(up=False),
    "unlink": _unlink,
    "link": _link,
}


def _lang(fields: Fields) -> Lang:
    lang = fields.get("lang") or "ru"
    if lang == "en":
        return "en"
    if lang == "ru":
        return "ru"
    raise ValueError(f"no language {lang!r}")


def _sentence(fields: Fields) -> int:
    if not fields.get("sentence"):
        raise CannotDo("choose a sentence")
    return int(fields["sentence"])
