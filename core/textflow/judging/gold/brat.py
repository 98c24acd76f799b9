"""Gold from brat: a folder of texts, each with a file of annotations beside it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import orjson

from textflow.judging.gold.documents import Gold, Labels, Span, layers_of, part_at, span_in, unfit

_PARTS = frozenset({"cue", "mention"})
_WANTED = "brat standoff: NAME.ann beside NAME.txt"


def brat_gold(folder: Path, labels: Labels, known: Sequence[str]) -> Iterator[Gold]:
    """Yield each document of a folder and those below it; raises InputError."""
    files = sorted(folder.rglob("*.ann"))
    if not files:
        raise unfit(str(folder), "no file there ends in .ann", _WANTED)
    names = _names(folder / "documents.json")
    for file in files:
        text = _read(file.with_suffix(".txt"))
        spans = list(_spans(file, text))
        name = file.relative_to(folder).with_suffix("").as_posix()
        layers = layers_of(spans, text, labels, known)
        yield Gold(str(names.get(name, name)), text, layers, open=True)


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode()
    except (OSError, UnicodeDecodeError) as error:
        raise unfit(str(path), str(error), "a text in UTF-8") from error


def _names(path: Path) -> Mapping[str, Any]:
    if not path.is_file():
        return {}
    try:
        held = orjson.loads(path.read_bytes())
    except orjson.JSONDecodeError as error:
        raise unfit(str(path), str(error), "the names that `export` writes") from error
    return held if isinstance(held, dict) else {}


def _spans(file: Path, text: str) -> Iterator[Span]:
    rows = [line.split("\t") for line in _read(file).split("\n") if line.strip()]
    places: dict[str, tuple[int, int]] = {}
    kinds: dict[str, str] = {}
    for number, row in enumerate(rows, 1):
        if row[0][:1] == "T":
            where = f"{file}:{number}"
            kinds[row[0]], places[row[0]] = _bounds(where, text, row)
    said = _said(rows, places, text)
    for key, span in places.items():
        if kinds[key] not in _PARTS:
            yield Span(*span, kinds[key], said.get(key, {}))


def _bounds(where: str, text: str, row: Sequence[str]) -> tuple[str, tuple[int, int]]:
    """Return the type of an annotation and its span, which runs over the gaps between pieces."""
    kind, _, places = (row[1] if len(row) > 1 else "").partition(" ")
    try:
        pieces = [tuple(map(int, piece.split())) for piece in places.split(";")]
        starts, ends = zip(*pieces, strict=True)
    except ValueError as error:
        raise unfit(where, "\t".join(row), _WANTED) from error
    return kind, span_in(text, where, min(starts), max(ends))


def _said(
    rows: Sequence[Sequence[str]], places: Mapping[str, tuple[int, int]], text: str
) -> dict[str, dict[str, Any]]:
    """Return what relations and notes say of each annotation."""
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        kind, words = row[0][:1], " ".join(row[1:2]).split()
        if kind == "R" and len(words) > 2:  # noqa: PLR2004 - a name and two ends
            one, other = (end.partition(":")[2] for end in words[1:3])
            if other in places:
                found.setdefault(one, {})[words[0]] = part_at(text, places[other])
        elif kind == "#" and words:
            found.setdefault(words[-1], {}).update(_note("\t".join(row[2:])))
    return found


def _note(text: str) -> dict[str, Any]:
    """Return the fields that a note holds, if it is one that `export` has written."""
    try:
        held = json.loads(text)
    except json.JSONDecodeError:
        return {}
    return held if isinstance(held, dict) else {}
