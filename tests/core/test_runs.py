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
from plugin_site import Bench, Site

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
def desk(bench: Bench, site: Site) -> Bench:
    """Give a bench with stages that fail, filter and talk."""
    site.plugin(STAGES)
    return bench


# What becomes of documents


def test_every_document_ends_once(desk: Bench) -> None:
    """Written, filtered and dead add up to what was read; the manifest says so."""
    desk.texts("One.", "Bad.", "Drop.", "Two.")
    desk.write("in/e.txt", b"\x89PNG\r\n\x1a\n" + bytes(200))
    desk.pipeline("[acme.keep, acme.finds]")
    done = desk.run()
    assert done.code == 1
    assert desk.manifest["counts"] == {"in": 5, "out": 2, "filtered": 1, "dead": 2}
    assert desk.manifest["dead_by_reason"] == {"NotText": 1, "StageCrash": 1}
    assert [record["id"] for record in desk.records] == ["a.txt", "d.txt"]
    assert [letter["id"] for letter in desk.dead] == ["b.txt", "e.txt"]
    assert "p: 5 documents read, 2 written to out.jsonl, 1 filtered, 2 dead" in done.err
    assert "dead letters in out.jsonl.dead.jsonl: 1 NotText, 1 StageCrash" in done.err


def test_the_manifest_counts_what_stages_did(desk: Bench) -> None:
    """A stage behind a filter or a failure sees fewer documents."""
    desk.texts("One.", "Bad.", "Drop.")
    desk.pipeline("[acme.keep, acme.finds, segment]")
    desk.run()
    found = [(one["stage"], one["documents"], one["failed"]) for one in desk.manifest["stages"]]
    assert found == [("acme.keep", 3, 0), ("acme.finds", 2, 1), ("segment", 1, 0)]
    assert desk.manifest["complete"] is True


def test_replaced_bytes_are_reported(desk: Bench) -> None:
    """In the record, in the manifest and on standard error."""
    desk.write("in/a.txt", "Plenty of text in UTF-8, caf\u00e9. ".encode() * 20 + b"\xff\xfe bad")
    desk.pipeline("[segment]")
    done = desk.run()
    replaced = desk.records[0]["source"]["replaced"]
    assert desk.manifest["decoding"]["replaced_bytes"] == replaced == 2
    assert "2 undecodable bytes in 1 document became U+FFFD" in done.err


def test_two_documents_of_one_id(desk: Bench) -> None:
    """The second is a dead letter that says so; the first stands."""
    desk.write("in.jsonl", '{"id": "a", "text": "One."}\n{"id": "a", "text": "Two."}\n')
    desk.pipeline("[segment]", "source: in.jsonl\n")
    assert desk.run().code == 1
    assert [record["text"] for record in desk.records] == ["One."]
    assert desk.dead[0]["error"]["type"] == "DuplicateId"


def test_max_errors_stops_a_run(desk: Bench) -> None:
    """Exit 3; everything is kept where the same command goes on, nothing gets its name."""
    desk.texts("One.", "Bad.", "Bad.", "Bad.")
    desk.pipeline("[acme.finds]", "limits: {max_errors: 2}\n")
    done = desk.run()
    assert done.code == 3
    assert "stopped: 2 documents failed, limits.max_errors is 2" in done.err
    assert "see out.jsonl.part/dead.jsonl for the reasons" in done.err
    assert len(desk.read("out.jsonl.part/dead.jsonl")) == 2
    assert len(desk.read("out.jsonl.part/records.jsonl")) == 1
    assert json.loads(desk.text("out.jsonl.part/manifest.json"))["complete"] is False
    assert sorted(path.name for path in desk.folder.glob("out*")) == ["out.jsonl.part"]


def test_dead_letters_of_an_earlier_run_go(desk: Bench) -> None:
    """After a clean run there are none to be misread."""
    desk.texts("Bad.")
    desk.pipeline("[acme.finds]")
    assert desk.run().code == 1
    desk.texts("Good.")
    assert desk.run().code == 0
    assert not (desk.folder / "out.jsonl.dead.jsonl").exists()


