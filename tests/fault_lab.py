"""A run of 48 documents that is disturbed and started again, and what must come of it."""

import gc
import hashlib
import json
import os
import random
import shutil
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import failpoints
import pytest
from workspaces import SitePackages

from textflow.running import checkpoints

PLUGIN = """
import os
import time
import textflow

@textflow.stage(provides={"acme.finds": "finds.json"})
def finds(doc):
    if "ACME_WAIT" in os.environ:
        with open(os.environ["ACME_LOG"], "a") as log:
            log.write(".")
        time.sleep(float(os.environ["ACME_WAIT"]))
    if "Bad" in doc.text:
        raise ValueError("bad")
    return []

@textflow.stage(name="keep", kind="filter")
def keep(doc):
    return "Drop" not in doc.text

@textflow.sink(name="acme.pages")
def pages(records, path):
    path.mkdir()
    with (path / "index.txt").open("w") as index:
        for record in records:
            index.write(record["id"] + "\\n")
    (path / "end.txt").write_text("end")

@textflow.hookimpl
def textflow_stages():
    return [finds, keep]

@textflow.hookimpl
def textflow_sinks():
    return [pages]
"""
PIPELINE = """textflow: 1
source: in.jsonl
stages: [acme.finds, acme.keep]
sink: [out.jsonl, {acme.pages: {path: pages}}, copy.jsonl.gz]
"""
WORKERS = "engine: {local: {workers: 2, batch: 4}}\n"
RUN = ("run", "p.yml", "-q")
DOCUMENTS = 48
#: What goes on with a run may be another engine.
SERIAL = ("--set", "engine=serial")
#: An interrupted call of a sink itself is a failure of that sink.
_CODES = {
    "kill": (failpoints.KILLED,),
    "torn": (failpoints.KILLED,),
    "EIO": (5,),
    "ENOSPC": (5,),
    "EINTR": (5, 6),
}
_ENDS = ("out.jsonl", "out.jsonl.dead.jsonl", "out.jsonl.filtered.jsonl")
_MANIFEST = "out.jsonl.run.json"


