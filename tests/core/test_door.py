"""What comes in through the door beside installed stages: wrappers, local plugins, switches."""

import json
import re
from pathlib import Path

import pytest
from workspaces import SitePackages, Workspace

#: A stage, a source without a path, a class of each kind, and a wrapper with an option.
PARTS = """
import sqlite3
import sys
import textflow

@textflow.stage(provides={"acme.finds": "finds.json"})
def finds(doc):
    return []

@textflow.source(name="rows", paths=False)
def rows(*, database: str, count: int = 2):
    for number in range(count):
        yield textflow.RawDocument(f"Row {number}.", f"{database}:{number}", f"{database}#{number}")

@textflow.source(name="upper")
class Upper:
    def __init__(self, *, suffix: str = "!"):
        self.suffix = suffix
    def __call__(self, entry):
        yield textflow.RawDocument(entry.read().decode() + self.suffix, entry.id, entry.uri)

@textflow.engine(name="one_by_one")
class OneByOne:
    def __init__(self, *, size: int = 1):
        self.size = size
    def __call__(self, work):
        for batch in work.batches(self.size):
            yield from work.run(batch)

@textflow.wrapper(name="marking")
def marking(stage, documents, *, note: str = "seen"):
    results = yield
    if stage != "acme.finds":
        return results
    return [[{"start": 0, "end": 3, "text": doc.text[:3], "note": note}] for doc in documents]

@textflow.wrapper(name="counting")
class Counting:
    def __init__(self):
        self.batches = 0
    def __call__(self, stage, documents):
        self.batches += 1
        print(f"{stage} {self.batches}", file=sys.stderr)
        return (yield)

@textflow.hookimpl
def textflow_stages():
    return [finds]

@textflow.hookimpl
def textflow_sources():
    return [rows, Upper]

@textflow.hookimpl
def textflow_engines():
    return [OneByOne]

@textflow.hookimpl
def textflow_wrappers():
    return [marking, Counting]
"""

#: A sink of lines beside them.
IDS = """
@textflow.sink(name="ids", lines=True)
def ids(record):
    return record["id"].encode()

@textflow.hookimpl
def textflow_sinks():
    return [ids]
"""

#: A plugin of one file with its schema in it.
MINE = """
import textflow

FINDS = {"type": "array", "items": {"type": "object"}}

@textflow.stage(name="mine", provides={"mine.finds": FINDS})
def mine(doc):
    return [{"start": 0, "end": 3, "text": doc.text[:3]}]

@textflow.hookimpl
def textflow_stages():
    return [mine]

@textflow.hookimpl
def textflow_run_finished(manifest):
    import sys
    print("finished", manifest["counts"]["out"], file=sys.stderr)
"""

NOTES = '{acme.marking: {note: "by hand"}}'


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_wrapper_is_part_of_a_pipeline(
    workspace: Workspace, site: SitePackages, workers: str
) -> None:
    """It is named in the file, with its options, and works in every process."""
    site.plugin(PARTS)
    workspace.texts("One.", "Two.")
    workspace.pipeline("[acme.finds]", f"plugins: [{NOTES}]\n")
    assert workspace.process("run", "p.yml", "--workers", workers).code == 0
    assert workspace.layer("acme.finds")[1] == [
        {"start": 0, "end": 3, "text": "Two", "note": "by hand"}
    ]
    assert "acme" in [row["plugin"] for row in workspace.manifest["plugins"]]


def test_wrappers_of_a_class_are_set_up_once(workspace: Workspace, site: SitePackages) -> None:
    """So that they can count, or keep what is open."""
    site.plugin(PARTS)
    workspace.texts("One.")
    workspace.pipeline("[segment, acme.finds]", "plugins: [acme.counting]\nengine: serial\n")
    done = workspace.process("run", "p.yml")
    assert "segment 1\nacme.finds 2\n" in done.err


