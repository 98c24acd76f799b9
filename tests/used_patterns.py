"""
Print the patterns that our code gives to ``re``, as JSON. Run as a script, in a fresh process.

It imports every module and runs every stage in every language over a text, since
some patterns are made of word lists when a language is first met.
"""

import gc
import importlib
import json
import pkgutil
import re
import sys
import tempfile
from pathlib import Path
from typing import Any

LANGUAGES = ("ar", "de", "en", "es", "fr", "it", "nl", "pt", "sv", "und")
TEXT = """By Ann Lee
"We paid $1,234.50," said Ann Lee. [3] "It's 4 . 8 %, or twenty-two million euros - 3/4 of it."
Der Minister sagte, vierundzwanzig Prozent seien genug. « Oui », a dit M. Roux.
Copyright 2026 Dale News
Good morning, everyone: it is $5 a kilo, $2 per acre. \u4e2d\u6587 \u05e9\u05dc e\u0301
"""
PIPELINE = {
    "textflow": 1,
    "source": "in.jsonl",
    "stages": ["html", "clean", "segment", "speakers", "amounts", "summarise"],
    "sink": "out.jsonl",
}
_FUNCTIONS = ("compile", "search", "match", "fullmatch", "split", "findall", "finditer", "sub")
_OURS = ("textflow", "textflow_plugins", "textflow_pipelines", "textflow_schemas")


def _record(name: str, seen: set[str]) -> None:
    function = getattr(re, name)

    def recording(pattern: Any, *rest: Any, **named: Any) -> Any:
        caller = sys._getframe(1).f_globals.get("__name__", "")  # noqa: SLF001 - there is no other way
        if isinstance(pattern, str) and caller.partition(".")[0] in _OURS:
            seen.add(pattern)
        return function(pattern, *rest, **named)

    setattr(re, name, recording)


def _import_all() -> None:
    for name in _OURS:
        package = importlib.import_module(name)
        for found in pkgutil.walk_packages(package.__path__, f"{name}."):
            if not found.name.endswith("__main__"):
                _import(found.name)


def _import(module: str) -> None:
    """Import a module; some need what an extra brings."""
    try:
        importlib.import_module(module)
    except ModuleNotFoundError as error:
        if str(error.name).partition(".")[0] in _OURS:
            raise


def _run_all(folder: Path) -> None:
    lines = [{"id": code, "text": TEXT, "language": code} for code in LANGUAGES]
    (folder / "in.jsonl").write_text("".join(f"{json.dumps(line)}\n" for line in lines), "utf-8")
    (folder / "pipeline.yml").write_text(json.dumps(PIPELINE), "utf-8")
    from textflow.cli import main  # noqa: PLC0415 - after the recording has begun

    try:
        main(["run", str(folder / "pipeline.yml"), "--quiet"])
    except SystemExit as end:
        assert not end.code, f"exit code {end.code}"  # noqa: PT017 - the command always ends so


def _make_late() -> None:
    """Make the patterns that no text above has needed."""
    kind = type(importlib.import_module("textflow_plugins.languages").late(""))
    for one in gc.get_objects():
        if type(one) is kind:
            one.search("")


def used_patterns() -> list[str]:
    """Return the patterns, sorted."""
    seen: set[str] = set()
    for name in _FUNCTIONS:
        _record(name, seen)
    _import_all()
    with tempfile.TemporaryDirectory() as folder:
        _run_all(Path(folder))
    _make_late()
    return sorted(seen)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(used_patterns()))
