"""Corrections: what a person says of a finding, as read from ``corrections.jsonl``."""

from collections.abc import Mapping
from typing import Any

import attrs

from textflow.errors import InputError
from textflow.plugins.schemas import Validator, read_schema
from textflow.records import read_lines
from textflow.review.selectors import Selector
from textflow.wording import cut


@attrs.frozen
class Correction:
    """One judgement: of a finding, or that a layer of a document has been looked through."""

    #: The id of the document.
    document: str
    layer: str
    #: ``accept``, ``reject``, ``change``, ``add`` or ``complete``.
    action: str
    #: Where the finding was; None for ``complete``.
    target: Selector | None
    #: Where it belongs, if elsewhere.
    place: Selector | None
    #: The finding as it should be, without its place; None where there should be none.
    item: Mapping[str, Any] | None
    #: As it was read.
    line: Mapping[str, Any] = attrs.field(repr=False, eq=False)

    @classmethod
    def from_json(cls, line: Mapping[str, Any]) -> "Correction":
        """Read what fits ``correction.json``."""
        target, place = line.get("target"), line.get("place")
        return cls(
            document=line["document"],
            layer=line["layer"],
            action=line["action"],
            target=Selector.from_json(target) if target else None,
            place=Selector.from_json(place) if place else None,
            item=line.get("item"),
            line=line,
        )


def read_corrections(path: str) -> dict[str, list[Correction]]:
    """Return the corrections in a file, document by document; raises InputError."""
    validator = Validator(read_schema("correction.json"))
    found: dict[str, list[Correction]] = {}
    for place, line in read_lines(path):
        violation = next(validator.violations(line), None) if not validator.fits(line) else None
        if violation:
            raise InputError(
                uri=place,
                found=f"is no correction: {cut(f'{violation.pointer}: {violation.message}')}",
                wanted="wanted a line as the report saves it (`textflow schema correction`)",
                fix="save the corrections in the report again",
            )
        found.setdefault(line["document"], []).append(Correction.from_json(line))
    return found
