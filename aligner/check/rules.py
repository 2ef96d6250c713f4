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
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from os import PathLike
from pathlib import Path
from typing import Any, cast

from aligner.check.findings import SEVERITIES, HasTexts, finding_id, passages
from aligner.errors import FormatError, InputError
from aligner.records import Finding, Severity

FILE_NAME = "aligner.toml"
_ROOT_MARKS = (".git", "pyproject.toml")


@dataclass(frozen=True, slots=True)
class Ignore:
    """Findings to leave out, and why; whatever is None matches all."""

    reason: str
    check: str | None = None
    text: str | None = None
    regex: re.Pattern[str] | None = None
    id: str | None = None

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
    """Which checks run, how severe their findings are, what is ignored."""

    enable: frozenset[str] | None = None
    disable: frozenset[str] = frozenset()
    severity: Mapping[str, Severity] = field(default_factory=dict, hash=False)
    ignore: tuple[Ignore, ...] = ()

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


def read_rules(path: str | PathLike[str]) -> Rules:
    """Read a rules file.

    Raises
    ------
    InputError
        The file can't be read.
    FormatError
        It is no TOML, or has a key or a value that means nothing; with the valid ones.
    """
    return _Reader(str(path)).rules(read_toml(path))


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


@dataclass(frozen=True, slots=True)
class _Reader:
    """Turns the tables of a file into rules; every complaint names the file, the key and what may stand there."""

    path: str

    def rules(self, data: dict[str, Any]) -> Rules:
        self._keys(data, "", ("check", "ignore", "corpus"))  # aligner.corpus.settings reads the last
        check = self._typed(data.get("check", {}), "check", dict, "a table")
        self._keys(check, "check.", ("enable", "disable", "severity"))
        severity = self._typed(check.get("severity", {}), "check.severity", dict, "a table")
        ignored = self._typed(data.get("ignore", []), "ignore", list, "tables: [[ignore]]")
        return Rules(
            enable=self._names(check["enable"], "check.enable") if "enable" in check else None,
            disable=self._names(check.get("disable", []), "check.disable"),
            severity={self._name(k, "check.severity"): self._severity(k, v) for k, v in severity.items()},
            ignore=tuple(self._ignore(rule, f"ignore[{n}]") for n, rule in enumerate(ignored, 1)),
        )

    def _ignore(self, rule: Any, key: str) -> Ignore:
        self._typed(rule, key, dict, "a table")
        self._keys(rule, f"{key}.", ("check", "text", "regex", "id", "reason"))
        given = {name: self._typed(value, f"{key}.{name}", str, "a string") for name, value in rule.items()}
        if not given.get("reason", "").strip():
            self._complain(f"{key}.reason is missing; say why the findings are ignored")
        if not given.keys() & {"check", "text", "regex", "id"}:
            self._complain(f"{key} would ignore everything; give check, text, regex or id")
        return Ignore(
            reason=given["reason"],
            check=self._name(given["check"], f"{key}.check") if "check" in given else None,
            text=given.get("text"),
            regex=self._regex(given["regex"], f"{key}.regex") if "regex" in given else None,
            id=given.get("id"),
        )

    def _regex(self, pattern: str, key: str) -> re.Pattern[str]:
        try:
            return re.compile(pattern)
        except re.error as error:
            raise FormatError(f"{self.path}: {key} is not a regular expression: {error}") from error

    def _names(self, value: Any, key: str) -> frozenset[str]:
        return frozenset(self._name(name, key) for name in self._typed(value, key, list, "a list of checks"))

    def _name(self, name: Any, key: str) -> str:
        from aligner.check import check_names

        if name not in check_names():
            self._complain(f"{key}: no check {name!r}; choose from {', '.join(check_names())}")
        return str(name)

    def _severity(self, key: str, value: Any) -> Severity:
        if value not in SEVERITIES:
            self._complain(f"check.severity.{key}: no severity {value!r}; choose from {', '.join(SEVERITIES)}")
        return cast(Severity, value)

    def _keys(self, table: dict[str, Any], prefix: str, valid: tuple[str, ...]) -> None:
        for key in table:
            if key not in valid:
                self._complain(f"unknown key {prefix}{key}; choose from {', '.join(valid)}")

    def _typed(self, value: Any, key: str, kind: type, meaning: str) -> Any:
        if not isinstance(value, kind):
            self._complain(f"{key} must be {meaning}, not {value!r}")
        return value

    def _complain(self, message: str) -> None:
        raise FormatError(f"{self.path}: {message}")
