"""Small document pairs, and an engine that works in this process: what the tests of corpora share."""

import hashlib
from pathlib import Path

from aligner.corpus.worker import align_item

SENTENCES = (
    ("The ministers met in Kestren.", "Министры встретились в Кестрене."),
    ("They signed the agreement.", "Они подписали соглашение."),
    ("The treaty enters into force in May.", "Договор вступает в силу в мае."),
    ("The river froze in January.", "Река замёрзла в январе."),
    ("The port handled coal and grain.", "Порт принял уголь и зерно."),
    ("Nobody answered the letter.", "Никто не ответил на письмо."),
    ("The museum will open on Friday.", "Музей откроется в пятницу."),
    ("The school has four hundred pupils.", "В школе учится четыреста детей."),
    ("The bridge was closed for repairs.", "Мост закрыли на ремонт."),
    ("The harvest was poor this year.", "Урожай в этом году был плохим."),
    ("The train leaves at noon.", "Поезд отходит в полдень."),
    ("The court rejected the appeal.", "Суд отклонил жалобу."),
)


def here(items, work, *, total):
    """An engine without processes."""
    return (align_item(item, work) for item in items)


def write_documents(folder: Path, documents: dict[str, list[int]]) -> Path:
    """`en/NAME.txt` and `ru/NAME.txt` with these of the sentences, a paragraph each; negative ones only in English."""
    for side, lang in enumerate(("en", "ru")):
        (folder / lang).mkdir(parents=True, exist_ok=True)
        for name, numbers in documents.items():
            chosen = [SENTENCES[abs(n)][side] for n in numbers if n >= 0 or lang == "en"]
            (folder / lang / f"{name}.txt").write_text("\n\n".join(chosen) + "\n", encoding="utf-8")
    return folder


def fingerprints(corpus: Path) -> dict[str, str]:
    """A hash of every file of a corpus, its work aside."""
    files = (path for path in corpus.rglob("*") if path.is_file() and ".aligner" not in path.parts)
    return {path.relative_to(corpus).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
