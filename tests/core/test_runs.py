"""A run: every document accounted for, outputs whole or absent, bytes always the same."""

import fcntl
import gzip
import json
import os
import signal
import subprocess
import time
from pathlib import Path

import jsonschema
import pytest
from workspaces import SitePackages, Workspace

from textflow.limits import DEFAULT_ENGINE
from textflow.plugins.schemas import read_schema

STAGES = """
import os, time
import textflow

@textflow.stage(provides={"acme.finds": "finds.json"})
def finds(doc, *, fail: str = "Bad", wait: float = 0):
    if fail and fail in doc.text:
        raise ValueError("bad")
    time.sleep(wait)
    return []

@textflow.stage(name="keep", kind="filter")
def keep(doc):
    return "Drop" not in doc.text

@textflow.stage(name="loud", provides={"acme.loud": "finds.json"})
def loud(doc):
    print("loud stage")
    return []

@textflow.hookimpl
def textflow_stages():
    return [finds, keep, loud]
"""


@pytest.fixture
def project(workspace: Workspace, site: SitePackages) -> Workspace:
    """Give a workspace with stages that fail, filter and talk."""
    site.plugin(STAGES)
    return workspace


# What becomes of documents


def test_every_document_ends_once(project: Workspace) -> None:
    """Written, filtered and dead add up to what was read; the manifest says so."""
    project.texts("One.", "Bad.", "Drop.", "Two.")
    project.write("in/e.txt", b"\x89PNG\r\n\x1a\n" + bytes(200))
    project.pipeline("[acme.keep, acme.finds]")
    done = project.run()
    assert done.code == 1
    assert project.manifest["counts"] == {"in": 5, "out": 2, "filtered": 1, "dead": 2}
    assert project.manifest["dead_by_reason"] == {"NotText": 1, "StageCrash": 1}
    assert [record["id"] for record in project.records] == ["a.txt", "d.txt"]
    assert [letter["id"] for letter in project.dead] == ["b.txt", "e.txt"]
    assert "p: 5 documents read, 2 written to out.jsonl, 1 filtered, 2 dead" in done.err
    assert "dead letters in out.jsonl.dead.jsonl: 1 NotText, 1 StageCrash" in done.err


def test_the_manifest_counts_what_stages_did(project: Workspace) -> None:
    """A stage behind a filter or a failure sees fewer documents."""
    project.texts("One.", "Bad.", "Drop.")
    project.pipeline("[acme.keep, acme.finds, segment]")
    project.run()
    found = [(one["stage"], one["documents"], one["failed"]) for one in project.manifest["stages"]]
    assert found == [("acme.keep", 3, 0), ("acme.finds", 2, 1), ("segment", 1, 0)]
    assert project.manifest["complete"] is True


def test_replaced_bytes_are_reported(project: Workspace) -> None:
    """In the record, in the manifest and on standard error."""
    project.write(
        "in/a.txt", "Plenty of text in UTF-8, caf\u00e9. ".encode() * 20 + b"\xff\xfe bad"
    )
    project.pipeline("[segment]")
    done = project.run()
    replaced = project.records[0]["source"]["replaced"]
    assert project.manifest["decoding"]["replaced_bytes"] == replaced == 2
    assert "2 undecodable bytes in 1 document became U+FFFD" in done.err


@pytest.mark.parametrize(
    ("limit", "bad", "code", "read"),
    [
        ("10%", range(12), 3, 100),  # a share says little before the hundredth document
        ("10%", range(0, 100, 10), 1, 130),  # ten of a hundred are not more than a tenth
        ("10%", range(100, 104), 1, 130),
        ("2.5%", range(100, 104), 3, 103),
        ("3%", range(126, 130), 3, 130),
    ],
)
def test_a_share_of_errors_stops_a_run(
    project: Workspace, limit: str, bad: range, code: int, read: int
) -> None:
    """From the hundredth document on, and at the end; the report says which share."""
    words = ["Bad" if at in bad else "Good" for at in range(130)]
    rows = (json.dumps({"id": f"{at}", "text": word}) for at, word in enumerate(words))
    project.write("in.jsonl", "\n".join(rows))
    project.pipeline("[acme.finds]", f"source: in.jsonl\nlimits: {{max_errors: {limit}}}\n")
    done = project.run()
    assert done.code == code, done.err
    assert (f"limits.max_errors is {limit}" in done.err) is (code == 3)
    where = "out.jsonl.run.json" if code == 1 else "out.jsonl.part/manifest.json"
    assert json.loads(project.text(where))["counts"]["in"] == read


