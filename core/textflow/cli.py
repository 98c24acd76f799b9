"""
The command line, and what it exits with.

What is typed behind a command is in ``textflow.command_line``, what it does in
``textflow.commands``. Only click is imported here, so that
``textflow --help`` costs little more than it.
"""

import sys
from importlib import import_module
from io import StringIO, TextIOWrapper

import click

from textflow import cycles, interrupts
from textflow.telling import NOBODY_READS, tell

#: Every command, and what it does in a few words.
COMMANDS = {
    "apply": "Apply corrections made in a report.",
    "cache": "Show or clear what runs have kept.",
    "check": "Say what is wrong with a pipeline.",
    "diff": "Say what two runs found differently.",
    "eval": "Score a pipeline against gold.",
    "export": "Write records in another format.",
    "graph": "Draw a pipeline: stages, layers, plugins.",
    "init": "Write a pipeline to begin with.",
    "plugins": "List the plugins that are installed.",
    "report": "Make a page to look at records and correct them.",
    "retry": "Run again what has failed.",
    "run": "Run a pipeline.",
    "schema": "Print a JSON Schema.",
    "show": "Show a document and what was found, or a run at a glance.",
    "test": "Run the tests of a pipeline.",
}

_CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


def _version(context: click.Context, _parameter: click.Parameter, value: bool) -> None:  # noqa: FBT001 - click calls it so
    if value and not context.resilient_parsing:
        from textflow.plugins.discovery import HOST, host_version  # noqa: PLC0415 - only for this

        click.echo(f"{HOST} {host_version()}")
        context.exit()


class _Commands(click.Group):
    """The commands, each imported when it is typed: ``--help`` needs no more than the table."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click gives it
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click gives it
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"textflow.command_line.{cmd_name}")
        found: click.Command = module.command
        return found

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; a reader that leaves early, as `head` does, is no failure of it."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            return NOBODY_READS

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click gives it
        with formatter.section("Commands"):
            formatter.write_dl(sorted(COMMANDS.items()))


@click.group(cls=_Commands, context_settings=_CONTEXT)
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_version,
    help="Show the version and exit.",
)  # fmt: skip
def cli() -> None:
    """Turn piles of messy text into checked, traceable data."""


_GOES_ON = "where the sink is a file, the same command goes on from here"


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and exit with its code."""
    _write_any_character()
    if arguments is None:
        cycles.look_seldom()
    code = _exit_code(arguments)
    if arguments is None:  # the process is ours, and ends here
        from textflow.process_exit import exit_process  # noqa: PLC0415 - at the end

        exit_process(code)
    sys.exit(code)


def _write_any_character() -> None:
    """Escape what the encoding of standard output lacks, as Python does on standard error."""
    if isinstance(sys.stdout, TextIOWrapper) and sys.stdout.errors == "strict":
        sys.stdout.reconfigure(errors="backslashreplace")


def _exit_code(arguments: list[str] | None) -> int:
    try:
        with interrupts.watched():
            return int(cli.main(arguments, prog_name="textflow", standalone_mode=False) or 0)
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        return error.exit_code
    except click.ClickException as error:
        from textflow.wording import safe  # noqa: PLC0415 - only on failure

        said = StringIO()
        error.show(said)  # it may repeat the name of a file
        tell(safe(said.getvalue()), newline=False)
        return error.exit_code
    except (click.Abort, KeyboardInterrupt) as error:
        tell(f"textflow: stopped; {_GOES_ON}")
        return getattr(error.__cause__ or error, "exit_code", 130)
    except Exception as error:  # noqa: BLE001 - the last that can say what it was
        return _told(error)


def _told(error: Exception) -> int:
    """Print what ended the command; return the exit code for that."""
    from textflow.errors import PipelineError, TextflowError  # noqa: PLC0415 - only on failure
    from textflow.wording import safe  # noqa: PLC0415 - only on failure

    if isinstance(error, OSError):
        from textflow.running.disk_errors import unwritten  # noqa: PLC0415 - only on failure

        error = unwritten(error) or error
    if not isinstance(error, TextflowError):
        return _fault(error)
    # A problem of a pipeline begins with file:line:column, where editors look for it.
    who = "" if isinstance(error, PipelineError) else "textflow: "
    tell(f"{who}{safe(str(error))}")
    return error.exit_code


def _fault(error: Exception) -> int:
    """Say that this is a fault of textflow itself; return the exit code for that."""
    from textflow.wording import raised  # noqa: PLC0415 - only on failure

    message = (
        f"textflow: a fault of textflow itself: {raised(error)}; `--debug` shows where: "
        "please report it with what that shows"
    )
    tell(message)
    return 6
