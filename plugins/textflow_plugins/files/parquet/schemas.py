"""The columns of records in Arrow, from the JSON Schemas of their layers."""

from collections.abc import Mapping, Sequence
from typing import Any

import attrs
import orjson
import pyarrow as pa

from textflow_plugins.files.tables.exact import is_exact, restored
from textflow_plugins.files.tables.fields import Field, fields_of

_PLAIN: Mapping[str, Any] = {
    "text": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
    "json": pa.string(),
}
#: Of a record, what the file has in columns that every run gives alike.
_HEAD = (
    ("id", pa.string()),
    (
        "source",
        pa.struct([("uri", pa.string()), ("encoding", pa.string()), ("replaced", pa.int64())]),
    ),
    ("text", pa.string()),
    ("raw_map", pa.list_(pa.list_(pa.int64(), 4))),
    ("meta", pa.string()),
    ("run", pa.string()),
)
_TOLD = ("id", "source", "text", "raw_map", "meta", "annotations", "run")


@attrs.frozen
class Shape:
    """Which layers a file has, and what each is of."""

    layers: Mapping[str, tuple[Field, ...]]

    @classmethod
    def of(cls, schemas: Mapping[str, Mapping[str, Any]]) -> "Shape":
        """Return the shape of records with these layers."""
        return cls({name: fields_of(schema) for name, schema in schemas.items()})

    def arrow(self, schemas: Mapping[str, Mapping[str, Any]]) -> Any:
        """Return the schema of the file; it contains the JSON Schemas that it was made from."""
        layers = [(name, pa.list_(_struct(fields))) for name, fields in self.layers.items()]
        columns = [*_HEAD, ("annotations", pa.struct(layers)), ("rest", pa.string())]
        return pa.schema(columns, {"textflow.layers": orjson.dumps(dict(schemas))})

    def row(self, record: Mapping[str, Any]) -> dict[str, Any]:
        """Return ``record`` as a row; ``rest`` is what it says in no other column."""
        known = {
            name: [_row(item, self.layers[name]) for item in items]
            for name, items in record["annotations"].items()
            if name in self.layers
        }
        rest = self._rest(record)
        told = {name: record[name] for name in ("id", "source", "text", "raw_map", "run")}
        kept = {"meta": _json(record["meta"]), "rest": _json(rest) if rest else None}
        return {**told, **kept, "annotations": known}

    def _rest(self, record: Mapping[str, Any]) -> dict[str, Any]:
        """Return what no column says: other keys, other layers, and layers in another order."""
        rest = {name: value for name, value in record.items() if name not in _TOLD}
        found = record["annotations"]
        if list(found) != [name for name in self.layers if name in found]:
            others = {name: items for name, items in found.items() if name not in self.layers}
            rest["annotations"] = {"order": list(found), "others": others}
        return rest

    def record(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """Return the record that a row says."""
        rest = orjson.loads(row["rest"] or "{}")
        apart = rest.pop("annotations", {"order": list(self.layers), "others": {}})
        layers = apart["others"] | self._items(row["annotations"])
        return {
            "id": row["id"],
            "source": {name: one for name, one in row["source"].items() if one is not None},
            "text": row["text"],
            "raw_map": row["raw_map"],
            "meta": orjson.loads(row["meta"]),
            "annotations": {name: layers[name] for name in apart["order"] if name in layers},
            "run": row["run"],
            **rest,
        }

    def _items(self, columns: Mapping[str, Any]) -> dict[str, list[dict[str, Any]]]:
        """Return the items of the layers that a row has; null stands for those that it has not."""
        return {
            name: [_item(one, self.layers[name]) for one in items]
            for name, items in columns.items()
            if items is not None
        }


def shape_in(schema: Any) -> Shape | None:
    """Return the shape of the records in a file; None where it has none of ours."""
    kept = (schema.metadata or {}).get(b"textflow.layers")
    return None if kept is None else Shape.of(orjson.loads(kept))


def _struct(fields: Sequence[Field]) -> Any:
    return pa.struct([*((one.name, _type(one)) for one in fields), (_whole(fields), pa.string())])


def _whole(fields: Sequence[Field]) -> str:
    """Return what holds an item as JSON, where its columns do not say all of it."""
    taken = {one.name for one in fields}
    return next(
        name for name in ("item", *(f"item_{n}" for n in range(2, 200))) if name not in taken
    )


def _type(field: Field) -> Any:
    if field.kind == "object":
        return pa.struct([(one.name, _type(one)) for one in field.inner])
    return pa.list_(_type(field.inner[0])) if field.kind == "list" else _PLAIN[field.kind]


def _row(item: Mapping[str, Any], fields: Sequence[Field]) -> dict[str, Any]:
    if not is_exact(item, fields):
        spans = {name: item[name] for name in ("start", "end", "text") if _is_plain(item, name)}
        known = {field.name for field in fields}
        return {name: one for name, one in spans.items() if name in known} | {
            _whole(fields): _json(item)
        }
    return {field.name: _cell(item.get(field.name), field) for field in fields}


def _is_plain(item: Mapping[str, Any], name: str) -> bool:
    return type(item.get(name)) is (str if name == "text" else int)


def _cell(value: Any, field: Field) -> Any:
    if value is None or field.kind in ("text", "integer", "number", "boolean"):
        return value
    if field.kind == "object":
        return {one.name: _cell(value.get(one.name), one) for one in field.inner}
    if field.kind == "list":
        return [_cell(one, field.inner[0]) for one in value]
    return _json(value)


def _item(row: Mapping[str, Any], fields: Sequence[Field]) -> dict[str, Any]:
    whole = row[_whole(fields)]
    found: dict[str, Any] = orjson.loads(whole) if whole is not None else _object(row, fields)
    return found


def _object(row: Mapping[str, Any], fields: Sequence[Field]) -> dict[str, Any]:
    return restored({field.name: _value(row[field.name], field) for field in fields}, fields)


def _value(cell: Any, field: Field) -> Any:
    if cell is None or field.kind in ("text", "integer", "number", "boolean"):
        return cell
    if field.kind == "object":
        return _object(cell, field.inner)
    if field.kind == "list":
        return [_value(one, field.inner[0]) for one in cell]
    return orjson.loads(cell)


def _json(value: Any) -> str:
    return orjson.dumps(value).decode()
