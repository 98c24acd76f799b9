"""
What is kept of the answers of a language model that errs: textflow-llm beside LangExtract.

usage: python benchmarks/grounding.py [COUNT]

An endpoint on this machine answers about COUNT made-up articles (1,000), in each of which two
people claim something. It knows the right answer, and errs once about each article, in one of
twelve ways (examples/textflow-llm/tests/faulty_endpoint.py). Both are asked for four quotes an
article: two claims, and who makes them.
Needs `pip install -e examples/textflow-llm 'langextract[openai]'`.
"""

# ruff: noqa: E402 - the endpoint is in a folder of tests

import json
import logging
import sys
import tempfile
import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "examples" / "textflow-llm" / "tests"))

import langextract
from faulty_endpoint import FAULTS, Article, Endpoint, article
from pipelines import pipeline, records

import textflow

#: What is kept of one article: the words that were said to be quoted, and those at the place.
Kept = list[tuple[str, str]]
#: Number of an article to what is kept of it; no entry where it came to nothing.
Found = dict[int, Kept]


def by_textflow(count: int) -> Found:
    """Return what a pipeline with the plugin keeps."""
    with tempfile.TemporaryDirectory() as place, Endpoint().serving() as endpoint:
        file = pipeline(Path(place), endpoint, range(count), parallel=32)
        textflow.Pipeline.load(file).run()
        every = records(Path(place))
    return {int(record["id"]): list(_places(record)) for record in every}


def _places(record: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for item in record["annotations"]["news.claims"]:
        for one in (item, item["who"]):
            yield one["text"], record["text"][one["start"] : one["end"]]


def as_extractions(items: Any) -> str:
    """Return an answer in the form that LangExtract asks for."""
    if isinstance(items, list):
        items = [part for item in items for part in _parts(item)]
    return json.dumps({"extractions": items})


def _parts(item: Any) -> list[Any]:
    """Return the speaker and the claim, as they come in the text, with what is wrong with them."""
    if not isinstance(item, dict):
        return [item]
    who = item["who"]
    return [{"speaker": who["text"] if isinstance(who, dict) else [who]}, {"claim": item["text"]}]


def by_langextract(count: int, *, exact: bool) -> Found:
    """Return what LangExtract keeps with a place; where ``exact``, what it calls an exact match."""
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    with Endpoint(form=as_extractions).serving() as endpoint, ThreadPoolExecutor(32) as pool:
        every = pool.map(lambda number: _extracted(number, endpoint, exact=exact), range(count))
        return {number: kept for number, kept in enumerate(every) if kept is not None}


def _extracted(number: int, endpoint: Endpoint, *, exact: bool) -> Kept | None:
    text = article(number).text
    try:
        made = langextract.extract(
            text,
            prompt_description="What somebody claims about money or buildings, and who.",
            examples=[_example()],
            config=langextract.factory.ModelConfig(
                model_id="gpt-planted",
                provider="OpenAILanguageModel",
                provider_kwargs={"base_url": endpoint.url, "api_key": "none"},
            ),
            show_progress=False,
        )
    except Exception:  # noqa: BLE001 - whatever it is, the article came to nothing
        return None
    wanted = langextract.data.AlignmentStatus.MATCH_EXACT
    return [
        (one.extraction_text, text[one.char_interval.start_pos : one.char_interval.end_pos])
        for one in made.extractions or ()
        if one.char_interval and (one.alignment_status == wanted or not exact)
    ]


def _example() -> Any:
    data = langextract.data
    return data.ExampleData(
        text="Jon Lind said that the ferry will cost 3 million crowns.",
        extractions=[
            data.Extraction("speaker", "Jon Lind"),
            data.Extraction("claim", "the ferry will cost 3 million crowns"),
        ],
    )


def judged(one: Article, kept: Kept | None) -> Counter[str]:
    """Count what is wrong among what is kept of an article, and what is lost."""
    truth = Counter(words for claim in one.claims for words in claim)
    if kept is None:
        return Counter(documents=1, lost=truth.total())
    right = Counter(said for said, there in kept if said == there and said in truth)
    good = (right & truth).total()
    wrong = sum(said not in truth or there not in truth for said, there in kept)
    return Counter(wrong=wrong, lost=truth.total() - good)


def rows(found: Sequence[Found], count: int) -> Iterator[list[str]]:
    """Yield the cells of the table: for each kind of fault, what came of it."""
    totals = [Counter[str]() for _ in found]
    for fault in FAULTS:
        numbers = [number for number in range(count) if article(number).fault == fault]
        cells = [_sum(judged(article(one), each.get(one)) for one in numbers) for each in found]
        for total, cell in zip(totals, cells, strict=True):
            total.update(cell)
        yield [fault, str(len(numbers)), *map(_cell, cells)]
    yield ["all", str(count), *map(_cell, totals)]


def _sum(counts: Iterable[Counter[str]]) -> Counter[str]:
    total: Counter[str] = Counter()
    for one in counts:
        total.update(one)
    return total


def _cell(count: Counter[str]) -> str:
    return f"{count['wrong']} / {count['lost']} / {count['documents']}"


def main(count: int) -> None:
    """Print the table."""
    runs: dict[str, Callable[[], Found]] = {
        "textflow-llm": lambda: by_textflow(count),
        f"LangExtract {version('langextract')}": lambda: by_langextract(count, exact=False),
        "of it, exact matches": lambda: by_langextract(count, exact=True),
    }
    print("| fault in the first answer | articles |", " | ".join(runs), "|")
    print("|---|---:|" + "---:|" * len(runs))
    for row in rows([run() for run in runs.values()], count):
        print("|", " | ".join(row), "|")


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 1_000)
