"""What a text comes down to: the sentences that sum it up, verbatim."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import textflow

if TYPE_CHECKING:
    from textflow_plugins.summarise.summary import Chosen

__all__ = ["summarise", "textflow_stages"]


@textflow.stage(
    requires=["sentences"],
    uses=["quotes", "speakers", "amounts"],
    provides=["summary"],
    options="textflow_schemas:options/summarise.json",
)
def summarise(
    doc: textflow.Document,
    *,
    sentences: int = 3,
    max_words: int | None = None,
    ratio: float | None = None,
    language: str = "auto",
) -> list[textflow.Item]:
    """
    Choose the sentences of ``doc`` that sum it up.

    With ``ratio`` the summary has that share of the sentences, else ``sentences``
    of them, or all there are. Where ``max_words`` leaves no room it has fewer, but always one.
    """
    from textflow_plugins.languages import language_of  # noqa: PLC0415 - heavy
    from textflow_plugins.summarise.language import words_of  # noqa: PLC0415 - heavy
    from textflow_plugins.summarise.summary import choose, read  # noqa: PLC0415 - heavy

    title = doc.meta.get("title")
    known = words_of(language_of(doc, language))
    story = read(doc.text, doc.layers, title if isinstance(title, str) else "", known)
    count = sentences if ratio is None else max(1, int(ratio * len(doc["sentences"]) + 0.5))
    return [_item(doc, one) for one in choose(story, count, max_words)]


def _item(doc: textflow.Document, one: "Chosen") -> dict[str, Any]:
    row = doc["sentences"][one.number]
    return {
        "start": row["start"],
        "end": row["end"],
        "text": doc.text[row["start"] : row["end"]],
        "rank": one.rank,
        "score": one.score,
        "why": one.why,
    }


@textflow.hookimpl
def textflow_stages() -> list[Callable[..., Any]]:
    """Return the stage of this plugin."""
    return [summarise]
