"""Run pipelines that ask the endpoint of the tests."""

import json
import sys
from pathlib import Path
from typing import Any

from faulty_endpoint import Endpoint, article

WORDS = {"start": {"type": "integer"}, "end": {"type": "integer"}, "text": {"type": "string"}}
PLACE: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["start", "end", "text"],
    "properties": WORDS,
}
#: A claim, and who says so: both are quoted from the text.
CLAIMS: dict[str, Any] = {
    "type": "array",
    "items": PLACE
    | {"required": ["start", "end", "text", "who"], "properties": WORDS | {"who": PLACE}},
}

Record = dict[str, Any]


#: One process, and all articles at once.
_ALONE = {"serial": {"batch": 1_000}}


def pipeline(
    folder: Path, endpoint: Endpoint, numbers: range, engine: Any = _ALONE, **more: Any
) -> Path:
    """Write the articles, and a pipeline that asks the endpoint about them."""
    rows = [{"id": str(number), "text": article(number).text} for number in numbers]
    (folder / "news.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    options = {
        "layer": "news.claims",
        "task": "what somebody claims about money or buildings, and who",
        "endpoint": endpoint.url,
        "model": "planted",
        "cache": str(folder / "paid"),
        "call_timeout": 2,
        "wait": 0.05,
        "attempts": 10,
        "prices": [2, 10],
    }
    stage = {"llm": options | more, "invalid": "reject", "timeout": 60}
    made = {"textflow": 1, "layers": {"news.claims": CLAIMS}, "source": "news.jsonl"}
    written = made | {"stages": [stage], "sink": "out.jsonl", "engine": engine}
    (folder / "p.yml").write_text(json.dumps(written))  # JSON is YAML, too
    return folder / "p.yml"


def command(file: Path, *more: str) -> list[str]:
    """Return the command line that runs a pipeline."""
    return [sys.executable, "-m", "textflow", "run", str(file), "--quiet", *more]


def records(folder: Path) -> list[Record]:
    """Return the records of the run."""
    lines = (folder / "out.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def account(folder: Path) -> dict[str, Any]:
    """Return what the manifest says of the cost."""
    manifest = json.loads((folder / "out.jsonl.run.json").read_text("utf-8"))
    found: dict[str, Any] = manifest["from_plugins"]["llm"]["news.claims"]
    return found


def claims(record: Record) -> list[tuple[str, str]]:
    """Return what was kept of an article: the words at each place, and not those of the item."""
    text = record["text"]
    found = record["annotations"]["news.claims"]
    return [
        (text[one["start"] : one["end"]], text[one["who"]["start"] : one["who"]["end"]])
        for one in found
    ]
