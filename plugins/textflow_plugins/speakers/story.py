"""
Stories: texts in which people talk to each other, told by a narrator.

In news, who spoke last goes on; in a story, a new paragraph is a new speaker.
"""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

from textflow_plugins.speakers.attribution import Attributed
from textflow_plugins.speakers.cast import Cast
from textflow_plugins.speakers.conversation import Settled, converse
from textflow_plugins.speakers.line import NARRATOR, NOBODY, Line
from textflow_plugins.speakers.lines import LineReader, is_spoken
from textflow_plugins.speakers.narrator import narrator
from textflow_plugins.speakers.quotation_marks import Quotation
from textflow_plugins.speakers.scene import Scene
from textflow_plugins.speakers.tokens import Span

#: A story has so many lines; so many of its reports are speech, of its lines ask or cry out, and
#: are right behind another.
_LEAST, _SPEECH, _ASKING, _NEXT = 4, 0.75, 0.12, 0.25
#: Of a text with so many quotations, as few news have, less is asked: a novel tells much as well.
_MANY, _SPEECH_OF_MANY = 40, 0.5
#: A quarter of its quotations have no more characters.
_SHORT, _QUARTER = 30, 4
_CRIES = frozenset("?!")
#: By how much the best speaker is better than all others, to be sure, or fairly so.
_SURE, _FAIR = 8, 3


def is_story(scene: Scene, found: Sequence[Attributed]) -> bool:
    """Return whether a text is a story, and no news: by how people speak in it."""
    spoken = [one for one in found if is_spoken(scene, one)] if scene.grammar.fixed_order else []
    if len(spoken) < max(_LEAST, _share(len(spoken)) * len(found)):
        return False
    quotes = [scene.units[one.unit].quoted[one.report.content.first] for one in spoken]
    paragraphs = frozenset(scene.units[one.unit].paragraph for one in spoken)
    return _is_lively(quotes, len(paragraphs)) and _is_dialogue(paragraphs)


def _share(quotations: int) -> float:
    """Return which share of the reports of a story is speech at least."""
    return _SPEECH if quotations < _MANY else _SPEECH_OF_MANY


def _is_lively(quotes: Sequence[Quotation], paragraphs: int) -> bool:
    """Return whether quotations are short and ask or cry out, as where people talk."""
    sizes = sorted(quote.size for quote in quotes)
    asking = sum(quote.ending in _CRIES for quote in quotes)
    return sizes[len(sizes) // _QUARTER] <= _SHORT and asking >= _ASKING * paragraphs


def _is_dialogue(paragraphs: AbstractSet[int]) -> bool:
    """Return whether one paragraph with speech is behind the other often enough."""
    following = sum(paragraph + 1 in paragraphs for paragraph in paragraphs)
    return len(paragraphs) >= _LEAST and following >= _NEXT * len(paragraphs)


def with_speakers(scene: Scene, found: list[Attributed]) -> list[Attributed]:
    """Return the reports of a text; in a story the conversation tells who speaks."""
    if not is_story(scene, found):
        return found
    cast = Cast(scene, found)
    lines = list(LineReader(scene, cast, found).lines())
    known_as = {NARRATOR: narrator(lines, cast), NOBODY: None}
    changed = list(found)
    for line, settled in zip(lines, converse(lines, cast), strict=True):
        name = known_as.get(settled.name, settled.name)
        for at, one in _spoken_by(line, settled, found):
            changed[at] = one._replace(name=name, role=one.role if one.name == name else None)
    return changed


def _spoken_by(
    line: Line, settled: Settled, found: Sequence[Attributed]
) -> Iterator[tuple[int, Attributed]]:
    """Yield the reports of a line, each with what tells who speaks it and how sure that is."""
    tag = next((found[at] for at in line.reports if _is_told(found[at])), None)
    sure = "" if line.told is not None else _sureness(settled.margin)
    for at in line.reports:
        one = found[at]._replace(sure=sure)
        if tag is not None and not _is_told(one):
            one = one._replace(mention=tag.mention, kind=tag.kind, name=tag.name, role=tag.role)
        elif tag is None:
            one = one._replace(mention=_beside(one, settled.name), carried=True)
        yield at, one


def _beside(one: Attributed, name: str) -> tuple[int, Span] | None:
    """Return the mention of a line without a verb, where it is of the one who speaks."""
    return one.mention if one.name == name else None


def _is_told(one: Attributed) -> bool:
    """Return whether a verb and its subject beside it tell who speaks."""
    return one.report.speaker is not None and one.report.cue is not None


def _sureness(margin: int) -> str:
    if margin >= _SURE:
        return "sure"
    return "fair" if margin >= _FAIR else "weak"
