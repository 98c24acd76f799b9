"""Plugins that do every wrong thing that the files beside the fuzz list, one at a time."""

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from textwrap import indent
from typing import Any

import attrs

_FOLDER = Path(__file__).parent / "core" / "plugin_faults"

#: Values that answer every question with an exit, and what else the faults are made of.
#: The plugin prints all the time, in every way there is.
_HEAD = '''
"""A plugin that fails."""
import os, sys
from unittest.mock import Mock
import textflow

def noise():
    print("noise")
    sys.__stdout__ and print("noise", file=sys.__stdout__)
    os.write(1, b"noise")

noise()

def exit(code):
    raise SystemExit(code)

def exits(*_):
    exit(0)

class ClassExits:
    __class__ = property(exits)
    __repr__ = __str__ = __eq__ = __bool__ = __len__ = __getitem__ = exits
    __hash__ = None

class ListExits(list):
    __iter__ = __len__ = __getitem__ = __eq__ = __repr__ = exits

class DictExits(dict):
    __iter__ = __len__ = __getitem__ = __eq__ = __repr__ = items = keys = values = exits

class Text(str):
    __len__ = __getitem__ = __eq__ = __repr__ = isascii = encode = exits
    __hash__ = str.__hash__

class Number(int):
    __lt__ = __le__ = __gt__ = __ge__ = __eq__ = __repr__ = __index__ = exits
    __hash__ = int.__hash__

class Key:
    asked = False
    def __hash__(self):
        if self.asked:
            exit(0)
        self.asked = True
        return 7
    __repr__ = __eq__ = exits

class Awaitable:
    def __await__(self):
        yield

class IterExits:
    __iter__ = exits

class NextInterrupts:
    def __iter__(self):
        return self
    def __next__(self):
        raise KeyboardInterrupt

class EditOfMine(textflow.Edit):
    pass

def interrupting():
    raise KeyboardInterrupt
    yield

def itself():
    made = []
    made.append(made)
    return made

def deep():
    made = []
    for _ in range(100_000):
        made = [made]
    return made
'''

_HOOK = """
@textflow.hookimpl
def textflow_{role}s():
    noise()
    return [{name}]
"""

_STAGES = {
    "annotate": ('provides={"acme.finds": "finds.json"}', "[]"),
    "batch": ('provides={"acme.finds": "finds.json"}, batch=True', "[[] for doc in given]"),
    "clean": ('kind="clean"', "[]"),
    "filter": ('kind="filter"', "True"),
}


@attrs.frozen
class Fault:
    """One thing that goes wrong in a plugin, and how that must end."""

    name: str
    source: str
    code: int
    #: What must be read of it, besides the names of plugin and hook.
    says: str
    #: How the hook is named.
    hook: str
    #: What is in the pipeline: lines beside its stages.
    stages: str = "[segment]"
    more: str = ""
    #: Plugins on the command line.
    plugin: str = ""


def rows(file: str) -> dict[str, dict[str, Any]]:
    """Return the faults that one file lists."""
    return tomllib.loads((_FOLDER / f"{file}.toml").read_text("utf-8"))


#: What is tried in every kind of plugin; the others in one of each.
_FEW = (
    "error",
    "exit_0",
    "generator_exit",
    "interrupt",
    "base",
    "str_exits",
    "class_exits",
    "loud",
)


def _raises(*, few: bool) -> dict[str, dict[str, Any]]:
    return {name: row for name, row in rows("raises").items() if name in _FEW or not few}


def faults() -> Iterator[Fault]:
    """Yield every fault of every kind of plugin."""
    yield from stage_faults()
    yield from source_faults()
    yield from engine_faults()
    yield from wrapper_faults()
    yield from observer_faults()
    yield from loading_faults()


def _block(code: str, depth: int) -> str:
    return indent(code.strip("\n"), "    " * depth)


def stage_faults() -> Iterator[Fault]:
    """Yield what stages of the four kinds raise and return."""
    for kind in _STAGES:
        for name, row in _raises(few=kind != "annotate").items():
            yield _stage(f"{kind}-raises-{name}", kind, row["do"], row["says"])
        for name, row in rows("returns").items():
            if kind in row["kinds"]:
                yield _stage(f"{kind}-returns-{name}", kind, f"return {row['value']}", "")


def _stage(name: str, kind: str, do: str, says: str) -> Fault:
    decorator, good = _STAGES[kind]
    source = (
        f"{_HEAD}\n@textflow.stage({decorator})\ndef finds(given):\n    noise()\n"
        "    documents = given if isinstance(given, tuple) else [given]\n"
        f"    if any(one.text == 'Bad.' for one in documents):\n{_block(do, 2)}\n"
        f"    return {good}\n{_HOOK.format(role='stage', name='finds')}"
    )
    return Fault(name, source, 1, says, "stage 'acme.finds'", stages="[acme.finds]")


def source_faults() -> Iterator[Fault]:
    """Yield what sources raise, at once and in the middle, and what they yield."""
    for name, row in rows("raises").items():
        says = row["says"]
        if name == "our_misuse":
            says = "MisuseError"
        yield _source(f"source-raises-{name}", f"{row['do']}\nyield", 1, says)
        if name in _FEW:
            yield _source(f"source-call-raises-{name}", row["do"], 1, says)
    for name, row in rows("sources").items():
        yield _source(f"source-{name}", row["do"], row["code"], row["says"])


