"""The page: one HTML file that contains all it needs and asks nobody for anything."""

import base64
import hashlib
from collections.abc import Iterable, Iterator
from importlib.resources import files
from itertools import islice
from typing import Any

import attrs
import jinja2
import orjson
from markupsafe import Markup

from textflow.looking.colours import speaker_numbers
from textflow.looking.corpus import Corpus
from textflow.looking.findings import Finding, findings, speaker_names
from textflow.looking.givers import givers
from textflow.plugins.schemas import read_schema
from textflow.records import Beside, Line
from textflow.report.against import Against
from textflow.report.document import PageDocument, page_document
from textflow.report.ends import ends
from textflow.report.overview import overview, percent

_HOME = files("textflow.report")
#: The script, in the order of who uses whom.
_SCRIPT = ("text", "marks", "state", "search", "build", "draw", "review", "keys", "start")
#: Pieces of the template that are written at once.
_PIECES = 5_000
#: What must not stand in a script element, or breaks lines in old readers of JavaScript.
_ESCAPED = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}


@attrs.frozen
class Page:
    """What a page is made of."""

    title: str
    beside: Beside
    corpus: Corpus
    #: The documents that are shown whole.
    records: tuple[Line, ...]
    #: What they are held against, if anything.
    gold: Against | None = None

    def chunks(self) -> Iterator[bytes]:
        """Yield the file, piece by piece."""
        style, script = _read("style.css"), _script()
        numbers = self.numbers()
        documents = [
            page_document(record, numbers, self._findings(record)) for record in self.records
        ]
        stream = _template().generate(
            title=self.title,
            policy=_policy(style, script),
            style=Markup(style),  # noqa: S704 - our own file
            script=Markup(script),  # noqa: S704 - our own file
            overview=overview(self.corpus, self.beside, numbers),
            documents=list(enumerate(documents)),
            left_out=self.corpus.documents - len(documents),
            layers=self._layers(),
            ends=ends(self.beside),
            gold=self.gold,
            island=_island(self._data(documents)),
        )
        while pieces := list(islice(stream, _PIECES)):
            yield "".join(pieces).encode()

    def numbers(self) -> dict[str, int]:
        """Return a number for each speaker, which says how they look."""
        ranked = [name for name, _ in self.corpus.ranked()]
        casts = [list(speaker_names(record).values()) for record in self.records]
        return speaker_numbers(ranked, casts)

    def _layers(self) -> dict[str, dict[str, str]]:
        """Return, for each layer, which stage and plugin gave it."""
        opinions = self.gold.opinions.values() if self.gold else ()
        wanted = {layer for one in opinions for layer in one.layers}
        return givers(self.beside.manifest, {*self.corpus.layers, *wanted})

    def _findings(self, record: Line) -> list[Finding]:
        opinion = self.gold.opinions.get(record["id"]) if self.gold else None
        found = findings(record)
        return opinion.on(found) if opinion else found

    def _data(self, documents: Iterable[PageDocument]) -> dict[str, Any]:
        """Return what the page's script works on."""
        return {
            "title": self.title,
            "layers": self._layers(),
            "kinds": {layer: _kinds(layer) for layer in ("quotes", "amounts")},
            "speakers": self.numbers(),
            "gold": self.gold is not None,
            "documents": [one.to_json() for one in documents],
        }


def collected(records: Iterable[Line], limit: int) -> tuple[Corpus, tuple[Line, ...]]:
    """Return the figures over all ``records``, and the first ``limit`` of them."""
    corpus = Corpus(limit)
    kept: list[Line] = []
    for record in records:
        if len(kept) < limit:
            kept.append(record)
        corpus.add(record)
    return corpus, tuple(kept)


def _kinds(layer: str) -> list[str]:
    return list(read_schema(f"layers/{layer}.json")["items"]["properties"]["kind"]["enum"])


def _island(held: Any) -> Markup:
    """Return JSON that can stand in a script element, whatever the documents hold."""
    text = orjson.dumps(held).decode().translate(_ESCAPED)
    return Markup(text)  # noqa: S704 - no character of markup is left in it


def _policy(style: str, script: str) -> str:
    """Return the Content-Security-Policy: this style, this script, and nothing else at all."""
    return (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def _script() -> str:
    parts = "\n".join(_read(f"script/{name}.js") for name in _SCRIPT)
    return f'(function () {{\n"use strict";\n{parts}\n}})();\n'


def _read(name: str) -> str:
    place = _HOME
    for part in name.split("/"):
        place = place / part
    return place.read_text("utf-8")


def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        loader=jinja2.FunctionLoader(_read),
    )
    environment.filters["percent"] = percent
    return environment.get_template("page.html")
