"""
The command line: what there is to type. What it does is in ``textflow.commands``.

Only click is imported here, so that ``textflow --help`` costs little more than it.
"""

import sys
from io import StringIO, TextIOWrapper
from typing import Any

import click

from textflow import interrupts

_CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


def _version(context: click.Context, _parameter: click.Parameter, value: bool) -> None:  # noqa: FBT001 - click calls it so
    if value and not context.resilient_parsing:
        from textflow.plugins.discovery import HOST, host_version  # noqa: PLC0415 - only for this

        click.echo(f"{HOST} {host_version()}")
        context.exit()


@click.group(context_settings=_CONTEXT)
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_version,
    help="Show the version and exit.",
)  # fmt: skip
def cli() -> None:
    """Turn piles of messy text into checked, traceable data."""


_debug = click.option(
    "--debug", is_flag=True, help="Show tracebacks on standard error, plugins' own frames first."
)

_workers = click.option(
    "--workers",
    type=click.IntRange(min=1),
    metavar="N",
    help="Work in N processes of this machine.",
)
_plugins = click.option(
    "--plugin",
    "-p",
    "plugins",
    multiple=True,
    metavar="NAME",
    help="Also load this plugin, for its observers.",
)
_quiet = click.option("--quiet", "-q", is_flag=True, help="Say nothing but errors.")
_verbose = click.option("--verbose", "-v", is_flag=True, help="Also say what each stage took.")
_log_format = click.option(
    "--log-format",
    type=click.Choice(["text", "json"]),
    default="text",
    help="How the closing line on standard error is written.",
)


@cli.command(short_help="Run a pipeline.")
@click.argument("pipeline", type=click.Path(readable=False))
@click.argument("inputs", nargs=-1, type=click.Path(readable=False, allow_dash=True))
@click.option(
    "settings", "--set", multiple=True, metavar="KEY=VALUE",
    help="Change the pipeline: sink=PATH, vars.NAME=..., STAGE.OPTION=...",
)  # fmt: skip
@_workers
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Read N documents only.")
@click.option("--restart", is_flag=True, help="Start over where a run was stopped.")
@click.option("--force", is_flag=True, help="Replace an output even if no record was written.")
@click.option("--allow-outside", is_flag=True, help="Let the pipeline write to any folder.")
@_plugins
@_quiet
@_verbose
@_log_format
@_debug
def run(**given: Any) -> int:
    """
    Run PIPELINE, on INPUTS instead of its own source where they are given.

    INPUTS are files, folders, globs or `-` for standard input. Records go to the pipeline's
    sink; what fails goes to <sink>.dead.jsonl with its reason.
    """
    from textflow.commands.run import RunArguments, run_command  # noqa: PLC0415 - heavy

    return run_command(RunArguments(**given))


@cli.command(short_help="Run again what has failed.")
@click.argument("pipeline", type=click.Path(readable=False))
@click.argument("inputs", nargs=-1, type=click.Path(readable=False, allow_dash=True))
@click.option("settings", "--set", multiple=True, metavar="KEY=VALUE", help="As for run.")
@_workers
@click.option("--restart", is_flag=True, help="Start over where a retry was stopped.")
@click.option("--allow-outside", is_flag=True, help="Let the pipeline write to any folder.")
@_plugins
@_quiet
@_verbose
@_log_format
@_debug
def retry(**given: Any) -> int:
    """
    Run the dead letters of PIPELINE's last run again, and nothing else.

    What succeeds is put into the output at its place; what fails again stays a dead letter.
    """
    from textflow.commands.run import RunArguments, run_command  # noqa: PLC0415 - heavy

    return run_command(RunArguments(limit=None, force=False, retry=True, **given))


@cli.command(short_help="Say what is wrong with a pipeline.")
@click.argument("pipeline", type=click.Path(readable=False))
@click.option("settings", "--set", multiple=True, metavar="KEY=VALUE", help="As for run.")
@_debug
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    help="How problems are written.",
)
def check(**given: Any) -> int:
    """Check PIPELINE and say everything that is wrong with it."""
    from textflow.commands.check import check_command  # noqa: PLC0415 - heavy

    return check_command(**given)


