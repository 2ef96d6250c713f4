"""Review checks: an ordered list of small functions, each of which looks at a pair and yields findings.

To add a check: write a function `(PairTexts) -> Iterator[Finding]` whose findings carry its name, put it into
`CHECKS`, add a golden line to its test. What a text mentions (dates, numbers, …) is in `aligner.check.mentions`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from os import PathLike
from typing import TYPE_CHECKING, Protocol

from aligner.arguments import a_text
from aligner.check import (
    contrasts,
    countries,
    dates,
    money,
    names,
    negation,
    numbers,
    omissions,
    organisations,
    punctuation,
    structure,
    typography,
    untranslated,
)
from aligner.check.findings import distinct, finding_id, worst_first
from aligner.check.texts import PairTexts, Texts
from aligner.records import Finding

if TYPE_CHECKING:
    from aligner.check.rules import Rules

__all__ = ["CHECKS", "check_names", "check_pair", "finding_id", "run_checks"]


class Check(Protocol):
    """A function that yields findings under its own name."""

    __name__: str

    def __call__(self, pair: PairTexts, /) -> Iterable[Finding]: ...


# Of two checks that mark the same place, the earlier one keeps its finding.
CHECKS: tuple[Check, ...] = (
    omissions.omission,
    omissions.addition,
    untranslated.untranslated,
    dates.date,
    money.money,
    numbers.number,
    organisations.acronym,
    countries.country,
    structure.structure,
    negation.negation,
    contrasts.contrast,
    names.name,
    punctuation.punctuation,
    typography.typography,
)

LINKING = ("omission", "addition", "negation")  # those that link the words of a pair
_OF_DOCUMENTS = ("terminology", "inconsistency")  # what `aligner.check.document` adds


def check_names() -> tuple[str, ...]:
    """The names of all checks, as findings and rules use them."""
    return (*(check.__name__ for check in CHECKS), *_OF_DOCUMENTS)


def check_pair(
    en: str,
    ru: str,
    *,
    rules: Rules | str | PathLike[str] | None = None,
    previous: tuple[str, str] = ("", ""),
    next: tuple[str, str] = ("", ""),
) -> list[Finding]:
    """What a reviser should look at in a pair of texts.

    Parameters
    ----------
    en, ru
        The English and the Russian text; the spans of the findings count characters in them.
    rules
        Which checks run, how severe they are, what to ignore (`Rules`, or the path of an `aligner.toml`).
    previous, next
        English and Russian text of the pairs before and after: what is missing here may have moved there.

    Returns
    -------
    list of Finding
        Worst first, then by place; one for each cause.

    Raises
    ------
    InputError
        `en` or `ru` is no text.

    Examples
    --------
    >>> [finding.check for finding in check_pair("Nothing came of it.", "")]
    ['omission']
    """
    from aligner.check.rules import as_rules

    rules = as_rules(rules)
    pair = PairTexts(a_text(en, "en"), a_text(ru, "ru"), previous=Texts(*previous), next=Texts(*next))
    found = distinct(run_checks(pair, rules=rules))
    return worst_first(found if rules is None else rules.applied(found, pair))


def run_checks(pair: PairTexts, *, rules: Rules | None = None) -> Iterator[Finding]:
    """The findings of each check in turn; an empty side leaves nothing to compare."""
    checks = CHECKS if pair.en.strip() and pair.ru.strip() else (omissions.omission, omissions.addition)
    for check in checks:
        if rules is None or rules.runs(check.__name__):
            yield from check(pair)
