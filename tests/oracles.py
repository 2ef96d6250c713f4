"""Slow and obvious: the features of one candidate bead or null, straight from the sentences."""

import math
from dataclasses import dataclass

import numpy as np
from hypothesis import strategies as st

from aligner.candidates import KINDS, LENGTH_NOISE, LENGTH_SHIFT, LENGTH_SPREAD
from aligner.evidence import LONGEST, Side, side
from aligner.likelihood import FEATURES, NULL_FEATURES, Calibration
from aligner.marks import begins_as_speech, continues, ending, latin_keys, list_label, number_keys

BULLET, NO_LABEL, NO_END, QUESTION = -2, -1, 0, 2


@dataclass(frozen=True)
class Text:
    """One side: sentences, the paragraph of each, and a vector for every span, `vectors[size - 1, first]`."""

    lang: str
    sentences: list[str]
    paragraphs: list[int]
    vectors: np.ndarray

    def __len__(self) -> int:
        return len(self.sentences)

    def side(self) -> Side:
        return side(self.sentences, self.paragraphs, self.lang, self.vectors)

    def length(self, span) -> int:
        return sum(len(self.sentences[i]) for i in span)

    def keys(self, span) -> set[str]:
        found = set()
        for i in span:
            found |= number_keys(self.sentences[i], self.lang) | latin_keys(self.sentences[i])
        return found

    def begins_paragraph(self, i) -> bool:
        return i == 0 or self.paragraphs[i] != self.paragraphs[i - 1]

    def ends_paragraph(self, i) -> bool:
        return i == len(self) - 1 or self.paragraphs[i] != self.paragraphs[i + 1]


def cosine(en: Text, ru: Text, rows: range, columns: range) -> float:
    return float(en.vectors[len(rows) - 1, rows.start] @ ru.vectors[len(columns) - 1, columns.start])


def link_features(en: Text, ru: Text, rows: range, columns: range) -> dict[str, float]:
    """By name: the features of the bead that links two spans."""
    here = cosine(en, ru, rows, columns)
    parts = [1.0]
    if len(rows) > 1:
        parts += [cosine(en, ru, range(i, i + 1), columns) for i in rows]
    if len(columns) > 1:
        parts += [cosine(en, ru, rows, range(j, j + 1)) for j in columns]
    n, m = en.length(rows), ru.length(columns)
    shorter = math.log(1 + min(n, m))
    spread = LENGTH_SPREAD + LENGTH_NOISE / math.sqrt(min(n, m) + 5)
    off = abs(math.log((m + 3) / (n + 3)) - LENGTH_SHIFT) / spread
    en_keys, ru_keys = en.keys(rows), ru.keys(columns)
    en_first, ru_first = en.sentences[rows[0]], ru.sentences[columns[0]]
    en_last, ru_last = en.sentences[rows[-1]], ru.sentences[columns[-1]]
    labels = list_label(en_first), list_label(ru_first)
    labelled = [label not in (NO_LABEL, BULLET) for label in labels]
    breaks = en.begins_paragraph(rows[0]), ru.begins_paragraph(columns[0])
    return {
        "cosine": here,
        "cosine squared": here**2,
        "cosine by length": here * shorter,
        "weakest part": min(parts),
        "shorter": shorter,
        "length off": min(off, 5),
        "length off squared": min(off**2, 25) / 5,
        "keys shared": min(3, len(en_keys & ru_keys)),
        "keys only en": min(3, len(en_keys - ru_keys)),
        "keys only ru": min(3, len(ru_keys - en_keys)),
        "labels match": all(labelled) and labels[0] == labels[1],
        "labels clash": all(labelled) and labels[0] != labels[1],
        "label one side": labelled[0] != labelled[1],
        "bullet one side": (labels[0] == BULLET) != (labels[1] == BULLET),
        "questions match": ending(en_last) == ending(ru_last) == QUESTION,
        "question one side": (ending(en_last) == QUESTION) != (ending(ru_last) == QUESTION),
        "unfinished match": ending(en_last) == ending(ru_last) == NO_END,
        "unfinished one side": (ending(en_last) == NO_END) != (ending(ru_last) == NO_END),
        "speech match": begins_as_speech(en_first) and begins_as_speech(ru_first),
        "speech one side": begins_as_speech(en_first) != begins_as_speech(ru_first),
        "continues one side": continues(en_first) != continues(ru_first),
        "breaks crossed": sum(en.begins_paragraph(i) for i in rows[1:])
        + sum(ru.begins_paragraph(j) for j in columns[1:]),
        "break both": all(breaks),
        "break one side": breaks[0] != breaks[1],
    }


