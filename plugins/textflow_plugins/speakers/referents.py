"""Referents: whom a name, a description or a pronoun means."""

from collections.abc import Iterator

from textflow_plugins.speakers.mentions import description, head, is_nobody
from textflow_plugins.speakers.names import Name, head_name
from textflow_plugins.speakers.roles import role
from textflow_plugins.speakers.scene import MEMORY, NEAR, Scene
from textflow_plugins.speakers.speaker_types import type_of
from textflow_plugins.speakers.tokens import Span

_SUBJECT, _KNOWN = 1.5, 2.0
#: Tokens of "the mayor".
_BARE = 2
#: Tokens of "el joven abogado", by which nobody new is described.
_SHORT = 3


class Referents:
    """Finds whom the words that name a speaker mean, by what the text has told before."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._units = scene.units
        self._index = scene.index
        self._grammar = scene.grammar
        #: Whom "he" or "she" means where it is the subject of a unit.
        self._pronouns: dict[int, str] = {}
        #: Descriptions in small letters, each as it is written first.
        self._descriptions: dict[str, str] = {}
        #: The last unit that was asked for, and the people named shortly before it.
        self._near: tuple[int, frozenset[str]] = (-1, frozenset())

    def follow(self, number: int) -> None:
        """Find out whom "he" or "she" means where it is the subject of a unit."""
        if self._grammar.persons.keys().isdisjoint(self._units[number].low):
            return
        phrase = self._scene.subject(number)
        word = self._units[number].low[phrase.first] if phrase is not None else ""
        if phrase is not None and word in self._grammar.persons:
            name = self._person(number, phrase.first, self._grammar.persons[word])
            if name is not None:
                self._pronouns[number] = name

    def who(self, number: int, phrase: Span) -> tuple[str, str | None, str | None]:
        """Return kind of mention, name and role of a noun phrase."""
        unit = self._units[number]
        name = head_name(unit, number, phrase)
        if name is not None and not self._is_word(name):
            return "name", *self._known(number, phrase, name)
        bearer = self._meant(number, phrase)
        if bearer is None and is_nobody(unit, phrase):
            return "description", None, None
        return "description", bearer or self._description(number, phrase), None

    def is_named(self, name: str) -> bool:
        """Return whether one whom a description means has a name."""
        return name.lower() not in self._descriptions

    def _description(self, number: int, phrase: Span) -> str:
        """Return a description as the text has it first: "Les médecins" for "les médecins"."""
        written = description(self._units[number], self._scene.text, phrase)
        if self._grammar.fixed_order:
            return written
        return self._descriptions.setdefault(written.lower(), written)

    def _known(self, number: int, phrase: Span, name: Name) -> tuple[str | None, str | None]:
        """Return the fullest form of a name and the role, neither if it may be either of two."""
        known_as = role(self._units[number], self._scene.text, phrase, name)
        if known_as is None and self._index.ambiguous(name):
            return None, None
        return self._index.fullest(name), known_as

    def _is_word(self, name: Name) -> bool:
        """Return whether a name is a noun that opens its sentence: "Shares"."""
        if not self._grammar.fixed_order and name.surname in self._grammar.clauses.promotion:
            return True
        alone = len(name.words) == 1 and not name.first
        if not alone or self._index.fullest(name) != "".join(name.words):
            return False
        return name.surname in self._scene.written_small

    def _meant(self, number: int, phrase: Span) -> str | None:
        """Return whom a description means that has been named: "the senator"."""
        unit, grammar = self._units[number], self._grammar
        if unit.low[phrase.first] not in grammar.words.definite:
            return None
        noun = head(unit, phrase)
        if not grammar.fixed_order:
            return self._described_one(number, phrase)
        bearer = self._bearer(noun, number)
        if bearer is not None and phrase.last - phrase.first == _BARE:
            return None if self._bears_another(bearer, noun) else bearer
        return bearer

    def _described_one(self, number: int, phrase: Span) -> str | None:
        """Return whom a description means by its gender: "la ministra", "el salteño"."""
        unit, grammar = self._units[number], self._grammar
        if phrase.last - phrase.first > _SHORT and not any(
            grammar.titled(word) or word in grammar.institutions
            for word in unit.low[phrase.first : phrase.last]
        ):
            return None  # "the man of 26 years from Nant" is somebody else
        noun, want = head(unit, phrase), grammar.article_genders.get(unit.low[phrase.first], "u")
        if want == "p":
            return None  # "les experts"
        found = self._bearer(noun, number, want) or self._bearer_within(number, phrase, want)
        if found is None and unit.word(phrase.first + 1) in grammar.entities.human:
            found = self._only_person(number, want)
        if found is None and phrase.last - phrase.first == _BARE and grammar.demonym(noun):
            return self._only_person(number, want)
        return found

    def _bears_another(self, name: str, noun: str) -> bool:
        """Return whether somebody else is "the mayor": who has another title and not this one."""
        if noun not in self._grammar.titles or self._index.bears(name, noun):
            return False
        return self._index.titled_person(name)

    def _bearer_within(self, number: int, phrase: Span, want: str) -> str | None:
        """Return whom "le club catalan" means, where the noun is not the last word."""
        words = self._units[number].low[phrase.first + 1 : phrase.last]
        if not self._grammar.words.genitive.isdisjoint(words):
            return None
        qualifiers = self._grammar.qualifiers
        known = (self._bearer(word, number, want) for word in words if word not in qualifiers)
        return next((name for name in known if name is not None), None)

    def _bearer(self, word: str, number: int, want: str = "u") -> str | None:
        """Return whom "the senator" or "the company" means, `m` or `f` where that is known."""
        if word in self._grammar.bodies:
            bodies = self._scene.bodies if word in self._grammar.entities.body else ()
            return self._index.headed(word, number) or (bodies[-1] if bodies else None)
        if word in self._grammar.titles:
            return self._titled(word, number) or self._only_person(number, want)
        describes = word in self._grammar.entities.person
        return self._only_person(number, want) if describes else None

    def _titled(self, title: str, number: int) -> str | None:
        """Return who bears a title: the last of those who spoke, else of those who are named."""
        bears = (name for name, _ in reversed(self._scene.recent) if self._index.bears(name, title))
        return next(bears, None) or self._index.titled(title, number)

    def _only_person(self, number: int, want: str) -> str | None:
        """Return the one person of a gender named shortly before, None where there are others."""
        if self._near[0] != number:
            units = range(max(0, number - NEAR), number)
            named = (one for at in units for _, one in self._index.known[at])
            self._near = (number, frozenset(one for one in named if self._scene.may_speak(one)))
        near = self._near[1]
        if want in ("m", "f"):
            near = frozenset(one for one in near if self._is_of(one, want))
        return next(iter(near)) if len(near) == 1 else None

    def _is_of(self, name: str, gender: str) -> bool:
        """Return whether a name may be that of a person of a gender."""
        if self._index.gender(name) not in (gender, "u"):
            return False
        person = self._scene.is_person_name(name) or self._index.titled_person(name)
        return person or type_of(name, "name", self._grammar, titled=False) == "person"

    def pronoun(self, number: int, phrase: Span) -> str | None:
        """Return whom a pronoun means."""
        word = self._grammar.pronoun(self._units[number].low[phrase.first])
        if word in self._grammar.persons:
            name = self._person(number, phrase.first, self._grammar.persons[word])
            if name is not None or self._grammar.fixed_order:
                return name
        if word in self._grammar.partners or self._is_anybody(word):
            return None
        return self._neither(number, phrase.first)

    def _is_anybody(self, word: str) -> bool:
        """Return whether a pronoun means no one of whom the text tells: "on", "man"."""
        return not self._grammar.fixed_order and word in self._grammar.words.expletive

    def _neither(self, number: int, at: int) -> str | None:
        """Return what "it" or "they" means: an institution that spoke, a subject, who spoke."""
        near = [name for name, unit in self._scene.recent if number - unit <= NEAR]
        if self._units[number].low[at] in self._grammar.persons:
            near = [name for name in near if self._index.gender(name) != "p"]
        others = [name for name in near if not self._scene.is_person_name(name)]
        return next(reversed(others), None) or self._thing(number, at) or next(reversed(near), None)

    def _thing(self, number: int, at: int) -> str | None:
        """Return what "it" or "they" means where nobody spoke: the subject before."""
        word = self._units[number].low[at]
        for back in (number, number - 1):
            phrase = self._scene.subject(back) if back >= 0 else None
            if phrase is None or (back == number and phrase.last > at):
                continue
            if word in self._grammar.they and self._is_single(back, phrase):
                continue
            if self._units[back].low[phrase.first] not in self._grammar.subjects:
                return self.who(back, phrase)[1]
        return None

    def _is_single(self, number: int, phrase: Span) -> bool:
        """Return whether a phrase is of one alone by its article: no "they" means it."""
        first = self._units[number].low[phrase.first]
        return self._grammar.article_genders.get(first, "p") != "p"

    def _person(self, number: int, at: int, want: str) -> str | None:
        """Return whom "he" or "she" means: near, subject, speaker and of that gender."""
        scores: dict[str, float] = {}
        for name, score in self._candidates(number, at):
            if score > scores.get(name, -99.0):
                scores[name] = score
        fit = {
            name: score + (_KNOWN if self._index.gender(name) == want else 0.0)
            for name, score in scores.items()
            if self._index.gender(name) in (want, "u")
        }
        return max(fit, key=lambda name: fit[name]) if fit else None

    def _described(self, number: int) -> str | None:
        """Return whom the subject of a unit describes: "The doctor came."."""
        phrase, unit = self._scene.subject(number), self._units[number]
        if phrase is None or unit.low[phrase.first] not in self._grammar.articles:
            return None
        if head(unit, phrase) not in self._grammar.person_nouns or not self._grammar.fixed_order:
            return None
        kind, name, _ = self.who(number, phrase)
        return name if kind == "description" else None

    def _candidates(self, number: int, at: int) -> Iterator[tuple[str, float]]:
        """Yield those whom a pronoun at token ``at`` may mean, each with a score."""
        for back in range(number, max(-1, number - MEMORY), -1):
            if back in self._pronouns:
                yield self._pronouns[back], back - number + _SUBJECT
            subject = self._scene.subject_name(back) if back < number else None
            if back == number - 1 and subject is None and (described := self._described(back)):
                yield described, back - number + _SUBJECT
            upto = at if back == number else len(self._units[back].low)
            for name in self._scene.who_may_speak(back, upto, subject):
                yield name, back - number + (_SUBJECT if name == subject else 0.0)
        yield from self._scene.who_spoke(number)
