"""Calendar: the table of words of dates and times."""

from typing import NamedTuple

from textflow_plugins.languages.cells import Beside

Set = frozenset[str]
_NONE: Set = frozenset()


class MonthNames(NamedTuple):
    """`months.tsv`: the number of a month and its names, in small letters, without full stops."""

    month: int
    names: Beside[tuple[str, ...]]


class Calendar(NamedTuple):
    """`calendar.tsv`: words of dates and times, in small letters."""

    month: Set = _NONE
    weekday: Set = _NONE
    #: Abbreviated, without a full stop.
    month_short: Set = _NONE
    weekday_short: Set = _NONE
    #: Days told from today: yesterday.
    day: Set = _NONE
    #: Parts of the day, and lengths of time.
    part: Set = _NONE
    period: Set = _NONE
    #: Which of several: last (week); of these, those that are determiners too.
    which: Set = _NONE
    which_determiner: Set = _NONE
    #: Months that are names of people or other words too; verbs, for one.
    month_name: Set = _NONE
    month_verb: Set = _NONE
    #: Halves of the day, behind a time: pm.
    half: Set = _NONE
    #: Time zones.
    zone: Set = _NONE
    #: A page was made when the date beside this says so: updated.
    published: Set = _NONE
    #: What else a line that is only a date is made of: at.
    beside: Set = _NONE
    #: Ends a length of time told from now: (two hours) ago.
    ago: Set = _NONE
