"""A run that was stopped: the same command goes on, another one is refused."""

import json
import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import failpoints
import pytest
from workspaces import SitePackages, Workspace

from textflow.running import checkpoints
from textflow.running.ledger import Ledger

PLUGIN = """
import os
import time
import textflow

WORDS = (os.path.dirname(__file__) or ".") + "/words.txt"

@textflow.stage(provides={"acme.finds": "finds.json"})
def finds(doc, *, fail: str = "Bad", wait: float = 0):
    with open(os.environ.get("ACME_LOG", os.devnull), "a") as log:
        log.write(doc.id + " ")
    time.sleep(wait)
    if fail in doc.text:
        raise ValueError("bad")
    return []

@textflow.hookimpl
def textflow_stages():
    return [finds]
"""


@pytest.fixture
def project(workspace: Workspace, site: SitePackages, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """Give a workspace on which a run has been stopped behind its fourth document of six."""
    monkeypatch.setattr(checkpoints, "DOCUMENTS", 1)
    monkeypatch.setattr(checkpoints, "SHARE", 0.0)
    site.plugin(PLUGIN, files={"words.txt": "one"})
    editable(site)
    workspace.texts("One.", "Two.", "Three.", "Bad.", "Five.", "Six.")
    workspace.pipeline("[acme.finds]", "limits: {max_errors: 1}\n")
    assert workspace.run().code == 3
    monkeypatch.setenv("ACME_LOG", str(workspace.folder.parent / "log.txt"))
    return workspace


def editable(site: SitePackages) -> None:
    """Note that the plugin is installed from a folder, as pip does."""
    for folder in site.folder.glob("*.dist-info"):
        facts = {"url": "file:///src/acme", "dir_info": {"editable": True}}
        (folder / "direct_url.json").write_text(json.dumps(facts))


def worked(project: Workspace) -> str:
    """Return the documents that the stage has been called with since the run was stopped."""
    path = project.folder.parent / "log.txt"
    return path.read_text().strip() if path.exists() else ""


def test_the_same_command_goes_on(project: Workspace) -> None:
    """Only what is left is done; how many errors are allowed has no part in it."""
    project.pipeline("[acme.finds]  # a comment", "limits: {max_errors: 9}\n")
    assert project.run().code == 1
    assert worked(project) == "e.txt f.txt"
    assert [record["text"] for record in project.records] == [
        "One.",
        "Two.",
        "Three.",
        "Five.",
        "Six.",
    ]
    assert [letter["id"] for letter in project.dead] == ["d.txt"]
    assert project.manifest["counts"] == {"in": 6, "out": 5, "filtered": 0, "dead": 1}
    assert project.manifest["dead_by_reason"] == {"StageCrash": 1}
    assert project.manifest["complete"] is True


def test_restart_begins_anew(project: Workspace) -> None:
    """Everything is done again."""
    project.pipeline("[acme.finds]")
    assert project.run("--restart").code == 1
    assert worked(project) == "a.txt b.txt c.txt d.txt e.txt f.txt"
    assert len(project.records) == 5


def other_option(project: Workspace, _: SitePackages) -> None:
    """Change an option of a stage."""
    project.pipeline("[acme.finds: {fail: Awful}]")


def other_stage(project: Workspace, _: SitePackages) -> None:
    """Add a stage."""
    project.pipeline("[segment, acme.finds]")


def other_source(project: Workspace, _: SitePackages) -> None:
    """Read something else."""
    project.pipeline("[acme.finds]", "source: in/[a-f].txt\n")


def other_timeout(project: Workspace, _: SitePackages) -> None:
    """Change what a document may cost."""
    project.pipeline("[acme.finds]", "limits: {timeout: 5}\n")


def other_version(_: Workspace, site: SitePackages) -> None:
    """Install another version of the plugin."""
    for path in site.folder.glob("*.dist-info/METADATA"):
        path.write_text(path.read_text().replace("Version: 1.0", "Version: 1.1"))


def other_schema(_: Workspace, site: SitePackages) -> None:
    """Change the schema of a layer."""
    path = site.folder / "textflow_acme/finds.json"
    path.write_text(path.read_text().replace("100", "99"))


def other_words(_: Workspace, site: SitePackages) -> None:
    """Change a word list of a plugin that is being worked on."""
    (site.folder / "textflow_acme/words.txt").write_text("two")


def other_text(project: Workspace, _: SitePackages) -> None:
    """Change a document that is done."""
    project.write("in/b.txt", "Too.")


def one_more(project: Workspace, _: SitePackages) -> None:
    """Add a document before those that are done."""
    project.write("in/aa.txt", "New.")


def one_less(project: Workspace, _: SitePackages) -> None:
    """Remove a document that is done."""
    (project.folder / "in/c.txt").unlink()


def other_name(project: Workspace, _: SitePackages) -> None:
    """Give a document that is done another name."""
    (project.folder / "in/a.txt").rename(project.folder / "in/aa.txt")


def none_left(project: Workspace, _: SitePackages) -> None:
    """Remove all but one."""
    for name in "bcdef":
        (project.folder / f"in/{name}.txt").unlink()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("change", "said"),
    [
        (other_option, 'stages: was ["acme.finds"], is [{"acme.finds": {"fail": "Awful"}}]'),
        (other_stage, 'is ["segment", "acme.finds"]'),
        (other_source, 'source: was "in/*.txt", is "in/[a-f].txt"'),
        (other_timeout, "limits.timeout: was 60, is 5"),
        (other_version, "plugin acme: was textflow-acme 1.0, is textflow-acme 1.1"),
        (other_schema, "the schema of layer acme.finds of stage acme.finds: was "),
        (other_words, "the files of plugin acme: was "),
        (other_text, "the input: document 2 ('in/b.txt') is not as it was"),
        (one_more, "the input: document 2 ('in/aa.txt') is not as it was"),
        (one_less, "the input: document 3 ('in/d.txt') is not as it was"),
        (other_name, "the input: document 1 ('in/aa.txt') is not as it was"),
        (none_left, "the input: document 2 cannot be found any more"),
    ],
)
def test_another_run_is_refused(
    project: Workspace,
    site: SitePackages,
    change: Callable[[Workspace, SitePackages], None],
    said: str,
) -> None:
    """Exit 4, what has changed, and nothing lost: changed back, it goes on."""
    before = {
        path.name: path.read_bytes() for path in (project.folder / "out.jsonl.part").iterdir()
    }
    project.pipeline("[acme.finds]")
    change(project, site)
    done = project.process("run", "p.yml")
    assert done.code == 4
    assert (
        "out.jsonl.part: a run was stopped there, and since then something has changed" in done.err
    )
    assert said in done.err
    assert "start over with --restart" in done.err
    after = {path.name: path.read_bytes() for path in (project.folder / "out.jsonl.part").iterdir()}
    assert after == before
    assert project.process("run", "p.yml", "--restart").code in (0, 1)


