"""textflow_dates: dates and times, resolved against the day on which the article appeared."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any, Literal

import textflow

from textflow_dates.expressions import EXPRESSION
from textflow_dates.resolving import resolved

#: The version of textflow's interface for plugins that this is written for.
TEXTFLOW_PLUGIN_API = 1


@textflow.stage(name="dates", provides={"dates.dates": "dates.schema.json"}, imports=["dateparser"])
def dates(
    doc: textflow.Document, *, prefer: Literal["past", "future"] = "past"
) -> Iterator[textflow.Item]:
    """
    Yield the dates and times, in English, each with what it means.

    What counts from the day of the article ("on Monday") is resolved against `meta.date`; where
    that is missing its value is null. ``prefer`` says which Monday is meant.
    """
    if doc.language("en") != "en":
        return
    published = published_on(doc)
    for found in EXPRESSION.finditer(doc.text):
        value, grain = resolved(found, published, prefer)
        yield {
            "start": found.start(),
            "end": found.end(),
            "text": found.group(),
            "value": value,
            "grain": grain,
        }


def published_on(doc: textflow.Document) -> date | None:
    """Return the day that `meta.date` states in the ISO form, as `2024-05-16T08:30:00Z`."""
    stated = doc.meta.get("date")
    try:
        return datetime.fromisoformat(stated).date() if isinstance(stated, str) else None
    except ValueError:
        return None


@textflow.hookimpl
def textflow_stages() -> list[Callable[..., Any]]:
    """Return the stages of this plugin."""
    return [dates]
