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


def _say_version(ctx: click.Context, _: click.Parameter, asked: bool) -> None:
    """The versions of the program and of the bundled encoder, the latter by its fingerprint."""
    if asked and not ctx.resilient_parsing:
        from aligner.encoder import bundled_version

        click.echo(f"aligner {__version__}, model {bundled_version()}")
        ctx.exit()


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_say_version, help="Say the version."
)
@click.pass_context
def cli(ctx: click.Context) -> None:
    """Align English and Russian versions of a text and prepare them for review."""
    ctx.with_resource(log_on_stderr())


_COMMANDS = (align, check, report, review, export, split, evaluate, corpus, stats, formats, models, cache, train, demo)
for _command in _COMMANDS:
    cli.add_command(_command)


def main() -> None:
    """Run the command line; the entry point of the `aligner` script."""
    if isinstance(sys.stdout, io.TextIOWrapper):  # a pipe gets UTF-8, a terminal what it can show
        sys.stdout.reconfigure(encoding=None if sys.stdout.isatty() else "utf-8", errors="replace")
    cli(prog_name="aligner")