def test_no_documents_at_all(desk: Bench) -> None:
    """An empty input is an empty output, not an error."""
    desk.write("in.jsonl", "")
    desk.pipeline("[segment]", "source: in.jsonl\n")
    assert desk.run().code == 0
    assert (desk.folder / "out.jsonl").read_bytes() == b""
    assert desk.manifest["counts"]["in"] == 0


def test_an_empty_document(desk: Bench) -> None:
    """It has a record, with empty layers and an empty map."""
    desk.texts("")
    desk.pipeline("[segment]")
    assert desk.run().code == 0
    assert desk.records[0]["raw_map"] == []
    assert desk.records[0]["annotations"] == {"paragraphs": [], "sentences": []}


def test_records_fit_their_schemas(desk: Bench) -> None:
    """The record's schema, and each layer's."""
    desk.texts("One. Two.\n\nThree.", "Bad.", "\ufeff\r\n<b>&amp;</b> &lt;")
    desk.write("in/z.txt", "Plenty of caf\u00e9. ".encode() * 20 + b"\xff")
    stages = "[clean, segment, speakers, {acme.finds: {}, on_error: skip}]"
    desk.pipeline(stages)
    assert desk.run().code == 0
    assert len(desk.records) == 4
    for record in desk.records:
        jsonschema.validate(record, dict(read_schema("record.json")))
        for layer, items in record["annotations"].items():
            if layer != "acme.finds":
                jsonschema.validate(items, dict(read_schema(f"layers/{layer}.json")))


# Its name


def name_of_run(desk: Bench, *arguments: str) -> str:
    """Run and return the name of the run."""
    assert desk.run(*arguments).code == 0
    name: str = desk.manifest["run"]
    return name


def test_the_name_of_the_work(desk: Bench, site: Site) -> None:
    """Sink, engine, limit of errors and comments have no part in it."""
    site.plugin(ENGINE, name="other")
    desk.texts("One.")
    desk.pipeline("[segment]")
    name = name_of_run(desk)
    desk.pipeline(
        "[segment]  # a comment", "limits: {max_errors: 5}\nengine: {serial: {batch: 2}}\n"
    )
    assert name_of_run(desk) == name
    desk.pipeline("[segment]", "engine: other\nsink: [out.jsonl, {other.lines: {path: x}}]\n")
    assert name_of_run(desk) == name
    assert desk.records[0]["run"] == name


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


def test_other_work_has_another_name(desk: Bench, site: Site) -> None:
    """Options, stages, timeouts, sources and versions of plugins make the difference."""
    desk.texts("One.")
    names = []
    for stages, more in (
        ("[acme.finds]", ""),
        ("[acme.finds: {fail: x}]", ""),
        ("[{acme.finds: {}, timeout: 5}]", ""),
        ("[acme.finds, segment]", ""),
        ("[acme.finds]", "source: in/a.txt\n"),
        ("[acme.finds]", "limits: {timeout: 5}\n"),
    ):
        desk.pipeline(stages, more)
        names.append(name_of_run(desk))
    for path in site.folder.glob("*.dist-info/METADATA"):
        path.write_text(path.read_text().replace("Version: 1.0", "Version: 1.1"))
    desk.pipeline("[acme.finds]")
    names.append(name_of_run(desk))
    assert len(set(names)) == len(names)


# The same bytes


def test_runs_are_deterministic(desk: Bench) -> None:
    """Under any hash seed, time zone and locale, and in a second run."""
    desk.texts(*(f'"Text {at}," Ann Lee said. He paid $5.\n\nCaf\u00e9 & co.' for at in range(9)))
    desk.pipeline("[clean, segment, speakers]")
    seen = set()
    for environment in (
        {"PYTHONHASHSEED": "0"},
        {"PYTHONHASHSEED": "1", "TZ": "Asia/Kolkata", "LC_ALL": "C"},
        {"PYTHONHASHSEED": "7", "LC_ALL": "C.UTF-8", "PYTHONUTF8": "0"},
    ):
        assert desk.process("run", "p.yml", **environment).code == 0
        seen.add((desk.folder / "out.jsonl").read_bytes())
    assert len(seen) == 1


