"""What a source gives for one input: drawn under guard, and looked at before it is believed."""

import contextlib
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple, cast

import attrs

from textflow.errors import HookError, InputError, StoreError
from textflow.pipeline.model import Connector
from textflow.plugins.frames import place_in
from textflow.plugins.guard import Guard, drawn
from textflow.plugins.registry import Component
from textflow.plugins.setting_up import set_up
from textflow.reading.input_errors import NotPlainError, SourceCrashError
from textflow.reading.inputs import Input
from textflow.reading.sources import RawDocument, Unreadable, raw_bytes
from textflow.running.json_values import JsonFault, NotJsonError, explain, to_json
from textflow.wording import shown, type_name

Read = RawDocument | Unreadable

_PLACES: Mapping[str, type] = {"id": str, "uri": str, "meta": dict, "encoding": str}
_TYPES = {**_PLACES, "text": str, "replaced": int, "through": str}
_UNREADABLE_TYPES = {**_PLACES, "error": str, "message": str, "raw": bytes}
_SAID = ("id", "uri", "error", "message", "meta")
_YIELD = "yield textflow.RawDocument or textflow.Unreadable"


class SourceFault(Exception):  # noqa: N818 - turned into a dead letter at once
    """A source failed in the middle of an input."""


_GUARD = Guard(SourceFault)


class ReadySource(NamedTuple):
    """A source, set up with its options."""

    source: Connector
    call: Callable[..., Any]

    @classmethod
    def of(cls, source: Connector) -> "ReadySource":
        """Set a source up; raises SetupError."""
        return cls(source, set_up(source.component, source.options))

    @property
    def component(self) -> Component:
        """The component that it is."""
        return self.source.component


def documents_in(source: ReadySource, entry: Input) -> Iterator[Read]:
    """
    Yield what ``source`` reads from ``entry``.

    Where it fails, what it gave before is kept and the rest of the input is one
    ``Unreadable``. Raises HookError for what no document can be made of.
    """
    call = _SourceCall(source, entry)
    through = source.source.through
    for one in call.given():
        if type(one) is RawDocument:
            call.check(one, _TYPES)
            found = call.checked(one)
            if through and isinstance(found, RawDocument):
                found = attrs.evolve(found, through=through)
            yield found
        elif type(one) is Unreadable:
            call.check(one, _UNREADABLE_TYPES)
            yield call.checked(one)
        else:
            what = f"it yielded a {type_name(one)}"
            raise call.broken(what)


def _json_fault(one: Read) -> JsonFault | None:
    """Return what is no plain JSON of a document; its values are the source's own."""
    if not one.meta and isinstance(one, RawDocument) and _are_whole(one.text, one.id, one.uri):
        return None
    fields = ("text", "id", "uri", "meta") if isinstance(one, RawDocument) else _SAID
    given = {field: getattr(one, field) for field in fields}
    wrong: JsonFault | None = None
    try:
        with _GUARD:
            try:
                to_json(given, "")
            except NotJsonError:
                wrong = explain(given, "")
    except SourceFault as error:
        return JsonFault("/meta", f"what cannot be read ({error})", "give plain values")
    return wrong


def _are_whole(*texts: str) -> bool:
    """Return whether texts have nothing in them but whole characters."""
    try:
        return all(text.isascii() or text.encode() for text in texts)
    except UnicodeEncodeError:
        return False


def _whole(text: str) -> str:
    """Return ``text`` with what is no whole character escaped, so that files can contain it."""
    return text.encode(errors="backslashreplace").decode()


class _SourceCall(NamedTuple):
    """One source at work on one input."""

    source: ReadySource
    entry: Input

    def given(self) -> Iterator[object]:
        """Yield whatever it yields; a failure as what it makes of the input."""
        try:
            with _GUARD:
                given = (self.entry,) if self.source.component.takes_path else ()
                found: Any = self.source.call(*given)
            if not hasattr(type(found), "__iter__"):
                what = f"it returned a {type_name(found)}"
                raise self.broken(what)
            yield from drawn(found, _GUARD)
        except SourceFault as fault:
            yield self._failed(fault)

    def _failed(self, fault: SourceFault) -> Unreadable:
        cause = fault.__cause__
        if cause is not None and issubclass(type(cause), StoreError):
            raise cause  # no document is to blame: the run goes on later
        if cause is not None and issubclass(type(cause), InputError):
            with contextlib.suppress(SourceFault), _GUARD:
                return Unreadable.because(cast("InputError", cause), id=self.entry.id)
        entry, component = self.entry, self.source.component
        place = place_in(cause, component.entry.module) if cause is not None else ""
        found = f"source {component.name!r} of plugin {component.entry.name!r} raised {fault}"
        found += f" at {place}" if place else ""
        error = SourceCrashError(uri=entry.uri, found=found, wanted="", fix="")
        return Unreadable.because(error, id=entry.id)

    def checked(self, one: Read) -> Read:
        """Return a document of plain values; one of others as what has failed."""
        wrong = _json_fault(one)
        if wrong is None:
            return one
        component = self.source.component
        gave = f"source {component.name!r} of plugin {component.entry.name!r} gave"
        error = NotPlainError(
            uri=_whole(one.uri),
            found=f"{gave} {wrong.found} at {wrong.pointer}",
            wanted="wanted plain JSON",
            fix=wrong.wanted,
        )
        raw = one.text if isinstance(one, RawDocument) else one.raw
        return Unreadable.because(error, id=_whole(one.id), raw=raw_bytes(raw))

    def check(self, one: Read, types: Mapping[str, type]) -> None:
        """Raise HookError where a field is not of its type."""
        for field, kind in types.items():
            value = getattr(one, field)
            if type(value) is not kind:
                found = f"it yielded a {type(one).__name__} whose {field} is a {type_name(value)}"
                raise self.broken(found, f"the {field} is a {kind.__name__}")

    def broken(self, found: str, wanted: str = _YIELD) -> HookError:
        """Return the error for what no document can be made of."""
        component = self.source.component
        found = f"{found}, for {shown(self.entry.uri)}"
        return HookError(component.entry.name, f"source {component.name!r}", found, wanted)
