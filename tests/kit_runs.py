"""Run the conformance kit, as the author of a plugin would: pytest on a suite of two lines."""

import os
import re
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import attrs
from workspaces import SitePackages

#: What the author of a plugin writes.
TWO_LINES = """
from textflow.testing import PluginContract


class TestAcme(PluginContract):
    plugin = "acme"
"""


@attrs.frozen
class Verdict:
    """What pytest said."""

    code: int
    out: str
    passed: int

    @property
    def failed(self) -> list[str]:
        """The promises that are not kept, sorted."""
        return sorted(re.findall(r"^FAILED \S+::test_promise\[(\S+)\]", self.out, re.MULTILINE))


def judged(site: SitePackages, more: str = "", *, only: str = "") -> Verdict:
    """Return the verdict on the plugin ``acme`` in ``site``; ``more`` lines go into the class."""
    suite = site.folder.parent / "suite"
    suite.mkdir(exist_ok=True)
    lines = "".join(f"    {line}\n" for line in dedent(more).strip().splitlines())
    (suite / "test_acme.py").write_text(TWO_LINES + lines, "utf-8")
    command = [sys.executable, "-m", "pytest", "-rf", "-p", "no:cacheprovider", "-k", only]
    done = subprocess.run(  # noqa: S603 - our own Python
        command, cwd=suite, env=_environment(site.folder), capture_output=True, check=False
    )
    out = done.stdout.decode()
    passed = re.search(r"(\d+) passed", out)
    return Verdict(done.returncode, out, int(passed[1]) if passed else 0)


def _environment(site: Path) -> dict[str, str]:
    paths = [str(site), *filter(None, [os.environ.get("PYTHONPATH")])]
    known = {"PYTHONPATH": os.pathsep.join(paths), "COLUMNS": "400"}
    # Other plugins of pytest, hypothesis above all, cost more to import than all the rest.
    return os.environ | known | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
