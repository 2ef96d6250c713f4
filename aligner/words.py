"""Text → words → the units whose vectors a sentence is a sum of.

A word is looked at in three ways. As *subwords*: pieces of a Unigram vocabulary over both languages. As its *stem*,
roughly cut, so that what is learned of one form serves all. As *character 4-grams of a sound key*: the word written in
Latin letters, spelling habits of the two languages evened out («Россия» → rosiia, "Russia" → rusia; «процесс»,
"process" → proses), so that names and international words of the two languages share units before any training.
A capitalised Cyrillic word also gives the subwords of its transliteration without its ending: «Сафонова» → "safonov".

Every unit belongs to one word and no unit depends on the neighbours: the vector of a text is the sum of its words'.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence

WORD = re.compile(r"\w+|[^\w\s]")
CYRILLIC = re.compile(r"[\u0400-\u04ff]")
ENDING = re.compile(r"(?:ogo|emu|omu|ymi|imi|ami|yami|akh|yakh|oy|ey|om|em|ym|im|aya|iya|iy|yy|ya|yu|a|e|i|o|u|y)$")

LATIN = {
    ord(letter): latin.replace("_", "")
    for letter, latin in zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюяєіїґў",
        "a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh shch _ y _ e yu ya e i i g u".split(),
        strict=True,
    )
}

#: One spelling for what both languages write in several ways: quotation marks, dashes, spaces, ё, stress, hyphens.
PLAIN = str.maketrans(
    {**dict.fromkeys("«»„“”‟‹›″", '"'), **dict.fromkeys("‘’‛′`´", "'"), **dict.fromkeys("–—―‒−‐‑", "-"),
     "ё": "е", "Ё": "Е", "\u00ad": None, "\u0301": None, "\u200b": None, "\ufeff": None}
)  # fmt: skip

#: Spelling habits evened out, in this order, after transliteration. Both languages pass through the same list.
SOUNDS = [
    (re.compile(pattern), to)
    for pattern, to in [
        ("shch|sch", "sh"), ("dzh", "j"), ("kh", "h"), ("ph", "f"), ("th", "t"), ("ck", "k"), ("tion", "sion"),
        ("ts", "s"), ("c(?=[eiy])", "s"), ("c(?!h)|q", "k"), ("x", "ks"), ("w", "v"), ("ee", "i"), ("oo|ou", "u"),
        ("eu", "ev"), ("au", "av"), ("y", "i"), (r"([a-z])\1", r"\1"),
    ]
]  # fmt: skip

#: Inflection of both languages, roughly: what is cut off to find the stem. Ending and vowel of a verb go together.
INFLECTION = frozenset(
    """
    s es e ed d ing ly y ies ied
    а я о е и ы у ю ь й ам ям ами ями ах ях ом ем ой ей ою ею ов ев ью ия ие ий ии ию ием ией иям иями иях ья ье ьи
    ый ая яя ое ее ые ого его ому ему ым им ых их ую юю ыми ими ость ости остью остей остям остями остях
    ать ить еть ять ыть уть ти ал ала ало али ил ила ило или ел ела ело ели ял яла яло яли ыл ыла ыло ыли ул ула уло ули
    ет ют ут ит ат ят ешь ишь ете ите ает яет ают яют ует уют
    аться иться еться яться ться тся ался алась алось ались ился илась илось ились елся елась елось елись
    ялся ялась ялось ялись ется ются утся ится атся ятся ается яется аются яются уется уются
    """.split()
)
LONGEST_ENDING = max(map(len, INFLECTION))
SHORTEST_STEM = 3

LONGEST_KEY = 14


def words(text: str) -> list[str]:
    """Words and punctuation marks of `text`, case kept, spelling plain (NFKC, ё → е, one kind of quotation mark)."""
    return WORD.findall(unicodedata.normalize("NFKC", text).translate(PLAIN))


def transliterate(word: str) -> str:
    """Lower-case Latin spelling of a word, letter by letter; Latin words pass unchanged."""
    return word.lower().translate(LATIN)


def sound_keys(distinct: Sequence[str]) -> list[str]:
    """Latin keys under which the two languages' spellings of one name mostly meet: «Вашингтон» → vashington.

    All words go through the rules at once, as lines of one text.
    """
    keys = transliterate("\n".join(word.replace("\n", " ") for word in distinct))
    for pattern, to in SOUNDS:
        keys = pattern.sub(to, keys)
    return [key[:LONGEST_KEY] for key in keys.split("\n")] if distinct else []


def stem(word: str) -> str:
    """A lower-case word without the longest of the endings it may have; no dictionary is asked."""
    for size in range(min(LONGEST_ENDING, len(word) - SHORTEST_STEM), 0, -1):
        if word[-size:] in INFLECTION:
            return word[:-size]
    return word


def spellings(word: str) -> Iterator[str]:
    """What the subword vocabulary sees of a word: the word itself and, if it may be a name, its Latin stem."""
    yield word.lower()
    if word[0].isupper() and CYRILLIC.match(word):
        latin = ENDING.sub("", transliterate(word))
        if len(latin) > 1:
            yield latin
