"""Install plugins written inside a test as real distributions, and run pipelines with them."""

import base64
import hashlib
import importlib
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from textwrap import dedent
from typing import Any

import attrs
import pytest

from textflow.cli import main

#: A layer schema that fits any list of items with a span and a text.
FINDS = json.dumps(
    {
        "type": "array",
        "items": {
            "type": "object",
            "required": ["start", "end", "text"],
            "properties": {
                "start": {"type": "integer"},
                "end": {"type": "integer"},
                "text": {"type": "string", "maxLength": 100},
                "note": {},
            },
            "additionalProperties": False,
        },
    }
)


@attrs.frozen
class SitePackages:
    """A folder as pip fills it: packages, and beside each its metadata."""

    folder: Path

    def install(
        self,
        distribution: str,
        files: Mapping[str, str],
        points: Mapping[str, str],
        *,
        version: str = "1.0",
        requires: Sequence[str] = ("textflow-engine",),
    ) -> Path:
        """Write a distribution and return its dist-info folder."""
        info = f"{distribution.replace('-', '_')}-{version}.dist-info"
        head = ["Metadata-Version: 2.4", f"Name: {distribution}", f"Version: {version}"]
        lines = [*head, *(f"Requires-Dist: {one}" for one in requires)]
        points_text = "".join(f"{name} = {module}\n" for name, module in points.items())
        every = {name: dedent(text) for name, text in files.items()} | {
            f"{info}/METADATA": "\n".join(lines) + "\n",
            f"{info}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
            f"{info}/entry_points.txt": f"[textflow]\n{points_text}",
        }
        for name, text in every.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
        record = "".join(_record_line(name, text.encode()) for name, text in every.items())
        (self.folder / info / "RECORD").write_text(f"{record}{info}/RECORD,,\n")
        importlib.invalidate_caches()
        return self.folder / info

    def plugin(
        self,
        source: str,
        *,
        name: str = "acme",
        files: Mapping[str, str] | None = None,
        version: str = "1.0",
        requires: Sequence[str] = ("textflow-engine",),
    ) -> Path:
        """Install ``textflow-<name>``: a package with ``source`` and the schema ``finds.json``."""
        package = f"textflow_{name}"
        inside = {"__init__.py": source, "finds.json": FINDS} | dict(files or {})
        return self.install(
            f"textflow-{name}",
            {f"{package}/{file}": text for file, text in inside.items()},
            {name: package},
            version=version,
            requires=requires,
        )


def _record_line(name: str, content: bytes) -> str:
    digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
    return f"{name},sha256={digest},{len(content)}\n"


@attrs.frozen
class CommandResult:
    """What a command has come to."""

    code: int
    out: str
    err: str


@attrs.frozen
class Workspace:
    """A folder with a pipeline in it, in which the command runs."""

    folder: Path
    site: SitePackages
    _capfd: pytest.CaptureFixture[str]

    def write(self, name: str, content: str | bytes) -> Path:
        """Write a file and return its path."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def texts(self, *texts: str) -> None:
        """Write one document for each text: ``in/a.txt``, ``in/b.txt``, ..."""
        for letter, text in zip("abcdefghijklmnopqrstuvwxyz", texts, strict=False):
            self.write(f"in/{letter}.txt", text)

    def pipeline(self, stages: str, more: str = "", *, name: str = "p.yml") -> Path:
        """Write a pipeline from ``in/*.txt`` to ``out.jsonl``; ``stages`` as a flow list."""
        head = "textflow: 1\n" + ("" if "source:" in more else "source: in/*.txt\n")
        sink = "" if "sink:" in more else "sink: out.jsonl\n"
        return self.write(name, f"{head}stages: {stages}\n{sink}{more}")

    def do(self, *arguments: str) -> CommandResult:
        """Run the command in this process."""
        self._capfd.readouterr()
        with pytest.raises(SystemExit) as left:
            main(list(arguments))
        out, err = self._capfd.readouterr()
        return CommandResult(int(left.value.code or 0), out, err)

    def run(self, *arguments: str) -> CommandResult:
        """Run ``p.yml`` in this process."""
        return self.do("run", "p.yml", *arguments)

    def process(self, *arguments: str, stdin: str = "", **environment: str) -> CommandResult:
        """Run the command in a process of its own."""
        done = subprocess.run(  # noqa: S603 - our own command
            self.command(*arguments),
            cwd=self.folder,
            env=self.environment(**environment),
            input=stdin.encode(),
            capture_output=True,
            check=False,
        )
        return CommandResult(done.returncode, done.stdout.decode(), done.stderr.decode())

    def command(self, *arguments: str) -> list[str]:
        """Return the command line of the command."""
        return [sys.executable, "-m", "textflow", *arguments]

    def environment(self, **changed: str) -> dict[str, str]:
        """Return the environment in which a process finds the site, too."""
        paths = [str(self.site.folder), *filter(None, [os.environ.get("PYTHONPATH")])]
        return os.environ | {"PYTHONPATH": os.pathsep.join(paths)} | changed

    def read(self, name: str) -> list[Any]:
        """Return what each line of a JSON lines file contains; none where it is not there."""
        path = self.folder / name
        lines = path.read_bytes().splitlines() if path.exists() else []
        return [json.loads(line) for line in lines]

    def text(self, name: str) -> str:
        """Return what a file contains."""
        return (self.folder / name).read_text("utf-8")

    @property
    def records(self) -> list[dict[str, Any]]:
        """The records of the run."""
        return self.read("out.jsonl")

    @property
    def dead(self) -> list[dict[str, Any]]:
        """The dead letters of the run."""
        return self.read("out.jsonl.dead.jsonl")

    @property
    def manifest(self) -> dict[str, Any]:
        """The manifest of the run."""
        found: dict[str, Any] = json.loads((self.folder / "out.jsonl.run.json").read_bytes())
        return found

    def layer(self, name: str) -> list[Any]:
        """Return the items of one layer, record by record."""
        return [record["annotations"][name] for record in self.records]
