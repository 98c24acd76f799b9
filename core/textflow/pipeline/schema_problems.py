"""What the pipeline schema has to say, in words a journalist can act on."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from textflow.pipeline.composed_schema import engine_keys
from textflow.plugins.schemas import Validator, errors_of
from textflow.problems import Path, Problem
from textflow.wording import cut, did_you_mean, listed, shown

#: Steps to the options of a stage: stages, its number, its name.
_OPTIONS = 3

_TYPES = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "null": "nothing",
    "array": "a list",
    "object": "a mapping (key: value)",
}
_PYTHON = {
    str: "text", int: "number", float: "number", bool: "true/false", list: "list", dict: "mapping",
}  # fmt: skip


def schema_problems(schema: Mapping[str, Any], data: Any) -> Iterator[Problem]:
    """Yield a problem for everything in ``data`` that ``schema`` does not allow."""
    if Validator(schema).fits(data):
        return
    for error in errors_of(schema, data):
        path = tuple(error.absolute_path)
        if error.validator == "additionalProperties":
            yield from _unknown_keys(error, path)
        elif error.validator == "propertyNames":
            message = f"{shown(error.instance)} cannot be a name here; {error.message}"
            yield Problem.at(path, message)
        else:
            yield Problem.at(path, _wording(error))


def _unknown_keys(error: Any, path: Path) -> Iterator[Problem]:
    known = error.schema.get("properties", {})
    patterns = error.schema.get("patternProperties", {})
    for key in error.instance:
        if key in known or any(re.search(pattern, key) for pattern in patterns):
            continue
        yield Problem.at(
            (*path, key), f"{_where(path)} has no key {shown(key)}{_near(key, path, known)}"
        )


def _near(key: str, path: Path, known: Mapping[str, Any]) -> str:
    """Return where ``key`` belongs, or what is near it."""
    if path[:1] == ("stages",) and len(path) == _OPTIONS and key in engine_keys():
        return (
            f"; it belongs beside the stage's name, not among its options: write `{key}:` in a "
            f"line of its own below `- {path[-1]}: ...`, in the same column as {shown(path[-1])}"
        )
    return did_you_mean(key, known) or f"; known here: {listed(known)}"


def _where(path: Path) -> str:
    """Return what to call the thing at ``path``."""
    words = [part for part in path if isinstance(part, str)]
    if not words:
        return "a pipeline"
    if words == ["stages"]:
        return "a stage"
    return shown(words[-1])


def _wording(error: Any) -> str:
    found = _found(error.instance)
    say = _SAY.get(error.validator)
    return f"{_subject(error)}{say(error, found)}" if say else f"{_subject(error)}{error.message}"


def _found(value: Any) -> str:
    """Return a value as the file has it, and what it is."""
    if value is None:
        return "nothing"
    return (
        str(value).lower()
        if isinstance(value, bool)
        else f"{shown(value)} ({_PYTHON[type(value)]})"
    )


def _subject(error: Any) -> str:
    last = next((part for part in reversed(error.absolute_path) if isinstance(part, str)), None)
    return f"{shown(last)}: " if last is not None else ""


def _type(error: Any, found: str) -> str:
    if "enum" in error.schema:
        return _enum_of(error.schema["enum"], error.instance, found)
    if error.absolute_path and error.absolute_path[-1] == "stages":
        return f"found {found}, wanted a list{_as_list(error.instance)}"
    kinds = error.validator_value
    kinds = [kinds] if isinstance(kinds, str) else kinds
    return f"found {found}, wanted {' or '.join(_TYPES[kind] for kind in kinds)}"


def _as_list(stages: Any) -> str:
    """Return how to write ``stages`` as the list that they should be."""
    if isinstance(stages, str) and stages.startswith("-"):
        return "; put a space after each dash: `- clean`"
    if isinstance(stages, dict) and stages:
        return f"; begin each stage with a dash and a space: `- {cut(next(iter(stages)), 40)}`"
    return f"; write `- {cut(stages, 40)}`" if isinstance(stages, str) and stages else ""


def _enum(error: Any, found: str) -> str:
    return _enum_of(error.validator_value, error.instance, found)


#: What somebody means who writes true or false where words are wanted.
_SWITCHES = {True: "on", False: "off"}


def _enum_of(values: Sequence[Any], instance: Any, found: str) -> str:
    words = ["nothing" if value is None else str(value) for value in values]
    meant = _SWITCHES.get(instance, "") if isinstance(instance, bool) else str(instance)
    return f"found {found}, wanted one of {', '.join(words)}{did_you_mean(meant, words)}"


def _required(error: Any, _: str) -> str:
    missing = [name for name in error.validator_value if name not in error.instance]
    advice = "; write `textflow: 1`" if missing == ["textflow"] else ""
    return f"{', '.join(map(shown, missing))} is missing{advice}"


def _at_least(error: Any, found: str) -> str:
    return f"found {found}, wanted {error.validator_value} or more"


def _at_most(error: Any, found: str) -> str:
    return f"found {found}, wanted {error.validator_value} or less"


def _above(error: Any, found: str) -> str:
    return f"found {found}, wanted more than {error.validator_value}"


def _empty(error: Any, found: str) -> str:
    what = {"minItems": "item", "minLength": "character"}.get(error.validator, "key")
    return f"found {found}, wanted at least {error.validator_value} {what}"


def _crowded(error: Any, found: str) -> str:
    what = {"maxItems": "item", "maxLength": "character"}.get(error.validator, "key")
    many = "" if error.validator_value == 1 else "s"
    return f"found {found}, wanted no more than {error.validator_value} {what}{many}"


def _constant(error: Any, found: str) -> str:
    return f"found {found}, wanted {shown(error.validator_value)}"


def _pattern(error: Any, found: str) -> str:
    examples = error.schema.get("examples")
    words = (
        f"something like {' or '.join(map(str, examples))}" if examples else error.validator_value
    )
    return f"found {found}, wanted {_PATTERNS.get(error.validator_value, words)}"


#: What the patterns of our own schemas mean.
_PATTERNS = {
    "^[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8})*$": "a language tag such as en or de-AT",
    "^[A-Z]{3}$": "a currency code of ISO 4217 such as USD or EUR",
    "^[A-Za-z_][A-Za-z0-9_]*$": "a name of letters, digits and _, as in my_name",
    "^[a-z][a-z0-9_]*([.][a-z][a-z0-9_]*)?$": "a name of small letters, digits and _",
}

_SAY: Mapping[str, Callable[[Any, str], str]] = {
    "type": _type,
    "enum": _enum,
    "const": _constant,
    "required": _required,
    "minimum": _at_least,
    "maximum": _at_most,
    "exclusiveMinimum": _above,
    "minItems": _empty,
    "minLength": _empty,
    "minProperties": _empty,
    "maxItems": _crowded,
    "maxLength": _crowded,
    "maxProperties": _crowded,
    "pattern": _pattern,
}
