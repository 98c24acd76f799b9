"""
Measure what summaries say beside the first sentences of a text and LexRank.

    python benchmarks/summarise_quality.py

Every tool picks three of the same sentences, which the pipeline has cut, of each text of the
development sets of summaries beside the checkout, or where TEXTFLOW_SHARED says. Their scorer
gives the mean of ROUGE-1, ROUGE-2 and ROUGE-Lsum F1. The halves are parted by a hash of the
id. It needs ``pip install sumy numpy rouge-score nltk``.
"""

import gzip
import hashlib
import json
import os
import re
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import textflow

EVAL = Path(os.environ.get("TEXTFLOW_SHARED") or Path(__file__).parents[2] / "shared") / "eval"
#: The file of each set, and whether its words are those of any script, unstemmed.
SETS = {"dev": False, "more_dev": True}
COUNT = 3
#: The scores of one document: those of the first sentences, of LexRank, and ours.
Scores = tuple[float, float, float]


class _Words:
    """Cuts words for sumy, whose own tokenizer would need a download."""

    def to_words(self, sentence: str) -> list[str]:
        """Return the words of a sentence."""
        return re.findall(r"\w+", sentence)


def _lexrank(*, english: bool) -> Callable[[list[str]], list[str]]:
    dom = import_module("sumy.models.dom")
    stems = import_module("sumy.nlp.stemmers")
    rank = import_module("sumy.summarizers.lex_rank").LexRankSummarizer(
        stems.Stemmer("english") if english else stems.null_stemmer
    )

    def pick(sentences: list[str]) -> list[str]:
        paragraph = dom.Paragraph([dom.Sentence(one, _Words()) for one in sentences])
        return [str(one) for one in rank(dom.ObjectDocumentModel([paragraph]), COUNT)]

    return pick


def _pipeline() -> textflow.Pipeline:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "pipeline.yml")
        stages = "[clean, segment, speakers, amounts, summarise]"
        file.write_text(f"textflow: 1\nstages: {stages}\n", encoding="utf-8")
        return textflow.Pipeline.load(file)


def _picked(record: dict[str, Any], layer: str) -> list[str]:
    text = record["text"]
    return [text[row["start"] : row["end"]] for row in record["annotations"][layer]]


def _scores(name: str, *, unicode: bool) -> Iterator[tuple[str, str, Scores]]:
    """Yield the source, the half and the scores of each document of a set."""
    scorer: Any = import_module("score_summ")
    scorer.UNICODE = unicode
    pipeline, tools = _pipeline(), {english: _lexrank(english=english) for english in (False, True)}
    with gzip.open(EVAL / "summaries" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            known = {"language": row["lang"]} if "lang" in row else {}
            record = pipeline.process(row["text"], known)
            sentences, english = _picked(record, "sentences"), row.get("lang", "en") == "en"
            picks = (sentences[:COUNT], tools[english](sentences), _picked(record, "summary"))
            first, ranked, ours = (_mean(scorer, row, one) for one in picks)
            odd = hashlib.sha256(row["id"].encode()).digest()[0] % 2
            yield row["source"], "AB"[odd], (first, ranked, ours)


def _mean(scorer: Any, row: dict[str, Any], picked: list[str]) -> float:
    found: dict[str, float] = scorer.rouge(row.get("references") or [row["reference"]], picked)
    return sum(found.values()) / len(found)


def _average(rows: list[Scores], place: int) -> float:
    return sum(row[place] for row in rows) / max(1, len(rows))


def main() -> None:
    """Print a table with a row for each set."""
    sys.path.insert(0, str(EVAL / "summaries"))
    sets: dict[str, dict[str, list[Scores]]] = defaultdict(lambda: defaultdict(list))
    for name, unicode in SETS.items():
        for source, half, scores in _scores(name, unicode=unicode):
            for part in (half, "all"):
                sets[source][part].append(scores)
    print("| set | documents | lead-3 | LexRank | textflow | over lead-3 | halves |")
    print("|---|---|---|---|---|---|---|")
    for source, parts in sorted(sets.items()):
        first, ranked, ours = (_average(parts["all"], place) for place in range(3))
        halves = (f"{_average(parts[h], 2) - _average(parts[h], 0):+.2f}" for h in "AB")
        print(
            f"| {source} | {len(parts['all'])} | {first:.2f} | {ranked:.2f} | {ours:.2f} "
            f"| **{ours - first:+.2f}** | {', '.join(halves)} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
