"""The rows that a record is in tables: one for the document, one for each finding."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import attrs
import orjson

import textflow
from textflow_plugins.files.tables.layer import Layer

#: The columns of a document, in the order of `document_cells`.
DOCUMENT = (
    *("id", "title", "date", "language", "link", "uri", "text"),
    *("source", "raw_map", "meta", "layers", "rest"),
)
#: Of a record, what its other tables and columns say.
_TOLD = ("id", "source", "text", "raw_map", "meta", "annotations", "run")
#: What is known of an item of a layer whose schema nobody has.
_ANY = {
    "items": {
        "properties": {
            "start": {"type": "integer"},
            "end": {"type": "integer"},
            "text": {"type": "string"},
        }
    }
}
_LINKS = ("link", "url", "uri")


@attrs.frozen
class Tables:
    """The tables of the layers of a run."""

    #: Layer to its table; those that come up later are added.
    layers: dict[str, Layer]
    #: Layer to the plugins that gave it, and their versions.
    _givers: Mapping[str, tuple[str, str]]
    #: Layer to the schema that its table is made from.
    schemas: dict[str, Mapping[str, Any]] = attrs.field(factory=dict[str, Mapping[str, Any]])

    @classmethod
    def of(cls, run: textflow.RunFacts) -> "Tables":
        """Return the tables of every layer that is known."""
        given = run.manifest.get("layers", {}).items()
        tables = cls({}, {layer: _giver(stages) for layer, stages in given})
        for name, schema in run.layers.items():
            tables.add(name, schema)
        return tables

    def add(self, name: str, schema: Mapping[str, Any]) -> Layer:
        """Add the table of a layer."""
        made = Layer.of(name, schema, [one.table for one in self.every()])
        self.layers[name], self.schemas[name] = made, schema
        return made

    def giver(self, name: str) -> tuple[str | None, str | None]:
        """Return the plugins that gave a layer and their versions, where they are known."""
        return self._givers.get(name, (None, None))

    def every(self) -> Iterator[Layer]:
        """Yield every table there is by now."""
        for layer in self.layers.values():
            yield layer
            yield from layer.children

    def rows(self, record: Mapping[str, Any]) -> Iterator[tuple[Layer, list[Any]]]:
        """Yield the row of each finding of ``record``, cells as ``Layer.head`` names them."""
        raw = textflow.RawMap.of(record).to_raw
        for name, items in record["annotations"].items():
            layer = self.layers.get(name) or self.add(name, _ANY)
            giver = self.giver(name)
            for number, item in enumerate(items):
                yield layer, _cells(layer, item, raw, giver)
                for child in layer.children:
                    for place in item.get(child.within) or ():
                        yield child, [number, *_cells(child, place, raw, giver)]


def _giver(stages: Sequence[Mapping[str, str]]) -> tuple[str, str]:
    plugins, versions = ([stage[name] for stage in stages] for name in ("plugin", "version"))
    return ", ".join(dict.fromkeys(plugins)), ", ".join(dict.fromkeys(versions))


def _cells(
    layer: Layer, item: Mapping[str, Any], raw: Any, giver: tuple[str | None, str | None]
) -> list[Any]:
    cells = layer.cells(item)
    if layer.has_span and not layer.has_raw:
        start, end = item.get("start"), item.get("end")
        cells += raw(start, end) if type(start) is int and type(end) is int else (None, None)
    cells += giver
    cells.append(None if layer.is_exact(item) else orjson.dumps(item).decode())
    return cells


def document_cells(record: Mapping[str, Any]) -> list[Any]:
    """Return the row of a document; with those of its findings, it says all of the record."""
    meta, source = record["meta"], record["source"]
    rest = {name: value for name, value in record.items() if name not in _TOLD}
    known = [_text(meta.get(name)) for name in ("title", "date", "language")]
    known[0] = known[0] or record["id"]  # what a person knows it by
    told = (source, record["raw_map"], meta, list(record["annotations"]))
    return [
        record["id"],
        *known,
        _link(record),
        source["uri"],
        record["text"],
        *(orjson.dumps(one).decode() for one in told),
        orjson.dumps(rest).decode() if rest else None,
    ]


def record_of(cells: Mapping[str, Any], run: str, items: Mapping[str, Any]) -> dict[str, Any]:
    """Return the record of a row of ``DOCUMENT`` and the items of its layers."""
    layers: list[str] = orjson.loads(cells["layers"])
    return {
        "id": cells["id"],
        "source": orjson.loads(cells["source"]),
        "text": cells["text"],
        "raw_map": orjson.loads(cells["raw_map"]),
        "meta": orjson.loads(cells["meta"]),
        "annotations": {name: list(items.get(name, ())) for name in layers},
        "run": run,
        **orjson.loads(cells["rest"] or "{}"),
    }


def _link(record: Mapping[str, Any]) -> str | None:
    """Return an address in the web where the document can be read, if one is known."""
    stated = [*(record["meta"].get(name) for name in _LINKS), record["source"]["uri"]]
    links = (one for one in stated if isinstance(one, str))
    return next((one for one in links if one.startswith(("https://", "http://"))), None)


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


#: The columns of a quotation, in the order of `quotations`.
QUOTATION = (
    *("quotation", "speaker", "role", "type", "kind", "document", "title", "date", "link"),
    *("start", "end", "confidence", "speaker_confidence"),
)


def quotations(record: Mapping[str, Any]) -> Iterator[list[Any]]:
    """Yield each quotation of ``record`` with who said it, and where it was read."""
    layers, (_, title, date, _, link, *_) = record["annotations"], document_cells(record)
    speakers = {one["id"]: one for one in reversed(layers.get("speakers", ()))}
    for quote in layers.get("quotes", ()):
        speaker = speakers.get(quote["speaker"], {})
        said = [speaker.get(name) for name in ("name", "role", "type")]
        place = [quote[name] for name in ("start", "end", "confidence", "speaker_confidence")]
        yield [quote["text"], *said, quote["kind"], record["id"], title, date, link, *place]
