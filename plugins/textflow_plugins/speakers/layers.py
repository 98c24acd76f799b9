"""Layers: what was found as plain JSON."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from textflow_plugins.speakers.cast import Cast
from textflow_plugins.speakers.confidence import confidence
from textflow_plugins.speakers.lexicon import reporting_verbs
from textflow_plugins.speakers.marks import quotations
from textflow_plugins.speakers.names import role
from textflow_plugins.speakers.nouns import Span
from textflow_plugins.speakers.reports import marked, reports
from textflow_plugins.speakers.resolve import Resolved, Resolver
from textflow_plugins.speakers.words import Unit, units

Rows = Sequence[Mapping[str, Any]]


class Findings(NamedTuple):
    """The units of a text and the reports in them, each with its speaker."""

    text: str
    units: list[Unit]
    reports: list[Resolved]
    cast: Cast


def find(text: str, paragraphs: Rows, sentences: Rows, language: str) -> Findings:
    """Find who says what in ``text``."""
    marked = quotations(text, [(row["start"], row["end"]) for row in paragraphs])
    rows = [(row["start"], row["end"], row["paragraph"]) for row in sentences]
    parts = list(units(text, rows, marked))
    if not reporting_verbs(language):
        return Findings(text, parts, list(_unattributed(parts)), Cast([]))
    told = [reports(unit, language) for unit in parts]
    resolver = Resolver(parts, text)
    return Findings(text, parts, resolver.run(told), resolver.cast)


def _unattributed(parts: Sequence[Unit]) -> Iterator[Resolved]:
    """Yield what stands in quotation marks where the language has no word lists."""
    for number, unit in enumerate(parts):
        for report in marked(unit):
            yield Resolved(number, report, None, "name", None, None)


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
    for one in findings.reports:
        if one.name is not None:
            speakers[one.name]["role"] = speakers[one.name]["role"] or one.role
    for found, known_as in _roles(findings):
        if found in speakers:
            speakers[found]["role"] = speakers[found]["role"] or known_as
    for name, kind, number, span in sorted(_mentions(findings), key=lambda row: row[2:]):
        if name in speakers:
            speakers[name]["mentions"].append({**_span(findings, number, span), "kind": kind})
    return list(speakers.values())


def _roles(findings: Findings) -> Iterator[tuple[str, str | None]]:
    """Yield each name with what stands beside it."""
    for row in findings.cast.names:
        for name in row:
            group = Span(name.titled, name.last)
            known_as = role(findings.units[name.unit], findings.text, group, name)
            yield findings.cast.fullest(name), known_as


def _mentions(findings: Findings) -> Iterator[tuple[str, str, int, Span]]:
    """Yield name, kind of mention, unit and tokens of each place where a speaker is named."""
    taken: set[tuple[int, int]] = set()
    for one in findings.reports:
        if one.name is None or one.mention is None:
            continue
        number, span = one.mention
        tokens = {(number, at) for at in range(*span)}
        if not tokens & taken:
            yield one.name, one.kind, number, span
        taken |= tokens
    for row in findings.cast.names:
        for name in row:
            if not any((name.unit, at) in taken for at in range(name.first, name.last)):
                fullest = findings.cast.fullest(name)
                yield fullest, "name", name.unit, Span(name.first, name.last)
