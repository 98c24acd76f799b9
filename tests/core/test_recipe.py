"""Work that goes to another process: compiled anew there, its outcomes plain values."""

import json
import pickle
import subprocess
import sys

import pytest
from workspaces import SitePackages, Workspace

from textflow import Task
from textflow.pipeline.compiling import compile_pipeline
from textflow.plugins.registry import Registry
from textflow.reading.sources import RawDocument
from textflow.running.outcomes import Dead, Written, end_of
from textflow.running.recipe import Recipe
from textflow.running.work import Work

STAGES = """
import textflow

@textflow.stage(name="finds", provides={"acme.finds": "finds.json"})
class Finder:
    def __init__(self, *, letter: str = "o"):
        self.letter = letter

    def __call__(self, doc):
        if doc.text == "Bad.":
            raise ValueError("no good")
        at = doc.text.find(self.letter)
        return [{"start": at, "end": at + 1, "text": self.letter}] if at >= 0 else []

@textflow.hookimpl
def textflow_stages():
    return [Finder]
"""

#: What a worker does: it gets a recipe and a batch, and gives back outcomes.
WORKER = """
import pickle, sys
recipe, batch = pickle.load(sys.stdin.buffer)
compiled = recipe.compile()
made = compiled.run(batch), compiled.taken_counts()
sys.stdout.buffer.write(pickle.dumps(made))
"""


@pytest.fixture
def recipe(workspace: Workspace, site: SitePackages) -> Recipe:
    """Give the recipe of a pipeline with a plugin's stage and one of ours."""
    site.plugin(STAGES)
    path = workspace.pipeline("[segment, acme.finds: {letter: w}]")
    return Recipe.of("0" * 12, compile_pipeline(path, {}, (), Registry()))


TASKS = [
    Task(at, RawDocument(text, f"{at}.txt", f"in/{at}.txt"))
    for at, text in enumerate(("One.", "Bad.", "Two."))
]


def test_another_process_comes_to_the_same(workspace: Workspace, recipe: Recipe) -> None:
    """From the recipe alone, spawned and not forked; records as the same bytes."""
    here = recipe.compile().run(TASKS)
    done = subprocess.run(  # noqa: S603 - our own Python
        [sys.executable, "-c", WORKER],
        input=pickle.dumps((recipe, TASKS)),
        capture_output=True,
        check=True,
        env=workspace.environment(),
    )
    there, counts = pickle.loads(done.stdout)  # noqa: S301 - our own worker's
    assert [one.line for one in there] == [one.line for one in here]
    assert [one.failure for one in there] == [one.failure for one in here]
    assert json.loads(there[2].line)["annotations"]["acme.finds"][0]["start"] == 1
    assert (counts["acme.finds"].documents, counts["acme.finds"].failed) == (3, 1)


def test_the_document_need_not_come_back(recipe: Recipe) -> None:
    """The end is made of the outcome and of the document that stayed here."""
    outcomes = recipe.compile().run(TASKS)
    ends = [end_of(task.document, one) for task, one in zip(TASKS, outcomes, strict=True)]
    assert [type(end) for end in ends] == [Written, Dead, Written]
    assert isinstance(ends[1], Dead)
    assert (ends[1].letter["raw"], ends[1].letter["stage"]) == ("Bad.", "acme.finds")


def test_a_document_whose_worker_died(recipe: Recipe) -> None:
    """It ends like any other that fails: with the stage, its plugin and the cause."""
    work = Work(recipe, recipe.compile(), (task.document for task in TASKS))
    (first, *_), *_ = work.batches(3)
    outcome = work.lost(first, "signal 9", "acme.finds")
    assert outcome.failure is not None
    assert (outcome.failure.type, outcome.failure.plugin) == ("WorkerDied", "acme")
    assert "has died, in stage 'acme.finds': signal 9" in outcome.failure.message
    again = pickle.loads(pickle.dumps(outcome))  # noqa: S301 - our own
    assert (again.failure, str(again.error)) == (outcome.failure, str(outcome.error))
