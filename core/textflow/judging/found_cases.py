"""Cases as they would be if what is found now were right: to be read before they are kept."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from textflow.judging.partial import seen_items
from textflow.judging.verdicts import Verdict

_HEAD = "# What `textflow test --update` has found. Read it: this is what is, not what should be.\n"
#: What YAML does not take as it is.
_ODD = re.compile(
    "[\x7f-\x9f\ud800-\udfff\u2028\u2029\ufeff\ufffe\uffff\u200b-\u200f\u202a-\u202e]"
)


def found_cases(verdicts: Sequence[Verdict]) -> str:
    """Return the cases in YAML, their expectations replaced by what is found now."""
    return "".join([_HEAD, "tests:\n", *(line for one in verdicts for line in _case(one))])


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
