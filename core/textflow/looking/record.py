"""A record that is a picture of itself in a notebook."""

from typing import Any

from textflow.looking.colours import numbers_in
from textflow.looking.shown import Shown
from textflow.plugins.schemas import Validator, read_schema
from textflow.records import fault_of


class Record(dict[str, Any]):
    """
    A record of a run: a plain dict, which a notebook shows as text with its findings.

    >>> Record(id="a.txt")["id"]
    'a.txt'
    """

    __slots__ = ()

    def _repr_html_(self) -> str | None:
        """Return the picture; None for what is no record, so that it is shown as a dict."""
        if fault_of(dict(self), Validator(read_schema("record.json"))) is not None:
            return None
        from textflow.looking.picture import picture  # noqa: PLC0415 - only for notebooks

        return picture(Shown(self, numbers_in(self)))
