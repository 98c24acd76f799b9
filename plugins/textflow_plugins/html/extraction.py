"""The one place that knows trafilatura: its options, its answers, its absence."""

import logging
from collections.abc import Mapping
from functools import cache
from typing import Any, Literal

from attrs import field, frozen

# htmldate takes no date after max_date; its default is today, and the same page must give the
# same record tomorrow. Its extensive search takes any date of the text for want of a better one.
DATES = {"original_date": True, "extensive_search": False, "max_date": "2100-01-01"}


@frozen
class Extract:
    """What trafilatura found; no text where it found no article."""

    text: str = ""
    #: ``title`` and ``date``, where it found them.
    meta: Mapping[str, Any] = field(factory=dict[str, Any])
    #: Why there is no text.
    problem: str = "trafilatura found no article"


@cache
def _quieten() -> None:
    """Keep trafilatura's warnings off the terminal: the record says what is to be said."""
    logging.getLogger("trafilatura").addHandler(logging.NullHandler())


@frozen
class Wish:
    """How a page is to be read."""

    tables: bool = True
    favour: Literal["precision", "balance", "recall"] = "precision"
    #: Whether title and date are known, so that nobody needs to look for them.
    known: bool = False
    #: Without a second opinion from jusText, which is quadratic in the number of blocks.
    fast: bool = False


def extract(html: str, wish: Wish) -> Extract:
    """
    Return the article that trafilatura finds in ``html``.

    Broken pages make it or the libraries below it raise almost anything; that
    must not cost the page.
    """
    _quieten()
    try:
        return _extract(html, wish)
    except Exception as error:  # noqa: BLE001 - see above; the record names it
        return Extract(problem=f"trafilatura failed with {type(error).__name__}")


def _extract(html: str, wish: Wish) -> Extract:
    from trafilatura import bare_extraction  # noqa: PLC0415 - an extra; 0.3 s to import

    found = bare_extraction(
        html,
        fast=wish.fast,
        include_comments=False,
        include_tables=wish.tables,
        favor_precision=wish.favour == "precision",
        favor_recall=wish.favour == "recall",
        with_metadata=not wish.known,
        date_extraction_params=DATES,
    )
    if found is None or isinstance(found, dict) or not found.text:
        return Extract()
    known = {"title": found.title, "date": found.date}
    return Extract(found.text, {key: value for key, value in known.items() if value})
