"""A project's rules for the checks: the file `aligner.toml`.

[check]
disable = ["typography"]            # or enable = [...]: only these run

[check.severity]
structure = "info"

[[ignore]]                          # findings that somebody has looked at
check = "number"
text = "Article 5"                  # in a marked passage or the message; or regex = "...", or id = "..."
reason = "articles are renumbered in the Russian edition"
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from os import PathLike
from pathlib import Path
from types import UnionType
from typing import Any

from aligner.check.findings import SEVERITIES, HasTexts, finding_id, passages
from aligner.errors import FormatError, InputError
from aligner.records import Finding, Severity

FILE_NAME = "aligner.toml"
_ROOT_MARKS = (".git", "pyproject.toml")


@dataclass(frozen=True, slots=True)
class Ignore:
    """Findings to leave out, and why; whatever is None matches all. FormatError for a check that there isn't."""

    reason: str
    check: str | None = None
    text: str | None = None
    regex: re.Pattern[str] | None = None
    id: str | None = None

    def __post_init__(self) -> None:
        if self.check is not None:
            _choice(self.check, "check", "check", _check_names())

    def matches(self, finding: Finding, pair: HasTexts) -> bool:
        """All that is given agrees with the finding."""
        places = [*passages(finding, pair), finding.message]
        return (
            self.check in (None, finding.check)
            and (self.text is None or any(self.text in place for place in places))
            and (self.regex is None or any(self.regex.search(place) for place in places))
            and self.id in (None, finding_id(finding, pair))
        )


@dataclass(frozen=True, slots=True)
class Rules:
    """Which checks run, how severe their findings are, what is ignored.

    Attributes
    ----------
    enable
        Names of the only checks that run; all by default. `aligner.check.check_names()` lists them.
    disable
        Names of checks that don't run: `Rules(disable=["typography"])`.
    severity
        "error", "warning" or "info" for a check, instead of its own: `{"structure": "info"}`.
    ignore
        Single findings that somebody has looked at.

    Raises
    ------
    FormatError
        There is no such check or severity.
    """

    enable: Collection[str] | None = None
    disable: Collection[str] = frozenset()
    severity: Mapping[str, Severity] = field(default_factory=dict, hash=False)
    ignore: tuple[Ignore, ...] = ()

    def __post_init__(self) -> None:
        if self.enable is not None:
            object.__setattr__(self, "enable", _names(self.enable, "enable"))
        object.__setattr__(self, "disable", _names(self.disable, "disable"))
        for check, severity in _typed(self.severity, "severity", Mapping, "a table").items():
            _choice(check, "severity", "check", _check_names())
            _choice(severity, f"severity.{check}", "severity", SEVERITIES)

    def runs(self, check: str) -> bool:
        """The check is wanted."""
        return check not in self.disable and (self.enable is None or check in self.enable)

    def applied(self, findings: Iterable[Finding], pair: HasTexts) -> Iterator[Finding]:
        """The findings that are not ignored, as severe as the rules say."""
        for finding in findings:
            if self.runs(finding.check) and not any(rule.matches(finding, pair) for rule in self.ignore):
                yield replace(finding, severity=self.severity.get(finding.check, finding.severity))


def find_rules(start: str | PathLike[str] = ".") -> Path | None:
    """The nearest `aligner.toml`: in the folder, then in its parents up to the root of the project."""
    folder = Path(start).resolve()
    for place in (folder, *folder.parents):
        if (place / FILE_NAME).is_file():
            return place / FILE_NAME
        if any((place / mark).exists() for mark in _ROOT_MARKS):
            return None
    return None


def as_rules(given: Rules | str | PathLike[str] | None) -> Rules | None:
    """The rules, or those of a file; FormatError for anything else."""
    if isinstance(given, str | PathLike):
        return read_rules(given)
    if given is not None and not isinstance(given, Rules):
        raise FormatError(f"rules: give Rules(disable=[…]) or the path of a rules file, not {given!r}")
    return given


def read_rules(path: str | PathLike[str]) -> Rules:
    """Read a rules file.

    Raises
    ------
    InputError
        The file can't be read.
    FormatError
        It is no TOML, or has a key or a value that means nothing; with the valid ones.
    """
    data = read_toml(path)
    try:
        return _rules(data)
    except FormatError as error:
        raise FormatError(f"{path}: {error}") from error


def read_toml(path: str | PathLike[str]) -> dict[str, Any]:
    """The tables of a TOML file; errors as in `read_rules`."""
    try:
        return tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"{path}: can't be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise FormatError(f"{path}: not UTF-8 at byte {error.start}; save it as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise FormatError(f"{path}: not TOML: {error}") from error


def _rules(data: dict[str, Any]) -> Rules:
    """The tables of a file as rules; every complaint names the key and what may stand there."""
    _check_keys(data, "", ("check", "ignore", "corpus"))  # aligner.corpus.settings reads the last
    check = _typed(data.get("check", {}), "check", dict, "a table")
    _check_keys(check, "check.", ("enable", "disable", "severity"))
    ignored = _typed(data.get("ignore", []), "ignore", list, "tables: [[ignore]]")
    with _under("check."):
        rules = Rules(**check)
    return replace(rules, ignore=tuple(_ignore(rule, f"ignore[{n}]") for n, rule in enumerate(ignored, 1)))


def _ignore(rule: Any, key: str) -> Ignore:
    _typed(rule, key, dict, "a table")
    _check_keys(rule, f"{key}.", ("check", "text", "regex", "id", "reason"))
    given = {name: _typed(value, f"{key}.{name}", str, "a string") for name, value in rule.items()}
    if not given.get("reason", "").strip():
        raise FormatError(f"{key}.reason is missing; say why the findings are ignored")
    if not given.keys() & {"check", "text", "regex", "id"}:
        raise FormatError(f"{key} would ignore everything; give check, text, regex or id")
    with _under(f"{key}."):
        return Ignore(**given | {"regex": _regex(given["regex"])} if "regex" in given else given)


def _regex(pattern: str) -> re.Pattern[str]:
    try:
        return re.compile(pattern)
    except re.error as error:
        raise FormatError(f"regex is not a regular expression: {error}") from error


def _names(given: Any, key: str) -> frozenset[str]:
    _typed(given, key, list | tuple | Set, "a list of checks")
    return frozenset(_choice(name, key, "check", _check_names()) for name in given)


def _check_names() -> tuple[str, ...]:
    from aligner.check import check_names

    return check_names()


def _choice(given: Any, key: str, noun: str, valid: Sequence[str]) -> str:
    if given in valid:
        return str(given)
    near = get_close_matches(str(given), valid, n=1)
    hint = f"did you mean {near[0]!r}? " if near else ""
    raise FormatError(f"{key}: no {noun} {given!r}; {hint}choose from {', '.join(valid)}")


def _typed(value: Any, key: str, kind: type | UnionType, meaning: str) -> Any:
    if not isinstance(value, kind):
        raise FormatError(f"{key} must be {meaning}, not {value!r}")
    return value


def _check_keys(table: dict[str, Any], prefix: str, valid: tuple[str, ...]) -> None:
    for key in table:
        if key not in valid:
            raise FormatError(f"unknown key {prefix}{key}; choose from {', '.join(valid)}")


@contextmanager
def _under(key: str) -> Iterator[None]:
    """What is wrong with a part, said of the whole."""
    try:
        yield
    except FormatError as error:
        raise FormatError(f"{key}{error}") from error
