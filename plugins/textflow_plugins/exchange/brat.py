"""brat standoff: a folder with a text, and a file of annotations, for each document."""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import textflow
from textflow_plugins.exchange.marks import PARTS, Mark, marks_of

#: Lines of a text as brat cuts it; an annotation has a piece in each that it covers.
_PIECE = re.compile(r"[^\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
#: What the types of brat have no place for.
_UNFIT = re.compile(r"[^A-Za-z0-9_-]")
_NAME = re.compile(r"[^A-Za-z0-9._-]+")


@textflow.sink(options="textflow_schemas:options/sink-brat.json")
def brat(records: Iterator[dict[str, Any]], path: Path, *, layers: list[str] | None = None) -> None:
    """
    Write a folder that brat serves: texts, annotations, and the types that occur.

    Files are numbered in the order of the records; ``documents.json`` has the id of each.
    """
    path.mkdir()
    names: dict[str, str] = {}
    kinds: dict[str, None] = {}
    for number, record in enumerate(records, 1):
        marks = marks_of(record, layers)
        name = f"{number:06d}-{_NAME.sub('_', record['id'])[-60:]}"
        names[name] = record["id"]
        kinds |= dict.fromkeys(_type(one.label) for one in marks)
        _write(path / f"{name}.txt", record["text"])
        _write(path / f"{name}.ann", "".join(_lines(marks, record["text"])))
    _write(path / "annotation.conf", _configuration(list(kinds)))
    _write(path / "documents.json", json.dumps(names, ensure_ascii=False, indent=1) + "\n")


def _write(path: Path, text: str) -> None:
    path.write_bytes(text.encode())


def _type(label: str) -> str:
    return _UNFIT.sub("-", label)


def _lines(marks: Sequence[Mark], text: str) -> Iterator[str]:
    """Yield the lines of a file of annotations."""
    numbers = {at: number for number, at in enumerate(_written(marks, text), 1)}
    for at, number in numbers.items():
        yield from _entity(marks[at], number, text)
    for count, (name, one, other) in enumerate(_relations(marks, numbers), 1):
        yield f"R{count}\t{name} Arg1:T{one} Arg2:T{other}\n"


def _entity(mark: Mark, number: int, text: str) -> Iterator[str]:
    """Yield the line of a mark, and the note that has its fields."""
    pieces = _pieces(mark, text)
    places = ";".join(f"{start} {end}" for start, end in pieces)
    words = " ".join(text[start:end] for start, end in pieces)
    yield f"T{number}\t{_type(mark.label)} {places}\t{words}\n"
    if mark.fields:
        said = json.dumps(dict(mark.fields), ensure_ascii=False)
        yield f"#{number}\tAnnotatorNotes T{number}\t{said}\n"


def _relations(marks: Sequence[Mark], numbers: Mapping[int, int]) -> Iterator[tuple[str, int, int]]:
    """Yield the links between written marks: their names, and the numbers of both ends."""
    for at, number in numbers.items():
        for name, to in marks[at].links.items():
            if to in numbers:
                yield name, number, numbers[to]


def _written(marks: Sequence[Mark], text: str) -> Iterator[int]:
    """Yield the places of the marks that brat can have: those with a character to show."""
    for at, mark in enumerate(marks):
        if _pieces(mark, text):
            yield at


def _pieces(mark: Mark, text: str) -> list[tuple[int, int]]:
    return [found.span() for found in _PIECE.finditer(text, mark.start, mark.end)]


def _configuration(kinds: list[str]) -> str:
    entities = "\n".join(kinds)
    relations = "\n".join(f"{name}\tArg1:<ENTITY>, Arg2:{name}" for name in PARTS if name in kinds)
    return f"[entities]\n{entities}\n\n[relations]\n{relations}\n\n[events]\n\n[attributes]\n"


@textflow.hookimpl
def textflow_sinks() -> list[Callable[..., Any]]:
    """Give the sink."""
    return [brat]
