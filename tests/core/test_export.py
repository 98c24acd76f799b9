"""``textflow export``: records of an earlier run in another format, by any sink that is there."""

import json

import pytest
from workspaces import Workspace

SINKS = """
import textflow

@textflow.sink(name="acme.ids")
def ids(records, path, *, head: str = ""):
    path.write_text(head + "".join(f"{one['id']}\\n" for one in records))

@textflow.sink(name="acme.broken")
def broken(records, path):
    next(records)
    raise ValueError("no luck")

@textflow.hookimpl
def textflow_sinks():
    return [ids, broken]
"""


@pytest.fixture
def run(workspace: Workspace) -> Workspace:
    """Give the records of two texts, and two sinks of a third party."""
    workspace.site.plugin(SINKS)
    workspace.texts("It cost $5.", "Ada Lund said no.")
    workspace.pipeline("[clean, segment, speakers, amounts]")
    assert workspace.run().code == 0
    return workspace


def test_a_sink_of_a_third_party_writes_them(run: Workspace) -> None:
    """With its options; nothing else is left behind."""
    arguments = ("export", "out.jsonl", "--to", "acme.ids", "-o", "ids.txt", "--set", "head=x-")
    done = run.do(*arguments)
    assert (done.code, done.err) == (0, "wrote ids.txt: 2 records as acme.ids\n")
    assert run.text("ids.txt") == "x-a.txt\nb.txt\n"
    assert not list(run.folder.glob("*.part"))


@pytest.mark.parametrize("name", ["x.jsonl", "x.jsonl.gz", "x.sqlite", "x.db", "x.csv", "x.md"])
def test_the_name_of_a_file_says_the_sink(run: Workspace, name: str) -> None:
    """As it does in a pipeline."""
    done = run.do("export", "out.jsonl", "--to", name)
    assert (done.code, f"wrote {name}: 2 records as " in done.err) == (0, True)
    assert (run.folder / name).stat().st_size


def test_lines_go_to_standard_output(run: Workspace) -> None:
    """Nothing but data is there; a format that is a whole file needs a path."""
    done = run.do("export", "out.jsonl", "--to", "doccano")
    assert [json.loads(line)["record"] for line in done.out.splitlines()] == ["a.txt", "b.txt"]
    wrong = run.do("export", "out.jsonl", "--to", "brat")
    assert (wrong.code, "give it a path with -o" in wrong.err) == (2, True)


def test_records_come_through_unchanged(run: Workspace) -> None:
    """The sink of records writes the same bytes."""
    assert run.do("export", "out.jsonl", "--to", "jsonl").out == run.text("out.jsonl")


def test_a_sink_that_fails_leaves_what_was_there(run: Workspace) -> None:
    """And is named."""
    run.write("ids.txt", "before")
    done = run.do("export", "out.jsonl", "--to", "acme.broken", "-o", "ids.txt")
    assert (done.code, "sink 'acme.broken': ValueError: no luck" in done.err) == (6, True)
    assert run.text("ids.txt") == "before"
    assert not list(run.folder.glob("*.part"))


def test_a_folder_that_is_there_is_kept(run: Workspace) -> None:
    """Whatever is in it."""
    run.write("brat/mine.txt", "mine")
    done = run.do("export", "out.jsonl", "--to", "brat", "-o", "brat")
    assert (done.code, run.text("brat/mine.txt")) == (5, "mine")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--to", "brats", "-o", "x"], "did you mean 'brat'?"),
        (["--to", "doccano", "--set", "relation=true"], "did you mean 'relations'?"),
        (["--to", "doccano", "--set", "relations=3"], "--set relations: "),
        (["--to", "acme.ids", "-o", "out.jsonl"], "holds the records"),
    ],
)
def test_what_cannot_be_is_said(run: Workspace, arguments: list[str], said: str) -> None:
    """Before anything is written."""
    done = run.do("export", "out.jsonl", *arguments)
    assert (done.code, said in done.err) == (2, True)
    assert len(run.records) == 2
