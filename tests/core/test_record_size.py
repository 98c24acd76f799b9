"""A record has a largest size: a stage that goes beyond it costs the document, nothing else."""

import tracemalloc
from collections.abc import Iterator
from itertools import count

import pytest
from workspaces import SitePackages, Workspace

from textflow.running.collecting import TooLargeError, collected

STAGE = """
import itertools
import textflow

def item(note=""):
    return {{"start": 0, "end": 3, "text": "Bad", "note": note}}

@textflow.stage(provides={{"acme.finds": "finds.json"}})
def finds(doc):
    if doc.text == "Bad.":
        return {returned}
    return []

@textflow.stage(name="longer", kind="clean")
def longer(doc):
    if doc.text == "Bad.":
        return [textflow.Edit(0, 3, {new})]
    return []

@textflow.hookimpl
def textflow_stages():
    return [finds, longer]
"""
WHERE = "plugin 'acme', stage 'acme.{}', document 'b.txt': "
ADVICE = "; limits.max_record_bytes is 200000; let the stage return less, or raise the limit"
#: What a stage returns, and what the dead letter says of it.
TOO_LARGE = {
    "endless small items": (
        "itertools.repeat(item())",
        "it yields 2000 items and more for one document, 600000 bytes",
    ),
    "endless large items": (
        "(item('x' * 1000) for _ in itertools.count())",
        "it yields 2000 items and more for one document, 2086002 bytes",
    ),
    "endless odd items": (
        "itertools.repeat(object())",
        "it yields 2000 items and more for one document, 600000 bytes",
    ),
    "one huge item": ("[item('x' * 300000)]", "its result makes the record 300048 bytes"),
    "many items": ("[item('x' * 300)] * 999", "its result makes the record 342662 bytes"),
}


def limited(workspace: Workspace, stages: str, limit: int = 200_000) -> None:
    """Write three texts and a pipeline whose records may have ``limit`` bytes."""
    workspace.texts("One.", "Bad.", "Two.")
    workspace.pipeline(stages, f"limits: {{max_record_bytes: {limit}}}\n")


@pytest.mark.parametrize(("returned", "found"), TOO_LARGE.values(), ids=TOO_LARGE)
def test_a_result_too_large(
    workspace: Workspace, site: SitePackages, returned: str, found: str
) -> None:
    """Who, what, what is wanted and what to do; the documents beside it are written."""
    site.plugin(STAGE.format(returned=returned, new="''"))
    limited(workspace, "[acme.finds]")
    assert workspace.run().code == 1
    assert [record["id"] for record in workspace.records] == ["a.txt", "c.txt"]
    error = workspace.dead[0]["error"]
    assert error["type"] == "OversizeResult"
    assert error["message"] == WHERE.format("finds") + found + ADVICE


def test_edits_that_add_too_much(workspace: Workspace, site: SitePackages) -> None:
    """A stage that cleans may not blow a text up either."""
    site.plugin(STAGE.format(returned="[]", new="'x' * 300000"))
    limited(workspace, "[acme.longer]")
    assert workspace.run().code == 1
    message = workspace.dead[0]["error"]["message"]
    assert message == WHERE.format("longer") + "its result makes the record 300034 bytes" + ADVICE


def test_layers_add_up(workspace: Workspace, site: SitePackages) -> None:
    """It is the record that has a limit: the second stage is one too many."""
    site.plugin(STAGE.format(returned="[item('x' * 120000)]", new="''"))
    limited(workspace, "[acme.finds, {acme.finds: {}, as: {acme.finds: more}}]")
    assert workspace.run().code == 1
    assert "the record 240092 bytes" in workspace.dead[0]["error"]["message"]


def test_a_record_as_large_as_allowed(workspace: Workspace, site: SitePackages) -> None:
    """The limit itself is allowed."""
    site.plugin(STAGE.format(returned="[item('x' * 300000)]", new="''"))
    limited(workspace, "[acme.finds]", 300_048)
    assert workspace.run().code == 0


def test_an_endless_iterator_is_not_followed_far() -> None:
    """A generator is asked for no more than a chunk beyond the limit."""
    asked = count()
    endless = ({"note": "x" * 1000, "number": number} for number in asked)
    with pytest.raises(TooLargeError):
        collected(endless, 3_000_000)
    assert next(asked) <= 4_000


def test_rows_of_the_raw_map_are_never_there_twice(workspace: Workspace) -> None:
    """Of an entity after the other, each becomes a row, which is written as it is."""
    workspace.texts("Ben &amp; Ann")
    workspace.pipeline("[clean]", "engine: serial\n")
    workspace.run()
    workspace.texts("&amp;" * 10_000)
    tracemalloc.start()
    done = workspace.run("--restart")
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert done.code == 0
    assert most < 4_600_000


def test_items_are_never_there_twice() -> None:
    """The items that a stage yields give way to their plain copies one by one."""
    from textflow.running.json_values import to_json_items  # noqa: PLC0415 - beside what it measures

    def items() -> Iterator[dict[str, int]]:
        return ({"start": at, "end": at} for at in range(1_000, 51_000))

    def peak(*, kept: bool) -> int:
        tracemalloc.start()
        found = collected(items(), 10**9)
        held = list(found) if kept else None  # somebody else keeps them: the old way
        to_json_items(found, " " * 60_000)
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        del held
        return most

    assert peak(kept=False) < 0.7 * peak(kept=True)
