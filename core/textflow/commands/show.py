"""``textflow show``."""

from collections.abc import Iterator, Sequence
from typing import Any

import attrs
import click
import orjson
from rich.console import RenderableType

from textflow.errors import UsageError
from textflow.looking.absent import absence
from textflow.looking.between_stages import Moment, StageOrder
from textflow.looking.colours import numbers_in
from textflow.looking.findings import without_place
from textflow.looking.givers import givers
from textflow.looking.glance import Glance
from textflow.looking.shown import Shown
from textflow.looking.why import Reason, reasons
from textflow.records import Beside, Line, beside, find_record, read_records
from textflow.terminal.document import DocumentScreen
from textflow.terminal.glance import GlanceScreen
from textflow.terminal.moment import moment_parts
from textflow.terminal.screen import Screen
from textflow.terminal.why import WhyScreen
from textflow.wording import did_you_mean, safe_json, shown


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

    def options_of_a_document(self) -> list[str]:
        """Return the options that are given and are about a document."""
        given = {"--why": self.why, "--before": self.before, "--after": self.after}
        return [option for option, value in given.items() if value]


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
    of_one = typed.options_of_a_document()
    if of_one and typed.name is None:
        message = f"{of_one[0]} is about one document: name it, as in `textflow show RECORDS ID`"
        raise UsageError(message)
    if {"--before", "--after"} <= set(of_one):
        message = "--before and --after show one state of the document each: give one of them"
        raise UsageError(message)


def _show_document(typed: ShowArguments, record: Line, left: Beside) -> int:
    moment = _moment(typed, left)
    record = moment.of(record) if moment else record
    undropped = moment is not None and moment.is_undropped
    document = Shown(record, numbers_in(record))
    found = reasons(document, givers(left.manifest, record["annotations"]))
    if typed.why:
        return _why(typed, document, found)
    if typed.as_json:
        return _print_json(_as_json(document, found, undropped=undropped))
    screen = Screen.open()
    parts = DocumentScreen(document, found, screen, undropped).parts()
    return _print(screen, [*moment_parts(moment, record), *parts], typed)


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
    message = f"{shown(name)}: {absence(path, name, found, left)}"
    raise UsageError(message)


def _moment(typed: ShowArguments, left: Beside) -> Moment | None:
    """Return the moment that is asked for; raises UsageError where the run had no such stage."""
    asked = typed.before or typed.after
    if not asked:
        return None
    order = StageOrder.of(left.manifest)
    if asked in order.names:
        return Moment(order, asked, is_after=typed.before is None)
    problem = f"{typed.records}.run.json, which names the stages, is not there"
    if order.names:
        there = f"the stages were {', '.join(map(shown, order.names))}"
        problem = f"no such stage{did_you_mean(asked, order.names)}; {there}"
    message = f"{typed.options_of_a_document()[-1]} {shown(asked)}: {problem}"
    raise UsageError(message)


def _as_json(document: Shown, found: Sequence[Reason], *, undropped: bool) -> dict[str, Any]:
    return {
        "id": document.record["id"],
        "uri": document.record["source"]["uri"],
        "title": document.title,
        "run": document.record["run"],
        "text": document.record["text"],
        "speakers": document.record["annotations"].get("speakers", []),
        "findings": [one.to_json() for one in found if not (undropped and one.layer == "dropped")],
        "without_place": without_place(document.record),
    }


def _print(
    screen: Screen, parts: Iterator[RenderableType] | Sequence[RenderableType], typed: ShowArguments
) -> int:
    screen.print(parts, paged=not typed.no_pager)
    return 0


def _print_json(held: Any) -> int:
    click.echo(safe_json(orjson.dumps(held, option=orjson.OPT_INDENT_2).decode()))
    return 0