def _source(name: str, do: str, code: int, says: str) -> Fault:
    source = (
        f"{_HEAD}\ndef failing(entry):\n    noise()\n{_block(do, 1)}\n\n"
        "@textflow.source(name='acme.files')\ndef files(entry):\n"
        "    if entry.id == 'b.txt':\n        return failing(entry)\n"
        "    return [textflow.RawDocument(entry.read().decode(), entry.id, entry.uri)]\n"
        f"{_HOOK.format(role='source', name='files')}"
    )
    more = "source: {acme.files: {path: in/*.txt}}\n"
    return Fault(name, source, code, says, "source 'acme.files'", more=more)


def engine_faults() -> Iterator[Fault]:
    """Yield what engines raise, and how they break their word."""
    for name, row in rows("raises").items():
        do = f"for batch in work.batches(1):\n    yield from work.run(batch)\n{row['do']}"
        yield _engine(f"engine-raises-{name}", do, row["says"])
    for name, row in rows("engines").items():
        yield _engine(f"engine-{name}", row["do"], row["says"])


def _engine(name: str, do: str, says: str) -> Fault:
    source = (
        f"{_HEAD}\n@textflow.engine(name='acme.engine')\ndef engine(work):\n    noise()\n"
        f"{_block(do, 1)}\n{_HOOK.format(role='engine', name='engine')}"
    )
    return Fault(name, source, 6, says, "engine 'acme.engine'", more="engine: acme.engine\n")


_WRAP = "@textflow.hookimpl(wrapper=True)\ndef textflow_run_stage(stage, documents):\n    noise()\n"


def wrapper_faults() -> Iterator[Fault]:
    """Yield what wrappers raise and return."""
    for name, row in rows("raises").items():
        do = f"results = yield\n{row['do']}\nreturn results"
        source = f"{_HEAD}\n{_WRAP}{_block(do, 1)}\n"
        yield Fault(
            f"wrapper-raises-{name}", source, 6, row["says"], "textflow_run_stage", plugin="acme"
        )
    for name, row in rows("wrappers").items():
        source = f"{_HEAD}\n{_WRAP}{_block(row['do'], 1)}\n"
        says = row["says"].replace("'wrap'", "'acme'")
        code = row.get("code", 6)
        hook = "textflow_run_stage" if code == 6 else "'acme'"
        yield Fault(f"wrapper-{name}", source, code, says, hook, plugin="acme")


_OBSERVERS: Mapping[str, str] = {
    "textflow_run_started": "run, pipeline",
    "textflow_batch_done": "counts",
    "textflow_document_failed": "document, error",
    "textflow_manifest": "run",
    "textflow_run_finished": "manifest",
}


def observer_faults() -> Iterator[Fault]:
    """Yield what observers raise: the run goes on, all is written, and it ends with 6."""
    for hook, arguments in _OBSERVERS.items():
        for name, row in _raises(few=hook != "textflow_batch_done").items():
            source = (
                f"{_HEAD}\n@textflow.hookimpl\ndef {hook}({arguments}):\n    noise()\n"
                f"{_block(row['do'], 1)}\n"
            )
            yield Fault(f"{hook}-raises-{name}", source, 6, row["says"], hook, plugin="acme")


def loading_faults() -> Iterator[Fault]:
    """Yield what plugins raise when they are imported, and what they must not register."""
    for name, row in rows("raises").items():
        stage = _stage("", "annotate", "pass", "")
        source = stage.source.replace("\nnoise()\n", f"\nnoise()\n{row['do']}\n", 1)
        yield Fault(f"import-raises-{name}", source, 2, row["says"], "'acme'", "[acme.finds]")
    for name, row in rows("loading").items():
        hook = _HOOK.format(role="stage", name="finds")
        code = row["source"].replace("{hook}", hook)
        yield Fault(
            f"loading-{name}", f"{_HEAD}\n{code}\n", 2, row["says"], "'acme'", "[acme.finds]"
        )


def sink_faults() -> Iterator[tuple[Fault, str]]:
    """Yield what sinks raise and return, each with its form: ``whole`` or ``lines``."""
    for name, row in rows("raises").items():
        for form in ("whole", "lines"):
            yield _sink(f"sink-{form}-raises-{name}", form, row["do"], row["says"]), form
    for name, row in rows("sinks").items():
        for form in ("whole", "lines"):
            yield _sink(f"sink-{form}-{name}", form, row[form], row["says"]), form


def _sink(name: str, form: str, do: str, says: str) -> Fault:
    arguments, decorator = ("records, path", "") if form == "whole" else ("record", ", lines=True")
    source = (
        f"{_HEAD}\n@textflow.sink(name='acme.sink'{decorator})\ndef sink({arguments}):\n"
        f"    noise()\n{_block(do, 1)}\n{_HOOK.format(role='sink', name='sink')}"
    )
    return Fault(name, source, 6, says, "sink 'acme.sink'")