def null_features(this: Text, i: int, how: str) -> dict[str, float]:
    """By name: the features of a sentence as a null that opens or extends ("open", "extend") a run of them."""
    return {
        "open": how == "open",
        "extend": how == "extend",
        "length": math.log(1 + len(this.sentences[i])),
        "own paragraph": this.begins_paragraph(i) and this.ends_paragraph(i),
        "unfinished": ending(this.sentences[i]) == NO_END,
        "keys": min(3, len(this.keys([i]))),
    }


def alignments(n, m, i=0, j=0, before=""):
    """Every alignment as a list of (en, ru, how); a run of English nulls stands before a run of Russian ones."""
    if (i, j) == (n, m):
        yield []
    for a, b in KINDS:
        if i + a <= n and j + b <= m:
            for rest in alignments(n, m, i + a, j + b):
                yield [(range(i, i + a), range(j, j + b), "link"), *rest]
    if i < n and before != "ru":
        for rest in alignments(n, m, i + 1, j, "en"):
            yield [(range(i, i + 1), range(j, j), "extend" if before == "en" else "open"), *rest]
    if j < m:
        for rest in alignments(n, m, i, j + 1, "ru"):
            yield [(range(i, i), range(j, j + 1), "extend" if before == "ru" else "open"), *rest]


def slow_score(en, ru, step, weights):
    rows, columns, how = step
    if how == "link":
        values = link_features(en, ru, rows, columns)
        kind = weights.kinds[f"{len(rows)}-{len(columns)}"]
        return kind + sum(weights.links[name] * values[name] for name in FEATURES)
    values = null_features(en, rows[0], how) if rows else null_features(ru, columns[0], how)
    return sum(weights.nulls[name] * values[name] for name in NULL_FEATURES)


def calibration(seed: int) -> Calibration:
    """Random weights, large cosines favoured."""
    rng = np.random.default_rng(seed)
    kinds = {f"{a}-{b}": float(rng.normal(3 - a - b, 0.5)) for a, b in KINDS}
    links = {name: float(rng.normal(0, 0.3)) for name in FEATURES} | {"cosine": 8.0}
    return Calibration(kinds, links, {name: float(rng.normal(0, 0.3)) for name in NULL_FEATURES})


SENTENCES = {
    "en": [
        "The parties met on 11 May 2002.",
        "Who met?",
        "(b) 2,000 people",
        "",
        "“Yes,” he said",
        "• APEC 7",
        "and so",
    ],
    "ru": ["Стороны встретились 11 мая.", "Кто встретился?", "б) 2 000 человек", "в) — APEC", "— Да", "– 7", "и вот!"],
}


@st.composite
def documents(draw, lang, *, min_size=0, max_size=7, d=6):
    """Any sentences in any paragraphs, with vectors of unit length or zero that follow from nothing."""
    texts = draw(st.lists(st.sampled_from(SENTENCES[lang]), min_size=min_size, max_size=max_size))
    steps = draw(st.lists(st.integers(0, 1), min_size=len(texts), max_size=len(texts)))
    rng = np.random.default_rng(draw(st.integers(0, 999)))
    vectors = rng.normal(size=(LONGEST, len(texts), d))
    vectors *= rng.random((LONGEST, len(texts), 1)) > 0.1
    norms = np.linalg.norm(vectors, axis=2, keepdims=True)
    vectors = (vectors / np.where(norms > 0, norms, 1)).astype(np.float32)
    return Text(lang, texts, np.cumsum(steps).tolist(), vectors)
