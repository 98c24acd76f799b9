"""
Play a page of the documentation: write its files, run its commands, show what comes.

A page is played in a folder of its own, from top to bottom. Of its fenced blocks,
one with ``file=NAME`` behind its language is written to that file; ``console`` runs
what is behind ``$`` in a shell, ``pycon`` what is behind ``>>>``, and each
shows the output; ``text`` and ``sh setup`` are left alone. The page is true when
playing changes nothing. Called as a script, this brings every page up to date.
"""

import contextlib
import doctest
import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib.resources import as_file, files
from pathlib import Path

import attrs
from checkout import ROOT
from doc_tables import with_tables

PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").glob("**/*.md")))

#: Kinds of block that say nothing which could be run.
_SILENT = ("text", "sh setup")
_FENCE = re.compile(r"^```(?P<info>[^\n]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
_VOLATILE = re.compile(
    r"(?<=\ in\ )[\d,.]+\ ?s\b | (?<=run\ )[0-9a-f]{12}\b | \b\d+(?=\ passed\ in)"
    r"| \ +\N{FULL BLOCK}+\ +[\d,.]+\ s$",
    re.VERBOSE | re.MULTILINE,
)

#: Commands as a page names them, and what is for them: this very Python, and a
#: pip that installs into the folder of the page and asks no index.
_SHIMS = {
    "textflow": '-m textflow "$@"',
    "python": '"$@"',
    "pip": '-m pip "$@" --quiet --no-index --no-build-isolation --no-deps --target "$SITE"',
}


def masked(page: str) -> str:
    """Return ``page`` without what may differ: seconds, names of runs, the number of tests."""
    return _VOLATILE.sub("_", page)


def played(page: str) -> str:
    """Return ``page`` with the output that its commands and examples give today."""
    with tempfile.TemporaryDirectory() as place:
        return played_in(Path(place).resolve(), page)


def played_in(place: Path, page: str) -> str:
    """Return what ``played`` does; what the page writes is in the folder ``work`` of ``place``."""
    session = _Session(place)
    with session.prepared():
        return with_tables(_FENCE.sub(session.play, page))


@attrs.define
class _Session:
    """A folder in which the blocks of one page are played, one after the other."""

    place: Path
    names: dict[str, object] = attrs.field(factory=dict)

    @property
    def folder(self) -> Path:
        return self.place / "work"

    @contextlib.contextmanager
    def prepared(self) -> Iterator[None]:
        """Lay out the folder: the shipped pipelines, the commands, a site folder."""
        site, commands = self.place / "site", self.place / "bin"
        for folder in (self.folder, site, commands):
            folder.mkdir()
        for name, rest in _SHIMS.items():
            (commands / name).write_text(f'#!/bin/sh\nexec "{sys.executable}" {rest}\n', "utf-8")
            (commands / name).chmod(0o755)
        with as_file(files("textflow_pipelines")) as shipped:
            target = self.folder / "pipelines" / "textflow_pipelines"
            shutil.copytree(shipped, target, ignore=shutil.ignore_patterns("*.py*"))
        sys.path.insert(0, str(site))
        try:
            yield
        finally:
            sys.path.remove(str(site))

    def play(self, block: re.Match[str]) -> str:
        """Return one block as it should be."""
        info, body = block["info"], block["body"]
        name = re.search(r"\bfile=(\S+)", info)
        if name:
            self._write(name[1], body)
        elif info == "console":
            body = self._commands(body)
        elif info == "pycon":
            body = self._examples(body)
        elif info not in _SILENT:
            message = f"a block of kind {info!r}: nobody would notice if it were wrong"
            raise ValueError(message)
        return f"```{info}\n{body}```"

    def _write(self, name: str, body: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(body, "utf-8")

    def _commands(self, body: str) -> str:
        lines = [line for line in body.splitlines(keepends=True) if line.startswith("$ ")]
        return "".join(line + self._ran(line[2:]) for line in lines)

    def _ran(self, command: str) -> str:
        paths = (str(self.place / "site"), os.environ.get("PYTHONPATH", ""))
        known = {
            "PATH": f"{self.place / 'bin'}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": os.pathsep.join(filter(None, paths)),
            "SITE": str(self.place / "site"),
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
            "PIP_ROOT_USER_ACTION": "ignore",
        }
        done = subprocess.run(  # noqa: S603 - the pages are ours
            ["/bin/sh", "-c", command],
            cwd=self.folder,
            env={**os.environ, **known},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
            timeout=120,
        )
        return done.stdout.decode()

    def _examples(self, body: str) -> str:
        return "".join(
            part if isinstance(part, str) else self._shown(part.source)
            for part in doctest.DocTestParser().parse(body)
        )

    def _shown(self, source: str) -> str:
        output = io.StringIO()
        code = compile(source, "an example of the page", "single")
        with contextlib.redirect_stdout(output), contextlib.chdir(self.folder):
            exec(code, self.names)  # noqa: S102 - examples are there to be run
        if "\n\n" in output.getvalue():
            message = f"{source!r} prints an empty line, where the output of an example ends"
            raise ValueError(message)
        first, *rest = source.splitlines(keepends=True)
        return "".join([f">>> {first}", *(f"... {line}" for line in rest), output.getvalue()])


def main() -> None:
    """Write each page anew that is not true any more."""
    for path in PAGES:
        page = path.read_text("utf-8")
        now = played(page)
        if masked(now) != masked(page):
            path.write_text(now, "utf-8")
            print(f"{path.relative_to(ROOT)} is up to date again")  # noqa: T201 - a script


if __name__ == "__main__":
    main()
