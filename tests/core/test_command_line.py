"""The commands but `run`: check, plugins, schema, init; and what may reach a terminal."""

import json
import pkgutil
import re
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
from terminals import on_terminal
from workspaces import SitePackages, Workspace

from textflow import command_line
from textflow.cli import COMMANDS
from textflow.yaml.reader import read_yaml

#: What a terminal might obey: C0 but tab, line feed and carriage return; C1; bidi; zero-width.
OBEYED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]")
HOSTILE = "\x1b]0;pwned\x07\x1b[31m\u202eevil\u2066\x9b2J\u200b"


def test_version(workspace: Workspace) -> None:
    """Names the distribution, since the import name is another project's on PyPI."""
    assert re.fullmatch(r"textflow-engine \d+\.\d+\.\d+\n", workspace.do("--version").out)


def test_help_names_every_command(workspace: Workspace) -> None:
    """And exits 0."""
    done = workspace.do("--help")
    assert done.code == 0
    for command, says in COMMANDS.items():
        assert re.search(rf"^  {command} +{re.escape(says)}$", done.out, re.MULTILINE)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(workspace: Workspace, command: str) -> None:
    """Of its own, in a module of its own, and no module is left that is no command."""
    done = workspace.do(command, "--help")
    assert done.code == 0
    assert done.out.startswith(f"Usage: textflow {command} ")
    modules = {one.name for one in pkgutil.iter_modules(command_line.__path__)}
    assert modules - {"options"} == set(COMMANDS)


