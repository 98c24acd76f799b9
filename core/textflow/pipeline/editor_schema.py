"""The schema that an editor uses for a pipeline: what it was made of, and whether it is old."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import orjson

from textflow.plugins.discovery import Installed
from textflow.wording import listed

#: The line by which a YAML file names its schema, for editors.
_NAMED = re.compile(r"^#\s*yaml-language-server:\s*\$schema=(\S+)\s*$", re.MULTILINE)
_LOOKED_AT = 4_000
_MOST_BYTES = 16 * 1024 * 1024
_MADE_OF = "made of "


def made_of(installed: Installed) -> str:
    """Return the comment that says which distributions a schema was made of."""
    return _MADE_OF + ", ".join(sorted(_distributions(installed)))


def _distributions(installed: Installed) -> set[str]:
    claims = (claim for claims in installed.entries.values() for claim in claims if not claim.file)
    return {f"{claim.distribution} {claim.version}" for claim in claims}


def stale_note(pipeline: Path, installed: Installed) -> str:
    """Return a sentence where the schema that ``pipeline`` names is not of what is installed."""
    written = _named_schema(pipeline)
    if not written:
        return ""
    schema = _read(pipeline.parent / written)
    if schema.get("title") != "textflow pipeline":
        return ""
    then = set(str(schema.get("$comment", "")).removeprefix(_MADE_OF).split(", ")) - {""}
    now = _distributions(installed)
    if then == now:
        return ""
    new = f"{listed(now - then)}; " if now - then else ""
    gone = f"gone since: {listed(then - now)}; " if then - now else ""
    what = f"new since: {new}{gone}" if new else gone
    return (
        f"{written}, which your editor uses, is older than what is installed: {what}"
        f"write it anew with `textflow schema pipeline {pipeline} > {pipeline.parent / written}`"
    )


def _named_schema(pipeline: Path) -> str:
    """Return the file beside ``pipeline`` that it names as its schema, or nothing."""
    try:
        with pipeline.open(encoding="utf-8", errors="replace") as stream:
            found = _NAMED.search(stream.read(_LOOKED_AT))
    except OSError:
        return ""
    written = found[1] if found else ""
    inside = written and "://" not in written and not Path(written).is_absolute()
    return written if inside and ".." not in Path(written).parts else ""


def _read(path: Path) -> Mapping[str, Any]:
    try:
        with path.open("rb") as stream:
            schema = orjson.loads(stream.read(_MOST_BYTES))
    except (OSError, orjson.JSONDecodeError):
        return {}
    return schema if isinstance(schema, dict) else {}
