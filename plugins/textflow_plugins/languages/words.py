"""Words: the tables of words that carry grammar rather than matter."""

from typing import Literal, NamedTuple

from textflow_plugins.languages.cells import Beside

Set = frozenset[str]
_NONE: Set = frozenset()


class Words(NamedTuple):
    """`words.tsv`: parts of speech, in small letters; a word may be of several."""

    #: Forms of "to be", "to have", "to do", and modal verbs, negated ones too.
    be: Set = _NONE
    have: Set = _NONE
    do: Set = _NONE
    modal: Set = _NONE
    #: Helping verbs of the passive, where they are not those of "to be".
    passive: Set = _NONE
    #: Forms of frequent verbs that show that somebody else's words are told: sei.
    reported: Set = _NONE
    #: Such forms of other verbs, which only beside a verb of saying show it: besitze.
    subjunctive: Set = _NONE
    #: A pronoun and its verb in one word: he'll, that's.
    contracted: Set = _NONE
    #: Finite forms of other frequent verbs that are hardly ever nouns.
    verb: Set = _NONE
    #: The mark of an infinitive: to.
    infinitive: Set = _NONE
    negation: Set = _NONE
    #: All that opens a noun phrase: articles, numerals and possessives too.
    determiner: Set = _NONE
    #: Of these, the articles.
    definite: Set = _NONE
    indefinite: Set = _NONE
    #: Of these, those that no subject begins with: den (Vorwurf).
    oblique: Set = _NONE
    #: Of these, those that tell the gender of a person: une (voisine).
    masculine: Set = _NONE
    feminine: Set = _NONE
    #: Of these, those that point, and name nobody alone: este.
    demonstrative: Set = _NONE
    #: Of these, those of more than one: plusieurs (voisins).
    several: Set = _NONE
    #: Of these, the numbers that say something, which an article does not: two.
    numeral: Set = _NONE
    preposition: Set = _NONE
    #: The preposition of possession: of.
    genitive: Set = _NONE
    #: The preposition before the one spoken to: to.
    dative: Set = _NONE
    #: The article of what is no noun: lo (dicho).
    neuter: Set = _NONE
    #: The preposition before the one who acts in the passive: by.
    agent: Set = _NONE
    conjunction: Set = _NONE
    #: Of these, those that join two of a kind.
    coordinator: Set = _NONE
    #: Of these, the one that sets a clause against the one before: but.
    contrast: Set = _NONE
    #: All that opens a subordinate clause: relative pronouns too.
    subordinator: Set = _NONE
    #: The one that opens reported speech: that.
    complementizer: Set = _NONE
    #: The one that opens a condition or a reported question: if.
    condition: Set = _NONE
    #: A comparison that may hold a cue: as (Smith noted).
    comparison: Set = _NONE
    relative: Set = _NONE
    #: Of these, those for people.
    personal_relative: Set = _NONE
    question: Set = _NONE
    #: What a clause follows from that opens like reported speech: so (viel, dass).
    degree: Set = _NONE
    adverb: Set = _NONE
    #: Words that only look like an adverb by their ending: family.
    no_adverb: Set = _NONE
    #: A subject without meaning: there.
    expletive: Set = _NONE
    #: Plural nouns without the ending of a plural.
    plural: Set = _NONE
    #: What stands for people at large: people.
    people: Set = _NONE
    #: What says nothing of what a text is about, though it is in none of the classes of grammar.
    light: Set = _NONE


class Pronoun(NamedTuple):
    """`pronouns.tsv`: a personal or possessive pronoun."""

    word: str
    case: Literal["subject", "object", "reflexive", "possessive"]
    person: Beside[Literal["1", "2", "3"]]
    number: Beside[Literal["singular", "plural", "both"]]
    gender: Beside[Literal["m", "f", "n"] | None]


class Endings(NamedTuple):
    """`endings.tsv`: what the forms of a word end in, in small letters, straight apostrophes."""

    #: Of one who owns, in the singular and in the plural: 's, s'.
    owner: Set = _NONE
    owners: Set = _NONE
    #: Of a plural noun, and of a verb behind he, she or it.
    plural: Set = _NONE
    third: Set = _NONE
    #: Of a verb behind they, where none behind he or she ends so: (ellos) dijeron.
    several: Set = _NONE
    #: Of nouns that are nobody's name, where all nouns have a capital: Sicherheit.
    common: Set = _NONE
    #: Of a noun of people in the plural, where other words end in it as often: vecinos.
    people: Set = _NONE
    #: Of a noun of one who is from somewhere: (el) salteño.
    demonym: Set = _NONE
    #: Of a verb in the past, and of a present participle.
    past: Set = _NONE
    participle: Set = _NONE
    #: Of the forms of one word, where they are compared roughly: charged; of these, what its stem
    #: has "y" for: companies; and what looks like one of them and is of the stem: boss.
    inflected: Set = _NONE
    inflected_y: Set = _NONE
    uninflected: Set = _NONE
    #: Of an adverb.
    adverb: Set = _NONE
    #: Letters left out at the beginning of a word, behind an apostrophe: 'em.
    elision: Set = _NONE
    #: Of an ordinal number in figures: st; a full stop.
    ordinal: Set = _NONE
    #: Of a denominator that is counted: two thirds.  A language without them counts any.
    fractions: Set = _NONE
    #: Of a scale that counts nothing when it is alone: des milliards.
    scales: Set = _NONE
    #: Of a noun behind a number, where cases and "worth" are joined on: forintot.
    case: Set = _NONE
    #: Of an adjective before its noun, in all cases, and what the adjective ends in before them.
    adjective: Set = _NONE
    declined: Set = _NONE
    #: Words joined on before another with an apostrophe: l'(école); behind it with a hyphen:
    #: (dit)-il; and letters between hyphens before these: (a)-t-(il).
    proclitic: Set = _NONE
    enclitic: Set = _NONE
    infix: Set = _NONE
