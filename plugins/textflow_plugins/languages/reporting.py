"""Reporting: the table of verbs that say that somebody says something."""

from typing import Literal

import attrs

#: Forms of a verb. A language uses those that it has.
Form = Literal["base", "third", "past", "participle", "ing", "present", "subjunctive"]
#: What a verb is found with, and what is special about it.
Use = Literal[
    # what it takes
    "that",  # a clause with "that"
    "zero",  # a clause without it
    "quote",  # quoted words beside it
    "front",  # a clause before it: "It rains, he said"
    "whether",  # "whether", "if", "how", "why"
    "addressee",  # the one spoken to, then the clause
    "object",  # someone "to" do something
    "to",  # "to" do something oneself
    "predicate",  # someone and quoted words about them: called him "a liar"
    # what it does
    "noun",  # is a noun as often: a report, two claims
    "plain",  # says no more than that somebody speaks: say
    "clause",  # its -ing form always opens a clause: saying, telling
    "inverts",  # its subject may follow where no quotation is before it
    "stays",  # its subject never follows: told
    "resumes",  # the same speaker goes on with it: and called
    "asks",  # its -ing form never goes on with what was said: asking
]


@attrs.frozen
class ReportingVerb:
    """`reporting.tsv`: a reporting verb and its forms."""

    lemma: str
    #: The word that must follow: (point) out.
    particle: str | None
    #: The forms, each with its kind: `past:said participle:said`.
    forms: tuple[tuple[Form, str], ...] = attrs.field(eq=False)
    uses: frozenset[Use] = attrs.field(eq=False)
