"""`textflow retry`: the dead letters run again, and what succeeds comes to its place."""

import json
import os
from pathlib import Path

import failpoints
import pytest
from workspaces import SitePackages, Workspace

PLUGIN = """
from pathlib import Path
import textflow

@textflow.stage(provides={"acme.finds": "finds.json"})
def finds(doc):
    if "Bad" in doc.text and not Path("fixed").exists():
        raise ValueError("bad")
    if "Worse" in doc.text:
        raise ValueError("worse")
    with open("log.txt", "a") as log:
        log.write(doc.id + " ")
    return []

@textflow.stage(name="keep", kind="filter")
def keep(doc):
    return "Drop" not in doc.text

@textflow.hookimpl
def textflow_stages():
    return [finds, keep]
"""
WORDS = ["Bad", "Good", "Drop", "Good", "Bad Drop", "Bad", "Good", "Bad"]
SINKS = "source: in.jsonl\nsink: [out.jsonl, copy.jsonl.gz]\n"
FILES = ("out.jsonl", "copy.jsonl.gz", "out.jsonl.filtered.jsonl", "out.jsonl.dead.jsonl")


@pytest.fixture
def failed(workspace: Workspace, site: SitePackages) -> Workspace:
    """Give a workspace on which a run has ended with dead letters at every kind of place."""
    site.plugin(PLUGIN)
    write(workspace, WORDS)
    workspace.pipeline("[acme.finds, acme.keep]", SINKS)
    assert workspace.run().code == 1
    assert [letter["id"] for letter in workspace.dead] == ["d0", "d4", "d5", "d7"]
    (workspace.folder / "log.txt").unlink()
    return workspace


def write(workspace: Workspace, words: list[str]) -> None:
    """Write the input: a document for each of the words."""
    rows = (json.dumps({"id": f"d{at}", "text": f"{word} {at}."}) for at, word in enumerate(words))
    workspace.write("in.jsonl", "".join(f"{row}\n" for row in rows))


def files(workspace: Workspace) -> dict[str, bytes | None]:
    """Return the files of the run but the manifest; None for one that is not there."""
    paths = {name: workspace.folder / name for name in FILES}
    return {name: path.read_bytes() if path.exists() else None for name, path in paths.items()}


def test_after_a_fix_all_is_as_in_a_clean_run(failed: Workspace) -> None:
    """Byte for byte, in every file; only what had failed has been run."""
    failed.write("fixed", "")
    assert failed.do("retry", "p.yml").code == 0
    assert failed.text("log.txt") == "d0 d4 d5 d7 "
    merged, manifest = files(failed), failed.manifest
    assert failed.run().code == 0
    assert files(failed) == merged
    for fact in ("run", "counts", "dead_by_reason", "decoding", "files", "complete"):
        assert failed.manifest[fact] == manifest[fact]


@pytest.mark.slow
def test_after_a_fix_with_workers(failed: Workspace) -> None:
    """The documents of a retry may be done in other processes; the files are the same."""
    failed.write("fixed", "")
    assert failed.do("retry", "p.yml", "--set", "engine=local").code == 0
    assert sorted(failed.text("log.txt").split()) == ["d0", "d4", "d5", "d7"]
    merged = files(failed)
    assert failed.run().code == 0
    assert files(failed) == merged


def test_what_fails_again_stays_a_dead_letter(failed: Workspace) -> None:
    """With the number of times that it was tried; all else stays as it is."""
    before = files(failed)
    assert failed.do("retry", "p.yml").code == 1
    after = files(failed)
    assert [letter["attempts"] for letter in failed.dead] == [2, 2, 2, 2]
    assert after["out.jsonl"] == before["out.jsonl"]
    assert after["out.jsonl.filtered.jsonl"] == before["out.jsonl.filtered.jsonl"]


def test_a_document_may_be_mended_in_the_input(failed: Workspace) -> None:
    """The input is read again, so that a dead letter can be put right there."""
    write(failed, ["Good", *WORDS[1:]])
    assert failed.do("retry", "p.yml").code == 1
    assert failed.records[0]["text"] == "Good 0."
    assert [letter["id"] for letter in failed.dead] == ["d4", "d5", "d7"]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda at: write(at, [*WORDS, "New"]), "'in.jsonl:9' was not in it"),
        (lambda at: write(at, WORDS[:-1]), "'d7' is not there any more"),
        (
            lambda at: at.write("out.jsonl", "{}\n"),
            "out.jsonl: cannot retry: it is not as",
        ),
        (
            lambda workspace: (workspace.folder / "out.jsonl.run.json").unlink(),
            "no run has left it",
        ),
        (
            lambda workspace: workspace.pipeline("[segment]", SINKS.replace("out.jsonl, ", "")),
            "cannot",
        ),
    ],
)
def test_what_cannot_be_retried(failed: Workspace, change: object, says: str) -> None:
    """It is refused with what is wrong, and the output stays as it is."""
    assert callable(change)
    change(failed)
    before = files(failed)
    done = failed.do("retry", "p.yml")
    assert (done.code, says in done.err) == (4, True), done.err
    assert files(failed) == before


def test_nothing_to_retry(failed: Workspace) -> None:
    """It is done at once, and well."""
    failed.write("fixed", "")
    assert failed.do("retry", "p.yml").code == 0
    before = files(failed)
    assert failed.do("retry", "p.yml").code == 0
    assert files(failed) == before
    assert not (failed.folder / "out.jsonl.part").exists()


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_a_retry_that_is_killed_anywhere(
    failed: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same command does the rest, and the files are those of a clean run."""
    import shutil  # noqa: PLC0415 - here alone

    failed.write("fixed", "")
    failpoints.hurry(monkeypatch)
    start = tmp_path / "start"
    shutil.copytree(failed.folder, start)
    calls = failpoints.points(failed.folder, ["retry", "p.yml", "-q"])
    wanted = files(failed)
    assert len(failed.records) == 6
    for at in range(1, len(calls) + 1):
        shutil.rmtree(failed.folder)
        shutil.copytree(start, failed.folder)
        os.chdir(failed.folder)
        fault = failpoints.Fault("kill", at)
        assert failpoints.fail(failed.folder, ["retry", "p.yml", "-q"], fault) == failpoints.KILLED
        assert failpoints.again(["retry", "p.yml", "-q"]) == 0, calls[at - 1]
        assert files(failed) == wanted


def test_a_run_with_a_limit_is_retried_within_it(failed: Workspace) -> None:
    """Documents behind the limit are nobody's, and the manifest says that they are there."""
    failed.run("--limit", "5")
    failed.write("fixed", "")
    assert failed.do("retry", "p.yml").code == 0
    merged = files(failed)
    assert (failed.manifest["limit"], failed.manifest["complete"]) == (5, False)
    failed.run("--limit", "5", "--restart")
    assert files(failed) == merged
