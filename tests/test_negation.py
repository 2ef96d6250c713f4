"""Golden lines of the check `negation`: what it must find, and what it must leave alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligner.check.negation import negation
from aligner.check.texts import PairTexts

LOST = [
    (
        "The goods do not conform, so the buyer may refuse them.",
        "Товар соответствует, и покупатель вправе отказаться от него.",
        "not conform,",
    ),
    (
        "The minister never apologised and did not resign.",
        "Министр так и не извинился и подал в отставку.",
        "not resign.",
    ),
    ("No agreement was reached.", "Соглашение было достигнуто.", "No agreement was reached."),
    ("They left without an agreement.", "Они уехали с соглашением.", "without an agreement."),
    ("He will not come, and she cannot help.", "Он не придёт, и она может помочь.", "cannot help."),
    ("The hospital was closed and nobody answered.", "Больница была закрыта, и никто отвечал.", "и никто отвечал"),
    ("What can be done if it does fit?", "Что делать, если он не подойдёт?", "не подойдёт?"),
    ("The parties did not sign the agreement.", "Стороны подписали соглашение.", "not sign the agreement"),
    ("The parties signed the agreement.", "Стороны не подписали соглашение.", "не подписали соглашение."),
    (
        "The ministers never discussed this question.",
        "Министры обсудили этот вопрос.",
        "never discussed this question.",
    ),
    ("The treaty has been ratified.", "Договор не был ратифицирован.", "не был ратифицирован."),
    ("Why didn't the ambassador answer?", "Почему посол ответил?", "didn't the ambassador answer?"),
]

KEPT = [
    ("He did not eat or drink.", "Он не ел и не пил."),
    ("Neither Rome nor Paris has answered.", "Ни Рим, ни Париж не ответили."),
    ("This must not go unnoticed.", "Это следует заметить."),
    ("She has yet to answer.", "Она ещё не ответила."),
    ("Council Regulation No 17 is repealed.", "Регламент Совета № 17 отменяется."),
    ("I have never seen the sea.", "Я никогда не видел моря."),
    ("No, I like it.", "Нет, мне нравится."),
    ("Please remember to lock the door.", "Пожалуйста, не забудьте запереть дверь."),
    ("They want peace, not war.", "Они хотят мира, а не войны."),
    ("I doubt that he will come.", "Не думаю, что он придёт."),
    ("I don't think he is ill.", "Думаю, он не болен."),
    ("The parties did not sign the agreement.", "Стороны не подписали соглашение."),
    ("The delegations failed to agree.", "Делегации не договорились."),  # lexical
    ("The President rejected the proposal.", "Президент не принял предложение."),
    ("It is not only a treaty but a promise.", "Это не только договор, но и обещание."),
    ("This is a treaty and a promise.", "Это не только договор, но и обещание."),
    ("The reason is unclear.", "Причина не ясна."),
    ("He left without a word.", "Он не сказал ни слова."),
    ("One could not but agree.", "Нельзя было не согласиться."),  # double
    ("We must agree.", "Мы не можем не согласиться."),
    ("Smoking is prohibited here.", "Здесь курить нельзя."),
    ("The embargo stays unless they withdraw.", "Эмбарго сохранится, если они не уйдут."),
    ("Wait until he comes.", "Подождите, пока он не придёт."),
    ("The talks did not begin until Monday.", "Переговоры начались лишь в понедельник."),
    ("He is the only witness.", "Кроме него, свидетелей нет."),
    ("You know him, don't you?", "Вы ведь его знаете?"),  # question tag
    ("Would you like some tea?", "Не хотите ли чаю?"),
    ("At least 40 people came.", "Пришло не менее 40 человек."),
    ("Nevertheless, the talks went on.", "Тем не менее переговоры продолжались."),
    ("The sky was clear on Sunday.", "В воскресенье небо было чистым."),
    ("The week was long.", "Неделя была длинной."),
    ("This result is not usual.", "Это нестандартный результат."),
    ("The salt is soluble in water but insoluble in oil.", "Соль растворима в воде и не растворяется в масле."),
    ("More than once she asked for help.", "Она не раз просила о помощи."),
    ("We could not not invite her.", "Мы не могли не пригласить её."),
]

OPPOSITE = [  # a prefix, or the negation in front of one, that only one side has
    ("The two systems are incompatible.", "Обе системы совместимы."),
    ("The serum is effective against this strain.", "Сыворотка неэффективна против этого штамма."),
    ("The experts have not excluded sabotage.", "Эксперты исключили диверсию."),
    ("The minister denied meeting the envoy.", "Министр не отрицал, что встречался с посланником."),
    ("I have never regretted that choice.", "Я не раз пожалела об этом выборе."),
    ("The panel found the appeal inadmissible.", "Коллегия сочла жалобу приемлемой."),
    ("The guidelines of the office are non-binding.", "Рекомендации ведомства обязательны."),
    ("The licence shall expire unless the holder renews it.", "Лицензия истекает, если владелец её продлевает."),
]


def found(en: str, ru: str) -> list[str]:
    return [f"{finding.severity}: {finding.message}" for finding in negation(PairTexts(en, ru))]


@pytest.mark.parametrize(("en", "ru", "quoted"), LOST)
def test_a_negation_on_one_side(en: str, ru: str, quoted: str) -> None:
    messages = found(en, ru)
    assert len(messages) == 1
    assert f"“{quoted}" in messages[0]


@pytest.mark.parametrize(("en", "ru"), KEPT)
def test_translated_in_another_way(en: str, ru: str) -> None:
    assert found(en, ru) == []


@pytest.mark.parametrize(("en", "ru"), OPPOSITE)
def test_the_contrary_of_a_word(en: str, ru: str) -> None:
    assert [line.split(":")[0] for line in found(en, ru)] == ["warning"]


def test_a_sure_counterpart_makes_a_warning() -> None:
    assert found("They did not sign the agreement.", "Они подписали соглашение.")[0].startswith("warning")


def test_each_sentence_is_compared_with_its_own() -> None:
    en = "The talks were not public. The parties signed the agreement."
    ru = "Переговоры были публичными. Стороны не подписали соглашение."
    assert [message.split("“")[1].split()[0] for message in found(en, ru)] == ["not", "не"]


words = st.sampled_from(["not", "не", "the", "talks", "никогда", "без", "?", ".", "«", "n't", " ", "\n\n", "Пусть"])


@given(st.lists(words).map(" ".join), st.lists(words).map(" ".join))
def test_spans_hold_the_negation(en: str, ru: str) -> None:
    for finding in negation(PairTexts(en, ru)):
        assert len(finding.en) + len(finding.ru) == 1
        assert all(en[slice(*span)].lower() in ("not", "n't", "never") for span in finding.en)
        assert all(ru[slice(*span)].lower() in ("не", "нет", "никогда", "без") for span in finding.ru)


@pytest.mark.parametrize("text", ["It is non-_abcd", "It is non-______", "non-a", "Non-"])
def test_a_prefix_without_its_word(text: str) -> None:
    assert found(text, "Это есть абвг") == []
