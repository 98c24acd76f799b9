"""Fill the templates in, and write the folder."""

import datetime as dt
import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import jinja2

from textflow.errors import UsageError
from textflow.new_plugin.kinds import KINDS
from textflow.plugins.api import TEXTFLOW_PLUGIN_API
from textflow.plugins.discovery import host_version
from textflow.wording import shown

_NAME = re.compile(r"[a-z][a-z0-9_]{0,29}")


def check_name(name: str, installed: frozenset[str]) -> None:
    """Raise UsageError for a name that no new plugin can have."""
    if not _NAME.fullmatch(name):
        message = (
            f"{shown(name)} cannot be the name of a plugin: wanted at most 30 of a-z, 0-9 and _, "
            "a letter first, as in `textflow plugins new parties`"
        )
        raise UsageError(message)
    if name in installed:
        message = (
            f"there is a plugin named {name!r} already, and it is installed; take another name"
        )
        raise UsageError(message)


def new_files(name: str, kind: str) -> Iterator[tuple[str, str]]:
    """Yield each file of a new distribution: where it goes, and what is in it."""
    package = f"textflow_{name}"
    facts = {
        "name": name,
        "package": package,
        "distribution": f"textflow-{name.replace('_', '-')}",
        "description": KINDS[kind].description,
        "api": TEXTFLOW_PLUGIN_API,
        "host": ".".join(host_version().split(".")[:2]),
        "year": dt.datetime.now(dt.UTC).year,
    }
    made = _environment()
    facts["example"] = made.get_template(f"{kind}/pipeline.yml").render(facts).strip()
    for template, target in KINDS[kind].files.items():
        place = target.replace("PACKAGE", package).replace("NAME", name)
        yield place, made.get_template(template).render(facts)
    yield f"src/{package}/py.typed", ""


def _environment() -> jinja2.Environment:
    """Return what finds the templates; they are code and prose, so that nothing is escaped."""
    home = files("textflow.new_plugin") / "templates"

    def read(name: str) -> str:
        return (home / f"{name}.jinja").read_text("utf-8")

    return jinja2.Environment(
        loader=jinja2.FunctionLoader(read),
        undefined=jinja2.StrictUndefined,
        autoescape=False,  # noqa: S701 - no HTML
        keep_trailing_newline=True,
    )


def write_plugin(folder: Path, name: str, kind: str) -> None:
    """Write the distribution to ``folder``, which must not be there; raises OSError."""
    folder.mkdir(parents=True)
    for place, text in new_files(name, kind):
        path = folder / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8", newline="\n")
