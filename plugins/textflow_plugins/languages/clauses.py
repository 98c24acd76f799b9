"""Clauses: the table of words at the edges of reports and of the groups in them."""

from typing import NamedTuple

Set = frozenset[str]
_NONE: Set = frozenset()


class Clauses(NamedTuple):
    """`clauses.tsv`: what begins, ends or rules out a report, in small letters."""

    # The cue and what belongs to it
    #: Words that name a source without a verb, before the content or behind it: according to.
    source: Set = _NONE
    #: Nouns that are no source but a measure, or nobody's: selon (l'ancienne) définition.
    no_source: Set = _NONE
    #: Of these, those that only follow the content; and what follows the one it names: zufolge.
    source_behind: Set = _NONE
    source_closing: Set = _NONE
    #: A preposition that names a source before one of these nouns: nach (eigenen) Angaben.
    source_opener: Set = _NONE
    source_noun: Set = _NONE
    #: Parts of verbs that may be at the end of their clause: (fand ...) statt.
    verb_particle: Set = _NONE
    #: The same of a point of view: aus (ihrer) Sicht.
    view_opener: Set = _NONE
    view_noun: Set = _NONE
    #: Dashes that open a turn of a dialogue.
    dialogue: Set = _NONE
    #: Words between the helping verb and the verb of a cue: both.
    verb_insert: Set = _NONE
    #: A verb before "to" that denies the report, and one that leaves it true: declined, went on.
    refusal: Set = _NONE
    aspect: Set = _NONE
    #: Words in a clause that deny that anything was said.
    denial: Set = _NONE
    #: Determiners that stand alone as a subject too: many say.
    verbal_determiner: Set = _NONE
    #: Behind these a form is an adjective or a noun: his stated aim, the say.
    before_adjective: Set = _NONE
    before_participle: Set = _NONE
    before_bare_noun: Set = _NONE
    #: A subject that makes no report: whatever he says.
    whatever: Set = _NONE
    #: The one spoken to in a word; what his group goes on with; the prepositions in it.
    hearer: Set = _NONE
    hearer_glue: Set = _NONE
    hearer_preposition: Set = _NONE

    # Groups of words
    #: No noun group runs across these, read from its end.
    group_break: Set = _NONE
    #: What begins an adjunct and no subject, beside prepositions and adverbs.
    adjunct_opener: Set = _NONE
    #: Behind these the group before goes on: both the.
    group_glue: Set = _NONE
    name_glue: Set = _NONE
    #: Behind these a second verb or name is joined on.
    verb_joint: Set = _NONE
    name_joint: Set = _NONE
    #: What the name of an institution goes on with: Ministry of.
    name_link: Set = _NONE
    #: A noun group with a name in it has its head before these.
    head_end: Set = _NONE
    #: What may follow the name of a speaker behind the verb.
    after_name: Set = _NONE
    #: Opens an apposition that is a role, beside articles and titles.
    role_start: Set = _NONE
    apposition: Set = _NONE

    # Where the content begins
    clause_opener: Set = _NONE
    #: Of these questions also those that may follow a verb of stating: how.
    statement: Set = _NONE
    #: Behind a cue, these open what happened while it was said: as she left.
    circumstance: Set = _NONE
    #: Subordinate clauses that a cue may stand in; relative clauses that it may stand in.
    nesting: Set = _NONE
    nesting_relative: Set = _NONE
    #: May stand between two such clauses: and even.
    nesting_break: Set = _NONE

    # Where the content ends
    #: Conjunctions at which a report may end, and what is passed over behind them.
    pause: Set = _NONE
    skipped: Set = _NONE
    #: After a comma or a dash, the writer speaks again.
    writer_comments: Set = _NONE
    writer_noun: Set = _NONE
    dash_aside: Set = _NONE
    concessive: Set = _NONE
    relative_aside: Set = _NONE
    #: After "but", the clause goes on, or a new one begins.
    contrast_goes_on: Set = _NONE
    contrast_clause: Set = _NONE
    #: Behind a comma these do not begin the main clause.
    no_main_clause: Set = _NONE
    #: Cut off the edges of a report.
    edge: Set = _NONE

    # Content before the cue
    #: A clause with these behind the verb reports nothing before it: says to.
    no_adjunct: Set = _NONE
    after_front: Set = _NONE
    #: What a report is broken off by between the quotation and the cue.
    clause_break: Set = _NONE
    #: After the cue, these do not go on with the content.
    no_continuation: Set = _NONE
    after_quotation: Set = _NONE
    after_report: Set = _NONE

    # Headlines
    no_headline: Set = _NONE
    promotion: Set = _NONE
