"""Referents: whom a name, a description or a pronoun means."""

from collections.abc import Iterable, Iterator

from textflow_plugins.speakers.mentions import description, head, is_age, is_nobody
from textflow_plugins.speakers.names import Name, head_name
from textflow_plugins.speakers.roles import role
from textflow_plugins.speakers.scene import MEMORY, NEAR, Scene
from textflow_plugins.speakers.speaker_types import type_of
from textflow_plugins.speakers.tokens import STOPS, Span, Unit

_SUBJECT, _KNOWN = 1.5, 2.0
#: How far "Ann Lee" is behind "he" in "he wrote in answer to Ann Lee".
_BESIDE = 6
#: Tokens of "the mayor".
_BARE = 2
#: Tokens of "la joven abogada salteña", by which nobody new is described; of "de 27 ans".
_SHORT, _AGE, _AGED = 4, 3, 4
#: Where more people are named, no description means one of them.
_CROWD = 12


def _first_noun(unit: Unit, phrase: Span) -> str:
    """Return the word behind the article of a phrase."""
    return unit.low[min(phrase.first + 1, phrase.last - 1)]


def _describes(unit: Unit, phrase: Span) -> bool:
    """Return whether a phrase describes a person: "el joven abogado", "el salteño"."""
    grammar, words = unit.grammar, unit.low[phrase.first + 1 : phrase.last] or [""]
    if words[0] in grammar.person_nouns or words[-1] in grammar.entities.person:
        return True
    return len(words) == 1 and grammar.demonym(words[0])


def _is_short(unit: Unit, phrase: Span) -> bool:
    """Return whether nobody new is described: "el joven abogado", not "el hombre de Nant"."""
    prepositions = unit.grammar.words.preposition
    owned = not prepositions.isdisjoint(unit.low[phrase.first + 1 : phrase.last])
    return not owned and phrase.last - phrase.first <= _SHORT


def _opens_body(unit: Unit, phrase: Span) -> bool:
    """Return whether a phrase is of an institution: "el club catalán", "l'entreprise"."""
    return _first_noun(unit, phrase) in unit.grammar.institutions


def _without_age(unit: Unit, phrase: Span) -> Span:
    """Return "le joueur" for "le joueur de 27 ans"."""
    first, last = phrase
    aged = last - first > _AGED and unit.low[last - 2].isdigit()
    return Span(first, last - _AGE) if aged and unit.low[last - 1] in unit.grammar.times else phrase