def test_a_share_of_errors_in_a_short_run(project: Workspace) -> None:
    """It is looked at when all documents are done."""
    project.texts("One.", "Bad.", "Two.")
    project.pipeline("[acme.finds]", "limits: {max_errors: 33%}\n")
    assert project.run().code == 3
    project.pipeline("[acme.finds]", "limits: {max_errors: 34%}\n")
    assert project.run().code == 1
    assert len(project.records) == 2


def test_two_documents_of_one_id(project: Workspace) -> None:
    """The second is a dead letter that says so; the first is kept."""
    project.write("in.jsonl", '{"id": "a", "text": "One."}\n{"id": "a", "text": "Two."}\n')
    project.pipeline("[segment]", "source: in.jsonl\n")
    assert project.run().code == 1
    assert [record["text"] for record in project.records] == ["One."]
    assert project.dead[0]["error"]["type"] == "DuplicateId"


def test_max_errors_stops_a_run(project: Workspace) -> None:
    """Exit 3; everything is kept where the same command goes on, nothing gets its name."""
    project.texts("One.", "Bad.", "Bad.", "Bad.")
    project.pipeline("[acme.finds]", "limits: {max_errors: 2}\n")
    done = project.run()
    assert done.code == 3
    assert "stopped: 2 documents failed, limits.max_errors is 2" in done.err
    assert "see out.jsonl.part/dead.jsonl for the reasons" in done.err
    assert len(project.read("out.jsonl.part/dead.jsonl")) == 2
    assert len(project.read("out.jsonl.part/records.jsonl")) == 1
    assert json.loads(project.text("out.jsonl.part/manifest.json"))["complete"] is False
    assert sorted(path.name for path in project.folder.glob("out*")) == ["out.jsonl.part"]


def test_dead_letters_of_an_earlier_run_go(project: Workspace) -> None:
    """After a clean run there are none to be misread."""
    project.texts("Bad.")
    project.pipeline("[acme.finds]")
    assert project.run().code == 1
    project.texts("Good.")
    assert project.run().code == 0
    assert not (project.folder / "out.jsonl.dead.jsonl").exists()


def test_no_documents_at_all(project: Workspace) -> None:
    """An empty input is an empty output, not an error."""
    project.write("in.jsonl", "")
    project.pipeline("[segment]", "source: in.jsonl\n")
    assert project.run().code == 0
    assert (project.folder / "out.jsonl").read_bytes() == b""
    assert project.manifest["counts"]["in"] == 0


def test_an_empty_document(project: Workspace) -> None:
    """It has a record, with empty layers and an empty map."""
    project.texts("")
    project.pipeline("[segment]")
    assert project.run().code == 0
    assert project.records[0]["raw_map"] == []
    assert project.records[0]["annotations"] == {"paragraphs": [], "sentences": []}


def test_records_fit_their_schemas(project: Workspace) -> None:
    """The record's schema, and each layer's."""
    project.texts("One. Two.\n\nThree.", "Bad.", "\ufeff\r\n<b>&amp;</b> &lt;")
    project.write("in/z.txt", "Plenty of caf\u00e9. ".encode() * 20 + b"\xff")
    stages = "[clean, segment, speakers, {acme.finds: {}, on_error: skip}]"
    project.pipeline(stages)
    assert project.run().code == 0
    assert len(project.records) == 4
    for record in project.records:
        jsonschema.validate(record, dict(read_schema("record.json")))
        for layer, items in record["annotations"].items():
            if layer != "acme.finds":
                jsonschema.validate(items, dict(read_schema(f"layers/{layer}.json")))


# Its name


def name_of_run(project: Workspace, *arguments: str) -> str:
    """Run and return the name of the run."""
    assert project.run(*arguments).code == 0
    name: str = project.manifest["run"]
    return name


