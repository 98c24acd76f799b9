"""Confidence: how often a finding of its kind was right when we looked."""

from functools import cache

from textflow_plugins.speakers.lexicon import lines
from textflow_plugins.speakers.resolve import Resolved


@cache
def _table() -> dict[str, float]:
    rows = (line.rpartition(" ") for line in lines("confidence.txt"))
    return {kind: float(share) for kind, _, share in rows}


def kind(found: Resolved) -> str:
    """Return how something was found, and by what words its speaker is named."""
    named = found.kind if found.mention else "nobody"
    return f"{found.report.rule}, {named}"


def confidence(found: Resolved) -> float:
    """Return the share of findings of this kind whose words and speaker were right."""
    table = _table()
    return table.get(kind(found), table[found.report.rule])
