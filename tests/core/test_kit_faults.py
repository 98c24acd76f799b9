"""The conformance kit on plugins with one fault each: the rule meant for it finds it."""

import re
import tomllib
from pathlib import Path
from typing import Any

import attrs
import pytest
from workspaces import SitePackages

from textflow.errors import TextflowError
from textflow.testing.kit import ContractSettings, Promise, promises_of

FAULTS: dict[str, dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "plugin_faults" / "kit.toml").read_text("utf-8")
)
HEAD = """
import itertools
import re
import threading
import textflow

FINDS = {"acme.finds": "finds.json"}

def find(doc, start, end):
    return {"start": start, "end": end, "text": doc.text[start:end]}
"""
HOOK = """
@textflow.hookimpl
def textflow_{role}():
    return [acme]
"""
FILES = {
    "options.json": '{"type": "object", "properties": {}}',
    "defaults.json": '{"type": "object", "additionalProperties": false, '
    '"properties": {"most": {"type": "integer", "default": 3}}}',
}
#: Sizes at which the kit is quick, and a fault in the making of time is still seen.
QUICK = ContractSettings(plugin="acme", huge=20_000, hostile=8_000)


def broken(rule: str) -> str:
    """Return what the kit says of one rule; nothing where the plugin keeps it."""
    return _said(next(one for one in promises_of(QUICK) if one.name == rule))


def _said(promise: Promise) -> str:
    try:
        promise.keep()
    except TextflowError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("name", FAULTS)
def test_the_rule_meant_for_it_finds_it(site: SitePackages, name: str) -> None:
    """And says what to change."""
    fault = FAULTS[name]
    role = fault.get("hook", "stages")
    hook = HOOK.format(role=role) if role else ""
    site.plugin(HEAD + fault["plugin"] + hook, files=FILES)
    assert fault["says"] in broken(fault["rule"])


#: One part of each role, without a fault.
GOOD = """
@textflow.stage(name="acme", uses=["sentences"], provides=FINDS)
def acme(doc, *, most: int = 9):
    return [find(doc, 0, min(len(doc.text), most))]

@textflow.stage(name="many", provides={"acme.many": "finds.json"}, batch=True)
def many(docs):
    return [[find(doc, 0, min(len(doc.text), 9))] for doc in docs]

@textflow.source(name="acme")
def files(entry):
    yield textflow.whole_file(entry, lambda data: None)

@textflow.sink(name="acme", lines=True)
def lines(record):
    return b"{}\\n"

@textflow.engine(name="acme")
def engine(work):
    for batch in work.batches(1):
        yield from work.run(batch)

@textflow.wrapper(name="acme")
def wrapper(stage, documents):
    return (yield)

@textflow.hookimpl
def textflow_stages():
    return [acme, many]

@textflow.hookimpl
def textflow_sources():
    return [files]

@textflow.hookimpl
def textflow_sinks():
    return [lines]

@textflow.hookimpl
def textflow_engines():
    return [engine]

@textflow.hookimpl
def textflow_wrappers():
    return [wrapper]
"""


def test_a_plugin_without_faults_keeps_every_rule(site: SitePackages) -> None:
    """So that it is the fault that is found, and not the plugin; other processes are left out."""
    site.plugin(HEAD + GOOD)
    promises = promises_of(attrs.evolve(QUICK, hostile=0))
    here = [one for one in promises if not one.name.endswith(("hash_seeds", "pickles", "quickly"))]
    assert [one.name for one in here if _said(one)] == []
    assert len(here) > 100


def test_there_are_forty() -> None:
    """Each rule of the kit has a plugin that breaks it."""
    assert len(FAULTS) >= 40
    families = {re.sub(r"-takes-.*", "-takes", fault["rule"]) for fault in FAULTS.values()}
    asked = {"options", "layers", "takes", "repeats", "hash_seeds", "changes_nothing", "pickles"}
    assert families >= {f"stage-acme-{rule}" for rule in asked | {"batch_sizes", "requires"}}
