"""Whether what a plugin registers can be called as textflow will call it."""

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from textflow.plugins.schemas import Schema, SchemaError
from textflow.stages import Declaration, StageDeclaration

_POSITIONAL = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
_EMPTY = inspect.Parameter.empty


def signature_of(target: Callable[..., Any]) -> Mapping[str, inspect.Parameter]:
    """Return the parameters of ``target``, annotations evaluated; raises SchemaError."""
    try:
        return inspect.signature(target, eval_str=True).parameters
    except (NameError, TypeError, ValueError) as error:
        message = f"its signature cannot be read: {error}"
        raise SchemaError(message) from error


def check_call(
    target: Callable[..., Any], facts: StageDeclaration | Declaration, options: Schema
) -> None:
    """Raise SchemaError where ``target`` cannot be called, or would do nothing when called."""
    role = "stage" if isinstance(facts, StageDeclaration) else facts.role
    if isinstance(target, type):
        if role != "stage":
            message = f"it is a class; write a function, @textflow.{role}() above `def`"
            raise SchemaError(message)
        called = _call_of(target)
        _check_kind(called, facts)
        _check_parameters(signature_of(target), (), options)
        _check_parameters(_without_self(signature_of(called)), _given(facts), {})
        return
    _check_kind(target if inspect.isroutine(target) else _call_of(type(target)), facts)
    _check_parameters(signature_of(target), _given(facts), options)


def _call_of(owner: type) -> Callable[..., Any]:
    for one in inspect.getmro(owner)[:-1]:
        if "__call__" in vars(one):
            found: Callable[..., Any] = vars(one)["__call__"]
            return found
    message = "it is a class without `__call__`; write `def __call__(self, doc): ...` in it"
    raise SchemaError(message)


def _without_self(parameters: Mapping[str, inspect.Parameter]) -> dict[str, inspect.Parameter]:
    return dict(list(parameters.items())[1:])


def _check_kind(target: Callable[..., Any], facts: StageDeclaration | Declaration) -> None:
    """Raise where a call would only make a coroutine or a generator."""
    if inspect.iscoroutinefunction(target) or inspect.isasyncgenfunction(target):
        message = "it is `async`, and nobody would await it; write a plain `def`"
        raise SchemaError(message)
    if not inspect.isgeneratorfunction(target):
        return
    wanted = _instead_of_yield(facts)
    if wanted:
        message = f"it has a `yield`, so that calling it does nothing; {wanted} without one"
        raise SchemaError(message)


def _given(facts: StageDeclaration | Declaration) -> tuple[str, ...]:
    """Return what a component is given before its options, by the names that the docs use."""
    if isinstance(facts, StageDeclaration):
        return ("documents",) if facts.batch else ("doc",)
    if facts.role == "sink":
        if facts.lines:
            return ("record",)
        return ("records", "path", *facts.more)
    return ("entry",) if facts.role == "source" else ("work",)


def _instead_of_yield(facts: StageDeclaration | Declaration) -> str:
    """Return what a component does that must not be a generator; nothing for one that may."""
    if isinstance(facts, StageDeclaration):
        return "return True or False" if facts.kind == "filter" else ""
    if facts.role != "sink":
        return ""
    return "return the bytes" if facts.lines else "write the file"


def _check_parameters(
    parameters: Mapping[str, inspect.Parameter], given: tuple[str, ...], options: Schema
) -> None:
    places = [one for one in parameters.values() if one.kind in _POSITIONAL]
    takes_more = any(one.kind is inspect.Parameter.VAR_POSITIONAL for one in parameters.values())
    if len(places) < len(given) and not takes_more:
        raise SchemaError(_too_few(places, given))
    _check_needed(places, given)
    message = next(_lost(places[len(given) :], parameters, options), "")
    if message:
        raise SchemaError(message)


def _called_with(given: tuple[str, ...]) -> str:
    return ", ".join(given) or "nothing but its options"


def _too_few(places: list[inspect.Parameter], given: tuple[str, ...]) -> str:
    lines = "; if it returns the bytes of one record, write @textflow.sink(lines=True)"
    advice = lines if given[:1] == ("records",) and len(places) == 1 else ""
    return f"it takes too few arguments; it is called with ({_called_with(given)}){advice}"


def _check_needed(places: list[inspect.Parameter], given: tuple[str, ...]) -> None:
    needed = [one for one in places if one.default is _EMPTY]
    if len(needed) > len(given):
        name = needed[len(given)].name
        message = (
            f"it takes {name!r} as well, but is called with ({_called_with(given)}); "
            f"put `*, ` before {name!r} if it is an option"
        )
        raise SchemaError(message)


def _unreachable(places: list[inspect.Parameter], known: Mapping[str, Any]) -> Iterator[str]:
    """Yield why an option that is a positional argument would not arrive."""
    for place in places:
        if place.name not in known or place.kind is inspect.Parameter.POSITIONAL_ONLY:
            yield (
                f"nobody can set its option {place.name!r}: put `*, ` before it, "
                "so that it is keyword-only"
            )


def _lost(
    places: list[inspect.Parameter], parameters: Mapping[str, inspect.Parameter], options: Schema
) -> Iterator[str]:
    """Yield why an option would not arrive, or would be missing."""
    known = options.get("properties", {})
    yield from _unreachable(places, known)
    if any(one.kind is inspect.Parameter.VAR_KEYWORD for one in parameters.values()):
        return
    yield from _untaken(known, parameters)
    for name in _without_default(parameters):
        if name not in options.get("required", ()):
            yield f"{name!r} has no default, and its schema does not require it; give it one"


def _untaken(known: Iterable[str], parameters: Mapping[str, inspect.Parameter]) -> Iterator[str]:
    by_name = {name for name, one in parameters.items() if one.kind is not _POSITIONAL[0]}
    for name in known:
        if name not in by_name:
            yield f"its schema has the option {name!r}, but the function takes none of that name"


def _without_default(parameters: Mapping[str, inspect.Parameter]) -> Iterator[str]:
    """Yield each keyword-only argument that must be given."""
    for name, one in parameters.items():
        if one.kind is inspect.Parameter.KEYWORD_ONLY and one.default is _EMPTY:
            yield name
