"""A negation that the other side does not have. Check `negation`.

A translator says "no" in many ways: "failed to agree" is «не договорились», "unclear" «не ясно», "hardly" «почти не».
So all negative words of a sentence and of its translation (`aligner.check.negatives`) are matched, the nearest ones
first, where near means: the denied words stand for each other. A plain negation (not, never; не, нет) may answer one
at any distance, a lexical one (fail, un-; отказ-) only near by, and only if it is not itself the translation of
something else. A negation that nothing answers is the surer a slip the surer the denied word has a counterpart ("did
not sign" / «подписали») and the closer the whole sentence is translated; else it may be put in another way.

A Russian «никогда» or «никто» that has a verb but no «не» has lost it, whatever the English says.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from aligner.check.antonyms import has_contrary
from aligner.check.links import CONTENT, WordLinks, word_links
from aligner.check.negatives import ASKING, PREFIX, Negative, any_asking, lone_pronouns, negatives
from aligner.check.opposites import is_prefixed, lost_conditions, reversed_words
from aligner.check.texts import PairTexts
from aligner.records import Finding, Lang, Severity, Span

_NEAR = {"lexical": 4, "neutral": 6, "agreeing": 8}  # words within which these answer
_PREFIXED, _BOTH_PREFIXED = 2, 8  # words within which one answers that denies itself: another one, one of its kind
_COST = {"plain": 0, "pronoun": 1, "neutral": 2, "agreeing": 5, "lexical": 4}
_WH = re.compile(
    r"\W*(?:(?:and|but|а|и|но)\s+)?(?:who|what|why|how|which|when|where|кто|что|почему|как|когда|где)\b", re.I
)
_QUESTION = re.compile(r"[^.!?…;]*\?")
_POLITE = re.compile(r"\W*(?:\w+\W+){0,2}?(?:\w+n['’]t|не|нет)\b", re.I)  # "Isn't it…", «Вы не могли бы…»
_TAG = re.compile(r"[,–—-]\s+(?:\w+n['’]t|не|нет)\b[^,]*$", re.I)  # ", isn't it"
_SUBJECTS = r"(?:I|you|he|she|it|we|they|я|ты|он|она|оно|мы|вы|они)\b"
_ALSO = re.compile(rf"(?:\b(?:or|nor|and|any|either|и|или|либо|ни)\b|,)\s*(?:(?!{_SUBJECTS})\w+\s+)?$", re.I)
_WEAKENS = 4
# what the numbers of `Unanswered.features` weigh; `benchmarks/negation.py` fits it
_MODEL = (0.53, 2.51, -0.95, -0.41, 1.86, -0.32, 1.08)
_SURE, _PERHAPS = 2.2, 0.0  # log-odds of a warning, of an info
_SCOPE = 6  # words over which a negation reaches
_COORDINATED = re.compile(r"\bneither$|\b(?:and|or)\s+not$")
_NAMES: dict[Lang, str] = {"en": "English", "ru": "Russian"}
_OTHER: dict[Lang, Lang] = {"en": "ru", "ru": "en"}


def negation(pair: PairTexts) -> Iterator[Finding]:
    """Sentences denied in one language and stated in the other."""
    for clause, span in lone_pronouns(pair.ru):
        message = f"“{' '.join(clause.split())}”: «{pair.ru[slice(*span)]}» wants a «не» with its verb."
        yield Finding("negation", "warning", message, (), (span,), "mistranslation")
    if not any_asking(pair.en, "en") and not any_asking(pair.ru, "ru"):
        return
    for en, ru in pair.units:
        texts = pair.en[slice(*en)], pair.ru[slice(*ru)]
        found: dict[tuple[Lang, Span], Severity] = {
            (one.lang, one.span): "warning" if score >= _SURE else "info"
            for one in perhaps_lost(*texts)
            if (score := one.score()) >= _PERHAPS
        }
        found |= dict.fromkeys(lost_prefixes(*texts), "warning")
        found |= dict.fromkeys((("en", span) for span in lost_conditions(*texts)), "warning")
        for (lang, (start, end)), severity in found.items():
            offset = (en if lang == "en" else ru)[0]
            yield _finding(pair.text(lang), (offset + start, offset + end), lang, severity)


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A negation that nothing on the other side answers.

    Attributes
    ----------
    lang, span : where it stands
    features : `(7,)`; 1, support of the denied word, whether a weak negative stands near the place of the answer,
        "no" rather than "not", support of the content words of its side, log of the number of words, whether the
        other side has no negative word at all, weak ones aside
    """

    lang: Lang
    span: Span
    features: tuple[float, ...]

    def score(self) -> float:
        """Log-odds that it was lost, rather than put in another way."""
        return math.fsum(value * weight for value, weight in zip(self.features, _MODEL, strict=True))


