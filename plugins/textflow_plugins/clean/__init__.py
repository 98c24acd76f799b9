"""The stage ``clean``: normalised text without the furniture of its page."""

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any, Literal

import textflow


@textflow.stage(
    kind="clean",
    options="textflow_schemas:options/clean.json",
    learns={"repeated": "clean.lines"},
)
def clean(  # noqa: PLR0913 - each is an option of pipeline files
    doc: textflow.Document,
    *,
    keep: Sequence[str] = (),
    drop: Sequence[str] = (),
    furniture: Literal["on", "off"] = "on",
    language: str = "auto",
    repeated: Collection[str] | None = None,
) -> list[textflow.Edit]:
    """Return the edits that normalise ``doc`` and drop what is no part of the article."""
    from textflow_plugins.clean.cleaning import Choice, clean_edits  # noqa: PLC0415 - heavy
    from textflow_plugins.languages import language_of  # noqa: PLC0415 - heavy

    choice = Choice(_folded(keep), _folded(drop), furniture == "on", frozenset(repeated or ()))
    return clean_edits(doc.text, choice, language_of(doc, language))


def _folded(parts: Sequence[str]) -> tuple[str, ...]:
    return tuple(part.casefold() for part in parts if part)


@textflow.stage(name="lines", provides={"clean.lines": "lines.schema.json"})
def keyed_lines(doc: textflow.Document) -> Iterator[textflow.Item]:
    """Yield what the lines of ``doc`` have in common with lines like them, each once."""
    from textflow_plugins.clean.repeated import line_keys  # noqa: PLC0415 - heavy

    for key in sorted(line_keys(doc.text)):
        yield {"key": key}


@textflow.hookimpl
def textflow_stages() -> list[Callable[..., Any]]:
    """Return the stages of this plugin."""
    return [clean, keyed_lines]
