"""Options that are learnt from all documents of a run, before it begins."""

import json

import jsonschema
import pytest
from workspaces import SitePackages, Workspace

from textflow import Pipeline
from textflow.errors import OutputError, UsageError
from textflow.plugins.schemas import read_schema
from textflow.running import first_pass
from textflow.running.first_pass import repeated

PLUGIN = """
import os
import signal
import textflow

@textflow.stage(
    provides={"acme.finds": "finds.json"}, learns={"often": "acme.words"}, options="o.json"
)
def finds(doc, *, often=frozenset(), other=""):
    if "Bad" in doc.text and not os.environ.get("ACME_FIXED"):
        raise ValueError("bad")
    known = [word for word in doc.text.split() if word in often]
    return [{"start": 0, "end": 0, "text": "", "note": [*known, type(often).__name__]}]

@textflow.stage(provides={"acme.words": "words.json"})
def words(doc):
    if "Killer" in doc.text:
        os._exit(3)
    if "Signal" in doc.text:
        os.kill(os.getpid(), signal.SIGINT)
    return [{"key": word} for word in doc.text.split()]

@textflow.stage(name="upper", kind="clean")
def upper(doc):
    return [textflow.Edit(0, len(doc.text), doc.text.upper(), None)]

@textflow.hookimpl
def textflow_stages():
    return [finds, words, upper]
"""
OPTION = {"type": "integer", "minimum": 2}
FILES = {
    "o.json": json.dumps(
        {
            "type": "object",
            "additionalProperties": False,
            "properties": {"often": OPTION, "other": {"type": "string"}},
        }
    ),
    "words.json": json.dumps(
        {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["key"],
                "properties": {"key": {"type": "string"}},
            },
        }
    ),
}
STAGES = "[acme.finds: {often: 2}]"
ALONE = "engine: {serial: {batch: 1}}\n"


@pytest.fixture
def project(workspace: Workspace, site: SitePackages) -> Workspace:
    """Give a workspace with three documents, of which two words are in two."""
    site.plugin(PLUGIN, files=FILES)
    workspace.pipeline(STAGES, ALONE)
    workspace.texts("a b", "b b c", "c d d")
    return workspace


def notes(project: Workspace) -> list[list[str]]:
    """Return what the stage has noted of each document."""
    return [items[0]["note"] for items in project.layer("acme.finds")]


def test_the_option_is_what_comes_in_so_many_documents(project: Workspace) -> None:
    """What is in two documents is given; what is in one, however often, is not."""
    assert project.run().code == 0
    assert notes(project) == [["b", "frozenset"], ["b", "b", "c", "frozenset"], ["c", "frozenset"]]


def test_what_is_learnt_is_in_the_manifest(project: Workspace) -> None:
    """It can be read there, and fits the schema; a run that learns nothing has no such key."""
    project.run()
    row = {"stage": "acme.finds", "option": "often", "keys": ["b", "c"]}
    assert project.manifest["learnt"] == [row]
    jsonschema.validate(project.manifest, read_schema("manifest.json"))
    project.pipeline("[acme.finds]", ALONE)
    project.run()
    assert "learnt" not in project.manifest
    assert notes(project)[0] == ["frozenset"]


def test_what_is_learnt_is_part_of_the_name(project: Workspace) -> None:
    """Another input of which the same is learnt has the same name, one that says more another."""
    names = []
    for last in ("c d d", "c e", "c d a"):
        project.texts("a b", "b b c", last)
        project.run()
        names.append(project.manifest["run"])
    assert names[0] == names[1] != names[2]


def test_stages_before_it_have_worked(project: Workspace) -> None:
    """What is counted is the text as the stage would be given it."""
    project.pipeline("[acme.upper, acme.finds: {often: 2}]", ALONE)
    project.run()
    assert project.manifest["learnt"][0]["keys"] == ["B", "C"]


@pytest.mark.parametrize("engine", ["serial", "{local: {workers: 2}}", "{local: {alone: 200}}"])
def test_the_engine_changes_no_byte(project: Workspace, engine: str) -> None:
    """Workers of the first pass, and of the second, make the same output."""
    project.run()
    before = project.text("out.jsonl")
    project.pipeline(STAGES, f"engine: {engine}\n")
    assert project.run().code == 0
    assert project.text("out.jsonl") == before


def test_only_what_is_read_is_learnt_of(project: Workspace) -> None:
    """With a limit, documents behind it count for nothing; nor do those that were there before."""
    project.run("--limit", "2")
    assert project.manifest["learnt"][0]["keys"] == ["b"]


