"""Confidence: how often a finding of its kind was right when we looked."""

from functools import cache

from textflow_plugins.speakers.lexicon import lines
from textflow_plugins.speakers.resolve import Resolved


@cache
def _table() -> dict[str, float]:
    rows = (line.rpartition(" ") for line in lines("confidence.txt"))
    return {rule: float(share) for rule, _, share in rows}


def confidence(found: Resolved) -> float:
    """Return the share of findings of this kind whose words and speaker were right."""
    return _table()[found.report.rule]