def test_another_limit_is_refused(project: Workspace) -> None:
    """`--limit` decides what is read."""
    project.pipeline("[acme.finds]")
    assert "--limit: was not there, is 5" in project.run("--limit", "5").err


def test_another_secret_is_refused(project: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a word of what it is, in messages and in the journal."""
    more = "env: [TOKEN]\nlimits: {max_errors: 1}\n"
    project.pipeline("[acme.finds: {fail: '${env:TOKEN}'}]", more)
    monkeypatch.setenv("TOKEN", "Two")
    assert project.run("--restart").code == 3
    monkeypatch.setenv("TOKEN", "hunter2")
    done = project.run()
    assert done.code == 4
    assert "env: the value of an environment variable is another one" in done.err
    journal = "".join(path.read_text() for path in (project.folder / "out.jsonl.part").iterdir())
    assert "hunter2" not in done.err + journal


def test_sinks_may_change(project: Workspace) -> None:
    """They are made of the records, when these are whole."""
    project.pipeline("[acme.finds]", "sink: [out.jsonl, more.jsonl.gz]\n")
    assert project.run().code == 1
    assert worked(project) == "e.txt f.txt"
    assert (project.folder / "more.jsonl.gz").exists()


def test_documents_behind_the_last_one_may_change(project: Workspace) -> None:
    """The result is that of a run over what is there now."""
    project.write("in/g.txt", "Seven.")
    project.pipeline("[acme.finds]")
    assert project.run().code == 1
    assert project.records[-1]["text"] == "Seven."


def test_standard_output_gets_all_records_again(project: Workspace) -> None:
    """Those of the run before too: nobody has kept them."""
    project.pipeline("[acme.finds]", "sink: [out.jsonl, '-']\n")
    done = project.process("run", "p.yml")
    assert worked(project) == "e.txt f.txt"
    assert done.out == project.text("out.jsonl")


def test_standard_input_is_compared_too(project: Workspace) -> None:
    """The same data piped in once more are gone on with; others are refused."""
    lines = "".join(f'{{"id": "{at}", "text": "{at}"}}\n' for at in range(9))
    more = "source: {jsonl: {path: '-'}}\nlimits: {max_errors: 1}\n"
    project.pipeline("[acme.finds: {fail: '5'}]", more)
    assert project.process("run", "p.yml", "--restart", stdin=lines).code == 3
    project.pipeline("[acme.finds: {fail: '5'}]", "source: {jsonl: {path: '-'}}\n")
    assert project.process("run", "p.yml", stdin=lines.replace("3", "x")).code == 4
    assert project.process("run", "p.yml", stdin=lines).code == 1
    assert [record["id"] for record in project.records] == list("01234678")


@pytest.mark.parametrize("at", ["replace", "unlink"])
def test_a_restart_finishes_what_was_being_renamed(project: Workspace, at: str) -> None:
    """Files of two runs are never beside each other."""
    project.pipeline("[acme.finds]")
    assert project.run().code == 1
    start = project.folder
    project.texts("Uno.", "Dos.", "Bad.")
    points = [f"{name} {path}" for name, path in _points(start)]
    chosen = next(n for n, point in enumerate(points, 1) if point.startswith(f"{at} "))
    project.texts("Eins.", "Zwei.", "Bad.")
    fault = failpoints.Fault("kill", chosen + 1)
    assert failpoints.fail(start, ["run", "p.yml", "-q"], fault) == failpoints.KILLED
    project.texts("Un.", "Deux.", "Trois.", "Quatre.")
    assert project.run("--restart").code == 0
    assert [record["text"] for record in project.records][:2] == ["Un.", "Deux."]
    assert project.dead == []
    assert list(start.glob("*.part")) == []


def _points(folder: Path) -> list[tuple[str, str]]:
    found = failpoints.points(folder, ["run", "p.yml", "-q"])
    return [(name, path) for name, _, path in (line.partition(" ") for line in found)]


# Signals


@pytest.mark.slow
@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
@pytest.mark.parametrize("times", [1, 2])
def test_a_signal_keeps_what_is_done(project: Workspace, sent: int, code: int, times: int) -> None:
    """A run that the user ends goes on with the next command, behind what was done."""
    project.pipeline("[acme.finds: {wait: 0.3}]", "engine: {serial: {batch: 1}}\n")
    log = project.folder.parent / "log.txt"
    process = subprocess.Popen(  # noqa: S603 - our own command
        project.command("run", "p.yml", "--restart"),
        cwd=project.folder,
        env=project.environment(),
        stderr=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509 - a shell's background jobs ignore it
    )
    end = time.monotonic() + 60
    while "c.txt" not in (log.read_text() if log.exists() else "") and time.monotonic() < end:
        time.sleep(0.02)
    for _ in range(times):
        process.send_signal(sent)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == code
    assert b"Traceback" not in errors
    assert not (project.folder / "out.jsonl").exists()
    log.unlink()
    assert project.process("run", "p.yml").code == 1
    assert len(project.records) == 5
    if times == 1:
        assert "a.txt" not in worked(project)


# The ledger


def test_a_torn_row_of_the_ledger_never_happened(tmp_path: Path) -> None:
    """Whole rows before it are read; what comes next is in its place."""
    path = tmp_path / "ledger"
    ledger = Ledger.open(path)
    ledger.add({"row": "start"})
    ledger.add({"row": "batch", "documents": 1})
    ledger.close()
    whole = path.read_bytes()
    rows = [{"row": "start"}, {"row": "batch", "documents": 1}]
    for size in range(len(whole) + 1):
        for wrong in (b"", b"\0\0\0", b"\0\n"):
            path.write_bytes(whole[:size] + wrong)
            found = Ledger.open(path)
            assert found.rows == rows[: whole[:size].count(b"\n")]
            found.add({"row": "batch", "documents": 2})
            found.close()
            again = Ledger.open(path)
            assert again.rows[-1] == {"row": "batch", "documents": 2}
            again.close()


@pytest.mark.parametrize("flip", range(0, 60, 7))
def test_a_row_with_a_wrong_bit_never_happened(tmp_path: Path, flip: int) -> None:
    """A checksum guards each row."""
    path = tmp_path / "ledger"
    ledger = Ledger.open(path)
    ledger.add({"row": "start", "documents": 12_345, "account": {"in": 12_345}})
    ledger.close()
    data = bytearray(path.read_bytes())
    data[flip] ^= 4
    path.write_bytes(bytes(data))
    found = Ledger.open(path)
    found.close()
    assert found.rows == []


# The name of the work


def test_the_files_of_an_editable_plugin_name_the_work(
    workspace: Workspace, site: SitePackages
) -> None:
    """Its word lists and its code; of a released plugin the version does."""
    site.plugin(PLUGIN, files={"words.txt": "one"})
    workspace.texts("One.")
    workspace.pipeline("[acme.finds]")
    names = []
    for install in (False, True):
        if install:
            editable(site)
        for words in ("one", "two", "one"):
            path = site.folder / "textflow_acme/words.txt"
            path.write_text(words)
            os.utime(path, ns=(len(names) * 10**9, len(names) * 10**9))
            assert workspace.process("run", "p.yml").code == 0
            names.append(workspace.manifest["run"])
    assert names[0] == names[1] == names[2]
    assert names[3] == names[5]
    assert len(set(names)) == 3
    assert workspace.manifest["plugins"][0]["files"]


WRITER = """
import pathlib
import textflow

@textflow.stage(provides={"acme.finds": "finds.json"})
def finds(doc):
    pathlib.Path(__file__).with_name("words.txt").write_text(doc.text)
    return []

@textflow.hookimpl
def textflow_stages():
    return [finds]
"""


def test_the_manifest_names_what_the_work_began_with(
    workspace: Workspace, site: SitePackages
) -> None:
    """Whatever somebody changes in the plugin meanwhile: it has the name of the run."""
    site.plugin(WRITER, files={"words.txt": "zero"})
    editable(site)
    workspace.texts("One.")
    workspace.pipeline("[acme.finds]")
    facts = []
    for _ in range(3):
        assert workspace.run().code == 0
        facts.append((workspace.manifest["run"], workspace.manifest["plugins"][0]["files"]))
    assert facts[0] != facts[1] == facts[2]
    assert facts[0][1] != facts[1][1]


def test_a_failed_start_lets_go_of_its_files(
    project: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In one process, the next run finds no lock of the one before."""
    monkeypatch.chdir(project.folder)
    project.pipeline("[acme.finds]")
    starts = [name for name, _ in _points(project.folder)]
    for at in [place for place, name in enumerate(starts, 1) if name in ("open", "ftruncate")]:
        fault = failpoints.Fault("EIO", at)
        failpoints.fail(project.folder, ["run", "p.yml", "-q"], fault)
        assert project.run().code == 1, at
