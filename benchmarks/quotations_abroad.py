"""
Score German, French and Spanish quotations whole and by halves, beside what is attainable.

    python benchmarks/quotations_abroad.py EVAL

``EVAL`` is the folder of the evaluation sets, with ``quotes/de_dev.jsonl.gz`` and its
scorer in it. The halves are those of the documents by the last bit of the SHA-256 of
their id: rules were written on A, and kept where they held on B.

A span is given once: words that are quoted within a longer report are a part of it. Some
sets have both, the report and the words in it, and the same words twice. So the second
table scores a record that could not be better: every span of the gold that is in no other.
The third and the fourth give the quoted words within a report as well, or instead of it.
"""

import argparse
import gzip
import hashlib
import json
import re
from collections.abc import Callable, Iterator
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import textflow
from textflow_plugins.segment import segment
from textflow_plugins.speakers import speakers

LANGUAGES = ("de", "fr", "es")
Row = dict[str, Any]
_LOW, _LEFT, _RIGHT = "\u201e", "\u201c", "\u201d"
#: Quoted words within a report: „...“, “...”, «...», "...".
_QUOTED = re.compile(
    rf'{_LOW}[^{_LOW}{_LEFT}{_RIGHT}"]+[{_LEFT}{_RIGHT}"]|{_LEFT}[^{_LEFT}{_RIGHT}]+{_RIGHT}'
    rf'|\xab[^\xab\xbb]+\xbb|"[^"{_LOW}{_LEFT}]+"'
)


def rows(path: Path) -> list[Row]:
    """Return the documents of a set."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def half(row: Row) -> str:
    """Return the half of a document."""
    return "AB"[hashlib.sha256(row["id"].encode()).digest()[-1] % 2]


def answer(row: Row) -> list[Row]:
    """Return what is found in a document, as the scorer reads it."""
    meta = {"language": row["lang"]}
    layers = segment(textflow.Document(row["text"], meta=meta))
    found = speakers(textflow.Document(row["text"], meta=meta, layers=layers))
    names = {one["id"]: one["name"] for one in found["speakers"]}
    return [
        {**one, "speaker": one["mention"], "speaker_canonical": names.get(one["speaker"])}
        for one in found["quotes"]
    ]


def beside(row: Row) -> list[Row]:
    """Return what is found, and the quoted words within each report besides."""
    return [one for found in _told(row) for one in (found, *_within(found))]


def instead(row: Row) -> list[Row]:
    """Return what is found, quoted words in the place of the reports that they are in."""
    return [one for found in _told(row) for one in (list(_within(found)) or [found])]


def _within(found: Row) -> Iterator[Row]:
    inner = _QUOTED.finditer(found["text"]) if found["kind"] != "direct" else ()
    for one in inner:
        start, end = (found["start"] + at for at in one.span())
        yield {**found, "start": start, "end": end, "text": one.group(), "kind": "direct"}


_ANSWERS: dict[str, list[Row]] = {}


def _told(row: Row) -> list[Row]:
    """Return what is found in a document, found once."""
    if row["id"] not in _ANSWERS:
        _ANSWERS[row["id"]] = answer(row)
    return _ANSWERS[row["id"]]


def outermost(row: Row) -> list[Row]:
    """Return the spans of the gold that are in no other, each once."""
    return list(_outermost(row["quotes"]))


def _outermost(quotes: list[Row]) -> Iterator[Row]:
    end = -1
    for one in sorted(quotes, key=lambda one: (one["start"], -one["end"])):
        if one["end"] > end and not one.get("optional"):
            end = one["end"]
            yield one


def scorer(folder: Path) -> Any:
    """Return the scorer of the sets, which knows the pronouns of their languages."""
    spec = spec_from_file_location("score_quotes", folder / "quotes" / "score_quotes.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(folder)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def table(folder: Path, found: Callable[[Row], list[Row]]) -> Iterator[str]:
    """Yield the lines of a table: each language, whole and by halves."""
    yield "| language, documents | gold | j80 | direct | mixed | indirect | speaker | e2e |"
    yield "|---|---|---|---|---|---|---|---|"
    for language in LANGUAGES:
        score = scorer(folder)
        score.PRONOUNS.update(score.LANGUAGES[language][0])
        score.NOISE.update(score.LANGUAGES[language][1])
        gold = rows(folder / "quotes" / f"{language}_dev.jsonl.gz")
        told = {row["id"]: {"quotes": found(row)} for row in gold}
        for which in ("AB", "A", "B"):
            part = [row for row in gold if half(row) in which]
            label = "all" if which == "AB" else which
            yield f"| {language} {label}, {len(part)} {_line(score.score(part, told))}"


def _line(measured: Row) -> str:
    f1 = ("j80", "kind_direct", "kind_mixed", "kind_indirect")
    values = [measured[name]["f1"] for name in f1]
    values += [measured["speaker_acc"]["acc"], measured["e2e_j80"]["f1"]]
    return f"| {measured['gold_core']} | " + " | ".join(map(str, values)) + " |"


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n", maxsplit=1)[0])
    parser.add_argument("eval", type=Path, metavar="EVAL")
    folder = parser.parse_args().eval
    print("## What is found\n")
    print("\n".join(table(folder, _told)))
    print("\n## A record that could not be better\n")
    print("\n".join(table(folder, outermost)))
    print("\n## Quoted words beside the report they are in\n")
    print("\n".join(table(folder, beside)))
    print("\n## Quoted words instead of the report they are in\n")
    print("\n".join(table(folder, instead)))


if __name__ == "__main__":
    main()
