"""Vocabulary: sets of words that follow from the tables of one language."""

from collections.abc import Mapping
from functools import cached_property

import attrs

from textflow_plugins.languages.calendar import Calendar
from textflow_plugins.languages.clauses import Clauses
from textflow_plugins.languages.entities import Entities
from textflow_plugins.languages.language import Language
from textflow_plugins.languages.words import Words


@attrs.frozen(eq=False, slots=False)  # made once a language; cached_property writes past frozen
class Vocabulary:
    """The tables that are asked most, and what several of them say together."""

    language: Language

    # Tables
    @cached_property
    def words(self) -> Words:
        """Parts of speech."""
        return self.language.words

    @cached_property
    def clauses(self) -> Clauses:
        """Words at the edges of reports."""
        return self.language.clauses

    @cached_property
    def entities(self) -> Entities:
        """Words in the names of what is no person."""
        return self.language.entities

    @cached_property
    def calendar(self) -> Calendar:
        """Words of dates and times."""
        return self.language.calendar

    @cached_property
    def first_names(self) -> Mapping[str, str]:
        """First name to `m`, `f` or `u`."""
        return {name.word: name.gender for name in self.language.first_names}

    # Verbs and pronouns
    @cached_property
    def auxiliaries(self) -> frozenset[str]:
        """Forms of the helping verbs."""
        words = self.words
        return words.be.union(words.have, words.do, words.modal, words.passive)

    @cached_property
    def subjects(self) -> frozenset[str]:
        """Pronouns that are a subject."""
        return self._pronouns("subject")

    @cached_property
    def objects(self) -> frozenset[str]:
        """Pronouns that are an object."""
        return self._pronouns("object") | self._pronouns("reflexive")

    @cached_property
    def reflexives(self) -> frozenset[str]:
        """Pronouns that stand for the subject itself."""
        return self._pronouns("reflexive")

    @cached_property
    def owning(self) -> frozenset[str]:
        """Articles, and pronouns of those who own: my, their."""
        return self.articles | self._pronouns("possessive")

    @cached_property
    def governing(self) -> frozenset[str]:
        """Words that no subject begins with: prepositions, with an article in them or without."""
        words = self.words
        return (words.preposition - words.determiner) | (words.dative - self.articles)

    @cached_property
    def persons(self) -> Mapping[str, str]:
        """Pronoun of a single third person to its gender."""
        return self._genders("subject")

    @cached_property
    def genders(self) -> Mapping[str, str]:
        """Pronoun of a single third person, whatever its case, to its gender."""
        known = (one for one in self.language.pronouns if one.gender in ("m", "f"))
        return {one.word: one.gender or "" for one in known}

    @cached_property
    def object_persons(self) -> Mapping[str, str]:
        """The same of pronouns that are no subject: him."""
        return self._genders("object")

    def _genders(self, case: str) -> Mapping[str, str]:
        known = (one for one in self.language.pronouns if one.case == case)
        return {one.word: one.gender for one in known if one.gender in ("m", "f")}

    @cached_property
    def neuter(self) -> frozenset[str]:
        """Pronouns of things: it."""
        subjects = (one for one in self.language.pronouns if one.case == "subject")
        return frozenset(one.word for one in subjects if one.gender == "n")

    @cached_property
    def they(self) -> frozenset[str]:
        """Pronouns of several others: they."""
        subjects = (one for one in self.language.pronouns if one.case == "subject")
        return frozenset(
            one.word for one in subjects if (one.person, one.number) == ("3", "plural")
        )

    @cached_property
    def partners(self) -> frozenset[str]:
        """Pronouns of those who speak and are spoken to."""
        subjects = (one for one in self.language.pronouns if one.case == "subject")
        return frozenset(one.word for one in subjects if one.person != "3")

    @cached_property
    def speaker(self) -> frozenset[str]:
        """The pronoun of a single speaker, which some languages write with a capital."""
        subjects = (one for one in self.language.pronouns if one.case == "subject")
        one = (one for one in subjects if (one.person, one.number) == ("1", "singular"))
        return frozenset(pronoun.word for pronoun in one)

    @cached_property
    def mine(self) -> frozenset[str]:
        """The possessive pronouns of a single speaker: my."""
        owning = (one for one in self.language.pronouns if one.case == "possessive")
        one = (one for one in owning if (one.person, one.number) == ("1", "singular"))
        return frozenset(pronoun.word for pronoun in one)

    @cached_property
    def articles(self) -> frozenset[str]:
        """Definite and indefinite articles."""
        return self.words.definite | self.words.indefinite

    @cached_property
    def article_genders(self) -> Mapping[str, str]:
        """Article to the gender of the noun behind it, `p` where they are several."""
        one = self.words
        genders = dict.fromkeys(one.masculine, "m") | dict.fromkeys(one.feminine, "f")
        return genders | dict.fromkeys(one.several, "p")

    @cached_property
    def institutions(self) -> frozenset[str]:
        """Words that show that a name is no person's."""
        one = self.entities
        return one.organisation.union(one.body, one.company, one.place)

    @cached_property
    def bodies(self) -> frozenset[str]:
        """Common nouns that stand for an institution named before."""
        return self.entities.body

    # Titles
    @cached_property
    def titles(self) -> frozenset[str]:
        """Titles of people."""
        return frozenset(title.word for title in self.language.titles)

    @cached_property
    def sure_titles(self) -> frozenset[str]:
        """Titles that are no surname as well: minister, but not king."""
        return frozenset(title.word for title in self.language.titles if title.kind is None)

    @cached_property
    def qualifiers(self) -> frozenset[str]:
        """Titles that go with another one: ancien."""
        return frozenset(one.word for one in self.language.titles if one.kind == "qualifier")

    @cached_property
    def person_nouns(self) -> frozenset[str]:
        """Titles, and other nouns that describe people: analyst, singer."""
        return self.titles | self.entities.person | self.entities.human

    @cached_property
    def people(self) -> frozenset[str]:
        """Nouns that describe people, in the plural: analysts."""
        endings = self.language.endings.plural | self.language.endings.people
        return frozenset(word + ending for word in self.person_nouns for ending in endings)

    @cached_property
    def speaking(self) -> frozenset[str]:
        """Nouns of those who speak, one or more of them: people, institutions, what is written."""
        one = self.person_nouns | self.institutions | self.entities.document
        more = (word + ending for word in one for ending in self.language.endings.people)
        return one.union(self.people, more)

    @cached_property
    def long_titles(self) -> Mapping[str, str]:
        """Abbreviated title to title."""
        return {title.word: title.long for title in self.language.titles if title.long}

    @cached_property
    def title_genders(self) -> Mapping[str, str]:
        """Title to the gender of those who bear it, where it tells."""
        return {title.word: title.gender for title in self.language.titles if title.gender}

    @cached_property
    def forms_of_address(self) -> frozenset[str]:
        """What stands before a name and is no role: mr, the."""
        known = {one.word for one in self.language.titles if one.kind == "address"}
        return self.words.definite | known

    @cached_property
    def roles(self) -> frozenset[str]:
        """What opens an apposition that is a role."""
        return self.articles | self.titles | self.clauses.role_start

    # Times
    @cached_property
    def times(self) -> frozenset[str]:
        """Words of dates and times."""
        one = self.calendar
        kinds = (one.month, one.weekday, one.month_short, one.weekday_short, one.part, one.period)
        return one.day.union(*kinds)

    @cached_property
    def sure_times(self) -> frozenset[str]:
        """Words of dates and times that are not also verbs."""
        return self.times - self.calendar.month_verb

    @cached_property
    def which_time(self) -> frozenset[str]:
        """What stands before a time: last (week)."""
        return self.calendar.which | self.calendar.which_determiner

    # What groups of words begin with, and where they are over
    @cached_property
    def noun_openers(self) -> frozenset[str]:
        """Words that a noun phrase begins with, contracted ones left out."""
        return self.words.determiner | self.subjects

    @cached_property
    def phrase_openers(self) -> frozenset[str]:
        """Words that a noun phrase, or a clause without more, begins with."""
        return self.words.determiner | self.subjects | self.words.contracted

    @cached_property
    def noun_expecting(self) -> frozenset[str]:
        """Words behind which a noun phrase goes on, or begins, without a break."""
        return self.words.preposition | self.words.determiner | self.clauses.group_glue

    @cached_property
    def name_expecting(self) -> frozenset[str]:
        """Words behind which a name belongs to the group before it."""
        return self.words.determiner | self.which_time | self.clauses.name_joint

    @cached_property
    def adjective_expecting(self) -> frozenset[str]:
        """Words behind which a noun or its adjective is expected."""
        governing = self.words.preposition - self.words.subordinator
        return governing | self.clauses.before_adjective

    @cached_property
    def no_hearers(self) -> frozenset[str]:
        """Words behind the verb that name no one spoken to."""
        return self.clauses.clause_opener | self.words.dative

    @cached_property
    def hearers(self) -> frozenset[str]:
        """Words that name the one spoken to all by themselves."""
        return self.objects | self.clauses.hearer

    @cached_property
    def sure_determiners(self) -> frozenset[str]:
        """Determiners that are never a subject by themselves."""
        return self.words.determiner - self.clauses.verbal_determiner

    @cached_property
    def behind_verb(self) -> frozenset[str]:
        """Words that show that the word before them is a verb."""
        words = self.words
        kinds = (words.determiner, words.preposition, words.subordinator)
        return self.subjects.union(self.objects, *kinds)

    @cached_property
    def no_subjects(self) -> frozenset[str]:
        """Words that no subject behind its verb begins with."""
        words = self.words
        kinds = (words.preposition, words.adverb, words.conjunction, words.subordinator)
        return self.times.union(self.which_time, self.objects, self.subjects, *kinds)

    @cached_property
    def frames(self) -> frozenset[str]:
        """Words of grammar, which no name begins with."""
        words = self.words
        kinds = (words.determiner, words.preposition, words.subordinator, words.conjunction)
        more = (words.adverb, words.contracted, self.auxiliaries, words.expletive)
        return self.subjects.union(*kinds, *more)

    @cached_property
    def no_names(self) -> frozenset[str]:
        """Words that are no part of a name, though they have a capital."""
        return (self.frames | self.times) - self.calendar.month_name

    @cached_property
    def sources(self) -> Mapping[str, list[list[str]]]:
        """What names a source without a verb, word by word, by its first word: according to."""
        found: dict[str, list[list[str]]] = {}
        for words in sorted(self.clauses.source):
            found.setdefault(words.split()[0], []).append(words.split())
        return found

    @cached_property
    def right_edges(self) -> frozenset[str]:
        """Words that no name behind its verb runs across."""
        return self.words.preposition | self.words.adverb | self.which_time

    def _pronouns(self, case: str) -> frozenset[str]:
        return frozenset(one.word for one in self.language.pronouns if one.case == case)
