"""Thirty plugins in one site, five of them broken, each in another way."""

import random
from pathlib import Path

from workspaces import SitePackages

#: Leaves a file where it is imported, before anything can go wrong.
_TRACE = """
import pathlib
pathlib.Path({folder!r}, {name!r}).write_text("imported", "utf-8")
"""

_STAGE = """
import textflow

@textflow.stage(name="finds", provides={{"{name}.finds": "finds.json"}})
def finds(doc, *, most: int = 3):
    return [{{"start": 0, "end": 1, "text": doc.text[:1]}}][:most] if doc.text else []

@textflow.hookimpl
def textflow_stages():
    return [finds]
"""

#: Name of a broken plugin to what its module begins with.
_BROKEN = {
    "missing": "import no_such_library\n",
    "exits": "import sys\nsys.exit(0)\n",
    "corrupt": "",
    "prints": "print('hello')\n",
    "future": "",
}
NAMES = (*(f"part{at}" for at in range(25)), *_BROKEN)


def install_many(site: SitePackages, imported: Path, seed: int = 0) -> None:
    """Install all of them in an order of chance; an import leaves a file in ``imported``."""
    imported.mkdir(exist_ok=True)
    names = list(NAMES)
    random.Random(seed).shuffle(names)  # noqa: S311 - any order will do
    for name in names:
        trace = _TRACE.format(folder=str(imported), name=name)
        source = trace + _BROKEN.get(name, "") + _STAGE.format(name=name)
        wanted = "textflow-engine>=99" if name == "future" else "textflow-engine"
        info = site.plugin(source, name=name, requires=(wanted,))
        if name == "corrupt":
            (info / "METADATA").write_bytes(b"\xff\xfe no metadata")