def test_the_name_of_the_work(project: Workspace, site: SitePackages) -> None:
    """Sink, engine, limit of errors and comments have no part in it."""
    site.plugin(ENGINE, name="other")
    project.texts("One.")
    project.pipeline("[segment]")
    name = name_of_run(project)
    project.pipeline(
        "[segment]  # a comment", "limits: {max_errors: 5}\nengine: {serial: {batch: 2}}\n"
    )
    assert name_of_run(project) == name
    project.pipeline("[segment]", "engine: other\nsink: [out.jsonl, {other.lines: {path: x}}]\n")
    assert name_of_run(project) == name
    assert project.records[0]["run"] == name


ENGINE = """
import textflow

@textflow.engine()
def other(work):
    for batch in work.batches(5):
        yield from work.run(batch)

@textflow.sink(name="lines")
def lines(records, path):
    path.write_bytes(b"x" * len(list(records)))

@textflow.hookimpl
def textflow_engines():
    return [other]

@textflow.hookimpl
def textflow_sinks():
    return [lines]
"""


def test_other_work_has_another_name(project: Workspace, site: SitePackages) -> None:
    """Options, stages, timeouts, sources and versions of plugins make the difference."""
    project.texts("One.")
    names = []
    for stages, more in (
        ("[acme.finds]", ""),
        ("[acme.finds: {fail: x}]", ""),
        ("[{acme.finds: {}, timeout: 5}]", ""),
        ("[acme.finds, segment]", ""),
        ("[acme.finds]", "source: in/a.txt\n"),
        ("[acme.finds]", "limits: {timeout: 5}\n"),
    ):
        project.pipeline(stages, more)
        names.append(name_of_run(project))
    for path in site.folder.glob("*.dist-info/METADATA"):
        path.write_text(path.read_text().replace("Version: 1.0", "Version: 1.1"))
    project.pipeline("[acme.finds]")
    names.append(name_of_run(project))
    assert len(set(names)) == len(names)


# The same bytes


def test_runs_are_deterministic(project: Workspace) -> None:
    """Under any hash seed, time zone and locale, and in a second run."""
    project.texts(
        *(f'"Text {at}," Ann Lee said. He paid $5.\n\nCaf\u00e9 & co.' for at in range(9))
    )
    project.pipeline("[clean, segment, speakers]")
    seen = set()
    for environment in (
        {"PYTHONHASHSEED": "0"},
        {"PYTHONHASHSEED": "1", "TZ": "Asia/Kolkata", "LC_ALL": "C"},
        {"PYTHONHASHSEED": "7", "LC_ALL": "C.UTF-8", "PYTHONUTF8": "0"},
    ):
        assert project.process("run", "p.yml", **environment).code == 0
        seen.add((project.folder / "out.jsonl").read_bytes())
    assert len(seen) == 1


def test_gzip_output_is_the_same_each_time(project: Workspace) -> None:
    """No time stamp and no name in it."""
    project.texts("One.")
    project.pipeline("[segment]", "sink: out.jsonl.gz\n")
    assert project.run().code == 0
    first = (project.folder / "out.jsonl.gz").read_bytes()
    time.sleep(1.1)
    assert project.run().code == 0
    assert (project.folder / "out.jsonl.gz").read_bytes() == first
    assert json.loads(gzip.decompress(first))["text"] == "One."


# Where it goes


def test_the_output_appears_when_it_is_whole(project: Workspace) -> None:
    """Nothing is left beside it."""
    project.texts("One.")
    project.pipeline("[segment]", "sink: new/folder/out.jsonl\n")
    assert project.run().code == 0
    names = sorted(path.name for path in (project.folder / "new/folder").iterdir())
    assert names == ["out.jsonl", "out.jsonl.run.json"]


def test_an_earlier_output_stands_until_then(project: Workspace) -> None:
    """A run that is stopped harms nothing."""
    project.texts("One.")
    project.pipeline("[acme.finds]", "limits: {max_errors: 1}\n")
    assert project.run().code == 0
    before = (project.folder / "out.jsonl").read_bytes()
    project.texts("Two.", "Bad.")
    assert project.run().code == 3
    assert (project.folder / "out.jsonl").read_bytes() == before


def test_a_second_run_is_kept_out(project: Workspace) -> None:
    """Exit 4 while another one writes the output."""
    project.texts("One.")
    project.pipeline("[segment]")
    (project.folder / "out.jsonl.part").mkdir()
    with (project.folder / "out.jsonl.part/lock").open("ab") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        done = project.run()
    assert done.code == 4
    assert "out.jsonl.part: another run is writing it" in done.err


