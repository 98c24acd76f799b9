"""``textflow show``."""

import difflib
from collections.abc import Iterator, Sequence
from typing import Any

import attrs
import click
import orjson
from rich.console import RenderableType
from rich.text import Text

from textflow.errors import UsageError
from textflow.looking.between_stages import StageOrder, as_of, is_undropped, substitutions
from textflow.looking.colours import numbers_in
from textflow.looking.deaths import error_of
from textflow.looking.givers import givers
from textflow.looking.glance import Glance
from textflow.looking.shown import Shown
from textflow.looking.why import Reason, reasons
from textflow.records import Beside, Line, beside, find_record, read_records
from textflow.terminal.document import DocumentScreen
from textflow.terminal.glance import GlanceScreen
from textflow.terminal.screen import Screen, indented, words
from textflow.terminal.why import WhyScreen
from textflow.wording import cut, did_you_mean, listed, safe_json, shown

#: Ids that are offered, and characters of an id that are compared.
_NEAREST, _COMPARED = 3, 200
#: Substituted characters that are listed.
_SUBSTITUTIONS = 12


@attrs.frozen
class ShowArguments:
    """What is typed behind ``textflow show``."""

    records: str
    name: str | None
    why: int | None
    before: str | None
    after: str | None
    no_pager: bool
    as_json: bool


def show_command(typed: ShowArguments) -> int:
    """Show a document, a finding or a run; return the exit code."""
    _check(typed)
    left = beside(typed.records)
    if typed.name is None:
        glance = Glance.of(read_records(typed.records), left)
        if typed.as_json:
            return _print_json(glance.to_json())
        screen = Screen.open()
        return _print(screen, GlanceScreen(typed.records, glance, screen).parts(), typed)
    return _show_document(typed, _found(typed.records, typed.name, left), left)


def _check(typed: ShowArguments) -> None:
    """Raise UsageError where options do not fit together."""
    if typed.name is None and (typed.why or typed.before or typed.after):
        option = "--why" if typed.why else "--before" if typed.before else "--after"
        message = f"{option} is about one document: name it, as in `textflow show RECORDS ID`"
        raise UsageError(message)
    if typed.before and typed.after:
        message = "--before and --after show one state of the document each: give one of them"
        raise UsageError(message)


def _show_document(typed: ShowArguments, record: Line, left: Beside) -> int:
    layers: set[str] | None = None
    if typed.before or typed.after:
        order = StageOrder.of(left.manifest)
        layers = order.layers_until(_stage(order, typed), itself=typed.after is not None)
        record = as_of(record, layers)
    document = Shown(record, numbers_in(record))
    found = reasons(document, givers(left.manifest, record["annotations"]))
    if typed.why:
        return _why(typed, document, found)
    undropped = layers is not None and is_undropped(layers)
    if typed.as_json:
        shown = [one for one in found if not (undropped and one.layer == "dropped")]
        return _print_json(_as_json(document, shown))
    screen = Screen.open()
    parts = DocumentScreen(document, found, screen, undropped).parts()
    return _print(screen, [*_state(typed, record, layers, left), *parts], typed)


def _why(typed: ShowArguments, document: Shown, found: Sequence[Reason]) -> int:
    number = typed.why or 0
    if number > len(found):
        there = f"its findings are 1 to {len(found)}" if found else "nothing was found in it"
        message = f"--why {number}: {shown(document.record['id'])} has no such finding: {there}"
        raise UsageError(message)
    reason = found[number - 1]
    if typed.as_json:
        told = {"id": document.record["id"], "uri": document.record["source"]["uri"]}
        return _print_json(told | reason.to_json())
    return _print(Screen.open(), WhyScreen(document, reason).parts(), typed)


def _found(path: str, name: str, left: Beside) -> Line:
    """Return the record called ``name``; raises UsageError that offers the nearest."""
    found = find_record(path, name)
    if isinstance(found, dict):
        return found
    message = f"{shown(name)}: {_missing(path, name, found, left)}"
    raise UsageError(message)


def _missing(path: str, name: str, ids: Sequence[str], left: Beside) -> str:
    letter = next((one for one in left.dead if one.get("id") == name), None)
    if letter:
        why = f"{error_of(letter).get('type', '')}: {error_of(letter).get('message', '')}"
        return f"this document has failed, and is in {path}.dead.jsonl: {cut(why)}"
    filtered = next((one for one in left.filtered if one.get("id") == name), None)
    if filtered:
        return f"the stage {shown(filtered.get('stage'))} has filtered this document"
    if not ids:
        return f"{path} has no record at all"
    near = difflib.get_close_matches(name[:_COMPARED], [one[:_COMPARED] for one in ids], _NEAREST)
    offered = near or ids[:_NEAREST]
    said = "the nearest are" if near else "there are"
    return f"{path} has no record with this id; {said} {', '.join(map(shown, offered))}"


def _stage(order: StageOrder, typed: ShowArguments) -> str:
    """Return the stage that is asked for; raises UsageError where the run had none such."""
    asked = typed.before or typed.after or ""
    option = "--before" if typed.before else "--after"
    if not order.names:
        manifest = f"{typed.records}.run.json"
        message = f"{option} {shown(asked)}: {manifest}, which names the stages, is not there"
        raise UsageError(message)
    if asked not in order.names:
        there = f"the stages were {', '.join(map(shown, order.names))}"
        message = (
            f"{option} {shown(asked)}: no such stage{did_you_mean(asked, order.names)}; {there}"
        )
        raise UsageError(message)
    return asked


def _state(
    typed: ShowArguments, record: Line, layers: set[str] | None, left: Beside
) -> Iterator[RenderableType]:
    """Yield which state of the document it is, and what the stage before it did."""
    if layers is None:
        return
    order = StageOrder.of(left.manifest)
    if typed.before:
        there = listed(sorted(layers)) if layers else "none"
        yield words(f"before {typed.before}; layers so far: {there}", "bold")
        if is_undropped(layers):
            yield words(
                "What is dropped later is in its place; other characters are those after it.", "dim"
            )
    else:
        yield from _done(typed.after or "", record, order)
    yield Text()


def _done(stage: str, record: Line, order: StageOrder) -> Iterator[RenderableType]:
    given = order.given[stage]
    counts = [f"{len(record['annotations'].get(layer, ()))} {layer}" for layer in given]
    version = next(iter(given.values()), "")
    by = f" ({version})" if version else ""
    yield words(f"after {stage}{by}, which gave {', '.join(counts) or 'no layer'}", "bold")
    changed = substitutions(record) if "dropped" in given else []
    for text, (start, end) in changed[:_SUBSTITUTIONS]:
        told = f"{shown(text, 40)} stands for the raw characters {start:,} to {end:,}"
        yield indented(words(told))
    if len(changed) > _SUBSTITUTIONS:
        yield indented(words(f"... and {len(changed) - _SUBSTITUTIONS:,} more", "dim"))


def _as_json(document: Shown, found: Sequence[Reason]) -> dict[str, Any]:
    return {
        "id": document.record["id"],
        "uri": document.record["source"]["uri"],
        "title": document.title,
        "run": document.record["run"],
        "text": document.record["text"],
        "speakers": document.record["annotations"].get("speakers", []),
        "findings": [one.to_json() for one in found],
    }


def _print(
    screen: Screen, parts: Iterator[RenderableType] | Sequence[RenderableType], typed: ShowArguments
) -> int:
    screen.print(parts, paged=not typed.no_pager)
    return 0


def _print_json(held: Any) -> int:
    click.echo(safe_json(orjson.dumps(held, option=orjson.OPT_INDENT_2).decode()))
    return 0
