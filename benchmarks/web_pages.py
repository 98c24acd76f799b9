"""
Measure the stage html beside the tools that others use.

    python benchmarks/web_pages.py PAGES.jsonl.gz ... [--limit 200] [--rounds 3]

Reads pages (a JSON object with ``html`` a line) and prints pages a second of user
CPU, the best of some rounds. trafilatura runs with the options that the stage
gives it, with and without title and date. A tool that is not installed is named
and skipped: ``pip install resiliparse readability-lxml``.
"""

import argparse
import gzip
import json
import resource
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from pathlib import Path

import textflow
from textflow_plugins.html import Html

Tool = Callable[[str], object]


def _textflow() -> Tool:
    stage = Html()
    return lambda html: stage(textflow.Document(html))


def _trafilatura(*, known: bool) -> Tool:
    extract = import_module("trafilatura").bare_extraction
    dates = {"original_date": True, "extensive_search": False, "max_date": "2100-01-01"}
    wish = {"include_comments": False, "favor_precision": True, "date_extraction_params": dates}
    return lambda html: extract(html, with_metadata=known, **wish)


def _resiliparse() -> Tool:
    extract = import_module("resiliparse.extract.html2text").extract_plain_text
    return lambda html: extract(html, main_content=True)


def _readability() -> Tool:
    document = import_module("readability").Document
    return lambda html: document(html).summary()


TOOLS: dict[str, Callable[[], Tool]] = {
    "textflow html (text, places, title, date)": _textflow,
    "trafilatura (text, title, date)": lambda: _trafilatura(known=True),
    "trafilatura (text)": lambda: _trafilatura(known=False),
    "resiliparse (text)": _resiliparse,
    "readability-lxml (HTML)": _readability,
}


def _pages(path: Path) -> list[str]:
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line)["html"] for line in lines]


def _seconds(tool: Tool, pages: Sequence[str]) -> float:
    """Return the user CPU seconds that ``tool`` takes for ``pages``."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_utime
    for page in pages:
        tool(page)
    return resource.getrusage(resource.RUSAGE_SELF).ru_utime - before


def _rows(pages: Sequence[str], rounds: int) -> Iterator[str]:
    for name, load in TOOLS.items():
        try:
            tool = load()
        except ImportError:
            yield f"| {name} | not installed, skipped |"
            continue
        tool(pages[0])  # loads what is loaded lazily
        best = min(_seconds(tool, pages) for _ in range(rounds))
        yield f"| {name} | {len(pages) / best:.0f} |"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.strip().split("\n")[0])
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--limit", type=int, default=200, help="pages of each file")
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args()
    pages = [page for path in args.files for page in _pages(path)[: args.limit]]
    print(f"{len(pages)} pages, {sum(map(len, pages)) / len(pages) / 1e3:.0f} kchar each\n")
    print("| tool | pages/s |\n|---|---|")
    print(*_rows(pages, args.rounds), sep="\n", flush=True)


if __name__ == "__main__":
    main()
