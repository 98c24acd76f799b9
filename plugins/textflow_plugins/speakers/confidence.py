"""Confidence: how often a finding of its kind was right when we looked."""

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from importlib.resources import files

import attrs

from textflow_plugins.languages import read_records
from textflow_plugins.speakers.attribution import Attributed


@attrs.frozen
class _Share:
    """How often findings of a kind were right; `any` speaker is any that has no row."""

    rule: str
    speaker: str
    right: Decimal = attrs.field(eq=False)


@cache
def _shares() -> Mapping[tuple[str, str], float]:
    table = files("textflow_plugins.speakers") / "confidence.tsv"
    rows = read_records(table, _Share)
    return {(row.rule, row.speaker): float(row.right) for row in rows}


def confidence(found: Attributed) -> float:
    """Return the share of findings of this kind whose words and speaker were right."""
    shares, rule = _shares(), found.report.rule
    speaker = found.kind if found.mention else "nobody"
    return shares.get((rule, speaker), shares[rule, "any"])
