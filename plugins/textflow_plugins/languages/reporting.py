"""Reporting: the table of verbs that say that somebody says something."""

from enum import StrEnum
from typing import NamedTuple

from textflow_plugins.languages.cells import Beside


class Form(StrEnum):
    """A form of a verb; a language uses those that it has."""

    BASE = "base"
    THIRD = "third"
    PRESENT = "present"
    PAST = "past"
    SUBJUNCTIVE = "subjunctive"
    #: Of a completed act: said.  Of one that goes on: saying.
    PARTICIPLE = "participle"
    GERUND = "gerund"


class Use(StrEnum):
    """What a reporting verb is found with, and what is special about it."""

    #: A clause with "that", and one without it.
    CLAUSE = "clause"
    BARE = "bare"
    #: Quoted words beside it.
    QUOTE = "quote"
    #: A clause before it: "It rains, he said".
    FRONT = "front"
    #: A clause with "whether", "if", "how", "why".
    QUESTION = "question"
    #: The one spoken to, then the clause.
    ADDRESSEE = "addressee"
    #: Someone "to" do something, and "to" do something oneself.
    OBJECT = "object"
    INFINITIVE = "infinitive"
    #: Someone and quoted words about them: called him "a liar".
    PREDICATE = "predicate"
    #: It is a noun as often: a report, two claims.
    NOUN = "noun"
    #: It says no more than that somebody speaks: say.
    PLAIN = "plain"
    #: As a purpose it is to make sure: (para) garantizar.
    ENSURES = "ensures"
    #: Its gerund always opens a clause: saying, telling.
    OPENS = "opens"
    #: Its subject may follow where no quotation is before it; or it never follows: told.
    INVERTS = "inverts"
    STAYS = "stays"
    #: The same speaker goes on with it: and called.
    RESUMES = "resumes"
    #: Its gerund never goes on with what was said: asking.
    ASKS = "asks"
    #: It may follow a quotation that ends in a question or a cry: "Why?" asked Ann.
    TAG = "tag"


class ReportingVerb(NamedTuple):
    """`reporting.tsv`: a reporting verb and its forms."""

    lemma: str
    #: The word that must follow: (point) out.
    particle: str | None
    #: The forms, each with its kind: `past:said participle:said`.
    forms: Beside[tuple[tuple[Form, str], ...]]
    uses: Beside[frozenset[Use]]
