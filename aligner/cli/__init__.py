"""The command line: one thin function per command, and the only place that prints or exits.

Data goes to standard output, everything said about it to standard error. Exit status: 0 done, 1 findings
at or above `--fail-on`, 2 bad input or usage, 130 interrupted, 141 nobody reads the output any more.
"""

from __future__ import annotations

import io
import sys
from typing import Any

import click

from aligner import __version__
from aligner.cli.aligning import align, evaluate, export, split
from aligner.cli.checking import check, report
from aligner.cli.corpora import corpus, stats
from aligner.cli.demo import demo
from aligner.cli.encoders import cache, models, train
from aligner.cli.formats import formats
from aligner.cli.reviewing import review
from aligner.cli.terminal import drop_output, log_on_stderr
from aligner.errors import AlignerError


class _Failure(click.ClickException):
    """A user's mistake: one line, status 2."""

    exit_code = 2

    def show(self, file: Any = None) -> None:
        click.echo(f"aligner: {self.message}", file=file, err=file is None)


class _Commands(click.Group):
    """Turns the errors of the library into exit statuses, for every command at once."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except AlignerError as error:
            raise _Failure(str(error)) from error
        except KeyboardInterrupt:
            click.echo("aligner: interrupted", err=True)
            ctx.exit(130)
        except BrokenPipeError:
            drop_output()
            ctx.exit(141)
        except OSError as error:
            drop_output()
            raise _Failure(f"{error.filename or 'standard output'}: {error.strerror or error}") from error
        return result

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """In sections, what most people need first."""
        for title, commands in _SECTIONS.items():
            with formatter.section(title):
                formatter.write_dl([(command.name or "", command.get_short_help_str(100)) for command in commands])


def _say_version(ctx: click.Context, _: click.Parameter, asked: bool) -> None:
    """The versions of the program and of the bundled encoder, the latter by its fingerprint."""
    if asked and not ctx.resilient_parsing:
        from aligner.encoder import bundled_version

        click.echo(f"aligner {__version__}, model {bundled_version()}")
        ctx.exit()


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_say_version,
    help="Show the version and exit.",
)
@click.pass_context
def cli(ctx: click.Context) -> None:
    """Find what translates what in an English and a Russian text, and check the translation.

    `aligner demo` shows what it does; `aligner COMMAND --help` says more of a command.
    """
    ctx.with_resource(log_on_stderr())


_SECTIONS: dict[str, tuple[click.Command, ...]] = {
    "To check a translation": (demo, check, report, review),
    "Texts and files": (align, export, formats, split),
    "Corpora": (corpus, stats, evaluate),
    "Encoders": (models, train, cache),
}
for _commands in _SECTIONS.values():
    for _command in _commands:
        cli.add_command(_command)


def main() -> None:
    """Run the command line; the entry point of the `aligner` script."""
    if isinstance(sys.stdout, io.TextIOWrapper):  # a pipe gets UTF-8, a terminal what it can show
        sys.stdout.reconfigure(encoding=None if sys.stdout.isatty() else "utf-8", errors="replace")
    cli(prog_name="aligner")
