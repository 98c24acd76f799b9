"""Confidence: how often a finding of its kind was right when we looked."""

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from textflow_plugins.languages import Beside, read_records
from textflow_plugins.speakers.attribution import Attributed

#: No speaker who is named elsewhere is surer: outside news, others speak in between.
_CARRIED = 0.9


class _Share(NamedTuple):
    """How often findings of a kind were right; `any` speaker is any that has no row."""

    rule: str
    speaker: str
    #: The words; and, of those with right words, the speaker.
    right: Beside[Decimal]
    theirs: Beside[Decimal]


@cache
def _shares() -> Mapping[tuple[str, str], tuple[float, float]]:
    table = files("textflow_plugins.speakers") / "confidence.tsv"
    rows = read_records(table, _Share)
    return {(row.rule, row.speaker): (float(row.right), float(row.theirs)) for row in rows}


def confidence(found: Attributed) -> float:
    """Return the share of findings of this kind whose words were right."""
    return _row(found)[0]


def speaker_confidence(found: Attributed) -> float:
    """Return the share of findings of this kind that were their speaker's."""
    theirs = _row(found)[1]
    return min(theirs, _CARRIED) if found.carried else theirs


def _row(found: Attributed) -> tuple[float, float]:
    shares, rule = _shares(), found.report.rule
    speaker = found.kind if found.mention else "nobody"
    if found.carried:
        speaker = "carried" if found.mention else "alternating"
    return shares.get((rule, speaker)) or shares[rule, "any"]
