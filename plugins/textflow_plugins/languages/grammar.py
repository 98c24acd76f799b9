"""
Grammar: what the stages ask about the words of one language.

Nearly every answer is in the tables of the language. What no table can say is in a
short `grammar.py` in its folder: a class `Rules`, derived from `Grammar`. Only where
there is one are clauses read (`parses`): words alone tell no subject from an object.
"""

from collections.abc import Mapping
from functools import cached_property, lru_cache
from importlib import import_module
from typing import ClassVar, NamedTuple

import attrs

from textflow_plugins.languages.calendar import Calendar
from textflow_plugins.languages.clauses import Clauses
from textflow_plugins.languages.entities import Entities
from textflow_plugins.languages.language import Language, language
from textflow_plugins.languages.reporting import Form, Use
from textflow_plugins.languages.words import Words

_APOSTROPHE = "\N{RIGHT SINGLE QUOTATION MARK}"


class VerbForm(NamedTuple):
    """A form of a reporting verb: said, of say."""

    lemma: str
    #: One word may be several forms of its verb: said is past and participle.
    forms: frozenset[Form]
    #: The word that must follow, or "".
    particle: str
    uses: frozenset[Use]


@attrs.frozen(eq=False, slots=False)  # made once a language; cached_property writes past frozen
class Grammar:
    """What is asked about the words of a language; `word` is always in small letters."""

    language: Language

    #: Whether clauses can be read with it: subject, verb and what is reported.
    parses: ClassVar[bool] = False
    #: The forms of a reporting verb that are, as a rule, the verb of a clause.
    finite_forms: ClassVar[frozenset[Form]] = frozenset(
        (Form.THIRD, Form.PAST, Form.PRESENT, Form.SUBJUNCTIVE)
    )

    # Tables, as the algorithms use them most
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

    # Verbs
    @cached_property
    def reporting(self) -> Mapping[str, tuple[VerbForm, ...]]:
        """Word to the reporting verbs of which it is a form, those with a particle first."""
        found: dict[str, tuple[VerbForm, ...]] = {}
        for verb in self.language.reporting:
            kinds: dict[str, frozenset[Form]] = {}
            for kind, word in verb.forms:
                one: frozenset[Form] = frozenset((kind,))
                kinds[word] = kinds.get(word, one) | one
            for word, forms in kinds.items():
                form = VerbForm(verb.lemma, forms, verb.particle or "", verb.uses)
                both = (*found.get(word, ()), form)
                found[word] = tuple(sorted(both, key=lambda one: not one.particle))
        return found

    @cached_property
    def auxiliaries(self) -> frozenset[str]:
        """Forms of the helping verbs."""
        words = self.words
        return words.be | words.have | words.do | words.modal

    @cached_property
    def finite(self) -> frozenset[str]:
        """The words that are, as a rule, the verb of a clause."""
        words = self.words
        reporting = {
            word
            for word, verbs in self.reporting.items()
            if any(verb.forms & self.finite_forms for verb in verbs)
        }
        return self.auxiliaries | words.verb | words.contracted | reporting

    def seems_finite(self, word: str) -> bool:
        """Return whether a word behind a subject may be its verb, by its ending."""
        return word.endswith(self._third) and word not in self._third

    def past(self, word: str) -> bool:
        """Return whether a word looks like a verb in the past."""
        return word.endswith(self._past)

    def participle(self, word: str) -> bool:
        """Return whether a word looks like a present participle."""
        return word.endswith(self._participle)

    def agrees(self, subject: str, verb: VerbForm) -> bool:
        """Return whether `subject`, right before the verb, may be its subject by its number."""
        del subject, verb
        return True

    def inverts(self, verb: VerbForm, *, quoted: bool) -> bool:
        """Return whether a name behind the verb may be its subject: after "told" it is not."""
        if not quoted:
            return Use.INVERTS in verb.uses
        if Use.ADDRESSEE not in verb.uses:
            return True
        return Use.FRONT in verb.uses and Use.STAYS not in verb.uses

    @cached_property
    def _verb_inserts(self) -> frozenset[str]:
        words, clauses = self.words, self.clauses
        kinds = (words.negation, words.adverb - self.times, words.infinitive)
        return self.auxiliaries.union(*kinds, clauses.verb_insert, clauses.refusal, clauses.aspect)

    def helps(self, word: str) -> bool:
        """Return whether a word may be part of a verb group before its verb."""
        return word in self._verb_inserts or word.endswith(self._adverb)

    # Nouns and what goes with them
    def owner(self, word: str) -> bool:
        """Return whether a word is one who owns: Anna's, the farmers'."""
        return word.endswith(self._owner + self._owners)

    def single_owner(self, word: str) -> bool:
        """Return whether a word is one who owns, in the singular: Anna's."""
        return word.endswith(self._owner)

    def plural(self, word: str) -> bool:
        """Return whether a word looks like a plural noun."""
        return word.endswith(self._plural)

    def is_plural(self, word: str) -> bool:
        """Return whether a word is a plural noun, by its ending or without one."""
        return self.plural(word) or word in self.words.plural

    def bare(self, token: str) -> str:
        """Return a token, as written, without the ending of one who owns."""
        for ending in self._owner:
            for written in (ending, ending.replace("'", _APOSTROPHE)):
                if token.endswith(written):
                    return token[: -len(written)]
        return token.rstrip(f"'{_APOSTROPHE}")

    def capital(self, token: str) -> bool:
        """Return whether a token, as written, begins with a capital, behind a prefix too."""
        return token[0].isupper() or (
            token.startswith(self._prefixes) and token[token.index("-") + 1 :][:1].isupper()
        )

    @cached_property
    def subjects(self) -> frozenset[str]:
        """Pronouns that are a subject."""
        return self._pronouns("subject")

    @cached_property
    def objects(self) -> frozenset[str]:
        """Pronouns that are an object."""
        return self._pronouns("object") | self._pronouns("reflexive")

    @cached_property
    def persons(self) -> Mapping[str, str]:
        """Pronoun of a single third person to its gender."""
        return {
            one.word: one.gender
            for one in self.language.pronouns
            if one.case == "subject" and one.gender in ("m", "f")
        }

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
    def articles(self) -> frozenset[str]:
        """Definite and indefinite articles."""
        return self.words.definite | self.words.indefinite

    @cached_property
    def group_breaks(self) -> frozenset[str]:
        """Words that no noun group runs across, read from its end."""
        return self.words.subordinator | self.clauses.group_break | self.finite

    @cached_property
    def phrase_openers(self) -> frozenset[str]:
        """Words that a noun phrase, or a clause without more, begins with."""
        return self.words.determiner | self.subjects | self.words.contracted

    @cached_property
    def phrase_ends(self) -> frozenset[str]:
        """Words at which the noun phrase of a preposition is over."""
        return self.clauses.clause_opener | self.subjects | self.words.preposition | self.finite

    @cached_property
    def noun_openers(self) -> frozenset[str]:
        """Words that a noun phrase begins with, contracted ones left out."""
        return self.words.determiner | self.subjects

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

    # Titles
    @cached_property
    def titles(self) -> frozenset[str]:
        """Titles of people."""
        return frozenset(title.word for title in self.language.titles)

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

    # Times, adverbs and other adjuncts
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

    def adverb(self, word: str) -> bool:
        """Return whether a word is an adverb."""
        return word in self.words.adverb or (
            word.endswith(self._adverb) and word not in self.words.no_adverb
        )

    @cached_property
    def _adjuncts(self) -> frozenset[str]:
        words = self.words
        kinds = (words.adverb, self.times, self.calendar.which, self.clauses.adjunct_opener)
        return words.preposition.union(*kinds)

    @cached_property
    def right_edges(self) -> frozenset[str]:
        """Words that no name behind its verb runs across."""
        return self.words.preposition | self.words.adverb | self.which_time

    def adverbial(self, word: str) -> bool:
        """Return whether a word ends like an adverb or a participle."""
        return word.endswith(self._adverbials)

    def opens_adjunct(self, word: str) -> bool:
        """Return whether a time, a place or a manner begins with `word`, no subject."""
        return word in self._adjuncts or self.adverbial(word)

    # Endings, ready for `str.endswith`
    @cached_property
    def _owner(self) -> tuple[str, ...]:
        return tuple(sorted(self.language.endings.owner))

    @cached_property
    def _owners(self) -> tuple[str, ...]:
        return tuple(sorted(self.language.endings.owners))

    @cached_property
    def _plural(self) -> tuple[str, ...]:
        return tuple(sorted(self.language.endings.plural))

    @cached_property
    def _third(self) -> tuple[str, ...]:
        return tuple(sorted(self.language.endings.third))

    @cached_property
    def _past(self) -> tuple[str, ...]:
        return tuple(sorted(self.language.endings.past))

    @cached_property
    def _participle(self) -> tuple[str, ...]:
        return tuple(sorted(self.language.endings.participle))

    @cached_property
    def _adverb(self) -> tuple[str, ...]:
        return tuple(sorted(self.language.endings.adverb))

    @cached_property
    def _adverbials(self) -> tuple[str, ...]:
        return self._participle + self._adverb

    @cached_property
    def _prefixes(self) -> tuple[str, ...]:
        return tuple(sorted(self.entities.prefix))

    def _pronouns(self, case: str) -> frozenset[str]:
        return frozenset(one.word for one in self.language.pronouns if one.case == case)


@lru_cache(maxsize=256)
def grammar(tag: str) -> Grammar:
    """Return the grammar of a language: its own `Rules`, or what its tables say."""
    tables = language(tag)
    folder = tables.folder
    if folder is None or not folder.joinpath("grammar.py").is_file():
        return Grammar(tables)
    rules: type[Grammar] = import_module(f"textflow_plugins.languages.{tag}.grammar").Rules
    return rules(tables)
