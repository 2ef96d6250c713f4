"""The rules that tell where a sentence ends, in the order they are asked.

Each rule knows one fact of the language and answers JOIN, SPLIT or None (no opinion). The first answer counts;
without any the candidate splits. A new rule is a function, its place in `RULES` and golden lines.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from aligner.abbreviations import Abbreviation, Tables
from aligner.records import Lang

JOIN, SPLIT = False, True
Rule = Callable[["Candidate"], bool | None]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place where a sentence may end, and what stands around it."""

    lang: Lang
    tables: Tables
    sentence: str  # the first characters of the sentence that would end here
    left: str  # before the mark, at most REACH characters, not before the sentence
    mark: str
    closers: str
    notes: str
    gap: str
    right: str  # after the gap, at most REACH characters
    word: str  # the last word before the mark; "" after a number or a sign
    openers: str  # quotes, brackets and a dash before the next word
    dash: bool  # a dash opens what follows
    next: str  # the next word; "" where a sign follows
    rest: str  # from the next word on
    abbreviation: Abbreviation | None
    whole: bool  # `sentence` is all of the sentence, up to the mark


_CLOSING_SIGN = frozenset(",;:.!?…%/)]}»”’")
_MISSING_SPACE = re.compile(r"(?:[^\W\d_][^\W\d_]|[»”\")\]]|\d{4})$")
_ADDRESS = re.compile(r"[/\\@:_]|www|\w\.\w")
_PARTICLE = re.compile(
    r"""(?: (?: al|el|an|ar|as|ash|at|ad|аль|эль|ан|ас|аш|ад )-
          | (?: von|van|de|der|du|di|da|ibn|bin|фон|ван|де|дер|ибн|бин )\s (?: \w{2,3}\s )? )
        [^\W\d_a-zа-яё]
        | (?: [^\W\d_] | [ivx]{2,4} )\)\s+[^\W\d_a-zа-яё]
        | [a-z][A-Z]""",
    re.VERBOSE,
)
_MARKER = re.compile(
    r"""(?: ^ | [:;]\s+ ) [«„“"'(\[\s—–-]*
        (?: (?: chapter|part|section|article|annex|appendix
            | глава|часть|раздел|статья|приложение|пункт ) \s+ )?
        \(? (?: \d{1,3} (?:\.(?:\d{1,3}|[a-zа-яё]))* | [^\W\d_] | [ivxlІХ]{1,6} ) \)? $""",
    re.VERBOSE | re.IGNORECASE,
)
_LETTER = re.compile(
    r"""(?: ^ | [\s.«„“"'(\[—–-] )
        (?: [^\W\d_a-zа-яё] | Дж | Ch|Chr|Th|Ph|Yu|Ya|Kh|Sh|Zh )$""",
    re.VERBOSE,
)
_NUMBER_BEFORE = re.compile(r"(?:\d|\d-?[а-яё]{1,3}|\b[IVXLCХІ]+|[½¼¾])\s*$")
_NUMBER_AFTER = re.compile(
    r"""[(«"“]* (?: [№#§] | \d | Nos?\. | [IVXLCХІ]{2,}\b | [VXХІ]\b | [^\W\d_]{1,2}[»")] | [^\W\d_][.,;)]
        | [A-ZА-Я]{1,5}[/.-]?\d | [A-ZА-Я]{1,5}/ )""",
    re.VERBOSE,
)
_DATE_AFTER = re.compile(r"\d{1,2}\s?\.\s?\d{2,4}\b|\d{4}\b")
_ADVERBIAL = re.compile(
    r"""(?: at|by|on|in|until|till|before|after|since|from|about
          | в|во|с|к|ко|до|после|на|по|от|около|осенью|весной|летом|зимой
          | \d{1,2}\s(?:янв|февр|мар|апр|мая|июн|июл|авг|сент|окт|нояб|дек)[а-я]* )
        \s (?!.*,\s) [^.!?…]*$""",
    re.VERBOSE | re.IGNORECASE,
)
_SAID = re.compile(
    r"""(?!(?:He|She|They|We|It|You)\b) (?:[A-Z][\w’'.-]*\s){1,4}
        (?: said|says|asked|asks|replied|told|added|cried|answered|exclaimed|wrote|shouted|wondered|reported
          | explained|declared|remarked )\b""",
    re.VERBOSE,
)
_PLACE = re.compile(r"\d|//|(?:М|Л|СПб|N\.\s?Y|L)\.\s?[:,;]|(?:[СсP]|Pp|pp?)\.\s?\d|(?:Т|Кн|Ч|Вып)\.\s\d")