def test_gzip_output_is_the_same_each_time(desk: Bench) -> None:
    """No time stamp and no name in it."""
    desk.texts("One.")
    desk.pipeline("[segment]", "sink: out.jsonl.gz\n")
    assert desk.run().code == 0
    first = (desk.folder / "out.jsonl.gz").read_bytes()
    time.sleep(1.1)
    assert desk.run().code == 0
    assert (desk.folder / "out.jsonl.gz").read_bytes() == first
    assert json.loads(gzip.decompress(first))["text"] == "One."


# Where it goes


def test_the_output_appears_when_it_is_whole(desk: Bench) -> None:
    """Nothing is left beside it."""
    desk.texts("One.")
    desk.pipeline("[segment]", "sink: new/folder/out.jsonl\n")
    assert desk.run().code == 0
    names = sorted(path.name for path in (desk.folder / "new/folder").iterdir())
    assert names == ["out.jsonl", "out.jsonl.run.json"]


def test_an_earlier_output_stands_until_then(desk: Bench) -> None:
    """A run that is stopped harms nothing."""
    desk.texts("One.")
    desk.pipeline("[acme.finds]", "limits: {max_errors: 1}\n")
    assert desk.run().code == 0
    before = (desk.folder / "out.jsonl").read_bytes()
    desk.texts("Two.", "Bad.")
    assert desk.run().code == 3
    assert (desk.folder / "out.jsonl").read_bytes() == before


def test_a_second_run_is_kept_out(desk: Bench) -> None:
    """Exit 4 while another one writes the output."""
    desk.texts("One.")
    desk.pipeline("[segment]")
    (desk.folder / "out.jsonl.part").mkdir()
    with (desk.folder / "out.jsonl.part/lock").open("ab") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        done = desk.run()
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
        ("out.jsonl.zst", "there is no writer of .zst; end the name in .gz or in nothing"),
        (f"{'n' * 300}.jsonl", "File name too long"),
    ],
)
def test_outputs_that_cannot_be(desk: Bench, sink: str, message: str) -> None:
    """Exit 5 before the first document, with what to do."""
    desk.texts("One.")
    desk.pipeline("[segment]", f"sink: {sink}\n")
    done = desk.run()
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
    desk: Bench, source: str, sink: str, *, refused: bool
) -> None:
    """Nor does it leave what the next run would take for its input."""
    line = '{"id": "a", "text": "One."}\n'
    for name in ("in.jsonl", "in2.jsonl"):
        desk.write(name, line)
    desk.pipeline("[segment]", f"source: {source}\nsink: {sink}\n")
    done = desk.run()
    assert done.code in ((2,) if refused else (0, 1))
    assert ("the source reads it" in done.err) is refused
    assert (desk.folder / "in.jsonl").read_text() == line