def perhaps_lost(en: str, ru: str) -> Iterator[Unanswered]:
    """The negations of two sentences that want an answer and have none."""
    texts, links = _sides(en, ru), word_links(en, ru)
    found, left = _matched(en, ru)
    for lang, other in _OTHER.items():
        for one in left[lang]:
            if one.kind in ASKING and _wants_answer(
                one, left[lang], found[other], texts[lang], texts[other], links, lang
            ):
                yield Unanswered(lang, (one.start, one.end), _features(one, found[other], links, lang))


def lost_prefixes(en: str, ru: str) -> Iterator[tuple[Lang, Span]]:
    """The words of two sentences whose negative prefix the other side lacks: "incompatible" / «совместима»."""
    found, left = _matched(en, ru)
    for lang, other in _OTHER.items():
        stated = all(one.kind in ("lexical", "weak") for one in found[other])
        for span in reversed_words(_sides(en, ru), found[lang] if stated else left[lang], lang, word_links(en, ru)):
            yield lang, span


def _sides(en: str, ru: str) -> dict[Lang, str]:
    return {"en": en, "ru": ru}


@lru_cache(maxsize=8)
def _matched(en: str, ru: str) -> tuple[dict[Lang, list[Negative]], dict[Lang, list[Negative]]]:
    """The negatives of both sides, and those that nothing answers."""
    found = {lang: negatives(text, lang, word_links(en, ru)) for lang, text in _sides(en, ru).items()}
    return found, _unanswered(found["en"], found["ru"])


def _unanswered(en: list[Negative], ru: list[Negative]) -> dict[Lang, list[Negative]]:
    """What is left of both sides when the nearest negatives have been put together, each with one at most."""
    candidates = sorted((_cost(a, b), i, j) for i, a in enumerate(en) for j, b in enumerate(ru) if _may_answer(a, b))
    free_en, free_ru = set(range(len(en))), set(range(len(ru)))
    for _, i, j in candidates:
        if i in free_en and j in free_ru:
            free_en.remove(i)
            free_ru.remove(j)
    return {
        "en": [en[i] for i in sorted(free_en)],
        "ru": [ru[j] for j in sorted(free_ru)],
    }


def _cost(a: Negative, b: Negative) -> int:
    """Distance, and how unusual it is that words of these kinds answer each other; translations of one word first."""
    distance = _distance(a, b)
    return distance if a.kind == b.kind == "lexical" and distance <= 1 else _COST[a.kind] + _COST[b.kind] + distance


def _may_answer(a: Negative, b: Negative) -> bool:
    if "weak" in (a.kind, b.kind):
        return False
    reach = _BOTH_PREFIXED if a.prefixed and b.prefixed else min(_reach(a), _reach(b))
    return _distance(a, b) <= reach and not _means_else(a, b) and not _means_else(b, a)


def _reach(one: Negative) -> int:
    """The words within which it may be answered."""
    return _PREFIXED if one.prefixed else _NEAR.get(one.kind, 1000)


def _means_else(lexical: Negative, other: Negative) -> bool:
    """Whether a lexical negative is the translation of some other word: "private" / «частный»."""
    if lexical.kind != "lexical" or lexical.linked is None:
        return False
    return min(abs(lexical.linked - other.denied), abs(lexical.linked - other.word)) > 1


