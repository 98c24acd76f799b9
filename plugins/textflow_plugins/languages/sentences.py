"""Sentences: the table of words at the edges of sentences."""

from typing import NamedTuple

Set = frozenset[str]
_NONE: Set = frozenset()


class Sentences(NamedTuple):
    """`sentences.tsv`: words as they are written there, with a capital where they have one."""

    # Where a sentence begins
    #: Begins sentences, hardly ever names.
    starter: Set = _NONE
    #: Begins a sentence behind a name, though it may follow "U.S." within one.
    subject: Set = _NONE
    #: Behind one capitalised word shows that it begins a sentence: (of Alder Inc. Holm) said.
    verb: Set = _NONE
    #: Begins a sentence even without a stop before it, where a small letter follows.
    lead: Set = _NONE
    #: Has a capital wherever it is, so that this shows no beginning: I.
    capital: Set = _NONE
    #: Before a time, begins a sentence that is not over yet: At (5 a.m.).
    time_opener: Set = _NONE

    # Where it does not end
    #: Never ends a sentence, so that no lead follows it.
    within: Set = _NONE
    #: Joins what follows to a question or a cry: (Good heavens!) and (I was to blame).
    join: Set = _NONE
    #: Verbs that follow a question as those of saying do: thought.
    thinks: Set = _NONE

    # Labels
    #: Begins the credit of a picture, before a colon.
    credit: Set = _NONE
    #: Begins the number of a figure or a table, with which no sentence begins.
    label: Set = _NONE

    #: In small letters: opens a greeting to those who read or listen: good morning.
    greeting: Set = _NONE
    #: In small letters: a sentence that begins so leans on the one before it: however.
    opener: Set = _NONE