class Referents:
    """Finds whom the words that name a speaker mean, by what the text has told before."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._units = scene.units
        self._index = scene.index
        self._grammar = scene.grammar
        #: Whom "he" or "she" means where it is the subject of a unit.
        self._pronouns: dict[int, str] = {}
        #: The last "a spokesman for the port", by the noun.
        self._one: dict[str, str] = {}
        #: The last who was named as somebody's father, by the noun.
        self._owned: dict[str, str] = {}
        #: Descriptions in small letters, each as it is written first.
        self._descriptions: dict[str, str] = {}
        #: The last unit that was asked for, and the people named shortly before it.
        self._near: tuple[int, list[str]] = (-1, [])

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
        if name is not None and not (self._is_word(name) or self._is_kind(number, phrase, name)):
            found, known_as = self._known(number, phrase, name)
            self._learn_owned(number, phrase, name, found)
            return "name", found, known_as
        bearer = self._meant(number, phrase)
        if bearer is None and is_nobody(unit, phrase):
            return "description", None, None
        return "description", bearer or self._description(number, phrase), None

    def _is_kind(self, number: int, phrase: Span, name: Name) -> bool:
        """Return whether a word with a capital is one of a kind: "the 55-year-old Dane"."""
        unit, grammar = self._units[number], self._grammar
        article = unit.low[phrase.first]
        if article not in grammar.articles or not grammar.fixed_order or len(name.words) > 1:
            return False
        several = (name.surname + ending for ending in grammar.language.endings.plural)
        party = not grammar.words.plural.isdisjoint(several)
        fuller = self._index.fullest(name) != " ".join(name.words)
        known = fuller or name.surname in grammar.first_names
        return (party or is_age(unit.low[name.first - 1])) and not known

    def is_named(self, name: str) -> bool:
        """Return whether one whom a description means has a name."""
        return self._grammar.fixed_order or name.lower() not in self._descriptions

    def _description(self, number: int, phrase: Span) -> str:
        """Return a description as the text has it first: "Les médecins" for "les médecins"."""
        written = description(self._units[number], self._scene.text, phrase)
        known = self._descriptions.setdefault(written.lower(), written)
        if self._grammar.fixed_order:
            return self._introduced(number, phrase, known)
        return known

    def _learn_owned(self, number: int, phrase: Span, name: Name, found: str | None) -> None:
        """Remember who is "Moss's father, Ellis": "his father" will be the same."""
        unit, comma = self._units[number], name.titled - 1
        if found is None or not phrase.first < comma or unit.low[comma] != ",":
            return
        first, noun = unit.low[phrase.first], unit.low[comma - 1]
        owned = self._grammar.owner(first) or first in self._grammar.owning
        if owned and noun in self._grammar.person_nouns:
            self._owned[noun] = found

    def _introduced(self, number: int, phrase: Span, known: str) -> str:
        """Return "a spokesman for the port" for "the spokesman", what it is itself else."""
        unit, words = self._units[number], self._grammar.words
        noun = head(unit, phrase)
        bare = phrase.last - phrase.first == _BARE
        if not bare or unit.low[phrase.first] not in self._grammar.owning - words.indefinite:
            one = unit.low[phrase.first] in words.indefinite
            if one and noun in self._grammar.person_nouns:
                self._one[noun] = known
            return known
        if unit.low[phrase.first] not in words.definite and noun in self._owned:
            return self._owned[noun]
        return self._one.get(noun, known)

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
        if not grammar.fixed_order:
            return self._described_one(number, phrase)
        return self._told_before(number, phrase)

    def _told_before(self, number: int, phrase: Span) -> str | None:
        """Return whom "the senator", "the 34-year-old" or "the company" means."""
        if self._is_aged(number, phrase):
            return self._only_person(number)
        if self._is_of_named(number, phrase):
            return None
        noun = head(self._units[number], phrase)
        bearer = self._bearer(noun, number)
        if bearer is not None and phrase.last - phrase.first == _BARE:
            return None if self._bears_another(bearer, noun) else bearer
        return bearer

    def _is_of_named(self, number: int, phrase: Span) -> bool:
        """Return whether a name tells whose: "the secretary of the Royal College"."""
        unit, ends = self._units[number], self._grammar.clauses.head_end
        end = next((at for at in range(*phrase) if unit.low[at] in ends), phrase.last)
        named = [unit.low[at] for at in range(end, phrase.last) if unit.capital(at)]
        return not self._grammar.entities.region.issuperset(named)  # "the senator from Ohio"

    def _is_aged(self, number: int, phrase: Span) -> bool:
        """Return whether somebody is told by the age: "the 34-year-old (nurse)"."""
        unit, at = self._units[number], phrase.first + 1
        if at == phrase.last or not is_age(unit.low[at]):
            return False
        known = unit.low[at + 1 : phrase.last][:1]
        return not known or unit.capital(at + 1) or known[0] in self._grammar.person_nouns

    def _described_one(self, number: int, phrase: Span) -> str | None:
        """Return whom a description means by its gender: "la ministra", "el salteño"."""
        unit, grammar = self._units[number], self._grammar
        want = grammar.article_genders.get(unit.low[phrase.first], "u")
        if want == "p":
            return None  # "les experts"
        if _opens_body(unit, phrase):
            return self._bearer(_first_noun(unit, phrase), number)
        phrase = _without_age(unit, phrase)
        found = self._bearer_by_title(number, phrase)
        if found is None and _is_short(unit, phrase):
            return self._bearer_by_noun(number, phrase, want)
        known = found is None and head(unit, phrase) in grammar.entities.person
        return self._only_person(number, want) if known else found

    def _bearer_by_title(self, number: int, phrase: Span) -> str | None:
        """Return who bears the title in a long description: "la portavoz del puerto"."""
        qualifiers, grammar = self._grammar.qualifiers, self._grammar
        words = self._units[number].low[phrase.first : phrase.last]
        titles = (one for one in words if one in grammar.titles and one not in qualifiers)
        return next((name for one in titles if (name := self._titled(one, number))), None)

    def _bearer_by_noun(self, number: int, phrase: Span, want: str) -> str | None:
        """Return whom a short description means: the only one it fits, else who spoke last."""
        if not _describes(self._units[number], phrase):
            return None
        return self._only_person(number, want) or self._last_speaker(number, want)

    def _last_speaker(self, number: int, want: str) -> str | None:
        """Return who spoke last, where nobody else of that gender is named since."""
        last, unit = self._scene.recent[-1] if self._scene.recent else ("", -MEMORY)
        if number - unit > NEAR or not self._is_of(last, want):
            return None
        others = self._named_since(unit, number) - {last}
        return None if any(self._is_of(name, want) for name in others) else last

    def _named_since(self, first: int, number: int) -> set[str]:
        """Return the people named in units up to one, the last of each."""
        rows = (self._index.known[at][-_CROWD:] for at in range(first, number + 1))
        return {name for row in rows for _, name in row if self._scene.may_speak(name)}

    def _bears_another(self, name: str, noun: str) -> bool:
        """Return whether somebody else is "the mayor": who has another title and not this one."""
        if noun not in self._grammar.titles or self._index.bears(name, noun):
            return False
        return self._index.titled_person(name)

    def _bearer(self, word: str, number: int) -> str | None:
        """Return whom "the senator" or "the company" means."""
        if word in self._grammar.bodies:
            bodies = self._scene.bodies if word in self._grammar.entities.body else ()
            return self._index.headed(word, number) or (bodies[-1] if bodies else None)
        if word in self._grammar.titles:
            return self._titled(word, number) or self._untitled(word, number)
        person = word in self._grammar.entities.person or is_age(word)
        return self._only_person(number) if person else None

    def _untitled(self, title: str, number: int) -> str | None:
        """Return who may be meant by a title that nobody bears: not "a spokesman" before."""
        return None if title in self._one else self._only_person(number)

    def _titled(self, title: str, number: int) -> str | None:
        """Return who bears a title: the last of those who spoke, else of those who are named."""
        bears = (name for name, _ in reversed(self._scene.recent) if self._index.bears(name, title))
        return next(bears, None) or self._index.titled(title, number)

    def _only_person(self, number: int, want: str = "u") -> str | None:
        """Return the one person of a gender named shortly before, None where there are others."""
        near = self._people_near(number)
        if want in ("m", "f"):
            near = [] if len(near) > _CROWD else [one for one in near if self._is_of(one, want)]
        return near[0] if len(near) == 1 else None

    def _people_near(self, number: int) -> list[str]:
        """Return the people named shortly before, each once."""
        if self._near[0] != number:
            units = range(max(0, number - NEAR), number)
            named = dict.fromkeys(one for at in units for _, one in self._index.known[at])
            people = list(filter(self._scene.may_speak, named))
            self._near = (number, people or self._subjects_among(named, units))
        return self._near[1]

    def _subjects_among(self, named: Iterable[str], units: Iterable[int]) -> list[str]:
        """Return whom nothing but being a subject shows to be a person: "Arsen Holm left"."""
        if not self._grammar.fixed_order:
            return []
        subjects = set(map(self._scene.subject_name, units))
        return [one for one in named if one in subjects and not self._scene.is_thing(one)]

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

    def object(self, number: int, phrase: Span) -> str | None:
        """Return the person whom a pronoun in another case means: "according to her"."""
        gender = self._grammar.object_persons.get(self._units[number].low[phrase.first])
        return self._person(number, phrase.first, gender) if gender is not None else None

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
        fit = {
            name: score + (_KNOWN if self._gender(name) == want else 0.0)
            for name, score in self._scores(number, at).items()
            if self._gender(name) in (want, "u")
        }
        return max(fit, key=lambda name: fit[name]) if fit else None

    def _gender(self, name: str) -> str:
        """Return ``m``, ``f`` or ``u``: by title or first name, else by the pronouns behind it."""
        known = self._index.gender(name)
        return self._scene.gender_by_pronouns(name) if known == "u" else known

    def _scores(self, number: int, at: int) -> dict[str, float]:
        """Return the best score of each whom a pronoun may mean."""
        scores: dict[str, float] = {}
        for name, score in self._candidates(number, at):
            if score > scores.get(name, -99.0):
                scores[name] = score
        others = self._others(number, at)
        return {name: score for name, score in scores.items() if name not in others}

    def _others(self, number: int, at: int) -> set[str]:
        """Return who is named right behind a pronoun, and is another one: "he told Ann Lee"."""
        low, known = self._units[number].low, self._index.known[number]
        near = ((name, one) for name, one in known if at < name.first <= at + _BESIDE)
        return {one for name, one in near if STOPS.isdisjoint(low[at : name.first])}

    def _described(self, number: int) -> str | None:
        """Return whom the subject of a unit describes: "The doctor came."."""
        phrase, unit = self._scene.subject(number), self._units[number]
        if phrase is None or unit.low[phrase.first] not in self._grammar.articles:
            return None
        if head(unit, phrase) not in self._grammar.person_nouns:
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
            near = list(self._scene.who_may_speak(back, upto, subject))
            alone = back == number - 1 and len(set(near)) == 1
            for name in near:
                yield name, back - number + (_SUBJECT if name == subject or alone else 0.0)
        yield from self._scene.who_spoke(number)
