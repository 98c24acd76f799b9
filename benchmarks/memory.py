"""
What memory a run takes over more and more documents, none of whose words ever comes again.

usage: python benchmarks/memory.py [DOCUMENTS ...]   (default: 1000 10000 100000)

Each run is a fresh process; its peak is what the operating system has accounted for it. A cache
that is kept for each word, name, language or id of a document shows as growth.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

STAGES = "clean, segment, speakers, amounts, summarise"
LETTERS = "bcdfghklmnprstvwz"
VOWELS = "aeiou"


def word(number: int) -> str:
    """Return a word that no other number has."""
    made = ""
    while number or not made:
        number, letter = divmod(number, len(LETTERS))
        number, vowel = divmod(number, len(VOWELS))
        made += LETTERS[letter] + VOWELS[vowel]
    return made


def document(number: int) -> str:
    """Return a line of JSON: a short piece of news in new words and, so it says, a new language."""
    new = [word(20 * number + at) for at in range(20)]
    name = f"{new[0].title()} {new[1].title()}"
    text = (
        f"{name}, {new[2]} of the {new[3]} {new[4]}, said on Monday that the {new[5]} {new[6]}ed. "
        f'\\"The {new[7]} will {new[8]} {number} {new[9]}s,\\" {new[1].title()} told {new[10]}. '
        f"It cost ${number} million and {new[11]} {new[12]}, {new[13]} {new[14]} {new[15]}."
    )
    language = "en" if number % 2 else new[16]
    return f'{{"id": "{number}", "text": "{text}", "language": "{language}"}}\n'


def peak(folder: Path, documents: int) -> float:
    """Return the peak memory, in MiB, of a run over so many documents."""
    with (folder / "in.jsonl").open("w", encoding="utf-8") as file:
        file.writelines(map(document, range(documents)))
    pipeline = folder / "pipeline.yml"
    pipeline.write_text(
        f"textflow: 1\nsource: in.jsonl\nstages: [{STAGES}]\nsink: out.jsonl\n", "utf-8"
    )
    command = [sys.executable, "-m", "textflow", "run", str(pipeline), "--quiet"]
    process = subprocess.Popen(command)  # noqa: S603 - our own command
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(process.returncode)
    return usage.ru_maxrss / 1024


def main(sizes: list[int]) -> None:
    """Print the table."""
    print("| documents | peak, MiB | against the first |\n|---|---|---|")
    first = 0.0
    with tempfile.TemporaryDirectory() as folder:
        for documents in sizes:
            found = peak(Path(folder), documents)
            first = first or found
            print(f"| {documents} | {found:.1f} | {100 * (found / first - 1):+.1f} % |", flush=True)


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [1_000, 10_000, 100_000])