@cli.command("test", short_help="Run the tests of a pipeline.")
@click.argument("pipeline", type=click.Path(readable=False))
@click.option("settings", "--set", multiple=True, metavar="KEY=VALUE", help="As for run.")
@click.option("names", "--case", multiple=True, metavar="NAME", help="Run this case only.")
@click.option("junit_file", "--junit", metavar="FILE", help="Also write the results as JUnit XML.")
@click.option(
    "--update", is_flag=True, help="Also write what is found now to NAME.test.found.yml, to review."
)
@_debug
def test_pipeline(**given: Any) -> int:
    """
    Run the tests of PIPELINE: texts, and what must be found in them.

    They are under `tests:` in the file itself, or in NAME.test.yml beside it. Exit code 1
    if one has failed.
    """
    from textflow.commands.test import run_tests  # noqa: PLC0415 - heavy

    return run_tests(**given)


@cli.command("eval", short_help="Score a pipeline against gold.")
@click.argument("pipeline", type=click.Path(readable=False), required=False)
@click.option("--gold", required=True, metavar="GOLD", help="What people say is right.")
@click.option("--records", metavar="FILE", help="Score these records of a run instead.")
@click.option("settings", "--set", multiple=True, metavar="KEY=VALUE", help="As for run.")
@click.option(
    "labels", "--label", multiple=True, metavar="LABEL=LAYER.KIND",
    help="What a label of the gold means, as in PERSON_SAYS=quotes.direct.",
)  # fmt: skip
@click.option(
    "--resamples", type=click.IntRange(min=0, max=100_000), default=1_000, show_default=True,
    metavar="N", help="Draws for the 95 % interval of F1.",
)  # fmt: skip
@click.option("--errors", is_flag=True, help="Also list all that is not as the gold has it.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
@click.option("--report", metavar="FILE", help="Also write a page that shows them in the texts.")
@_debug
def evaluate(**given: Any) -> int:
    """
    Score PIPELINE, run on the texts of GOLD, layer by layer.

    GOLD is records as `textflow apply --gold` writes them, doccano's JSONL, Label Studio's
    JSON, or a folder of brat standoff. A layer that GOLD does not have is not scored.
    """
    from textflow.commands.evaluate import EvalArguments, eval_command  # noqa: PLC0415 - heavy

    return eval_command(EvalArguments(**given))


@cli.command(short_help="Say what two runs found differently.")
@click.argument("before", type=click.Path())
@click.argument("after", type=click.Path())
@click.option("ids", "--id", multiple=True, metavar="ID", help="Look at this document only.")
@click.option("layers", "--layer", multiple=True, metavar="LAYER", help="Look at this layer only.")
@click.option(
    "--limit", type=click.IntRange(min=0), default=100, show_default=True, metavar="N",
    help="List N differences; all are counted.",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
def diff(**given: Any) -> int:
    """
    Compare the records BEFORE and AFTER, those of two runs, document by document.

    What was found is added, lost or changed; places are compared in the raw text where the
    texts differ. Exit code 1 if there is a difference.
    """
    from textflow.commands.diff import diff_command  # noqa: PLC0415 - heavy

    return diff_command(**given)


@cli.command(short_help="Make a page to look at records and correct them.")
@click.argument("records", type=click.Path(allow_dash=True))
@click.option("--output", "-o", metavar="FILE", help="Where to; RECORDS.html unless given.")
@click.option("--title", help="What the page is called; the name of RECORDS unless given.")
@click.option(
    "--limit", type=click.IntRange(min=1), default=2_000, show_default=True, metavar="N",
    help="Show N documents whole; the figures count all.",
)  # fmt: skip
def report(**given: Any) -> int:
    """
    Make one HTML file of RECORDS, to look at what was found and to correct it.

    The file needs no network and no server. What is corrected in it is saved as
    corrections.jsonl, which `textflow apply` takes.
    """
    from textflow.commands.report import report_command  # noqa: PLC0415 - heavy

    return report_command(**given)


@cli.command(short_help="Apply corrections made in a report.")
@click.argument("corrections", type=click.Path())
@click.argument("records", type=click.Path(allow_dash=True))
@click.option(
    "--output", "-o", metavar="FILE", default="-", help="Corrected records; standard output unless"
    " given.",
)  # fmt: skip
@click.option("--gold", metavar="FILE", help="Also write what people have confirmed.")
@click.option("--tests", metavar="FILE", help="Also write that as tests of the pipeline.")
@click.option("--refused", metavar="FILE", help="Also write the corrections that do not fit.")
def apply(corrections: str, records: str, **given: Any) -> int:
    """
    Write RECORDS with CORRECTIONS, which a report has saved.

    Each is found again by its place in the raw text, then by its words and what is
    around them; what could be meant twice is refused. Exit code 1 if any was.
    """
    from textflow.commands.apply import apply_command  # noqa: PLC0415 - heavy

    return apply_command(corrections, records, **given)


@cli.command(short_help="Write records in another format.")
@click.argument("records", type=click.Path(allow_dash=True))
@click.option(
    "--to", required=True, metavar="NAME",
    help="The sink (sqlite, csv, brat, ...), or a file that ends in its name (corpus.sqlite).",
)  # fmt: skip
@click.option(
    "--output", "-o", metavar="PATH", default="-", help="Where to; standard output unless given."
)
@click.option(
    "settings", "--set", multiple=True, metavar="KEY=VALUE", help="An option of the sink."
)
def export(records: str, **given: Any) -> int:
    """
    Write the RECORDS of an earlier run as the sink NAME writes them.

    RECORDS are JSON lines, or what a sink that keeps all of them has written: a database,
    or a Parquet file.
    """
    from textflow.commands.export import export_command  # noqa: PLC0415 - heavy

    return export_command(records, **given)


@cli.group(invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
@click.pass_context
def plugins(context: click.Context, /, **given: Any) -> int | None:
    """List the plugins that are installed."""
    if context.invoked_subcommand:
        return None
    from textflow.commands.plugins import list_command  # noqa: PLC0415 - heavy

    return list_command(**given)


@plugins.command()
@click.argument("name")
def info(name: str) -> int:
    """Show what plugin or stage NAME gives, needs and takes."""
    from textflow.commands.plugins import info_command  # noqa: PLC0415 - heavy

    return info_command(name)


@cli.command(short_help="Print a JSON Schema.")
@click.argument(
    "kind",
    type=click.Choice(
        [
            *("pipeline", "tests", "layer", "record", "dead-letter", "filtered", "manifest"),
            "correction",
        ]
    ),
    default="pipeline",
)
@click.argument("name", required=False)
def schema(kind: str, name: str | None) -> int:
    """
    Print a JSON Schema.

    Of the pipeline file, of its tests, of the layer NAME, of the record, of what is beside the
    records (dead letters, the list of filtered documents, the manifest), and of corrections.
    """
    from textflow.commands.schema import schema_command  # noqa: PLC0415 - heavy

    return schema_command(kind, name)


@cli.command(short_help="Write a pipeline to begin with.")
@click.argument("path", type=click.Path(), default="pipeline.yml")
@click.option("--force", is_flag=True, help="Overwrite what is there.")
def init(path: str, *, force: bool) -> int:
    """Write a commented pipeline to PATH, and its schema for editors beside it."""
    from textflow.commands.init import init_command  # noqa: PLC0415 - heavy

    return init_command(path, force=force)


_GOES_ON = "where the sink is a file, the same command goes on from here"


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and exit with its code."""
    _write_any_character()
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
        click.echo(safe(said.getvalue()), err=True, nl=False)
        return error.exit_code
    except (click.Abort, KeyboardInterrupt) as error:
        click.echo(f"textflow: stopped; {_GOES_ON}", err=True)
        return getattr(error.__cause__ or error, "exit_code", 130)
    except Exception as error:  # noqa: BLE001 - the last that can say what it was
        return _told(error)


def _told(error: Exception) -> int:
    """Print what ended the command; return the exit code for that."""
    from textflow.errors import PipelineError, TextflowError  # noqa: PLC0415 - only on failure
    from textflow.wording import safe  # noqa: PLC0415 - only on failure

    if not isinstance(error, TextflowError):
        return _fault(error)
    # A problem of a pipeline begins with file:line:column, where editors look for it.
    who = "" if isinstance(error, PipelineError) else "textflow: "
    click.echo(f"{who}{safe(str(error))}", err=True)
    return error.exit_code


def _fault(error: Exception) -> int:
    """Say that this is a fault of textflow itself; return the exit code for that."""
    from textflow.wording import raised  # noqa: PLC0415 - only on failure

    message = (
        f"textflow: a fault of textflow itself: {raised(error)}; `--debug` shows where: "
        "please report it with what that shows"
    )
    click.echo(message, err=True)
    return 6
