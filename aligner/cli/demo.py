"""`aligner demo`: an example to look at before one's own texts."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import click

from aligner.cli.options import FILE, lang_option
from aligner.cli.terminal import open_page, print_rich, say
from aligner.errors import InputError

if TYPE_CHECKING:
    from aligner.records import Lang


@click.command(short_help="Make an example with a few slips, and its report.")
@click.option(
    "-o", "--output", type=FILE, default="aligner-demo", show_default=True, metavar="FOLDER", help="Where it is put."
)
@lang_option("Language of the list and the report; English by default.")
@click.option("--no-browser", is_flag=True, help="Don't open the report.")
def demo(output: str, lang: Lang | None, no_browser: bool) -> None:
    """Make an example: a statement with a few slips in its Russian version, checked, and the report on it.

    Texts that are in the folder already are kept and used as they are: change one and run it again.
    """
    import aligner
    from aligner.check import listing

    folder = Path(output)
    en, ru = (_text(folder, f"statement.{lang}.txt") for lang in ("en", "ru"))
    checked = aligner.align(en, ru).check()
    print_rich(listing.terminal_table(checked, lang or "en"), listing.summary(checked))
    page = folder / "report.html"
    checked.report(page, lang=lang or "en")
    say(f"{en}, {ru}: the two texts\n{page}: the report; open it in a browser")
    say(f"To correct them in the browser: aligner review {en} {ru}")
    if not no_browser:
        open_page(page.resolve().as_uri())


def _text(folder: Path, name: str) -> Path:
    """The text as it is in the folder, put there if it is missing."""
    path = folder / name
    if not path.exists():
        try:
            folder.mkdir(parents=True, exist_ok=True)
            path.write_bytes(files("aligner").joinpath("demo", name).read_bytes())
        except OSError as error:
            raise InputError(
                f"{path}: can't be written: {error.strerror or error}; name another folder with -o"
            ) from error
    return path
