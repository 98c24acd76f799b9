"""
Run the stages over texts with one more folder of languages. Run as a script, in a fresh process.

    python danish.py FOLDER < cases.json > results.json

It takes the tables of `FOLDER` for the folder of one more language, as if it had been
added to `textflow_plugins/languages/`: what the stages have read when they were imported, the
list of folders too, is forgotten.
"""

import json
import shutil
import sys
from importlib.readers import MultiplexedPath
from pathlib import Path
from typing import Any

import textflow
from textflow_plugins.amounts import amounts
from textflow_plugins.clean import clean
from textflow_plugins.languages import language as read_language
from textflow_plugins.segment import segment
from textflow_plugins.speakers import speakers
from textflow_plugins.summarise import summarise


def add(folder: Path) -> None:
    """Put the folders of languages in `folder` beside those of the package."""
    loader = sys.modules[read_language.__module__]
    here = Path(loader.__file__ or "").parent
    for table in here.glob("da/*.tsv"):  # what is there of Danish, such as names of currencies
        if not (folder / "da" / table.name).exists():
            shutil.copy(table, folder / "da")
    vars(loader)["_HERE"] = MultiplexedPath(folder, here)
    vars(loader)["_folders"].cache_clear()
    read_language.cache_clear()


def cleaned(text: str) -> list[str]:
    """Return the lines that are left."""
    for edit in reversed(clean(textflow.Document(text))):
        text = text[: edit.start] + edit.new + text[edit.end :]
    return text.split("\n")


def segmented(text: str) -> textflow.Document:
    """Return a document with its sentences."""
    return textflow.Document(text, layers=segment(textflow.Document(text)))


def result(stage: str, text: str) -> list[str]:
    """Return what a stage found, as short as a case states it."""
    if stage == "clean":
        return cleaned(text)
    doc = segmented(text)
    if stage == "segment":
        return [text[one["start"] : one["end"]] for one in doc["sentences"]]
    if stage == "speakers":
        return [text[one["start"] : one["end"]] for one in speakers(doc)["quotes"]]
    if stage == "summarise":
        return [text[one["start"] : one["end"]] for one in summarise(doc, sentences=1)]
    found = amounts(doc, kinds=["money", "percent"])
    return [" ".join(filter(None, (one["value"], one["currency"]))) for one in found]


def main(folder: str) -> None:
    """Print the results of the cases."""
    add(Path(folder))
    cases: list[dict[str, Any]] = json.load(sys.stdin)
    json.dump([result(case["stage"], case["text"]) for case in cases], sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1])