@attrs.frozen
class Lab:
    """A folder with a run in it, as it is before, and as it must be in the end."""

    folder: Path
    start: Path
    wanted: dict[str, bytes]
    points: list[str]

    @classmethod
    def new(
        cls, folder: Path, site: SitePackages, patch: pytest.MonkeyPatch, *, more: str = "",
        length: int = 0,
    ) -> "Lab":  # fmt: skip
        """Run once over other texts, and once undisturbed; a row every eight documents."""
        patch.setattr(checkpoints, "DOCUMENTS", 8)
        patch.setattr(checkpoints, "SHARE", 0.0)
        site.plugin(PLUGIN)
        failpoints.hurry(patch)
        patch.chdir(folder)
        (folder / "p.yml").write_text(PIPELINE)
        (folder / "in.jsonl").write_text(documents("Old", length))
        assert failpoints.again(RUN) == 0
        (folder / "in.jsonl").write_text(documents("", length))
        (folder / "p.yml").write_text(PIPELINE + more)
        shutil.copytree(folder, start := folder.with_name("start"))
        found = failpoints.points(folder, RUN)
        return cls(folder, start, contents(folder), found)

    def reset(self) -> None:
        """Put the folder back to what it was before the run."""
        shutil.rmtree(self.folder)
        shutil.copytree(self.start, self.folder)
        os.chdir(self.folder)

    def points_of(self, kind: str, step: int) -> list[int]:
        """Return the points at which a fault of ``kind`` is tried; all of them where step is 1."""
        chosen = range(1, len(self.points) + 1)
        if kind in ("torn", "ENOSPC"):
            return [at for at in chosen if self.points[at - 1].startswith("write")][::step]
        return list(chosen)[::step]

    def tried(self, fault: failpoints.Fault, *more: str) -> str:
        """Run with ``fault``, and again without; return what is wrong, or nothing."""
        self.reset()
        before = open_files()
        code = failpoints.fail(self.folder, RUN, fault)
        if code not in _CODES[fault.kind] and (code != 1 or self.damage()):
            return f"exit code {code}"
        if left := open_beside(before):
            return f"files are left open: {', '.join(left)}"
        return self.damage_meanwhile() or self.damage_after(*more)

    def damage_meanwhile(self) -> str:
        """Return which file is torn or of neither run, or of the old one beside a new manifest."""
        old, found = contents(self.start), contents(self.folder)
        if "out.jsonl" not in found:
            return "out.jsonl is lost meanwhile"
        is_new = found.get(_MANIFEST) != old[_MANIFEST]
        beside = (name for name in found if ".part/" not in name)
        wrong = (
            name
            for name in beside
            if found[name] not in (self.wanted.get(name), None if is_new else old.get(name))
        )
        return "".join(f"{name} is mixed meanwhile" for name in list(wrong)[:1])

    def damage_after(self, *more: str) -> str:
        """Run again; return what is wrong then, or nothing."""
        code = failpoints.again([*RUN, *more])
        return self.damage() if code == 1 else f"exit code {code} afterwards"

    def damage(self) -> str:
        """Return what is wrong with the files of a run that has ended, or nothing."""
        found = contents(self.folder)
        names = sorted({*found, *self.wanted})
        wrong = [name for name in names if found.get(name) != self.wanted.get(name)]
        wrong += [] if wrong else _not_as_in_manifest(self.folder)
        return f"{_kind_of_damage(found)}: {', '.join(wrong)}" if wrong else ""


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file below ``folder``; of the manifest, all but by whom and how often."""
    files = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    if _MANIFEST in files:
        manifest = json.loads(files[_MANIFEST])
        manifest["stages"] = [one["stage"] for one in manifest["stages"]]
        engines = ("local", "serial")
        manifest["plugins"] = [one for one in manifest["plugins"] if one["plugin"] not in engines]
        manifest["pipeline"].pop("engine", None)
        files[_MANIFEST] = json.dumps(manifest).encode()
    return files


def _not_as_in_manifest(folder: Path) -> Iterator[str]:
    """Yield the files that are not on the disk as the manifest says."""
    manifest: dict[str, Any] = json.loads((folder / _MANIFEST).read_bytes())
    for file in manifest["files"]:
        data = (folder / file["path"]).read_bytes()
        if (len(data), hashlib.sha256(data).hexdigest()) != (file["bytes"], file["sha256"]):
            yield file["path"]


def _kind_of_damage(found: dict[str, bytes]) -> str:
    """Return the worst that has happened: ``torn``, ``lost``, ``doubled`` or ``mixed``."""
    try:
        lines = [line for name in _ENDS for line in found.get(name, b"").splitlines()]
        ends = Counter(json.loads(line)["id"] for line in lines)
    except (ValueError, KeyError):
        return "torn"
    if len(ends) < DOCUMENTS:
        return "lost"
    return "doubled" if max(ends.values()) > 1 else "mixed"


def open_files() -> set[str]:
    """Return what descriptors are open, on systems that tell; a lock stays as long as its file."""
    gc.collect()  # what failed is in its own traceback
    return set(os.listdir("/dev/fd")) if os.path.exists("/dev/fd") else set()  # noqa: PTH110, PTH208 - numbers


def open_beside(before: set[str]) -> list[str]:
    """Return what stays open beside ``before``; threads of workers may still be at their ends."""
    for _ in range(50):
        if not (left := open_files() - before):
            return []
        time.sleep(0.1)
    return sorted(left)


def documents(first: str, length: int = 0) -> str:
    """Return the input: some are filtered, some fail; ``first`` is another word for all."""
    words = ["Drop" if at % 12 == 5 else "Bad" if at % 12 == 8 else "Good" for at in range(48)]
    chance = random.Random(48)  # noqa: S311 - nothing secret
    texts = (f"{first or word} {at}. {chance.randbytes(length).hex()}" for at, word in
             enumerate(words))  # fmt: skip
    rows = (json.dumps({"id": f"d{at}", "text": text}) for at, text in enumerate(texts))
    return "".join(f"{row}\n" for row in rows)
