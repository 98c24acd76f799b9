"""What is often written wrongly above a stage, source, sink or engine, with the line to write."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, cast

from textflow.wording import did_you_mean, listed, shown, type_name

#: The schema of a layer: its file, the schema itself, or None for a standard layer.
Shape = str | Mapping[str, Any] | None


class MisuseError(TypeError):
    """A decorator is not written as it must be; the message contains the line to write."""


def names_in(key: str, given: object) -> tuple[str, ...]:
    """Return a list of names; a string would be taken for a list of letters."""
    if isinstance(given, str):
        message = f"{key} is the text {given!r}; write a list, {key}=[{given!r}]"
        raise MisuseError(message)
    found = tuple(given) if isinstance(given, Sequence) else (None,)
    if not all(isinstance(one, str) for one in found):
        message = f"{key} is {shown(given)}; write a list of names, {key}=['...']"
        raise MisuseError(message)
    return cast("tuple[str, ...]", found)


def names_by_option(given: object) -> dict[str, str]:
    """Return the stage that says what each option learns."""
    names = [*given, *given.values()] if isinstance(given, Mapping) else [None]
    if not all(isinstance(one, str) and one for one in names):
        message = f"learns is {shown(given)}; write learns={{'option': 'name of a stage'}}"
        raise MisuseError(message)
    return dict(cast("Mapping[str, str]", given))


def layers_in(provides: object) -> dict[str, Shape]:
    """Return the layers that a stage provides, each with its schema, or the file of that."""
    if not isinstance(provides, Mapping):
        return dict.fromkeys(names_in("provides", provides), None)
    for layer, file in provides.items():
        if not isinstance(layer, str) or not isinstance(file, str | Mapping):
            message = f"provides is {shown(provides)}; write {{'layer': 'file of its schema'}}"
            raise MisuseError(message)
    return cast("dict[str, Shape]", dict(provides))


def check_known(role: str, stated: Iterable[str], known: Collection[str]) -> None:
    """Raise where a decorator is told something by a name that it does not know."""
    for name in stated:
        if name not in known:
            advice = did_you_mean(name, known) or f"; it takes {listed(known)}"
            message = f"@textflow.{role} takes no {name!r}{advice}"
            raise MisuseError(message)


def check_texts(**given: object) -> None:
    """Raise where what must be a text, or nothing, is something else."""
    for key, value in given.items():
        if value is not None and (not isinstance(value, str) or not value):
            message = f"{key} is {shown(value)}; write a text, {key}='...', or leave it out"
            raise MisuseError(message)


def check_parentheses(role: str, misplaced: tuple[object, ...], example: str) -> None:
    """Raise where a decorator is without parentheses, or is given what has no name."""
    if misplaced and callable(misplaced[0]):
        message = f"@textflow.{role} has no parentheses; write @textflow.{role}({example})"
        raise MisuseError(message)
    if misplaced:
        message = (
            f"@textflow.{role} is given {shown(misplaced[0])} without a name; "
            f"write @textflow.{role}({example})"
        )
        raise MisuseError(message)


def own_name(role: str, target: object) -> str:
    """Return what a decorated thing is called where the decorator does not say."""
    name: object = getattr(target, "__name__", None)
    if not callable(target) or not isinstance(name, str):
        message = (
            f"@textflow.{role} is above a {type_name(target)}; "
            "put it right above a `def` or `class`"
        )
        raise MisuseError(message)
    return name
