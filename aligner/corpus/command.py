"""The command that makes a corpus again, for its card: no paths, no time, so that the same corpus has the same card."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from aligner.corpus.settings import Settings

#: Settings whose option has another name; those with None have none, since they change no row.
OPTIONS = {"levels": "--level", "checks": "--check", "formats": "--format", "device": None, "batch_size": None}


def command(settings: Settings, *, source: str, match: str) -> str:
    """What to give on the command line, where the settings differ from the defaults; `source` is the name alone."""
    parts = ["aligner", "corpus", source, "-o", "OUT"]
    parts += ["--match", match] if match != "name" else []
    for field in fields(Settings):
        value = getattr(settings, field.name)
        option = OPTIONS.get(field.name, f"--{field.name.replace('_', '-')}")
        if option and value != field.default:
            parts += _given(option, value)
    return shlex.join(parts)


def _given(option: str, value: Any) -> Iterator[str]:
    if option == "--split":
        yield from (option, "/".join(f"{share:g}" for share in value))
    elif isinstance(value, tuple):
        for each in value:
            yield from (option, each)
    else:
        yield option
        if value is not True:
            yield str(value)
