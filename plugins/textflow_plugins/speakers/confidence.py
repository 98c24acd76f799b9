"""Confidence: how often a finding of its kind was right when we looked."""

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from textflow_plugins.languages import Beside, read_records
from textflow_plugins.speakers.attribution import Attributed

#: What was counted on texts in English, and in other languages.
_ENGLISH, _ABROAD = "confidence.tsv", "confidence_abroad.tsv"
#: No speaker who is named elsewhere is surer: outside news, others speak in between.
_CARRIED = 0.9


class _Share(NamedTuple):
    """How often findings of a kind were right; `any` speaker is any that has no row."""

    rule: str
    speaker: str
    #: The words; and, of those with right words, the speaker.
    right: Beside[Decimal]
    theirs: Beside[Decimal]


@cache  # two tables
def _shares(table: str) -> Mapping[tuple[str, str], tuple[float, float]]:
    rows = read_records(files("textflow_plugins.speakers") / table, _Share)
    return {(row.rule, row.speaker): (float(row.right), float(row.theirs)) for row in rows}


def confidence(found: Attributed, *, abroad: bool = False) -> float:
    """Return the share of findings of this kind whose words were right."""
    return _row(found, abroad=abroad)[0]


def speaker_confidence(found: Attributed, *, abroad: bool = False) -> float:
    """Return the share of findings of this kind that were their speaker's."""
    if found.sure:
        return _shares(_ENGLISH)[f"story {found.sure}", _told_by(found)][1]
    theirs = _row(found, abroad=abroad)[1]
    return min(theirs, _CARRIED) if found.carried else theirs


def _told_by(found: Attributed) -> str:
    """Return what tells who speaks a line of a story: a pronoun, a description, nobody."""
    return found.kind if found.mention and not found.carried else "nobody"


def _row(found: Attributed, *, abroad: bool) -> tuple[float, float]:
    rule = found.report.rule
    counted = _shares(_ABROAD).get((rule, "any")) if abroad else None
    shares = _shares(_ENGLISH)
    return counted or shares.get((rule, _speaker(found))) or shares[rule, "any"]


def _speaker(found: Attributed) -> str:
    """Return what names the speaker."""
    if found.carried:
        return "carried" if found.mention else "alternating"
    return found.kind if found.mention else "nobody"
