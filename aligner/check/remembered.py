"""What was worked out of a word before: most words of a text have been met in an earlier one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

Value = TypeVar("Value")

_MOST = 50_000  # words; beyond that all are forgotten


class Remembered(dict[str, Value]):
    """A dictionary that works out what it lacks, so that a word met before costs one look-up and no call.

    Examples
    --------
    >>> lengths = Remembered(len)
    >>> lengths["word"], list(lengths)
    (4, ['word'])
    """

    def __init__(self, make: Callable[[str], Value]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, word: str) -> Value:
        """Work it out."""
        value = self._make(word)
        if len(self) >= _MOST:
            self.clear()
        self[word] = value
        return value
