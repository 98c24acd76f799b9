"""One compiled pipeline: what is checked is what runs, and each limit is stated once."""

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import attrs
import pytest
from workspaces import SitePackages, Workspace

from textflow import Caps
from textflow.errors import PipelineError
from textflow.limits import stated_limits
from textflow.pipeline.compiling import compile_pipeline
from textflow.pipeline.model import Limits, Pipeline
from textflow.plugins.registry import Registry

LANGUAGE = "^[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8})*$"
OPTIONS = sorted(
    (file for file in (files("textflow_schemas") / "options").iterdir()), key=lambda file: file.name
)


def compiled(path: Path, *inputs: str) -> Pipeline:
    """Return the pipeline at ``path`` as it runs."""
    return compile_pipeline(path, {}, inputs, Registry())


def stages(pipeline: Pipeline) -> list[str]:
    """Return the names of its stages."""
    return [stage.component.name for stage in pipeline.stages]


def test_what_is_checked_is_what_runs(workspace: Workspace) -> None:
    """The stages that `check` prints are those of the manifest, implied ones too."""
    workspace.write("in/a.htm", "<p>One, two, three, four, five, six.</p>")
    workspace.pipeline("[clean, segment]", "source: in\n")
    said = workspace.do("check", "p.yml").out
    assert said == "p.yml: ok: html > clean > segment\n"
    assert workspace.run().code == 0
    assert [row["stage"] for row in workspace.manifest["stages"]] == ["html", "clean", "segment"]


def test_a_stage_that_is_named_is_not_implied(workspace: Workspace) -> None:
    """It is where the pipeline has it."""
    path = workspace.pipeline("[html, segment]", "source: a.html\n")
    assert stages(compiled(path)) == ["html", "segment"]


def test_inputs_imply_their_own_stages(workspace: Workspace) -> None:
    """Not those of the source that they replace."""
    path = workspace.pipeline("[segment]", "source: a.html\n")
    workspace.texts("One.")
    assert stages(compiled(path, "in/a.txt")) == ["segment"]
    assert stages(compiled(path, "in/a.txt", "b.html")) == ["html", "segment"]


def test_a_folder_of_two_types_is_two_sources(workspace: Workspace) -> None:
    """Each reads its own files in it."""
    for name in ("a.txt", "b.html", "sub/c.txt.gz", "sub/d.HTM"):
        workspace.write(f"in/{name}", "x")
    path = workspace.pipeline("[segment]", "source: [in, in/a.txt]\n")
    sources = compiled(path).sources
    assert [(one.component.name, one.paths) for one in sources] == [
        ("html", ("in",)),
        ("txt", ("in", "in/a.txt")),
    ]


def test_every_problem_has_a_place_and_a_path(workspace: Workspace) -> None:
    """Whoever finds it: reader, substitution, lookup, requirements, schema, layers."""
    path = workspace.write(
        "p.yml",
        "textflow: 1\nrequires: [no-such-thing]\nsource: ${env:X}\n"
        "stages: [speakers, segmnt]\nlimits: {timeout: 0}\n",
    )
    with pytest.raises(PipelineError) as caught:
        compiled(path)
    assert [(one.place.line, one.path) for one in caught.value.problems] == [
        (2, ("requires", 0)),
        (3, ("source",)),
        (4, ("stages", 0)),
        (4, ("stages", 1)),
        (5, ("limits", "timeout")),
    ]


def test_limits_are_those_of_the_schema(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the model nor the reading of inputs has numbers of its own."""
    stated_limits.cache_clear()
    changed: dict[str, Any] = dict.fromkeys(stated_limits(), 7)
    monkeypatch.setattr("textflow.limits.stated_limits", lambda: changed)
    assert attrs.asdict(Limits()) == changed
    assert (Caps().document, Caps().input) == (7, 7)


def test_every_limit_of_the_schema_is_kept() -> None:
    """None is accepted and then forgotten."""
    assert set(stated_limits()) == {field.name for field in attrs.fields(Limits)}


@pytest.mark.parametrize("file", OPTIONS, ids=lambda file: file.name)
def test_languages_are_checked_in_one_way(file: Any) -> None:
    """Every stage that takes a language takes what every other takes."""
    properties = json.loads(file.read_bytes())["properties"]
    if "language" in properties:
        assert properties["language"]["pattern"] == LANGUAGE


def test_a_pattern_with_examples_says_them(workspace: Workspace, site: SitePackages) -> None:
    """A plugin's own pattern is not shown where its schema has examples."""
    schema = {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "day": {"type": "string", "pattern": "^[0-9-]+$", "examples": ["2026-01-31"]}
        },
    }
    source = """
    import textflow
    @textflow.stage(provides={"acme.finds": "finds.json"}, options="options.json")
    def finds(doc, *, day=""):
        return []
    @textflow.hookimpl
    def textflow_stages():
        return [finds]
    """
    site.plugin(source, files={"options.json": json.dumps(schema)})
    workspace.pipeline("[{acme.finds: {day: today}}]")
    wanted = "'day': found 'today' (text), wanted something like 2026-01-31\n"
    assert workspace.do("check", "p.yml").out.endswith(wanted)


def test_check_sets_the_stages_up(workspace: Workspace, site: SitePackages) -> None:
    """What would end a run before its first document is said by `check` already."""
    site.plugin(
        """
        import textflow
        @textflow.stage(provides={"acme.finds": "finds.json"})
        class finds:
            def __init__(self, *, model: str = "none"):
                raise LookupError(f"there is no model {model!r}")
            def __call__(self, doc):
                return []
        @textflow.hookimpl
        def textflow_stages():
            return [finds]
        """
    )
    workspace.texts("One.")
    workspace.pipeline("[{acme.finds: {model: big}}]")
    for command in ("check", "run"):
        said = workspace.do(command, "p.yml")
        assert (said.code, said.out) == (2, "")
        assert "there is no model 'big'" in said.err
