"""Whether a side is in its language: by its letters, by words, then by a classifier.

English texts have hardly a Cyrillic word in them, but Russian ones have Latin names and terms ("О Debian", "Рубанок
Makita KP0810"). So a text with Cyrillic words is only taken for English where words in small letters outnumber the
Russian ones by far, with words such as "the" among them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from aligner.language import cyrillic_share
from aligner.records import Lang

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

SAMPLE = 300  # characters of a text that are enough to tell its language
TELLING = 20  # letters from which on a language can be told from others of its alphabet
SURE = 0.9  # probability at which we believe that it is another one
FAR = 2  # times as many English words as Russian ones, and one for good measure, make a text English
GRAMMAR = 2  # of them must be words that hold a sentence together

_WORDS: Mapping[Lang, re.Pattern[str]] = {
    "en": re.compile(r"[A-Za-zÀ-ɏ]+(?:['’-][A-Za-zÀ-ɏ]+)*"),
    "ru": re.compile(r"[Ѐ-ԯ]+(?:-[Ѐ-ԯ]+)*"),
}
_ADDRESS = re.compile(r"\w+://\S+|www\.\S+|\S+@\S+")
_GRAMMAR = frozenset(
    "a about after all an and are as at be been before but by can could for from had has have he her his how i if "
    "in into is it its like me more my no not of on or our out over she should so some than that the their there "
    "these they this those to up us was we were what when which who will with would you your".split()
)


def looks_like(text: str, expected: Lang) -> str:
    """The code of the language, "" if it can't be told; where too little speaks against it, the text is as expected."""
    share = cyrillic_share(text)
    if share is None:
        return "other" if any(map(str.isalpha, text)) else ""
    other: Lang = "en" if expected == "ru" else "ru"
    own, foreign = (_WORDS[lang].findall(_ADDRESS.sub(" ", text)) for lang in (expected, other))
    if not own:
        return other if foreign else ""
    if (share > 0.5) != (expected == "ru") and (other == "ru" or _is_english(own, foreign)):
        return other
    if sum(map(len, own)) < TELLING:
        return expected
    code, probability = _identifier().classify(" ".join(own)[:SAMPLE])
    return str(code) if probability >= SURE else expected


def _is_english(russian: Sequence[str], latin: Sequence[str]) -> bool:
    """Whether a mixed text is, by its words in small letters, which are no names."""
    small = sum(word.islower() for word in latin)
    return small > FAR * (len(russian) + 1) and sum(word in _GRAMMAR for word in latin) >= GRAMMAR


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