@pytest.mark.parametrize(
    ("sink", "message"),
    [
        (
            "{jsonl: {path: in}}",
            "in: cannot be written: it is no regular file; give a file, or `-`",
        ),
        (
            "in/a.txt/out.jsonl",
            "in/a.txt/out.jsonl: cannot be written: File exists; a part of the path",
        ),
        ("{sqlite: {path: out.sqlite.zst}}", "cannot add to .zst; leave .zst out"),
        (f"{'n' * 300}.jsonl", "File name too long"),
    ],
)
def test_outputs_that_cannot_be(project: Workspace, sink: str, message: str) -> None:
    """Exit 5 before the first document, with what to do."""
    project.texts("One.")
    project.pipeline("[segment]", f"sink: {sink}\n")
    done = project.run()
    assert done.code == 5
    assert message in done.err
    assert "Traceback" not in done.err


@pytest.mark.parametrize(
    ("source", "sink", "refused"),
    [
        ("in.jsonl", "in.jsonl", True),
        ("in.jsonl", "./in/../in.jsonl", True),
        ("'*.jsonl'", "out.jsonl", True),
        ("'**/*.jsonl'", "new/out.jsonl", True),
        ("'*.jsonl'", "new/out.jsonl", False),
        ("in.jsonl", "out.jsonl", False),
        ("in?.jsonl", "in.jsonl.jsonl", False),
    ],
)
def test_a_run_never_overwrites_what_it_reads(
    project: Workspace, source: str, sink: str, *, refused: bool
) -> None:
    """Nor does it leave what the next run would take for its input."""
    line = '{"id": "a", "text": "One."}\n'
    for name in ("in.jsonl", "in2.jsonl"):
        project.write(name, line)
    project.pipeline("[segment]", f"source: {source}\nsink: {sink}\n")
    done = project.run()
    assert done.code in ((2,) if refused else (0, 1))
    assert ("the source reads it" in done.err) is refused
    assert (project.folder / "in.jsonl").read_text() == line


