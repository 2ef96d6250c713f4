"""The folder of an encoder: what may be replaced, and how it appears all at once."""

from __future__ import annotations

import json
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from aligner.errors import InputError
from aligner.write.files import check_folder

FILES = frozenset(
    {
        "README.md",
        "calibration.json",
        "config.json",
        "config_sentence_transformers.json",
        "model.safetensors",
        "modules.json",
        "tokenizer.json",
    }
)


def check_target(folder: Path) -> Path:
    """The folder, links followed, if it can be made, is empty, or holds an encoder of ours and nothing else.

    Raises
    ------
    InputError : else, with the reason
    """
    check_folder(folder)
    target = folder.resolve()
    names = {path.name for path in target.iterdir()} if target.is_dir() else set()
    if names and not _holds_encoder(target):
        raise InputError(f"{folder}: holds other files, no encoder; choose a new folder")
    if foreign := sorted(names - FILES):
        raise InputError(f"{folder}: holds files that are not the encoder's ({foreign[0]}); choose a new folder")
    return target


@contextmanager
def new_folder(target: Path) -> Iterator[Path]:
    """A folder to write into, which takes the place of `target` if all goes well and vanishes if not.

    Raises
    ------
    InputError : it can't be written; what was there is as it was
    """
    mark = secrets.token_hex(6)
    fresh, old = (target.with_name(f".aligner-{mark}.{end}") for end in ("tmp", "old"))
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        fresh.mkdir()
        yield fresh
        if target.exists():
            target.rename(old)
        try:
            fresh.rename(target)
        except OSError:
            if old.exists():
                old.rename(target)
            raise
    except OSError as error:
        raise InputError(f"{target}: can't be written: {error.strerror or error}") from error
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)


def _holds_encoder(folder: Path) -> bool:
    try:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(config, dict) and str(config.get("format", "")).startswith("aligner-static/")
