"""The segment stage: paragraphs and sentences."""

from collections.abc import Callable, Sequence
from typing import Any, Literal

import textflow
from textflow_plugins.languages import language_of
from textflow_plugins.segment.language import words
from textflow_plugins.segment.layout import Newlines, paragraphs
from textflow_plugins.segment.sentences import sentences

__all__ = ["segment", "textflow_stages"]


@textflow.stage(
    provides=["paragraphs", "sentences"], options="textflow_schemas:options/segment.json"
)
def segment(
    doc: textflow.Document,
    *,
    quotes: Literal["split", "whole"] = "split",
    newlines: Newlines = "auto",
    language: str = "auto",
    abbreviations: Sequence[str] = (),
) -> dict[str, list[dict[str, Any]]]:
    """
    Cut the text of ``doc`` into paragraphs and sentences.

    Every character that is no white space lies in exactly one of each.
    """
    known = words(language_of(doc, language), abbreviations)
    spans = paragraphs(doc.text, newlines)
    return {
        "paragraphs": [{"start": start, "end": end} for start, end in spans],
        "sentences": [
            {"start": start, "end": end, "paragraph": number}
            for number, span in enumerate(spans)
            for start, end in sentences(doc.text, span, known, whole=quotes == "whole")
        ],
    }


@textflow.hookimpl
def textflow_stages() -> list[Callable[..., Any]]:
    """Return the stage of this plugin."""
    return [segment]
