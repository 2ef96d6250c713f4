"""Word links, and the omissions they show."""

import pytest
from golden_lines import lines

from aligner.check.links import word_links
from aligner.check.omissions import addition, omission
from aligner.check.texts import PairTexts

EN = "The ministers signed the agreement, and they also visited the new hospital for children in the capital."
RU = "Министры подписали соглашение, а также посетили новую детскую больницу в столице."


def test_words_find_their_counterparts() -> None:
    found = word_links(EN, RU)
    linked = {EN[slice(*found.en.spans[i])]: RU[slice(*found.ru.spans[j])] for i, j, _ in found.links}
    assert linked["ministers"] == "Министры"
    assert linked["agreement"] == "соглашение"
    assert linked["hospital"] == "больницу"


def test_a_word_is_in_one_link_and_the_best_come_first() -> None:
    links = word_links(EN, RU).links
    assert len({i for i, _, _ in links}) == len({j for _, j, _ in links}) == len(links)
    assert [cosine for _, _, cosine in links] == sorted((cosine for _, _, cosine in links), reverse=True)


def test_nothing_to_link() -> None:
    assert word_links("...", "Да.").links == ()


def test_a_full_translation_lacks_nothing() -> None:
    assert [*omission(PairTexts(EN, RU)), *addition(PairTexts(EN, RU))] == []


def test_a_dropped_clause_is_found_where_it_stands() -> None:
    (found,) = omission(PairTexts(EN, "Министры подписали соглашение."))
    assert found.severity == "warning"
    assert [EN[slice(*span)] for span in found.en] == [
        "and they also visited the new hospital for children in the capital"
    ]


def test_an_added_clause_is_found_where_it_stands() -> None:
    (found,) = addition(PairTexts("The ministers signed the agreement.", RU))
    assert "новую детскую больницу" in RU[slice(*found.ru[0])]


@pytest.mark.parametrize(("en", "ru"), [("Yes.", "Да."), ("The UN", "Организация Объединённых Наций"), ("", "")])
def test_short_texts(en: str, ru: str) -> None:
    assert [*omission(PairTexts(en, ru)), *addition(PairTexts(en, ru))] == []


def test_links_made_by_hand_are_found() -> None:
    """Most of them; `benchmarks/links.py` says how many."""
    gold = lines("links.txt")
    found = wanted = 0
    for en, ru, groups in zip(gold[::3], gold[1::3], gold[2::3], strict=True):
        links = word_links(en, ru)
        linked = {(en[slice(*links.en.spans[i])], ru[slice(*links.ru.spans[j])]) for i, j, _ in links.links}
        for group in groups.split(";"):
            some, others = (side.split("+") for side in group.strip().split("="))
            wanted += 1
            found += any((one, other) in linked for one in some for other in others)
    assert found > 0.85 * wanted
