"""Lines: the paragraphs of a story in which somebody speaks, and what tells who it is."""

from collections.abc import Iterator, Mapping, Sequence

from textflow_plugins.speakers.addressees import Addressees
from textflow_plugins.speakers.attribution import Attributed
from textflow_plugins.speakers.cast import Cast
from textflow_plugins.speakers.described import Described
from textflow_plugins.speakers.line import NARRATOR, Line
from textflow_plugins.speakers.mentions import description, head, is_pronoun
from textflow_plugins.speakers.names import head_name
from textflow_plugins.speakers.scene import Scene
from textflow_plugins.speakers.tokens import Span, Unit

#: How many of those who were named last are kept.
_MOST_RECENT = 5


class LineReader:
    """Goes through a story and puts down its lines."""

    def __init__(self, scene: Scene, cast: Cast, found: Sequence[Attributed]) -> None:
        self._scene = scene
        self._cast = cast
        self._grammar = scene.grammar
        self._found = found
        self._addressees = Addressees(scene, cast)
        self._described = Described(scene, cast, found)
        #: Those who were named or described last, the last first.
        self._recent: list[str] = []

    def lines(self) -> Iterator[Line]:
        """Yield the lines of the story in order."""
        by_unit: dict[int, list[int]] = {}
        for at, one in enumerate(self._found):
            if is_spoken(self._scene, one):
                by_unit.setdefault(one.unit, []).append(at)
        for numbers in self._paragraphs():
            yield from self._of_paragraph(numbers, by_unit)

    def _paragraphs(self) -> Iterator[range]:
        """Yield the units of each paragraph."""
        units, first = self._scene.units, 0
        for number in range(1, len(units) + 1):
            if number == len(units) or units[number].paragraph != units[first].paragraph:
                yield range(first, number)
                first = number

    def _of_paragraph(self, numbers: range, by_unit: Mapping[int, list[int]]) -> list[Line]:
        lines: list[Line] = []
        beside = Line(-1)
        for number in numbers:
            reports = by_unit.get(number, ())
            for at in reports:
                self._add(lines, at)
            if not any(self._found[at].report.speaker for at in reports):
                self._learn_act(number, beside)
            self._name(number)
        for line in lines:
            if line.described is not None:
                self._push(line.described)
        for line in lines:
            line.acts, line.act_genders = beside.acts, beside.act_genders
            line.recent = tuple(self._recent[:_MOST_RECENT])
        return lines

    def _name(self, number: int) -> None:
        """Put down who is described and who is named in a unit."""
        for one in self._described.read(self._scene.units[number]):
            self._push(one)
        for _, fullest in self._scene.index.known[number]:
            if fullest in self._cast.names:
                self._push(fullest)

    def _push(self, name: str) -> None:
        if name in self._recent:
            self._recent.remove(name)
        self._recent.insert(0, name)
        del self._recent[2 * _MOST_RECENT :]

    def _add(self, lines: list[Line], at: int) -> None:
        """Add a quotation to the line of its speaker."""
        tag = self._tag(self._found[at])
        if not lines or not lines[-1].agrees(tag):
            lines.append(tag)
        else:
            lines[-1].join(tag)
        lines[-1].reports.append(at)
        self._addressees.read(lines[-1], self._found[at])

    def _tag(self, one: Attributed) -> Line:
        """Return what the verb and its subject beside a quotation tell."""
        unit = self._scene.units[one.unit]
        continues = unit.quoted[one.report.content.first].continues
        line = Line(unit.paragraph, continues=continues)
        phrase = one.report.speaker
        if phrase is None or one.report.cue is None:
            return line
        if is_pronoun(unit, phrase):
            word = unit.low[phrase.first]
            line.gender = self._grammar.persons.get(word, "")
            line.told = NARRATOR if word in self._grammar.speaker else None
        elif one.kind == "name":
            line.told = one.name
            line.gender = self._cast.gender(one.name).strip("u") if one.name else ""
        elif one.kind == "description":
            self._describe(line, one, phrase)
        return line

    def _describe(self, line: Line, one: Attributed, phrase: Span) -> None:
        """Put down whom a description tells: who bears a title, or somebody for now unknown."""
        unit, grammar = self._scene.units[one.unit], self._grammar
        noun, first = head(unit, phrase), unit.low[phrase.first]
        line.gender = self._cast.described_gender(unit, phrase)
        if one.name is not None and self._scene.index.bears(one.name, noun):
            line.told = one.name
        elif noun not in grammar.frames:
            line.described = description(unit, self._scene.text, phrase)
            line.owned = first in grammar.owning and first not in grammar.articles
            line.new = self._described.is_new(line.described, first)

    def _learn_act(self, number: int, beside: Line) -> None:
        """Put down whom a sentence beside a quotation is about."""
        phrase, unit = self._scene.subject(number), self._scene.units[number]
        if phrase is None:
            return
        if is_pronoun(unit, phrase):
            self._learn_pronoun(unit, phrase, beside)
            return
        name = head_name(unit, number, phrase)
        fullest = self._scene.index.fullest(name) if name is not None else None
        if fullest is not None and fullest in self._cast.names:
            beside.acts.add(fullest)

    def _learn_pronoun(self, unit: Unit, phrase: Span, beside: Line) -> None:
        word = unit.low[phrase.first]
        if word in self._grammar.persons:
            beside.act_genders.add(self._grammar.persons[word])
        elif word in self._grammar.speaker:
            beside.acts.add(NARRATOR)


def is_spoken(scene: Scene, one: Attributed) -> bool:
    """Return whether a report is speech in quotation marks."""
    quote = scene.units[one.unit].quoted.get(one.report.content.first)
    return one.report.kind == "direct" and quote is not None and not quote.turn
