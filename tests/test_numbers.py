"""Numbers read off a text, against a golden table and against numbers written out in words."""

from itertools import pairwise

import pytest
from golden_lines import golden, lines, written
from hypothesis import given
from hypothesis import strategies as st

from aligner.check.agreement import differences
from aligner.check.dates import date, dates
from aligner.check.extraction import read_mentions
from aligner.check.money import amounts, money
from aligner.check.numbers import number, numbers
from aligner.check.texts import PairTexts, Texts
from aligner.records import Finding

EN_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
).split()
EN_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
RU_ONES = (
    "ноль один два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать тринадцать "
    "четырнадцать пятнадцать шестнадцать семнадцать восемнадцать девятнадцать"
).split()
RU_TENS = "двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто".split()
RU_HUNDREDS = "сто двести триста четыреста пятьсот шестьсот семьсот восемьсот девятьсот".split()
# the genitive, which the sentences of official texts are full of
RU_ONES_OF = (
    "нуля одного двух трёх четырёх пяти шести семи восьми девяти десяти одиннадцати двенадцати тринадцати "
    "четырнадцати пятнадцати шестнадцати семнадцати восемнадцати девятнадцати"
).split()
RU_TENS_OF = "двадцати тридцати сорока пятидесяти шестидесяти семидесяти восьмидесяти девяноста".split()
RU_HUNDREDS_OF = "ста двухсот трёхсот четырёхсот пятисот шестисот семисот восьмисот девятисот".split()


