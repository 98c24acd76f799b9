"""
Grammar: what the stages ask about the words of one language.

Nearly every answer is in the tables of the language. What no table can say is in a
short `grammar.py` in its folder: a class `Rules`, derived from `Grammar`. Only where
there is one are clauses read (`parses`): words alone tell no subject from an object.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache
from importlib import import_module
from typing import ClassVar, NamedTuple

from textflow_plugins.languages.language import language
from textflow_plugins.languages.reporting import Form, Use
from textflow_plugins.languages.vocabulary import Vocabulary

_APOSTROPHE = "\N{RIGHT SINGLE QUOTATION MARK}"


class VerbForm(NamedTuple):
    """A form of a reporting verb: said, of say."""

    lemma: str
    #: One word may be several forms of its verb: said is past and participle.
    forms: frozenset[Form]
    #: The word that must follow, or "".
    particle: str
    uses: frozenset[Use]


class Grammar(Vocabulary):
    """What is asked about the words of a language; `word` is always in small letters."""

    #: Whether clauses can be read with it: subject, verb and what is reported.
    parses: ClassVar[bool] = False
    #: Whether a subject is before its verb, save in "said Smith".
    fixed_order: ClassVar[bool] = False
    #: Whether the finite verb comes second, and the rest of the verb at the end: hat ... gesagt.
    verb_second: ClassVar[bool] = False
    #: Whether common nouns have a capital as names have.
    capital_nouns: ClassVar[bool] = False
    #: Whether a verb needs no subject: "El puerto cierra, dijo."
    null_subject: ClassVar[bool] = False
    #: Whether people go by the name before the last: "Graue" for "Enrique Graue Wiechers".
    two_surnames: ClassVar[bool] = False
    #: Whether "se dijo que" names nobody who says it.
    reflexive_passive: ClassVar[bool] = False
    #: Infinitives that are reported without a word before them: (nie) avoir vendu.
    bare_infinitives: ClassVar[frozenset[str]] = frozenset()
    #: The forms of a reporting verb that are, as a rule, the verb of a clause.
    finite_forms: ClassVar[frozenset[Form]] = frozenset(
        (Form.THIRD, Form.PAST, Form.PRESENT, Form.SUBJUNCTIVE)
    )

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
    def finite(self) -> frozenset[str]:
        """The words that are, as a rule, the verb of a clause."""
        words = self.words
        reporting = {
            word
            for word, verbs in self.reporting.items()
            if any(verb.forms & self.finite_forms for verb in verbs)
        }
        return self.auxiliaries.union(words.verb, words.subjunctive, words.contracted, reporting)

    def seems_finite(self, word: str) -> bool:
        """Return whether a word behind a subject may be its verb, by its ending."""
        return word.endswith(self._third) and word not in self._third

    def several_verb(self, word: str) -> bool:
        """Return whether a verb is, by its ending, one of several: (ellos) dijeron."""
        return word.endswith(self._several)

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
        if word in self._verb_inserts:
            return True
        return word.endswith(self._adverb) and word not in self.words.no_adverb

    def pronoun(self, word: str) -> str:
        """Return the pronoun in a word that its verb is joined to: he's; else the word."""
        return word.partition("'")[0] if word in self.words.contracted else word

    # Clauses
    def relates(self, clause: Sequence[str]) -> bool:
        """Return whether a clause behind a comma, up to its verb, is a relative clause."""
        return clause[0] in self.words.relative

    def opens_infinitive(self, words: Sequence[str], at: int) -> bool:
        """Return whether a reported infinitive begins at a word: (asked) to close."""
        return words[at] in self.words.infinitive or words[at] in self.bare_infinitives

    def reports(self, words: Sequence[str], at: int) -> bool:
        """Return whether a reported clause begins at a word without one that says so."""
        del words, at
        return False

    def retells(self, sentence: Sequence[str]) -> bool:
        """Return whether the mood of a sentence alone shows that its words are another's."""
        del sentence
        return False

    # Nouns
    def titled(self, word: str) -> bool:
        """Return whether a word is a title of people."""
        return word in self.titles

    def demonym(self, word: str) -> bool:
        """Return whether a noun is, by its ending, of one from somewhere: (el) salteño."""
        return word.endswith(self._demonym)

    def tells(self, word: str) -> bool:
        """Return whether a noun behind a preposition names a source: (nach) Angaben."""
        return word in self.clauses.source_noun

    def owner(self, word: str) -> bool:
        """Return whether a word is one who owns: Anna's, the farmers'."""
        return word.endswith(self._any_owner)

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
    def group_breaks(self) -> frozenset[str]:
        """Words that no noun group runs across, read from its end."""
        return self.words.subordinator | self.clauses.group_break | self.finite

    @cached_property
    def phrase_ends(self) -> frozenset[str]:
        """Words at which the noun phrase of a preposition is over."""
        return self.clauses.clause_opener | self.subjects | self.words.preposition | self.finite

    @cached_property
    def dialogue(self) -> frozenset[str]:
        """Dashes that open a turn; where nothing is known of a language, all but the hyphen."""
        if self.parses:
            return self.clauses.dialogue
        return frozenset("\N{EN DASH}\N{EM DASH}\N{HORIZONTAL BAR}")

    # Words joined to others
    @cached_property
    def clitics(self) -> tuple[re.Pattern[str], re.Pattern[str]] | None:
        """What is joined on before a word and behind one, None where nothing ever is."""
        ends = self.language.endings
        if not ends.proclitic and not ends.enclitic:
            return None
        mark = f"['{_APOSTROPHE}]"
        before = "|".join(sorted(map(re.escape, ends.proclitic))).replace("'", mark)
        behind = "|".join(sorted(map(re.escape, ends.enclitic)))
        infix = "|".join(("-", *sorted(map(re.escape, ends.infix))))
        return (
            re.compile(rf"(?:{before})(?=\w)" if before else r"(?!)", re.IGNORECASE),
            re.compile(rf"(?<=\w)(?:{infix})({behind})\Z" if behind else r"(?!)", re.IGNORECASE),
        )

    # Adverbs and other adjuncts
    def adverb(self, word: str) -> bool:
        """Return whether a word is an adverb."""
        return word in self.words.adverb or (
            word.endswith(self._adverb) and word not in self.words.no_adverb
        )

    def adverbial(self, word: str) -> bool:
        """Return whether a word ends like an adverb or a participle."""
        return word.endswith(self._adverbials)

    @cached_property
    def _adjuncts(self) -> frozenset[str]:
        words = self.words
        kinds = (words.adverb, self.times, self.calendar.which, self.clauses.adjunct_opener)
        return words.preposition.union(*kinds)

    def opens_adjunct(self, word: str) -> bool:
        """Return whether a time, a place or a manner begins with `word`, no subject."""
        return word in self._adjuncts or self.adverbial(word)

    # Endings, ready for `str.endswith`
    @cached_property
    def common_ends(self) -> tuple[str, ...]:
        """Endings of nouns that are nobody's name."""
        return tuple(sorted(self.language.endings.common))

    @cached_property
    def _owner(self) -> tuple[str, ...]:
        return tuple(sorted(self.language.endings.owner))

    @cached_property
    def _owners(self) -> tuple[str, ...]:
        return tuple(sorted(self.language.endings.owners))

    @cached_property
    def _any_owner(self) -> tuple[str, ...]:
        return self._owner + self._owners

    @cached_property
    def _plural(self) -> tuple[str, ...]:
        return tuple(sorted(self.language.endings.plural))

    @cached_property
    def _third(self) -> tuple[str, ...]:
        return tuple(sorted(self.language.endings.third))

    @cached_property
    def _several(self) -> tuple[str, ...]:
        return tuple(sorted(self.language.endings.several))

    @cached_property
    def _demonym(self) -> tuple[str, ...]:
        return tuple(sorted(self.language.endings.demonym))

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


@lru_cache(maxsize=256)
def grammar(tag: str) -> Grammar:
    """Return the grammar of a language: its own `Rules`, or what its tables say."""
    tables = language(tag)
    folder = tables.folder
    if folder is None or not folder.joinpath("grammar.py").is_file():
        return _settled(Grammar(tables))
    rules: type[Grammar] = import_module(f"textflow_plugins.languages.{tag}.grammar").Rules
    return _settled(rules(tables))


def _settled(rules: Grammar) -> Grammar:
    """
    Return a grammar of which all but the methods is in slots.

    A document asks it a thousand times; a slot answers in a tenth of the time that a cached
    property takes.
    """
    kind = type(rules)
    names = [name for name in dir(kind) if name[:2] != "__" and not callable(getattr(kind, name))]
    settled: Grammar = type(kind.__name__, (kind,), {"__slots__": names})(rules.language)
    for name in names:
        object.__setattr__(settled, name, getattr(rules, name))
    return settled
