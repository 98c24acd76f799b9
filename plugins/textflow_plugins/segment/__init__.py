"""The segment stage: paragraphs and sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Literal

import textflow

if TYPE_CHECKING:
    from textflow_plugins.segment.language import Words

__all__ = ["segment", "textflow_stages"]

#: The items of a longer text come one by one: there may be so many that nobody takes them all.
LONG = 1_000_000
Items = Iterable[dict[str, Any]]


@textflow.stage(
    provides=["paragraphs", "sentences"], options="textflow_schemas:options/segment.json"
)
def segment(
    doc: textflow.Document,
    *,
    quotes: Literal["split", "whole"] = "split",
    newlines: Literal["auto", "end", "wrap"] = "auto",
    language: str = "auto",
    abbreviations: Sequence[str] = (),
) -> dict[str, Items]:
    """
    Cut the text of ``doc`` into paragraphs and sentences.

    Every character that is no white space lies in exactly one of each.
    """
    from textflow_plugins.languages import language_of  # noqa: PLC0415 - heavy
    from textflow_plugins.segment.language import words  # noqa: PLC0415 - heavy
    from textflow_plugins.segment.layout import Paragraphs, paragraphs  # noqa: PLC0415 - heavy

    known = words(language_of(doc, language), abbreviations)
    long = len(doc.text) > LONG
    spans = Paragraphs(doc.text, newlines) if long else paragraphs(doc.text, newlines)
    whole: Items = ({"start": start, "end": end} for start, end in spans)
    parts = _sentences(doc.text, spans, known, whole=quotes == "whole")
    if long:
        return {"paragraphs": whole, "sentences": parts}
    return {"paragraphs": list(whole), "sentences": list(parts)}


def _sentences(
    text: str, spans: Iterable[tuple[int, int]], known: Words, *, whole: bool
) -> Iterator[dict[str, Any]]:
    from textflow_plugins.segment.sentences import sentences  # noqa: PLC0415 - heavy

    for number, span in enumerate(spans):
        for start, end in sentences(text, span, known, whole=whole):
            yield {"start": start, "end": end, "paragraph": number}


@textflow.hookimpl
def textflow_stages() -> list[Callable[..., Any]]:
    """Return the stage of this plugin."""
    return [segment]
