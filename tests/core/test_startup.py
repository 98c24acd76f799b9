"""The start: a command imports what it uses, for whatever it imports is paid for each time."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest

from textflow.errors import TextflowError
from textflow_plugins.languages import language
from textflow_plugins.languages.language import TABLES

TEXT = "Toner said on Monday that the mill lost $4 million.\n"
PIPELINE = "textflow: 1\nsource: a.txt\nstages: [clean, segment, speakers, amounts, summarise]\n"

#: What few runs need: heavy libraries, and modules of our own for what was not asked for.
SELDOM = {
    "charset_normalizer", "ftfy", "jsonschema", "rich", "shlex", "sqlite3", "subprocess",
    "textflow.judging", "textflow.looking", "textflow.report", "textflow.review",
    "textflow.running.adding", "textflow.running.before", "textflow.running.retry",
    "textflow.sharding", "textflow.testing", "trafilatura",
}  # fmt: skip
#: What stages do, which no check needs, and what texts of English do not.
STAGES = {
    "textflow_plugins.amounts.finding", "textflow_plugins.clean.cleaning",
    "textflow_plugins.languages", "textflow_plugins.segment.sentences",
    "textflow_plugins.speakers.finding", "textflow_plugins.summarise.summary",
}  # fmt: skip
ABROAD = {"textflow_plugins.speakers.frame_reader", "textflow_plugins.speakers.frame_sources"}


def imported(folder: Path, *arguments: str) -> set[str]:
    """Return the modules that a command has imported, done in a process of its own."""
    (folder / "a.txt").write_text(TEXT, "utf-8")
    (folder / "p.yml").write_text(f"{PIPELINE}sink: out.jsonl\n", "utf-8")
    code = (
        "import sys\nfrom textflow.cli import main\n"
        f"try:\n    main({list(arguments)})\nexcept SystemExit as end:\n    assert not end.code\n"
        "print(*sys.modules, file=sys.stderr)"
    )
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, check=True, cwd=folder)  # noqa: S603 - our own code
    return set(done.stderr.decode().splitlines()[-1].split())


@pytest.mark.parametrize(
    ("arguments", "seldom", "needed"),
    [
        (["run", "p.yml", "--quiet"], SELDOM | ABROAD, STAGES),
        (["check", "p.yml"], SELDOM | STAGES, {"textflow.pipeline.compiling"}),
    ],
    ids=["run", "check"],
)
def test_a_command_imports_only_what_it_needs(
    arguments: list[str], seldom: set[str], needed: set[str], tmp_path: Path
) -> None:
    """Of libraries and of its own modules; the names are those of modules that there are."""
    found = imported(tmp_path, *arguments)
    assert found & seldom == set()
    assert needed <= found


def kinds_below(kind: type) -> Iterator[type]:
    """Yield every class below ``kind``."""
    for inner in kind.__subclasses__():
        yield inner
        yield from kinds_below(inner)


def test_errors_and_tables_are_no_classes_of_attrs() -> None:
    """They are a hundred: attrs would compile code for each, at each start."""
    tables = (getattr(language("en"), name) for name in TABLES)
    rows = (type(one[0]) if one and type(one) is tuple else type(one) for one in tables)
    kinds = [*kinds_below(TextflowError), *rows]
    assert len(kinds) > 60
    assert [kind for kind in kinds if attrs.has(kind)] == []


def test_cycles_are_looked_for_late_and_then_seldom() -> None:
    """What is loaded at the start is no rubbish; whatever a run leaves over is found in the end."""
    code = (
        "import gc\nfrom textflow.cycles import look_seldom\n"
        "gc.collect()\nlook_seldom()\nlooks = [one['collections'] for one in gc.get_stats()]\n"
        "kept = [[] for _ in range(90_000)]\n"
        "assert [one['collections'] for one in gc.get_stats()] == looks\n"
        "kept += [[] for _ in range(20_000)]\n"
        "assert gc.get_stats()[0]['collections'] == looks[0] + 1\n"
        "print(gc.get_threshold()[0], len(gc.callbacks))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)  # noqa: S603 - our own code
    assert done.stdout.split() == [b"20000", b"0"]
