"""Who said what: quotations, direct and indirect, and those who speak them."""

from collections.abc import Callable
from typing import Any

import textflow


@textflow.stage(
    requires=["paragraphs", "sentences"],
    provides=["quotes", "speakers"],
    options="textflow_schemas:options/speakers.json",
)
def speakers(doc: textflow.Document, *, language: str = "auto") -> dict[str, list[textflow.Item]]:
    """Find who said what in ``doc``."""
    from textflow_plugins.languages import language_spoken  # noqa: PLC0415 - heavy
    from textflow_plugins.speakers.finding import find  # noqa: PLC0415 - heavy
    from textflow_plugins.speakers.output import layers  # noqa: PLC0415 - heavy

    spoken = language_spoken(doc, language)
    return layers(find(doc.text, doc["paragraphs"], doc["sentences"], spoken))


@textflow.hookimpl
def textflow_stages() -> list[Callable[..., Any]]:
    """Return the stage of this plugin."""
    return [speakers]
