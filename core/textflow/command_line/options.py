"""Arguments and options that several commands take."""

from collections.abc import Callable
from typing import Any

import click

_Command = Callable[..., Any]
_Decorator = Callable[[_Command], _Command]

PIPELINE = click.argument("pipeline", type=click.Path(readable=False))
RECORDS = click.argument("records", type=click.Path(allow_dash=True))
SETTINGS = click.option(
    "settings", "--set", multiple=True, metavar="KEY=VALUE",
    help="Change the pipeline: sink=PATH, vars.NAME=..., STAGE.OPTION=...",
)  # fmt: skip
NO_PLUGINS = click.option(
    "without", "--no-plugin", multiple=True, metavar="NAME",
    help="Do without this plugin, or this distribution, as if it were not installed.",
)  # fmt: skip
DEBUG = click.option(
    "--debug", is_flag=True, help="Show tracebacks on standard error, plugins' own frames first."
)
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Write JSON.")

_BEFORE: tuple[_Decorator, ...] = (
    PIPELINE,
    click.argument("inputs", nargs=-1, type=click.Path(readable=False, allow_dash=True)),
    SETTINGS,
    click.option(
        "--workers", type=click.IntRange(min=1), metavar="N",
        help="Work in N processes of this machine.",
    ),
)  # fmt: skip
_BEHIND: tuple[_Decorator, ...] = (
    click.option("--allow-outside", is_flag=True, help="Let the pipeline write to any folder."),
    click.option(
        "--plugin", "-p", "plugins", multiple=True, metavar="NAME",
        help="Also load this plugin, for its observers.",
    ),
    NO_PLUGINS,
    click.option("--quiet", "-q", is_flag=True, help="Say nothing but errors."),
    click.option("--verbose", "-v", is_flag=True, help="Also say what each stage took."),
    click.option(
        "--log-format", type=click.Choice(["text", "json"]), default="text",
        help="How the closing line on standard error is written.",
    ),
    DEBUG,
)  # fmt: skip


def running(*own: _Decorator) -> _Decorator:
    """Return a decorator that adds what `run` and `retry` both take, around their ``own``."""

    def add(command: _Command) -> _Command:
        for one in reversed((*_BEFORE, *own, *_BEHIND)):
            command = one(command)
        return command

    return add
