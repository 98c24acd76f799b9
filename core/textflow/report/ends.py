"""How documents ended that were not written, and the run they were in."""

from collections.abc import Iterator, Mapping
from typing import Any

import attrs
import orjson

from textflow.looking.deaths import error_of
from textflow.records import Beside

#: Letters and filtered documents that are repeated on the page.
_MOST = 200
#: Characters of a message.
_MESSAGE = 600


@attrs.frozen
class End:
    """One document that was not written."""

    document: str
    stage: str
    #: Plugin and version.
    plugin: str
    kind: str
    message: str


@attrs.frozen
class Ends:
    """What the views of ends and of the run show."""

    dead: tuple[End, ...]
    dead_more: int
    filtered: tuple[End, ...]
    filtered_more: int
    #: Name to value, of the run.
    facts: tuple[tuple[str, str], ...]
    pipeline: str


def ends(beside: Beside) -> Ends:
    """Return the ends that lie beside the records."""
    return Ends(
        dead=tuple(map(_end, beside.dead[:_MOST])),
        dead_more=max(len(beside.dead) - _MOST, 0),
        filtered=tuple(map(_end, beside.filtered[:_MOST])),
        filtered_more=max(len(beside.filtered) - _MOST, 0),
        facts=tuple(_fact_rows(beside.manifest)),
        pipeline=_indented(beside.manifest.get("pipeline")),
    )


def _end(line: Mapping[str, Any]) -> End:
    message = str(error_of(line).get("message", ""))
    return End(
        document=str(line.get("id") or ""),
        stage=str(line.get("stage") or "reading"),
        plugin=" ".join(str(line[key]) for key in ("plugin", "version") if line.get(key)),
        kind=str(error_of(line).get("type", "")),
        message=message if len(message) <= _MESSAGE else f"{message[:_MESSAGE]} …",
    )


def _fact_rows(manifest: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for key in ("run", "textflow", "limit"):
        if manifest.get(key) is not None:
            yield key, str(manifest[key])
    if manifest.get("complete") is False:
        yield "complete", "no: it did not read all of its input"
    counts = manifest.get("counts")
    if isinstance(counts, dict):
        yield from ((f"documents {name}", f"{count:,}") for name, count in counts.items())


def _indented(held: Any) -> str:
    return orjson.dumps(held, option=orjson.OPT_INDENT_2).decode() if held else ""
