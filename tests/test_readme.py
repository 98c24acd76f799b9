"""Every page of the documentation says what is true today."""

import re
import runpy
from importlib.resources import files
from inspect import signature
from pathlib import Path

import pytest
from checkout import ROOT
from doc_pages import PAGES, masked, played
from doc_tables import asked_for, errors_table, fields_table

import textflow
from textflow import hookspecs
from textflow.plugins.registry import Registry
from textflow.plugins.schemas import read_schema, standard_layers

HOOKS = sorted(name for name in vars(hookspecs) if name.startswith("textflow_"))
_WHOLE = re.MULTILINE | re.DOTALL
README = (ROOT / "README.md").read_text("utf-8")
LINK = re.compile(r"\]\((?!https?:)([^)#]+)")


def name_of(page: Path) -> str:
    """Return how a page is called in the checkout."""
    return str(page.relative_to(ROOT))


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_playing_a_page_changes_nothing(page: Path) -> None:
    """Commands and examples print what the page shows; `python tests/doc_pages.py` fixes it."""
    text = page.read_text("utf-8")
    assert masked(played(text)) == masked(text)


@pytest.mark.parametrize("page", [*PAGES, ROOT / "CONTRIBUTING.md"], ids=name_of)
def test_links_lead_somewhere(page: Path) -> None:
    """No page links to a file that is not there."""
    links = LINK.findall(page.read_text("utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_the_readme_shows_the_shipped_pipeline() -> None:
    """The pipeline on top of the README is the one that its first command runs."""
    shipped = (files("textflow_pipelines") / "news.yml").read_text("utf-8")
    assert f"```yaml file=pipelines/textflow_pipelines/news.yml\n{shipped}```\n" in README


def test_the_readme_has_two_set_up_commands() -> None:
    """Each is one line that does all, for CI to read and run."""
    blocks = re.findall(r"^```sh setup\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
    assert [block.count("\n") for block in blocks] == [1, 1]


def test_the_readme_promises_what_the_floors_hold() -> None:
    """`python benchmarks/expectations.py` writes the table, from the floors and the last speeds."""
    script = ROOT / "benchmarks" / "expectations.py"
    assert runpy.run_path(str(script))["written"](README) == README


def test_every_part_has_its_options_documented() -> None:
    """The pages contain a table for each built-in stage, source, sink and engine."""
    parts = Registry().all_components()
    ours = {
        (part.role, part.name)
        for part in parts.values()
        if part.entry.distribution == "textflow-engine"
    }
    asked = {ask for page in PAGES for ask in asked_for(page.read_text("utf-8"))}
    assert ours <= asked


def test_every_hook_is_documented() -> None:
    """The page of hooks has a heading for each hook, with the arguments it is called with."""
    page = (ROOT / "docs" / "hooks.md").read_text("utf-8")
    specs = {name: spec for name, spec in vars(hookspecs).items() if name.startswith("textflow_")}
    headings = {f"{name}({', '.join(signature(spec).parameters)})" for name, spec in specs.items()}
    assert set(re.findall(r"^### `(.+)`$", page, re.MULTILINE)) == headings


@pytest.mark.parametrize("hook", HOOKS)
def test_every_hook_has_a_page_with_a_plugin(hook: str) -> None:
    """It implements the hook, and the page runs it; the page of all hooks leads there."""
    page = (ROOT / "docs" / "hooks" / f"{hook}.md").read_text("utf-8")
    assert re.search(rf"^```python file=mine.py$.*?^def {hook}\(.*?^```$", page, _WHOLE)
    assert f"hooks/{hook}.md" in (ROOT / "docs" / "hooks.md").read_text("utf-8")


@pytest.mark.parametrize("name", textflow.__all__)
def test_every_public_name_has_a_page(name: str) -> None:
    """Some page of the documentation says what it is for."""
    assert [page.name for page in PAGES if f"textflow.{name}" in page.read_text("utf-8")]


@pytest.mark.parametrize("name", [*textflow.__all__, *HOOKS])
def test_every_public_name_and_hook_has_a_test(name: str) -> None:
    """Some test uses it, or a plugin that is written inside one."""
    tests = [*(ROOT / "tests").rglob("*.py"), *(ROOT / "tests").rglob("*.toml")]
    uses = re.compile(rf"\b{name}\b")
    assert [path.name for path in tests if uses.search(path.read_text("utf-8"))]


def test_the_readme_shows_the_plugin_of_the_docs() -> None:
    """The plugin in the README is the one that the page on plugins runs."""
    page = (ROOT / "docs" / "write-a-plugin.md").read_text("utf-8")
    pattern = r"^```python file=textflow-acme/\S+\n.*?^```$"
    blocks = [re.findall(pattern, text, re.MULTILINE | re.DOTALL) for text in (README, page)]
    assert len(blocks[0]) == 1
    assert blocks[0] == blocks[1]


@pytest.mark.parametrize("layer", sorted(standard_layers()))
def test_every_field_of_a_layer_is_documented(layer: str) -> None:
    """The page has the table that is made of the descriptions in the schema of the layer."""
    page = (ROOT / "docs" / "record.md").read_text("utf-8")
    assert f"<!-- fields: {layer} -->\n\n{fields_table(layer)}\n" in page


def test_every_type_of_error_is_documented() -> None:
    """The page has the table that is made of the classes of errors; no type is a loose string."""
    page = (ROOT / "docs" / "record.md").read_text("utf-8")
    assert f"<!-- errors -->\n\n{errors_table()}\n" in page
    loose = re.compile(r"(Failure|Unreadable|refused)\(\s*\"[A-Z]")
    sources = [*(ROOT / "core").rglob("*.py"), *(ROOT / "plugins").rglob("*.py")]
    assert [path.name for path in sources if loose.search(path.read_text("utf-8"))] == []


@pytest.mark.parametrize("key", sorted(read_schema("pipeline.json")["properties"]))
def test_every_key_of_a_pipeline_is_documented(key: str) -> None:
    """The page on pipeline files has a row for each key."""
    page = (ROOT / "docs" / "pipeline-file.md").read_text("utf-8")
    assert re.search(rf"^\| `{key}` \|", page, re.MULTILINE)


@pytest.mark.parametrize(
    ("body", "now"),
    [
        ("console\n$ echo one\ntwo\n", "console\n$ echo one\none\n"),
        ("pycon\n>>> 1 + 1\n3\n", "pycon\n>>> 1 + 1\n2\n"),
        ("pycon\n>>> for at in '':\n...     at\n'x'\n", "pycon\n>>> for at in '':\n...     at\n"),
    ],
)
def test_playing_a_page_shows_what_comes(body: str, now: str) -> None:
    """What a page claims does not come back unless it is true."""
    assert played(f"```{body}```\n") == f"```{now}```\n"


def test_a_page_can_use_the_files_it_shows() -> None:
    """A block with a name is written where the commands below it find it."""
    page = "```text file=in/a.txt\none\n```\n\n```console\n$ cat in/a.txt\none\n```\n"
    assert played(page) == page


def test_a_block_of_an_unknown_kind_is_refused() -> None:
    """Nothing on a page goes unplayed by mistake."""
    with pytest.raises(ValueError, match="'yml'"):
        played("```yml\ntextflow: 1\n```\n")