def test_a_wrapper_decides_the_name_of_the_run(workspace: Workspace, site: SitePackages) -> None:
    """Its options, too: it may change what is found."""
    site.plugin(PARTS)
    workspace.texts("One.")
    names: list[str] = []
    for more in ("", f"plugins: [{NOTES}]\n", "plugins: [acme.marking]\n"):
        workspace.pipeline("[acme.finds]", more)
        assert workspace.run().code == 0
        names.append(workspace.manifest["run"])
    assert len(set(names)) == 3


def test_a_source_without_a_path(workspace: Workspace, site: SitePackages) -> None:
    """It is called once, with its options; its documents go on as any others do."""
    site.plugin(PARTS)
    workspace.pipeline("[segment]", "source: {acme.rows: {database: news.db, count: 3}}\n")
    assert workspace.run().code == 0
    assert [record["id"] for record in workspace.records] == [f"news.db:{at}" for at in range(3)]


def test_a_source_without_a_path_resumes_and_takes_a_limit(
    workspace: Workspace, site: SitePackages
) -> None:
    """As one of files does."""
    site.plugin(PARTS)
    workspace.pipeline("[segment]", "source: {acme.rows: {database: news.db, count: 3}}\n")
    assert workspace.run("--limit", "1").code == 0
    assert len(workspace.records) == 1
    workspace.texts("One.")
    assert workspace.run("in/a.txt", "--restart").code == 0
    assert [record["id"] for record in workspace.records] == ["a.txt"]


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("{acme.rows: {}}", "'database'"),
        ("acme.rows", "no source reads files .rows"),
        ("{acme.rows: {database: x, path: y}}", "has no key 'path'"),
        ("{acme.upper: {suffix: x}}", "'path'"),
    ],
)
def test_what_a_source_must_be_given(
    workspace: Workspace, site: SitePackages, source: str, said: str
) -> None:
    """A path where it reads files, and none where it does not."""
    site.plugin(PARTS)
    workspace.pipeline("[segment]", f"source: {source}\n")
    found = workspace.do("check", "p.yml")
    assert found.code == 2
    assert said in found.out


def test_a_source_without_a_path_that_fails(workspace: Workspace, site: SitePackages) -> None:
    """What it gave before is kept; the rest is one dead letter."""
    site.plugin(
        PARTS.replace(
            "def rows(*, database: str, count: int = 2):",
            """
def rows(*, database: str, count: int = 2):
    yield textflow.RawDocument("One.", "one", "one")
    raise ConnectionError("gone")
""",
        )
    )
    workspace.pipeline("[segment]", "source: {acme.rows: {database: news.db}}\n")
    assert workspace.run().code == 1
    assert [record["id"] for record in workspace.records] == ["one"]
    assert (
        "source 'acme.rows' of plugin 'acme' raised ConnectionError: gone"
        in (workspace.dead[0]["error"]["message"])
    )


def test_sources_and_engines_that_are_classes(workspace: Workspace, site: SitePackages) -> None:
    """They are set up once, with their options."""
    site.plugin(PARTS)
    workspace.texts("One", "Two")
    source = 'source: {acme.upper: {path: in/*.txt, suffix: "?"}}\n'
    workspace.pipeline("[segment]", f"{source}engine: {{acme.one_by_one: {{size: 5}}}}\n")
    assert workspace.run().code == 0
    assert [record["text"] for record in workspace.records] == ["One?", "Two?"]


@pytest.mark.parametrize(
    ("part", "more"),
    [
        ("source 'acme.upper'", "source: {acme.upper: {path: in/*.txt}}\n"),
        ("engine 'acme.one_by_one'", "engine: acme.one_by_one\n"),
        ("wrapper 'acme.counting'", "plugins: [acme.counting]\n"),
    ],
)
def test_a_class_that_cannot_be_set_up(
    workspace: Workspace, site: SitePackages, part: str, more: str
) -> None:
    """Exit code 2, the part named, nothing written."""
    starts = r"self\.\w+ = \w+"
    site.plugin(re.sub(starts, "1 / 0", PARTS))
    workspace.texts("One.")
    workspace.pipeline("[segment]", more)
    done = workspace.run()
    assert done.code == 2
    assert f"setting up {part} raised ZeroDivisionError" in done.err
    assert list(workspace.folder.glob("out.jsonl")) == []


