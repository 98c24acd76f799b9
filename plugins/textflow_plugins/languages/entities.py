"""Entities: the tables of words that name people, institutions and places."""

from typing import Literal, NamedTuple

from textflow_plugins.languages.cells import Beside

Set = frozenset[str]
_NONE: Set = frozenset()
Gender = Literal["m", "f"]


class Entities(NamedTuple):
    """`entities.tsv`: words in the names of what is no person, in small letters."""

    #: In the name of an institution; the name of one.
    organisation: Set = _NONE
    #: Common nouns that stand for an institution named before: the company.
    body: Set = _NONE
    #: Common nouns that describe somebody named before: the singer.
    person: Set = _NONE
    #: Common nouns of others who speak, named before or not: the witness.
    human: Set = _NONE
    #: Behind a surname, of whom two bear the name: jr.
    generation: Set = _NONE
    #: Nouns of people, and words for one who is spoken to, that tell a woman or a man: aunt, madam.
    female: Set = _NONE
    male: Set = _NONE
    #: What somebody before whose name it stands is like, and no role: old.
    quality: Set = _NONE
    #: Ends the name of a company: inc.
    company: Set = _NONE
    #: Common nouns of what is written: report.
    document: Set = _NONE
    #: Last words of places.
    place: Set = _NONE
    #: States and provinces as they follow a town; countries, and capitals that stand for them.
    region: Set = _NONE
    #: Parties as they follow a name: R-Ohio.
    party: Set = _NONE
    #: Small words within names of people: van; and what may follow one: (van) der.
    particle: Set = _NONE
    second_particle: Set = _NONE
    #: What surnames have before their second capital: Mc.
    name_start: Set = _NONE
    #: What may be joined on before a name with a hyphen: al-.
    prefix: Set = _NONE

    def tells_gender(self, word: str) -> bool:
        """Return whether a word is a noun that tells a woman or a man: aunt."""
        return word in self.female or word in self.male


class Title(NamedTuple):
    """`titles.tsv`: what stands before or beside the name of a person, in small letters."""

    word: str
    #: Of those who bear it, if it says so.
    gender: Beside[Gender | None]
    #: The title that it is short for.
    long: Beside[str | None]
    #: `address`: says nothing of the role: mr; `surname`: is one as well: (Stephen) King;
    #: `qualifier`: goes with another one: former.
    kind: Beside[Literal["address", "surname", "qualifier"] | None]


class FirstName(NamedTuple):
    """`first_names.tsv`: a first name, in small letters, and who bears it."""

    word: str
    #: `u`: both, neither four times as often.
    gender: Beside[Literal["m", "f", "u"]]