def test_a_document_that_kills_its_worker_costs_itself(project: Workspace) -> None:
    """It is a dead letter of the run only where it fails there; the first pass passes it by."""
    project.pipeline(STAGES, "engine: {local: {workers: 1}}\n")
    project.texts("a b", "Killer b", "b c", "c d d")
    result = project.run()
    assert (result.code, project.dead) == (0, [])
    assert project.manifest["learnt"][0]["keys"] == ["b", "c"]


def test_retry_learns_the_same_again(project: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a retry mends is as if nothing had been wrong, with a limit too."""
    project.texts("a b", "Bad b c", "c d d", "d e")
    assert project.run("--limit", "3").code == 1
    monkeypatch.setenv("ACME_FIXED", "yes")
    assert project.do("retry", "p.yml").code == 0
    merged = project.text("out.jsonl")
    project.run("--limit", "3", "--restart")
    assert project.text("out.jsonl") == merged
    assert notes(project)[1] == ["b", "c", "frozenset"]


def test_adding_learns_of_all(project: Workspace) -> None:
    """What is new is read with what is learnt of old and new documents."""
    project.write("in.jsonl", '{"id": "1", "text": "a b"}\n{"id": "2", "text": "b d"}\n')
    project.pipeline(STAGES, f"source: in.jsonl\n{ALONE}")
    project.run("--add")
    project.write("in.jsonl", '{"id": "2", "text": "b d"}\n{"id": "3", "text": "d b"}\n')
    assert project.run("--add").code == 0
    assert [record["id"] for record in project.records] == ["1", "2", "3"]
    assert notes(project) == [["b", "frozenset"], ["b", "frozenset"], ["d", "b", "frozenset"]]


def test_a_resume_with_other_documents_is_refused(
    project: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is learnt of the input now is not what the documents before were read with."""
    project.pipeline("[acme.finds: {often: 2}]", f"limits: {{max_errors: 1}}\n{ALONE}")
    project.texts("a b", "b b c", "c Bad d")
    assert project.run().code == 3
    monkeypatch.setenv("ACME_FIXED", "yes")
    project.texts("a b", "b b a", "c Bad d")
    refused = project.run()
    assert refused.code == 4
    assert "what stage acme.finds has learnt for often: was 2 keys" in refused.err


def test_what_is_piped_in_cannot_be_read_twice(project: Workspace) -> None:
    """The error says so, and what to do; nothing is written."""
    refused = project.process("run", "p.yml", "-", stdin="a b")
    assert refused.code == 2
    assert "learns 'often' from all documents before it begins" in refused.err
    assert not (project.folder / "out.jsonl").exists()


def test_a_signal_in_the_first_pass_leaves_nothing(project: Workspace) -> None:
    """The run ends with 130, and the next one does all."""
    project.texts("a b", "Signal b c", "c d d")
    assert project.process("run", "p.yml").code == 130
    assert sorted(path.name for path in project.folder.iterdir()) == ["in", "p.yml"]
    project.texts("a b", "b b c", "c d d")
    assert project.run().code == 0


def test_a_cache_knows_both_passes(project: Workspace) -> None:
    """A second run over the same documents is the same, and one that has learnt more is not."""
    project.pipeline("[acme.upper, acme.finds: {often: 2}]", f"cache: kept\n{ALONE}")
    project.run()
    before = project.text("out.jsonl")
    project.run()
    assert project.text("out.jsonl") == before
    project.texts("a b", "b b c", "c d d", "d e")
    project.run()
    assert notes(project)[2] == ["C", "D", "D", "frozenset"]


def test_one_text_alone_repeats_nothing(project: Workspace) -> None:
    """`process` is a run over one document; `records` cannot read what it is given twice."""
    pipeline = Pipeline.load(project.folder / "p.yml")
    assert pipeline.process("b b")["annotations"]["acme.finds"][0]["note"] == ["frozenset"]
    with pytest.raises(UsageError, match="learns 'often' from all documents before it begins"):
        next(pipeline.records(["b", "b"]))


def test_the_most_frequent_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where more come often enough than can be kept, the most frequent are; then the first."""
    monkeypatch.setattr(first_pass, "MOST", 2)
    documents = [frozenset("abc"), frozenset("abc"), frozenset("cd")]
    assert repeated(documents, 2) == ("a", "c")


def test_what_sqlite_cannot_count_is_an_error_of_the_output(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What SQLite says of its file is said, with what to do."""
    most = "CREATE TABLE seen (key TEXT PRIMARY KEY, documents INTEGER CHECK (documents < 2))"
    monkeypatch.setattr(first_pass, "_TABLE", most)
    with pytest.raises(OutputError, match="make room in the folder for temporary files"):
        repeated([frozenset("a"), frozenset("a")], 2)
