"""Moses line pairs, for machine translation and corpus tools: line n of one file translates line n of the other.

They are named as in OPUS: `-o corpus.en-ru` writes `corpus.en-ru.en` and `corpus.en-ru.ru`. What has no counterpart is
left out, and so is what a reviewer has rejected.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aligner.layout import flat
from aligner.write.files import Rendered, utf8
from aligner.write.units import translations, unsaid, unusable, usable

if TYPE_CHECKING:
    from aligner.alignment import Alignment


def render(alignment: Alignment, level: str) -> Rendered:
    """Both files, English and Russian."""
    found = translations(alignment, level)
    kept = usable(found)
    en, broken_en = utf8("".join(f"{flat(unit.en)}\n" for unit in kept))
    ru, broken_ru = utf8("".join(f"{flat(unit.ru)}\n" for unit in kept))
    return Rendered(b"", (*unusable(found, "Moses"), *unsaid(alignment), *broken_en, *broken_ru), (en, ru))
