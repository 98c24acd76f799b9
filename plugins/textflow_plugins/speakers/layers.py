"""Layers: what was found as plain JSON."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from textflow_plugins.speakers.confidence import confidence
from textflow_plugins.speakers.marks import quotations
from textflow_plugins.speakers.nouns import Span
from textflow_plugins.speakers.reports import reports
from textflow_plugins.speakers.resolve import Resolved, Resolver
from textflow_plugins.speakers.words import Unit, units

Rows = Sequence[Mapping[str, Any]]


class Findings(NamedTuple):
    """The units of a text and the reports in them, each with its speaker."""

    text: str
    units: list[Unit]
    reports: list[Resolved]


def find(text: str, paragraphs: Rows, sentences: Rows, language: str) -> Findings:
    """Find who says what in ``text``."""
    marked = quotations(text, [(row["start"], row["end"]) for row in paragraphs])
    rows = [(row["start"], row["end"], row["paragraph"]) for row in sentences]
    parts = list(units(text, rows, marked))
    told = [reports(unit, language) for unit in parts]
    return Findings(text, parts, Resolver(parts, text).run(told))


def layers(findings: Findings) -> dict[str, list[Any]]:
    """Return the ``quotes`` and the ``speakers`` layer."""
    ids: dict[str, str] = {}
    for one in findings.reports:
        if one.name is not None:
            ids.setdefault(one.name, f"s{len(ids) + 1}")
    return {"quotes": _quotes(findings, ids), "speakers": _speakers(findings, ids)}


def _quotes(findings: Findings, ids: Mapping[str, str]) -> list[dict[str, Any]]:
    groups: dict[tuple[int, int], int] = {}
    quotes: list[dict[str, Any]] = []
    for one in findings.reports:
        group = groups.setdefault((one.unit, one.report.group), len(groups))
        quotes.append(
            {
                **_span(findings, one.unit, one.report.content),
                "kind": one.report.kind,
                "speaker": None if one.name is None else ids[one.name],
                "mention": _span(findings, *one.mention) if one.mention else None,
                "cue": _span(findings, one.unit, one.report.cue) if one.report.cue else None,
                "group": group,
                "confidence": confidence(one),
            }
        )
    return quotes


def _span(findings: Findings, number: int, span: Span) -> dict[str, Any]:
    unit = findings.units[number]
    start, end = unit.starts[span.first], unit.ends[span.last - 1]
    return {"start": start, "end": end, "text": findings.text[start:end]}


def _speakers(findings: Findings, ids: Mapping[str, str]) -> list[dict[str, Any]]:
    speakers: dict[str, dict[str, Any]] = {
        name: {"id": number, "name": name, "role": None, "mentions": []}
        for name, number in ids.items()
    }
    seen: set[tuple[int, Span]] = set()
    for one in findings.reports:
        if one.name is None or one.mention is None:
            continue
        speaker = speakers[one.name]
        speaker["role"] = speaker["role"] or one.role
        if one.mention not in seen:
            seen.add(one.mention)
            speaker["mentions"].append({**_span(findings, *one.mention), "kind": one.kind})
    return list(speakers.values())
