"""Read gold in whichever of the known formats it is."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import attrs
import orjson

from textflow.judging.gold.brat import brat_gold
from textflow.judging.gold.doccano import doccano_gold, is_doccano
from textflow.judging.gold.documents import Gold, Labels, unfit
from textflow.judging.gold.labelstudio import labelstudio_gold
from textflow.records import read_lines, read_records

_WANTED = (
    "records (`textflow apply --gold`), doccano's JSONL, Label Studio's JSON, or a folder "
    "of brat standoff"
)


def read_gold(path: str, labels: Labels, known: Sequence[str]) -> list[Gold]:
    """
    Return the documents of gold at ``path``; raises InputError.

    ``labels`` says what layer and kind a label means, ``known`` are the layers of the pipeline.
    Where people have marked spans freely, a layer is judged in all documents if it is in one.
    """
    dotted = sorted((name for name in known if "." in name), key=len, reverse=True)
    found = list(_documents(path, labels, dotted))
    everywhere = {layer for one in found if one.open for layer in one.layers}
    return [_opened(one, everywhere) if one.open else one for one in found]


def _opened(one: Gold, layers: set[str]) -> Gold:
    return attrs.evolve(one, layers={name: one.layers.get(name, ()) for name in sorted(layers)})


def _documents(path: str, labels: Labels, known: Sequence[str]) -> Iterator[Gold]:
    if Path(path).is_dir():
        yield from brat_gold(Path(path), labels, known)
        return
    tasks = _tasks(path)
    if tasks is not None:
        yield from labelstudio_gold(path, tasks, labels, known)
        return
    place, first = next(read_lines(path), (path, {}))
    if "annotations" in first and "raw_map" in first:
        yield from (_gold(record) for record in read_records(path))
    elif is_doccano(first):
        for where, line in read_lines(path):
            yield doccano_gold(where, line, labels, known)
    else:
        raise unfit(place, "its first line is none of a known format", _WANTED)


def _gold(record: Mapping[str, Any]) -> Gold:
    layers = record["annotations"]
    return Gold(record["id"], record["text"], layers, record["meta"], record["raw_map"])


def _tasks(path: str) -> list[Any] | None:
    """Return the list that a file holds, None where it is none."""
    if not Path(path).is_file() or Path(path).suffix == ".gz":
        return None
    with Path(path).open("rb") as stream:
        if not stream.read(4096).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"["):
            return None
        stream.seek(0)
        try:
            held = orjson.loads(stream.read().removeprefix(b"\xef\xbb\xbf"))
        except orjson.JSONDecodeError as error:
            raise unfit(path, str(error), _WANTED) from error
    return held if isinstance(held, list) else None