def test_a_wrapper_without_a_yield(workspace: Workspace, site: SitePackages) -> None:
    """It is said when the plugin is loaded."""
    site.plugin(PARTS.replace("return (yield)", "return 1"))
    workspace.pipeline("[acme.finds]")
    assert "it has no `yield`; write `results = yield` in it" in workspace.do("check", "p.yml").out


def test_a_plugin_of_one_file(workspace: Workspace) -> None:
    """Beside the pipeline; its stage, its observer and its schema work."""
    workspace.write("mine.py", MINE)
    workspace.texts("One.")
    workspace.pipeline("[mine]", "plugins: [./mine.py]\n")
    done = workspace.process("run", "p.yml", "--workers", "2")
    assert done.code == 0, done.err
    assert "finished 1" in done.err
    assert workspace.layer("mine.finds") == [[{"start": 0, "end": 3, "text": "One"}]]
    row = next(row for row in workspace.manifest["plugins"] if row["plugin"] == "mine")
    assert row["distribution"] == "./mine.py"


def test_its_content_is_part_of_the_name_of_the_run(workspace: Workspace) -> None:
    """What is edited is another plugin."""
    workspace.texts("One.")
    workspace.pipeline("[mine]", "plugins: [./mine.py]\n")
    names: list[str] = []
    for more in ("", "# edited\n"):
        workspace.write("mine.py", MINE + more)
        assert workspace.process("run", "p.yml").code == 0
        names.append(workspace.manifest["run"])
    assert names[0] != names[1]


def test_its_schema_may_be_a_file_beside_it(workspace: Workspace) -> None:
    """As a package ships one."""
    workspace.write("parts/finds.json", '{"type": "array"}')
    workspace.write("parts/mine.py", MINE.replace(": FINDS}", ': "finds.json"}'))
    workspace.texts("One.")
    workspace.pipeline("[mine]", "plugins: [parts/mine.py]\n")
    assert workspace.process("run", "p.yml").code == 0


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("../mine.py", "is not inside the folder of the pipeline file"),
        ("./link.py", "is not inside the folder of the pipeline file"),
        ("./nowhere.py", "cannot be read: No such file"),
        ("./Mine.py", "cannot be the file of a plugin"),
        ("./mine", "cannot be the file of a plugin"),
        ("./broken.py", "cannot be loaded: ValueError: no; look at broken.py:1"),
        ("./segment.py", "an installed plugin has that name"),
        ("mine", "there is no plugin or wrapper 'mine'"),
        ("segment.cache", "there is no plugin or wrapper 'segment.cache'"),
        ("{segment: {size: 1}}", "there is no plugin or wrapper 'segment'"),
    ],
)
def test_files_that_are_no_plugin_of_this_pipeline(
    workspace: Workspace, tmp_path: Path, written: str, said: str
) -> None:
    """Outside its folder, by a link too, or not there, or not to be loaded."""
    (tmp_path / "mine.py").write_text(MINE, "utf-8")
    (workspace.folder / "link.py").symlink_to(tmp_path / "mine.py")
    workspace.write("broken.py", "raise ValueError('no')\n")
    workspace.write("segment.py", MINE)
    workspace.pipeline("[segment]", f"plugins: [{written}]\n")
    found = workspace.do("check", "p.yml")
    assert found.code == 2
    assert said in found.out


def test_an_absolute_path_is_refused(workspace: Workspace) -> None:
    """Even one into the folder: the pipeline would not work anywhere else."""
    workspace.write("mine.py", MINE)
    workspace.pipeline("[segment]", f"plugins: [{workspace.folder / 'mine.py'}]\n")
    assert "is not inside the folder" in workspace.do("check", "p.yml").out