@pytest.mark.parametrize("arguments", [["--help"], ["run", "--help"], ["show", "--help"]])
def test_help_loads_little(arguments: list[str]) -> None:
    """Nothing but click and what there is to type: help must not wait for what it tells of."""
    code = (
        "import sys\nfrom textflow.cli import main\n"
        f"try:\n    main({arguments})\nexcept SystemExit:\n    pass\n"
        "print(*sorted(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)  # noqa: S603 - our own code
    loaded = done.stderr.decode().split()
    ours = {name for name in loaded if name.startswith("textflow.")}
    typed = {name for name in ours if name.startswith("textflow.command_line")}
    few = {"textflow.cli", "textflow.cycles", "textflow.interrupts", "textflow.telling"}
    assert ours - typed == few
    assert not {"rich", "attrs", "jsonschema", "orjson", "pluggy"} & set(loaded)


@pytest.mark.parametrize(("end", "looks"), [("exit_process(0)", False), ("", True)])
def test_the_end_of_a_command_looks_for_no_cycles(end: str, *, looks: bool) -> None:
    """Python would, through all that is left, which costs a tenth of a run of one document."""
    code = (
        "import gc, os\nfrom textflow.process_exit import exit_process\n"
        "gc.callbacks.append(lambda *told, write=os.write: write(2, str(told).encode()))\n"
    )
    done = subprocess.run([sys.executable, "-c", code + end], capture_output=True, check=True)  # noqa: S603 - our own code
    assert (b"start" in done.stderr) == looks


@pytest.mark.parametrize(
    "arguments", [["rnu"], ["run"], ["run", "p.yml", "--limt", "3"], ["run", "p", "--limit", "0"]]
)
def test_wrong_usage(workspace: Workspace, arguments: list[str]) -> None:
    """Exit 2, on standard error."""
    done = workspace.do(*arguments)
    assert (done.code, done.out) == (2, "")
    assert "Usage: textflow" in done.err


# check


def test_check_of_a_sound_pipeline(workspace: Workspace) -> None:
    """Says so, with the stages, and runs nothing: the source need not be there."""
    workspace.pipeline("[clean, segment]")
    assert workspace.do("check", "p.yml") == type(workspace.do("--help"))(
        0, "p.yml: ok: clean > segment\n", ""
    )


def test_check_as_json(workspace: Workspace) -> None:
    """One object a problem; an empty list where there is none."""
    workspace.pipeline("[segmnt]")
    done = workspace.do("check", "p.yml", "--format", "json")
    assert done.code == 2
    assert json.loads(done.out) == [
        {
            "file": "p.yml",
            "line": 3,
            "column": 10,
            "message": "there is no stage named 'segmnt'; did you mean 'segment'?",
        }
    ]
    workspace.pipeline("[segment]")
    assert json.loads(workspace.do("check", "p.yml", "--format", "json").out) == []


def test_check_as_github_annotations(workspace: Workspace) -> None:
    """A line for each, with what would end the message escaped."""
    workspace.pipeline("['100%', '::error::']", name="a,b.yml")
    done = workspace.do("check", "a,b.yml", "--format", "github")
    assert done.code == 2
    first, second = done.out.splitlines()
    assert first.startswith(
        "::error file=a%2Cb.yml,line=3,col=10::there is no stage named '100%25'"
    )
    assert second.startswith("::error file=a%2Cb.yml,line=3,col=18::there is no stage named '::")


def test_check_takes_settings(workspace: Workspace) -> None:
    """As `run` does."""
    workspace.pipeline("[segment]")
    assert workspace.do("check", "p.yml", "--set", "segment.language=7").code == 2


# plugins


def test_plugins_lists_what_is_installed(workspace: Workspace) -> None:
    """Each with its distribution, state, stages and layers; nothing of ours is broken."""
    done = workspace.do("plugins", "--load", "--json")
    rows = {row["name"]: row for row in json.loads(done.out) if row["name"] != "?"}
    extras = {"dask", "parquet", "warc"}  # need libraries that the tests do not
    assert {row["state"] for name, row in rows.items() if name not in extras} == {"ok"}
    assert {rows[name]["state"] for name in extras} <= {"ok", "incomplete"}
    assert rows["segment"]["gives"] == ["stage segment"]
    assert rows["segment"]["layers"] == ["paragraphs", "sentences"]
    assert rows["segment"]["distribution"].startswith("textflow-engine ")
    assert re.search(
        r"^segment +textflow-engine \S+ +ok +stage segment",
        workspace.do("plugins", "--load").out,
        re.MULTILINE,
    )


def test_info_of_a_stage(workspace: Workspace) -> None:
    """Each option with type, default and description."""
    done = workspace.do("plugins", "info", "segment")
    assert done.code == 0
    assert "stage segment: " in done.out
    assert "  gives: paragraphs, sentences\n" in done.out
    assert '  language: string, default "auto"; ' in done.out


def test_info_of_nothing(workspace: Workspace) -> None:
    """Offers the nearest name."""
    done = workspace.do("plugins", "info", "segmet")
    assert done.code == 2
    assert "no plugin is called 'segmet'; did you mean 'segment'?" in done.err


# schema


@pytest.mark.parametrize("arguments", [["pipeline"], ["record"], ["layer", "quotes"], []])
def test_schemas_are_schemas(workspace: Workspace, arguments: list[str]) -> None:
    """What is printed is a JSON Schema."""
    done = workspace.do("schema", *arguments)
    assert done.code == 0
    jsonschema.Draft202012Validator.check_schema(json.loads(done.out))


def test_the_pipeline_schema_knows_the_plugins(workspace: Workspace, site: SitePackages) -> None:
    """Editors complete third-party stages and their options; broken plugins are left out."""
    site.plugin(
        """
        import textflow
        @textflow.stage(provides={"acme.finds": "finds.json"})
        def finds(doc, *, size: int = 1):
            return []
        @textflow.hookimpl
        def textflow_stages():
            return [finds]
        """
    )
    site.plugin("raise ImportError", name="bad")
    schema = json.loads(workspace.do("schema").out)
    good = {"textflow": 1, "stages": ["segment", {"acme.finds": {"size": 2}}]}
    assert jsonschema.Draft202012Validator(schema).is_valid(good)
    wrong = {"textflow": 1, "stages": [{"acme.finds": {"size": "2"}}]}
    assert not jsonschema.Draft202012Validator(schema).is_valid(wrong)


@pytest.mark.parametrize(
    ("name", "message"), [(["quoets"], "did you mean 'quotes'?"), ([], "which layer?")]
)
def test_a_layer_that_is_not_there(workspace: Workspace, name: list[str], message: str) -> None:
    """Exit 2 with those that are."""
    done = workspace.do("schema", "layer", *name)
    assert done.code == 2
    assert message in done.err


# init


def test_init_writes_a_sound_pipeline(workspace: Workspace) -> None:
    """It passes `check`, names its schema for editors, and fits it."""
    assert workspace.do("init", "new/news.yml").code == 0
    assert workspace.do("check", "new/news.yml").code == 0
    written = workspace.folder / "new" / "news.yml"
    assert written.read_text().startswith("# yaml-language-server: $schema=news.schema.json\n")
    schema = json.loads((workspace.folder / "new" / "news.schema.json").read_text())
    jsonschema.validate(read_yaml(written.read_bytes()).value, schema)


@pytest.mark.parametrize("folder", [".", "made", "./made/"])
def test_init_writes_into_a_folder(workspace: Workspace, folder: str) -> None:
    """Under the name that it has without one."""
    (workspace.folder / "made").mkdir()
    done = workspace.do("init", folder)
    assert done.code == 0
    path = Path(folder) / "pipeline.yml"
    assert f"textflow run {path} YOUR-FILES" in done.out
    assert workspace.do("check", str(path)).code == 0


def test_init_overwrites_nothing(workspace: Workspace) -> None:
    """But with --force."""
    path = workspace.write("pipeline.yml", "mine")
    done = workspace.do("init")
    assert done.code == 2
    assert "pipeline.yml is there already" in done.err
    assert path.read_text() == "mine"
    assert workspace.do("init", "--force").code == 0
    assert "mine" not in path.read_text()


def test_init_keeps_a_schema_that_is_there(workspace: Workspace) -> None:
    """It is not ours to overwrite either."""
    path = workspace.write("pipeline.schema.json", "mine")
    assert workspace.do("init").code == 2
    assert path.read_text() == "mine"


# Terminals


PLUGIN = f"""
import textflow

@textflow.stage(provides={{"acme.finds": "finds.json"}})
def finds(doc):
    raise ValueError({HOSTILE!r} + doc.text)

@textflow.hookimpl
def textflow_stages():
    return [finds]
"""


def test_no_document_text_moves_a_terminal(workspace: Workspace, site: SitePackages) -> None:
    """Not as a record on standard output, which stays JSON, and not as a failure."""
    site.plugin(PLUGIN)
    workspace.write(f"in/{HOSTILE.replace('/', '')}.txt", f"Text {HOSTILE} text.")
    workspace.pipeline("[segment]", 'sink: "-"\n')
    shown = on_terminal(workspace, "run", "p.yml", "--quiet")
    assert OBEYED.findall(shown) == []
    assert json.loads(shown)["text"] == f"Text {HOSTILE} text."
    workspace.pipeline("[{acme.finds: {}, on_error: stop}]")
    shown = on_terminal(workspace, "run", "p.yml", "-q")
    assert OBEYED.findall(shown) == []
    assert "pwned" in shown


def test_no_pipeline_moves_a_terminal(workspace: Workspace) -> None:
    """Neither its values, nor its keys, nor its name."""
    value = json.dumps(HOSTILE)
    workspace.write("p.yml", f"textflow: 1\nname: {value}\n{value}: 1\nstages: [{value}]\n")
    for arguments in (["run"], ["check"], ["check", "--format=json"], ["check", "--format=github"]):
        command, *options = arguments
        shown = on_terminal(workspace, command, "p.yml", *options)
        assert OBEYED.findall(shown) == []
        assert "pwned" in shown


def test_no_name_moves_a_terminal(workspace: Workspace) -> None:
    """Names of pipelines, inputs, sinks, settings and options, typed or globbed."""
    workspace.texts("One.")
    workspace.pipeline("[segment]", f"name: {json.dumps(HOSTILE)}\n")
    for arguments in (
        [f"{HOSTILE}.yml"],
        ["p.yml", f"{HOSTILE}.txt"],
        ["p.yml", "--set", f"sink={HOSTILE}.jsonl"],
        ["p.yml", "--set", f"{HOSTILE}=1"],
        ["p.yml", f"--{HOSTILE}"],
        ["p.yml", "--log-format", "json"],
    ):
        assert (
            OBEYED.findall(on_terminal(workspace, "run", *arguments).replace("\x1b[?25", "")) == []
        )


def test_no_plugin_moves_a_terminal(workspace: Workspace, site: SitePackages) -> None:
    """Errors, names and descriptions of plugins are shown, not obeyed."""
    site.plugin(f"raise ImportError({HOSTILE!r})")
    site.plugin(
        f'"""{HOSTILE}"""\n'
        + PLUGIN.replace("def finds(doc):", f"def finds(doc):\n    {HOSTILE!r}"),
        name="docs",
    )
    workspace.pipeline("[acme.x]")
    for arguments in (
        ["plugins", "--load"],
        ["plugins", "--load", "--json"],
        ["check", "p.yml"],
        ["schema"],
    ):
        assert OBEYED.findall(on_terminal(workspace, *arguments)) == []


def test_the_source_tree_runs_as_a_module(workspace: Workspace) -> None:
    """`python -m textflow` is the command."""
    assert workspace.process("--version").out == workspace.do("--version").out
    assert Path(sys.executable).exists()