def nothing_follows(c: Candidate) -> bool | None:
    """Signs alone (an emoji, a rule of dashes) make no sentence."""
    return None if any(map(str.isalnum, c.right)) else JOIN


def sign_follows(c: Candidate) -> bool | None:
    """A comma, another mark or a closing sign continues the sentence."""
    return JOIN if c.rest[:1] in _CLOSING_SIGN else None


def lonely_mark(c: Candidate) -> bool | None:
    """A mark at the start, or alone in brackets, ends nothing: "…and then", "(!)", "[…]"."""
    before = c.left.rstrip()
    return JOIN if not before.strip("«„“\"‘'([{—–- ") or (before[-1] in "([" and c.closers) else None


def missing_space(c: Candidate) -> bool | None:
    """Without a space only a small letter, a mark and a capital part: «завершены.Стороны», not "mid.ru"."""
    if c.gap or c.notes:
        return None
    if not c.next[:1].isupper() or c.next[1:2].isupper():
        return JOIN
    token = c.left.rsplit(None, 1)[-1] if c.left else ""
    joined = c.mark == "." and (_ADDRESS.search(token) or c.word in c.tables.dotted_names)
    return None if _MISSING_SPACE.search(c.left + c.closers) and not joined else JOIN


def small_letter_follows(c: Candidate) -> bool | None:
    """No sentence begins with a small letter, except with a name: "al-Asad", "von Braun"; or with "(b)"."""
    return JOIN if c.next[:1].islower() and not _PARTICLE.match(c.rest) else None


def marker(c: Candidate) -> bool | None:
    """A number stays with what it counts: "1. Both sides", «Статья 5. Стороны», «решили: 1. Создать»."""
    inside = ":" in c.left or ";" in c.left
    return JOIN if c.mark == "." and (c.whole or inside) and _MARKER.search(c.left) else None


def dash_after_abbreviation(c: Candidate) -> bool | None:
    """A dash after an abbreviation goes on: «1941 г. — начало»."""
    return JOIN if c.abbreviation and c.dash else None


def abbreviation_never_final(c: Candidate) -> bool | None:
    """Mr., т.е., им."""
    return JOIN if c.abbreviation and c.abbreviation.kind == "never" else None


def abbreviation_or_unit(c: Candidate) -> bool | None:
    """«См. ст. 5», «с. Ивановка» go on; after a number it is a unit: «10 см. Затем»."""
    if not c.abbreviation or c.abbreviation.kind != "unit":
        return None
    return None if number_before(c) and not _NUMBER_AFTER.match(c.right) else JOIN


def abbreviation_before_number(c: Candidate) -> bool | None:
    """No. 5, art. IV, док. S/2015/1015."""
    if not c.abbreviation or c.abbreviation.kind != "number":
        return None
    label = len(c.next) == 1 and c.next.isupper() and c.next not in c.tables.starters
    return JOIN if label or _NUMBER_AFTER.match(c.right) else None


def abbreviation_before_starter(c: Candidate) -> bool | None:
    """U.S., Inc., тыс.: final only before a word that begins sentences, or speech."""
    if not c.abbreviation or c.abbreviation.kind != "starter":
        return None
    return SPLIT if starts_sentence(c) else JOIN


def year_or_century(c: Candidate) -> bool | None:
    """г., гг., в.: «г. Москва» and «В 2020 г. Россия» go on, «в 2002 г. Она» ends."""
    if not c.abbreviation or c.abbreviation.kind != "year":
        return None
    return SPLIT if number_before(c) and starts_sentence(c) else JOIN


