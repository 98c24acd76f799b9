"""
Measure the speed of the amounts stage beside the tools that others use.

    python benchmarks/amounts.py [FILE.txt|FILE.jsonl|FILE.jsonl.gz ...] [--peer-chars 60000]

Every tool reads the same news texts in one process, and its user CPU time is taken. The slow ones
read a sample. A tool that is not installed is named and skipped:
``pip install recognizers-text-suite quantulum3``.
"""

import argparse
import gzip
import json
import re
import resource
import sys
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from pathlib import Path

import textflow
from textflow_plugins.amounts import amounts

Find = Callable[[str], Sequence[object]]
ALL = ("money", "percent", "number", "quantity")

#: The text where none is given: sentences of the kinds that news is made of.
SAMPLE = """
The council of Port Ellery voted 7-2 on Monday to close its ferry terminal, Mayor Dana Holm said.
It lost $3.5 million in the last year alone, up from about $2m in 2019, and owes some 40 mln dlrs.

Shares of Ellery Lines Inc. fell 4.2 percent to $12.40 by 10 a.m. Tuesday. Three of its five boats
are for sale at between 5 and 7 million euros each; the 120-foot "Osprey" made Rs 2.5 crore.
"""

NAIVE = re.compile(
    r"(?:US|A|C)?[$\xa3\u20ac] ?\d[\d,.]*(?: ?(?:million|billion|trillion|m|bn)\b)?"
    r"|\d[\d,.]* ?(?:million |billion |mln |bn )?(?:dollars|dlrs|euros|pounds|yen|marks|cents)\b"
    r"|\d[\d,.]* ?(?:%|percent\b|per cent\b|pct\b)",
    re.IGNORECASE,
)


def _textflow() -> Find:
    return lambda text: list(amounts(textflow.Document(text)))


def _textflow_all() -> Find:
    return lambda text: list(amounts(textflow.Document(text), kinds=ALL))


def _naive() -> Find:
    return NAIVE.findall


def _recognizers() -> Find:
    suite = import_module("recognizers_number_with_unit")
    number = import_module("recognizers_number")

    def find(text: str) -> list[object]:
        money = suite.recognize_currency(text, "en-us")
        return [*money, *number.recognize_percentage(text, "en-us")]

    return find


def _quantulum() -> Find:
    return import_module("quantulum3.parser").parse


TOOLS: dict[str, tuple[Callable[[], Find], bool]] = {
    "textflow, money and percent": (_textflow, False),
    "textflow, all kinds": (_textflow_all, False),
    "naive regex": (_naive, False),
    "Recognizers-Text (money, percent)": (_recognizers, True),
    "quantulum3": (_quantulum, True),
}


def texts(paths: list[Path]) -> Iterator[str]:
    """Yield the texts of ``paths``: whole files, or the field ``text`` of JSON lines."""
    for path in paths:
        raw = path.read_bytes()
        text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8")
        if ".jsonl" in path.suffixes:
            yield from (json.loads(line)["text"] for line in text.split("\n") if line)
        else:
            yield text


def user_time() -> float:
    """Return the user CPU seconds of this process."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_utime


def sample(all_texts: list[str], size: int) -> list[str]:
    """Return texts from all over the list, about ``size`` characters together."""
    step = max(1, sum(map(len, all_texts)) // size)
    return all_texts[::step]


def measure(find: Find, some: list[str]) -> tuple[float, int, int]:
    """Return characters a second, amounts found and texts that the tool failed on."""
    found = failed = 0
    find(SAMPLE)
    begun = user_time()
    for text in some:
        try:
            found += len(find(text))
        except Exception:  # noqa: BLE001 - a peer's crash is a result
            failed += 1
    return sum(map(len, some)) / max(user_time() - begun, 1e-9), found, failed


def main() -> None:
    """Print one line a tool."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").strip().split("\n")[0])
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--peer-chars", type=int, default=60_000, help="what slow tools read")
    args = parser.parse_args()
    every = list(texts(args.files)) or [SAMPLE] * 400
    print(f"{len(every)} texts, {sum(map(len, every)):,} characters")
    for name, (make, slow) in TOOLS.items():
        try:
            find = make()
        except ImportError as error:
            print(f"{name}: not installed ({error})", file=sys.stderr)
            continue
        some = sample(every, args.peer_chars) if slow else every
        speed, found, failed = measure(find, some)
        size = sum(map(len, some))
        print(f"{name:36} {speed / 1e6:8.3f} Mchar/s  {found:7} found in {size:,}", end="")
        print(f"  failed on {failed} texts" if failed else "")


if __name__ == "__main__":
    main()
