"""
What thirty plugins cost that a pipeline does not name, five of them broken.

    python benchmarks/many_plugins.py

Three commands are run by turns, in a site without plugins and in one with thirty, and the user and
system CPU time of each is added up. The table is in many_plugins.md.
"""

import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from many_plugins import NAMES, install_many
from workspaces import SitePackages

ROUNDS = 15
COMMANDS = (("--help",), ("check", "p.yml"), ("run", "p.yml", "--quiet"))


def cpu_seconds(folder: Path, site: Path, arguments: tuple[str, ...]) -> float:
    """Return the CPU time of one command, and of the processes that it starts."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "textflow", *arguments],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(site)},
        check=True,
        stdout=subprocess.DEVNULL,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        sites = {0: folder / "without", len(NAMES): folder / "with"}
        for site in sites.values():
            site.mkdir()
        install_many(SitePackages(sites[len(NAMES)]), folder / "imported")
        (folder / "a.txt").write_text("One. Two.", "utf-8")
        lines = ("textflow: 1", "source: a.txt", "stages: [clean, segment]", "sink: out.jsonl")
        (folder / "p.yml").write_text("\n".join([*lines, "engine: serial\n"]), "utf-8")
        print("| command | s without | s with 30 | ratio | imported |")
        print("| --- | --- | --- | --- | --- |")
        for arguments in COMMANDS:
            took: dict[int, list[float]] = {count: [] for count in sites}
            for _ in range(ROUNDS):
                for count, site in sites.items():
                    took[count].append(cpu_seconds(folder, site, arguments))
            without, beside = (median(took[count]) for count in sites)
            imported = len(list((folder / "imported").iterdir()))
            row = f"{without:.3f} | {beside:.3f} | {beside / without:.2f} | {imported}"
            print(f"| `textflow {' '.join(arguments)}` | {row} |")


if __name__ == "__main__":
    main()
