"""What only the document shows: one sentence translated twice, one term with two renderings."""

from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.check.consistency import inconsistency

SAME = "The parties will meet again in March."
TERM = [
    ("Economic cooperation grows.", "Экономическое сотрудничество растёт."),
    ("They praised economic cooperation.", "Они хвалили экономическое сотрудничество."),
    ("Of economic cooperation they spoke.", "Об экономическом сотрудничестве они говорили."),
    ("No economic cooperation followed.", "Экономического взаимодействия не последовало."),
    ("Economic cooperation failed.", "Экономическое взаимодействие не удалось."),
]


def test_a_sentence_translated_twice_is_found_where_it_differs() -> None:
    units = [
        (SAME, "Стороны снова встретятся в марте."),
        ("Good.", "Хорошо."),
        (SAME, "Новая встреча сторон будет в марте."),
    ]
    ((number, finding),) = inconsistency(units)
    assert (number, finding.severity) == (2, "warning")
    assert (
        finding.message == "The same English text has another Russian one before: «Стороны снова встретятся в марте.»."
    )
    assert finding.en == ((0, len(SAME)),)


def test_the_reverse_and_short_texts_are_worth_a_glance() -> None:
    units = [("Thanks.", "Спасибо."), ("Thank you.", "Спасибо!"), ("Thanks!", "Благодарю.")]
    assert [(n, f.severity, f.message) for n, f in inconsistency(units)] == [
        (2, "info", "The same English text has another Russian one before: «Спасибо.»."),
        (1, "info", "The same Russian text has another English one before: “Thanks.”."),
    ]


def test_case_punctuation_and_spacing_make_no_difference() -> None:
    assert not [*inconsistency([(SAME, "Всё ясно."), (SAME.upper(), "все  ясно!"), (SAME, "")])]


def test_two_renderings_of_a_term() -> None:
    found = [*inconsistency(TERM)]
    assert [number for number, _ in found] == [3, 4]
    number, finding = found[0]
    assert finding.severity == "info"
    assert finding.message == (
        "“economic cooperation” is «Экономического взаимодействия» here and «Экономическое сотрудничество» elsewhere."
    )
    assert TERM[number][0][slice(*finding.en[0])] == "economic cooperation"


def test_inflected_forms_are_one_rendering() -> None:
    assert not [
        *inconsistency([*TERM[:3], ("Economic cooperation won.", "Победу экономического сотрудничества видели.")])
    ]


def test_a_rendering_used_elsewhere_is_no_rival() -> None:
    assert not [*inconsistency([*TERM, ("Ties matter.", "Важно экономическое взаимодействие.")])]


TEXTS = st.text(max_size=20) | st.lists(
    st.sampled_from("economic cooperation экономическое сотрудничество .".split())
).map(" ".join)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(TEXTS, TEXTS), max_size=8))
def test_any_document_is_survived_and_spans_are_inside(units: list[tuple[str, str]]) -> None:
    for number, finding in inconsistency(units):
        for text, spans in zip(units[number], (finding.en, finding.ru), strict=True):
            assert all(0 <= start < end <= len(text) for start, end in spans)
