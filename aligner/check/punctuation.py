"""Marks that lost their partner or their meaning on the way. Check `punctuation`.

Unbalanced quotation marks and brackets, a question that became a statement, an ellipsis that went. A mark is held
against one side only when the other side is in order: a quotation that opens in one paragraph and ends in another is
open in both texts. One that may well go on beyond the text is only worth a glance, unless the neighbours are known and
have no rest of it: «Да, — сказал он. / — Пойдём».
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from aligner.check.texts import PairTexts
from aligner.records import Finding, Lang, Severity, Span

_PAIRS = {"(": ")", "[": "]", "{": "}", "«": "»", "“": "”", "„": "“"}
_MARK = re.compile(r"[()\[\]{}«»“”„\"]")
_LABEL = re.compile(r"(?:^|(?<=[\s;,:]))\w{1,4}\)", re.M)  # a), 12): closes nothing
_SMILE = re.compile(r"[:;=]-?[()]+|(?<=[\w.!?…])[()]{2,}(?=\s|$)|(?<=[.!?…\w]) ?\)(?=$)")
_INCHES = re.compile(r"(?<=\d)[\"”]|(?<=s)\"(?= [a-z])")  # also a lost apostrophe: the Lakers" game
_SAID = re.compile(r"[,!?…][\"»]?\s+[—–-]\s+\w")  # «Да, — сказал он
_BOTH_CLOSED = re.compile(r"»(?:[,.;:!?…)]|\s[—–-]|\s*$)")  # «А «Б» is closed by one mark where both end
_LAST = re.compile(r"([.!?…])[\"»”’')\]\s]*$")
_QUESTION = re.compile(r"\?")
_QUOTED_QUESTION = re.compile(r"\w[:,]?\s['\"“‘][^?]*\?['\"”’]")
_ASKED = re.compile(r"[\w»],?\s[—–-]\s(?:спро|поинтересов|осведом)", re.I)  # «Почему ты молчишь, — спросила она.»
_WHETHER = re.compile(r"\bли\b")
_OPEN_END = re.compile(r"[a-zа-яё]$")
_SENTENCE = 4  # words from which a text without a full stop is no heading
_ELLIPSIS = re.compile(r"\.{3}|…")
_QUOTES = '«»“”„"'
_SINGLE = re.compile(r"(?<!\w)['‘](?=\w)|(?<![sзs])['’](?!\w)")
_SINGLE_MARK = re.compile(  # behind an s it may be a genitive: the players' minds
    r"(?P<opens>(?<!\w)['‘](?=\w))|(?P<closes>(?<=[^\s'’‘sз])['’](?!\w)|(?<=[sз])['’](?=[.,;:!?)]|\s*$))"
)
_PARAGRAPH_QUOTE = re.compile(r"\n\s*[«“\"]")  # each paragraph of a long quotation may open it again
_NAMES: dict[Lang, str] = {"en": "English", "ru": "Russian"}


class _Fault(NamedTuple):
    """A bracket or quotation mark without its partner."""

    mark: str
    span: Span


def punctuation(pair: PairTexts) -> Iterator[Finding]:
    """Unbalanced marks, lost questions and ellipses, broken-off sentences."""
    yield from _unbalanced(pair)
    yield from _question(pair)
    yield from _ellipsis(pair)
    yield from _broken_off(pair)


def _unbalanced(pair: PairTexts) -> Iterator[Finding]:
    en, ru = _faults(pair.en), _faults(pair.ru)
    for group in ("()[]{}", '«»“”„"'):
        faults: dict[Lang, list[_Fault]] = {
            "en": [fault for fault in en if fault.mark in group],
            "ru": [fault for fault in ru if fault.mark in group],
        }
        if bool(faults["en"]) == bool(faults["ru"]):
            continue
        lang: Lang = "en" if faults["en"] else "ru"
        fault = faults[lang][0]
        if group == _QUOTES and not _same_quotations(pair, lang, fault):
            continue
        message = f"“{fault.mark}” has no partner in the {_NAMES[lang]}."
        runs_on = group == _QUOTES and len(faults[lang]) == 1 and _runs_on(fault, pair, lang)
        yield _finding("info" if runs_on else "warning", message, lang, fault.span)


def _runs_on(fault: _Fault, pair: PairTexts, lang: Lang) -> bool:
    """Whether the quotation may have begun before the text, or go on behind it."""
    text = pair.text(lang)
    before, after = text[: fault.span[0]], text[fault.span[1] :]
    opens = fault.mark in _PAIRS or (fault.mark == '"' and after[:1].strip() != "" and not before[-1:].strip())
    rest = after if opens else before
    if any(mark in rest for mark in _QUOTES) or (lang == "ru" and not (opens and _SAID.search(after))):
        return False
    near = [texts for place, texts in pair.neighbours() if place == ("next" if opens else "previous")]
    return not near or any(_faults(texts.text(lang)) for texts in near)


def _faults(text: str) -> list[_Fault]:
    """Marks without a partner, in order; a mark that closes an outer pair leaves the inner ones open."""
    found = _without_partner(text, set())
    if not found:
        return found
    skipped = {i for p in (_LABEL, _SMILE, _INCHES) for m in p.finditer(text) for i in range(*m.span())}
    skipped -= {i for m in _LABEL.finditer(text) for i in range(*m.span()) if text[i] == ")" and "(" in text[:i]}
    return _without_partner(text, skipped)


def _without_partner(text: str, skipped: set[int]) -> list[_Fault]:
    open_marks: list[_Fault] = []
    faults: list[_Fault] = []
    straight: list[_Fault] = []
    for match in _MARK.finditer(text):
        mark, index = match[0], match.start()
        here = _Fault(mark, match.span())
        if index in skipped:
            continue
        if mark == '"':
            straight.append(here)
        elif open_marks and _closes(mark, open_marks):
            inner = _partner(mark, open_marks)
            both = mark == "»" and "»" not in text[index + 1 :] and _BOTH_CLOSED.match(text, index)
            if both and [fault.mark for fault in open_marks[inner - 1 : inner]] == ["«"]:
                inner -= 1
            del open_marks[inner:]
        elif mark in _PAIRS:
            open_marks.append(here)
        elif mark in ")]}»”":
            faults.append(here)
    return sorted([*faults, *open_marks, *(straight[-1:] if len(straight) % 2 else [])], key=lambda f: f.span)


def _closes(mark: str, open_marks: list[_Fault]) -> bool:
    return any(_PAIRS[fault.mark] == mark for fault in open_marks)


def _partner(mark: str, open_marks: list[_Fault]) -> int:
    return max(i for i, fault in enumerate(open_marks) if _PAIRS[fault.mark] == mark)


def _same_quotations(pair: PairTexts, faulty: Lang, fault: _Fault) -> bool:
    """Both sides have as many quotations, the faulty one counted too: none became reported speech or dialogue.

    A quotation that goes on beyond the text can't be counted. Names of firms and ships have quotation marks in Russian
    alone, which open behind a word.
    """
    text, other = (pair.en, pair.ru) if faulty == "en" else (pair.ru, pair.en)
    if _PARAGRAPH_QUOTE.search(text):
        return False
    angles, marks = "«" in text or "»" in text, sum(text.count(mark) for mark in _QUOTES)
    others = sum(other.count(mark) for mark in _QUOTES)
    if _SINGLE.search(pair.en):
        return faulty == "ru" and angles and _all_closed(pair.en)
    if not angles:
        return marks + 1 == others
    return others > 0 or _names_something(fault, text)


def _all_closed(text: str) -> bool:
    """Whether each 'single' quotation that opens in a text ends in it, and the other way round."""
    depth = 0
    for mark in _SINGLE_MARK.finditer(text):
        depth += 1 if mark.lastgroup == "opens" else -1
        if depth not in (0, 1):
            return False
    return depth == 0


def _names_something(fault: _Fault, text: str) -> bool:
    """Whether a mark opens right behind a word, or closes right in front of one: газета «Новый экспресс» пишет."""
    if fault.mark in _PAIRS:
        return re.search(r"\w\s$", text[: fault.span[0]]) is not None
    return re.match(r"\s[а-яё]", text[fault.span[1] :]) is not None


def _question(pair: PairTexts) -> Iterator[Finding]:
    """Sentences that ask, in one language only; one in the middle of a sentence may be reported speech elsewhere."""
    ends = [(_LAST.search(pair.en[slice(*en)]), _LAST.search(pair.ru[slice(*ru)])) for en, ru in pair.units]
    differing = any(en and ru and (en[1] == "?") != (ru[1] == "?") for en, ru in ends)
    if _QUOTED_QUESTION.search(pair.en) and _WHETHER.search(pair.ru):  # "He asked: 'May I?'" / «спросил, можно ли ему»
        differing = False
    differing = differing or (_ASKED.search(pair.ru) is not None and "?" in pair.en)
    sides: tuple[tuple[Lang, Lang], ...] = (("en", "ru"), ("ru", "en"))
    for lang, other in sides:
        marks = list(_QUESTION.finditer(pair.text(lang)))
        if marks and "?" not in pair.text(other):
            message = f"A question in the {_NAMES[lang]}, none in the {_NAMES[other]}."
            yield _finding("warning" if differing else "info", message, lang, marks[-1].span())


def _ellipsis(pair: PairTexts) -> Iterator[Finding]:
    sides: tuple[tuple[Lang, Lang], ...] = (("en", "ru"), ("ru", "en"))
    for lang, other in sides:
        marks = list(_ELLIPSIS.finditer(pair.text(lang)))
        if marks and not _ELLIPSIS.search(pair.text(other)):
            yield _finding("info", f"An ellipsis in the {_NAMES[lang]} only.", lang, marks[-1].span())


def _broken_off(pair: PairTexts) -> Iterator[Finding]:
    """A text that ends without a mark, where the other one is a sentence."""
    sides: tuple[tuple[Lang, Lang], ...] = (("en", "ru"), ("ru", "en"))
    for lang, other in sides:
        text = pair.text(lang).rstrip()
        if len(text.split()) >= _SENTENCE and _OPEN_END.search(text) and _LAST.search(pair.text(other)):
            message = f"No full stop at the end of the {_NAMES[lang]}."
            yield _finding("warning" if lang == "ru" else "info", message, lang, (len(text) - 1, len(text)))


def _finding(severity: Severity, message: str, lang: Lang, span: Span) -> Finding:
    en, ru = ((span,), ()) if lang == "en" else ((), (span,))
    return Finding("punctuation", severity, message, en, ru, "punctuation")
