"""``corrections:`` in a pipeline: what people have said stays said in every later run."""

import json
from typing import Any

import failpoints
import pytest
from judging import judged, looked_through, missed
from workspaces import Workspace

from textflow.plugins.schemas import Validator, read_schema
from textflow.running import checkpoints

STAGES = "[clean, segment, speakers, amounts]"
TEXT = 'Ada Lund said the bridge was closed. "We need $5 million," Bram Okoro said.'


@pytest.fixture
def run(workspace: Workspace) -> Workspace:
    """Give a run of two texts without corrections."""
    workspace.texts(TEXT, "It cost $9.")
    workspace.pipeline(STAGES, "corrections: c.jsonl\n")
    save(workspace)
    assert workspace.run().code == 0
    return workspace


def save(workspace: Workspace, *lines: dict[str, Any]) -> None:
    """Write the file of corrections."""
    workspace.write("c.jsonl", "".join(f"{json.dumps(line)}\n" for line in lines))


def speaker_changed(workspace: Workspace) -> dict[str, Any]:
    """Return the correction of who said the first quotation."""
    first = workspace.records[0]
    quote = first["annotations"]["quotes"][0]
    return judged(first, "quotes", quote, "change", speaker={"name": "Cleo Varga"})


def test_a_later_run_keeps_them(run: Workspace) -> None:
    """In its records, and in what it says."""
    save(run, speaker_changed(run))
    done = run.run()
    names = [one["name"] for one in run.records[0]["annotations"]["speakers"]]
    assert (done.code, names) == (0, ["Bram Okoro", "Cleo Varga"])
    assert "1 correction applied, 0 refused\n" in done.err


def test_records_are_those_that_apply_writes(run: Workspace) -> None:
    """One way to correct them."""
    run.write("plain.jsonl", run.text("out.jsonl"))
    lines = [
        speaker_changed(run),
        missed(run.records[1], "amounts", "It", kind="number", value="1"),
    ]
    save(run, *lines)
    assert run.run().code == 0
    assert run.do("apply", "c.jsonl", "plain.jsonl", "-o", "applied.jsonl").code == 0
    ours, theirs = (
        [one | {"run": ""} for one in run.read(name)] for name in ("out.jsonl", "applied.jsonl")
    )
    assert ours == theirs


def test_those_that_no_longer_fit_are_said(run: Workspace) -> None:
    """With the reason; the manifest counts them, and those of documents that are not here."""
    gone = missed(run.records[1], "amounts", "$9", kind="money")
    gone["target"]["selector"][1]["exact"] = "a dollar"
    save(run, gone, {**gone, "document": "z.txt"})
    done = run.run()
    assert "0 corrections applied, 1 refused, 1 of documents that are not here\n" in done.err
    assert "  refused: b.txt, add amounts 'a dollar': " in done.err
    facts = run.manifest["corrections"]
    assert (facts["applied"], facts["refused"], facts["without_document"]) == (0, 1, 1)
    assert list(Validator(read_schema("manifest.json")).violations(run.manifest)) == []


def test_they_are_part_of_the_name_of_the_run(run: Workspace) -> None:
    """What the file holds, not how it is called."""
    names = [run.manifest["run"]]
    save(run, speaker_changed(run))
    assert run.run().code == 0
    names.append(run.manifest["run"])
    run.write("p.yml", run.text("p.yml") + "limits: {timeout: 60}\n")
    assert run.run().code == 0
    names.append(run.manifest["run"])
    assert (names[0] != names[1], names[1] == names[2]) == (True, True)


def test_a_file_that_is_not_there_is_an_error(run: Workspace) -> None:
    """Of the pipeline, with its place."""
    (run.folder / "c.jsonl").unlink()
    done = run.do("check", "p.yml")
    assert (done.code, done.out.startswith("p.yml:")) == (2, True)
    assert "there is no file 'c.jsonl'; save the corrections in the report" in done.out