def shell(desk: Bench, tail: str) -> tuple[int, str, str]:
    """Run ``p.yml`` in bash with its output led as ``tail`` says; its own exit code."""
    command = " ".join(desk.command("run", "p.yml"))
    script = f"{{ {command}; echo code $? >&2; }} {tail}"
    done = subprocess.run(  # noqa: S603 - our own command
        ["/bin/bash", "-c", script],
        cwd=desk.folder,
        env=desk.environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    code = int(done.stderr.rpartition("code ")[2])
    return code, done.stdout, done.stderr


@pytest.mark.parametrize("tail", [">/dev/full", ">&-"])
def test_a_standard_output_that_takes_nothing(desk: Bench, tail: str) -> None:
    """Exit 5: records that are lost are never a success."""
    desk.texts("One.")
    desk.pipeline("[segment]", 'sink: "-"\n')
    code, _, errors = shell(desk, tail)
    assert code == 5
    assert "standard output: cannot be written" in errors
    assert "Traceback" not in errors
    assert "Exception ignored" not in errors


def test_a_reader_that_leaves_early(desk: Bench) -> None:
    """`| head -1` is quiet."""
    desk.texts(*("A sentence. " * 20_000 for _ in range(8)))
    desk.pipeline("[segment]", 'sink: "-"\n')
    code, out, errors = shell(desk, "| head -1 | wc -l")
    assert (code, out.strip()) == (141, "1")
    assert errors == "code 141\n"


def test_a_closed_standard_error(desk: Bench) -> None:
    """Costs the closing line and nothing else."""
    desk.texts("One.")
    desk.pipeline("[acme.loud]")
    script = f"{' '.join(desk.command('run', 'p.yml'))} 2>&-"
    command = ["/bin/bash", "-c", script]
    done = subprocess.run(command, cwd=desk.folder, env=desk.environment(), check=False)  # noqa: S603 - our own
    assert done.returncode == 0
    assert len(desk.records) == 1


def test_a_pipe_in_the_place_of_the_part_file(desk: Bench) -> None:
    """Is refused: opening it would hang."""
    desk.texts("One.")
    desk.pipeline("[segment]")
    os.mkfifo(desk.folder / "out.jsonl.part")
    done = desk.run()
    assert done.code == 5
    assert "out.jsonl.part is no folder that a run has made; move that away" in done.err


def test_stages_that_print_leave_standard_output_alone(desk: Bench) -> None:
    """It holds records, each on its line, and nothing else."""
    desk.texts("One.", "Two.")
    desk.pipeline("[acme.loud]", 'sink: "-"\n')
    done = desk.process("run", "p.yml")
    assert [json.loads(line)["id"] for line in done.out.splitlines()] == ["a.txt", "b.txt"]
    assert done.err.count("loud stage") == 2


def test_several_sinks(desk: Bench) -> None:
    """Each takes every record."""
    desk.texts("One.")
    desk.pipeline("[segment]", 'sink: [out.jsonl, copy.jsonl, "-"]\n')
    done = desk.process("run", "p.yml")
    first = (desk.folder / "out.jsonl").read_text()
    assert (desk.folder / "copy.jsonl").read_text() == first == done.out


# Signals


@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_signals(desk: Bench, sent: signal.Signals, code: int) -> None:
    """The promised code, a word of what to do, and no output of half a run."""
    desk.texts("One.", "Two.")
    desk.pipeline("[acme.finds: {wait: 30}]")
    process = subprocess.Popen(  # noqa: S603 - our own command
        desk.command("run", "p.yml"),
        cwd=desk.folder,
        env=desk.environment(),
        stderr=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509 - a shell's background jobs ignore it
    )
    wait_for(desk.folder / "out.jsonl.part")
    time.sleep(0.2)
    process.send_signal(sent)
    _, errors = process.communicate(timeout=30)
    assert process.returncode == code
    assert b"textflow: stopped; where the sink is a file, the same command goes on" in errors
    assert b"Traceback" not in errors
    assert not (desk.folder / "out.jsonl").exists()


def wait_for(path: Path) -> None:
    """Wait until ``path`` is there."""
    end = time.monotonic() + 60
    while not path.exists():
        assert time.monotonic() < end
        time.sleep(0.05)


# From the command line


def test_limit(desk: Bench) -> None:
    """Only the first N documents are read."""
    desk.texts("One.", "Two.", "Three.")
    desk.pipeline("[segment]")
    assert desk.run("--limit", "2").code == 0
    assert [record["id"] for record in desk.records] == ["a.txt", "b.txt"]


def test_inputs_as_arguments(desk: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """They take the place of the source, relative to the working directory."""
    desk.texts("One.", "Two.")
    desk.pipeline("[segment]", "source: nowhere/*.txt\n")
    monkeypatch.chdir(desk.folder / "in")
    assert desk.do("run", "../p.yml", "b.txt").code == 0
    assert [record["source"]["uri"] for record in desk.records] == ["b.txt"]


def test_inputs_of_another_type(desk: Bench) -> None:
    """Each is read as its suffix says."""
    desk.texts("One.")
    desk.write("more.jsonl", '{"id": "x", "text": "Two."}\n')
    desk.pipeline("[segment]")
    assert desk.run("in/a.txt", "more.jsonl").code == 0
    assert [record["text"] for record in desk.records] == ["One.", "Two."]


def test_standard_input(desk: Bench) -> None:
    """`-` reads it, as text where the pipeline does not say otherwise."""
    desk.pipeline("[segment]", 'source: "-"\nsink: "-"\n')
    done = desk.process("run", "p.yml", stdin="One. Two.")
    assert json.loads(done.out)["text"] == "One. Two."
    done = desk.process("run", "p.yml", "-", stdin="Three.")
    assert json.loads(done.out)["text"] == "Three."


def test_a_pipeline_without_a_source(desk: Bench) -> None:
    """Says how to give it one."""
    desk.write("p.yml", "textflow: 1\nstages: [segment]\n")
    done = desk.run()
    assert done.code == 2
    assert "p.yml: nothing to read: add `source:` to it, or name inputs" in done.err


def test_missing_inputs(desk: Bench) -> None:
    """Exit 5 with the nearest name, and nothing written."""
    desk.texts("One.")
    desk.pipeline("[segment]", "source: in/aa.txt\n")
    done = desk.run()
    assert done.code == 5
    assert "'in/aa.txt': there is no 'aa.txt' in " in done.err
    assert "did you mean 'a.txt'?" in done.err
    assert list(desk.folder.glob("out*")) == []


@pytest.mark.parametrize(
    ("settings", "check"),
    [
        (["acme.finds.fail=One"], {"out": 0, "dead": 1}),
        (["acme.finds.fail=''"], {"out": 1, "dead": 0}),
        (["vars.word=One"], {"out": 0, "dead": 1}),
        (["limits.timeout=5", "name=other"], {"out": 1, "dead": 0}),
    ],
)
def test_settings(desk: Bench, settings: list[str], check: dict[str, int]) -> None:
    """`--set` reaches options of stages, variables and limits."""
    desk.texts("One.")
    desk.pipeline("[acme.finds: {fail: '${vars.word}'}]", "vars: {word: none}\n")
    desk.run(*(f"--set={one}" for one in settings))
    counts = desk.manifest["counts"]
    assert {key: counts[key] for key in check} == check


def test_the_sink_can_be_set(desk: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its path is relative to the working directory, where it was typed."""
    desk.texts("One.")
    desk.pipeline("[segment]")
    monkeypatch.chdir(desk.folder / "in")
    assert desk.do("run", "../p.yml", "--set", "sink=here.jsonl").code == 0
    assert (desk.folder / "in" / "here.jsonl").exists()


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
def test_wrong_settings(desk: Bench, setting: str, message: str) -> None:
    """Exit 2, what was found, what to write."""
    desk.texts("One.")
    desk.pipeline("[segment]")
    done = desk.run("--set", setting)
    assert done.code == 2
    assert message in done.err


def test_secrets_stay_out_of_the_manifest(desk: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """What `${env:NAME}` reads is in no output, but makes another name for the run."""
    desk.texts("One.")
    desk.pipeline("[acme.finds: {fail: '${env:TOKEN}'}]", "env: [TOKEN]\n")
    names = set()
    for secret in ("hunter2", "hunter3"):
        monkeypatch.setenv("TOKEN", secret)
        names.add(name_of_run(desk))
        assert secret not in "".join(path.read_text() for path in desk.folder.glob("out*"))
    assert len(names) == 2


def test_quiet_says_nothing(desk: Bench) -> None:
    """Not a word, if all is well."""
    desk.texts("One.")
    desk.pipeline("[segment]")
    assert desk.run("--quiet").err == ""


def test_the_closing_line_as_json(desk: Bench) -> None:
    """For those who collect logs."""
    desk.texts("One.")
    desk.pipeline("[segment]")
    facts = json.loads(desk.run("--log-format", "json").err)
    assert facts["counts"] == {"in": 1, "out": 1, "filtered": 0, "dead": 0}
    assert facts["sinks"] == ["out.jsonl"]


def test_verbose_names_the_stages(desk: Bench) -> None:
    """What each took, and how often it failed."""
    desk.texts("One.")
    desk.pipeline("[segment]")
    assert "  segment: 0." in desk.run("-v").err


def test_a_working_directory_that_is_gone(desk: Bench) -> None:
    """Is no traceback."""
    desk.texts("One.")
    path = desk.pipeline("[segment]")
    gone = desk.folder / "gone"
    gone.mkdir()
    script = f"cd {gone}; rmdir {gone}; {' '.join(desk.command('run', str(path)))}"
    done = subprocess.run(  # noqa: S603 - our own command
        ["/bin/bash", "-c", script], env=desk.environment(), capture_output=True, check=False
    )
    assert b"Traceback" not in done.stderr
    assert done.returncode == (0 if os.path.exists(desk.folder / "out.jsonl") else 5)  # noqa: PTH110 - short
