"""Output: what was found as plain JSON."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from textflow_plugins.languages import Grammar
from textflow_plugins.speakers.attribution import Attributed
from textflow_plugins.speakers.confidence import confidence, speaker_confidence
from textflow_plugins.speakers.coreference import shown
from textflow_plugins.speakers.names import Name, is_person
from textflow_plugins.speakers.report_parser import LABELLED
from textflow_plugins.speakers.roles import role, role_before
from textflow_plugins.speakers.speaker_types import type_of
from textflow_plugins.speakers.tokens import Span, Unit


class Findings(NamedTuple):
    """The units of a text, the reports in them, each with its speaker, and all names."""

    text: str
    units: Sequence[Unit]
    reports: Sequence[Attributed]
    #: Each with the fullest form of it.
    names: Sequence[tuple[Name, str]]
    grammar: Grammar
    #: Names beside which a title of people stands.
    titled: frozenset[str]


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
    abroad = not findings.grammar.fixed_order
    highest = -1
    for one in findings.reports:
        key = (one.unit, one.report.group)
        if _continues(findings, one) and quotes:
            groups.setdefault(key, quotes[-1]["group"])
        group = groups.setdefault(key, highest + 1)
        highest = max(highest, group)
        quotes.append(
            {
                **_span(findings, one.unit, one.report.content),
                "kind": one.report.kind,
                "speaker": None if one.name is None else ids[one.name],
                "mention": _span(findings, *one.mention) if one.mention else None,
                "cue": _span(findings, one.unit, one.report.cue) if one.report.cue else None,
                "group": group,
                "confidence": confidence(one, abroad=abroad),
                "speaker_confidence": None
                if one.name is None
                else speaker_confidence(one, abroad=abroad),
            }
        )
    return quotes


def _continues(findings: Findings, found: Attributed) -> bool:
    """Return whether a quotation goes on from the paragraph before."""
    quote = findings.units[found.unit].quoted.get(found.report.content.first)
    return quote is not None and quote.continues


def _span(findings: Findings, number: int, span: Span) -> dict[str, Any]:
    unit = findings.units[number]
    start, end = unit.starts[span.first], unit.ends[span.last - 1]
    return {"start": start, "end": end, "text": findings.text[start:end]}


def _speakers(findings: Findings, ids: Mapping[str, str]) -> list[dict[str, Any]]:
    types = _types(findings, ids)
    speakers: dict[str, dict[str, Any]] = {
        name: {
            "id": number,
            "name": shown(name),
            "type": types[name],
            "role": None,
            "mentions": [],
        }
        for name, number in ids.items()
    }
    for name, known_as in _roles(findings, ids):
        if known_as:
            _learn_role(speakers[name], known_as, findings)
    mentions = sorted(_mentions(findings, ids), key=lambda row: row[2:])
    for name, kind, number, span in mentions:
        speakers[name]["mentions"].append({**_span(findings, number, span), "kind": kind})
    return list(speakers.values())


def _learn_role(speaker: dict[str, Any], known_as: str, findings: Findings) -> None:
    """Put down the first role of a speaker, and what roles tell of the type."""
    speaker["role"] = speaker["role"] or known_as
    if speaker["type"] == "person" and _is_of(speaker["name"], known_as, findings):
        speaker["type"] = "organisation"


def _types(findings: Findings, names: Iterable[str]) -> dict[str, str]:
    """Return the type of each speaker."""
    named = {one.name for one in findings.reports if one.kind == "name"}
    named.update(fullest for _, fullest in findings.names)
    labels = {one.name for one in findings.reports if one.report.rule == LABELLED}
    return {
        name: _label_type(name) if name in labels else _type(findings, name, name in named)
        for name in names
    }


def _label_type(name: str) -> str:
    """Return the type of one who is named before a turn: Q and A are no names."""
    return "description" if len(name) == 1 else "person"


def _type(findings: Findings, name: str, named: bool) -> str:  # noqa: FBT001 - a fact
    kind = "name" if named else "description"
    return type_of(shown(name), kind, findings.grammar, titled=name in findings.titled)


def _is_of(name: str, role: str, findings: Findings) -> bool:
    """Return whether a role tells that who is no person by the name is an institution."""
    grammar = findings.grammar
    person = grammar.fixed_order and is_person(name.split(" "), grammar)
    return not person and _is_body(role, grammar)


def _is_body(role: str, grammar: Grammar) -> bool:
    """Return whether a role is that of an institution: "diario británico", "a Cork band"."""
    words = [word for word in role.lower().split(" ") if word not in grammar.articles]
    if grammar.fixed_order:
        ends = (at for at, word in enumerate(words) if word in grammar.clauses.head_end)
        words = words[: next(ends, None)][-1:]
    return bool(words) and words[0] in grammar.institutions and words[0] not in grammar.person_nouns


def _roles(findings: Findings, ids: Mapping[str, str]) -> Iterator[tuple[str, str | None]]:
    """Yield each speaker's name with what is beside it, those of reports first."""
    yield from ((one.name, one.role) for one in findings.reports if one.name is not None)
    for name, fullest in findings.names:
        if fullest in ids:
            phrase, unit = Span(name.titled, name.last), findings.units[name.unit]
            known = role(unit, findings.text, phrase, name)
            yield fullest, known or role_before(unit, findings.text, name)


def _mentions(findings: Findings, ids: Mapping[str, str]) -> Iterator[tuple[str, str, int, Span]]:
    """Yield name, kind of mention, unit and tokens of each place where a speaker is named."""
    taken: set[tuple[int, int]] = set()
    for one in findings.reports:
        if one.name is None or one.mention is None:
            continue
        tokens = _places(*one.mention)
        if taken.isdisjoint(tokens):
            yield one.name, one.kind, *one.mention
        taken.update(tokens)
    for name, fullest in findings.names:
        if fullest in ids:
            span = Span(name.first, name.last)
            if taken.isdisjoint(_places(name.unit, span)):
                yield fullest, "name", name.unit, span


def _places(number: int, span: Span) -> list[tuple[int, int]]:
    return [(number, at) for at in range(*span)]
