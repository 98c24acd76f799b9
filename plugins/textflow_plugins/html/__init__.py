"""The stage ``html``: of a page's HTML, the text of its article; and the source of .html files."""

from collections.abc import Callable, Iterator
from typing import Any, Literal

import textflow


@textflow.stage(
    kind="clean",
    name="html",
    options="textflow_schemas:options/html.json",
    imports=["trafilatura"],
)
class Html:
    """Edits that leave the article of a page; its title and date go to ``meta``."""

    def __init__(
        self,
        *,
        tables: Literal["on", "off"] = "on",
        favour: Literal["precision", "recall"] = "precision",
    ) -> None:
        self._tables = tables == "on"
        self._favour: Literal["precision", "recall"] = favour

    def __call__(self, doc: textflow.Document) -> textflow.Cleaning:
        """Return the edits that leave the article of ``doc``, and what is known about it."""
        # Imported here: looking at the plugin must not cost what reading a page costs.
        from textflow_plugins.html.article import article  # noqa: PLC0415
        from textflow_plugins.html.edits import edits_for  # noqa: PLC0415

        found = article(doc.text, tables=self._tables, favour=self._favour)
        return textflow.Cleaning(edits_for(doc.text, found.blocks, found.rules), dict(found.meta))


@textflow.source(name="html", options="textflow_schemas:options/source-html.json", through="html")
def html_files(
    entry: textflow.Input, *, encoding: str | None = None
) -> Iterator[textflow.RawDocument | textflow.Unreadable]:
    """Yield the HTML of ``entry``: one document a file, in the encoding that it declares."""
    from textflow_plugins.html.charset import charset  # noqa: PLC0415 - see above

    yield textflow.whole_file(entry, lambda raw: encoding or charset(raw))


@textflow.hookimpl
def textflow_stages() -> list[Callable[..., Any]]:
    """Return the stages of this plugin."""
    return [Html]


@textflow.hookimpl
def textflow_sources() -> list[Callable[..., Any]]:
    """Give the source."""
    return [html_files]
