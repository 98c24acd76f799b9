"""Run the notebook of the documentation. Called as a script, this brings it up to date."""

import json
import re
from pathlib import Path
from typing import Any

from checkout import ROOT

NOTEBOOK = ROOT / "docs" / "notebook.ipynb"
_RUN = re.compile(r"[0-9a-f]{12}")


def executed(path: Path) -> dict[str, Any]:
    """Return a notebook with the outputs that its cells give today."""
    import nbclient  # noqa: PLC0415 - in an extra of its own
    import nbformat  # noqa: PLC0415 - comes with it

    notebook = nbformat.read(path, as_version=4)
    client = nbclient.NotebookClient(notebook, timeout=120, record_timing=False)
    made: dict[str, Any] = json.loads(json.dumps(client.execute()))
    made["metadata"]["language_info"] = {"name": "python"}  # not which version of it
    return made


def outputs(notebook: dict[str, Any]) -> list[Any]:
    """Return the outputs of all cells, without the names of runs."""
    found = [cell.get("outputs", []) for cell in notebook["cells"]]
    return list(json.loads(_RUN.sub("_", json.dumps(found))))


def main() -> None:
    """Write the notebook anew."""
    text = json.dumps(executed(NOTEBOOK), indent=1, ensure_ascii=False)
    NOTEBOOK.write_text(f"{text}\n", "utf-8")


if __name__ == "__main__":
    main()
