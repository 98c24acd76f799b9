"""What plugins are tried on: odd texts, hostile texts, odd bytes, odd records."""

import functools
import gzip
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from typing import Any

import attrs
import orjson

from textflow.errors import InputError
from textflow.reading.inputs import Caps, Input
from textflow.reading.sources import RawDocument, Unreadable


@attrs.frozen
class Sample:
    """One thing that a component is tried on."""

    #: Part of the id of the test.
    name: str
    given: Any


@attrs.frozen
class Text:
    """A document for a stage, before the layers that it requires are there."""

    text: str
    meta: Mapping[str, Any] = attrs.field(factory=dict[str, Any])
    #: None until they are made.
    layers: Mapping[str, list[dict[str, Any]]] | None = None
    #: Whether layers that a stage only uses are there, too.
    with_uses: bool = True


@attrs.frozen
class Bytes:
    """A file for a source."""

    data: bytes
    #: Put behind the suffix that the source reads.
    suffix: str = ""
    caps: Caps = attrs.field(factory=Caps)

    def entry(self, name: str, kind: str) -> Input:
        """Return it as the engine would open it."""
        return Input.from_bytes(self.data, f"{name}.{kind}{self.suffix}", self.caps)


@functools.cache
def _shipped() -> Mapping[str, Any]:
    data: dict[str, Any] = orjson.loads((files("textflow.testing") / "texts.json").read_bytes())
    return data


def stage_samples(own: Mapping[str, str] | Sequence[str], huge: int) -> Iterator[Sample]:
    """Yield the texts for stages: ours, then the plugin author's ``own``."""
    article = _shipped()["texts"]["article"]["text"]
    for name, facts in _shipped()["texts"].items():
        yield Sample(name, Text(facts["text"], facts.get("meta", {})))
    yield Sample("carriage_returns", Text(article.replace("\n", "\r\n")))
    yield Sample("without_what_it_uses", Text(article, with_uses=False))
    yield Sample("huge", Text((article * (huge // len(article) + 1))[:huge]))
    named = own.items() if isinstance(own, Mapping) else enumerate(own)
    for name, text in named:
        yield Sample(f"own_{name}", Text(text))


def hostile_names() -> list[str]:
    """Return the names of the families of hostile text."""
    return list(_shipped()["hostile"])


def hostile(family: str, size: int) -> Sample:
    """Return ``size`` characters of one family."""
    unit: str = _shipped()["hostile"][family]
    return Sample(family, Text((unit * (size // len(unit) + 1))[:size]))


def source_samples() -> Iterator[Sample]:
    """Yield odd files."""
    article = _shipped()["texts"]["article"]["text"]
    line = b'{"id": "a", "text": "He said no.", "title": "No"}\n'
    for name, data in {
        "empty": b"",
        "one_byte": b"a",
        "one_line_feed": b"\n",
        "prose": article.encode(),
        "carriage_returns": article.replace("\n", "\r\n").encode(),
        "byte_order_mark_alone": b"\xef\xbb\xbf",
        "utf_8_with_byte_order_mark": article.encode("utf-8-sig"),
        "utf_16": article.encode("utf-16"),
        "utf_32": article.encode("utf-32"),
        "windows_1252": article.encode("cp1252"),
        "every_byte": bytes(range(256)) * 4,
        "high_bytes": b"\xff\xfe\xfd\x80" * 500,
        "cut_utf_8": article.encode()[:301] + b"\xe2\x82",
        "encoded_surrogate": b'{"id": "a", "text": "\xed\xa0\x80"}\n',
        "nul_bytes": b"\0" * 4096,
        "one_long_line": b"a " * 100_000,
        "json_lines": line + b'{"id": "b", "text": "\\u201cYes\\u201d"}\n',
        "json_with_odd_values": b'{"id": 1, "text": null}\n{"text": [], "x": 1e999}\n[]\n7\n',
        "json_with_a_surrogate": b'{"id": "a", "text": "\\ud800"}\n',
        "json_broken_off": line + line[:20],
        "json_nested_deeply": b'{"text": ' + b"[" * 100_000,
        "one_id_twice": line + line,
        "table": b'id;text\n"a;1;"""\n\t,,,;;;\n',
        "tags": b"<html><body><p>He said no.<p><!-- <b" + b"<div>" * 400,
        "gzip_without_its_suffix": gzip.compress(article.encode(), mtime=0),
    }.items():
        yield Sample(name, Bytes(data))
    packed = gzip.compress(article.encode() * 50, mtime=0)
    yield Sample("gzip", Bytes(packed, ".gz"))
    yield Sample("gzip_broken_off", Bytes(packed[:-40], ".gz"))
    yield Sample("gzip_that_is_none", Bytes(article.encode(), ".gz"))
    yield Sample("over_the_cap", Bytes(line * 20, "", Caps(document=40)))


def sink_samples() -> Iterator[Sample]:
    """Yield records, one for each odd text, then none and many."""
    records = [
        _record(name, facts["text"], facts.get("meta", {}))
        for name, facts in _shipped()["texts"].items()
    ]
    for record in records:
        yield Sample(record["id"], [record])
    yield Sample("no_records", [])
    yield Sample("many_records", records)
    more = {"title": None, "n": 2**63, "x": -0.0, "list": [[], {}, [1, [2]]], "=1+1": "@SUM(A1)"}
    yield Sample("odd_meta", [_record('odd/meta, "id".txt', "He said no.", more)])


def _record(name: str, text: str, meta: Mapping[str, Any]) -> dict[str, Any]:
    sentence = {"start": 0, "end": len(text), "paragraph": 0}
    return {
        "id": name,
        "source": {"uri": f"in/{name}"},
        "text": text,
        "raw_map": [[0, len(text), 0, len(text)]] if text else [],
        "meta": dict(meta),
        "annotations": {"dropped": [], "sentences": [sentence] if text.strip() else []},
        "run": "000000000000",
    }


def pathless_samples() -> Iterator[Sample]:
    """Yield what a source is asked that reads no files: for all it has."""
    yield Sample("everything", Bytes(b""))


def wrapper_samples() -> Iterator[Sample]:
    """Yield batches of documents, each with what a stage gave for it, a failure too."""
    one = {"text": "The pier is safe.", "result": [{"start": 4, "end": 8, "text": "pier"}]}
    none = {"text": "", "result": []}
    failed = {"text": "No.", "result": None}
    yield Sample("one_document", [one])
    yield Sample("one_that_failed", [failed])
    yield Sample("many_documents", [one, none, failed] * 20)


def engine_samples() -> Iterator[Sample]:
    """Yield runs of documents, some of them unreadable."""
    for name, count in (("no_documents", 0), ("one_document", 1), ("many_documents", 150)):
        yield Sample(name, [_read(at) for at in range(count)])


def _read(at: int) -> RawDocument | Unreadable:
    if at % 10 == 7:  # noqa: PLR2004 - one in ten, and not the first
        error = InputError(f"in/{at}", "is no text", "wanted text", "leave it out")
        return Unreadable.because(error, id=str(at))
    return RawDocument(f"Document {at} says no.", str(at), f"in/{at}")
