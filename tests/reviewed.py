"""An alignment with all that there is to write: findings, reviews of each kind, what was moved, what stands alone."""

from dataclasses import replace

from strategies import alignment

from aligner.check.findings import finding_id
from aligner.records import Bead, Decision, Finding, MqmError, Review

NOON = "2024-05-01T12:00:00Z"
DATE = Finding("date", "error", "14 May in English, 15 мая", ((18, 24),), ((18, 24),), "accuracy/mistranslation")
DASH = Finding("punctuation", "info", "A dash is missing.", (), ((0, 3),), "linguistic-conventions/punctuation")
EN = [["Agreement"], ["No, they did not."], ["They met."], ["They signed it on 14 May.", "Trade grew."], ["Moved."]]
RU = [
    ["Ушло."],
    ["Соглашение"],
    ["Да."],
    ["Они встретились."],
    ["Они подписали его 15 мая.", "Торговля\nросла."],
    ["Приложение."],
]
BEADS = [
    Bead(range(0), range(1), 0.0, 0.9),
    Bead(range(1), range(1, 2), 2.0, 0.99),
    Bead(range(1, 2), range(2, 3), 2.0, 0.95),
    Bead(range(2, 3), range(3, 4), 2.0, 0.97),
    Bead(range(3, 4), range(4, 5), 2.0, 0.98),
    Bead(range(4, 5), range(5, 6), -1.0, 0.41),
    Bead(range(5, 6), range(6, 6), -1.0, 0.9),
    Bead(range(6, 6), range(6, 7), -1.0, 0.9),
]


def reviewed():
    """Seven pairs: moved, approved, rejected, corrected, doubtful with findings, moved, only Russian."""
    al = alignment(EN, RU, BEADS)
    pairs = [*al.pairs]
    approved = Review(status="approved", reviewer="Анна", time=NOON)
    rejected = Review(status="rejected", comment="Не то.", reviewer="Анна", time=NOON)
    corrected = Review(ru="Стороны встретились.", reviewer="Анна", time=NOON)
    decisions = (
        Decision(finding_id(DATE, pairs[4]), "confirmed", "см. оригинал"),
        Decision(finding_id(DASH, pairs[4]), "ignored"),
    )
    discussed = Review(errors=(MqmError("accuracy/omission", "minor", "both"),), decisions=decisions, time="yesterday")
    for number, review in enumerate((approved, rejected, corrected, discussed), 1):
        pairs[number] = replace(pairs[number], review=review)
    pairs[4] = replace(pairs[4], findings=(DATE, DASH))
    en, ru = al.en.paragraphs, al.ru.paragraphs
    en = (replace(en[0], kind="heading"), *en[1:])
    ru = (ru[0], replace(ru[1], kind="heading"), *ru[2:])
    moved = (Bead(range(5, 6), range(1), 3.0, 0.9, moved=True),)
    return replace(
        al, en=replace(al.en, paragraphs=en), ru=replace(al.ru, paragraphs=ru), pairs=tuple(pairs), moved=moved
    )
