"""A condition that lost its "not" on the way: "unless it rains" / «если пойдёт дождь»."""

import re
from collections.abc import Iterator

from aligner.records import Lang, Span

_UNLESS = re.compile(r"\bunless\b[^,;:.]*", re.I)
_IF = re.compile(r"\bесли\b[^,;:.]*", re.I)
_IF_NOT = re.compile(r"\b(?:кроме|только|лишь|разве|иначе|за исключением)\b", re.I)
_DENIES: dict[Lang, re.Pattern[str]] = {
    "en": re.compile(r"\b(?:not|never|no|nor|none|nobody|nothing|neither|cannot)\b|n['’]t\b", re.I),
    "ru": re.compile(r"\b(?:не|нет|ни|нельзя|без|запре\w*|никто|ничто)\b", re.I),
}


def lost_conditions(en: str, ru: str) -> Iterator[Span]:
    """Where "unless" stands for which the Russian has «если» without a «не»: "Come unless it rains" / «если дождь».

    It may say the same with the main clause turned round: "not liable unless" / «отвечает, если».
    """
    unless, condition = _UNLESS.search(en), _IF.search(ru)
    if not unless or not condition or _DENIES["ru"].search(condition[0]) or _IF_NOT.search(ru):
        return
    sides: tuple[tuple[Lang, str, re.Match[str]], ...] = (("en", en, unless), ("ru", ru, condition))
    denied = [bool(_DENIES[lang].search(f"{text[: it.start()]} {text[it.end() :]}")) for lang, text, it in sides]
    if denied[0] == denied[1]:
        yield unless.start(), unless.start() + len("unless")
