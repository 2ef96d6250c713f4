"""Texts that mislead an aligner: items nearly alike, repeated lines, missing and swapped passages, verse.

Written for these tests; aligned with the bundled encoder.
"""

from aligner import align_sentences, align_texts


def links(beads):
    """`0:0 1:1,2 3:-`: the sentences of each bead."""
    return " ".join(":".join(",".join(map(str, run)) or "-" for run in (bead.en, bead.ru)) for bead in beads)


def diagonal(n):
    return [f"{i}:{i}" for i in range(n)]


RIVERS = [("Volga", "Волга"), ("Don", "Дон"), ("Ob", "Обь"), ("Lena", "Лена"), ("Yenisei", "Енисей"), ("Neva", "Нева")]
ITEMS = (
    [f"{k}. The gauge on the {en} is read every morning." for k, (en, _) in enumerate(RIVERS, 1)],
    [f"{k}. Показания водомера на реке {ru} снимают каждое утро." for k, (_, ru) in enumerate(RIVERS, 1)],
)


def test_a_numbered_list_of_items_nearly_alike():
    en, ru = ITEMS
    assert links(align_sentences(en, ru)) == " ".join(diagonal(6))


def test_an_item_that_one_list_lacks():
    en, ru = ITEMS
    assert links(align_sentences(en, ru[:2] + ru[3:])) == "0:0 1:1 2:- 3:2 4:3 5:4"


def test_an_item_that_one_list_lacks_where_nothing_is_numbered():
    en, ru = ([item.split(". ", 1)[1] for item in side] for side in ITEMS)
    assert links(align_sentences(en, ru[:3] + ru[4:])) == "0:0 1:1 2:2 3:- 4:3 5:4"


TITLED = (
    ["Annual Report", "The mill was rebuilt in spring.", "Annual Report", "Flour output doubled by autumn.",
     "Annual Report", "The miller thanks his customers."],
    ["Годовой отчёт", "Весной мельницу перестроили.", "Годовой отчёт", "К осени выпуск муки удвоился.",
     "Годовой отчёт", "Мельник благодарит покупателей."],
)  # fmt: skip


def test_a_title_on_every_page():
    en, ru = TITLED
    assert links(align_sentences(en, ru)) == " ".join(diagonal(6))


def test_a_title_that_one_side_repeats():
    en, ru = TITLED
    found = align_sentences(en, [ru[k] for k in (0, 1, 3, 5)])
    assert links(found) == "0:0 1:1 2:- 3:2 4:- 5:3"


DIALOGUE = (
    ["— Did you lock the boat?", "— Yes.", "— And the oars?", "— Yes.", "— Is the lamp out?", "— No.", "— Why?",
     "— Yes, why indeed."],
    ["— Ты запер лодку?", "— Да.", "— А вёсла?", "— Да.", "— Лампа погашена?", "— Нет.", "— Почему?",
     "— Да, и правда, почему."],
)  # fmt: skip


def test_short_answers_again_and_again():
    en, ru = DIALOGUE
    assert links(align_sentences(en, ru)) == " ".join(diagonal(8))


def test_an_answer_that_one_side_leaves_out():
    en, ru = DIALOGUE
    assert links(align_sentences(en, ru[:3] + ru[4:])) == "0:0 1:1 2:2 3:- 4:3 5:4 6:5 7:6"


CHAPTERS = [
    (
        ["The keeper of the lighthouse bought a parrot.", "It spoke only Portuguese.", "He learned the language."],
        ["Смотритель маяка купил попугая.", "Тот говорил только по-португальски.", "Смотритель выучил язык."],
    ),
    (
        ["In the village they baked bread on Mondays.", "The oven was older than the church.",
         "Nobody remembered who had built it.", "Children slept on its warm bricks."],
        ["В деревне хлеб пекли по понедельникам.", "Печь была старше церкви.",
         "Никто не помнил, кто её сложил.", "На тёплых кирпичах спали дети."],
    ),
    (
        ["The railway reached the valley in 1893.", "Two trains a week stopped there.", "The station had a piano."],
        ["Железная дорога дошла до долины в 1893 году.", "Два поезда в неделю делали там остановку.",
         "На станции стояло пианино."],
    ),
]  # fmt: skip


def joined(*chapters):
    return [sentence for chapter in chapters for sentence in chapter]


def test_a_missing_chapter():
    en, ru = zip(*CHAPTERS, strict=True)
    found = align_sentences(joined(*en), joined(ru[0], ru[2]))
    assert links(found) == "0:0 1:1 2:2 3:- 4:- 5:- 6:- 7:3 8:4 9:5"
    assert min(bead.confidence for bead in found if bead.is_null) > 0.9
    found = align_sentences(joined(en[0], en[2]), joined(*ru))
    assert links(found) == "0:0 1:1 2:2 -:3 -:4 -:5 -:6 3:7 4:8 5:9"


def test_a_swapped_chapter_is_moved():
    en, ru = ([" ".join(chapter) for chapter in side] for side in zip(*CHAPTERS, strict=True))
    found = align_texts(en="\n\n".join(en), ru="\n\n".join([ru[0], ru[2], ru[1]]))
    assert [bead.kind for bead in found.beads].count("1-1") in (6, 7)
    moved = {(*bead.en, *bead.ru) for bead in found.moved}
    assert moved in ({(3, 6), (4, 7), (5, 8), (6, 9)}, {(7, 3), (8, 4), (9, 5)})


VERSE = (
    ["The river took my father's hat,", "And would not give it back;", "It carried it past mill and weir,",
     "Past barge and fishing smack.", "I asked the river for the hat,", "The river did not hear;",
     "It had a thousand things to tell", "And no one but the weir."],
    ["Река взяла отцову шляпу", "И не вернула никому,", "Несла её за мельницу,", "За баржи, в дальнюю тьму.",
     "Просил я: шляпу возврати, —", "Река не слышала меня:", "Ей было что порассказать", "Плотине, волны вдаль гоня."],
)  # fmt: skip


def test_verse_goes_line_by_line():
    """As freely as it is translated: no line strays, and most are found."""
    en, ru = VERSE
    found = align_sentences(en, ru)
    assert all(abs(i - j) <= 1 for bead in found for i in bead.en for j in bead.ru)
    assert sum((*bead.en, *bead.ru) in {(i, i) for i in range(8)} for bead in found) >= 4
