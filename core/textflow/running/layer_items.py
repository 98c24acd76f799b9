"""The items that a stage gives for one layer: made plain JSON, checked, wrong ones left out."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, NamedTuple

import orjson

from textflow.document import Rejected
from textflow.errors import InvalidOutputError, ReturnTypeError, SpanError, StageError
from textflow.plugins.schemas import Validator, Violation
from textflow.reading.input_errors import kind_of
from textflow.running.json_values import NotJsonError, explain, json_of, to_json_items
from textflow.wording import cut, safe, shown

#: So many characters of an item are shown that is no JSON.
_SHOWN = 1_000


class Place(NamedTuple):
    """Where items are: of which plugin, stage and document, and where in what was returned."""

    plugin: str
    stage: str
    document: str
    layer: str
    #: JSON pointer to the list.
    pointer: str
    #: Which of the items comes first.
    first: int = 0

    @property
    def whose(self) -> tuple[str, str, str]:
        """Plugin, stage and document."""
        return self.plugin, self.stage, self.document

    def of_item(self, number: int) -> "Placing":
        """Return what tells where one of the items is, alone in its list."""
        return partial(self._replace, first=number)

    def at(self, pointer: str) -> str:
        """Return the pointer into the whole result for one into the items."""
        step, slash, rest = pointer.removeprefix("/").partition("/")
        inner = f"/{int(step) + self.first}{slash}{rest}" if step.isdecimal() else pointer
        return f"{self.pointer}{inner}"


#: Tells where items are; it is asked where something is wrong.
Placing = Callable[[], Place]


class CheckedItems(NamedTuple):
    """Items that are right, and those of them that are not."""

    items: list[Any]
    #: How many bytes of JSON they all are.
    size: int
    #: What was rejected, with the reason: rows of the record, but for stage and layer.
    rejected: tuple[dict[str, Any], ...] = ()
    #: The items as they are written; empty where they are too many to be kept in two forms.
    json: bytes = b""


def checked(items: list[Any], text: str, place: Placing, validator: Validator) -> CheckedItems:
    """Return the items as plain JSON; raises StageError for the first that is wrong."""
    try:
        made = to_json_items(items, text)
        pieces = json_of(made)
    except NotJsonError as error:
        found = explain(items, text)
        kind = SpanError if found.span else ReturnTypeError
        at = place()
        raise kind(*at.whose, at.at(found.pointer), found.found, found.wanted) from error
    if not validator.fits(made):
        first = next(validator.violations(made), Violation("", "the schema does not allow it"))
        at = place()
        pointer = at.at(first.pointer)
        raise InvalidOutputError(*at.whose, at.layer, pointer=pointer, reason=first.message)
    return CheckedItems(made, sum(map(len, pieces)), json=pieces[0] if len(pieces) == 1 else b"")


def sorted_out(items: list[Any], text: str, place: Placing, validator: Validator) -> CheckedItems:
    """Return the items that are right, and the others with the reason; raises as ``checked``."""
    try:
        return checked(items, text, place, validator)
    except StageError:
        pass
    kept: list[Any] = []
    rejected: list[dict[str, Any]] = []
    whole = place()
    for at, item in enumerate(items):
        try:
            _check_kept(item)
            kept += checked([item], text, whole.of_item(at), validator.each).items
        except (StageError, _RejectedError) as error:
            rejected.append(_row(item, error))
    found = checked(kept, text, place, validator)
    return found._replace(size=found.size + _bytes(rejected), rejected=tuple(rejected))


class _RejectedError(Exception):
    """The stage itself has rejected an item; the message says why."""


def _check_kept(item: Any) -> None:
    if type(item) is Rejected:
        raise _RejectedError(item.reason if type(item.reason) is str else shown(item.reason))


def _row(item: Any, error: StageError | _RejectedError) -> dict[str, Any]:
    if isinstance(error, StageError):
        return {"item": _plain(item), "type": kind_of(error), "message": safe(error.what())}
    return {"item": _plain(item.item), "type": "Rejected", "message": cut(str(error), _SHOWN)}


def _plain(item: Any) -> Any:
    """Return an item as it can be written down, though it may be no JSON."""
    try:
        return orjson.loads(orjson.dumps(item))
    except (orjson.JSONEncodeError, RecursionError):
        return shown(item, _SHOWN)


def _bytes(rows: Sequence[dict[str, Any]]) -> int:
    return sum(len(orjson.dumps(row)) for row in rows)
