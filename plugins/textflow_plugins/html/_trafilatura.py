"""The one place that knows trafilatura: its options, its answers, its absence."""

import logging
from collections.abc import Mapping
from importlib.util import find_spec
from typing import Any, Literal

from attrs import frozen

MISSING = (
    "the stage 'html' needs trafilatura, which is not installed: "
    "pip install 'textflow-engine[html]'"
)
# htmldate takes no date after max_date; its default is today, and the same page must give the
# same record tomorrow. Its extensive search takes any date of the text for want of a better one.
DATES = {"original_date": True, "extensive_search": False, "max_date": "2100-01-01"}


@frozen
class Extract:
    """What trafilatura found."""

    text: str
    #: ``title`` and ``date``, where it found them.
    meta: Mapping[str, Any]


def demand() -> None:
    """Raise ``ModuleNotFoundError``, saying what to install, if trafilatura is missing."""
    if find_spec("trafilatura") is None:
        raise ModuleNotFoundError(MISSING, name="trafilatura")


def extract(
    html: str, *, tables: bool, favour: Literal["precision", "balance", "recall"]
) -> Extract | None:
    """Return the article that trafilatura finds in ``html``, if it finds one."""
    from trafilatura import bare_extraction  # noqa: PLC0415 - an extra; 0.3 s to import

    logging.getLogger("trafilatura").addHandler(logging.NullHandler())  # we say it in the record
    found = bare_extraction(
        html,
        include_comments=False,
        include_tables=tables,
        favor_precision=favour == "precision",
        favor_recall=favour == "recall",
        with_metadata=True,
        date_extraction_params=DATES,
    )
    if found is None or isinstance(found, dict) or not found.text:
        return None
    known = {"title": found.title, "date": found.date}
    return Extract(found.text, {key: value for key, value in known.items() if value})
