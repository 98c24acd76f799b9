"""Finding: from the text and its sentences to who says what."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from textflow_plugins.languages import Grammar, grammar
from textflow_plugins.speakers.attribution import Attributed, Attribution
from textflow_plugins.speakers.blocks import blocks
from textflow_plugins.speakers.dialogue import dialogue
from textflow_plugins.speakers.output import Findings
from textflow_plugins.speakers.quotation_marks import Quotation, quotations
from textflow_plugins.speakers.report_parser import Reported
from textflow_plugins.speakers.reports import marked, reports
from textflow_plugins.speakers.scene import Scene
from textflow_plugins.speakers.scripts import scripts
from textflow_plugins.speakers.story import with_speakers
from textflow_plugins.speakers.tokens import Unit
from textflow_plugins.speakers.turns import turns
from textflow_plugins.speakers.units import units

Rows = Sequence[Mapping[str, Any]]
_NOTHING = Reported([], None)


def find(text: str, paragraphs: Rows, sentences: Rows, language: str) -> Findings:
    """
    Find who says what in ``text``.

    Of a language without grammar, what is in quotation marks is found, and nobody who
    says it.
    """
    rules = grammar(language)
    parts = list(_units(text, paragraphs, sentences, rules))
    if not rules.parses:
        return Findings(text, parts, list(_unattributed(parts)), [], rules, frozenset())
    told = list(map(_told, parts))
    if not any(reported.reports for reported in told):
        return Findings(text, parts, [], [], rules, frozenset())
    scene = Scene(parts, text, rules)
    found = with_speakers(scene, Attribution(scene).run(told))
    index = scene.index
    named = [one for row in index.known for one in row]
    titled = frozenset(name for _, name in named if index.titled_person(name))
    return Findings(text, parts, found, named, rules, titled)


def _units(text: str, paragraphs: Rows, sentences: Rows, rules: Grammar) -> Iterator[Unit]:
    spans = [(row["start"], row["end"]) for row in paragraphs]
    elisions = rules.language.endings.elision
    quotes = quotations(text, spans, elisions, restarts=not rules.fixed_order)
    spoken = turns(text, rules) or scripts(text)
    whole = [*spoken, *blocks(text, spans, rules), *dialogue(text, spans, rules)]
    del spans  # of a long text they are many
    rows = ((row["start"], row["end"], row["paragraph"]) for row in sentences)
    return units(text, rows, _outermost(whole, quotes), rules)


def _told(unit: Unit) -> Reported:
    """Return what is reported in a unit; most report nothing, and share that."""
    found = reports(unit)
    return found if found.reports or found.bare else _NOTHING


def _outermost(whole: Sequence[Quotation], quotes: Sequence[Quotation]) -> list[Quotation]:
    """Return turns, and the quotations that are in none of them."""
    found: list[Quotation] = []
    end = -1
    for quote in sorted((*whole, *quotes), key=lambda one: (one.start, not one.turn, -one.end)):
        if quote.start >= end:
            found.append(quote)
            end = quote.end
    return found


def _unattributed(parts: Sequence[Unit]) -> Iterator[Attributed]:
    """Yield what is in quotation marks where the language has no grammar."""
    for number, unit in enumerate(parts):
        for report in marked(unit):
            yield Attributed(number, report, None, "name", None, None)
