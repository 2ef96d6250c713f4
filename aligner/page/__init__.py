"""What the pages have in common, the report and the review app: the look, the words, how a text is shown."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import Environment

_CONTROLS = {code: 0x2400 + code for code in range(0x20)} | {0x7F: 0x2421}  # shown as ␀ ␁ … ␡
_CONTROLS |= dict.fromkeys([*range(0x80, 0xA0), *range(0xD800, 0xE000)], 0xFFFD)
_SPACES = dict.fromkeys(map(ord, "\t\v\f\r\x85"), ord(" "))
_VISIBLE = _CONTROLS | _SPACES | {ord("\n"): "\n"}


def stylesheet() -> str:
    """Colours for both themes, letters, marks and badges: `page.css`."""
    return static("page.css")


def static(name: str, package: str = __name__) -> str:
    """The text of a file that lies beside a module: a style sheet, a script."""
    return (files(package) / name).read_text(encoding="utf-8")


@cache
def environment(package: str) -> Environment:
    """Templates of a package, and those of this one under "page/"; everything is escaped."""
    from jinja2 import Environment, PackageLoader, PrefixLoader, StrictUndefined

    from aligner.page.messages import said
    from aligner.page.people import local, share

    loaders = {"page": PackageLoader(__name__, "."), package.rpartition(".")[2]: PackageLoader(package, ".")}
    made = Environment(
        loader=PrefixLoader(loaders), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    made.filters |= {"visible": visible, "said": said, "share": share, "local": local}
    return made


def visible(text: str) -> str:
    """A text for a page: control characters as signs; of white space, only spaces and line feeds are left.

    It is as long as it was, so that offsets hold; it is not escaped, templates do that.

    Examples
    --------
    >>> visible("a\\x07b\\tc")
    'a␇b c'
    """
    return text.translate(_VISIBLE)
