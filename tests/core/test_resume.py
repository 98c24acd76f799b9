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
from plugin_site import Bench, Site

from textflow.running import rhythm
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
def desk(bench: Bench, site: Site, monkeypatch: pytest.MonkeyPatch) -> Bench:
    """Give a bench on which a run has been stopped behind its fourth document of six."""
    monkeypatch.setattr(rhythm, "DOCUMENTS", 1)
    monkeypatch.setattr(rhythm, "SHARE", 0.0)
    site.plugin(PLUGIN, files={"words.txt": "one"})
    editable(site)
    bench.texts("One.", "Two.", "Three.", "Bad.", "Five.", "Six.")
    bench.pipeline("[acme.finds]", "limits: {max_errors: 1}\n")
    assert bench.run().code == 3
    monkeypatch.setenv("ACME_LOG", str(bench.folder.parent / "log.txt"))
    return bench


def editable(site: Site) -> None:
    """Note that the plugin is installed from a folder, as pip does."""
    for folder in site.folder.glob("*.dist-info"):
        facts = {"url": "file:///src/acme", "dir_info": {"editable": True}}
        (folder / "direct_url.json").write_text(json.dumps(facts))


def worked(desk: Bench) -> str:
    """Return the documents that the stage has been called with since the run was stopped."""
    path = desk.folder.parent / "log.txt"
    return path.read_text().strip() if path.exists() else ""


def test_the_same_command_goes_on(desk: Bench) -> None:
    """Only what is left is done; how many errors are allowed has no part in it."""
    desk.pipeline("[acme.finds]  # a comment", "limits: {max_errors: 9}\n")
    assert desk.run().code == 1
    assert worked(desk) == "e.txt f.txt"
    assert [record["text"] for record in desk.records] == [
        "One.",
        "Two.",
        "Three.",
        "Five.",
        "Six.",
    ]
    assert [letter["id"] for letter in desk.dead] == ["d.txt"]
    assert desk.manifest["counts"] == {"in": 6, "out": 5, "filtered": 0, "dead": 1}
    assert desk.manifest["dead_by_reason"] == {"StageCrash": 1}
    assert desk.manifest["complete"] is True


def test_restart_begins_anew(desk: Bench) -> None:
    """Everything is done again."""
    desk.pipeline("[acme.finds]")
    assert desk.run("--restart").code == 1
    assert worked(desk) == "a.txt b.txt c.txt d.txt e.txt f.txt"
    assert len(desk.records) == 5


def other_option(desk: Bench, _: Site) -> None:
    """Change an option of a stage."""
    desk.pipeline("[acme.finds: {fail: Awful}]")


def other_stage(desk: Bench, _: Site) -> None:
    """Add a stage."""
    desk.pipeline("[segment, acme.finds]")


def other_source(desk: Bench, _: Site) -> None:
    """Read something else."""
    desk.pipeline("[acme.finds]", "source: in/[a-f].txt\n")


def other_timeout(desk: Bench, _: Site) -> None:
    """Change what a document may cost."""
    desk.pipeline("[acme.finds]", "limits: {timeout: 5}\n")


def other_version(_: Bench, site: Site) -> None:
    """Install another version of the plugin."""
    for path in site.folder.glob("*.dist-info/METADATA"):
        path.write_text(path.read_text().replace("Version: 1.0", "Version: 1.1"))


def other_schema(_: Bench, site: Site) -> None:
    """Change the schema of a layer."""
    path = site.folder / "textflow_acme/finds.json"
    path.write_text(path.read_text().replace("100", "99"))


def other_words(_: Bench, site: Site) -> None:
    """Change a word list of a plugin that is being worked on."""
    (site.folder / "textflow_acme/words.txt").write_text("two")


def other_text(desk: Bench, _: Site) -> None:
    """Change a document that is done."""
    desk.write("in/b.txt", "Too.")


def one_more(desk: Bench, _: Site) -> None:
    """Add a document before those that are done."""
    desk.write("in/aa.txt", "New.")


def one_less(desk: Bench, _: Site) -> None:
    """Remove a document that is done."""
    (desk.folder / "in/c.txt").unlink()


def other_name(desk: Bench, _: Site) -> None:
    """Give a document that is done another name."""
    (desk.folder / "in/a.txt").rename(desk.folder / "in/aa.txt")


def none_left(desk: Bench, _: Site) -> None:
    """Remove all but one."""
    for name in "bcdef":
        (desk.folder / f"in/{name}.txt").unlink()


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
    desk: Bench, site: Site, change: Callable[[Bench, Site], None], said: str
) -> None:
    """Exit 4, what has changed, and nothing lost: changed back, it goes on."""
    before = {path.name: path.read_bytes() for path in (desk.folder / "out.jsonl.part").iterdir()}
    desk.pipeline("[acme.finds]")
    change(desk, site)
    done = desk.process("run", "p.yml")
    assert done.code == 4
    assert (
        "out.jsonl.part: a run was stopped there, and since then something has changed" in done.err
    )
    assert said in done.err
    assert "start over with --restart" in done.err
    after = {path.name: path.read_bytes() for path in (desk.folder / "out.jsonl.part").iterdir()}
    assert after == before
    assert desk.process("run", "p.yml", "--restart").code in (0, 1)


def test_another_limit_is_refused(desk: Bench) -> None:
    """`--limit` decides what is read."""
    desk.pipeline("[acme.finds]")
    assert "--limit: was not there, is 5" in desk.run("--limit", "5").err


