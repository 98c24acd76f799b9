"""Build documents for tests of summaries, and read off which sentences were chosen."""

from typing import Any

import textflow
from textflow_plugins.summarise import summarise


def story(*sentences: str, **meta: Any) -> textflow.Document:
    """Return a document with one sentence a line."""
    text = "\n".join(sentences)
    rows: list[dict[str, Any]] = []
    start = 0
    for sentence in sentences:
        rows.append({"start": start, "end": start + len(sentence), "paragraph": 0})
        start += len(sentence) + 1
    return textflow.Document(text, layers={"sentences": rows}, meta=meta)


def span(text: str, part: str) -> dict[str, Any]:
    """Return the first span of ``part``."""
    start = text.index(part)
    return {"start": start, "end": start + len(part), "text": part}


def quote(text: str, part: str, mention: str | None) -> dict[str, Any]:
    """Return one row of the ``quotes`` layer: direct, by speaker s1."""
    said_by = None if mention is None else span(text, mention)
    return {**span(text, part), "kind": "direct", "speaker": "s1", "mention": said_by}


def numbers(doc: textflow.Document, **options: Any) -> list[int]:
    """Return the places of the chosen sentences, counted from 0."""
    starts = [row["start"] for row in doc["sentences"]]
    return [starts.index(item["start"]) for item in summarise(doc, **options)]