SWITCHES: dict[str, tuple[str, tuple[str, ...], dict[str, str], str]] = {
    "file": ("plugins: {disable: [acme]}\n", (), {}, "`plugins: {disable: ...}` of the pipeline"),
    "distribution": ("plugins: {disable: [Textflow_Acme]}\n", (), {}, "of the pipeline"),
    "command": ("", ("--no-plugin", "acme"), {}, "by --no-plugin"),
    "environment": ("", (), {"TEXTFLOW_PLUGINS": "other, more"}, "variable TEXTFLOW_PLUGINS"),
    "nothing": ("", (), {"TEXTFLOW_PLUGINS": ""}, "variable TEXTFLOW_PLUGINS"),
}


@pytest.mark.parametrize("switch", SWITCHES)
def test_a_plugin_that_is_switched_off(
    workspace: Workspace, site: SitePackages, monkeypatch: pytest.MonkeyPatch, switch: str
) -> None:
    """To name it is an error that says who has switched it off; ours are there all the same."""
    more, arguments, variables, said = SWITCHES[switch]
    site.plugin(PARTS)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    workspace.pipeline("[segment, acme.finds]", more)
    found = workspace.do("check", "p.yml", *arguments)
    assert found.code == 2
    assert "plugin 'acme' is switched off, by " in found.out
    assert said in found.out
    workspace.pipeline("[segment]", more)
    assert workspace.do("check", "p.yml", *arguments).code == 0


@pytest.mark.parametrize(
    "command",
    [
        ("test", "p.yml"),
        ("eval", "p.yml", "--gold", "gold.jsonl"),
        ("export", "out.jsonl", "--to", "acme.ids"),
    ],
    ids=lambda command: command[0],
)
def test_every_command_that_uses_plugins_can_do_without_one(
    workspace: Workspace, site: SitePackages, command: tuple[str, ...]
) -> None:
    """It says who has switched it off; with another name it does what it always does."""
    site.plugin(PARTS + IDS)
    workspace.texts("One.")
    workspace.pipeline(
        "[acme.finds]", "tests: [{name: one, text: One., expect: {acme.finds: []}}]\n"
    )
    assert workspace.run().code == 0
    workspace.write("gold.jsonl", (workspace.folder / "out.jsonl").read_bytes())
    assert workspace.do(*command, "--no-plugin", "other").code == 0
    found = workspace.do(*command, "--no-plugin", "acme")
    assert found.code == 2
    assert "plugin 'acme' is switched off, by --no-plugin" in found.out + found.err


def test_one_of_two_that_claim_a_name_is_switched_off(
    workspace: Workspace, site: SitePackages
) -> None:
    """By the name of its distribution: then the other one can be used, in every process."""
    site.plugin(PARTS)
    site.install("other-acme", {"other_acme.py": "1 / 0"}, {"acme": "other_acme"})
    workspace.texts("One.")
    workspace.pipeline("[acme.finds]", "plugins: {disable: [other-acme]}\n")
    assert workspace.process("run", "p.yml", "--workers", "2").code == 0


def test_the_environment_may_name_those_that_are_used(
    workspace: Workspace, site: SitePackages, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And what is beside the pipeline as well."""
    site.plugin(PARTS)
    workspace.write("mine.py", MINE)
    workspace.pipeline("[acme.finds, mine]", "plugins: [./mine.py]\n")
    monkeypatch.setenv("TEXTFLOW_PLUGINS", "acme,mine")
    assert workspace.do("check", "p.yml").code == 0
    monkeypatch.setenv("TEXTFLOW_PLUGINS", "acme")
    assert "plugin 'mine' is switched off" in workspace.do("check", "p.yml").out


def test_use_and_disable_together(workspace: Workspace, site: SitePackages) -> None:
    """Under one key."""
    site.plugin(PARTS)
    site.plugin("1 / 0", name="bad")
    workspace.texts("One.")
    workspace.pipeline("[acme.finds]", f"plugins: {{use: [{NOTES}], disable: [bad]}}\n")
    assert workspace.run().code == 0
    assert json.dumps("by hand") in json.dumps(workspace.layer("acme.finds"))