def _distance(a: Negative, b: Negative) -> int:
    """How far one stands from where the other should be answered, in words."""
    return min(abs(a.answer - b.denied), abs(a.answer - b.word), abs(b.answer - a.denied), abs(b.answer - a.word))


def _wants_answer(
    one: Negative,
    left: list[Negative],
    others: list[Negative],
    sentence: str,
    against: str,
    links: WordLinks,
    lang: Lang,
) -> bool:
    """Whether it was not said along with another one, or in a question that means the same without it."""
    if lang == "en" and re.search(r"\bни\b", against) and _COORDINATED.search(sentence[: one.end].lower()):
        return False
    own, other = (links.en, links.ru) if lang == "en" else (links.ru, links.en)
    denied, answer = sentence[slice(*own.spans[one.denied])], against[slice(*other.spans[one.answer])]
    return not (
        _asks(sentence, one.start)
        or (sentence[one.start : one.end].lower() != "unless" and _is_in_scope(one, others, against, links, lang))
        or _is_doubled(one, left, sentence, lang)
        or is_prefixed(answer, denied, _OTHER[lang])
        or has_contrary(own.spans[one.denied], sentence, against, lang)
    )


def _features(one: Negative, others: list[Negative], links: WordLinks, lang: Lang) -> tuple[float, ...]:
    side = links.en if lang == "en" else links.ru
    doubtful = any(other.kind == "weak" and _weakens(other, one) for other in others)
    content = side.weights >= CONTENT
    closely = float(side.support[content].mean()) if content.any() else 0.0
    stated = all(other.kind == "weak" for other in others)
    pronoun, length = one.kind == "pronoun", math.log(len(side.spans))
    return 1.0, one.support, float(doubtful), float(pronoun), closely, length, float(stated)


def _weakens(weak: Negative, one: Negative) -> bool:
    """Whether a word that may be negative stands near the counterpart and is no translation of something else."""
    near = abs(weak.word - one.answer) <= _WEAKENS
    return near and (weak.linked is None or abs(weak.linked - one.denied) <= 1 or abs(weak.linked - one.word) <= 1)


def _asks(sentence: str, place: int) -> bool:
    """A negative question is the same question, "Aren't you…?", «Не хотите ли…?»; but not after "why" or "who"."""
    for question in _QUESTION.finditer(sentence):
        if question.start() <= place < question.end() and not _WH.match(question[0]):
            polite = _POLITE.match(sentence, question.start(), question.end())
            tag = _TAG.search(sentence, question.start(), question.end() - 1)
            return any(found and found.start() <= place < found.end() for found in (polite, tag))
    return False


def _is_in_scope(one: Negative, others: list[Negative], against: str, links: WordLinks, lang: Lang) -> bool:
    """Whether a negation further left covers the counterpart: "did not eat or drink" / «не ел и не пил»."""
    spans = (links.ru if lang == "en" else links.en).spans
    for other in others:
        if other.kind in (*ASKING, "agreeing", "neutral") and 0 < one.answer - other.word <= _SCOPE:
            between = against[other.end : spans[one.answer][0]]
            if _ALSO.search(between) and not re.search(r"[.;:!?]", between):
                return True
    return False


def _is_doubled(one: Negative, left: list[Negative], sentence: str, lang: Lang) -> bool:
    """Whether the denied word is negative itself, and not answered: "should not go unnoticed" / «следует заметить»."""
    return any(
        0 < other.word - one.word <= 3
        and (other.kind == "pronoun" or other.linked is None or PREFIX[lang].match(sentence, other.start))
        for other in left
        if other.kind in ("lexical", "pronoun")
    )


def _finding(text: str, found: Span, lang: Lang, severity: Severity) -> Finding:
    begin = found[0]
    while begin and not text[begin - 1].isspace():
        begin -= 1
    words = " ".join(text[begin:].split()[:4])
    message = f"“{words}”: a negation in the {_NAMES[lang]}, none in the {_NAMES[_OTHER[lang]]}."
    en, ru = ((found,), ()) if lang == "en" else ((), (found,))
    return Finding("negation", severity, message, en, ru, "mistranslation")
