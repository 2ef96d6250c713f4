"""Programs that are not ours and judge what we write: needed in CI, a said skip elsewhere."""

import os
import shutil
from pathlib import Path

import pytest


def program(name: str) -> str:
    """Path of a program; the test is skipped with a reason where it is missing, and fails in CI."""
    found = shutil.which(name)
    return found or missing(f"{name} is not installed")


def shipped(path: str) -> Path:
    """A file that a Debian package brings (a schema, a DTD), under the same rule."""
    return Path(path) if Path(path).exists() else Path(missing(f"{path} is not there"))


def missing(what: str) -> str:
    """Skip, or fail in CI, where nothing that the machine could provide may be left out."""
    if os.environ.get("CI"):
        pytest.fail(f"{what}; .ci/run should have installed it")
    pytest.skip(what)
