"""`textflow plugins`: list, info and check, and what each of them imports."""

import json
import shlex
import sys

import pytest
from workspaces import SitePackages, Workspace

from textflow.plugins.dependencies import conflicts
from textflow.plugins.installing import install_line

LOUD = """
import sys
sys.stderr.write("imported acme\\n")
import textflow

@textflow.stage(provides={"acme.finds": "finds.json"})
def finds(doc, *, most: int = 3):
    return [{"start": 0, "end": 1, "text": doc.text[:1]}][:most] if doc.text else []

@textflow.hookimpl
def textflow_stages():
    return [finds]
"""


def test_the_list_imports_nothing(workspace: Workspace, site: SitePackages) -> None:
    """It is read from metadata; what is broken already there is a line."""
    site.plugin(LOUD)
    site.plugin("", name="future", requires=("textflow-engine>=99",))
    for arguments in (("plugins",), ("plugins", "list")):
        done = workspace.process(*arguments)
        assert (done.code, done.err) == (0, "")
        lines = {line.split()[0]: line.split()[1:] for line in done.out.splitlines()}
        assert lines["acme"][:3] == ["textflow-acme", "1.0", "installed"]
        assert lines["future"][2] == "broken"
        assert "needs textflow-engine>=99" in done.out


def test_loaded_the_list_says_more(workspace: Workspace, site: SitePackages) -> None:
    """What each plugin gives."""
    site.plugin(LOUD)
    done = workspace.process("plugins", "list", "--load", "--json")
    assert "imported acme" in done.err
    rows = {row["name"]: row for row in json.loads(done.out)}
    assert rows["acme"]["gives"] == ["stage acme.finds"]


@pytest.mark.parametrize("arguments", [("info", "segment"), ("check", "serial", "--hostile=0")])
def test_one_plugin_imports_no_other(
    workspace: Workspace, site: SitePackages, arguments: tuple[str, ...]
) -> None:
    """Neither to be shown nor to be tried."""
    site.plugin(LOUD)
    done = workspace.process("plugins", *arguments)
    assert (done.code, done.err) == (0, "")


def test_a_plugin_that_keeps_its_promises(workspace: Workspace, site: SitePackages) -> None:
    """It is said how many there are; pytest is not needed."""
    site.plugin(LOUD)
    done = workspace.process("plugins", "check", "acme", "--hostile", "0", "--huge", "1000")
    assert done.code == 0, done.out
    assert done.out.endswith(" promises kept, no dependency conflicts\n")


def test_a_plugin_that_breaks_one(workspace: Workspace, site: SitePackages) -> None:
    """Each is named, with what to change."""
    site.plugin(LOUD.replace('"end": 1', '"end": 2'))
    quick = ("--hostile", "0", "--huge", "1000")
    done = workspace.process("plugins", "check", "acme", "--set", "acme.finds.most=1", *quick)
    assert done.code == 1
    assert "stage-acme.finds-takes-article: plugin 'acme', stage 'acme.finds', document" in done.out
    assert "return the text that is at the span" in done.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("check", "acne"), "no plugin is called 'acne'; did you mean 'acme'?"),
        (("check", "acme", "--set", "acme.finds.most=[1"), "is no YAML value"),
        (("check", "acme", "--timeout", "0"), "--timeout"),
    ],
)
def test_what_cannot_be_tried(
    workspace: Workspace, site: SitePackages, arguments: tuple[str, ...], said: str
) -> None:
    """A slip in the command."""
    site.plugin(LOUD)
    done = workspace.do("plugins", *arguments)
    assert done.code == 2
    assert said in done.err


def test_conflicts_of_what_a_plugin_needs(site: SitePackages) -> None:
    """What is missing, what is too old, for it or what it needs, or for others beside it."""
    site.plugin("", requires=("textflow-engine", "lib-one>=2", "lib-two", "gone; extra == 'x'"))
    site.install("lib-one", {}, {}, version="1.5", requires=("lib_three>=3",))
    site.install("lib-two", {}, {}, version="2.0", requires=())
    site.install("stranger", {}, {}, version="1.0", requires=("lib.two<2", "not-there"))
    found = conflicts("textflow-acme")
    said = [line.partition(": run ")[0] for line in found]
    assert said == [
        "lib-one 1.5 needs lib_three>=3, but it is not installed",
        "stranger 1.0 needs lib.two<2, but 2.0 is installed",
        "textflow-acme 1.0 needs lib-one>=2, but 1.5 is installed",
    ]
    assert found[2].endswith(f"run `{install_line('lib-one>=2')}`")


def test_the_install_line_is_for_this_python() -> None:
    """Whichever environment is active in the shell."""
    words = shlex.split(install_line("textflow-acme>=2", "numpy"))
    assert sys.executable in words
    assert words[-3:] in (["install", "textflow-acme>=2", "numpy"], [sys.executable, *words[-2:]])


def test_requires_prints_the_install_line(workspace: Workspace) -> None:
    """Of a distribution that is missing, and of one in another version."""
    workspace.pipeline("[segment]", 'requires: [nope-nope, "click<1"]\n')
    done = workspace.do("check", "p.yml")
    assert done.code == 2
    assert f"nope-nope is not installed: run `{install_line('nope-nope')}`" in done.out
    assert f"here: run `{install_line('click<1')}`" in done.out