def in_english(n):
    """0 to 999,999 in words."""
    if n >= 1000:
        rest = n % 1000
        return f"{in_english(n // 1000)} thousand" + (f" {'and ' * (rest < 100)}{in_english(rest)}" if rest else "")
    if n >= 100:
        return f"{EN_ONES[n // 100]} hundred" + (f" and {in_english(n % 100)}" if n % 100 else "")
    if n >= 20:
        return EN_TENS[n // 10 - 2] + (f"-{EN_ONES[n % 10]}" if n % 10 else "")
    return EN_ONES[n]


def in_russian(n, *, genitive=False):
    """0 to 999,999 in words, nominative or genitive."""
    ones, tens, hundreds = (RU_ONES_OF, RU_TENS_OF, RU_HUNDREDS_OF) if genitive else (RU_ONES, RU_TENS, RU_HUNDREDS)
    words = []
    if n >= 1000:
        thousands = n // 1000
        words.append(in_russian(thousands, genitive=genitive))
        if thousands % 10 in (1, 2) and thousands % 100 not in (11, 12):
            feminine = {"один": "одна", "два": "две", "одного": "одной"}
            head, _, last = words[-1].rpartition(" ")
            words[-1] = f"{head} {feminine.get(last, last)}".strip()
        words.append(thousand_form(thousands, genitive=genitive))
        n %= 1000
        if not n:
            return " ".join(words)
    if n >= 100:
        words.append(hundreds[n // 100 - 1])
        n %= 100
    if n >= 20:
        words.append(tens[n // 10 - 2])
        n %= 10
        words += [ones[n]] if n else []
    elif n or not words:
        words.append(ones[n])
    return " ".join(words)


def thousand_form(n, *, genitive):
    if n % 10 == 1 and n % 100 != 11:
        return "тысячи" if genitive else "тысяча"
    return "тысячи" if 2 <= n % 10 <= 4 and n % 100 not in (12, 13, 14) and not genitive else "тысяч"


@pytest.mark.parametrize(("lang", "phrase", "values"), golden("numbers"))
def test_golden(lang, phrase, values):
    assert written(numbers(phrase, lang)) == values


@given(st.integers(0, 999_999))
def test_words_and_digits_say_the_same(n):
    texts = [("en", in_english(n)), ("ru", in_russian(n)), ("ru", in_russian(n, genitive=True))]
    texts += [("en", f"{n:,}"), ("ru", f"{n:,}".replace(",", "\u00a0")), ("ru", f"{n:,}".replace(",", "\u202f"))]
    for lang, text in texts:
        (mention,) = numbers(text, lang)
        assert (mention.value, mention.start, mention.end) == (n, 0, len(text)), text


@given(st.integers(1, 999), st.integers(1, 9), st.sampled_from([("million", "млн"), ("billion", "миллиардов")]))
def test_decimals_before_scale_words(whole, tenth, scale):
    en, ru = numbers(f"{whole}.{tenth} {scale[0]}", "en"), numbers(f"{whole},{tenth} {scale[1]}", "ru")
    factor = 10**6 if scale[0] == "million" else 10**9
    assert [m.value for m in en] == [m.value for m in ru] == [(10 * whole + tenth) * factor / 10]


PIECES = st.sampled_from(
    "two две тысячи thousand and с половиной of 5 2,000 3.5 1/2 ½ % $ млн - – . , : XX век May мая 1998 г. half "
    "past трети пятых a an сто hundred İ ё 9/11 ч. км 12:30".split()
)
TEXTS = st.text(max_size=40) | st.lists(PIECES, max_size=12).map(" ".join) | st.lists(PIECES, max_size=8).map("".join)


@given(TEXTS, st.sampled_from(["en", "ru"]))
def test_any_text_survives(text, lang):
    for extractor in (dates, amounts, numbers):
        mentions = extractor(text, lang)
        assert all(0 <= m.start < m.end <= len(text) for m in mentions)
        assert all(a.end <= b.start for a, b in pairwise(mentions))
        assert all(isinstance(hash(m.value), int) for m in mentions)
    read_mentions(text, lang)


@pytest.mark.parametrize(
    "piece", ["thousand and ", "million ", "half a ", "1 000 ", "двадцатипяти", "тысяч пять ", "5-", "1.1."]
)
def test_endless_numbers_are_read(piece):
    text = piece * 1500
    assert all(m.end <= len(text) for lang in ("en", "ru") for m in numbers(text, lang))


@given(TEXTS, TEXTS)
def test_findings_mark_what_they_quote(en, ru):
    for finding in differences(PairTexts(en, ru)):
        for text, spans in ((en, finding.en), (ru, finding.ru)):
            assert all(text[start:end] in finding.message for start, end in spans)


def agreement(section):
    """The lines of a section: English, Russian, what is found."""
    here, cases = "", []
    for line in lines("agreement.txt"):
        if line.startswith("["):
            here = line.strip("[]")
        elif here == section:
            cases.append(tuple(cell.strip() for cell in line.split("|")))
    return cases


def loud(found):
    return [finding for finding in found if finding.severity != "info"]


@pytest.mark.parametrize(("en", "ru"), agreement("agree"))
def test_what_says_the_same_is_silent(en, ru):
    assert loud(differences(PairTexts(en, ru))) == []


@pytest.mark.parametrize(("en", "ru", "expected"), agreement("differ"))
def test_what_differs_is_found(en, ru, expected):
    assert [f"{finding.check} {finding.severity}" for finding in differences(PairTexts(en, ru))] == [expected]


@given(st.integers(4, 999_999), st.integers(4, 999_999))
def test_a_number_agrees_only_with_itself(one, other):
    found = list(number(PairTexts(f"{one:,} people came.", f"Пришло человек: {in_russian(other)}.")))
    assert bool(found) == (one != other)


def test_each_check_yields_its_own():
    pair = PairTexts("On 5 May 12 men paid $7.", "6 мая 13 человек заплатили 8 долларов.")
    for check in (date, money, number):
        assert [finding.check for finding in check(pair)] == [check.__name__]


def test_a_finding_quotes_and_marks_both_sides():
    (finding,) = number(PairTexts("There are 25 members.", "Членов 26."))
    assert finding == Finding(
        "number", "error", "“25” in English, «26» in Russian.", ((10, 12),), ((7, 9),), "mistranslation"
    )


def test_what_moved_to_the_next_pair_is_no_slip():
    pair = PairTexts("All 25 members came.", "Пришли все члены.", next=Texts("They left.", "Все 25 ушли."))
    (finding,) = number(pair)
    assert (finding.severity, finding.message) == ("info", "“25” in English: its counterpart is in the next pair.")


def test_one_missing_score_is_one_finding():
    (finding,) = number(PairTexts("They won 5-4.", "Они победили."))
    assert finding.en == ((9, 10),)


def test_an_empty_side_is_not_compared():
    assert differences(PairTexts("5 people", "")) == ()
