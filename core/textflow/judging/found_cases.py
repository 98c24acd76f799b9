"""Cases written by the program: of what is found now, or of what people have confirmed."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from textflow.judging.pairs import judged_fields
from textflow.judging.partial import seen_items
from textflow.judging.scores import NO_FINDINGS
from textflow.judging.verdicts import Verdict

_HEAD = "# What `textflow test --update` has found. Read it: this is what is, not what should be.\n"
_GOLD_HEAD = "# What people have confirmed in a report: written by `textflow apply --tests`.\n"
#: What is known of a document that changes what is found in it.
_META = ("language", "title", "date")
#: What YAML does not take as it is.
_ODD = re.compile(
    "[\x7f-\x9f\ud800-\udfff\u2028\u2029\ufeff\ufffe\uffff\u200b-\u200f\u202a-\u202e]"
)


def found_cases(verdicts: Sequence[Verdict]) -> str:
    """Return the cases in YAML, their expectations replaced by what is found now."""
    return "".join([_HEAD, "tests:\n", *(line for one in verdicts for line in _case(one))])


def gold_cases(gold: Iterable[Mapping[str, Any]]) -> str:
    """Return cases in YAML that expect what is in records of gold."""
    return "".join([_GOLD_HEAD, "tests:\n", *(line for one in gold for line in _gold_case(one))])


def _gold_case(record: Mapping[str, Any]) -> Iterator[str]:
    yield f"  - name: {_value(record['id'])}\n    text: {_value(record['text'])}\n"
    meta = {key: record["meta"][key] for key in _META if key in record["meta"]}
    yield f"    meta: {_value(meta)}\n" if meta else ""
    layers = {layer for layer in record["annotations"] if layer not in NO_FINDINGS}
    yield from _side("expect", {layer: _confirmed(record, layer) for layer in sorted(layers)})


def _confirmed(record: Mapping[str, Any], layer: str) -> list[Any]:
    """Return the items of a layer in the fields that people judge; nothing that is null."""
    return [
        {
            name: value
            for name in ("text", *judged_fields(seen.item))
            if (value := seen.fields.get(name)) is not None and not isinstance(value, dict)
        }
        for seen in seen_items(record, layer)
    ]


def _case(verdict: Verdict) -> Iterator[str]:
    written = verdict.case.written
    yield f"  - name: {_value(written['name'])}\n"
    for key in ("text", "file", "meta"):
        if key in written:
            yield f"    {key}: {_value(written[key])}\n"
    expect, absent = written.get("expect", {}), written.get("absent", {})
    found = {layer: list(_found(verdict, layer, items)) for layer, items in expect.items()}
    yield from _side("expect", found)
    yield from _side("absent", absent)


def _side(name: str, layers: Mapping[str, Sequence[Any]]) -> Iterator[str]:
    yield f"    {name}:\n" if layers else ""
    for layer, rows in layers.items():
        yield f"      {layer}:{'' if rows else ' []'}\n"
        yield from (f"        - {_value(row)}\n" for row in rows)


def _found(verdict: Verdict, layer: str, items: Sequence[Any]) -> Iterator[Any]:
    """Yield what is found in ``layer``, in the fields that the case looks at."""
    if verdict.record is None:
        yield from items
        return
    given = [item for item in items if isinstance(item, dict)]
    names = list(dict.fromkeys(name for item in given for name in item))
    yield from (_in_part(seen.fields, names) for seen in seen_items(verdict.record, layer))


def _in_part(fields: Mapping[str, Any], names: Sequence[str]) -> Any:
    if "text" in fields and not names:
        return fields["text"]
    return {name: _words(fields.get(name)) for name in names or fields}


def _words(value: Any) -> Any:
    return value["text"] if isinstance(value, dict) and "text" in value else value


def _value(value: Any) -> str:
    """Return a value in YAML, in one line: a text is JSON, which is YAML too."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_value(key)}: {_value(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_value, value)) + "]"
    return _ODD.sub(lambda odd: f"\\u{ord(odd[0]):04x}", json.dumps(value, ensure_ascii=False))
