"""Whether an item can be had back from its cells, and how."""

from collections.abc import Mapping, Sequence
from typing import Any

from textflow_plugins.files.tables.fields import Field

#: The integers that databases and data frames can have.
_LEAST, _MOST = -(2**63), 2**63 - 1
_TYPES: Mapping[str, type] = {"text": str, "integer": int, "number": float, "boolean": bool}


def is_exact(item: Mapping[str, Any], fields: Sequence[Field]) -> bool:
    """
    Return whether cells of ``fields`` say all that ``item`` does, but for the order of its keys.

    An item that is not is kept as JSON beside its cells: keys that its schema does not name,
    ``1`` where a number is wanted, a key left out where null would be a value.
    """
    there = [field for field in fields if field.name in item or not _may_be_missing(field)]
    return set(item) == {field.name for field in there} and all(
        _fits(item[field.name], field) for field in there
    )


def _may_be_missing(field: Field) -> bool:
    return field.optional and not field.nullable


def _fits(value: Any, field: Field) -> bool:
    if value is None:
        return field.nullable
    if field.kind == "json":
        return True
    if field.kind == "object":
        return _is_such_object(value, field)
    if field.kind == "list":
        return _is_such_list(value, field)
    fits = type(value) is _TYPES[field.kind]
    return fits and (field.kind != "integer" or _LEAST <= value <= _MOST)


def _is_such_object(value: Any, field: Field) -> bool:
    """Return whether an object can be told from null by its cells, and is exact."""
    if type(value) is not dict or not is_exact(value, field.inner):
        return False
    is_always = not (field.nullable or field.optional)
    return is_always or any(one is not None for one in value.values())


def _is_such_list(value: Any, field: Field) -> bool:
    """Return whether each item of a list fits what the field says of them."""
    return type(value) is list and all(_fits(one, field.inner[0]) for one in value)


def restored(cells: Mapping[str, Any], fields: Sequence[Field]) -> dict[str, Any]:
    """Return the item that nested ``cells`` say, without nulls of what may be missing."""
    return {
        field.name: cells[field.name]
        for field in fields
        if cells[field.name] is not None or not _may_be_missing(field)
    }