def abbreviation_unless(c: Candidate) -> bool | None:
    """p.m., долл.: final, but not in "6 p.m. Moscow time", «долл. США», "At 6 p.m. Mr. Lee left"."""
    if not c.abbreviation or c.abbreviation.kind != "unless":
        return None
    named = c.rest[len(c.next) :].startswith(".") or not starts_sentence(c)
    return JOIN if c.next in c.abbreviation.unless or (named and opens_with_adverbial(c)) else SPLIT


def initial(c: Candidate) -> bool | None:
    """A capital letter is an initial ("S. Lavrov", «В. В. Путин») unless a word labels it ("vitamin C.")."""
    if c.mark != "." or not _LETTER.search(c.left):
        return None
    before = c.left[: -len(c.word)].split()
    if before and c.tables.labels(before[-1]):
        return SPLIT
    starter = c.next in c.tables.starters and not c.rest[len(c.next) :].startswith(".")
    return SPLIT if starter and not c.closers else JOIN


def spaced_date(c: Candidate) -> bool | None:
    """«13. 11. 2002»."""
    return (
        JOIN
        if c.mark == "." and c.left[-1:].isdigit() and _DATE_AFTER.match(c.right) and not c.left[-4:].isdigit()
        else None
    )


def bibliography(c: Candidate) -> bool | None:
    """«— М.: Наука, 2002. — 350 с.»: a dash before a number or a place of publication goes on."""
    return JOIN if c.dash and _PLACE.match(c.rest) else None


def short_brackets(c: Candidate) -> bool | None:
    """Inside short brackets nothing ends: "(see the Treaty. Article 5)"."""
    opened = c.left.rfind("(")
    if opened < 0 or ")" in c.left[opened:] + c.closers or not c.left[:opened].strip("«„“\"‘' "):
        return None
    return JOIN if ")" in c.right and "(" not in c.right.partition(")")[0] else None


def attribution(c: Candidate) -> bool | None:
    """'"Why?" Lavrov asked.': after a quoted question or cry a named speaker goes on."""
    return JOIN if c.closers and c.mark[-1] in "!?" and _SAID.match(c.rest) else None


def title(c: Candidate) -> bool | None:
    """«роман «Что делать?» Чернышевского»: a name in guillemets, not speech after a colon, goes on."""
    opened = c.left.rfind("«")
    if "»" not in c.closers or c.mark[-1] not in "!?" or not c.left[:opened].rstrip()[-1:].isalpha():
        return None
    return JOIN if opened >= 0 and not starts_sentence(c) else None


def number_before(c: Candidate) -> bool:
    """A number stands before the last word: «2002 г.», «90-е гг.», «XX в.»."""
    return _NUMBER_BEFORE.search(c.left[: -len(c.word)]) is not None


def starts_sentence(c: Candidate) -> bool:
    """The next word begins sentences, or a quotation begins that is too long for a name."""
    speech = c.openers.endswith(("«", "„", "“", '"')) and not any(quote in c.rest for quote in '»“”"')
    return c.next in c.tables.starters or speech


def opens_with_adverbial(c: Candidate) -> bool:
    """The sentence so far is only a time: "At 6 p.m.", «В V в. до н. э.»."""
    return c.whole and _ADVERBIAL.match(c.sentence.replace(". ", " ").replace(".", "")) is not None


RULES: tuple[Rule, ...] = (
    nothing_follows,
    sign_follows,
    lonely_mark,
    missing_space,
    small_letter_follows,
    marker,
    dash_after_abbreviation,
    abbreviation_never_final,
    abbreviation_or_unit,
    abbreviation_before_number,
    abbreviation_before_starter,
    year_or_century,
    abbreviation_unless,
    initial,
    spaced_date,
    bibliography,
    short_brackets,
    attribution,
    title,
)


def is_boundary(c: Candidate) -> bool:
    """Ask the rules in their order."""
    for rule in RULES:
        answer = rule(c)
        if answer is not None:
            return answer
    return SPLIT