def test_another_secret_is_refused(desk: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a word of what it is, in messages and in the journal."""
    more = "env: [TOKEN]\nlimits: {max_errors: 1}\n"
    desk.pipeline("[acme.finds: {fail: '${env:TOKEN}'}]", more)
    monkeypatch.setenv("TOKEN", "Two")
    assert desk.run("--restart").code == 3
    monkeypatch.setenv("TOKEN", "hunter2")
    done = desk.run()
    assert done.code == 4
    assert "env: the value of an environment variable is another one" in done.err
    journal = "".join(path.read_text() for path in (desk.folder / "out.jsonl.part").iterdir())
    assert "hunter2" not in done.err + journal


def test_sinks_may_change(desk: Bench) -> None:
    """They are made of the records, when these are whole."""
    desk.pipeline("[acme.finds]", "sink: [out.jsonl, more.jsonl.gz]\n")
    assert desk.run().code == 1
    assert worked(desk) == "e.txt f.txt"
    assert (desk.folder / "more.jsonl.gz").exists()


def test_documents_behind_the_last_one_may_change(desk: Bench) -> None:
    """The result is that of a run over what is there now."""
    desk.write("in/g.txt", "Seven.")
    desk.pipeline("[acme.finds]")
    assert desk.run().code == 1
    assert desk.records[-1]["text"] == "Seven."


def test_standard_output_gets_all_records_again(desk: Bench) -> None:
    """Those of the run before too: nobody has kept them."""
    desk.pipeline("[acme.finds]", "sink: [out.jsonl, '-']\n")
    done = desk.process("run", "p.yml")
    assert worked(desk) == "e.txt f.txt"
    assert done.out == desk.text("out.jsonl")


def test_standard_input_is_compared_too(desk: Bench) -> None:
    """The same data piped in once more are gone on with; others are refused."""
    lines = "".join(f'{{"id": "{at}", "text": "{at}"}}\n' for at in range(9))
    more = "source: {jsonl: {path: '-'}}\nlimits: {max_errors: 1}\n"
    desk.pipeline("[acme.finds: {fail: '5'}]", more)
    assert desk.process("run", "p.yml", "--restart", stdin=lines).code == 3
    desk.pipeline("[acme.finds: {fail: '5'}]", "source: {jsonl: {path: '-'}}\n")
    assert desk.process("run", "p.yml", stdin=lines.replace("3", "x")).code == 4
    assert desk.process("run", "p.yml", stdin=lines).code == 1
    assert [record["id"] for record in desk.records] == list("01234678")


@pytest.mark.parametrize("at", ["replace", "unlink"])
def test_a_restart_finishes_what_was_being_renamed(desk: Bench, at: str) -> None:
    """Files of two runs never stand beside each other."""
    desk.pipeline("[acme.finds]")
    assert desk.run().code == 1
    start = desk.folder
    desk.texts("Uno.", "Dos.", "Bad.")
    points = [f"{name} {path}" for name, path in _points(start)]
    chosen = next(n for n, point in enumerate(points, 1) if point.startswith(f"{at} "))
    desk.texts("Eins.", "Zwei.", "Bad.")
    fault = failpoints.Fault("kill", chosen + 1)
    assert failpoints.fail(start, ["run", "p.yml", "-q"], fault) == failpoints.KILLED
    desk.texts("Un.", "Deux.", "Trois.", "Quatre.")
    assert desk.run("--restart").code == 0
    assert [record["text"] for record in desk.records][:2] == ["Un.", "Deux."]
    assert desk.dead == []
    assert list(start.glob("*.part")) == []


def _points(folder: Path) -> list[tuple[str, str]]:
    found = failpoints.points(folder, ["run", "p.yml", "-q"])
    return [(name, path) for name, _, path in (line.partition(" ") for line in found)]


# Signals


@pytest.mark.slow
@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
@pytest.mark.parametrize("times", [1, 2])
def test_a_signal_keeps_what_is_done(desk: Bench, sent: int, code: int, times: int) -> None:
    """A run that the user ends goes on with the next command, behind what was done."""
    desk.pipeline("[acme.finds: {wait: 0.3}]", "engine: {serial: {batch: 1}}\n")
    log = desk.folder.parent / "log.txt"
    process = subprocess.Popen(  # noqa: S603 - our own command
        desk.command("run", "p.yml", "--restart"),
        cwd=desk.folder,
        env=desk.environment(),
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
    assert not (desk.folder / "out.jsonl").exists()
    log.unlink()
    assert desk.process("run", "p.yml").code == 1
    assert len(desk.records) == 5
    if times == 1:
        assert "a.txt" not in worked(desk)


# The ledger


def test_a_torn_row_of_the_ledger_never_happened(tmp_path: Path) -> None:
    """Whole rows before it are read; what comes next stands in its place."""
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


def test_the_files_of_an_editable_plugin_name_the_work(bench: Bench, site: Site) -> None:
    """Its word lists and its code; of a released plugin the version does."""
    site.plugin(PLUGIN, files={"words.txt": "one"})
    bench.texts("One.")
    bench.pipeline("[acme.finds]")
    names = []
    for install in (False, True):
        if install:
            editable(site)
        for words in ("one", "two", "one"):
            path = site.folder / "textflow_acme/words.txt"
            path.write_text(words)
            os.utime(path, ns=(len(names) * 10**9, len(names) * 10**9))
            assert bench.process("run", "p.yml").code == 0
            names.append(bench.manifest["run"])
    assert names[0] == names[1] == names[2]
    assert names[3] == names[5]
    assert len(set(names)) == 3
    assert bench.manifest["plugins"][0]["files"]
