"""Parsers that are not ours: on a broken file they raise anything, warn and log; the user gets one line."""

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from aligner.errors import AlignerError, InputError

_TALKATIVE = ("pypdf", "trafilatura", "htmldate", "justext", "openpyxl")


@contextmanager
def one_line(name: str, what: str) -> Iterator[None]:
    """Turn whatever a library raises into an InputError that says the file is a damaged `what`; let it say no more.

    Only calls of a library belong inside.
    """
    logs = [logging.getLogger(log) for log in _TALKATIVE]
    levels = [log.level for log in logs]
    try:
        for log in logs:
            log.setLevel(logging.CRITICAL + 1)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except AlignerError:
        raise
    except Exception as error:
        raise InputError(
            f"{name}: a damaged {what}: {short(error)}; open and save it again, or give another"
        ) from error
    finally:
        for log, level in zip(logs, levels, strict=True):
            log.setLevel(level)


def short(error: BaseException) -> str:
    """What an error says, on one line."""
    said = " ".join(str(error).split())[:120] or type(error).__name__
    return "".join(c for c in said if c.isprintable())
