"""W3C Web Annotations: each finding with its place and its words, for annotation servers."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import textflow
from textflow_plugins.exchange.marks import Mark, marks_of

_CONTEXT = "http://www.w3.org/ns/anno.jsonld"
#: Characters before and behind a finding that help to find it again.
_AROUND = 40


@textflow.sink(options="textflow_schemas:options/sink-annotations.json", lines=True)
def annotations(record: dict[str, Any], *, layers: list[str] | None = None) -> bytes:
    """
    Return the annotations of ``record``, each a line of JSON-LD.

    Positions count characters of the raw text, as it was read. A record does not contain that,
    so the words, and those around them, are those of the clean text.
    """
    return b"".join(map(textflow.record_line, _annotations(record, layers)))


def _annotations(record: Mapping[str, Any], layers: list[str] | None) -> Iterator[dict[str, Any]]:
    raw = textflow.RawMap.of(record)
    marks = marks_of(record, layers)
    names = [f"urn:textflow:{record['run']}:{_part(record['id'])}:{at}" for at in range(len(marks))]
    for name, mark in zip(names, marks, strict=True):
        body: list[dict[str, Any]] = [
            {"type": "TextualBody", "purpose": "classifying", "value": mark.label}
        ]
        said = {key: one for key, one in mark.fields.items() if one is not None}
        if said:
            value = textflow.record_line(said).decode().rstrip("\n")
            kind = {"format": "application/json", "purpose": "describing"}
            body.append({"type": "TextualBody", "value": value, **kind})
        for key, to in mark.links.items():
            link = {"type": "SpecificResource", "purpose": "linking", "source": names[to]}
            body.append(link | {"textflow:field": key})
        yield {
            "@context": [_CONTEXT, {"textflow": "urn:textflow:"}],
            "id": name,
            "type": "Annotation",
            "body": body,
            "target": {"source": record["source"]["uri"], "selector": _selector(record, mark, raw)},
        }


def _part(name: str) -> str:
    """Return ``name`` as a URN may contain it."""
    return "".join(one if one.isascii() and one.isalnum() else _escaped(one) for one in name)


def _escaped(character: str) -> str:
    return "".join(f"%{byte:02X}" for byte in character.encode())


def _selector(record: Mapping[str, Any], mark: Mark, raw: textflow.RawMap) -> list[dict[str, Any]]:
    text, (start, end) = record["text"], raw.to_raw(mark.start, mark.end)
    quote = {
        "type": "TextQuoteSelector",
        "exact": text[mark.start : mark.end],
        "prefix": text[max(mark.start - _AROUND, 0) : mark.start],
        "suffix": text[mark.end : mark.end + _AROUND],
    }
    return [{"type": "TextPositionSelector", "start": start, "end": end}, quote]


@textflow.hookimpl
def textflow_sinks() -> list[Callable[..., Any]]:
    """Give the sink."""
    return [annotations]
