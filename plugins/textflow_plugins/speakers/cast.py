"""Cast: the people of a story, and who of them is a man or a woman."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from textflow_plugins.speakers.attribution import Attributed
from textflow_plugins.speakers.coreference import shown
from textflow_plugins.speakers.mentions import head
from textflow_plugins.speakers.names import Name
from textflow_plugins.speakers.scene import Scene
from textflow_plugins.speakers.tokens import Span, Unit

#: Somebody whom no verb of saying names is named so often, and a sentence is about them.
_OFTEN = 2


def _told(found: Sequence[Attributed]) -> Iterator[str]:
    """Yield those whom a verb of saying names."""
    for one in found:
        if one.report.cue and one.kind == "name" and one.name is not None:
            yield one.name


class Cast:
    """Those who may speak in a story."""

    def __init__(self, scene: Scene, found: Sequence[Attributed]) -> None:
        self._scene = scene
        self._index = scene.index
        self._grammar = scene.grammar
        mentions = [one.mention for one in found if one.mention is not None]
        self._tagged = frozenset((number, phrase.last) for number, phrase in mentions)
        self.names = frozenset((*_told(found), *self._named_often()))
        self._counted: dict[str, Counter[str]] = {}
        for number in range(len(scene.units)):
            self._count_pronouns(number)

    def _named_often(self) -> Iterator[str]:
        """Yield the people, and those whom sentences are about who are named again."""
        named = [one for row in self._index.known for one in row]
        times = Counter(fullest for _, fullest in named)
        subjects = frozenset(self._named_subjects())
        for name, fullest in named:
            often = fullest in subjects and times[fullest] >= _OFTEN
            if often or self._is_person(name, fullest):
                yield fullest

    def _is_person(self, name: Name, fullest: str) -> bool:
        return self.is_first_name(name.words[0]) or self._index.titled_person(fullest)

    def _named_subjects(self) -> Iterator[str]:
        for number, row in enumerate(self._index.known):
            phrase = self._scene.subject(number) if row else None
            last = phrase.last if phrase is not None else -1
            yield from (full for name, full in row if name.last == last and self._is_proper(name))

    def _is_proper(self, name: Name) -> bool:
        """Return whether a name is no place, and no word that is written small elsewhere."""
        word = name.surname
        return word not in self._grammar.entities.region and word not in self._scene.written_small

    def _count_pronouns(self, number: int) -> None:
        """Count the "he" and "she" behind the only one who is named in a unit."""
        row = [(full, name.last) for name, full in self._index.known[number] if full in self.names]
        if len({full for full, _ in row}) == 1 and self._is_subject(number, row[0][1]):
            fullest, last = row[0]
            low, genders = self._scene.units[number].low, self._pronouns
            told = [genders[word] for word in low[last:] if word in genders]
            told += self._behind(number)
            self._counted.setdefault(fullest, Counter()).update(told)

    def _behind(self, number: int) -> list[str]:
        """Return the gender that the next sentence opens with: "Lee sat down. He was tired."."""
        units = self._scene.units
        if number + 1 == len(units) or units[number + 1].paragraph != units[number].paragraph:
            return []
        opener = units[number + 1].word(0)
        return [self._pronouns[opener]] if opener in self._pronouns else []

    def _is_subject(self, number: int, last: int) -> bool:
        """Return whether a name that ends at a token speaks, or the sentence is about it."""
        phrase = self._scene.subject(number)
        return (number, last) in self._tagged or (phrase is not None and phrase.last == last)

    @cached_property
    def _pronouns(self) -> Mapping[str, str]:
        """Pronoun, in any case, of a single third person to its gender."""
        known = self._grammar.language.pronouns
        return {one.word: one.gender for one in known if one.gender in ("m", "f")}

    def gender(self, name: str) -> str:
        """Return ``m``, ``f`` or ``u``: by title, first name or noun, else by what is counted."""
        known = self._index.gender(name)
        if known in ("m", "f"):
            return known
        words = shown(name).lower().split(" ")
        return self.noun_gender(words[0]) or self.noun_gender(words[-1]) or self._by_count(name)

    def _by_count(self, name: str) -> str:
        counted = self._counted.get(name, Counter())
        men, women = counted["m"], counted["f"]
        if men == women:
            return "u"
        most, least = max(men, women), min(men, women)
        return "u" if most < _OFTEN * least else "m" if men > women else "f"

    def noun_gender(self, word: str) -> str:
        """Return the gender of a title, or of a noun such as "aunt", or ""."""
        entities = self._grammar.entities
        if word in entities.female:
            return "f"
        return "m" if word in entities.male else self._grammar.title_genders.get(word, "")

    def described_gender(self, unit: Unit, phrase: Span) -> str:
        """Return the gender of whom a phrase describes, or ""."""
        return self.noun_gender(head(unit, phrase))

    def is_first_name(self, word: str) -> bool:
        """Return whether a word is a first name."""
        return word.lower() in self._grammar.first_names

    @cached_property
    def by_title(self) -> Mapping[str, tuple[str, ...]]:
        """Title, in small letters, to those who bear it."""
        found: dict[str, list[str]] = {}
        for name in sorted(self.names):
            for title in self._index.titles(name):
                found.setdefault(title, []).append(name)
        return {title: tuple(names) for title, names in found.items()}

    @cached_property
    def by_word(self) -> Mapping[str, tuple[str, ...]]:
        """The first and the last word of each name, in small letters, to those who bear it."""
        found: dict[str, list[str]] = {}
        for name in sorted(self.names):
            words = shown(name).lower().split(" ")
            for word in {words[0], words[-1]}:
                found.setdefault(word, []).append(name)
        return {word: tuple(names) for word, names in found.items()}
