"""Which side is which: both texts are judged by their letters before any work is done."""

import re

from aligner.errors import InputError
from aligner.records import Document

_SAMPLE = 50_000  # characters, spread over the text
_CYRILLIC = re.compile(r"[Ѐ-ԯ]")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
_NAMES = {"en": "English", "ru": "Russian"}


def cyrillic_share(text: str) -> float | None:
    """Share of Cyrillic among the Cyrillic and Latin letters, 0 to 1.

    None where these are less than half of all letters: the text is neither English nor Russian.
    """
    sample = text[:: max(1, len(text) // _SAMPLE)]
    cyrillic, latin = len(_CYRILLIC.findall(sample)), len(_LATIN.findall(sample))
    letters = sum(map(str.isalpha, sample))
    return cyrillic / (cyrillic + latin) if cyrillic + latin > letters / 2 else None


def check_languages(en: Document, ru: Document) -> None:
    """Make sure that the first text is in Latin letters and the second in Cyrillic ones.

    Raises
    ------
    InputError
        The texts are the wrong way round, in the same language, the same text, or in neither language.
    """
    if en.text == ru.text:
        raise InputError(f"{en.name} and {ru.name} are the same text; give the English version, then the Russian")
    looks = {document.lang: _language(document) for document in (en, ru)}
    if looks == {"en": "ru", "ru": "en"}:
        raise InputError(f"{en.name} is Russian and {ru.name} is English; swap them: the English version comes first")
    for document in (en, ru):
        if looks[document.lang] != document.lang:
            found, wanted = _NAMES[looks[document.lang]], _NAMES[document.lang]
            raise InputError(
                f"{document.name} is {found} by its letters, like the other text; give its {wanted} version"
            )


def _language(document: Document) -> str:
    share = cyrillic_share(document.text)
    if share is None:
        raise InputError(f"{document.name}: neither English nor Russian by its letters; aligner needs one text of each")
    return "ru" if share >= 0.5 else "en"
