"""What is measured of a pair of texts, so that filters can judge it later without seeing the text.

alone          why there is no pair: "" where there is one
en_lang        the language that a side looks like, "" where nobody can tell; so `ru_lang`
checks         review checks that found an error, separated by spaces
en_key, ru_key 64 bits of a hash of the side without case, punctuation and spaces
pair_key       64 bits of a hash of both sides as they are
signature      MinHash of both sides: 64 numbers of 32 bits
"""

from __future__ import annotations

import hashlib
import re
import zlib
from functools import cache
from typing import TYPE_CHECKING, Any

from aligner.corpus.languages import looks_like

if TYPE_CHECKING:
    from datasketch import MinHash

FACTS = 2  # to be raised when the same text would give other facts: what was measured earlier is not mixed with them
PERMUTATIONS = 64
SHINGLE = 5  # characters
_IGNORED = re.compile(r"[\W_]+")

Facts = dict[str, Any]


def facts(en: str, ru: str, *, alone: str, confidence: float, checks: tuple[str, ...], level: str) -> Facts:
    """The facts of a pair; a row without counterpart has few."""
    bare = {"en": _bare(en), "ru": _bare(ru)}
    known: Facts = {
        "alone": alone,
        "confidence": confidence,
        "en_length": len(en),
        "ru_length": len(ru),
        "en_lang": "",
        "ru_lang": "",
        "checks": "",
        "en_key": key(level, "en", bare["en"] or en),
        "ru_key": key(level, "ru", bare["ru"] or ru),
        "pair_key": key(level, en, ru),
        "signature": bytes(PERMUTATIONS * 4),
    }
    if not alone:
        known["en_lang"], known["ru_lang"] = looks_like(en, "en"), looks_like(ru, "ru")
        known["checks"] = " ".join(_failed(en, ru, checks))
        known["signature"] = signature(bare["en"], bare["ru"], level)
    return known


def key(*parts: str) -> int:
    """64 bits of a hash, as SQLite holds them."""
    digest = hashlib.blake2b("\0".join(parts).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "little", signed=True)


def signature(en: str, ru: str, level: str) -> bytes:
    """MinHash of the character 5-grams of both sides, case, punctuation and spaces aside; other ones at each level."""
    sides = ((f"{level} en ", en), (f"{level} ru ", ru))
    shingles = {f"{prefix}{text[i : i + SHINGLE]}" for prefix, text in sides for i in range(_count(text))}
    sketch = _empty_sketch().copy()
    sketch.update_batch([shingle.encode() for shingle in sorted(shingles)])
    return bytes(sketch.hashvalues.astype("<u4").tobytes())


def _count(text: str) -> int:
    return max(1, len(text) - SHINGLE + 1)


def _bare(text: str) -> str:
    return _IGNORED.sub("", text.casefold())


def _failed(en: str, ru: str, checks: tuple[str, ...]) -> list[str]:
    from aligner.check import check_pair

    if not checks:
        return []
    return sorted(
        {finding.check for finding in check_pair(en, ru, rules=_rules(checks)) if finding.severity == "error"}
    )


@cache
def _rules(checks: tuple[str, ...]) -> Any:
    from aligner.check.rules import Rules

    return Rules(enable=frozenset(checks))


@cache
def _empty_sketch() -> MinHash:
    from datasketch import MinHash

    return MinHash(num_perm=PERMUTATIONS, seed=1, hashfunc=zlib.crc32, scheme="affine32")
