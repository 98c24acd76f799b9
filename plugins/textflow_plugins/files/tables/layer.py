"""A layer as a table: its columns, and the cells of each item."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

import attrs
import orjson

from textflow_plugins.files.tables.exact import is_exact, restored
from textflow_plugins.files.tables.fields import PLAIN, Field, fields_of

#: What lists of places within an item are called; others have the layer's name in front.
_CHILDREN = {("speakers", "mentions"): "mentions"}
#: A table name is of these; a name of ours, or one of SQLite's, is no layer's.
_OURS = (
    *("documents", "quotations", "sums", "dead_letters", "filtered", "runs", "layers"),
    "mentions",
    *("documents_search", "quotes_search", "speakers_search"),
)
#: Columns that each table of a layer has before and behind those of its items.
_BEFORE = ("key", "run", "document", "number", "parent")
_BEHIND = ("raw_start", "raw_end", "plugin", "version")
#: The column of the whole item, as JSON, where its cells do not say all of it.
ITEM = "item"


@attrs.frozen
class Column:
    """One column: its name, and the keys that lead to its value."""

    name: str
    field: Field
    path: tuple[str, ...]


@attrs.frozen(slots=False)
class Layer:
    """A layer, or a list of places within its items, as a table."""

    #: As records name it.
    name: str
    #: As tables are named.
    table: str
    fields: tuple[Field, ...]
    #: The key of the list within an item of another layer; empty for a layer.
    within: str = ""

    @classmethod
    def of(cls, name: str, schema: Mapping[str, Any], taken: Sequence[str] = ()) -> "Layer":
        """Return the layer ``name``; its tables get none of the names ``taken``."""
        fields, used = fields_of(schema), [*_OURS, *taken]
        while True:
            made = cls(name, _free(_plain(name), used), fields)
            tables = {child.table.casefold() for child in made.children}
            if tables.isdisjoint(one.casefold() for one in taken):
                return made
            used.append(made.table)

    @cached_property
    def children(self) -> tuple["Layer", ...]:
        """The lists of places within an item, each a table of its own."""
        return tuple(
            Layer(
                self.name,
                _CHILDREN.get((self.table, one.name), _plain(f"{self.table}_{one.name}")),
                one.inner[0].inner,
                one.name,
            )
            for one in self.fields
            if one.kind == "list" and one.inner[0].kind == "object" and one.inner[0].has_span
        )

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The columns of what an item itself says."""
        apart = {child.within for child in self.children}
        taken = [*self._beside, ITEM]
        made: list[Column] = []
        for path, field in _leaves(self.fields, ()):
            if path[0] not in apart:
                name = _free(_plain("_".join(path)), taken)
                taken.append(name)
                made.append(Column(name, field, path))
        return tuple(made)

    @cached_property
    def head(self) -> tuple[str, ...]:
        """The names of all columns that a row has, behind those that say whose it is."""
        own = [column.name for column in self.columns]
        behind = [name for name in _BEHIND if name in self._beside]
        return (*("parent" for _ in self.within[:1]), *own, *behind, ITEM)

    @cached_property
    def _beside(self) -> tuple[str, ...]:
        """The columns that a table of this layer has besides those of its items."""
        without = () if self.has_span and not self.has_raw else ("raw_start", "raw_end")
        return tuple(name for name in (*_BEFORE, *_BEHIND) if name not in without)

    @cached_property
    def has_raw(self) -> bool:
        """Whether its items say themselves where they are in the raw text."""
        return any(one.name == "raw_start" for one in self.fields)

    @cached_property
    def has_span(self) -> bool:
        """Whether its items have a place in the text."""
        return {"start", "end"} <= {one.name for one in self.fields}

    def is_exact(self, item: Mapping[str, Any]) -> bool:
        """Return whether the cells of ``item`` say all of it."""
        key = self._key(item)
        known = self._known.get(key) if key else None
        if known is None:
            lists = (item.get(child.within) for child in self.children)
            known = is_exact(item, self.fields) and all(type(one) is list for one in lists)
            if key and len(self._known) < _REMEMBERED:
                self._known[key] = known
        return known

    @cached_property
    def _known(self) -> dict[tuple[Any, ...], bool]:
        return {}

    @cached_property
    def _is_flat(self) -> bool:
        plain = {*PLAIN, "json"}
        return all(field.kind in plain for field in self.fields)

    def _key(self, item: Mapping[str, Any]) -> tuple[Any, ...] | None:
        """Return what decides whether a flat item is exact: its keys, and the types of values."""
        if not self._is_flat:
            return None
        values = item.values()
        large = any(type(one) is int and one > _LARGE for one in values)
        return None if large else (*item, *map(type, values))

    def cells(self, item: Mapping[str, Any]) -> list[Any]:
        """Return what is in each column; lists and objects as JSON."""
        return [_cell(item, column) for column in self.columns]

    def item(self, cells: Sequence[Any]) -> dict[str, Any]:
        """Return the item that the cells of a row say, the lists of places left empty."""
        found: dict[str, Any] = {}
        for column, cell in zip(self.columns, cells, strict=True):
            place = found
            for step in column.path[:-1]:
                place = place.setdefault(step, {})
            place[column.path[-1]] = _value(cell, column.field)
        for child in self.children:
            found[child.within] = []
        return _restored(found, self.fields)


_REMEMBERED = 1_000
_LARGE = 2**63 - 1


def _leaves(
    fields: Sequence[Field], path: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], Field]]:
    """Yield the fields that get a column, each with the keys that lead there."""
    for field in fields:
        inner = (*path, field.name)
        if field.kind == "object":
            yield from _leaves(field.inner, inner)
        else:
            yield inner, field


def _cell(item: Mapping[str, Any], column: Column) -> Any:
    value: Any = item
    for step in column.path:
        value = value.get(step) if isinstance(value, Mapping) else None
    if value is None or (column.field.kind in PLAIN and isinstance(value, str | int | float)):
        return value if type(value) is not int or abs(value) <= _LARGE else None
    return orjson.dumps(value).decode()


def _value(cell: Any, field: Field) -> Any:
    if cell is None or field.kind in ("text", "integer", "number"):
        return cell
    return bool(cell) if field.kind == "boolean" else orjson.loads(cell)


def _restored(cells: dict[str, Any], fields: Sequence[Field]) -> dict[str, Any]:
    for field in fields:
        if field.kind == "object":
            inner = _restored(cells[field.name], field.inner)
            is_null = (field.nullable or field.optional) and all(
                one is None for one in inner.values()
            )
            cells[field.name] = None if is_null else inner
    return restored(cells, fields)


def _plain(name: str) -> str:
    r"""
    Return ``name`` of letters, digits and ``_`` alone, so that nobody has to quote it.

    >>> _plain("acme.parties"), _plain("a\0b c")
    ('acme_parties', 'a_b_c')
    """
    made = "".join(one if one.isalnum() else "_" for one in name)[:60]
    is_free = made and not made[0].isdigit() and not made.casefold().startswith("sqlite_")
    return made if is_free else f"_{made}"


def _free(name: str, taken: Sequence[str]) -> str:
    """Return ``name``, or with a number behind it where it is taken; case does not tell apart."""
    used = {one.casefold() for one in taken}
    made, number = name, 2
    while made.casefold() in used:
        made, number = f"{name}_{number}", number + 1
    return made
