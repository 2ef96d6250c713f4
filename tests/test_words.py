"""Words, sound keys and spellings: a table that a linguist reads and edits, and what must hold for any text.

The trained weights of the bundled encoder depend on what stands here: a line is changed only with a new training.
"""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligner.vocabulary import ngram_rows
from aligner.words import LONGEST_KEY, sound_keys, spellings, stem, transliterate, words

GOLDEN = Path(__file__).parent / "golden" / "words.txt"
LINES = [line.split() for line in GOLDEN.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
ANY = st.text(st.characters(), max_size=60)  # lone surrogates, controls and emoji among them


@pytest.mark.parametrize(("word", "key", "seen"), [(line[0], line[1], line[2:]) for line in LINES])
def test_golden(word, key, seen):
    assert sound_keys([word]) == [key]
    assert list(spellings(word)) == seen


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The parties met in Washington, D.C.", "The parties met in Washington , D . C ."),
        ("Стороны встретились в Нью-Йорке.", "Стороны встретились в Нью - Йорке ."),
        ("«Ёлка» — э\u0301то под\u00adарок…", '" Елка " - это подарок . . .'),
        ("“Don’t” ‘go’ „да“ ‹x›", '" Don \' t " \' go \' " да " " x "'),
        ("1941–1945, −5 °C, e‑mail", "1941 - 1945 , - 5 ° C , e - mail"),
        ("ﬁnance № 5 ½ m²", "finance No 5 1 ⁄ 2 m2"),
        ("й и\u0306 ё е\u0308 é e\u0301", "й й е е é é"),
        ("2\u00a0000\u202fруб. zero\u200bwidth \ufeffBOM", "2 000 руб . zerowidth BOM"),
        ("snake_case $1,000.50 U.S.-based", "snake_case $ 1 , 000 . 50 U . S . - based"),
        ("  \t\n", ""),
    ],
)
def test_words_and_marks(text, expected):
    assert words(text) == expected.split()


# --- what the keys are for: both languages share units before any training ---

MEET = [
    ("Сафонов", "Safonov"), ("Вашингтон", "Washington"), ("Хельсинки", "Helsinki"), ("Токио", "Tokyo"),
    ("Хрущёв", "Khrushchev"), ("Горбачёв", "Gorbachev"), ("Щербаков", "Shcherbakov"), ("процесс", "process"),
    ("протокол", "protocol"), ("Йорк", "York"), ("Цхинвали", "Tskhinvali"), ("Вильнюс", "Vilnius"),
]  # fmt: skip
SHARE_MOST = [
    ("конвенция", "convention"), ("федерация", "federation"), ("декларация", "declaration"), ("комиссия", "commission"),
    ("парламент", "parliament"), ("терроризм", "terrorism"), ("Женева", "Geneva"), ("Ельцин", "Yeltsin"),
    ("философия", "philosophy"), ("Сафоновым", "Safonov"), ("Вашингтоне", "Washington"),
]  # fmt: skip
STRANGERS = [("Джордж", "George"), ("Афины", "Athens"), ("Пекин", "Beijing"), ("министр", "convention")]


def shared(ru, en):
    """Share of the units of the shorter word that the two have in common."""
    a, b = (set(ngram_rows([word], 10**9)[0].tolist()) for word in (ru, en))
    return len(a & b) / min(len(a), len(b))


@pytest.mark.parametrize(("ru", "en"), MEET)
def test_names_that_meet(ru, en):
    assert sound_keys([ru]) == sound_keys([en])


@pytest.mark.parametrize(("ru", "en"), SHARE_MOST)
def test_words_that_share_half_of_their_units(ru, en):
    assert shared(ru, en) >= 0.5


@pytest.mark.parametrize(("ru", "en"), STRANGERS)
def test_words_that_only_training_can_bring_together(ru, en):
    assert shared(ru, en) == 0


@pytest.mark.parametrize("case", "Сафонов Сафонова Сафонову Сафоновым Сафонове Сафоновы Сафоновыми".split())
def test_cases_of_a_name_have_one_stem(case):
    assert list(spellings(case))[1] == "safonov"


@pytest.mark.parametrize(
    "forms",
    [
        "страна страны стране страну страной страною стран странам странами странах",
        "президент президента президенту президентом президенте президенты президентов президентами",
        "новый новая новое новые нового новой новому новую новым новых новыми",
        "подписать подписал подписала подписали подписало",
        "ограничивается ограничиваются",
        "компания компании компанию компанией компаний компаниям компаниями компаниях",
        "government governments",
        "policy policies",
        "walk walks walked walking",
        "make makes making",
    ],
)
def test_forms_of_a_word_have_one_stem(forms):
    assert len({stem(form) for form in forms.split()}) == 1


@pytest.mark.parametrize("word", ["дом", "мир", "the", "is", "1995", ".", "СССР".lower(), "ООН".lower()])
def test_short_words_and_numbers_stay_whole(word):
    assert stem(word) == word


def test_every_cyrillic_letter_of_russian_has_a_latin_spelling():
    letters = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
    assert transliterate(letters + letters.upper()).isascii()
    assert [letter for letter in letters if not transliterate(letter)] == ["ъ", "ь"]


# --- what must hold for any text ---


@given(ANY)
def test_words_lose_nothing_but_spaces(text):
    plain = unicodedata.normalize("NFKC", text)
    letters = "".join(c for c in plain if c.isalnum() and c not in "Ёё")
    kept = "".join(c for word in words(text) for c in word if c.isalnum())
    assert "".join(c for c in kept if c not in "Ее") == "".join(c for c in letters if c not in "Ее")
    assert not any(c.isspace() for word in words(text) for c in word)
    assert all(words(text))


@given(ANY, ANY)
def test_words_do_not_depend_on_their_neighbours(a, b):
    assert words(f"{a} {b}") == words(a) + words(b)


@given(ANY)
def test_words_of_plain_text_are_the_same_again(text):
    once = words(text)
    assert words(" ".join(once)) == once


@given(st.lists(ANY, max_size=5))
def test_keys_do_not_depend_on_other_words(texts):
    found = [word for text in texts for word in words(text)]
    assert sound_keys(found) == [key for word in found for key in sound_keys([word])]
    assert all(len(key) <= LONGEST_KEY for key in sound_keys(found))


@given(ANY)
def test_a_stem_begins_the_word(text):
    for word in words(text):
        assert word.startswith(stem(word))
        assert len(stem(word)) >= min(3, len(word))


@pytest.mark.parametrize(
    "text", ["\ud800", "кот\udfffкит", "a\0b", "😀😀", "\u200b", "\u0301", "ъьъь", "Ъ", "ЪЪЪ", "_"]
)
def test_odd_text_is_taken_as_it_comes(text):
    for word in words(text):
        assert all(spellings(word))
        assert isinstance(sound_keys([word])[0], str)
        assert stem(word)


@pytest.mark.parametrize("letter", ["a", "я", "щ", "Э", "-", "\u0301", "ё", "1", "😀", "\ud800", "oo", "dzh"])
def test_very_long_words(letter):
    """Half a million letters: what is not linear would not come back."""
    found = words(letter * 500_000)
    for word in {*found}:
        list(spellings(word))
        assert len(sound_keys([word])[0]) <= LONGEST_KEY
        assert len(stem(word)) > len(word) - 10
