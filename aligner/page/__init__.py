"""What the pages have in common, the report and the review app: the look, and how a text is shown."""

from __future__ import annotations

from importlib.resources import files

_CONTROLS = {code: 0x2400 + code for code in range(0x20)} | {0x7F: 0x2421}  # shown as ␀ ␁ … ␡
_CONTROLS |= dict.fromkeys([*range(0x80, 0xA0), *range(0xD800, 0xE000)], 0xFFFD)
_SPACES = dict.fromkeys(map(ord, "\t\n\v\f\r\x85"), ord(" "))
_VISIBLE = _CONTROLS | _SPACES


def stylesheet() -> str:
    """Colours for both themes, letters, marks and badges: `page.css`."""
    return (files(__package__) / "page.css").read_text(encoding="utf-8")


def visible(text: str) -> str:
    """A text for a page: control characters as signs, line breaks inside a paragraph as spaces.

    It is as long as it was, so that offsets hold; it is not escaped, templates do that.

    Examples
    --------
    >>> visible("a\\x07b\\nc")
    'a␇b c'
    """
    return text.translate(_VISIBLE)