def shell(project: Workspace, tail: str) -> tuple[int, str, str]:
    """Run ``p.yml`` in bash with its output led as ``tail`` says; its own exit code."""
    command = " ".join(project.command("run", "p.yml"))
    script = f"{{ {command}; echo code $? >&2; }} {tail}"
    done = subprocess.run(  # noqa: S603 - our own command
        ["/bin/bash", "-c", script],
        cwd=project.folder,
        env=project.environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    code = int(done.stderr.rpartition("code ")[2])
    return code, done.stdout, done.stderr


@pytest.mark.parametrize("tail", [">/dev/full", ">&-"])
def test_a_standard_output_that_takes_nothing(project: Workspace, tail: str) -> None:
    """Exit 5: records that are lost are never a success."""
    project.texts("One.")
    project.pipeline("[segment]", 'sink: "-"\n')
    code, _, errors = shell(project, tail)
    assert code == 5
    assert "standard output: cannot be written" in errors
    assert "Traceback" not in errors
    assert "Exception ignored" not in errors


def test_a_reader_that_leaves_early(project: Workspace) -> None:
    """`| head -1` is quiet."""
    project.texts(*("A sentence. " * 20_000 for _ in range(8)))
    project.pipeline("[segment]", 'sink: "-"\n')
    code, out, errors = shell(project, "| head -1 | wc -l")
    assert (code, out.strip()) == (141, "1")
    assert errors == "code 141\n"


def test_a_closed_standard_error(project: Workspace) -> None:
    """Costs the closing line and nothing else."""
    project.texts("One.")
    project.pipeline("[acme.loud]")
    script = f"{' '.join(project.command('run', 'p.yml'))} 2>&-"
    command = ["/bin/bash", "-c", script]
    done = subprocess.run(command, cwd=project.folder, env=project.environment(), check=False)  # noqa: S603 - our own
    assert done.returncode == 0
    assert len(project.records) == 1


def test_a_pipe_in_the_place_of_the_part_file(project: Workspace) -> None:
    """Is refused: opening it would hang."""
    project.texts("One.")
    project.pipeline("[segment]")
    os.mkfifo(project.folder / "out.jsonl.part")
    done = project.run()
    assert done.code == 5
    assert "out.jsonl.part is no folder that a run has made; move that away" in done.err


def test_stages_that_print_leave_standard_output_alone(project: Workspace) -> None:
    """It contains records, each on its line, and nothing else."""
    project.texts("One.", "Two.")
    project.pipeline("[acme.loud]", 'sink: "-"\n')
    done = project.process("run", "p.yml")
    assert [json.loads(line)["id"] for line in done.out.splitlines()] == ["a.txt", "b.txt"]
    assert done.err.count("loud stage") == 2


def test_several_sinks(project: Workspace) -> None:
    """Each takes every record."""
    project.texts("One.")
    project.pipeline("[segment]", 'sink: [out.jsonl, copy.jsonl, "-"]\n')
    done = project.process("run", "p.yml")
    first = (project.folder / "out.jsonl").read_text()
    assert (project.folder / "copy.jsonl").read_text() == first == done.out


# Signals


@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_signals(project: Workspace, sent: signal.Signals, code: int) -> None:
    """The promised code, a word of what to do, and no output of half a run."""
    project.texts("One.", "Two.")
    project.pipeline("[acme.finds: {wait: 30}]")
    process = subprocess.Popen(  # noqa: S603 - our own command
        project.command("run", "p.yml"),
        cwd=project.folder,
        env=project.environment(),
        stderr=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509 - a shell's background jobs ignore it
    )
    wait_for(project.folder / "out.jsonl.part")
    time.sleep(0.2)
    process.send_signal(sent)
    _, errors = process.communicate(timeout=30)
    assert process.returncode == code
    assert b"textflow: stopped; where the sink is a file, the same command goes on" in errors
    assert b"Traceback" not in errors
    assert not (project.folder / "out.jsonl").exists()


def wait_for(path: Path) -> None:
    """Wait until ``path`` is there."""
    end = time.monotonic() + 60
    while not path.exists():
        assert time.monotonic() < end
        time.sleep(0.05)


# From the command line


def test_limit(project: Workspace) -> None:
    """Only the first N documents are read."""
    project.texts("One.", "Two.", "Three.")
    project.pipeline("[segment]")
    assert project.run("--limit", "2").code == 0
    assert [record["id"] for record in project.records] == ["a.txt", "b.txt"]


def test_inputs_as_arguments(project: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """They take the place of the source, relative to the working directory."""
    project.texts("One.", "Two.")
    project.pipeline("[segment]", "source: nowhere/*.txt\n")
    monkeypatch.chdir(project.folder / "in")
    assert project.do("run", "../p.yml", "b.txt").code == 0
    assert [record["source"]["uri"] for record in project.records] == ["b.txt"]


def test_inputs_of_another_type(project: Workspace) -> None:
    """Each is read as its suffix says."""
    project.texts("One.")
    project.write("more.jsonl", '{"id": "x", "text": "Two."}\n')
    project.pipeline("[segment]")
    assert project.run("in/a.txt", "more.jsonl").code == 0
    assert [record["text"] for record in project.records] == ["One.", "Two."]


def test_standard_input(project: Workspace) -> None:
    """`-` reads it, as text where the pipeline does not say otherwise."""
    project.pipeline("[segment]", 'source: "-"\nsink: "-"\n')
    done = project.process("run", "p.yml", stdin="One. Two.")
    assert json.loads(done.out)["text"] == "One. Two."
    done = project.process("run", "p.yml", "-", stdin="Three.")
    assert json.loads(done.out)["text"] == "Three."


def test_a_pipeline_without_a_source(project: Workspace) -> None:
    """Says how to give it one."""
    project.write("p.yml", "textflow: 1\nstages: [segment]\n")
    done = project.run()
    assert done.code == 2
    assert "p.yml: nothing to read: add `source:` to it, or name inputs" in done.err


def test_missing_inputs(project: Workspace) -> None:
    """Exit 5 with the nearest name, and nothing written."""
    project.texts("One.")
    project.pipeline("[segment]", "source: in/aa.txt\n")
    done = project.run()
    assert done.code == 5
    assert "'in/aa.txt': there is no 'aa.txt' in " in done.err
    assert "did you mean 'a.txt'?" in done.err
    assert list(project.folder.glob("out*")) == []


@pytest.mark.parametrize(
    ("settings", "check"),
    [
        (["acme.finds.fail=One"], {"out": 0, "dead": 1}),
        (["acme.finds.fail=''"], {"out": 1, "dead": 0}),
        (["vars.word=One"], {"out": 0, "dead": 1}),
        (["limits.timeout=5", "name=other"], {"out": 1, "dead": 0}),
    ],
)
def test_settings(project: Workspace, settings: list[str], check: dict[str, int]) -> None:
    """`--set` reaches options of stages, variables and limits."""
    project.texts("One.")
    project.pipeline("[acme.finds: {fail: '${vars.word}'}]", "vars: {word: none}\n")
    project.run(*(f"--set={one}" for one in settings))
    counts = project.manifest["counts"]
    assert {key: counts[key] for key in check} == check


def test_workers_of_one_run_are_not_those_of_the_next(project: Workspace) -> None:
    """What is set for one pipeline changes nothing of another in the same process."""
    project.pipeline("[segment]")
    before = json.dumps(dict(DEFAULT_ENGINE))
    assert project.do("check", "p.yml", "--set", "workers=1").code == 0
    assert json.dumps(dict(DEFAULT_ENGINE)) == before


def test_the_sink_can_be_set(project: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its path is relative to the working directory, where it was typed."""
    project.texts("One.")
    project.pipeline("[segment]")
    monkeypatch.chdir(project.folder / "in")
    assert project.do("run", "../p.yml", "--set", "sink=here.jsonl").code == 0
    assert (project.folder / "in" / "here.jsonl").exists()


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ("sink", "--set 'sink': write KEY=VALUE, as in --set sink=out.jsonl"),
        ("=x", "write KEY=VALUE"),
        ("segmnt.x=1", "there is no stage 'segmnt' here"),
        ("segment.langage=en", "'segment' has no key 'langage'"),
        ("limits.timeot=1", "'limits' has no key 'timeot'; did you mean 'timeout'?"),
        ("vars={a: [", "is no YAML value"),
        ("limits.timeout=soon", "'timeout': found 'soon' (text), wanted a number"),
    ],
)
def test_wrong_settings(project: Workspace, setting: str, message: str) -> None:
    """Exit 2, what was found, what to write."""
    project.texts("One.")
    project.pipeline("[segment]")
    done = project.run("--set", setting)
    assert done.code == 2
    assert message in done.err


def test_secrets_stay_out_of_the_manifest(
    project: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What `${env:NAME}` reads is in no output, but makes another name for the run."""
    project.texts("One.")
    project.pipeline("[acme.finds: {fail: '${env:TOKEN}'}]", "env: [TOKEN]\n")
    names = set()
    for secret in ("hunter2", "hunter3"):
        monkeypatch.setenv("TOKEN", secret)
        names.add(name_of_run(project))
        assert secret not in "".join(path.read_text() for path in project.folder.glob("out*"))
    assert len(names) == 2


def test_quiet_says_nothing(project: Workspace) -> None:
    """Not a word, if all is well."""
    project.texts("One.")
    project.pipeline("[segment]")
    assert project.run("--quiet").err == ""


def test_the_closing_line_as_json(project: Workspace) -> None:
    """For those who collect logs."""
    project.texts("One.")
    project.pipeline("[segment]")
    facts = json.loads(project.run("--log-format", "json").err)
    assert facts["counts"] == {"in": 1, "out": 1, "filtered": 0, "dead": 0}
    assert facts["sinks"] == ["out.jsonl"]


def test_verbose_names_the_stages(project: Workspace) -> None:
    """What each took, and how often it failed."""
    project.texts("One.")
    project.pipeline("[segment]")
    assert "  segment: 0." in project.run("-v").err


def test_a_working_directory_that_is_gone(project: Workspace) -> None:
    """Is no traceback."""
    project.texts("One.")
    path = project.pipeline("[segment]")
    gone = project.folder / "gone"
    gone.mkdir()
    script = f"cd {gone}; rmdir {gone}; {' '.join(project.command('run', str(path)))}"
    done = subprocess.run(  # noqa: S603 - our own command
        ["/bin/bash", "-c", script], env=project.environment(), capture_output=True, check=False
    )
    assert b"Traceback" not in done.stderr
    assert done.returncode == (0 if os.path.exists(project.folder / "out.jsonl") else 5)  # noqa: PTH110 - short
