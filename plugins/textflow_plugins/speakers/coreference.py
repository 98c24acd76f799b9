"""Coreference: which names of a text mean one and the same."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cached_property

from textflow_plugins.languages import Grammar
from textflow_plugins.speakers.acronyms import is_acronym, spelled_out
from textflow_plugins.speakers.names import (
    Name,
    gender,
    is_generation,
    is_person,
    kind_word,
    names,
)
from textflow_plugins.speakers.roles import title_words
from textflow_plugins.speakers.tokens import Unit

_WHOLE, _LONGEST = 2, 3
#: No name has so many words.
_MOST_WORDS = 6
#: How many units back two people of one surname are mistaken for each other.
_AMBIGUOUS = 3
#: How many of their mentions are looked at.
_MOST = 20
#: Parts a name from the gender of the one who bears it: Mr and Mrs Sanders are two.
_APART = "\t"


def shown(name: str) -> str:
    """Return a name as users see it."""
    return name.partition(_APART)[0]


class _Mentions:
    """Those who bear a name or a title, in text order."""

    def __init__(self) -> None:
        self.places: list[tuple[int, int]] = []
        self.values: list[tuple[str, ...]] = []

    def add(self, place: tuple[int, int], value: tuple[str, ...]) -> None:
        """Put down one more."""
        self.places.append(place)
        self.values.append(value)

    def before(self, place: tuple[int, int]) -> tuple[str, ...] | None:
        """Return the last at or before ``place``."""
        at = bisect_right(self.places, place)
        return self.values[at - 1] if at else None


def _nearest(bearers: Sequence[_Mentions], name: Name) -> tuple[str, ...]:
    """Return the last full name before ``name``, else the first of all behind it."""
    found = (one.before((name.unit, name.first)) for one in bearers)
    return next((words for words in found if words), bearers[0].values[0])


class NameIndex:
    """Everybody named in a text, each under the fullest form of the name."""

    def __init__(self, units: Sequence[Unit], grammar: Grammar) -> None:
        self._grammar = grammar
        found = [tuple(names(unit, number)) for number, unit in enumerate(units)]
        #: By last and by first name, those who surely are persons first.
        self._parts: list[dict[str, _Mentions]] = [{}, {}, {}, {}]
        self._longest: dict[tuple[str, str], tuple[str, ...]] = {}
        self._short: dict[str, tuple[str, ...]] = {}
        self._titles: dict[str, _Mentions] = {}
        self._borne: dict[str, set[str]] = {}
        self._genders: dict[str, str] = {}
        self._fullest: dict[Name, str] = {}
        self._counts = Counter(name.words for row in found for name in row)
        #: Surname to the genders of the titles before it: Mr and Mrs Sanders.
        self._addressed: dict[str, set[str]] = {}
        self._addressees: dict[tuple[str, str], str] = {}
        #: A name without its spaces to the name: TimeWarner.
        self._squeezed: dict[str, tuple[str, ...]] = {}
        #: Several of somebody's names to all of them, where people have two surnames.
        self._surnames: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._units = units
        for row, unit in zip(found, units, strict=True):
            for name in row:
                self._learn(name, unit)
        #: Names by unit, each with its fullest form.
        self.known = [[(name, self.fullest(name)) for name in row] for row in found]
        self._learn_titles()

    def ambiguous(self, name: Name) -> bool:
        """Return whether a surname may mean either of two people named shortly before."""
        if len(name.words) > 1 or name.titled < name.first:
            return False
        near = self._near(name)
        return len(near) > 1

    def _near(self, name: Name) -> set[tuple[str, ...]]:
        """Return the full names with this surname in the units just before."""
        table = self._parts[0].get(name.surname)
        if table is None:
            return set()
        upto = bisect_right(table.places, (name.unit, name.first))
        low = max(bisect_right(table.places, (name.unit - _AMBIGUOUS, -1)), upto - _MOST)
        return {self._longest[self._ends(words)] for words in table.values[low:upto]}

    def _ends(self, words: tuple[str, ...]) -> tuple[str, str]:
        """Return the first name and the surname in small letters, without "Jr" behind it."""
        more = len(words) > _WHOLE and is_generation(words[-1], self._grammar)
        return words[0].lower(), words[-2 if more else -1].lower()

    @cached_property
    def _heads(self) -> Mapping[str, _Mentions]:
        """Institutions by the noun that is their last word: the Pier Commission."""
        found: dict[str, _Mentions] = {}
        bodies = frozenset() if self._grammar.capital_nouns else self._grammar.bodies
        for name, fullest in (one for row in self.known for one in row):
            kind = kind_word(name.words, self._grammar)
            if len(name.words) >= _WHOLE and kind in bodies:
                found.setdefault(kind, _Mentions()).add((name.unit, name.first), (fullest,))
        return found

    def headed(self, noun: str, number: int) -> str | None:
        """Return the last institution up to unit ``number`` with a noun in its name."""
        bearers = self._heads.get(noun)
        found = bearers.before((number + 1, -1)) if bearers else None
        return found[0] if found else None

    def times(self, name: Name) -> int:
        """Return how often a name occurs, as it is written."""
        return self._counts[name.words]

    def _learn(self, name: Name, unit: Unit) -> None:
        words = name.words
        addressed = self._title_gender(name) if len(words) == 1 else ""
        if addressed:
            self._addressed.setdefault(name.surname, set()).add(addressed)
        if len(words) >= _WHOLE:
            self._learn_parts(name)
            ends = self._ends(words)
            if len(words) > len(self._longest.get(ends, ())):
                self._longest[ends] = words
            self._squeezed.setdefault("".join(words).lower(), words)
        if unit.word(name.last) == "(" and unit.word(name.last + 2) == ")":
            self._learn_short(unit.tokens[name.last + 1], words)

    def _learn_short(self, short: str, words: tuple[str, ...]) -> None:
        """Put down what is in brackets behind a name, if it may be short for it: "(NFL)"."""
        if short.isupper() and short[0] == words[0][0].upper():
            self._short[short] = words

    def _title_gender(self, name: Name) -> str:
        """Return the gender that the title right before a name tells, or ""."""
        if name.titled == name.first:
            return ""
        title = self._units[name.unit].low[name.first - 1]
        return self._grammar.title_genders.get(title, "")

    def _learn_parts(self, name: Name) -> None:
        sure = is_person(name.words, self._grammar)
        if not sure and not self._may_be_person(name):
            return
        if not sure and name.words[0].lower() in self._grammar.entities.particle:
            return  # "Van Moss" is not all of it
        by_last, by_first = self._parts[:2] if sure else self._parts[2:]
        known = [(by_last, self._ends(name.words)[1]), (by_first, name.words[0].lower())]
        if self._grammar.two_surnames and _WHOLE < len(name.words) <= _MOST_WORDS:
            known += [(by_last, word.lower()) for word in name.words[1:-1]]
            if sure:
                self._learn_surnames(name.words)
            self._short.setdefault("".join(word[0] for word in name.words), name.words)
        for table, word in known:
            table.setdefault(word, _Mentions()).add((name.unit, name.first), name.words)

    def _learn_surnames(self, words: tuple[str, ...]) -> None:
        """Put down what else two of the names of one person may be: "Lis García"."""
        for first in range(len(words) - 1):
            for last in range(first + _WHOLE, len(words) + 1):
                self._surnames.setdefault(words[first:last], words)

    def _may_be_person(self, name: Name) -> bool:
        if self._grammar.fixed_order and name.surname in self._grammar.people:
            return False  # "Conservative MPs"
        words = {word.lower() for word in name.words}
        return len(name.words) <= _LONGEST and words.isdisjoint(self._grammar.entities.organisation)

    def _learn_titles(self) -> None:
        for known, unit in zip(self.known, self._units, strict=True):
            if known and not self._grammar.titles.isdisjoint(unit.low):
                for name, fullest in known:
                    self._learn_titles_of(name, fullest, unit)

    def _learn_titles_of(self, name: Name, fullest: str, unit: Unit) -> None:
        if self._grammar.fixed_order and name.surname in self._grammar.entities.region:
            return  # "the California Democrat"
        for title in sorted(title_words(unit, name)):
            self._borne.setdefault(fullest, set()).add(title)
            self._titles.setdefault(title, _Mentions()).add((name.unit, name.first), (fullest,))
            if title in self._grammar.title_genders:
                self._genders.setdefault(fullest, self._grammar.title_genders[title])

    def fullest(self, name: Name) -> str:
        """Return the fullest form of a name that the text has."""
        fullest = self._fullest.get(name)
        if fullest is None:
            self._fullest[name] = fullest = self._find_fullest(name)
        return fullest

    def _find_fullest(self, name: Name) -> str:
        words = self._without_place(name.words)
        addressed = self._title_gender(name) if len(words) == 1 else ""
        if addressed and len(self._addressed.get(name.surname, ())) > 1:
            return self._addressed_as(name, addressed)
        if len(words) == 1 or words[0].lower() in self._grammar.entities.particle:
            words = self._whole(name)
        words = self._surnames.get(words, words)
        ends = self._ends(words)
        return " ".join(self._longest.get(ends, words) if len(words) >= _WHOLE else words)

    def _without_place(self, words: tuple[str, ...]) -> tuple[str, ...]:
        """Return a name without what is joined to it: "Mundo Mira Lis" beside Mira Lis."""
        if self._grammar.fixed_order or len(words) > _MOST_WORDS:
            return words
        if words[0].lower() in self._grammar.first_names:
            return words
        shorter = (words[at:] for at in range(1, len(words) - 1))
        return next((name for name in shorter if self._counts[name]), words)

    def _addressed_as(self, name: Name, want: str) -> str:
        """Return who is meant by "Mrs Sanders" where there is a Mr Sanders too."""
        key = (name.surname, want)
        if key not in self._addressees:
            table = self._parts[0].get(name.surname)
            known = (words for words in (table.values if table else ()))
            fit = (words for words in known if gender(words, self._grammar) == want)
            first = next(fit, None)
            self._addressees[key] = " ".join(first) if first else f"{name.words[0]}{_APART}{want}"
        return self._addressees[key]

    @cached_property
    def _spelled_out(self) -> Mapping[str, tuple[str, ...]]:
        """The names that are written out somewhere, by their initials."""
        shouted = {words[-1] for words in self._counts if words[-1].isupper()}
        wanted = frozenset(filter(is_acronym, shouted))
        return spelled_out(self._units, wanted) if wanted and self._grammar.fixed_order else {}

    def _whole(self, name: Name) -> tuple[str, ...]:
        """Return the full name that a surname, a first name or an acronym stands for."""
        low = name.surname
        written = self._short.get(name.words[-1]) or self._squeezed.get(low)
        if written is None and name.words[-1].isupper():
            written = self._spelled_out.get(name.words[-1])
        if written is not None:
            return written
        bearers = [table[low] for table in self._parts if low in table]
        return _nearest(bearers, name) if bearers else name.words

    def titled(self, title: str, number: int) -> str | None:
        """Return who bore ``title`` last before or in unit ``number``, else the only one."""
        bearers = self._titles.get(title)
        if bearers is None:
            return None
        found = bearers.before((number + 1, -1))
        if found is None and len(set(bearers.values)) == 1:
            found = bearers.values[0]  # nobody else bears it, named later: "the commissioner"
        return found[0] if found else None

    def bears(self, name: str, title: str) -> bool:
        """Return whether ``title`` stands beside ``name`` somewhere."""
        return title in self._borne.get(name, ())

    def titles(self, name: str) -> list[str]:
        """Return the titles that stand beside a name somewhere."""
        return sorted(self._borne.get(name, ()))

    def gender(self, name: str) -> str:
        """Return ``m``, ``f`` or ``u``; titles count more than first names."""
        apart = name.partition(_APART)[2]
        known = apart or self._genders.get(name)
        return known or gender(name.split(" "), self._grammar)

    def titled_person(self, name: str) -> bool:
        """Return whether a title of people stands beside a name somewhere."""
        return name in self._borne or _APART in name