def test_a_line_that_is_no_correction_ends_the_run_before_it_begins(run: Workspace) -> None:
    """The output of the run before stays."""
    before = run.text("out.jsonl")
    run.write("c.jsonl", '{"document": 3}\n')
    done = run.run()
    assert (done.code, "c.jsonl:1" in done.err) == (5, True)
    assert run.text("out.jsonl") == before
    assert not list(run.folder.glob("*.part"))


def test_no_run_writes_over_them(run: Workspace) -> None:
    """They are work of people."""
    done = run.run("--set", "sink=c.jsonl")
    assert (done.code, "it has the corrections of the pipeline" in done.err) == (2, True)


def test_what_people_have_confirmed_becomes_tests(run: Workspace) -> None:
    """One for each document; it fails where the pipeline finds otherwise."""
    first, second = run.records
    lines = [
        *(judged(first, "quotes", one) for one in first["annotations"]["quotes"]),
        looked_through(first, "quotes"),
        looked_through(second, "quotes"),
        judged(first, "amounts", first["annotations"]["amounts"][0], "change", value="7"),
        looked_through(first, "amounts"),
    ]
    save(run, *lines)
    given = ("c.jsonl", "out.jsonl", "-o", "new.jsonl", "--tests", "p.test.yml")
    assert run.do("apply", *given).code == 0
    done = run.do("test", "p.yml")
    assert done.code == 1
    assert done.out.splitlines()[0] == "FAIL  a.txt"
    assert "value: wanted '7'" in done.out
    assert "found  '5000000'" in done.out
    assert "ok    b.txt" in done.out
    save(run, *lines[:-2])
    assert run.do("apply", *given).code == 0
    assert run.do("test", "p.yml").out == "ok    a.txt\nok    b.txt\n2 cases, all ok\n"


@pytest.fixture
def long(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """Give a pipeline with corrections of each document, one of which fits no more."""
    monkeypatch.setattr(checkpoints, "DOCUMENTS", 1)
    monkeypatch.setattr(checkpoints, "SHARE", 0.0)
    workspace.texts(*[TEXT] * 4)
    workspace.pipeline(STAGES)
    assert workspace.run().code == 0
    quotes = [(record, record["annotations"]["quotes"]) for record in workspace.records]
    lines = [judged(record, "quotes", found[0], "reject") for record, found in quotes]
    lines[2]["target"]["selector"][1]["exact"] = "words that are not there"
    save(workspace, *lines)
    workspace.pipeline(STAGES, "corrections: c.jsonl\n")
    return workspace


def test_a_run_that_was_killed_goes_on_with_them(long: Workspace) -> None:
    """Wherever it is killed, the same command ends with the same records and the same account."""
    wanted = long.run("--restart")
    assert "3 corrections applied, 1 refused\n" in wanted.err
    records, facts = long.text("out.jsonl"), long.manifest["corrections"]
    command = ["run", "p.yml", "-q", "--restart"]
    count = len(failpoints.points(long.folder, command))
    killed = 0
    for at in range(3, count + 1, count // 8):
        fault = failpoints.Fault("kill", at)
        killed += failpoints.fail(long.folder, command, fault) == failpoints.KILLED
        done = long.run()
        assert done.code == 0, done.err
        assert long.text("out.jsonl") == records
        assert long.manifest["corrections"] == facts
    assert killed > 5


def test_a_run_does_not_go_on_with_other_corrections(long: Workspace) -> None:
    """The first records would lack them: it is refused, saying what has changed."""
    command = ["run", "p.yml", "-q", "--restart"]
    points = enumerate(failpoints.points(long.folder, command), 1)
    writes = [number for number, point in points if point.startswith("write")]
    at = writes[3]  # behind the notice in the folder, the row of the start and some records
    assert failpoints.fail(long.folder, command, failpoints.Fault("kill", at)) == failpoints.KILLED
    lines = long.text("c.jsonl").splitlines(keepends=True)
    long.write("c.jsonl", "".join(lines[1:]))
    done = long.run()
    assert (done.code, "corrections" in done.err) == (4, True)
